public import Dates

// An expression whose names, calls and types have been looked up: what lowering works from.

/// What a node of a checked expression stands for, where that is not clear from its kind.
public enum Reference: Hashable, Sendable {
    case none
    /// The variable of this slot of the declarations. For a select node the whole chain is the variable's name, and the
    /// operand is not evaluated.
    case variable(Int)
    /// A macro's variable, on its declaration and on its uses: the number of macro variables that are declared round it.
    case local(Int)
    /// A type as a value.
    case type(Type)
    /// A name of an enumeration: its value is the text.
    case enumeration(String)
    /// A period of one unit.
    case unit(PeriodUnit)
    /// The run's date.
    case today
    /// The run's instant.
    case now
    /// A field of a record, by its position in the declaration.
    case field(Int)
    /// A function or operator of the language.
    case function(FunctionReference)
    /// A function that the program declares.
    case declared(name: String, overload: String?, isNamespaced: Bool)
    /// Nothing of this name: an error if it is evaluated. Only in an expression that was resolved without being checked.
    case unknown
}

/// A row of `FunctionTable`.
public struct FunctionReference: Hashable, Sendable {
    /// The position in `FunctionTable.entries`.
    public var function: Int
    /// The position in the entry's overloads, if the types leave only one; otherwise the values decide.
    public var overload: Int?
    /// Whether the target is only a part of the function's name, as in `math.abs(x)`: the first child is no argument.
    public var isNamespaced = false
}

/// A checked expression.
public struct Checked: Sendable {
    public var syntax: Syntax
    /// The type of each node.
    public var types: [Type]
    /// What each node stands for.
    public var references: [Reference]
    /// The largest number of macro variables that are declared at one time.
    public var localCount: Int
    /// Whether types were checked. If not, everything but literals is `dyn`.
    public var isTyped: Bool
    /// The paths that have a value where the expression, a condition, is true.
    public var presentIfTrue: [String] = []
    /// The same where it is false.
    public var presentIfFalse: [String] = []

    public var root: NodeID { syntax.root }
    /// The type of the whole.
    public var type: Type { types[Int(syntax.root.index)] }

    public func type(of node: NodeID) -> Type { types[Int(node.index)] }
    public func reference(of node: NodeID) -> Reference { references[Int(node.index)] }
}
