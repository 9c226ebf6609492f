extension Text {
    /// A copy of bytes that the caller knows to be well-formed UTF-8, out of memory in which at least sixteen bytes can be
    /// read from `base` on, whatever `count` is: a short text is then two loads and no loop.
    @inlinable
    package init(paddedUTF8 base: UnsafeRawPointer, count: Int) {
        guard count <= Text.inlineCapacity else {
            self.init(validUTF8: UnsafeRawBufferPointer(start: base, count: count))
            return
        }
        let first = UInt64(bigEndian: base.loadUnaligned(as: UInt64.self))
        if count >= 8 {
            let second = UInt64(bigEndian: base.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            // Of the second word at most seven bytes are text; the lowest takes the count.
            let kept = count == 8 ? 0 : second & (~0 &<< UInt64(128 &- 8 &* count))
            self.init(words: nil, first, kept | UInt64(count))
        } else {
            let kept = count == 0 ? 0 : first & (~0 &<< UInt64(64 &- 8 &* count))
            self.init(words: nil, kept, UInt64(count))
        }
    }
}
