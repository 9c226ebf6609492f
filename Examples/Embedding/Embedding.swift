import Dates
import Encoding
import Evaluation
import Hosting
import Ingest
import Proviso
import SourceText

/// A billing system as an engine sees it. This one keeps its records in the reference book; yours keeps them in a database. What it
/// promises is said in Documentation/Embedding.md.
struct BillingSystem: BillingHost {
    var book: ReferenceBook

    mutating func read(_ queries: [Query]) async -> [HostRecord?] { await book.read(queries) }

    mutating func perform(_ calls: [Call]) async -> [Answer] {
        let answers = await book.perform(calls)
        for (call, answer) in zip(calls, answers) {
            guard case .outcome(let outcome, _) = answer else { continue }
            print("\(call.primitive) to \(call[Text("to")]?.asText ?? "nobody"), \(outcome), key \(call.key)")
        }
        return answers
    }

    mutating func answers(toKeys keys: [Text]) async -> [Answer] { await book.answers(toKeys: keys) }
}

/// An event as it comes over the wire, in the JSON format of CloudEvents.
func event(_ type: String, _ id: String, _ time: String, _ rest: String) -> [UInt8] {
    Array(
        (#"{"specversion": "1.0", "id": "\#(id)", "source": "billing", "type": "\#(type)", "time": "\#(time)", "#
            + #""data": {"invoice": "INV-42", "customer": "C-1", \#(rest)}}"#).utf8)
}

@main struct Embedding {
    static func main() async throws {
        let files = try RuleSet.load(["Rules", "Workflows"])
        let rules = try files.rules(only: ["invoice-reminders"])
        var engine = Engine(rules, host: BillingSystem(book: ReferenceBook(rules)))
        let amount = #"{"amount": "1200.00", "currency": "USD"}"#
        let sent = event("invoice.sent", "1", "2026-03-01T08:00:00Z", #""total": \#(amount), "due_on": "2026-03-31""#)
        let paid = event("payment.received", "2", "2026-04-03T10:00:00Z", #""amount": \#(amount)"#)
        for incoming in [sent, paid] {
            let (events, diagnostics) = files.events(json: incoming)
            for diagnostic in diagnostics { print(diagnostic.message, diagnostic.help) }
            for event in events {
                // What was planned before it is done first: here the first reminder.
                _ = await engine.fastForward(before: event.time)
                _ = engine.host.book.record(event)
                for happening in await engine.deliver(event) {
                    if case .dormant(let until) = happening.kind { print("settled; taken up again until \(until)") }
                }
                engine = try Engine(rules, host: engine.host, saved: engine.saved())  // a restart loses nothing
            }
        }
    }
}
