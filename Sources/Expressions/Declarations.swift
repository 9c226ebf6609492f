// What an expression may name: variables, records, enumerations, functions. A value; made once for a place of a file and
// shared by all expressions there.

public import Amounts

/// A record's fields and what they hold.
public struct RecordDeclaration: Hashable, Sendable {
    public struct Field: Hashable, Sendable {
        public var name: String
        public var type: Type
        /// Whether a record may lack it.
        public var isOptional: Bool
        /// The most elements of a list or map, or bytes of a text, that it can have; for the bound of cost.
        public var atMost: Int?

        public init(_ name: String, _ type: Type, isOptional: Bool = false, atMost: Int? = nil) {
            self.name = name
            self.type = type
            self.isOptional = isOptional
            self.atMost = atMost
        }
    }

    /// The record's name as authors know it: `invoice`.
    public var name: String
    public var fields: [Field]
    /// It may have fields that could not be read, of which was told: a field that is not known is not reported.
    public var isIncomplete: Bool

    public init(_ name: String, _ fields: [Field], isIncomplete: Bool = false) {
        self.name = name
        self.fields = fields
        self.isIncomplete = isIncomplete
    }

    package func field(_ name: String) -> Int? { fields.firstIndex { $0.name == name } }
}

/// A closed list of names that a field's value is one of.
public struct EnumerationDeclaration: Hashable, Sendable {
    public var name: String
    public var values: [String]

    public init(_ name: String, _ values: [String]) {
        self.name = name
        self.values = values
    }
}

/// A name that stands for a value; its slot is its position in `Declarations.variables`.
public struct VariableDeclaration: Hashable, Sendable {
    /// Perhaps with dots: `request.auth`.
    public var name: String
    public var type: Type
    /// Whether it may lack a value, as a field may.
    public var isOptional: Bool
    /// The most elements of a list or map, or bytes of a text, that it can have; for the bound of cost.
    public var atMost: Int?

    public init(_ name: String, _ type: Type, isOptional: Bool = false, atMost: Int? = nil) {
        self.name = name
        self.type = type
        self.isOptional = isOptional
        self.atMost = atMost
    }
}

/// One form of a function: what it takes and what it gives.
public struct OverloadDeclaration: Hashable, Sendable {
    /// CEL's name of the form, such as `size_string`.
    public var id: String
    /// For a member function the first is the target.
    public var parameters: [Type]
    public var result: Type
    /// Called as `target.name(…)`.
    public var isMember: Bool

    public init(_ id: String, _ parameters: [Type], _ result: Type, isMember: Bool = false) {
        self.id = id
        self.parameters = parameters
        self.result = result
        self.isMember = isMember
    }
}

public struct FunctionDeclaration: Hashable, Sendable {
    public var name: String
    public var overloads: [OverloadDeclaration]

    public init(_ name: String, _ overloads: [OverloadDeclaration]) {
        self.name = name
        self.overloads = overloads
    }
}

/// All that expressions of one place may name.
public struct Declarations: Sendable {
    public private(set) var variables: [VariableDeclaration] = []
    public private(set) var records: [RecordDeclaration] = []
    public private(set) var enumerations: [EnumerationDeclaration] = []
    public private(set) var functions: [FunctionDeclaration] = []
    /// Paths that are known to have a value here, such as `event.amount`: what a guard round the expression has established.
    public var present: [String] = []
    /// The currency that is most likely meant where an author has left it out: that of the tenant.
    public var usualCurrency: Currency?
    /// There may be names that could not be read, of which was told: a name that is not known is not reported.
    public var isIncomplete = false
    /// The namespace that names are looked up in first, such as `com.example`; empty for none.
    public var container: String
    private var slots: [String: Int] = [:]
    private var functionNumbers: [String: Int] = [:]
    /// Whether a variable's name has a dot, so that `a.b` may be one name.
    package private(set) var hasQualifiedNames = false

    public init(container: String = "") { self.container = container }

    /// Declares a variable and gives its slot; a second declaration of a name replaces the first.
    @discardableResult
    public mutating func declare(_ variable: VariableDeclaration) -> Int {
        if variable.name.utf8.contains(UInt8(ascii: ".")) { hasQualifiedNames = true }
        if let slot = slots[variable.name] {
            variables[slot] = variable
            return slot
        }
        slots[variable.name] = variables.count
        variables.append(variable)
        return variables.count - 1
    }

    @discardableResult
    public mutating func declare(_ name: String, _ type: Type, isOptional: Bool = false, atMost: Int? = nil) -> Int {
        declare(VariableDeclaration(name, type, isOptional: isOptional, atMost: atMost))
    }

    /// Declares a record and gives its type.
    @discardableResult
    public mutating func declare(_ record: RecordDeclaration) -> Type {
        records.append(record)
        return .record(records.count - 1)
    }

    /// Changes a record that was declared before: two records may name each other.
    public mutating func complete(_ type: Type, _ record: RecordDeclaration) {
        guard case .record(let number) = type, records.indices.contains(number) else { return }
        records[number] = record
    }

    /// Declares an enumeration and gives its type.
    @discardableResult
    public mutating func declare(_ enumeration: EnumerationDeclaration) -> Type {
        enumerations.append(enumeration)
        return .enumeration(enumerations.count - 1)
    }

    /// Declares a function of the program, beside those of the language.
    public mutating func declare(_ function: FunctionDeclaration) {
        if let number = functionNumbers[function.name] {
            functions[number].overloads += function.overloads
        } else {
            functionNumbers[function.name] = functions.count
            functions.append(function)
        }
    }

    package func slot(_ name: String) -> Int? { slots[name] }

    package func function(_ name: String) -> FunctionDeclaration? { functionNumbers[name].map { functions[$0] } }

    /// A name with each prefix of the container, the longest first, then bare.
    package func candidates(_ name: String) -> [String] {
        guard !container.isEmpty else { return [name] }
        var candidates: [String] = []
        var prefix = container[...]
        while true {
            candidates.append("\(prefix).\(name)")
            guard let dot = prefix.lastIndex(of: ".") else { break }
            prefix = prefix[..<dot]
        }
        candidates.append(name)
        return candidates
    }
}
