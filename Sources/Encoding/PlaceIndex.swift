/// Where each of many things lies, for who keeps the things themselves: their places by the hashes of their keys, in open addressing.
///
/// Eight bytes a slot, of which at most three in four are taken. It knows neither keys nor things: who asks compares, and
/// nothing is hashed a second time, neither when it grows nor when an entry goes.
public struct PlaceIndex: Sendable {
    /// The upper half of a hash, and in the lower half the place, counted from 1; a free slot is zero.
    @usableFromInline var slots: ContiguousArray<UInt64> = []
    @usableFromInline var taken: UInt32 = 0

    /// The first number that is no place.
    public static let end = Int(UInt32.max) - 1

    @inlinable
    public init() {}

    public var count: Int { Int(taken) }

    /// Where the places of the things are that may have a key with this hash.
    @inlinable
    @inline(__always)
    public func candidates(_ hash: UInt64) -> Candidates {
        Candidates(hash: hash, slot: Int(truncatingIfNeeded: hash &>> 32))
    }

    /// A way through the index, of one that is not changed meanwhile.
    public struct Candidates {
        @usableFromInline let hash: UInt64
        @usableFromInline var slot: Int

        @inlinable
        @inline(__always)
        init(hash: UInt64, slot: Int) { (self.hash, self.slot) = (hash, slot) }
    }

    /// The next place at which the thing may be; who asks says whether it is the one.
    @inlinable
    @inline(__always)
    public func next(_ candidates: inout Candidates) -> Int? {
        guard taken > 0 else { return nil }
        let mask = slots.count &- 1
        while true {
            let entry = slots[candidates.slot & mask]
            if entry == 0 { return nil }
            candidates.slot = candidates.slot &+ 1
            if (entry ^ candidates.hash) &>> 32 == 0 { return Int(UInt32(truncatingIfNeeded: entry)) &- 1 }
        }
    }

    /// Adds a place, below `end`, of a key that has none.
    public mutating func insert(_ place: Int, _ hash: UInt64) {
        if (Int(taken) + 1) * 4 > slots.count * 3 { grow() }
        add(Self.entry(place, hash))
        taken += 1
    }

    /// The thing with this hash lies at another place now.
    public mutating func move(_ hash: UInt64, from place: Int, to other: Int) {
        guard let slot = slot(of: Self.entry(place, hash)) else { return }
        slots[slot] = Self.entry(other, hash)
    }

    public mutating func remove(_ place: Int, _ hash: UInt64) {
        guard var free = slot(of: Self.entry(place, hash)) else { return }
        let mask = slots.count - 1
        var next = (free + 1) & mask
        // What was put behind the slot because that was taken moves up, unless it would come before where it belongs.
        while slots[next] != 0 {
            let home = Int(truncatingIfNeeded: slots[next] >> 32) & mask
            if (next - home) & mask >= (next - free) & mask {
                slots[free] = slots[next]
                free = next
            }
            next = (next + 1) & mask
        }
        slots[free] = 0
        taken -= 1
    }

    private static func entry(_ place: Int, _ hash: UInt64) -> UInt64 {
        hash & 0xFFFF_FFFF_0000_0000 | UInt64(UInt32(place + 1))
    }

    private func slot(of entry: UInt64) -> Int? {
        guard taken > 0 else { return nil }
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: entry >> 32) & mask
        while slots[slot] != 0 {
            if slots[slot] == entry { return slot }
            slot = (slot + 1) & mask
        }
        return nil
    }

    private mutating func add(_ entry: UInt64) {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: entry >> 32) & mask
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = entry
    }

    private mutating func grow() {
        let old = slots
        slots = ContiguousArray(repeating: 0, count: max(4, (old.count < 16 ? 4 : 2) * old.count))
        for entry in old where entry != 0 { add(entry) }
    }
}

extension Text {
    /// Sixty-four bits for tables in memory: never stored or shown, and others in each process, so that nobody can choose texts that
    /// have the same.
    @inlinable
    public var placeHash: UInt64 {
        guard buffer == nil else { return longPlaceHash }
        let seeds = PlaceSeeds.shared
        return Self.fold(first ^ seeds.one, second ^ seeds.two)
    }

    @usableFromInline
    var longPlaceHash: UInt64 {
        let seeds = PlaceSeeds.shared
        return withUTF8 { bytes in
            var hash = Self.fold(second ^ seeds.one, seeds.two)
            var index = 0
            while index + 8 <= bytes.count {
                let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                hash = Self.fold(hash ^ word, seeds.two ^ UInt64(index))
                index += 8
            }
            // The last eight bytes once more, since a long text has more than fifteen.
            let word = bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self)
            return Self.fold(hash ^ word, seeds.one)
        }
    }

    /// The halves of a product folded, as wyhash mixes.
    @inlinable
    @inline(__always)
    static func fold(_ one: UInt64, _ other: UInt64) -> UInt64 {
        let product = one.multipliedFullWidth(by: other)
        return product.high ^ product.low
    }
}

/// What hashes begin with.
@usableFromInline
struct PlaceSeeds: Sendable {
    @usableFromInline let one = UInt64.random(in: .min ... .max)
    @usableFromInline let two = UInt64.random(in: .min ... .max)

    @usableFromInline static let shared = PlaceSeeds()
}
