/// Diagnostics for programs. The keys and their order are a promise:
///
/// ```
/// {"code", "severity", "title", "message", "found", "expected", "help", "place": {"file", "start", "end"},
///  "related": [{"message", "place"}], "fix": {"title", "edits": [{"start", "end", "replacement"}]}}
/// ```
///
/// `start` and `end` are `{"line", "column", "offset"}`: lines and columns count from 1 and a column is one Unicode scalar;
/// an offset counts bytes from 0; `end` is the first place behind. `related` and `fix` are left out if there is none.
public struct JSONRenderer: Sendable {
    public init() {}

    /// One object on one line, without a line break.
    public func render(_ diagnostic: Diagnostic) -> String { JSONText.line(value(diagnostic)) }

    /// `{"format": "proviso-diagnostics", "version": 1, "diagnostics": […], "omitted": [{"file", "count"}]}`.
    public func render(_ report: Report) -> String {
        JSONText.document(
            .object([
                ("format", .text("proviso-diagnostics")), ("version", .number(1)),
                ("diagnostics", .list(report.diagnostics.map(value))),
                (
                    "omitted",
                    .list(
                        report.omitted.map { .object([("file", .text($0.file.name)), ("count", .number($0.count))]) })
                ),
            ]))
    }

    private func value(_ diagnostic: Diagnostic) -> JSONText.Value {
        let related = diagnostic.related.map { related in
            JSONText.Value.object([("message", .text(related.message)), ("place", value(related.place))])
        }
        return .object([
            ("code", .text(diagnostic.code.id)), ("severity", .text(diagnostic.severity.rawValue)),
            ("title", .text(diagnostic.code.title)), ("message", .text(diagnostic.message)),
            ("found", .text(diagnostic.found)), ("expected", .text(diagnostic.expected)),
            ("help", .text(diagnostic.help)), ("place", value(diagnostic.place)),
            ("related", related.isEmpty ? .absent : .list(related)),
            ("fix", diagnostic.fix.map { value($0, diagnostic.place.file) } ?? .absent),
        ])
    }

    private func value(_ place: Place) -> JSONText.Value {
        .object([
            ("file", .text(place.file.name)), ("start", value(Int(place.span.start), place.file)),
            ("end", value(Int(place.span.end), place.file)),
        ])
    }

    private func value(_ offset: Int, _ file: SourceFile) -> JSONText.Value {
        let position = file.position(at: offset)
        return .object([
            ("line", .number(position.line)), ("column", .number(position.column)), ("offset", .number(offset)),
        ])
    }

    private func value(_ fix: Fix, _ file: SourceFile) -> JSONText.Value {
        .object([
            ("title", .text(fix.title)),
            (
                "edits",
                .list(
                    fix.edits.map { edit in
                        .object([
                            ("start", value(Int(edit.span.start), file)), ("end", value(Int(edit.span.end), file)),
                            ("replacement", .text(edit.replacement)),
                        ])
                    })
            ),
        ])
    }
}
