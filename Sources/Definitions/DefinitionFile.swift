package import SourceText
package import YAMLReading

/// One file: what it defines, as far as it can be read, and what is wrong with it.
package struct DefinitionFile: Sendable {
    package let file: SourceFile
    /// Nil if the file cannot be read as YAML at all.
    package let tree: LocatedTree?
    /// Nil if the first key does not say it and the others do not tell.
    package let kind: DefinitionKind?
    /// What the file defines, also if the definition itself cannot be used: so a name that others refer to is not
    /// reported as unknown on top.
    package let name: WrittenName?
    /// Nil if something is wrong that the whole depends on. Steps that cannot be read are in it, as such.
    package let definition: Definition?
    /// Sorted by place.
    package let diagnostics: [Diagnostic]

    package static func read(_ file: SourceFile) -> DefinitionFile { DefinitionFile(file) }

    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    /// Whether an error stands elsewhere than in what a file says of itself: it may have hidden a name that the file gives.
    package var mayHaveLostNames: Bool {
        guard let tree else { return true }
        let about = tree.root.entries.filter { Self.headingKeys.contains($0.key.text) }
            .map { Int($0.key.span.start)...Int(max($0.key.span.end, $0.value.span.end)) }
        return diagnostics.contains { found in
            found.severity == .error && !about.contains { $0.contains(Int(found.place.span.start)) }
        }
    }

    private static let headingKeys: Set<String> = [
        "version", "title", "owner", "description", "effective", "until", "dated_by",
    ]

    /// Whether the name that the file gives to its definition is not written as names are, so that nobody can know what it should be.
    package var hasMisspeltName: Bool {
        guard let kind, let name, case .name(let style)? = kind.schema.keys.first?.form else { return false }
        return !style.accepts(name.value)
    }

    /// The bytes that the definition's identity is the digest of; nil if the file has errors.
    package func canonicalBytes(expression: @escaping CanonicalForm.ExpressionPrinter = { _ in nil }) -> [UInt8]? {
        guard !hasErrors, let tree, let kind else { return nil }
        return CanonicalForm.bytes(of: tree.root, as: kind, expression: expression)
    }

    private init(_ file: SourceFile) {
        self.file = file
        let reading = YAMLReader.read(file)
        tree = reading.tree
        var diagnostics = reading.diagnostics
        var definition: Definition?
        var found = KindFinding()
        if let tree = reading.tree {
            found = KindFinding(tree)
            diagnostics += found.diagnostics
            if let kind = found.kind {
                diagnostics += Validator.validate(tree, as: kind, kindKey: found.reportedKey)
                definition = try? Definition(tree.root, kind)
                if case .workflow(var workflow) = definition {
                    diagnostics += workflow.nameSteps()
                    definition = .workflow(workflow)
                }
            }
        }
        kind = found.kind
        name = found.kind.flatMap { kind in
            reading.tree?.root.entry(kind.rawValue).flatMap { try? Take.name($0.value) }
        }
        self.definition = definition
        self.diagnostics = Self.shown(diagnostics.sortedByPlace())
    }
}

extension DefinitionFile {
    /// The problems of one file that are told.
    private static let maximumProblems = 99

    /// The first problems, and how many more there are.
    private static func shown(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
        guard diagnostics.count > maximumProblems else { return diagnostics }
        let more = diagnostics.count - maximumProblems
        return diagnostics.prefix(maximumProblems) + [
            Diagnostic(
                SourceTextCodes.manyProblems, at: diagnostics[maximumProblems].place,
                "From here on this file has \(more) more problem\(more == 1 ? "" : "s").",
                found: "\(diagnostics.count) problems", expected: "at most \(maximumProblems) to be shown",
                help: "Mend the problems that are shown, and check the file again.")
        ]
    }
}

extension Definition {
    init(_ node: LocatedNode, _ kind: DefinitionKind) throws(Unreadable) {
        switch kind {
        case .workflow: self = .workflow(try WorkflowDefinition(node))
        case .rule: self = .rule(try RuleDefinition(node))
        case .price: self = .price(try PriceDefinition(node))
        case .calendar: self = .calendar(try CalendarDefinition(node))
        case .notice: self = .notice(try NoticeDefinition(node))
        case .record: self = .record(try RecordDefinition(node))
        case .event: self = .event(try EventDefinition(node))
        case .primitive: self = .primitive(try PrimitiveDefinition(node))
        case .settings: self = .settings(try SettingsDefinition(node))
        case .control: self = .control(try ControlDefinition(node))
        case .mapping: self = .mapping(try MappingDefinition(node))
        case .scenario where node.entry("rule") != nil: self = .ruleCases(try CasesDefinition(node, of: "rule"))
        case .scenario where node.entry("notice") != nil: self = .noticeCases(try CasesDefinition(node, of: "notice"))
        case .scenario: self = .scenario(try ScenarioDefinition(node))
        }
    }
}
