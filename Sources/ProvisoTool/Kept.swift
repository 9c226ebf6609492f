/// What a program that is about to end does not take to pieces: that takes time, and whoever has asked is waiting.
final class Kept<Value: Sendable>: Sendable {
    private let value: Value

    private init(_ value: Value) { self.value = value }

    static func untilTheEnd(_ value: Value) { _ = Unmanaged.passRetained(Kept(value)) }
}
