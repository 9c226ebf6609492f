import Checking
import Definitions
package import SourceText

/// Files that are asked about, among all that belong together with them.
///
/// Only what they need is read. That is enough where nothing is wrong and everything holds; otherwise all is read, so that what is told, with
/// the names that were perhaps meant, does not depend on what was needed.
package struct AskedFiles: Sendable {
    /// In the order of their names, and the standard ones where they hold.
    private let files: [SourceFile]
    private let headings: [FileHeading?]
    private let tables: [SourceFile]
    /// The positions of those that are asked about.
    private let asked: [Int]

    /// - Parameters:
    ///   - files: all that belong together.
    ///   - asked: the names of those that are asked about.
    package init(_ files: [SourceFile], asked: Set<String>) {
        tables = files.filter { $0.name.hasSuffix(".csv") }
        let own = files.filter { !$0.name.hasSuffix(".csv") }
        let headings = own.map { FileHeading(of: $0) }
        let standards = RuleSet.standards(beside: headings.map { ($0?.kind, $0?.name) })
        self.files = own + standards
        self.headings = headings + standards.map { FileHeading(of: $0) }
        self.asked = own.indices.filter { asked.contains(own[$0].name) }
    }

    /// What is found, and what it was found in: who ends at once need not take that to pieces.
    package struct Findings: Sendable {
        package let diagnostics: [Diagnostic]
        private let rules: RuleSet

        fileprivate init(_ diagnostics: [Diagnostic], in rules: RuleSet) {
            self.diagnostics = diagnostics
            self.rules = rules
        }
    }

    /// What is found in files that are checked together.
    package static func findings(in files: [SourceFile]) -> Findings {
        let rules = RuleSet(completing: files, for: .findings)
        return Findings(rules.findings, in: rules)
    }

    /// What is found in the files and in those that they name, directly or through others, when all are checked together; and why files could
    /// not be read that may hold what a name refers to.
    package func findings() -> Findings {
        var read: [Int: DefinitionFile] = [:]
        if let part = NeededFiles(files, headings).part(for: asked) {
            read = self.read(part)
            let rules = RuleSet(
                part.compactMap { read[$0] }, tables: tables, for: .findings, extent: .part, beside: RuleFiles.ifThere)
            if rules.findings.isEmpty { return Findings([], in: rules) }
        }
        let missing = self.read(files.indices.filter { read[$0] == nil })
        let all = files.indices.compactMap { read[$0] ?? missing[$0] }
        let rules = RuleSet(all, tables: tables, for: .findings, beside: RuleFiles.ifThere)
        var told: Set<ObjectIdentifier> = []
        for position in NeededFiles(files, headings, read: all).named(by: asked) {
            told.insert(ObjectIdentifier(files[position]))
            if case .rule(let rule) = all[position].definition, let table = rule.tableFilePath {
                told.formUnion(rules.library.tableFiles[table].map { [ObjectIdentifier($0)] } ?? [])
            }
        }
        told.formUnion(all.filter(Self.hidesNames).map { ObjectIdentifier($0.file) })
        return Findings(
            rules.findings.filter { told.contains(ObjectIdentifier($0.place.file)) }, in: rules)
    }

    /// The rules by which the scenarios among the files are played; nothing if something is wrong with them.
    package func rulesToPlay() -> RuleSet? {
        guard let part = NeededFiles(files, headings).part(for: asked, isToBePlayed: true) else { return nil }
        let read = self.read(part)
        let rules = RuleSet(
            part.compactMap { read[$0] }, tables: tables, extent: .part, beside: RuleFiles.ifThere)
        return rules.isSound ? rules : nil
    }

    private func read(_ positions: [Int]) -> [Int: DefinitionFile] {
        Dictionary(
            uniqueKeysWithValues: zip(positions, Workers.map(positions) { DefinitionFile.read(files[$0]) }))
    }

    /// Whether a file is broken so that less is told of others: a name that is unknown may stand in it.
    private static func hidesNames(_ file: DefinitionFile) -> Bool {
        guard file.hasErrors else { return false }
        let isNameless = file.definition == nil && (file.kind == nil || file.name == nil)
        return isNameless || file.hasMisspeltName || file.kind == .settings || file.kind == .record
    }
}
