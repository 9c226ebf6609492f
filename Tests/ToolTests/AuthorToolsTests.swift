import Foundation
import TestSupport
import Testing

/// The commands for authors, from the outside: files in a folder of their own, exit codes, and what stands in the files afterwards.
@Suite struct AuthorToolsTests {
    private func proviso(_ words: String...) throws -> ProgramResult { try run(builtProgram("proviso"), words) }

    private func folder(_ name: String) throws -> URL {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("proviso-\(name)-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        return url
    }

    private func write(_ text: String, _ url: URL) throws { try text.write(to: url, atomically: true, encoding: .utf8) }

    private static let untidy = """
        event:   invoice.sent
        version: 1
        # the fields
        fields: {customer: text,   total: "money"}

        """
    private static let tidy = """
        event: invoice.sent
        version: 1
        # the fields
        fields: { customer: text, total: money }

        """

    @Test func fmtLaysOutAndSaysWhatItChanged() throws {
        let folder = try folder("fmt")
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("sent.yaml")
        let bad = folder.appendingPathComponent("bad.yaml")
        let link = folder.appendingPathComponent("link.yml")
        try write(Self.untidy, file)
        try write("event: a.b\nversion: one\n", bad)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file.path)
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)

        let check = try proviso("fmt", "--check", file.path)
        #expect(check.status == 1 && check.outputText == file.path + "\n", "\(check.errorText)")
        #expect(try String(contentsOf: file, encoding: .utf8) == Self.untidy)

        let both = try proviso("fmt", folder.path)
        #expect(both.status == 1)
        #expect(both.errorText.contains("E3030"), "\(both.errorText)")
        #expect(try String(contentsOf: file, encoding: .utf8) == Self.tidy)
        #expect(try String(contentsOf: bad, encoding: .utf8) == "event: a.b\nversion: one\n")
        // What was a link is one still, and the file's rights are as they were.
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == file.path)
        let rights = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
        #expect(rights == 0o640)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [
                "bad.yaml", "link.yml", "sent.yaml",
            ])

        #expect(try proviso("fmt", "--check", file.path).status == 0)
        #expect(try proviso("fmt", folder.path + "/none.yaml").status == 2)
    }

    @Test func fmtChangesNothingWhereItCannotWrite() throws {
        let folder = try folder("full")
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("sent.yaml")
        try write(Self.untidy, file)
        // The name of the file that is written first is taken by a folder: nothing can be written beside the file.
        let script = """
            mkdir -p "$1.$$.new" && exec "$2" fmt "$1"
            """
        let result = try run("sh", ["-c", script, "sh", file.path, builtProgram("proviso")])
        #expect(result.status == 2 && result.errorText.contains("it is as it was"), "\(result.errorText)")
        #expect(try String(contentsOf: file, encoding: .utf8) == Self.untidy)
    }

    @Test func diffTellsWhatChangedInMeaning() throws {
        let folder = try folder("diff")
        defer { try? FileManager.default.removeItem(at: folder) }
        let old = folder.appendingPathComponent("old.yaml")
        let new = folder.appendingPathComponent("new.yaml")
        try write(Self.untidy, old)
        try write(Self.tidy, new)
        let same = try proviso("diff", old.path, new.path)
        #expect(same.status == 0 && same.outputText.contains("The same identity"), "\(same.outputText)")
        try write(Self.tidy.replacingOccurrences(of: "total: money", with: "total: money USD, due: date"), new)
        let changed = try proviso("diff", old.path, new.path)
        #expect(changed.status == 1)
        #expect(
            changed.outputText.replacingOccurrences(of: folder.path + "/", with: "") == """
                changed event invoice.sent
                  changed  fields › total  (new.yaml:4)
                    - money
                    + money USD
                  added  fields › due  (new.yaml:4)
                    + date

                """, "\(changed.outputText)")
        let json = try proviso("diff", "--format", "json", old.path, new.path)
        let items = try JSONSerialization.jsonObject(with: Data(json.outputText.utf8)) as? [[String: Any]]
        #expect(items?.map { $0["change"] as? String } == ["changed", "added"])
        #expect(items?.first?["path"] as? [String] == ["fields", "total"])
        #expect(try proviso("diff", old.path).status == 2)
    }

    @Test func checkFixMakesTheOfferedChanges() throws {
        let folder = try folder("fix")
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("sent.yaml")
        try write("record: customer\nversoin: 1\ntitel: A title\nfields:\n  id: text\n", file)
        #expect(try proviso("check", file.path).status == 1)
        let result = try proviso("check", "--fix", file.path)
        #expect(result.status == 0, "\(result.outputText)")
        #expect(
            try String(contentsOf: file, encoding: .utf8)
                == "record: customer\nversion: 1\ntitle: A title\nfields:\n  id: text\n")
        #expect(result.errorText.contains("2 fixes made."), "\(result.errorText)")
    }

    @Test func everyStartingFileIsRight() throws {
        let folder = try folder("new")
        defer { try? FileManager.default.removeItem(at: folder) }
        let more = folder.appendingPathComponent("More")
        try FileManager.default.createDirectory(at: more, withIntermediateDirectories: true)
        let kinds = [
            ("calendar", "us-federal"), ("settings", "main"), ("event", "invoice.sent"), ("primitive", "invoice.post"),
            ("record", "invoice"), ("notice", "overdue-first"), ("rule", "approval-matrix"), ("price", "usage"),
            ("control", "four-eyes"), ("mapping", "rows"), ("workflow", "look-at-it"),
        ]
        for (kind, name) in kinds {
            let result = try proviso("new", kind, name, "--in", folder.path, "--rules", folder.path)
            if kind == "calendar" {
                // There was no rule set before the first file.
                #expect(result.status == 0 || result.status == 2)
                if result.status == 2 {
                    #expect(try proviso("new", kind, name, "--in", folder.path).status == 0)
                }
            } else {
                #expect(result.status == 0, "\(kind): \(result.errorText)")
            }
        }
        #expect(try proviso("new", "scenario", "look-at-it", "--in", more.path, "--rules", folder.path).status == 0)
        let check = try proviso("check", folder.path)
        #expect(check.status == 0 && check.outputText.isEmpty, "\(check.outputText)")
        let test = try proviso("test", folder.path, "--rules", folder.path)
        #expect(test.status == 0 && test.outputText.contains("2 scenarios"), "\(test.outputText)\(test.errorText)")
        let layout = try proviso("fmt", "--check", folder.path)
        #expect(layout.status == 0, "\(layout.outputText)\(layout.errorText)")
        let again = try proviso("new", "workflow", "look-at-it", "--in", folder.path, "--rules", folder.path)
        #expect(again.status == 2 && again.errorText.contains("already"))
        #expect(try proviso("new", "workfow", "x").status == 2)
        #expect(try proviso("new", "workflow", "Not A Name", "--in", folder.path).status == 1)
    }

    @Test func graphIsDrawn() throws {
        let workflow = "Workflows/collections/invoice-reminders.yaml"
        let mermaid = try proviso("graph", workflow)
        #expect(mermaid.status == 0 && mermaid.outputText.hasPrefix("flowchart TD\n"))
        #expect(mermaid.outputText.contains("invoice.sent") && mermaid.outputText.contains("notify.email"))
        let dot = try proviso("graph", "--format", "dot", workflow)
        #expect(dot.outputText.hasPrefix("digraph"))
        let svg = try proviso("graph", "--format", "svg", workflow)
        if svg.status == 0 {
            #expect(svg.outputText.contains("<svg"))
        } else {
            #expect(svg.status == 2 && svg.errorText.contains("graphviz"))
        }
        #expect(try proviso("graph", "Rules/records/invoice.yaml").status == 2)
    }

    /// The report of JUnit, read by another program.
    @Test func junitIsReadElsewhere() throws {
        let folder = try folder("junit")
        defer { try? FileManager.default.removeItem(at: folder) }
        let source = "Workflows/collections/invoice-reminders.paid-late.test.yaml"
        let text = try String(contentsOf: repositoryRoot.appendingPathComponent(source), encoding: .utf8)
        let failing = folder.appendingPathComponent("failing.test.yaml")
        try write(text.replacingOccurrences(of: "overdue-first", with: "overdue-<&\">second"), failing)
        let report = folder.appendingPathComponent("report.xml")
        let result = try proviso("test", "--format", "junit", failing.path, source)
        #expect(result.status == 1)
        try write(result.outputText, report)
        let script = """
            import sys, xml.etree.ElementTree as tree
            root = tree.parse(sys.argv[1]).getroot()
            assert root.tag == "testsuites", root.tag
            for suite in root:
                assert suite.tag == "testsuite" and suite.get("name")
                cases = list(suite)
                assert int(suite.get("tests")) == len(cases)
                assert all(c.tag == "testcase" and c.get("name") and c.get("classname") for c in cases)
                bad = [c for c in cases if c.find("failure") is not None or c.find("error") is not None]
                assert int(suite.get("failures")) + int(suite.get("errors")) == len(bad)
                print(len(cases), len(bad), all((list(c)[0].get("message") and list(c)[0].text) for c in bad))
            """
        let read = try run("python3", ["-c", script, report.path])
        #expect(read.outputText == "1 1 True\n1 0 True\n", "\(read.outputText)\(read.errorText)\(result.outputText)")
        let json = try proviso("test", "--format", "json", failing.path)
        let object = try JSONSerialization.jsonObject(with: Data(json.outputText.utf8)) as? [String: Any]
        #expect(object?["failed"] as? Int == 1)
    }

    @Test func aFailureShowsTheDifferenceAndWhatLedThere() throws {
        let folder = try folder("failure")
        defer { try? FileManager.default.removeItem(at: folder) }
        let source = "Workflows/collections/invoice-reminders.paid-late.test.yaml"
        let text = try String(contentsOf: repositoryRoot.appendingPathComponent(source), encoding: .utf8)
        let failing = folder.appendingPathComponent("failing.test.yaml")
        try write(text.replacingOccurrences(of: "notice: overdue-first", with: "notice: overdue-second"), failing)
        let result = try proviso("test", failing.path)
        #expect(result.status == 1)
        #expect(result.outputText.contains("what led to "), "\(result.outputText)")
        #expect(result.outputText.contains("calls notify.email"), "\(result.outputText)")
        #expect(try proviso("test", "--filter", "no such title", failing.path).status == 2)
        let one = try proviso("test", "--workers", "1")
        let seven = try proviso("test", "--workers", "7")
        #expect(one.outputText == seven.outputText && one.status == 0)
    }

    @Test func coverageAndMistakes() throws {
        let folder = try folder("quality")
        defer { try? FileManager.default.removeItem(at: folder) }
        let lcov = folder.appendingPathComponent("lcov.info")
        let coverage = try proviso("test", "Workflows/collections", "--coverage", "--lcov", lcov.path)
        #expect(coverage.status == 0 && coverage.outputText.contains("covered: "), "\(coverage.outputText)")
        let text = try String(contentsOf: lcov, encoding: .utf8)
        #expect(text.contains("SF:Workflows/collections/invoice-reminders.yaml\n") && text.hasSuffix("end_of_record\n"))
        let one = try proviso("test", "Workflows/collections", "--mutate", "--workers", "1")
        let two = try proviso("test", "Workflows/collections", "--mutate", "--workers", "2")
        #expect(
            one.outputText == two.outputText && one.outputText.contains(" mistakes: "),
            "\(one.outputText)\(one.errorText)")
        #expect(try proviso("test", "Workflows", "--require", "95").status == 2)
    }
}
