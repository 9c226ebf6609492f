import Definitions
import SourceText
import YAMLReading

/// Collects what is found, in the words that all checks of this folder share.
struct Findings {
    private(set) var diagnostics: [Diagnostic] = []
    private let library: Library

    init(_ library: Library) { self.library = library }

    mutating func report(
        _ code: DiagnosticCode, _ place: Place, _ message: String, found: String, expected: String, help: String,
        related: [Diagnostic.Related] = [], fix: Fix? = nil
    ) {
        diagnostics.append(
            Diagnostic(
                code, at: place, message, found: found, expected: expected, help: help, related: related, fix: fix))
    }

    mutating func add(_ more: [Diagnostic]) { diagnostics += more }

    /// A name that refers to a definition of a kind.
    mutating func resolve(_ name: WrittenName, _ kind: DefinitionKind, _ known: [String]) {
        guard !known.contains(name.value), !library.isUnreadable(kind, name.value) else { return }
        reportUnknown(name, kind.schema.noun, known)
    }

    /// - Parameter noun: with its article.
    mutating func reportUnknown(
        _ name: WrittenName, _ noun: String, _ known: [String], code: DiagnosticCode = CheckingCodes.unknownName
    ) {
        let known = Array(Set(known)).sorted()
        let guess = didYouMean(name.value, among: known)
        let bare = noun.split(separator: " ", maxSplits: 1).last.map(String.init) ?? noun
        report(
            code, name.place, "There is no \(bare) \"\(name.value)\".", found: "\"\(name.value)\"",
            expected: known.isEmpty ? "the name of \(noun) that a file defines" : "one of " + Self.quoted(known),
            help: guess.map { "Write \"\($0)\"." } ?? "Correct the name, or add what defines it.",
            fix: guess.map { Fix("Write \"\($0)\"", [.init(name.node.span, $0)]) })
    }

    static func quoted(_ names: [String]) -> String {
        let shown = names.prefix(8).map { "\"\($0)\"" }.joined(separator: ", ")
        return names.count > 8 ? shown + " and \(names.count - 8) more" : shown
    }
}
