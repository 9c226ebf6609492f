public import Encoding
public import Evaluation

/// One page of all records of a type that fulfil some conditions, in the order of their identities.
public struct ListQuery: Hashable, Sendable {
    /// A comparison of one field with a value. A record without the field fulfils none.
    public struct Condition: Hashable, Sendable {
        public enum Comparison: String, Hashable, Sendable {
            case equal = "=="
            case less = "<"
            case atMost = "<="
            case more = ">"
            case atLeast = ">="
        }

        public var field: Text
        public var comparison: Comparison
        public var value: Value

        @inlinable

        public init(_ field: Text, _ comparison: Comparison, _ value: Value) {
            self.field = field
            self.comparison = comparison
            self.value = value
        }
    }

    public var type: Text
    /// All of them hold for a record that is wanted. A host may use them to look for fewer records; every record that it returns
    /// is looked at once more, so one that ignores them only takes longer.
    public var conditions: [Condition]
    /// The page begins behind the record of this identity.
    public var after: Text?
    /// The most records that the page holds.
    public var limit: Int

    @inlinable

    public init(type: Text, conditions: [Condition] = [], after: Text? = nil, limit: Int) {
        self.type = type
        self.conditions = conditions
        self.after = after
        self.limit = limit
    }
}

/// Records in the order of their identities.
public struct ListPage: Hashable, Sendable {
    public var records: [HostRecord]
    /// Whether there is nothing behind the last of them.
    public var isLast: Bool

    @inlinable

    public init(_ records: [HostRecord], isLast: Bool) {
        self.records = records
        self.isLast = isLast
    }
}
