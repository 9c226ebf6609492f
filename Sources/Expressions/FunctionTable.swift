// The functions and operators of the language, by name, with what each form takes and gives.
//
// The table is written as text, one form a line: the function, CEL's name of the form, what it takes and what it gives. A
// member function's target stands before the dot: `string.(int)`. A capital letter is a type parameter.

/// The functions of one dialect. Made once.
public struct FunctionTable: Sendable {
    public struct Entry: Sendable {
        public var name: String
        public var overloads: [OverloadDeclaration]
        /// Whether a form takes a type parameter, by position.
        var isGeneric: [Bool]
    }

    public private(set) var entries: [Entry] = []
    private var numbers: [String: Int] = [:]
    /// The first parts of the dotted names: `math`, `optional`, …
    private(set) var namespaces: Set<String> = []
    /// The entries of the operators, by `BinaryOperator`.
    private(set) var operators: [Int] = []

    public static let cel = FunctionTable([standardFunctions, extensionFunctions], without: [])
    public static let proviso = FunctionTable(
        [standardFunctions, extensionFunctions, dialectFunctions], without: [.double])

    public static func of(_ dialect: Dialect) -> FunctionTable { dialect == .cel ? cel : proviso }

    /// The number of a function, by its name.
    public func number(_ name: String) -> Int? { numbers[name] }

    /// - Parameter without: forms that speak of these types are left out.
    private init(_ texts: [String], without: Set<Type>) {
        for var text in texts {
            // In bytes, since finding the characters of text takes longer than all the rest, and a program does this at every start.
            text.withUTF8 { bytes in
                for line in bytes.split(separator: UInt8(ascii: "\n")) {
                    let words = line.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
                    guard words.count == 4, let overload = Self.overload(words) else { continue }
                    if without.contains(overload.result) || overload.parameters.contains(where: without.contains) {
                        continue
                    }
                    add(words[0], overload)
                }
            }
        }
        operators = BinaryOperator.allCases.map { numbers[$0.celName] ?? 0 }
    }

    private mutating func add(_ name: String, _ overload: OverloadDeclaration) {
        let isGeneric = overload.parameters.contains(where: \.hasVariables) || overload.result.hasVariables
        if let number = numbers[name] {
            entries[number].overloads.append(overload)
            entries[number].isGeneric.append(isGeneric)
            return
        }
        numbers[name] = entries.count
        entries.append(Entry(name: name, overloads: [overload], isGeneric: [isGeneric]))
        if let dot = name.firstIndex(of: ".") { namespaces.insert(String(name[..<dot])) }
    }

    private static func overload(_ words: [String]) -> OverloadDeclaration? {
        var reader = TypeReader(words[2])
        var parameters: [Type] = []
        let isMember = words[2].utf8.first != UInt8(ascii: "(")
        if isMember {
            guard let target = reader.type(), reader.take(".") else { return nil }
            parameters.append(target)
        }
        guard reader.take("(") else { return nil }
        while !reader.take(")") {
            guard let type = reader.type() else { return nil }
            parameters.append(type)
            _ = reader.take(",")
        }
        var result = TypeReader(words[3])
        guard let type = result.type() else { return nil }
        return OverloadDeclaration(words[1], parameters, type, isMember: isMember)
    }
}

/// Reads the notation of types in the table: `list(A)`, `map(string,dyn)`, `net.IP`.
struct TypeReader {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = text[...].utf8 }

    mutating func take(_ mark: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: mark) else { return false }
        rest = rest.dropFirst()
        return true
    }

    private static let plain: [String: Type] = [
        "dyn": .dyn, "null": .null, "bool": .bool, "int": .int, "uint": .uint, "double": .double, "string": .string,
        "bytes": .bytes, "timestamp": .timestamp, "duration": .duration, "decimal": .decimal, "money": .money(nil),
        "ratio": .ratio, "quotient": .quotient, "date": .date, "time": .time, "period": .period,
        "rate": .rate(from: nil, to: nil), "net:IP": .abstract("net.IP", []), "net:CIDR": .abstract("net.CIDR", []),
    ]

    mutating func type() -> Type? {
        let letters = rest.prefix { ($0 | 0x20) &- UInt8(ascii: "a") < 26 || $0 == UInt8(ascii: ":") }
        let name = String(Substring(letters))
        rest = rest[letters.endIndex...]
        if let type = Self.plain[name] { return type }
        if name.utf8.count == 1 { return .parameter(name) }
        guard take("("), let first = type() else { return nil }
        defer { _ = take(")") }
        switch name {
        case "list": return .list(first)
        case "optional": return .optional(first)
        case "type": return .type(first)
        case "map":
            guard take(","), let second = type() else { return nil }
            return .map(key: first, value: second)
        default: return nil
        }
    }
}
