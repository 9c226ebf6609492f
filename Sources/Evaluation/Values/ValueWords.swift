/// A value's bits without its object: for an index that looks up thousands of values and must not count a reference for each.
///
/// What they mean is said in `Value`. A value with an object (a long text, a list, a record) is not told by them alone.
@frozen
@usableFromInline
package struct ValueWords {
    @usableFromInline package let meta: UInt64
    @usableFromInline package let low: UInt64
    @usableFromInline package let high: UInt64
    @usableFromInline package let hasObject: Bool

    @inlinable
    @inline(__always)
    package init(meta: UInt64, low: UInt64, high: UInt64, hasObject: Bool) {
        self.meta = meta
        self.low = low
        self.high = high
        self.hasObject = hasObject
    }

    @inlinable
    @inline(__always)
    package var kind: ValueKind { unsafeBitCast(UInt8(truncatingIfNeeded: meta), to: ValueKind.self) }

    /// The scale of a decimal or of money.
    @inlinable
    @inline(__always)
    package var scale: Int { Int(Int8(truncatingIfNeeded: meta &>> 8)) }

    /// The currency of money, packed.
    @inlinable
    @inline(__always)
    package var packedCurrency: UInt16 { UInt16(truncatingIfNeeded: meta &>> 16) }

    /// The coefficient of a decimal or of money.
    @inlinable
    @inline(__always)
    package var coefficient: Int128 { Int128(truncatingIfNeeded: high) &<< 64 | Int128(low) }
}

extension Value {
    @inlinable
    @inline(__always)
    package var words: ValueWords { ValueWords(meta: meta, low: low, high: high, hasObject: object != nil) }
}
