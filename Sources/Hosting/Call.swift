public import Encoding
public import Evaluation

/// A value with the name that a primitive's signature gives it.
public struct NamedValue: Hashable, Sendable {
    public var name: Text
    public var value: Value

    @inlinable

    public init(_ name: Text, _ value: Value) {
        self.name = name
        self.value = value
    }
}

/// A call of a billing primitive.
///
/// The host makes it at most once under its key, whoever repeats it, and only while every record of `assuming` still has
/// the revision it was read with (S2, S4 of `Documentation/Semantics.md`).
public struct Call: Hashable, Sendable {
    /// A record of the snapshot on which the call was decided.
    public struct Assumption: Hashable, Sendable {
        public var type: Text
        public var id: Text
        public var revision: Int64

        @inlinable

        public init(type: Text, id: Text, revision: Int64) {
            self.type = type
            self.id = id
            self.revision = revision
        }
    }

    /// What it says.
    @usableFromInline
    struct Said: Hashable, Sendable {
        @usableFromInline var key: Text
        @usableFromInline var primitive: Text
        @usableFromInline var inputs: [NamedValue]
        @usableFromInline var assuming: [Assumption]
        @usableFromInline var step: Text
        @usableFromInline var why: Text?
    }

    /// In memory of its own: a call is handed on often, and seldom changed.
    @usableFromInline
    final class Content: Sendable {
        @usableFromInline let said: Said

        init(_ said: consuming Said) { self.said = said }
    }

    @usableFromInline private(set) var content: Content

    /// The idempotency key, readable: `tenant/workflow/business-key#occurrence/step/visit`.
    public var key: Text {
        @inlinable get { content.said.key }
        set { change { $0.key = newValue } }
    }
    public var primitive: Text {
        @inlinable get { content.said.primitive }
        set { change { $0.primitive = newValue } }
    }
    /// In the order of the primitive's signature.
    public var inputs: [NamedValue] {
        @inlinable get { content.said.inputs }
        set { change { $0.inputs = newValue } }
    }
    public var assuming: [Assumption] {
        @inlinable get { content.said.assuming }
        set { change { $0.assuming = newValue } }
    }
    /// The step, or the stage in a sequence, that makes it.
    public var step: Text {
        @inlinable get { content.said.step }
        set { change { $0.step = newValue } }
    }
    /// What the author wrote under `why`.
    public var why: Text? {
        @inlinable get { content.said.why }
        set { change { $0.why = newValue } }
    }

    public init(
        key: Text, primitive: Text, inputs: [NamedValue], assuming: [Assumption], step: Text, why: Text?
    ) {
        content = Content(
            Said(key: key, primitive: primitive, inputs: inputs, assuming: assuming, step: step, why: why))
    }

    private mutating func change(_ change: (inout Said) -> Void) {
        var said = content.said
        change(&said)
        content = Content(said)
    }

    public static func == (one: Call, other: Call) -> Bool { one.content.said == other.content.said }

    public func hash(into hasher: inout Hasher) { hasher.combine(content.said) }

    /// The input of a name, if the call has one.
    public subscript(name: Text) -> Value? { inputs.first { $0.name == name }?.value }
}

/// What a host says of a call, or of the question whether a call has happened (S3).
public enum Answer: Hashable, Sendable {
    /// A named outcome of the primitive's signature, with its data: a map, or absent.
    case outcome(Text, Value)
    /// Nothing happened; it may be tried again.
    case transient
    /// Nobody knows whether it happened.
    case unknown
    /// To a question: nothing happened under that key.
    case absent
    /// Accepted for later; another answer with the same key completes it.
    case deferred
    /// A record of `assuming` has another revision by now; nothing happened.
    case stale
}
