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

    /// What it says, in memory of its own: a call is handed on often and never changes.
    @usableFromInline
    final class Content: Hashable, Sendable {
        @usableFromInline let key: Text
        @usableFromInline let primitive: Text
        @usableFromInline let inputs: [NamedValue]
        @usableFromInline let assuming: [Assumption]
        @usableFromInline let step: Text
        @usableFromInline let why: Text?

        @usableFromInline
        init(
            key: Text, primitive: Text, inputs: [NamedValue], assuming: [Assumption], step: Text, why: Text?
        ) {
            self.key = key
            self.primitive = primitive
            self.inputs = inputs
            self.assuming = assuming
            self.step = step
            self.why = why
        }

        @usableFromInline
        static func == (one: Content, other: Content) -> Bool {
            one.key == other.key && one.primitive == other.primitive && one.inputs == other.inputs
                && one.assuming == other.assuming && one.step == other.step && one.why == other.why
        }

        @usableFromInline
        func hash(into hasher: inout Hasher) { hasher.combine(key) }
    }

    @usableFromInline let content: Content

    /// The idempotency key, readable: `tenant/workflow/business-key#occurrence/step/visit`.
    @inlinable public var key: Text { content.key }
    @inlinable public var primitive: Text { content.primitive }
    /// In the order of the primitive's signature.
    @inlinable public var inputs: [NamedValue] { content.inputs }
    @inlinable public var assuming: [Assumption] { content.assuming }
    /// The step, or the stage in a sequence, that makes it.
    @inlinable public var step: Text { content.step }
    /// What the author wrote under `why`.
    @inlinable public var why: Text? { content.why }

    public init(
        key: Text, primitive: Text, inputs: [NamedValue], assuming: [Assumption], step: Text, why: Text?
    ) {
        content = Content(
            key: key, primitive: primitive, inputs: inputs, assuming: assuming, step: step, why: why)
    }

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
