public import Encoding
public import Evaluation

/// A record that a run needs to see.
public struct Query: Hashable, Sendable {
    public var type: Text
    public var id: Text

    @inlinable

    public init(type: Text, id: Text) {
        self.type = type
        self.id = id
    }

    /// Records of two types seldom have one identity.
    public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

/// A record as the host has it. Its revision rises with each change.
public struct HostRecord: Hashable, Sendable {
    public var id: Text
    public var revision: Int64
    /// A record of the shape that the `record` file of its type declares.
    public var value: Value

    @inlinable

    public init(id: Text, revision: Int64, value: Value) {
        self.id = id
        self.revision = revision
        self.value = value
    }
}
