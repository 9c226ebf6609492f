import Proviso
import SourceText

/// What came of scenarios, in the notation of whoever reads it. Nothing in it depends on how long something took.
enum TestReportFormat: String, CaseIterable {
    case text, json, junit

    func rendered(_ reports: [ScenarioReport], isExplained: Bool) -> String {
        switch self {
        case .text: TestText.rendered(reports, isExplained)
        case .json: TestJSON.rendered(reports)
        case .junit: JUnit.rendered(reports)
        }
    }
}

extension ScenarioReport {
    var line: Int { place.file.position(at: Int(place.span.start)).line }
}

extension Diagnostic {
    /// `file:line:column`.
    var written: String {
        let position = place.file.position(at: Int(place.span.start))
        return "\(place.file.name):\(position.line):\(position.column)"
    }
}

/// For a person.
private enum TestText {
    static func rendered(_ reports: [ScenarioReport], _ isExplained: Bool) -> String {
        var text = ""
        for report in reports {
            text += report.holds ? "holds  \(report.title)\n" : failed(report)
            if isExplained { text += report.story.map { "         \($0)\n" }.joined() }
        }
        let failed = reports.count { !$0.holds }
        let expectations = reports.reduce(0) { $0 + $1.expectationCount }
        let holding = reports.count - failed
        return text + "\(reports.count) scenario\(reports.count == 1 ? "" : "s") with \(expectations) expectations: "
            + "\(holding) hold\(holding == 1 ? "s" : ""), \(failed) fail\(failed == 1 ? "s" : "")\n"
    }

    private static func failed(_ report: ScenarioReport) -> String {
        var text =
            "FAILS  \(report.title)\n\n"
            + TerminalRenderer(colour: Output.isColoured).render(Report(report.diagnostics)) + "\n"
        var last: [String]?
        for failure in report.failures {
            if failure.difference.count > 2 {
                text += "  the difference at \(failure.diagnostic.written), - expected, + happened:\n"
                text += failure.difference.map { "    \($0)\n" }.joined()
            }
            if failure.trail != last {
                text += "  what led to \(failure.at):\n"
                text += failure.trail.isEmpty ? "    nothing happened since the moment before\n" : ""
                text += failure.trail.map { "    \($0)\n" }.joined()
            }
            last = failure.trail
        }
        return text + "\n"
    }
}

/// For programs.
private enum TestJSON {
    static func rendered(_ reports: [ScenarioReport]) -> String {
        var whole = JSONObject()
        whole.add("scenarios", reports.count)
        whole.add("failed", reports.count { !$0.holds })
        whole.add("expectations", reports.reduce(0) { $0 + $1.expectationCount })
        whole.add("results", raw: JSONObject.list(reports.map { scenario($0) }))
        return whole.text + "\n"
    }

    private static func scenario(_ report: ScenarioReport) -> String {
        var object = JSONObject()
        object.add("title", report.title)
        object.add("file", report.place.file.name)
        object.add("line", report.line)
        object.add("workflow", report.workflow)
        object.add("holds", report.holds)
        object.add("expectations", report.expectationCount)
        object.add("problems", raw: "[" + report.diagnostics.map { problem($0, report) }.joined(separator: ",") + "]")
        return object.text
    }

    private static func problem(_ diagnostic: Diagnostic, _ report: ScenarioReport) -> String {
        let position = diagnostic.place.file.position(at: Int(diagnostic.place.span.start))
        let failure = report.failures.first {
            $0.diagnostic.place.span == diagnostic.place.span && $0.diagnostic.message == diagnostic.message
        }
        var object = JSONObject()
        object.add("code", diagnostic.code.id)
        object.add("message", diagnostic.message)
        object.add("file", diagnostic.place.file.name)
        object.add("line", position.line)
        object.add("column", position.column)
        object.add("expected", diagnostic.expected)
        object.add("found", diagnostic.found)
        if let failure {
            object.add("at", "\(failure.at)")
            object.add("difference", failure.difference)
            object.add("trail", failure.trail)
        }
        return object.text
    }
}

/// For CI: the elements and attributes that readers of JUnit's reports have in common. A file is a suite, a scenario a case. Scenarios run on
/// a clock of their own, so no time is told.
private enum JUnit {
    static func rendered(_ reports: [ScenarioReport]) -> String {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        text += "<testsuites name=\"proviso\" tests=\"\(reports.count)\" \(counts(reports))>\n"
        var rest = reports[...]
        while let first = rest.first {
            let own = rest.prefix { $0.place.file.name == first.place.file.name }
            rest = rest.dropFirst(own.count)
            text += suite(first.place.file.name, Array(own))
        }
        return text + "</testsuites>\n"
    }

    /// A failure is an expectation that did not hold, an error a scenario that could not be played.
    private static func counts(_ reports: [ScenarioReport]) -> String {
        let failures = reports.count { !$0.holds && isFailure($0) }
        let errors = reports.count { !$0.holds && !isFailure($0) }
        return "failures=\"\(failures)\" errors=\"\(errors)\""
    }

    private static func isFailure(_ report: ScenarioReport) -> Bool {
        report.failures.count == report.diagnostics.count
    }

    private static func suite(_ name: String, _ reports: [ScenarioReport]) -> String {
        var text =
            "  <testsuite name=\"\(escaped(name))\" tests=\"\(reports.count)\" \(counts(reports)) skipped=\"0\">\n"
        for report in reports {
            let head = "    <testcase name=\"\(escaped(report.title))\" classname=\"\(escaped(report.workflow))\""
            guard !report.holds else {
                text += head + "/>\n"
                continue
            }
            let element = isFailure(report) ? "failure" : "error"
            let message = report.diagnostics.first?.message ?? ""
            text += head + ">\n"
            text +=
                "      <\(element) message=\"\(escaped(message))\" type=\"\(report.diagnostics.first?.code.id ?? "")\">"
            text += escaped(body(report)) + "</\(element)>\n    </testcase>\n"
        }
        return text + "  </testsuite>\n"
    }

    private static func body(_ report: ScenarioReport) -> String {
        var lines: [String] = []
        for diagnostic in report.diagnostics {
            lines.append("\(diagnostic.written): \(diagnostic.message)")
            lines.append("  found \(diagnostic.found)")
            lines.append("  expected \(diagnostic.expected)")
        }
        for failure in report.failures {
            lines += failure.difference.map { "  \($0)" }
            lines += failure.trail.map { "  \($0)" }
        }
        return lines.joined(separator: "\n")
    }

    /// XML 1.0 has no way to write most control characters; they stand as U+FFFD.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\n": result += "\n"
            default:
                let isAllowed = scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
                result.unicodeScalars.append(isAllowed || scalar == "\t" ? scalar : "\u{FFFD}")
            }
        }
        return result
    }
}
