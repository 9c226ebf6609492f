public import Amounts
public import Dates
public import SourceText

// An expression as its author wrote it: a flat arena of nodes.
//
// Nodes lie in one array; a child always stands before its parent, and the root is the last to be made. A node's children
// are a range of `children`. Nothing here has been looked up: a name is a name, a call is a call. Macros are kept as what
// they say (`comprehension`, `presence`, `bind`, …) and not unfolded, so that checking, printing and explaining speak of
// what the author wrote.
//
// Layout of the children, by kind (`[…]` in this order):
//
//   literal, name, unit, missing, variable, blockIndex    none
//   select         [operand]                      `name`; flag `optional` for `a.?b`
//   presence       [operand]                      `name`; `has(a.b)`, or with flag `words` `a.b is present`
//   index          [operand, index]               flag `optional` for `a[?i]`
//   call           arguments                      `name`; flag `rooted` for `.f(x)`
//   memberCall     [target] + arguments           `name`
//   list           elements, each perhaps an optionalElement
//   map            key, value, key, value, …; a value is perhaps an optionalElement
//   message        one value a field; `fieldNames(of:)` has the names in the same order
//   optionalElement [value]
//   not, negate    [operand]
//   binary         [left, right]                  `operation`
//   and, or        two or more operands: a chain of one operator is one node
//   conditional    [condition, then, else]        flag `words` for `if … then … else …`
//   comprehension  [range, variable, (second variable,) (filter,) body]; see `comprehension(_:)`
//   optionalMap    [target, variable, body]       flag `flat` for optFlatMap
//   bind           [variable, value, body]
//   block          slots + [body]                 `cel.block([slot, …], body)`

/// The number of a node in its expression's arena.
@frozen
public struct NodeID: Hashable, Sendable {
    public var index: UInt32

    @inlinable
    public init(_ index: UInt32) { self.index = index }
}

public enum NodeKind: UInt8, Sendable {
    /// A place where an operand should stand and none does; a problem has been reported.
    case missing
    case literal
    case name
    /// A period of one calendar unit named alone, as in `n * months`.
    case unit
    case select
    case presence
    case index
    case call
    case memberCall
    case list
    case map
    case message
    case optionalElement
    case not
    case negate
    case binary
    case and
    case or
    case conditional
    case comprehension
    case optionalMap
    case bind
    case block
    case blockIndex
    /// The declaration of a macro's variable.
    case variable
}

/// The operators that take two operands; `and` and `or` are nodes of their own kind.
public enum BinaryOperator: UInt8, Sendable, CaseIterable {
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, `in`
    case add, subtract, multiply, divide, remainder
    /// `2% of x`: a multiplication that reads aloud.
    case of

    /// The operator as CEL names it in its table of functions.
    package var celName: String {
        switch self {
        case .equal: "_==_"
        case .notEqual: "_!=_"
        case .less: "_<_"
        case .lessOrEqual: "_<=_"
        case .greater: "_>_"
        case .greaterOrEqual: "_>=_"
        case .in: "@in"
        case .add: "_+_"
        case .subtract: "_-_"
        case .multiply, .of: "_*_"
        case .divide: "_/_"
        case .remainder: "_%_"
        }
    }

    /// The operator as it is written.
    package var text: String {
        switch self {
        case .equal: "=="
        case .notEqual: "!="
        case .less: "<"
        case .lessOrEqual: "<="
        case .greater: ">"
        case .greaterOrEqual: ">="
        case .in: "in"
        case .add: "+"
        case .subtract: "-"
        case .multiply: "*"
        case .divide: "/"
        case .remainder: "%"
        case .of: "of"
        }
    }

    package var isRelation: Bool { rawValue <= BinaryOperator.in.rawValue }
}

/// The macros that walk over a list or a map.
public enum ComprehensionKind: UInt8, Sendable, CaseIterable {
    case all, exists, existsOne, map, filter, transformList, transformMap, transformMapEntry
}

/// A constant as written. Numbers of the dialect are exact; nothing has been rounded.
public enum Literal: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    case decimal(Decimal)
    /// The number before the `%`: 2 for `2%`.
    case percent(Decimal)
    case money(Money)
    case date(CivilDate)
    case time(CivilTime)
    case instant(Instant)
    case period(Period)
}

/// Marks of a node that its kind gives a meaning to; see the table at the head of this file.
public struct NodeFlags: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `a.?b`, `a[?i]`.
    public static let optional = NodeFlags(rawValue: 1)
    /// A name with a leading dot, which is looked up at the root only.
    public static let rooted = NodeFlags(rawValue: 2)
    /// Written in words: `is present`, `if … then … else …`.
    public static let words = NodeFlags(rawValue: 4)
    /// A field's name in backticks.
    public static let quoted = NodeFlags(rawValue: 8)
    /// A comprehension of two variables.
    public static let twoVariables = NodeFlags(rawValue: 16)
    /// A comprehension with a filter before its body.
    public static let filtered = NodeFlags(rawValue: 32)
    /// `optFlatMap`.
    public static let flat = NodeFlags(rawValue: 64)
    /// `x not in list`, `x is not present`: a `not` that is written behind its operand's left side.
    public static let infix = NodeFlags(rawValue: 128)
}

public struct Node: Sendable {
    public var kind: NodeKind
    public var flags: NodeFlags
    /// The number of levels of the tree below and at this node.
    public var height: UInt16
    /// What the node covers, as offsets into the expression's text.
    public var span: Span
    /// The name, or the operator, that a message about this node should point at.
    public var nameSpan: Span
    package var firstChild: UInt32
    package var childCount: UInt32
    /// An index into `names` or `literals`, or the raw value of an operator or a macro, by kind.
    package var payload: UInt32
}

/// An expression's nodes and tables: plain data.
public struct Syntax: Sendable {
    /// The expression's text as UTF-8; every span is an offset into it.
    public var text: [UInt8]
    public var dialect: Dialect
    public var nodes: [Node] = []
    public var root = NodeID(0)
    /// Whether the text holds a comment, which the printer would drop.
    public var hasComments = false
    package var childTable: [NodeID] = []
    package var names: [String] = []
    package var literals: [Literal] = []

    package init(text: [UInt8], dialect: Dialect) {
        self.text = text
        self.dialect = dialect
    }

    @inline(__always)
    public subscript(id: NodeID) -> Node { nodes[Int(id.index)] }

    public func children(of id: NodeID) -> ArraySlice<NodeID> {
        let node = self[id]
        return childTable[Int(node.firstChild)..<Int(node.firstChild + node.childCount)]
    }

    /// The child at a position; the node must have it.
    @inline(__always)
    public func child(_ id: NodeID, _ position: Int) -> NodeID {
        childTable[Int(nodes[Int(id.index)].firstChild) + position]
    }

    /// The name of a name, field, function or variable; empty for other kinds.
    public func name(of id: NodeID) -> String {
        let node = self[id]
        switch node.kind {
        case .name, .select, .presence, .call, .memberCall, .message, .variable: return names[Int(node.payload)]
        default: return ""
        }
    }

    /// The constant of a literal; `nil` for other kinds.
    public func literal(of id: NodeID) -> Literal? {
        let node = self[id]
        return node.kind == .literal ? literals[Int(node.payload)] : nil
    }

    /// The operator of a binary node; `nil` for other kinds.
    public func operation(of id: NodeID) -> BinaryOperator? {
        let node = self[id]
        return node.kind == .binary ? BinaryOperator(rawValue: UInt8(truncatingIfNeeded: node.payload)) : nil
    }

    /// The unit of a unit node; `nil` for other kinds.
    public func unit(of id: NodeID) -> PeriodUnit? {
        let node = self[id]
        return node.kind == .unit ? PeriodUnit.allCases[Int(node.payload)] : nil
    }

    /// The slot that `cel.index(i)` names.
    public func blockIndex(of id: NodeID) -> Int { Int(self[id].payload) }

    /// The names of a message's fields, in the order of its children.
    public func fieldNames(of id: NodeID) -> ArraySlice<String> {
        let node = self[id]
        guard node.kind == .message else { return [] }
        let first = Int(node.payload) + 1
        return names[first..<first + Int(node.childCount)]
    }

    /// The parts of a comprehension by name.
    public struct Comprehension: Sendable {
        public var kind: ComprehensionKind
        public var range: NodeID
        public var variable: NodeID
        public var secondVariable: NodeID?
        public var filter: NodeID?
        public var body: NodeID
    }

    /// The parts of a comprehension; `nil` for other kinds.
    public func comprehension(_ id: NodeID) -> Comprehension? {
        let node = self[id]
        guard node.kind == .comprehension,
            let kind = ComprehensionKind(rawValue: UInt8(truncatingIfNeeded: node.payload))
        else { return nil }
        let two = node.flags.contains(.twoVariables)
        return Comprehension(
            kind: kind, range: child(id, 0), variable: child(id, 1), secondVariable: two ? child(id, 2) : nil,
            filter: node.flags.contains(.filtered) ? child(id, two ? 3 : 2) : nil,
            body: child(id, Int(node.childCount) - 1))
    }

    /// The text of a span as it was written.
    public func source(_ span: Span) -> String { String(decoding: text[span.range], as: UTF8.self) }

    package mutating func addName(_ name: String) -> UInt32 {
        names.append(name)
        return UInt32(names.count - 1)
    }

    package mutating func add(
        _ kind: NodeKind, _ span: Span, name: Span? = nil, flags: NodeFlags = [], payload: UInt32 = 0,
        children: [NodeID] = []
    ) -> NodeID {
        let first = UInt32(childTable.count)
        childTable.append(contentsOf: children)
        return finish(kind, span, name: name, flags: flags, payload: payload, first: first, count: children.count)
    }

    package mutating func add(
        _ kind: NodeKind, _ span: Span, name: Span? = nil, flags: NodeFlags = [], payload: UInt32 = 0, _ only: NodeID
    ) -> NodeID {
        let first = UInt32(childTable.count)
        childTable.append(only)
        return finish(kind, span, name: name, flags: flags, payload: payload, first: first, count: 1)
    }

    package mutating func add(
        _ kind: NodeKind, _ span: Span, name: Span? = nil, flags: NodeFlags = [], payload: UInt32 = 0, _ left: NodeID,
        _ right: NodeID
    ) -> NodeID {
        let first = UInt32(childTable.count)
        childTable.append(left)
        childTable.append(right)
        return finish(kind, span, name: name, flags: flags, payload: payload, first: first, count: 2)
    }

    private mutating func finish(
        _ kind: NodeKind, _ span: Span, name: Span?, flags: NodeFlags, payload: UInt32, first: UInt32, count: Int
    ) -> NodeID {
        var height: UInt16 = 0
        for child in childTable[Int(first)...] { height = max(height, self[child].height) }
        nodes.append(
            Node(
                kind: kind, flags: flags, height: height == .max ? .max : height + 1, span: span,
                nameSpan: name ?? span, firstChild: first,
                childCount: UInt32(count), payload: payload))
        return NodeID(UInt32(nodes.count - 1))
    }
}

/// Which language an expression is written in.
public enum Dialect: UInt8, Hashable, Sendable, CaseIterable {
    /// The default in files: CEL with words, exact decimals, money, dates and periods.
    case proviso
    /// The Common Expression Language as specified, and nothing else.
    case cel
}

extension PeriodUnit {
    package var singular: String { rawValue }
    /// The unit after any number but one.
    package var plural: String { rawValue + "s" }
}
