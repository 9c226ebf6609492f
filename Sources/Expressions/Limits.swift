/// The limits on an expression as text and as a tree. Each is an error that names it, never a crash.
public struct SyntaxLimits: Hashable, Sendable {
    /// The longest expression, in bytes of UTF-8.
    public var maximumLengthInBytes: Int
    /// The deepest nesting: brackets inside brackets, operators in a chain, conditionals in a chain. A chain of `and`, or
    /// of `or`, counts as one level however long it is.
    public var maximumDepthInLevels: Int

    public init(maximumLengthInBytes: Int = 65_536, maximumDepthInLevels: Int = 250) {
        self.maximumLengthInBytes = maximumLengthInBytes
        self.maximumDepthInLevels = maximumDepthInLevels
    }

    public static let standard = SyntaxLimits()
}
