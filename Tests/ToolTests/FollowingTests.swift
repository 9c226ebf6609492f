import Foundation
import TestSupport
import Testing

/// What follows from calls is told to the other workflows of a dry run.
@Suite struct FollowingTests {
    private static let workflows = ["deal-to-invoice", "invoice-release", "invoice-reminders", "failed-card"]

    /// Deals of many customers; of each the invoice is drafted, posted, sent and reminded of, though no event of the history says so.
    private func history(_ count: Int) -> (events: String, customers: String) {
        var events = ""
        for number in 0..<count {
            let minutes = number % 50 + 10
            let hour = number / 50 + 10
            let data = [
                #""deal":"D-\#(number)""#, #""customer":"C-\#(number % 37)""#, #""name":"Acme \#(number % 37)""#,
                #""plan":"plan \#(number)""#, #""price":"\#(number + 1).00 USD""#, #""starts_on":"2026-03-02""#,
            ]
            events +=
                #"{"specversion":"1.0","id":"d-\#(number)","source":"/crm","type":"deal.closed","#
                + #""time":"2026-03-02T\#(hour):\#(minutes):00Z","data":{\#(data.joined(separator: ","))}}"# + "\n"
        }
        let customers = (0..<37).map {
            #"{"customer": {"id": "C-\#($0)", "name": "Acme \#($0)", "invoices_sent": 3}}"# + "\n"
        }
        return (events, customers.joined())
    }

    @Test func aDealIsRemindedOfTheSameWithAnyNumberOfWorkers() throws {
        try inScratchFolder { folder in
            let (events, customers) = history(200)
            let file = folder.appendingPathComponent("deals.ndjson")
            let fixtures = folder.appendingPathComponent("customers.ndjson")
            try events.write(to: file, atomically: true, encoding: .utf8)
            try customers.write(to: fixtures, atomically: true, encoding: .utf8)
            var outputs: [[UInt8]] = []
            for (workers, seed) in [("1", nil), ("2", nil), ("7", nil), ("1", "5"), ("2", "5"), ("7", "5")]
                as [(String, String?)]
            {
                let result = try run(
                    builtProgram("proviso"),
                    ["dry-run"] + Self.workflows + [
                        "--events", file.path, "--fixtures", fixtures.path, "--to", "2026-06-30", "--workers", workers,
                    ] + (seed.map { ["--seed", $0] } ?? []))
                #expect(result.status == 0, "\(result.errorText)")
                outputs.append(Array(result.output))
            }
            #expect(outputs[0] == outputs[1] && outputs[0] == outputs[2])
            #expect(outputs[3] == outputs[4] && outputs[3] == outputs[5])
            let calls = try String(decoding: outputs[0], as: UTF8.self).split(separator: "\n").map { line in
                try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
            }
            func accepted(_ primitive: String, _ step: String? = nil) -> [String] {
                calls.filter {
                    $0["primitive"] as? String == primitive && $0["answer"] as? String == "accepted"
                        && (step == nil || $0["step"] as? String == step)
                }.map { call in
                    let inputs = call["inputs"] as? [String: Any]
                    return inputs?["about"] as? String ?? inputs?["invoice"] as? String ?? ""
                }.sorted()
            }
            let sent = accepted("invoice.send")
            // Each invoice once, by a name that no other customer's has, and reminded of twice.
            #expect(sent.count == 200 && Set(sent).count == 200)
            #expect(accepted("notify.email", "first_reminder") == sent)
            #expect(accepted("notify.email", "second_reminder") == sent)
        }
    }
}
