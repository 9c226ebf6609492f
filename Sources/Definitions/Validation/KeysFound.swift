import SourceText
import YAMLReading

/// Which keys of its schema a group has, misspelt ones included.
struct KeysFound: Sendable {
    let index: BlockIndex
    /// The keys that can be read, in the order of the file.
    let entries: [LocatedNode.NumberedEntry]
    private var written = KeySet()
    /// What misspelt keys most likely are.
    private var guessed = KeySet()

    var schema: BlockSchema { index.schema }

    init(_ node: LocatedNode, _ name: BlockName) {
        index = BlockIndex.of(name)
        entries = node.numberedEntries.filter { !$0.key.isDamaged }
        var unknown: [LocatedNode] = []
        for entry in entries {
            if index.knows(entry.id) { written.insert(entry.id) } else { unknown.append(entry.key) }
        }
        guard !unknown.isEmpty else { return }
        let free = schema.keys.map(\.name).filter { !isPresentAsWritten($0) }
        for key in unknown {
            if let name = didYouMean(key.text, among: free) { guessed.insert(KeyID(name)) }
        }
    }

    func isPresentAsWritten(_ name: String) -> Bool { written.contains(KeyID(name)) }

    func isPresent(_ name: String) -> Bool { isPresent(KeyID(name)) }

    private func isPresent(_ id: KeyID) -> Bool { written.contains(id) || guessed.contains(id) }

    private func isPresent(anyOf names: KeySet) -> Bool {
        !written.isDisjoint(with: names) || !guessed.isDisjoint(with: names)
    }

    /// The leading keys of which none is there although one must be.
    var undecided: [LeadingKeys] {
        zip(schema.leading, index.leading).filter { $0.isRequired && !isPresent(anyOf: $1) }.map(\.0)
    }

    /// The leading keys of which more than one is written, with the first two.
    var excluding: [(leading: LeadingKeys, first: LocatedNode, second: LocatedNode)] {
        var result: [(leading: LeadingKeys, first: LocatedNode, second: LocatedNode)] = []
        for (leading, names) in zip(schema.leading, index.leading) {
            var first: LocatedNode.NumberedEntry?
            for entry in entries where names.contains(entry.id) {
                if let first, first.id != entry.id {
                    result.append((leading, first.key, entry.key))
                    break
                }
                first = first ?? entry
            }
        }
        return result
    }

    private func mayStand(_ key: Int) -> Bool {
        index.companions[key].isEmpty || isPresent(anyOf: index.companions[key])
    }

    /// The names of the keys that must be here and are not.
    var missing: [String] {
        var names: [String] = []
        for key in index.required {
            let name = schema.keys[key].name
            if !isPresent(name), mayStand(key) { names.append(name) }
        }
        return names
    }

    /// The schema of an entry's key, if it may stand here.
    func schema(of id: KeyID) -> KeySchema? {
        var possible: Int?
        for key in index.keys(id) {
            if mayStand(key) { return schema.keys[key] }
            possible = key
        }
        // Where no key says what the group is, nothing can be said about what may stand beside it.
        guard let possible, !undecided.isEmpty else { return nil }
        let isByLeading = index.leading.contains { !$0.isDisjoint(with: index.companions[possible]) }
        return isByLeading ? schema.keys[possible] : nil
    }

    /// The keys that can still be meant by a misspelt one.
    var candidates: [String] {
        unique(schema.keys.map(\.name)).filter { !isPresentAsWritten($0) }
    }

    /// The keys that may stand here, for a message.
    var namesAllowed: [String] {
        let decided = zip(schema.leading, index.leading).filter { !$1.isDisjoint(with: written) }.map(\.0)
        return unique(
            schema.keys.indices.filter { key in
                let name = schema.keys[key].name
                if decided.contains(where: { $0.names.contains(name) }) { return isPresentAsWritten(name) }
                return mayStand(key)
            }.map { schema.keys[$0].name })
    }

    private func unique(_ names: [String]) -> [String] {
        var result: [String] = []
        for name in names where !result.contains(name) { result.append(name) }
        return result
    }
}
