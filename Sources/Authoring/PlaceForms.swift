import Definitions
import YAMLReading

/// What stands where inside a collection.
struct PlaceForms {
    private let block: BlockForms?
    private let other: Form

    init(_ node: LocatedNode, _ form: Form) {
        switch form {
        case .block(let name):
            block = BlockForms(node, name)
            other = .data
        case .map(let map):
            block = nil
            other = map.value
        case .argument:
            block = nil
            other = .argument
        default:
            block = nil
            other = .data
        }
    }

    func value(of key: LocatedNode) -> Form { block.map { $0.form(of: key) ?? .data } ?? other }

    static func item(of form: Form) -> Form {
        switch form {
        case .list(let item, _), .oneOrMore(let item): item
        case .argument: .argument
        default: .data
        }
    }

    /// The form of this very node where a place takes several.
    static func shape(_ form: Form, _ node: LocatedNode) -> Form {
        switch form {
        case .byShape(let scalar, let list, let group):
            let part = node.isScalar ? scalar : node.isSequence ? list : group
            return part.map { shape($0, node) } ?? .data
        case .oneOrMore(let item): return node.isSequence ? form : shape(item, node)
        default: return form
        }
    }
}
