import Authoring
import Checking
import Definitions
public import SourceText
import YAMLReading

/// The tools for whoever writes definition files: each takes files and gives texts; none writes anything.
public enum AuthorTools {
    /// A file in the one layout; nil, and what is wrong, for a file with errors. Nil and nothing wrong: the file would not say the same in the
    /// one layout, so it has to stay as it is.
    public static func laidOut(_ file: SourceFile) -> (text: String?, diagnostics: [Diagnostic]) {
        let result = Formatter.format(file)
        return (result.text, result.diagnostics)
    }

    /// A file with the fixes that diagnostics offer for it, and how many were made; nil if there are none.
    public static func mended(_ file: SourceFile, _ diagnostics: [Diagnostic]) -> (file: SourceFile, count: Int)? {
        guard let mended = Mending.mend(file, diagnostics) else { return nil }
        return (SourceFile(name: file.name, bytes: mended.text), mended.count)
    }

    /// The way through a workflow, drawn in a notation of other programs.
    public struct Drawing: Sendable {
        /// A Mermaid flowchart.
        public let mermaid: String
        /// The same for Graphviz.
        public let dot: String
    }

    /// Nil, and what is wrong, for a file that does not define a workflow or has errors.
    public static func drawing(_ file: SourceFile) -> (drawing: Drawing?, diagnostics: [Diagnostic]) {
        let definition = DefinitionFile.read(file)
        guard !definition.hasErrors, let graph = FlowBuilder.graph(of: definition) else {
            return (nil, definition.diagnostics)
        }
        return (Drawing(mermaid: graph.mermaid, dot: graph.dot), definition.diagnostics)
    }

    /// A starting file for a new definition.
    public struct Start: Sendable {
        public let text: String
        /// The file for its scenario, if the kind has one.
        public let scenario: String?
    }

    /// The kinds of which there is a starting file, in order.
    public static var kinds: [String] { DefinitionKind.allCases.map(\.rawValue) }

    /// A commented, valid starting file of a kind; nil, and what is wrong, if the name cannot be one.
    ///
    /// - Parameter rules: what it may speak of: a mapping needs an event.
    public static func start(_ kind: String, named name: String, in rules: RuleSet) -> (
        start: Start?, diagnostics: [Diagnostic]
    ) {
        guard let kind = DefinitionKind(rawValue: kind) else { return (nil, []) }
        let event = rules.library.events.first { !$0.fields.isEmpty }
        let start = StartingFile(kind, name, event: event, workflow: rules.workflows.first)
        let file = DefinitionFile.read(SourceFile(name: "\(name).yaml", text: start.text))
        return file.hasErrors
            ? (nil, file.diagnostics) : (Start(text: start.text, scenario: start.scenario), file.diagnostics)
    }
}

/// What has changed in meaning between two sets of definition files.
public struct MeaningChange: Sendable {
    public enum Kind: String, Sendable {
        case added, removed, changed, moved
    }

    public let kind: Kind
    /// What kind of definition it is in: `workflow`.
    public let definition: String
    public let name: String
    /// The keys and names on the way to it; empty for a whole definition.
    public let path: [String]
    public let old: String?
    public let new: String?
    /// In the new files; of what was removed, in the old ones.
    public let place: Place
}

extension AuthorTools {
    /// All changes of meaning, and what is wrong with the files; a file with errors takes no part.
    ///
    /// Definitions are paired by kind, name and version; what is left over by kind and name. Layout and comments do not count.
    public static func changes(from old: [SourceFile], to new: [SourceFile]) -> (
        changes: [MeaningChange], diagnostics: [Diagnostic], count: Int
    ) {
        let before = old.map { DefinitionFile.read($0) }
        let after = new.map { DefinitionFile.read($0) }
        var open = before.filter { !$0.hasErrors }
        var pairs: [(old: DefinitionFile?, new: DefinitionFile)] = []
        for file in after where !file.hasErrors {
            let exact = open.firstIndex { file.isAnother($0) && file.versionText == $0.versionText }
            pairs.append((exact.map { open.remove(at: $0) }, file))
        }
        for index in pairs.indices where pairs[index].old == nil {
            let file = pairs[index].new
            if let other = open.firstIndex(where: { file.isAnother($0) }) { pairs[index].old = open.remove(at: other) }
        }
        var changes: [MeaningChange] = []
        for (old, file) in pairs {
            guard let old else {
                changes.append(file.whole(.added))
                continue
            }
            changes += DefinitionDifference.changes(from: old, to: file).map { file.change($0) }
        }
        changes += open.map { $0.whole(.removed) }
        return (changes, (before + after).flatMap(\.diagnostics).filter { $0.severity == .error }, after.count)
    }
}

extension DefinitionFile {
    fileprivate var title: String { kind.flatMap { tree?.root[$0.rawValue]?.text } ?? "" }

    fileprivate var versionText: String? { tree?.root["version"]?.text }

    fileprivate func isAnother(_ other: DefinitionFile) -> Bool { kind == other.kind && title == other.title }

    fileprivate func whole(_ kind: MeaningChange.Kind) -> MeaningChange {
        MeaningChange(
            kind: kind, definition: self.kind?.rawValue ?? "", name: title, path: [], old: nil, new: nil,
            place: Place(file, Span(0..<0)))
    }

    fileprivate func change(_ change: DefinitionDifference.Change) -> MeaningChange {
        MeaningChange(
            kind: MeaningChange.Kind(rawValue: change.kind.rawValue) ?? .changed, definition: kind?.rawValue ?? "",
            name: title, path: change.path, old: change.old, new: change.new, place: change.place)
    }
}
