import Foundation
import Proviso
import SourceText
import TestSupport
import Testing

/// Scenarios and what is said of them. Each case is a scenario about the workflows of the project.
@Suite struct ScenarioCases {
    private static let files = Result {
        try RuleFiles.read(["Rules", "Workflows"].map { repositoryRoot.path + "/" + $0 })
    }

    @Test func scenarios() throws {
        let files = try Self.files.get()
        try checkCases("Cases") { input in
            let rules = RuleSet(files + [SourceFile(name: "case.test.yaml", text: input + "\n")])
            guard rules.isSound else { return Self.shown(rules.diagnostics) }
            let reports = try rules.playScenarios().filter { $0.place.file.name == "case.test.yaml" }
            return reports.map { report in
                report.holds ? "holds, \(report.expectationCount) expectations" : Self.shown(report.diagnostics)
            }.joined(separator: "\n")
        }
    }

    /// Each case is a workflow, and behind a line `+++` a scenario about it.
    @Test func workflowsOfTheirOwn() throws {
        let rules = ["records", "events", "primitives", "notices", "calendars"]
        let files = try RuleFiles.read(rules.map { repositoryRoot.path + "/Rules/" + $0 })
        let settings = """
            settings: tried
            version: 1
            timezone: UTC
            calendar: us-federal
            roles: [billing-operations]
            grants: { nobody-in-particular: [credit_note.issue, dispute.resolve, payment.charge] }
            """
        try checkCases("Workflows") { input in
            let parts = [settings] + input.components(separatedBy: "\n+++\n")
            let names = ["settings.yaml", "case.yaml", "case.test.yaml"]
            let rules = RuleSet(files + zip(names, parts).map { SourceFile(name: $0, text: $1 + "\n") })
            guard rules.isSound else { return Self.shown(rules.diagnostics) }
            let reports = try rules.playScenarios().filter { $0.place.file.name == "case.test.yaml" }
            return reports.map { report in
                report.holds ? "holds, \(report.expectationCount) expectations" : Self.shown(report.diagnostics)
            }.joined(separator: "\n")
        }
    }

    private static func shown(_ diagnostics: [Diagnostic]) -> String {
        diagnostics.map { diagnostic in
            let position = diagnostic.place.file.position(at: Int(diagnostic.place.span.start))
            return "\(position.line):\(position.column) \(diagnostic.code.id) \(diagnostic.message)\n"
                + "    found \(diagnostic.found)\n    expected \(diagnostic.expected)\n    \(diagnostic.help)"
        }.joined(separator: "\n")
    }

    /// Every scenario of the project holds, and none would hold whatever happened: with any one expected word changed it fails.
    @Test func theScenariosOfTheProjectHoldAndCanFail() throws {
        let files = try Self.files.get()
        let rules = RuleSet(files)
        let reports = try rules.playScenarios()
        #expect(reports.count >= 2)
        for report in reports {
            #expect(report.holds, "\(report.title): \(report.diagnostics.map(\.message))")
            #expect(report.expectationCount > 0)
        }
        for file in files where file.name.hasSuffix(".test.yaml") {
            let text = String(decoding: file.bytes, as: UTF8.self)
            // A scenario about a rule or a notice has no timeline.
            guard text.contains("\nworkflow: ") else { continue }
            for (old, new) in [
                ("waiting: reminders", "waiting: settlement"), ("ended: cleared", "ended: gave_up"),
                ("overdue-first", "overdue-second"), ("to: C-1", "to: C-2"), ("runs: 1", "runs: 2"),
                ("denied: role", "denied: counted"), ("outcome: approved", "outcome: refused"),
                ("dormant: true", "dormant: false"), ("customer: C-1 }\n      ended", "customer: C-9 }\n      ended"),
            ] {
                guard let range = text.range(of: old) else { continue }
                let changed = SourceFile(name: file.name, text: text.replacingCharacters(in: range, with: new))
                let played = try RuleSet(files.filter { $0.name != file.name } + [changed]).playScenarios()
                let report = played.first { $0.place.file.name == file.name }
                #expect(report?.holds == false, "\(file.name) holds with \"\(new)\"")
            }
        }
    }
}
