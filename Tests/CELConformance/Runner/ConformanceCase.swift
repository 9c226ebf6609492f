public import Expressions
public import Foundation

// The format of the data: one JSON object a line, `test` being the specification's `SimpleTest` in protobuf-JSON.

/// What is wrong with a data file itself.
public struct UnreadableCase: Error, CustomStringConvertible {
    public var description: String

    public init(_ description: String) { self.description = description }
}

/// One case of a data file.
public struct ConformanceCase {
    public enum Expectation {
        case value(Any)
        case error
        case typed(result: Any?, deduced: Type)
    }

    /// `file/section/name`.
    public var name: String
    public var expression: String
    public var declarations: Declarations
    /// The values by name, as they stand in the file.
    public var bindings: [String: Any]
    public var isChecked: Bool
    public var isCheckOnly: Bool
    public var expectation: Expectation
    /// What the case says of the error that it expects, for people.
    public var errorMessage: String?

    /// The cases of a file.
    public static func read(_ url: URL) throws -> [ConformanceCase] {
        let bytes = try Data(contentsOf: url)
        // By bytes: a line break of Unicode inside a text is no end of a line of the file.
        return try bytes.split(separator: UInt8(ascii: "\n")).enumerated().map { index, line in
            guard let object = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any] else {
                throw UnreadableCase("\(url.lastPathComponent):\(index + 1): no JSON object")
            }
            return try ConformanceCase(object, place: "\(url.lastPathComponent):\(index + 1)")
        }
    }

    public init(_ object: [String: Any], place: String) throws {
        guard let test = object["test"] as? [String: Any], let expression = test["expr"] as? String,
            let file = object["file"] as? String, let section = object["section"] as? String,
            let name = test["name"] as? String
        else { throw UnreadableCase("\(place): a case has file, section, test.name and test.expr") }
        self.name = "\(file)/\(section)/\(name)"
        self.expression = expression
        declarations = Declarations(container: test["container"] as? String ?? "")
        isChecked = test["disableCheck"] as? Bool != true
        isCheckOnly = test["checkOnly"] as? Bool == true
        bindings = [:]
        for (name, binding) in test["bindings"] as? [String: Any] ?? [:] {
            guard let value = (binding as? [String: Any])?["value"] else {
                throw UnreadableCase("\(place): the binding \(name) has no value")
            }
            bindings[name] = value
        }
        expectation = try Self.expectation(test, place)
        let errors = (test["evalError"] as? [String: Any])?["errors"] as? [[String: Any]]
        errorMessage = errors?.first?["message"] as? String
        for declaration in test["typeEnv"] as? [[String: Any]] ?? [] { try declare(declaration, place) }
        for name in bindings.keys.sorted() where declarations.slotNumber(name) == nil {
            declarations.declare(name, .dyn)
        }
    }

    private static func expectation(_ test: [String: Any], _ place: String) throws -> Expectation {
        if let value = test["value"] { return .value(value) }
        if test["evalError"] != nil { return .error }
        for unknown in ["anyEvalErrors", "unknown", "anyUnknowns"] where test[unknown] != nil {
            throw UnreadableCase("\(place): the expectation \(unknown) is not known")
        }
        if let typed = test["typedResult"] as? [String: Any] {
            return .typed(result: typed["result"], deduced: try type(typed["deducedType"], place))
        }
        return .value(["boolValue": true])
    }

    private mutating func declare(_ declaration: [String: Any], _ place: String) throws {
        guard let name = declaration["name"] as? String else {
            throw UnreadableCase("\(place): a declaration has no name")
        }
        if let ident = declaration["ident"] as? [String: Any] {
            declarations.declare(name, try Self.type(ident["type"], place))
            return
        }
        let function = declaration["function"] as? [String: Any]
        var overloads: [OverloadDeclaration] = []
        for overload in function?["overloads"] as? [[String: Any]] ?? [] {
            let parameters = try (overload["params"] as? [Any] ?? []).map { try Self.type($0, place) }
            overloads.append(
                OverloadDeclaration(
                    overload["overloadId"] as? String ?? "", parameters, try Self.type(overload["resultType"], place),
                    isMember: overload["isInstanceFunction"] as? Bool == true))
        }
        declarations.declare(FunctionDeclaration(name, overloads))
    }

    /// A type in the specification's notation.
    static func type(_ json: Any?, _ place: String) throws -> Type {
        guard let object = json as? [String: Any], let (kind, value) = object.first, object.count == 1 else {
            throw UnreadableCase("\(place): a type is missing")
        }
        switch kind {
        case "dyn": return .dyn
        case "null": return .null
        case "primitive": return try primitive(value as? String ?? "", place)
        case "wellKnown": return try wellKnown(value as? String ?? "", place)
        case "wrapper": return .wrapper(try primitive(value as? String ?? "", place))
        case "listType": return .list(try type((value as? [String: Any])?["elemType"], place))
        case "mapType":
            let map = value as? [String: Any]
            return .map(key: try type(map?["keyType"], place), value: try type(map?["valueType"], place))
        case "typeParam": return .parameter(value as? String ?? "")
        case "type": return .type((try? type(value, place)) ?? .dyn)
        case "messageType":
            let name = value as? String ?? ""
            return name == "google.protobuf.Timestamp"
                ? .timestamp : name == "google.protobuf.Duration" ? .duration : .abstract(name, [])
        case "abstractType":
            let abstract = value as? [String: Any]
            let name = abstract?["name"] as? String ?? ""
            let parameters = try (abstract?["parameterTypes"] as? [Any] ?? []).map { try type($0, place) }
            return name == "optional_type" ? .optional(parameters.first ?? .dyn) : .abstract(name, parameters)
        default: throw UnreadableCase("\(place): the type \(kind) is not known")
        }
    }

    private static func primitive(_ name: String, _ place: String) throws -> Type {
        let types: [String: Type] = [
            "BOOL": .bool, "INT64": .int, "UINT64": .uint, "DOUBLE": .double, "STRING": .string, "BYTES": .bytes,
        ]
        guard let type = types[name] else { throw UnreadableCase("\(place): the type \(name) is not known") }
        return type
    }

    private static func wellKnown(_ name: String, _ place: String) throws -> Type {
        switch name {
        case "ANY": return .dyn
        case "TIMESTAMP": return .timestamp
        case "DURATION": return .duration
        default: throw UnreadableCase("\(place): the type \(name) is not known")
        }
    }
}

extension Declarations {
    /// The slot of a declared variable.
    func slotNumber(_ name: String) -> Int? { variables.firstIndex { $0.name == name } }
}
