import SourceText
import YAMLReading

/// Checks one file against its schema and collects every problem of its structure.
///
/// The walk goes down the tree and the forms together. It never stops: what is wrong is reported once and what lies
/// inside is still looked at where that makes sense. A key that seems missing is reported only at the end, since it may
/// turn out that it stands, misspelt or misplaced, somewhere else; then that is the one thing to say.
struct Validator {
    let tree: LocatedTree
    var diagnostics: [Diagnostic] = []
    /// The groups that the walk is in, the outermost first.
    var frames: [Frame] = []
    /// Keys that stand where they do not belong, and the group that they belong to.
    var misplaced: [(block: BlockName, key: String)] = []
    var absences: [Absence] = []
    /// A first key that was reported already.
    private(set) var kindKey: LocatedNode?

    struct Frame {
        let schema: BlockSchema
        let node: LocatedNode
    }

    /// Keys that a group lacks.
    struct Absence {
        let block: BlockSchema
        let names: [String]
        /// One of the names must be there, rather than all.
        let isChoice: Bool
        let diagnostic: ([String]) -> Diagnostic
    }

    /// - Parameter kindKey: the key that was reported because it should have named the kind, if there is one.
    static func validate(_ tree: LocatedTree, as kind: DefinitionKind, kindKey: LocatedNode?) -> [Diagnostic] {
        var validator = Validator(tree: tree)
        validator.kindKey = kindKey
        if kindKey != nil { validator.misplaced.append((kind.block, kind.rawValue)) }
        validator.checkBlock(tree.root, kind.schema, .definition(kind))
        validator.reportAbsences()
        return validator.diagnostics
    }

    init(tree: LocatedTree) { self.tree = tree }

    private mutating func reportAbsences() {
        for absence in absences {
            func isMisplaced(_ name: String) -> Bool {
                misplaced.contains { $0.block == absence.block.name && $0.key == name }
            }
            if absence.isChoice {
                if !absence.names.contains(where: isMisplaced) { diagnostics.append(absence.diagnostic(absence.names)) }
            } else {
                let missing = absence.names.filter { !isMisplaced($0) }
                if !missing.isEmpty { diagnostics.append(absence.diagnostic(missing)) }
            }
        }
    }

    // MARK: Forms

    mutating func check(_ node: LocatedNode, _ form: Form, _ subject: Subject) {
        if node.isDamaged { return }
        if node.isAbsent || (node.isPlain && node.textEquals("~")) {
            if case .map(let map) = form, map.mayBeEmpty { return }
            return reportEmpty(node, form, subject)
        }
        switch form {
        case .list(let item, let minimum): checkList(node, form, item, minimum, subject)
        case .oneOrMore(let item):
            if node.isSequence { checkList(node, form, item, 1, subject) } else { check(node, item, subject) }
        case .block(let name):
            if node.isMapping { checkBlock(node, name.schema, subject) } else { reportShape(node, form, subject) }
        case .map(let map): checkMap(node, form, map, subject)
        case .byShape(let scalar, let list, let group):
            let part = node.isScalar ? scalar : node.isSequence ? list : group
            if let part { check(node, part, subject) } else { reportShape(node, form, subject) }
        case .argument: checkArgument(node, subject)
        case .data: checkData(node, subject)
        default:
            if node.isScalar { checkScalar(node, form, subject) } else { reportShape(node, form, subject) }
        }
    }

    private mutating func checkList(
        _ node: LocatedNode, _ form: Form, _ item: Form, _ minimum: Int, _ subject: Subject
    ) {
        guard node.isSequence else { return reportShape(node, form, subject) }
        if node.count < minimum, !node.isIncomplete { return reportTooFew(node, form, subject) }
        for element in node.items { check(element, item, .item(of: subject.owner)) }
        switch item {
        case .reference, .name, .choice: checkItemsOnce(node, subject)
        case .block(.choice), .block(.option): checkElse(node)
        default: break
        }
    }

    private mutating func checkMap(_ node: LocatedNode, _ form: Form, _ map: MapSchema, _ subject: Subject) {
        guard node.isMapping else { return reportShape(node, form, subject) }
        if node.count == 0, !map.mayBeEmpty, !node.isIncomplete { return reportTooFew(node, form, subject) }
        if map.isSingle, node.count > 1 { reportTooMany(node, subject) }
        for entry in node.entries {
            if entry.key.isDamaged { continue }
            checkName(entry.key, map.key.style, .name(entry.key))
            check(entry.value, map.value, .key(entry.key))
        }
    }

    /// A value for an input: each scalar is free text as far as `${…}` goes; keys inside are names of fields.
    private mutating func checkArgument(_ node: LocatedNode, _ subject: Subject) {
        switch node.kind {
        case .scalar: checkFreeText(node)
        case .sequence: for item in node.items { check(item, .argument, .item(of: subject.owner)) }
        case .mapping: checkFields(node, .argument)
        }
    }

    private mutating func checkData(_ node: LocatedNode, _ subject: Subject) {
        switch node.kind {
        case .scalar: break
        case .sequence: for item in node.items { check(item, .data, .item(of: subject.owner)) }
        case .mapping: checkFields(node, .data)
        }
    }

    private mutating func checkFields(_ node: LocatedNode, _ form: Form) {
        for entry in node.entries where !entry.key.isDamaged {
            checkName(entry.key, .snake, .name(entry.key))
            check(entry.value, form, .key(entry.key))
        }
    }

    // MARK: Lists

    private mutating func checkItemsOnce(_ list: LocatedNode, _ subject: Subject) {
        var seen: [(text: String, node: LocatedNode)] = []
        for item in list.items where item.isScalar && !item.isDamaged && !item.isAbsent {
            let text = item.text
            if let first = seen.first(where: { $0.text == text }) {
                diagnostics.append(
                    Diagnostic(
                        DefinitionCodes.itemTwice, at: item.place, "\"\(text)\" is listed twice\(subject.under).",
                        found: "a second \"\(text)\"", expected: "each name once", help: "Delete one of the two.",
                        related: [.init(first.node.place, "\"\(text)\" was listed here first")]))
            } else {
                seen.append((text, item))
            }
        }
    }

    /// Nothing follows a case with `else`.
    private mutating func checkElse(_ list: LocatedNode) {
        var otherwise: LocatedNode?
        for item in list.items {
            if let otherwise {
                diagnostics.append(
                    Diagnostic(
                        DefinitionCodes.elseNotLast, at: Place(tree.file, headSpan(item)),
                        "This case can never hold, since \"else\" comes before it.", found: "a case behind \"else\"",
                        expected: "\"else\" in the last case, or in none",
                        help: "Move the case with \"else\" to the end.",
                        related: [.init(otherwise.place, "\"else\" stands here")]))
                return
            }
            if let entry = item.entry("else"), item.entry("if") == nil { otherwise = entry.key }
        }
    }

    /// Where to point to for a whole group: its first key, else the group.
    func headSpan(_ node: LocatedNode) -> Span {
        for entry in node.entries where !entry.key.isDamaged { return entry.key.span }
        return node.span
    }
}

/// What a value belongs to, for messages.
enum Subject {
    case definition(DefinitionKind)
    /// The value of a key.
    case key(LocatedNode)
    /// An item of the list that is the value of a key.
    case item(of: LocatedNode?)
    /// A key that is itself a name.
    case name(LocatedNode)

    /// The key that this belongs to.
    var owner: LocatedNode? {
        switch self {
        case .definition: nil
        case .key(let key), .name(let key): key
        case .item(let key): key
        }
    }

    /// As the beginning of a sentence.
    var sentence: String {
        switch self {
        case .definition: "This file"
        case .key(let key): "The value of \"\(key.text)\""
        case .item(let key): key.map { "An item of \"\($0.text)\"" } ?? "An item"
        case .name(let key): "The name \"\(shortened(key.text))\""
        }
    }

    /// ` under "may"`, or nothing.
    var under: String { owner.map { " under \"\($0.text)\"" } ?? "" }
}

/// A text for a message: on one line, and not too long.
func shortened(_ text: String) -> String {
    var result = ""
    var count = 0
    for scalar in text.unicodeScalars {
        if count == 60 { return result + "…" }
        result.unicodeScalars.append(scalar == "\n" || scalar == "\r" ? " " : scalar)
        count += 1
    }
    return result
}
