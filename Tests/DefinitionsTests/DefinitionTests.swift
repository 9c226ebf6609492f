import Definitions
import SourceText
import TestSupport
import Testing

@Suite struct DefinitionTests {
    /// A file of each kind, and what is read from it.
    @Test func definitions() throws {
        try checkCases("Cases/Definitions") { input in
            let file = DefinitionFile.read(SourceFile(name: "input.yaml", text: input))
            let problems = file.diagnostics.map(summary)
            return (problems + [file.definition.map(Dump.text) ?? "no definition"]).joined(separator: "\n")
        }
    }
}

/// A diagnostic on two lines: where, what, and the way out.
func summary(_ diagnostic: Diagnostic) -> String {
    let file = diagnostic.place.file
    let start = file.position(at: Int(diagnostic.place.span.start))
    let marked = file.text(in: diagnostic.place.span).replacing("\n", with: "⏎")
    var lines = [
        "\(start.line):\(start.column) \(diagnostic.code.id) \(diagnostic.message) «\(marked.prefix(40))»",
        "    found \(diagnostic.found); expected \(diagnostic.expected)", "    \(diagnostic.help)",
    ]
    for related in diagnostic.related {
        lines.append("    see line \(file.position(at: Int(related.place.span.start)).line): \(related.message)")
    }
    if let fix = diagnostic.fix { lines.append("    fix: \(fix.title)") }
    return lines.joined(separator: "\n")
}

@Suite struct ProblemTests {
    /// What authors get wrong, and every message that they read: where, what, and the way out.
    @Test func problems() throws {
        try checkCases("Cases/Problems") { input in
            DefinitionFile.read(SourceFile(name: "input.yaml", text: input)).diagnostics.map(summary)
                .joined(separator: "\n")
        }
    }
}
