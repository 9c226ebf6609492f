/// Sixteen bytes that stand for one or several texts where the texts themselves would take too much room: two different
/// ones have the same with a chance of one in 2¹²⁸ for each pair.
///
/// It is for memory alone: it protects from chance and not from an adversary, and is never stored or shown.
public struct Fingerprint: Hashable, Sendable {
    public private(set) var high: UInt64 = 0x9E37_79B9_7F4A_7C15
    public private(set) var low: UInt64 = 0xC2B2_AE3D_27D4_EB4F

    /// Of no text.
    public init() {}

    /// Of texts, each by itself: `a`, `bc` differs from `ab`, `c`.
    public init(_ first: Text, _ second: Text? = nil, _ third: Text? = nil) {
        add(first)
        if let second { add(second) }
        if let third { add(third) }
    }

    /// One more text.
    package mutating func add(_ text: Text) {
        let (object, first, second) = text.words
        guard object == nil else { return addLong(text) }
        // The same words as below, out of those of the text.
        let count = text.utf8Count
        add(UInt64(truncatingIfNeeded: count))
        if count >= 8 { add(first.byteSwapped) }
        let (last, rest) = count >= 8 ? (second, count - 8) : (first, count)
        if rest > 0 { add(last >> UInt64(64 - 8 * rest)) }
    }

    private mutating func addLong(_ text: Text) {
        text.withUTF8 { add($0) }
    }

    /// Of the same texts and one more behind them.
    ///
    /// - Parameter utf8: the bytes of a text.
    public func adding(utf8: UnsafeRawBufferPointer) -> Fingerprint {
        var sum = self
        sum.add(utf8)
        return sum
    }

    private mutating func add(_ bytes: UnsafeRawBufferPointer) {
        add(UInt64(truncatingIfNeeded: bytes.count))
        var index = 0
        while index + 8 <= bytes.count {
            add(bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian)
            index += 8
        }
        guard index < bytes.count else { return }
        var rest: UInt64 = 0
        while index < bytes.count {
            rest = rest << 8 | UInt64(bytes[index])
            index += 1
        }
        add(rest)
    }

    /// Two independent multiplications of 64 by 64 bits whose halves are folded, as wyhash mixes.
    @inline(__always)
    private mutating func add(_ word: UInt64) {
        let one = (high ^ word).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
        let other = (low ^ (word &+ 0xE703_7ED1_A0B4_28DB)).multipliedFullWidth(by: 0x8EBC_6AF0_9C88_C6E3)
        high = one.high ^ one.low ^ (low << 1 | low >> 63)
        low = other.high ^ other.low &+ word
    }

    /// What no text has but by chance: a free place of a table.
    static let none = Fingerprint(high: 0, low: 0)

    private init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

    public func hash(into hasher: inout Hasher) { hasher.combine(high) }
}

/// A number for each fingerprint, in open addressing: 20 bytes a place, of which at most three in four are taken.
public struct FingerprintTable: Sendable {
    private var keys: ContiguousArray<Fingerprint> = []
    private var numbers: ContiguousArray<UInt32> = []
    public private(set) var count = 0

    public init() {}

    /// - Parameter count: so many keys will be kept, or a few more.
    public init(for count: Int) {
        var size = 16
        while count * 4 >= size * 3 { size *= 2 }
        keys = ContiguousArray(repeating: .none, count: size)
        numbers = ContiguousArray(repeating: 0, count: size)
    }

    public subscript(key: Fingerprint) -> UInt32? {
        guard !keys.isEmpty else { return nil }
        let place = place(of: key)
        return keys[place] == .none ? nil : numbers[place]
    }

    /// Keeps the number of a key that has none yet.
    ///
    /// - Returns: the number that the key has already; then nothing is changed.
    public mutating func insert(_ number: UInt32, for key: Fingerprint) -> UInt32? {
        if count * 4 >= keys.count * 3 { grow() }
        let place = place(of: key)
        if keys[place] != .none { return numbers[place] }
        keys[place] = key
        numbers[place] = number
        count += 1
        return nil
    }

    /// Keeps the number of a key, whether it has one or not.
    public mutating func set(_ number: UInt32, for key: Fingerprint) {
        if insert(number, for: key) != nil { numbers[place(of: key)] = number }
    }

    /// Where the key is, or would be.
    private func place(of key: Fingerprint) -> Int {
        let mask = keys.count - 1
        var place = Int(truncatingIfNeeded: key.low) & mask
        while keys[place] != .none, keys[place] != key { place = (place + 1) & mask }
        return place
    }

    private mutating func grow() {
        let (oldKeys, oldNumbers) = (keys, numbers)
        let size = max(16, 2 * keys.count)
        keys = ContiguousArray(repeating: .none, count: size)
        numbers = ContiguousArray(repeating: 0, count: size)
        for (index, key) in oldKeys.enumerated() where key != .none {
            let place = place(of: key)
            keys[place] = key
            numbers[place] = oldNumbers[index]
        }
    }
}
