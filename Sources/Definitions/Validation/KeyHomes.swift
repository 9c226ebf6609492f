import SourceText
import YAMLReading

/// Where a key belongs that stands in a group which does not know it.
extension Validator {
    struct Home {
        let block: BlockName
        let help: String
    }

    /// The group that the key belongs to: one around this group, one inside it, or another one of the same kind of
    /// file. A key that looks like a slip of a key of this very group is no such key, unless it is one of a neighbour.
    func home(of name: String, in schema: BlockSchema) -> Home? {
        for frame in frames.dropLast().reversed() where frame.schema.keys.contains(where: { $0.name == name }) {
            return Home(
                block: frame.schema.name,
                help: "Write it with less indentation, so that it is a key of the \(frame.schema.bare).")
        }
        for key in schema.keys {
            for block in key.form.blocks where block.schema.keys.contains(where: { $0.name == name }) {
                return Home(block: block, help: "Move it under \"\(key.name)\".")
            }
        }
        let free = schema.keys.map(\.name)
        if didYouMean(name, among: free) != nil { return nil }
        guard let root = frames.first?.schema else { return nil }
        for block in root.name.reachable where block.schema.keys.contains(where: { $0.name == name }) {
            return Home(block: block, help: "Move it to \(block.schema.noun), or delete it.")
        }
        return nil
    }
}

extension Form {
    /// The groups with fixed keys that a value of this form can be or hold, without going into those.
    var blocks: [BlockName] {
        switch self {
        case .block(let name): [name]
        case .list(let item, _): item.blocks
        case .oneOrMore(let form): form.blocks
        case .map(let map): map.value.blocks
        case .byShape(let scalar, let list, let group): [scalar, list, group].compactMap { $0 }.flatMap(\.blocks)
        default: []
        }
    }
}

extension BlockName {
    /// This group and all that can stand inside it, each once, from the outside inwards.
    package var reachable: [BlockName] {
        var found: [BlockName] = [self]
        var index = 0
        while index < found.count {
            for key in found[index].schema.keys {
                for block in key.form.blocks where !found.contains(block) { found.append(block) }
            }
            index += 1
        }
        return found
    }
}
