import SourceText
import YAMLReading

/// Groups with fixed keys: which keys stand there, which should, and which cannot stand together.
extension Validator {
    mutating func checkBlock(_ node: LocatedNode, _ schema: BlockSchema, _ subject: Subject) {
        if node.count == 0, !node.isIncomplete { return reportTooFew(node, .block(schema.name), subject) }
        frames.append(Frame(schema: schema, node: node))
        defer { frames.removeLast() }
        let keys = KeysFound(node, schema.name)
        var strays: [(key: LocatedNode, known: KeySchema)] = []
        for entry in keys.entries {
            if let key = keys.schema(of: entry.id) {
                check(entry.value, key.form, .key(entry.key))
            } else if let known = keys.index.firstKey(entry.id).map({ schema.keys[$0] }) {
                strays.append((entry.key, known))
                misplaced.append((schema.name, known.name))
                check(entry.value, known.form, .key(entry.key))
            } else if !(kindKey.map { $0.isSame(as: entry.key) } ?? false) {
                reportUnknown(entry.key, keys)
            }
        }
        if !strays.isEmpty { reportStrays(strays, keys) }
        checkPresence(node, keys, subject)
        checkWhole(node, keys)
    }

    private mutating func checkPresence(_ node: LocatedNode, _ keys: KeysFound, _ subject: Subject) {
        let excluding = keys.excluding
        for (leading, first, second) in excluding { reportExclusion(first, second, leading, keys.schema) }
        guard !node.isIncomplete else { return }
        for leading in keys.undecided { reportNoLeading(node, leading, keys.schema, subject) }
        let missing = keys.missing
        // Between two keys that exclude each other nothing can be said about what else must be there.
        if excluding.isEmpty, !missing.isEmpty { reportMissing(missing, node, keys.schema, subject) }
    }

    // MARK: Reports

    private mutating func reportMissing(
        _ names: [String], _ node: LocatedNode, _ schema: BlockSchema, _ subject: Subject
    ) {
        let place = Place(tree.file, subject.keySpan ?? headSpan(node))
        absences.append(
            Absence(block: schema, names: names, isChoice: false) { names in
                let quoted = Form.list(names.map { "\"\($0)\"" })
                let first = schema.keys.first { $0.name == names[0] }
                let form = first.map { $0.form.expectation } ?? "a value"
                let isOne = names.count == 1
                return Diagnostic(
                    DefinitionCodes.missingKey, at: place,
                    "\(quoted) \(isOne ? "is" : "are") missing in \(schema.definite)."
                        + (isOne ? first.map { " \($0.note)" } ?? "" : ""),
                    found: "\(schema.noun) without \(quoted)", expected: isOne ? "\(quoted) with \(form)" : "\(quoted)",
                    help: isOne ? "Write \"\(names[0]):\" with its value." : "Write these keys with their values.")
            })
    }

    private mutating func reportNoLeading(
        _ node: LocatedNode, _ leading: LeadingKeys, _ schema: BlockSchema, _ subject: Subject
    ) {
        let place = Place(tree.file, subject.keySpan ?? headSpan(node))
        let words = Form.alternatives(leading.names.map { "\"\($0)\"" })
        absences.append(
            Absence(block: schema, names: leading.names, isChoice: true) { _ in
                Diagnostic(
                    DefinitionCodes.noLeadingKey, at: place,
                    "Nothing in \(schema.definite) says \(leading.purpose).",
                    found: "\(schema.noun) without such a key",
                    expected: words, help: "Write one of these keys with its value.")
            })
    }

    private mutating func reportExclusion(
        _ first: LocatedNode, _ second: LocatedNode, _ leading: LeadingKeys, _ schema: BlockSchema
    ) {
        diagnostics.append(
            Diagnostic(
                DefinitionCodes.keysExclude, at: second.place,
                "\"\(first.text)\" and \"\(second.text)\" both say \(leading.purpose).",
                found: "\"\(second.text)\" beside \"\(first.text)\"",
                expected: Self.oneOf(leading.names), help: "Keep one of the two\(schema.splitting).",
                related: [.init(first.place, "\"\(first.text)\" stands here")]))
    }

    /// Keys that stand without the key that they belong to. Those that lack the same key are one mistake.
    private mutating func reportStrays(_ strays: [(key: LocatedNode, known: KeySchema)], _ keys: KeysFound) {
        var rest = strays
        while let first = rest.first {
            let name = first.key.text
            let wanted = keys.schema.keys.filter { $0.name == name }.flatMap(\.companions)
            let same = rest.dropFirst().filter { $0.known.companions.contains(where: wanted.contains) }
            rest = rest.dropFirst().filter { !$0.known.companions.contains(where: wanted.contains) }
            report(stray: first.key, wanted, with: same.map(\.key), keys)
        }
    }

    private mutating func report(
        stray key: LocatedNode, _ companions: [String], with others: [LocatedNode], _ keys: KeysFound
    ) {
        let name = key.text
        let wanted = Form.alternatives(companions.map { "\"\($0)\"" })
        let here = keys.schema.leading.flatMap(\.names).filter(keys.isPresent).map { "\"\($0)\"" }
        diagnostics.append(
            Diagnostic(
                DefinitionCodes.keyElsewhere, at: key.place,
                "\"\(name)\" only stands beside \(wanted)" + (here.isEmpty ? "." : "; here stands \(Form.list(here))."),
                found: "\"\(name)\"" + (here.isEmpty ? " alone" : " beside \(Form.list(here))"),
                expected: "\"\(name)\" beside \(wanted)",
                help: "Move it to \(keys.schema.noun) that has \(wanted), or delete it.",
                related: others.map { .init($0.place, "the same holds for \"\($0.text)\"") }))
    }

    private mutating func reportUnknown(_ key: LocatedNode, _ keys: KeysFound) {
        let name = key.text
        let schema = keys.schema
        let allowed = keys.namesAllowed
        if let home = home(of: name, in: schema) {
            misplaced.append((home.block, name))
            diagnostics.append(
                Diagnostic(
                    DefinitionCodes.keyElsewhere, at: key.place,
                    "\"\(shortened(name))\" is no key of \(schema.noun); it is one of \(home.block.schema.noun).",
                    found: "the key \"\(shortened(name))\" in \(schema.noun)", expected: Self.oneOf(allowed),
                    help: home.help))
            return
        }
        let suggestion = didYouMean(name, among: keys.candidates)
        if let suggestion { misplaced.append((schema.name, suggestion)) }
        diagnostics.append(
            Diagnostic(
                DefinitionCodes.unknownKey, at: key.place, "\"\(shortened(name))\" is no key of \(schema.noun).",
                found: "the key \"\(shortened(name))\"", expected: Self.oneOf(allowed),
                help: suggestion.map { "Write \"\($0)\"." }
                    ?? "Delete it, or write one of the keys that \(schema.noun) has.",
                fix: suggestion.flatMap { name in
                    keys.isPresentAsWritten(name) ? nil : Fix("Write \"\(name)\"", [.init(key.span, name)])
                }))
    }

    private static func oneOf(_ names: [String]) -> String {
        (names.count > 2 ? "one of " : "") + Form.alternatives(names.map { "\"\($0)\"" })
    }
}

extension Subject {
    /// The place of the key, for what is said about the whole value.
    var keySpan: Span? {
        switch self {
        case .key(let key): key.span
        case .definition, .item, .name: nil
        }
    }
}

extension BlockSchema {
    /// The noun with "this" in place of its article.
    var definite: String { "this \(bare)" }
    /// How to say both of two things, where the group is an item of a list.
    var splitting: String {
        switch name {
        case .step, .stage, .moment, .choice, .option: ", or write two \(bare)s"
        default: ""
        }
    }

    /// Without an article.
    var bare: String {
        for article in ["a ", "an "] where noun.hasPrefix(article) { return String(noun.dropFirst(article.count)) }
        return noun
    }
}
