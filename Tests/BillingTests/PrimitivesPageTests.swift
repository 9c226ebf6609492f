import Billing
import Definitions
import Foundation
import TestSupport
import Testing
import YAMLReading

/// `Documentation/Primitives.md` is printed from `Rules/primitives`. With `PROVISO_REWRITE=1` it is printed anew.
@Suite struct PrimitivesPageTests {
    @Test func thePageIsPrintedFromTheFiles() throws {
        let url = repositoryRoot.appendingPathComponent("Documentation/Primitives.md")
        let page = Self.page()
        if ProcessInfo.processInfo.environment["PROVISO_REWRITE"] == "1" {
            try page.write(to: url, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: url, encoding: .utf8) == page)
    }

    private static func page() -> String {
        var lines = [
            "# The primitives", "",
            "Printed from the files of `Rules/primitives` by a test. What the reference book does with them, in context: [Billing.md](Billing.md).",
            "A call can also end in what the machine itself makes of it: `unavailable`, when an outage outlasts the retries.",
            "",
        ]
        for primitive in Signatures.library.primitives.sorted(by: { $0.heading.name.value < $1.heading.name.value }) {
            lines += section(primitive)
        }
        while lines.last == "" { lines.removeLast() }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func section(_ primitive: PrimitiveDefinition) -> [String] {
        var lines = ["## \(primitive.heading.name.value)", ""]
        if let title = primitive.heading.title?.value { lines += ["\(title)."] }
        if let description = primitive.node["description"]?.text {
            lines += ["", description.trimmingCharacters(in: .whitespacesAndNewlines)]
        }
        var facts = primitive.effects.map { "`\($0.value.rawValue)`" }
        if !primitive.oncePer.isEmpty {
            facts.append("once per " + primitive.oncePer.map { "`\($0.text)`" }.joined(separator: ", "))
        }
        facts.append(primitive.isConditional ? "can be conditional on revisions" : "cannot be conditional")
        lines += ["", facts.joined(separator: "; ") + ".", "", "| input | type |", "| --- | --- |"]
        lines += rows(primitive.inputs, indent: "")
        lines += ["", "| outcome | with |", "| --- | --- |"]
        for outcome in primitive.outcomes {
            let fields = outcome.fields.map { "`\($0.name.value)`: \($0.type.value)" }.joined(separator: "; ")
            lines.append("| `\(outcome.name.value)` | \(fields) |")
        }
        let followed = primitive.then.map { entry in
            let events = entry.value.map { "`\($0.value)`" }.joined(separator: ", ")
            return "After `\(entry.name.value)` the system tells \(events)."
        }
        if !followed.isEmpty { lines += ["", followed.joined(separator: " ")] }
        return lines + [""]
    }

    private static func rows(_ fields: [FieldDefinition], indent: String) -> [String] {
        fields.flatMap { field in
            ["| \(indent)`\(field.name.value)` | \(field.type.value) |"]
                + rows(field.fields, indent: "\(indent)`\(field.name.value)`.")
        }
    }
}
