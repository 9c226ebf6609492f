import YAMLReading

/// The number of a key's name among all names that any schema knows; comparing numbers is what makes reading fast.
struct KeyID: Hashable, Sendable {
    let number: UInt16

    /// A name that no schema knows.
    static let unknown = KeyID(number: .max)

    init(number: UInt16) { self.number = number }

    init(_ key: LocatedNode) { self = key.withUTF8 { KeyTable.shared.id($0) } }

    init(_ name: StaticString) {
        self = KeyTable.shared.id(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    }

    init(_ name: String) { self = name.utf8.withContiguousStorageIfAvailable { KeyTable.shared.id($0) } ?? .unknown }
}

/// A set of names.
struct KeySet: Hashable, Sendable {
    private var words: SIMD4<UInt64> = .zero

    init() {}

    init(_ names: [String]) {
        for name in names { insert(KeyID(name)) }
    }

    func contains(_ id: KeyID) -> Bool {
        id.number < KeyTable.maximumNames && words[Int(id.number >> 6)] >> UInt64(id.number & 63) & 1 == 1
    }

    mutating func insert(_ id: KeyID) {
        guard id.number < KeyTable.maximumNames else { return }
        words[Int(id.number >> 6)] |= 1 << UInt64(id.number & 63)
    }

    func isDisjoint(with other: KeySet) -> Bool { words & other.words == .zero }

    var isEmpty: Bool { words == .zero }
}

/// All names of keys, found by a hash of their bytes.
struct KeyTable: Sendable {
    /// What a `KeySet` holds.
    static let maximumNames = 256
    private static let slotCount = 1024

    static let shared = KeyTable(BlockName.allCases.flatMap { $0.schema.keys.map(\.name) })

    /// In the order of their numbers.
    let names: [String]
    private let bytes: [[UInt8]]
    private let slots: [UInt16]

    init(_ all: [String]) {
        var names: [String] = []
        var bytes: [[UInt8]] = []
        var slots = [UInt16](repeating: .max, count: Self.slotCount)
        for name in all {
            let key = Array(name.utf8)
            var slot = key.withUnsafeBufferPointer { Self.hash($0) }
            while slots[slot] != .max, bytes[Int(slots[slot])] != key { slot = (slot + 1) % Self.slotCount }
            guard slots[slot] == .max, names.count < Self.maximumNames else { continue }
            slots[slot] = UInt16(names.count)
            names.append(name)
            bytes.append(key)
        }
        self.names = names
        self.bytes = bytes
        self.slots = slots
    }

    func id(_ key: UnsafeBufferPointer<UInt8>) -> KeyID {
        var slot = Self.hash(key)
        while slots[slot] != .max {
            let found = bytes[Int(slots[slot])]
            if found.count == key.count, found.elementsEqual(key) { return KeyID(number: slots[slot]) }
            slot = (slot + 1) % Self.slotCount
        }
        return .unknown
    }

    /// FNV-1a (Fowler, Noll, Vo) over at most 32 bytes; longer names differ before.
    private static func hash(_ key: UnsafeBufferPointer<UInt8>) -> Int {
        var hash: UInt32 = 2_166_136_261
        for byte in key.prefix(32) { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return Int((hash ^ hash >> 15) % UInt32(slotCount))
    }
}

/// A schema with its names as numbers.
struct BlockIndex: Sendable {
    let schema: BlockSchema
    /// By the number of a name: the first key with it, or -1.
    private let first: [Int16]
    /// By key: the next one with the same name, or -1.
    private let following: [Int16]
    let companions: [KeySet]
    let leading: [KeySet]
    /// The keys that must be there where they may stand.
    let required: [Int]

    private static let all: [BlockIndex] = BlockName.allCases.map { BlockIndex($0.schema) }
    private static let positions: [BlockName: Int] = Dictionary(
        uniqueKeysWithValues: BlockName.allCases.enumerated().map { ($1, $0) })

    static func of(_ name: BlockName) -> BlockIndex { all[positions[name] ?? 0] }

    private init(_ schema: BlockSchema) {
        self.schema = schema
        var first = [Int16](repeating: -1, count: KeyTable.maximumNames)
        var following = [Int16](repeating: -1, count: schema.keys.count)
        for (index, key) in schema.keys.enumerated().reversed() {
            let number = Int(KeyID(key.name).number)
            guard number < KeyTable.maximumNames else { continue }
            following[index] = first[number]
            first[number] = Int16(index)
        }
        self.first = first
        self.following = following
        companions = schema.keys.map { KeySet($0.companions) }
        leading = schema.leading.map { KeySet($0.names) }
        required = schema.keys.indices.filter { schema.keys[$0].presence == .required }
    }

    func knows(_ id: KeyID) -> Bool { firstKey(id) != nil }

    func firstKey(_ id: KeyID) -> Int? {
        guard id.number < KeyTable.maximumNames, first[Int(id.number)] >= 0 else { return nil }
        return Int(first[Int(id.number)])
    }

    /// The keys with this name.
    func keys(_ id: KeyID) -> Keys {
        Keys(following: following, index: id.number < KeyTable.maximumNames ? first[Int(id.number)] : -1)
    }

    struct Keys: Sequence, IteratorProtocol {
        fileprivate let following: [Int16]
        fileprivate var index: Int16

        mutating func next() -> Int? {
            guard index >= 0 else { return nil }
            defer { index = following[Int(index)] }
            return Int(index)
        }
    }
}

extension LocatedNode {
    /// The entries of a mapping, each with the number of its key.
    struct NumberedEntry: Sendable {
        let id: KeyID
        let key: LocatedNode
        let value: LocatedNode
    }

    var numberedEntries: [NumberedEntry] {
        var entries: [NumberedEntry] = []
        entries.reserveCapacity(count)
        for entry in self.entries {
            entries.append(NumberedEntry(id: KeyID(entry.key), key: entry.key, value: entry.value))
        }
        return entries
    }
}
