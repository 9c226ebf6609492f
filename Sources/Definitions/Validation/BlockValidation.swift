import SourceText
import YAMLReading

/// Groups with fixed keys: which keys stand there, which should, and which cannot stand together.
extension Validator {
    mutating func checkBlock(_ node: LocatedNode, _ schema: BlockSchema, _ subject: Subject) {
        if node.count == 0, !node.isIncomplete { return reportTooFew(node, .block(schema.name), subject) }
        frames.append(Frame(schema: schema, node: node))
        defer { frames.removeLast() }
        let keys = KeysFound(node, schema)
        var strays: [(key: LocatedNode, known: KeySchema)] = []
        for entry in node.entries where !entry.key.isDamaged {
            if let key = keys.schema(of: entry.key, in: schema) {
                check(entry.value, key.form, .key(entry.key))
            } else if let known = schema.keys.first(where: { entry.key.textEquals($0.name) }) {
                strays.append((entry.key, known))
                misplaced.append((schema.name, known.name))
                check(entry.value, known.form, .key(entry.key))
            } else if !(kindKey.map { $0.isSame(as: entry.key) } ?? false) {
                reportUnknown(entry.key, keys)
            }
        }
        reportStrays(strays, keys)
        if checkLeading(node, keys, subject) { checkPresence(node, keys, subject) }
        checkWhole(node, keys)
    }

    /// Returns false if two keys exclude each other, so that nothing can be said about what else must be there.
    private mutating func checkLeading(_ node: LocatedNode, _ keys: KeysFound, _ subject: Subject) -> Bool {
        var isDecided = true
        for leading in keys.schema.leading {
            var found: [LocatedNode] = []
            for entry in node.entries
            where leading.names.contains(where: { entry.key.textEquals($0) })
                && !found.contains(where: { $0.textEquals(entry.key.text) })
            {
                found.append(entry.key)
            }
            if found.count > 1 {
                isDecided = false
                reportExclusion(found[0], found[1], leading, keys.schema)
            } else if found.isEmpty, leading.isRequired, !node.isIncomplete,
                !leading.names.contains(where: keys.isPresent)
            {
                reportNoLeading(node, leading, keys.schema, subject)
            }
        }
        return isDecided
    }

    private mutating func checkPresence(_ node: LocatedNode, _ keys: KeysFound, _ subject: Subject) {
        guard !node.isIncomplete else { return }
        let names = keys.schema.keys
            .filter { $0.presence == .required && !keys.isPresent($0.name) && keys.isRequiredHere($0) }
            .map(\.name)
        guard !names.isEmpty else { return }
        let place = Place(tree.file, subject.keySpan ?? headSpan(node))
        let schema = keys.schema
        absences.append(
            Absence(block: schema, names: names, isChoice: false) { names in
                let quoted = Form.list(names.map { "\"\($0)\"" })
                let first = schema.keys.first { $0.name == names[0] }
                let form = first.map { $0.form.expectation } ?? "a value"
                let what = names.count == 1 ? first.map { " \($0.note)" } ?? "" : ""
                return Diagnostic(
                    DefinitionCodes.missingKey, at: place,
                    "\(quoted) \(names.count == 1 ? "is" : "are") missing in \(schema.definite).\(what)",
                    found: "\(schema.noun) without \(quoted)",
                    expected: names.count == 1 ? "\(quoted) with \(form)" : "\(quoted)",
                    help:
                        "Write \(names.count == 1 ? "\"\(names[0]):\" with its value" : "these keys with their values")."
                )
            })
    }

    // MARK: Reports

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

/// Which keys of its schema a group has, misspelt ones included.
struct KeysFound {
    let schema: BlockSchema
    /// The names as written.
    private let written: [LocatedNode]
    /// What misspelt keys most likely are.
    private let guessed: [String]

    init(_ node: LocatedNode, _ schema: BlockSchema) {
        self.schema = schema
        var written: [LocatedNode] = []
        var unknown: [LocatedNode] = []
        for entry in node.entries where !entry.key.isDamaged {
            if schema.keys.contains(where: { entry.key.textEquals($0.name) }) {
                written.append(entry.key)
            } else {
                unknown.append(entry.key)
            }
        }
        self.written = written
        let free =
            unknown.isEmpty ? [] : schema.keys.map(\.name).filter { name in !written.contains { $0.textEquals(name) } }
        guessed = unknown.compactMap { didYouMean($0.text, among: free) }
    }

    func isPresentAsWritten(_ name: String) -> Bool { written.contains { $0.textEquals(name) } }

    func isPresent(_ name: String) -> Bool { isPresentAsWritten(name) || guessed.contains(name) }

    /// No key that decides is there, so nothing can be said about what may stand beside it.
    private var isUndecided: Bool {
        schema.leading.contains { leading in leading.isRequired && !leading.names.contains(where: isPresent) }
    }

    private func mayStand(_ key: KeySchema) -> Bool {
        key.companions.isEmpty || key.companions.contains(where: isPresent)
    }

    func isRequiredHere(_ key: KeySchema) -> Bool { mayStand(key) }

    /// The key's schema, if it may stand here.
    func schema(of key: LocatedNode, in schema: BlockSchema) -> KeySchema? {
        var possible: KeySchema?
        for candidate in schema.keys where key.textEquals(candidate.name) {
            if mayStand(candidate) { return candidate }
            possible = candidate
        }
        guard let possible, isUndecided else { return nil }
        let isByLeading = possible.companions.contains { name in schema.leading.contains { $0.names.contains(name) } }
        return isByLeading ? possible : nil
    }

    /// The keys that can still be meant by a misspelt one.
    var candidates: [String] {
        unique(schema.keys.map(\.name)).filter { !isPresentAsWritten($0) }
    }

    /// The keys that may stand here, for a message.
    var namesAllowed: [String] {
        let decided = schema.leading.filter { leading in leading.names.contains(where: isPresentAsWritten) }
        return unique(
            schema.keys.filter { key in
                if decided.contains(where: { $0.names.contains(key.name) }) { return isPresentAsWritten(key.name) }
                return mayStand(key)
            }.map(\.name))
    }

    private func unique(_ names: [String]) -> [String] {
        var result: [String] = []
        for name in names where !result.contains(name) { result.append(name) }
        return result
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
