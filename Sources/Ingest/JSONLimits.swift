/// The bounds of what is read as JSON. Passing one is an error that names it.
public struct JSONLimits: Hashable, Sendable {
    /// Bytes of one document.
    public var maximumDocumentBytes = 64 << 20
    /// Bytes of one line of NDJSON, its line break not counted.
    public var maximumLineBytes = 1 << 20
    /// Objects and arrays inside one another. What is stored adds its own, within the 64 of the canonical encoding.
    public var maximumDepthLevels = 48
    /// Problems that are told of one document or one line; the rest is counted.
    public var maximumProblems = 20

    public init() {}
}
