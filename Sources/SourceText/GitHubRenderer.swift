/// Diagnostics as workflow commands of GitHub Actions, one a line, which GitHub shows beside the lines of a pull request:
/// `::error file=…,line=…,col=…,endLine=…,endColumn=…,title=…::…`.
public struct GitHubRenderer: Sendable {
    public init() {}

    public func render(_ report: Report) -> String {
        var lines = report.diagnostics.map(render)
        for (file, count) in report.omitted {
            lines.append("::notice file=\(property(file.name))::\(data("… and \(count) more problems in this file."))")
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// One command, without a line break.
    public func render(_ diagnostic: Diagnostic) -> String {
        let file = diagnostic.place.file
        let start = file.position(at: Int(diagnostic.place.span.start))
        let end = file.position(at: Int(diagnostic.place.span.end))
        var properties = [
            "file=\(property(file.name))", "line=\(start.line)", "col=\(start.column)", "endLine=\(end.line)",
        ]
        // GitHub takes columns only within one line.
        if end.line == start.line { properties.append("endColumn=\(max(end.column, start.column))") }
        properties.append("title=\(property("\(diagnostic.code.id) \(diagnostic.code.title)"))")
        let text = [
            diagnostic.message, "Found: \(diagnostic.found)", "Expected: \(diagnostic.expected)", diagnostic.help,
        ]
        let command =
            switch diagnostic.severity {
            case .error: "error"
            case .warning: "warning"
            case .note: "notice"
            }
        return "::\(command) \(properties.joined(separator: ","))::\(data(text.map(clean).joined(separator: "\n")))"
    }

    private func clean(_ text: String) -> String { DisplayText.harmless(text) }

    /// What follows the second `::`.
    private func data(_ text: String) -> String { escaped(text, "%\r\n") }

    private func property(_ text: String) -> String { escaped(clean(text), "%\r\n:,") }

    /// By scalars: a sign with an accent on it is that sign all the same.
    private func escaped(_ text: String, _ signs: String) -> String {
        text.unicodeScalars.map { scalar in
            signs.unicodeScalars.contains(scalar) ? "%" + hexadecimal(scalar.value, digits: 2) : String(scalar)
        }.joined()
    }
}
