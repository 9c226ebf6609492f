/// A half-open range of UTF-8 byte offsets into one source text, counted from 0.
///
/// 32 bits suffice: no reader accepts a text of 2 GiB.
@frozen
public struct Span: Hashable, Sendable {
    public var start: UInt32
    public var end: UInt32

    @inlinable
    public init(start: UInt32, end: UInt32) {
        self.start = start
        self.end = end
    }

    @inlinable
    public init(_ range: Range<Int>) {
        self.init(start: UInt32(range.lowerBound), end: UInt32(range.upperBound))
    }

    @inlinable
    public var range: Range<Int> { Int(start)..<Int(end) }

    /// The smallest span that holds both.
    @inlinable
    public func union(_ other: Span) -> Span {
        Span(start: Swift.min(start, other.start), end: Swift.max(end, other.end))
    }
}
