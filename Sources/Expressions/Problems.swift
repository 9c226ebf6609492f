package import SourceText

/// The problems found in one expression, in the order in which they were found.
///
/// A class, because lexer, parser and checker write into one list.
package final class Problems {
    package let source: ExpressionSource
    package private(set) var list: [Diagnostic] = []
    /// No more than this many are kept: the rest would be noise.
    private static let atMost = 20

    package init(_ source: ExpressionSource) { self.source = source }

    package var isEmpty: Bool { list.isEmpty }
    package var hasErrors: Bool { list.contains { $0.severity == .error } }

    /// Reports a problem at a span of the expression's text.
    ///
    /// - Parameters:
    ///   - replacement: what the span is replaced with, if that is certain to be meant.
    ///   - edits: the same for several spans.
    package func add(
        _ code: DiagnosticCode, _ span: Span, _ message: String, found: String, expected: String, help: String,
        related: [(Span, String)] = [], replacement: String? = nil, edits: [(Span, String)] = []
    ) {
        guard list.count < Self.atMost else { return }
        var edits = edits
        if let replacement { edits.append((span, replacement)) }
        var fix: Fix?
        if !edits.isEmpty, edits.allSatisfy({ source.isUnbroken($0.0) }) {
            fix = Fix(
                help.hasSuffix(".") ? String(help.dropLast()) : help,
                edits.map {
                    Fix.Edit(source.fileSpan($0.0), $0.1)
                })
        }
        list.append(
            Diagnostic(
                code, at: source.place(span), message, found: found, expected: expected, help: help,
                related: related.map { Diagnostic.Related(source.place($0.0), $0.1) }, fix: fix))
    }
}

extension ExpressionSource {
    /// The text of a span as it was written.
    package func string(_ span: Span) -> String {
        String(decoding: text[span.range.clamped(to: 0..<text.count)], as: UTF8.self)
    }
}
