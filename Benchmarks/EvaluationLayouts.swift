// The measurement behind Documentation/Decisions/0050-layout-of-values.md: three layouts of a value under one register
// machine, on the condition
//
//   invoice.total > 5000.00 and customer.country in ["US", "CA"] and not invoice.disputed
//
// The machine is as small as it can be and does the same in the same order under each layout, so what differs is what a
// layout costs: moving a value into a register and reading it back. It meters, as the real one does.

private enum Operation: UInt8 { case field, greater, isIn, not, jumpIfFalse, finish, begin }

private struct Instruction {
    var operation: Operation
    var cost: UInt16 = 0
    var target: UInt32 = 0
    var first: UInt32 = 0
    var second: UInt32 = 0
}

private enum LayoutError: Error { case wrongKind, costLimit }

private let program: [Instruction] = [
    Instruction(operation: .begin, cost: 3),
    Instruction(operation: .field, target: 0, first: 0, second: 0),
    Instruction(operation: .greater, target: 0, first: 0, second: 0),
    Instruction(operation: .jumpIfFalse, cost: 3, target: 9, first: 0),
    Instruction(operation: .field, target: 0, first: 1, second: 1),
    Instruction(operation: .isIn, target: 0, first: 0, second: 1),
    Instruction(operation: .jumpIfFalse, cost: 3, target: 9, first: 0),
    Instruction(operation: .field, target: 0, first: 0, second: 3),
    Instruction(operation: .not, target: 0, first: 0),
    Instruction(operation: .finish, first: 0),
]

/// A text of at most 15 bytes as two words.
private func words(_ text: StaticString) -> (UInt64, UInt64) {
    var bytes = [UInt8](repeating: 0, count: 16)
    for index in 0..<text.utf8CodeUnitCount { bytes[index] = text.utf8Start[index] }
    bytes[15] = UInt8(text.utf8CodeUnitCount)
    func word(_ start: Int) -> UInt64 { (start..<start + 8).reduce(0) { $0 << 8 | UInt64(bytes[$1]) } }
    return (word(0), word(8))
}

@inline(never)
private func greaterAcrossScales(_ a: Int128, _ aScale: Int8, _ b: Int128, _ bScale: Int8) -> Bool {
    var (a, b, aScale, bScale) = (a, b, aScale, bScale)
    while aScale < bScale { (a, aScale) = (a &* 10, aScale + 1) }
    while bScale < aScale { (b, bScale) = (b &* 10, bScale + 1) }
    return a > b
}

// MARK: An enum with inline payloads

private final class HeapText: Sendable {}

private final class EnumElements: Sendable {
    let elements: ContiguousArray<EnumValue>
    init(_ elements: ContiguousArray<EnumValue>) { self.elements = elements }
}

private enum EnumValue: Sendable {
    case null, absent
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case double(Double)
    case decimal(Int128, Int8)
    case money(Int128, Int8, UInt16)
    case string(HeapText?, UInt64, UInt64)
    case bytes(HeapText?, UInt64, UInt64)
    case list(EnumElements)
    case map(EnumElements)
    case record(EnumElements)
    case timestamp(Int64, Int32)
    case type(HeapText)
}

@inline(never)
private func runEnum(
    _ code: UnsafePointer<Instruction>, _ constants: UnsafePointer<EnumValue>, _ inputs: UnsafePointer<EnumValue>,
    _ registers: UnsafeMutablePointer<EnumValue>, costLimit: Int
) throws(LayoutError) -> EnumValue {
    var next = 0
    var cost = 0
    while true {
        let step = code[next]
        next &+= 1
        let (target, first, second) = (Int(step.target), Int(step.first), Int(step.second))
        switch step.operation {
        case .begin: cost &+= Int(step.cost)
        case .field:
            guard case .record(let record) = inputs[first] else { throw .wrongKind }
            registers[target] = record.elements[second]
        case .greater:
            guard case .decimal(let a, let aScale) = registers[first],
                case .decimal(let b, let bScale) = constants[second]
            else { throw .wrongKind }
            registers[target] = .bool(aScale == bScale ? a > b : greaterAcrossScales(a, aScale, b, bScale))
        case .isIn:
            guard case .string(nil, let w0, let w1) = registers[first], case .list(let list) = constants[second]
            else { throw .wrongKind }
            var found = false
            for element in list.elements {
                if case .string(nil, let v0, let v1) = element, v0 == w0, v1 == w1 {
                    found = true
                    break
                }
            }
            registers[target] = .bool(found)
        case .not:
            guard case .bool(let value) = registers[first] else { throw .wrongKind }
            registers[target] = .bool(!value)
        case .jumpIfFalse:
            guard case .bool(let value) = registers[first] else { throw .wrongKind }
            if value {
                cost &+= Int(step.cost)
                if cost > costLimit { throw .costLimit }
            } else {
                next = target
            }
        case .finish: return registers[first]
        }
    }
}

// MARK: A struct of four words, its references counted or borrowed

private final class StructElements {
    let elements: ContiguousArray<CountedValue>
    init(_ elements: ContiguousArray<CountedValue>) { self.elements = elements }
}

private enum Kind: UInt8 {
    case bool = 2
    case decimal = 6
    case string = 10
    case list = 12
    case record = 14
}

/// The words as `Value` has them, with an owned reference.
private struct CountedValue {
    var object: StructElements?
    var meta: UInt64
    var low: UInt64 = 0
    var high: UInt64 = 0

    static func text(_ words: (UInt64, UInt64)) -> CountedValue {
        CountedValue(meta: UInt64(Kind.string.rawValue), low: words.0, high: words.1)
    }
    static func decimal(_ coefficient: UInt64, scale: UInt64) -> CountedValue {
        CountedValue(meta: UInt64(Kind.decimal.rawValue) | scale << 8, low: coefficient)
    }
    static func bool(_ value: Bool) -> CountedValue {
        CountedValue(meta: UInt64(Kind.bool.rawValue), low: value ? 1 : 0)
    }
}

/// The same words without an owner.
private struct BorrowedValue {
    var object: UnsafeRawPointer?
    var meta: UInt64
    var low: UInt64 = 0
    var high: UInt64 = 0

    static func bool(_ value: Bool) -> BorrowedValue {
        BorrowedValue(meta: UInt64(Kind.bool.rawValue), low: value ? 1 : 0)
    }
}

/// What the machine needs of either, so that its text is written once and specialised twice.
private protocol Words {
    var meta: UInt64 { get }
    var low: UInt64 { get }
    var high: UInt64 { get }
    static func bool(_ value: Bool) -> Self
    /// Runs `body` with the elements behind the reference.
    static func withElements<Result>(
        _ value: UnsafePointer<Self>, _ body: (UnsafePointer<Self>, Int) throws(LayoutError) -> Result
    ) throws(LayoutError) -> Result
}

extension Words {
    @inline(__always)
    func isKind(_ kind: Kind) -> Bool { UInt8(truncatingIfNeeded: meta) == kind.rawValue }
    @inline(__always)
    var scale: Int8 { Int8(truncatingIfNeeded: meta &>> 8) }
    @inline(__always)
    var coefficient: Int128 { Int128(truncatingIfNeeded: high) &<< 64 | Int128(low) }
}

extension CountedValue: Words {
    @inline(__always)
    static func withElements<Result>(
        _ value: UnsafePointer<Self>, _ body: (UnsafePointer<Self>, Int) throws(LayoutError) -> Result
    ) throws(LayoutError) -> Result {
        guard let object = value.pointee.object else { throw .wrongKind }
        let count = object.elements.count
        guard let start = object.elements.withUnsafeBufferPointer({ $0.baseAddress }) else { throw .wrongKind }
        defer { withExtendedLifetime(object) {} }
        return try body(start, count)
    }
}

extension BorrowedValue: Words {
    @inline(__always)
    static func withElements<Result>(
        _ value: UnsafePointer<Self>, _ body: (UnsafePointer<Self>, Int) throws(LayoutError) -> Result
    ) throws(LayoutError) -> Result {
        guard let object = value.pointee.object else { throw .wrongKind }
        let (start, count) = Unmanaged<StructElements>.fromOpaque(object)._withUnsafeGuaranteedRef { object in
            object.elements.withUnsafeBufferPointer {
                (UnsafeRawPointer($0.baseAddress)?.assumingMemoryBound(to: Self.self), $0.count)
            }
        }
        guard let start else { throw .wrongKind }
        return try body(start, count)
    }
}

@inline(__always)
private func runWords<Layout: Words>(
    _ code: UnsafePointer<Instruction>, _ constants: UnsafePointer<Layout>, _ inputs: UnsafePointer<Layout>,
    _ registers: UnsafeMutablePointer<Layout>, costLimit: Int
) throws(LayoutError) -> Layout {
    var next = 0
    var cost = 0
    while true {
        let step = code[next]
        next &+= 1
        let (target, first, second) = (Int(step.target), Int(step.first), Int(step.second))
        switch step.operation {
        case .begin: cost &+= Int(step.cost)
        case .field:
            guard inputs[first].isKind(.record) else { throw .wrongKind }
            registers[target] = try Layout.withElements(inputs + first) { (start, _) throws(LayoutError) in
                start[second]
            }
        case .greater:
            let (a, b) = (registers + first, constants + second)
            guard a.pointee.isKind(.decimal), b.pointee.isKind(.decimal) else { throw .wrongKind }
            registers[target] = .bool(
                a.pointee.scale == b.pointee.scale
                    ? a.pointee.coefficient > b.pointee.coefficient
                    : greaterAcrossScales(
                        a.pointee.coefficient, a.pointee.scale, b.pointee.coefficient, b.pointee.scale))
        case .isIn:
            guard registers[first].isKind(.string), constants[second].isKind(.list) else { throw .wrongKind }
            let (w0, w1) = (registers[first].low, registers[first].high)
            let found = try Layout.withElements(constants + second) { (start, count) throws(LayoutError) -> Bool in
                for index in 0..<count where start[index].low == w0 && start[index].high == w1 { return true }
                return false
            }
            registers[target] = .bool(found)
        case .not:
            guard registers[first].isKind(.bool) else { throw .wrongKind }
            registers[target] = .bool(registers[first].low == 0)
        case .jumpIfFalse:
            guard registers[first].isKind(.bool) else { throw .wrongKind }
            if registers[first].low != 0 {
                cost &+= Int(step.cost)
                if cost > costLimit { throw .costLimit }
            } else {
                next = target
            }
        case .finish: return registers[first]
        }
    }
}

@inline(never)
private func runCounted(
    _ code: UnsafePointer<Instruction>, _ constants: UnsafePointer<CountedValue>,
    _ inputs: UnsafePointer<CountedValue>, _ registers: UnsafeMutablePointer<CountedValue>, costLimit: Int
) throws(LayoutError) -> CountedValue {
    try runWords(code, constants, inputs, registers, costLimit: costLimit)
}

@inline(never)
private func runBorrowed(
    _ code: UnsafePointer<Instruction>, _ constants: UnsafePointer<BorrowedValue>,
    _ inputs: UnsafePointer<BorrowedValue>, _ registers: UnsafeMutablePointer<BorrowedValue>, costLimit: Int
) throws(LayoutError) -> BorrowedValue {
    try runWords(code, constants, inputs, registers, costLimit: costLimit)
}

// MARK: By hand

private struct HandInvoice {
    var total: Int128
    var number: String
    var disputed: Bool
}

private struct HandCustomer {
    var name: String
    var country: String
}

// MARK: The figures

private let repetitions = 10_000

private func measureEnum() -> Double {
    let texts = ["US", "CA", "Acme"].map { (text: StaticString) -> EnumValue in
        let (w0, w1) = words(text)
        return .string(nil, w0, w1)
    }
    let invoice = EnumElements([.decimal(620_050, 2), texts[0], texts[2], .bool(false)])
    let inputs: [EnumValue] = [.record(invoice), .record(EnumElements([texts[2], texts[1]]))]
    let constants: [EnumValue] = [.decimal(500_000, 2), .list(EnumElements([texts[0], texts[1]]))]
    var registers: [EnumValue] = [.null, .null, .null, .null]
    return nanoseconds(operations: repetitions) {
        for _ in 0..<repetitions {
            if let value = try? runEnum(program, constants, inputs, &registers, costLimit: 1000) { blackHole(value) }
        }
    }
}

private func structInputs() -> (inputs: [CountedValue], constants: [CountedValue]) {
    func object(_ kind: Kind, _ elements: ContiguousArray<CountedValue>) -> CountedValue {
        CountedValue(object: StructElements(elements), meta: UInt64(kind.rawValue))
    }
    let (us, ca, name) = (
        CountedValue.text(words("US")), CountedValue.text(words("CA")), CountedValue.text(words("Acme"))
    )
    let inputs = [
        object(.record, [.decimal(620_050, scale: 2), us, name, .bool(false)]), object(.record, [name, ca]),
    ]
    return (inputs, [.decimal(500_000, scale: 2), object(.list, [us, ca])])
}

private func measureCounted() -> Double {
    let (inputs, constants) = structInputs()
    var registers = [CountedValue](repeating: .bool(false), count: 4)
    return nanoseconds(operations: repetitions) {
        for _ in 0..<repetitions {
            if let value = try? runCounted(program, constants, inputs, &registers, costLimit: 1000) { blackHole(value) }
        }
    }
}

private func measureBorrowed() -> Double {
    let (inputs, constants) = structInputs()
    var registers = [BorrowedValue](repeating: .bool(false), count: 4)
    return inputs.withUnsafeBufferPointer { inputs in
        constants.withUnsafeBufferPointer { constants in
            let borrowedInputs = UnsafeRawPointer(inputs.baseAddress)?.assumingMemoryBound(to: BorrowedValue.self)
            let borrowedConstants = UnsafeRawPointer(constants.baseAddress)?.assumingMemoryBound(to: BorrowedValue.self)
            guard let borrowedInputs, let borrowedConstants else { return .nan }
            return nanoseconds(operations: repetitions) {
                for _ in 0..<repetitions {
                    let value = try? runBorrowed(
                        program, borrowedConstants, borrowedInputs, &registers, costLimit: 1000)
                    if let value { blackHole(value) }
                }
            }
        }
    }
}

private func measureByHand() -> Double {
    let invoice = HandInvoice(total: 620_050, number: "Acme", disputed: false)
    let customer = HandCustomer(name: "Acme", country: "CA")
    let countries = ["US", "CA"]
    let condition = { (invoice: HandInvoice, customer: HandCustomer) -> Bool in
        invoice.total > 500_000 && countries.contains(customer.country) && !invoice.disputed
    }
    return nanoseconds(operations: repetitions) {
        for _ in 0..<repetitions { blackHole(condition(invoice, customer)) }
    }
}

/// What one copy costs where a value is kept: 1,000 records and decimals, appended to an array.
private func measureCopy<Layout>(_ values: [Layout]) -> Double {
    nanoseconds(operations: 1000) {
        var copies: [Layout] = []
        copies.reserveCapacity(1000)
        for index in 0..<1000 { copies.append(values[index % values.count]) }
        blackHole(copies)
    }
}

let evaluationLayoutBenchmark = Benchmark(name: "layout of values") {
    let (inputs, constants) = structInputs()
    let enumRecord = EnumValue.record(EnumElements([.null]))
    let figures = [
        Figure(name: "condition, enum with payloads", value: measureEnum(), unit: "ns", bound: .none),
        Figure(name: "condition, four words, counted registers", value: measureCounted(), unit: "ns", bound: .none),
        Figure(name: "condition, four words, borrowed registers", value: measureBorrowed(), unit: "ns", bound: .none),
        Figure(name: "condition, a Swift closure over structs", value: measureByHand(), unit: "ns", bound: .none),
        Figure(
            name: "copy, enum with payloads", value: measureCopy([enumRecord, EnumValue.decimal(1, 2)]), unit: "ns",
            bound: .none),
        Figure(name: "copy, four words", value: measureCopy([inputs[0], constants[0]]), unit: "ns", bound: .none),
    ]
    return figures
}
