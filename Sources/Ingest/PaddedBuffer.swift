/// Bytes with room behind them, so that a reader may load sixteen wherever one is.
///
/// The room is kept blank: what is loaded from it is never a digit, a letter or a quote.
struct PaddedBuffer: ~Copyable {
    private(set) var base: UnsafeMutablePointer<UInt8>
    private(set) var count = 0
    private var capacity: Int

    init() {
        capacity = 4096
        base = .allocate(capacity: capacity + JSONCursor.padding)
        blankPadding()
    }

    deinit { base.deallocate() }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        if count + bytes.count > capacity { grow(bytes.count) }
        UnsafeMutableRawPointer(base + count).copyMemory(from: start, byteCount: bytes.count)
        count += bytes.count
        blankPadding()
    }

    /// Appends what `fill` writes, at most so many bytes.
    mutating func append(_ most: Int, _ fill: (UnsafeMutableRawBufferPointer) -> Int) {
        if count + most > capacity { grow(most) }
        count += fill(UnsafeMutableRawBufferPointer(start: base + count, count: most))
        blankPadding()
    }

    private mutating func grow(_ more: Int) {
        capacity = max(capacity * 2, count + more)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + JSONCursor.padding)
        larger.update(from: base, count: count)
        base.deallocate()
        base = larger
    }

    /// As `append`, where nobody looks at what lies behind.
    @inline(__always)
    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        if count &+ bytes.count > capacity { grow(bytes.count) }
        UnsafeMutableRawPointer(base + count).copyMemory(from: start, byteCount: bytes.count)
        count &+= bytes.count
    }

    /// As `removeAll`, where nobody looks at what lies behind.
    mutating func clear() { count = 0 }

    private mutating func blankPadding() {
        (base + count).initialize(repeating: 0x20, count: JSONCursor.padding)
    }

    /// Forgets the first `gone` bytes.
    mutating func removeFirst(_ gone: Int) {
        UnsafeMutableRawPointer(base).copyMemory(from: base + gone, byteCount: count - gone)
        count -= gone
        blankPadding()
    }

    mutating func removeAll() {
        count = 0
        blankPadding()
    }

    /// All of them, until they are changed.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    func bytes(_ range: Range<Int>) -> [UInt8] {
        [UInt8](UnsafeBufferPointer(start: base + range.lowerBound, count: range.count))
    }
}
