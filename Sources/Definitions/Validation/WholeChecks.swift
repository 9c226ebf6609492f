import SourceText
import YAMLReading

/// What must fit together within one group.
extension Validator {
    mutating func checkWhole(_ node: LocatedNode, _ keys: KeysFound) {
        switch keys.schema.name {
        case .primitive: checkEffects(node)
        case .field: checkGroup(node, keys)
        default: break
        }
    }

    private mutating func checkEffects(_ node: LocatedNode) {
        guard let effect = node["effect"], effect.isSequence, effect.count > 1 else { return }
        for item in effect.items where item.textEquals("reads") {
            diagnostics.append(
                Diagnostic(
                    DefinitionCodes.effectContradiction, at: item.place,
                    "A call that only reads has no other effect.", found: "\"reads\" beside another effect",
                    expected: "\"reads\" alone, or what the call changes", help: "Delete \"reads\", or the other words."
                ))
        }
    }

    private mutating func checkGroup(_ node: LocatedNode, _ keys: KeysFound) {
        guard let written = node["type"], written.isScalar, !written.isDamaged, let type = try? WrittenType(written)
        else {
            return
        }
        let fields = node.entry("fields")
        if type.isGroup, !keys.isPresent("fields"), !node.isIncomplete {
            diagnostics.append(
                Diagnostic(
                    DefinitionCodes.groupFields, at: written.place, "A group has fields, and none are given here.",
                    found: "\"\(type)\" without \"fields\"", expected: "\"fields\" beside the type",
                    help: "Write \"fields:\" with the fields of the group below it."))
        } else if !type.isGroup, let fields {
            diagnostics.append(
                Diagnostic(
                    DefinitionCodes.groupFields, at: fields.key.place, "Only a group has fields of its own.",
                    found: "\"fields\" beside the type \"\(type)\"",
                    expected: "the type \"group\" or \"list of group\"",
                    help: "Write \"type: group\", or delete \"fields\"."))
        }
    }
}
