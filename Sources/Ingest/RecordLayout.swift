import Amounts
public import Encoding
public import Evaluation

// A declared shape made ready for reading: what the reader needs of each field lies in flat memory, so that a name is
// found by comparing words and a type by one switch. It is made once and shared by any number of readers.

/// Why a shape cannot be read from data.
public enum RecordLayoutError: Error, Hashable, Sendable {
    /// A field's type names a shape that there is none of.
    case unknownShape(Text)
    /// Data has no form for a value of this type.
    case unsupportedType(field: Text, ValueType)
    /// More fields than `RecordLayout.maximumFields`.
    case tooManyFields(shape: Text)
}

/// What to do with a field that a shape does not declare.
public enum UnknownFields: Hashable, Sendable {
    /// It is a problem, with the nearest declared name as a suggestion.
    case refuse
    /// It is read by every rule of JSON and then dropped.
    case drop
}

/// How records of one shape, and of the shapes inside it, are read.
public final class RecordLayout: @unchecked Sendable {
    // Unchecked since it holds raw memory; nothing is written to it after `init`.

    /// Fields of one shape.
    public static let maximumFields = 1024

    public let shape: Shape
    public let unknownFields: UnknownFields
    /// Every type that is met, the root's own record first.
    private(set) var types: UnsafeMutablePointer<TypePlan>
    private(set) var typeCount: Int
    private(set) var records: UnsafeMutablePointer<RecordPlan>
    private(set) var recordCount: Int

    /// - Parameters:
    ///   - shape: what the text's outermost object is.
    ///   - shapes: those that `shape` and they themselves name.
    public init(_ shape: Shape, shapes: [Shape] = [], unknownFields: UnknownFields = .refuse)
        throws(RecordLayoutError)
    {
        self.shape = shape
        self.unknownFields = unknownFields
        var builder = LayoutBuilder(shapes)
        _ = try builder.record(shape)
        typeCount = builder.types.count
        recordCount = builder.records.count
        types = .allocate(capacity: max(1, typeCount))
        records = .allocate(capacity: recordCount)
        for (index, type) in builder.types.enumerated() { (types + index).initialize(to: type) }
        for (index, record) in builder.records.enumerated() {
            (records + index).initialize(to: RecordPlan(record.shape, record.types))
        }
    }

    deinit {
        for index in 0..<recordCount { records[index].deallocate() }
        records.deinitialize(count: recordCount)
        records.deallocate()
        types.deinitialize(count: typeCount)
        types.deallocate()
    }
}

/// One type, with what it is made of as indices.
struct TypePlan {
    enum Code: UInt8 {
        case dynamic, bool, int, uint, decimal, ratio, money, string, bytes
        case list, map, record, timestamp, duration, date, time, period, rate
    }

    var code: Code
    /// Of money, the declared currency.
    var currency: Currency?
    /// Of a list or map, the type of its elements; of a record, its plan.
    var inner = -1
    /// As it was declared, for messages.
    var declared: ValueType
}

/// One field's name in words: `word0` holds its first eight bytes and `word1` the next, little-endian, filled with zero.
struct NamePlan {
    var word0: UInt64
    var word1: UInt64
    var mask0: UInt64
    var mask1: UInt64
    /// Bytes; a name that JSON would escape has -1 and is found by its text alone.
    var length: Int
    var type: Int
    /// The whole name.
    var bytes: UnsafeMutablePointer<UInt8>
    var isRequired: Bool
}

struct RecordPlan {
    let shape: Shape
    let names: UnsafeMutablePointer<NamePlan>
    let count: Int
    /// Open addressing by `hash`; -1 is free.
    let table: UnsafeMutablePointer<Int16>
    let tableMask: Int

    init(_ shape: Shape, _ types: [Int]) {
        self.shape = shape
        count = shape.fields.count
        names = .allocate(capacity: Swift.max(1, count))
        var size = 4
        while size < 2 * count { size *= 2 }
        tableMask = size - 1
        table = .allocate(capacity: size)
        table.initialize(repeating: -1, count: size)
        for (slot, field) in shape.fields.enumerated() {
            (names + slot).initialize(to: NamePlan(field, type: types[slot]))
            guard names[slot].length >= 0 else { continue }
            var place = Self.hash(names[slot].word0, names[slot].length) & tableMask
            while table[place] >= 0 { place = (place + 1) & tableMask }
            table[place] = Int16(slot)
        }
    }

    func deallocate() {
        for slot in 0..<count { names[slot].bytes.deallocate() }
        names.deallocate()
        table.deallocate()
    }

    @inline(__always)
    static func hash(_ word: UInt64, _ length: Int) -> Int {
        let mixed = (word ^ UInt64(truncatingIfNeeded: length) &* 0x9E37_79B9_7F4A_7C15) &* 0xD6E8_FEB8_6659_FD93
        return Int(truncatingIfNeeded: mixed &>> 33)
    }

    /// The slot of the name whose bytes begin at `name`; sixteen bytes can be read there.
    @inline(__always)
    func slot(_ name: UnsafePointer<UInt8>, _ length: Int) -> Int {
        let raw = UnsafeRawPointer(name)
        let word =
            length >= 8
            ? raw.loadUnaligned(as: UInt64.self)
            : raw.loadUnaligned(as: UInt64.self) & ((1 &<< UInt64(8 &* length)) &- 1)
        var place = Self.hash(word, length) & tableMask
        while true {
            let slot = Int(table[place])
            if slot < 0 { return -1 }
            if names[slot].length == length, names[slot].matches(name) { return slot }
            place = (place &+ 1) & tableMask
        }
    }
}

extension NamePlan {
    init(_ field: Shape.Field, type: Int) {
        let utf8 = field.name.utf8
        bytes = .allocate(capacity: Swift.max(1, utf8.count))
        for (index, byte) in utf8.enumerated() { (bytes + index).initialize(to: byte) }
        let isEscaped = utf8.contains { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }
        length = isEscaped ? -1 : utf8.count
        (word0, word1, mask0, mask1) = (0, 0, 0, 0)
        for (index, byte) in utf8.prefix(8).enumerated() {
            word0 |= UInt64(byte) << UInt64(8 * index)
            mask0 |= 0xFF << UInt64(8 * index)
        }
        for (index, byte) in utf8.dropFirst(8).prefix(8).enumerated() {
            word1 |= UInt64(byte) << UInt64(8 * index)
            mask1 |= 0xFF << UInt64(8 * index)
        }
        self.type = type
        isRequired = field.isRequired
    }

    /// Whether these bytes are the name; sixteen can be read, and as many as the name has.
    @inline(__always)
    func matches(_ name: UnsafePointer<UInt8>) -> Bool {
        let raw = UnsafeRawPointer(name)
        if raw.loadUnaligned(as: UInt64.self) & mask0 != word0 { return false }
        if length <= 8 { return true }
        if raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self) & mask1 != word1 { return false }
        return length <= 16 || matchesTail(name)
    }

    @inline(never)
    func matchesTail(_ name: UnsafePointer<UInt8>) -> Bool {
        for index in 16..<length where bytes[index] != name[index] { return false }
        return true
    }
}

/// Gathers the types and records that a shape reaches, each shape once.
private struct LayoutBuilder {
    var types: [TypePlan] = []
    var records: [(shape: Shape, types: [Int])] = []
    private var shapes: [Text: Shape] = [:]
    private var indices: [Text: Int] = [:]

    init(_ shapes: [Shape]) {
        for shape in shapes { self.shapes[shape.name] = shape }
    }

    mutating func record(_ shape: Shape) throws(RecordLayoutError) -> Int {
        guard shape.fields.count <= RecordLayout.maximumFields else { throw .tooManyFields(shape: shape.name) }
        let index = records.count
        indices[shape.name] = index
        records.append((shape, []))
        for field in shape.fields { records[index].types.append(try type(field.type, of: field)) }
        return index
    }

    private mutating func type(_ type: ValueType, of field: Shape.Field) throws(RecordLayoutError) -> Int {
        var plan = TypePlan(code: .dynamic, declared: type)
        switch type {
        case .dynamic: break
        case .bool: plan.code = .bool
        case .int: plan.code = .int
        case .uint: plan.code = .uint
        case .decimal: plan.code = .decimal
        case .ratio: plan.code = .ratio
        case .money(let currency): (plan.code, plan.currency) = (.money, currency)
        case .string: plan.code = .string
        case .bytes: plan.code = .bytes
        case .timestamp: plan.code = .timestamp
        case .duration: plan.code = .duration
        case .date: plan.code = .date
        case .time: plan.code = .time
        case .period: plan.code = .period
        case .rate: plan.code = .rate
        case .list(let element): (plan.code, plan.inner) = (.list, try self.type(element, of: field))
        case .map(key: .string, let value): (plan.code, plan.inner) = (.map, try self.type(value, of: field))
        case .record(let name):
            plan.code = .record
            if let known = indices[name] {
                plan.inner = known
            } else if let shape = shapes[name] {
                plan.inner = try record(shape)
            } else {
                throw .unknownShape(name)
            }
        case .null, .double, .optional, .type, .map, .address, .network:
            throw .unsupportedType(field: field.name, type)
        }
        types.append(plan)
        return types.count - 1
    }
}
