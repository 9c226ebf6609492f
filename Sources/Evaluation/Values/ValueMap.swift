public import Encoding

// Maps are sorted arrays.
//
// The order in which a map's entries are walked must follow from its content alone: a value that was encoded and decoded
// again has to give the same trace. So entries are kept in the order of their keys, and a key is found by comparing
// words: in turn while there are few, by halving otherwise. A hash table would be no faster at the sizes that records
// have, and its order would have to be hidden.

/// The order of keys: booleans, then whole numbers on one number line, then text by scalars.
enum KeyOrder {
    /// Whether a value of this kind can be a key.
    static func isKey(_ kind: ValueKind) -> Bool {
        kind == .string || kind == .int || kind == .uint || kind == .bool
    }

    private static func rank(_ kind: ValueKind) -> Int {
        switch kind {
        case .bool: 0
        case .int, .uint: 1
        default: 2
        }
    }

    /// Below zero, zero or above. Both values must be keys.
    static func compare(_ left: Value, _ right: Value) -> Int {
        let (mine, others) = (rank(left.kind), rank(right.kind))
        guard mine == others else { return mine - others }
        switch mine {
        case 0: return Int(left.low) - Int(right.low)
        case 1:
            let (a, b) = (left.wholeNumber, right.wholeNumber)
            return a == b ? 0 : (a < b ? -1 : 1)
        default:
            let (a, b) = (left.content, right.content)
            return a == b ? 0 : (a < b ? -1 : 1)
        }
    }
}

extension Value {
    /// The number of an `int` or `uint`.
    @inline(__always)
    var wholeNumber: Int128 { kind == .uint ? Int128(low) : Int128(Int64(bitPattern: low)) }
}

/// Why a map cannot be made.
public enum MapError: Error, Hashable, Sendable {
    /// Two entries have one key.
    case duplicateKey(Value)
    /// A key is none of bool, int, uint and string.
    case unsupportedKey(Value)
}

/// One entry of a map that is being made.
public typealias MapEntry = (key: Value, value: Value)

extension Value {
    /// A map of entries in any order.
    public static func map(_ entries: some Sequence<MapEntry>) throws(MapError) -> Value {
        var sorted = ContiguousArray(entries)
        return try map(sorting: &sorted)
    }

    /// A map with text keys, for readers: `entries` is sorted in place, so that one array can serve many maps.
    public static func map(sorting entries: inout ContiguousArray<MapEntry>) throws(MapError) -> Value {
        for entry in entries where !KeyOrder.isKey(entry.key.kind) { throw .unsupportedKey(entry.key) }
        entries.withUnsafeMutableBufferPointer { buffer in
            if buffer.count > 24 {
                buffer.sort { KeyOrder.compare($0.key, $1.key) < 0 }
            } else {
                insertionSort(buffer)
            }
        }
        let count = entries.count
        guard count > 0 else { return Value(.map) }
        for index in 1..<count where KeyOrder.compare(entries[index - 1].key, entries[index].key) == 0 {
            throw .duplicateKey(entries[index].key)
        }
        let storage = ValueStorage.uninitialized(count * 2)
        storage.withUnsafeMutablePointers { header, elements in
            for index in 0..<count {
                (elements + index).initialize(to: entries[index].key)
                (elements + count + index).initialize(to: entries[index].value)
            }
            header.pointee.count = count * 2
        }
        return Value(.map, object: storage)
    }

    private static func insertionSort(_ entries: UnsafeMutableBufferPointer<MapEntry>) {
        guard var index = entries.indices.dropFirst().first else { return }
        while index < entries.count {
            var place = index
            while place > 0, KeyOrder.compare(entries[place].key, entries[place - 1].key) < 0 {
                entries.swapAt(place, place - 1)
                place -= 1
            }
            index += 1
        }
    }

    /// The entries of a map, in the order of their keys.
    public var asMap: MapEntries? { kind == .map ? MapEntries(storage) : nil }

    /// The value of a map's text key or of a record's field by its name; nothing if it is not there (an absent field) or
    /// if this is neither a map nor a record.
    public subscript(name: Text) -> Value? {
        switch kind {
        case .map: return MapEntries(storage)[name]
        case .record:
            guard let storage, let slot = storage.shape?.slot(of: name) else { return nil }
            let value = storage[slot]
            return value.isAbsent ? nil : value
        default: return nil
        }
    }
}

/// The entries of a map, in the order of their keys, without a copy.
public struct MapEntries: RandomAccessCollection, @unchecked Sendable {
    let storage: ValueStorage?
    public let count: Int

    init(_ storage: ValueStorage?) {
        self.storage = storage
        count = (storage?.count ?? 0) / 2
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { count }

    public subscript(index: Int) -> MapEntry {
        precondition(index >= 0 && index < count, "an entry outside of its map")
        let base = storage.unsafelyUnwrapped.base
        return (base[index], base[count + index])
    }

    public var keys: ValueElements { ValueElements(storage, 0..<count) }

    /// The value of a text key.
    public subscript(name: Text) -> Value? { value(of: .string(name)) }

    /// The value of a key; numbers are found across `int` and `uint`.
    public func value(of key: Value) -> Value? {
        guard let storage else { return nil }
        return withExtendedLifetime(storage) {
            Self.find(key, in: storage.base, count: count).map { storage.base[count + $0] }
        }
    }

    /// The position of a key among `count` keys in rising order. `key` must be of a kind that can be a key.
    static func find(_ key: Value, in keys: UnsafePointer<Value>, count: Int) -> Int? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            let order = KeyOrder.compare(keys[middle], key)
            if order == 0 { return middle }
            if order < 0 { low = middle + 1 } else { high = middle }
        }
        return nil
    }
}
