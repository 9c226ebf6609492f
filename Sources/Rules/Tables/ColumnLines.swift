import Amounts
import Dates
import Encoding
import Evaluation

// A column of a table as a row of regions.
//
// All values at which any of the column's cells begins or ends are put in order. Between them and on them nothing changes: on one of them
// lies the region 2i + 1, between it and the one before it the region 2i, and behind the last of k values the region 2k. A cell is then a
// few stretches of regions, and to find what fits a value is to find its region once, whatever the cells are.
//
// A column of money for any currency has one such line for each currency that a cell names and one for all others, one behind the other.
// Region 0 of the column is that of an absent value.

/// One line of values. What a lookup reads lies in plain memory, which is made once and never changed.
final class RegionLine: @unchecked Sendable {
    private enum Mode: UInt8 {
        /// Whole numbers: of days, seconds, nothing or one, or of an amount in units of 10⁻ˢᶜᵃˡᵉ.
        case narrow
        /// Texts that are only compared for equality.
        case hashed
        /// Everything else, compared value by value.
        case wide
    }

    /// Where the line's own regions begin among those of the column.
    private let base: Int
    private let count: Int
    private let mode: Mode
    private let scale: Int
    private let keys: UnsafeMutablePointer<Int64>
    private let texts: TextTable
    /// The values at which cells begin and end.
    private let points: [Value]

    /// - Parameters:
    ///   - points: the values at which cells begin and end, in rising order, each once.
    ///   - isEquality: every cell is values, or all but values.
    init(_ points: [Value], base: Int, isEquality: Bool) {
        self.base = base
        self.points = points
        count = points.count
        let texts = isEquality ? points.compactMap(\.asText) : []
        let narrow = Self.narrow(points)
        self.texts = TextTable(texts.count == points.count ? texts : [])
        if !texts.isEmpty, texts.count == points.count {
            mode = .hashed
        } else {
            mode = narrow == nil ? .wide : .narrow
        }
        scale = narrow?.scale ?? 0
        keys = .allocate(capacity: max(1, points.count))
        keys.initialize(repeating: 0, count: max(1, points.count))
        for (index, key) in (narrow?.keys ?? []).enumerated() { keys[index] = key }
    }

    deinit { keys.deallocate() }

    /// The regions of the line.
    var regionCount: Int { 2 * count + 1 }

    var byteCount: Int {
        count * MemoryLayout<Int64>.stride + points.count * MemoryLayout<Value>.stride + texts.byteCount
    }

    /// The points as whole numbers of one scale, where they fit.
    private static func narrow(_ points: [Value]) -> (keys: [Int64], scale: Int)? {
        var scale = 0
        for point in points {
            guard let decimal = point.asDecimal else { continue }
            scale = max(scale, decimal.significantPlaces)
        }
        guard scale <= 18 else { return nil }
        var keys: [Int64] = []
        keys.reserveCapacity(points.count)
        for point in points {
            guard point.words.kind != .ratio, let (key, isExact) = NarrowKey.of(point.words, scale: scale), isExact
            else { return nil }
            keys.append(key)
        }
        return (keys, scale)
    }

    /// The region of the value at a place.
    @inline(__always)
    func region(of value: UnsafePointer<Value>) -> Int {
        switch mode {
        case .narrow:
            guard let (key, isExact) = NarrowKey.of(value.pointee.words, scale: scale) else {
                return wideRegion(value.pointee)
            }
            return base &+ region(key, isExact)
        case .hashed:
            let place = texts.place(of: value)
            return place < 0 ? base : base &+ 2 &* place &+ 1
        case .wide: return wideRegion(value.pointee)
        }
    }

    private func region(of value: Value) -> Int { withUnsafePointer(to: value) { region(of: $0) } }

    /// By halving, without a jump that depends on the values.
    @inline(__always)
    private func region(_ key: Int64, _ isExact: Bool) -> Int {
        if count == 0 { return 0 }
        var low = keys
        var length = count
        // In the end `low` is the first key that is not smaller, or the last one.
        while length > 1 {
            let half = length &>> 1
            low = low[half &- 1] < key ? low + half : low
            length &-= half
        }
        var index = low - keys
        if low.pointee < key { index &+= 1 }
        if index == count || keys[index] != key { return 2 &* index }
        // A value between a key and the next whole number lies behind the key.
        return isExact ? 2 &* index &+ 1 : 2 &* index &+ 2
    }

    /// The region by the values themselves: also of a number that has no narrow form, beyond all keys or with more digits.
    @inline(never)
    private func wideRegion(_ value: Value) -> Int { base + Self.region(value, points) }

    private static func region(_ value: Value, _ points: [Value]) -> Int {
        var low = 0
        var high = points.count
        while low < high {
            let middle = (low + high) / 2
            let order = ValueOrder.compare(points[middle], value)
            if order == 0 { return 2 * middle + 1 }
            if order < 0 { low = middle + 1 } else { high = middle }
        }
        return 2 * low
    }

    /// The regions that a range covers, both ends included; nothing if it covers none.
    func regions(of range: ValueRange) -> ClosedRange<Int>? {
        var first = base
        var last = base + 2 * count
        if let lower = range.lower {
            let region = region(of: lower.value)
            first = lower.isIncluded ? region : region + 1
        }
        if let upper = range.upper {
            let region = region(of: upper.value)
            last = upper.isIncluded ? region : region - 1
        }
        return first <= last ? first...last : nil
    }
}

/// Values as whole numbers of 64 bits.
enum NarrowKey {
    /// - Parameter scale: how many decimal places a number's key holds.
    /// - Returns: the largest key that is not above the value, and whether it is the value itself; nothing if the value has none.
    @inline(__always)
    static func of(_ words: ValueWords, scale: Int) -> (key: Int64, isExact: Bool)? {
        switch words.kind {
        case .decimal, .money: return number(words.coefficient, words.scale, scale)
        case .int:
            let key = Int64(bitPattern: words.low)
            return scale == 0 ? (key, true) : number(Int128(key), 0, scale)
        // The low word of these is their number: of days, of seconds, nothing or one.
        case .date, .time, .bool: return (Int64(bitPattern: words.low), true)
        default: return nil
        }
    }

    @inline(__always)
    private static func number(_ coefficient: Int128, _ own: Int, _ scale: Int) -> (key: Int64, isExact: Bool)? {
        if own == scale { return Int64(exactly: coefficient).map { ($0, true) } }
        if own < scale {
            guard own >= 0, scale &- own <= 18, let narrow = Int64(exactly: coefficient) else { return nil }
            let (product, overflow) = narrow.multipliedReportingOverflow(by: power(scale &- own))
            return overflow ? nil : (product, true)
        }
        return rounded(coefficient, own &- scale)
    }

    /// The largest whole number not above a coefficient with so many places.
    private static func rounded(_ coefficient: Int128, _ places: Int) -> (key: Int64, isExact: Bool)? {
        guard places <= 18 else { return nil }
        let divisor = power(places)
        if let narrow = Int64(exactly: coefficient) {
            let (quotient, remainder) = narrow.quotientAndRemainder(dividingBy: divisor)
            return (remainder < 0 ? quotient &- 1 : quotient, remainder == 0)
        }
        let (quotient, remainder) = coefficient.quotientAndRemainder(dividingBy: Int128(divisor))
        return Int64(exactly: remainder < 0 ? quotient - 1 : quotient).map { ($0, remainder == 0) }
    }

    @inline(__always)
    private static func power(_ exponent: Int) -> Int64 {
        var power: Int64 = 1
        for _ in 0..<exponent { power &*= 10 }
        return power
    }
}

/// Finds the place of a text among others by its bytes. The hash is our own, so that it is the same in every process.
final class TextTable: @unchecked Sendable {
    private let texts: [Text]
    /// A slot: the two words of a text, and its place and one more; 0 for an empty slot. Slots lie in plain memory.
    private struct Slot {
        var first: UInt64 = 0
        var second: UInt64 = 0
        var place: Int32 = 0
        var isLong = false
    }

    private let slots: UnsafeMutablePointer<Slot>
    /// The number of slots, a power of two, less one.
    private let mask: Int

    init(_ texts: [Text]) {
        self.texts = texts
        var size = 4
        while size < 2 * texts.count { size *= 2 }
        if texts.isEmpty { size = 1 }
        mask = size - 1
        slots = .allocate(capacity: size)
        slots.initialize(repeating: Slot(), count: size)
        for (place, text) in texts.enumerated() {
            var slot = Self.hash(text) & mask
            while slots[slot].place != 0 { slot = (slot + 1) & mask }
            let words = text.words
            slots[slot] = Slot(
                first: words.first, second: words.second, place: Int32(truncatingIfNeeded: place + 1),
                isLong: words.object != nil)
        }
    }

    deinit { slots.deallocate() }

    var byteCount: Int {
        (mask + 1) * MemoryLayout<Slot>.stride + texts.count * MemoryLayout<Text>.stride
            + texts.reduce(0) { $0 + ($1.utf8Count > Text.inlineCapacity ? $1.utf8Count : 0) }
    }

    /// The place of the text that a value is; -1 if there is none.
    @inline(__always)
    func place(of value: UnsafePointer<Value>) -> Int {
        let words = value.pointee.words
        guard words.kind == .string else { return -1 }
        if words.hasObject { return placeOfLong(value.pointee) }
        var slot = Self.mixed(words.low, words.high) & mask
        while slots[slot].place != 0 {
            // A short text is its words.
            if slots[slot].first == words.low, slots[slot].second == words.high, !slots[slot].isLong {
                return Int(slots[slot].place) &- 1
            }
            slot = (slot &+ 1) & mask
        }
        return -1
    }

    @inline(never)
    private func placeOfLong(_ value: Value) -> Int {
        guard let text = value.asText else { return -1 }
        var slot = Self.hash(text) & mask
        while slots[slot].place != 0 {
            if texts[Int(slots[slot].place) - 1] == text { return Int(slots[slot].place) - 1 }
            slot = (slot + 1) & mask
        }
        return -1
    }

    private static func hash(_ text: Text) -> Int {
        let words = text.words
        if words.object == nil { return mixed(words.first, words.second) }
        return text.withUTF8 { bytes in
            var hash: UInt64 = UInt64(bytes.count)
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
            return mixed(hash, 0)
        }
    }

    @inline(__always)
    private static func mixed(_ first: UInt64, _ second: UInt64) -> Int {
        var hash = (first ^ (second &* 0x9E37_79B9_7F4A_7C15)) &* 0xFF51_AFD7_ED55_8CCD
        hash ^= hash &>> 32
        hash = hash &* 0xC4CE_B9FE_1A85_EC53
        return Int(truncatingIfNeeded: (hash ^ (hash &>> 29)) & 0x7FFF_FFFF_FFFF_FFFF)
    }
}
