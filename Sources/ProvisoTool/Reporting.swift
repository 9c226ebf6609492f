import SourceText

/// How findings are shown.
enum ReportFormat: String, CaseIterable {
    case text, json, sarif, github

    func rendered(_ report: Report) -> String {
        switch self {
        case .text: TerminalRenderer(colour: Output.isColoured).render(report)
        case .json: JSONRenderer().render(report)
        case .sarif: SARIFRenderer(toolVersion: version).render(report)
        case .github: GitHubRenderer().render(report)
        }
    }
}

/// The version of this program, as in the change log.
let version = "0.1.0"

extension Report {
    /// `2 errors and 1 warning`; nothing if there is neither.
    var counts: String? {
        let parts = [(count(of: .error), "error"), (count(of: .warning), "warning")].filter { $0.0 > 0 }
            .map { "\($0) \($1)\($0 == 1 ? "" : "s")" }
        return parts.isEmpty ? nil : parts.joined(separator: " and ")
    }
}
