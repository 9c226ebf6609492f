import Dates
import Encoding
import Evaluation
import Hosting
import Proviso

func usd(_ amount: String) -> String { #"{"amount": "\#(amount)", "currency": "USD"}"# }

/// A billing system with one invoice and one customer. Yours keeps them in a database, and makes each call once under its key.
struct BillingSystem: BillingHost {
    let files: RuleSet
    var open = "1200.00"
    var revision: Int64 = 1
    var made: [Text: Answer] = [:]

    mutating func read(_ queries: [Query]) async -> [HostRecord?] {
        queries.map { query in
            let json =
                query.type == Text("customer")
                ? #"{"id": "C-1", "name": "Acme", "suspended": false}"#
                : #"{"id": "INV-42", "number": "2026-0042", "customer": "C-1", "total": \#(usd("1200.00")), "#
                    + #""balance": \#(usd(open)), "due_on": "2026-03-31", "status": "sent", "disputed": false}"#
            return files.record(query.type.string, json: Array(json.utf8)).value.map {
                HostRecord(id: query.id, revision: revision, value: $0)
            }
        }
    }

    mutating func perform(_ calls: [Call]) async -> [Answer] {
        calls.map { call in
            if let earlier = made[call.key] { return earlier }
            guard call.assuming.allSatisfy({ $0.revision == revision }) else { return .stale }
            print("\(call.primitive) to \(call[Text("to")]?.asText ?? "nobody"), key \(call.key)")
            made[call.key] = .outcome(Text("accepted"), .absent)
            return .outcome(Text("accepted"), .absent)
        }
    }
}

@main struct Embedding {
    static func main() async throws {
        let files = try RuleSet.load(["Rules", "Workflows"])
        let rules = try files.rules(only: ["invoice-reminders"])
        var engine = Engine(rules, host: BillingSystem(files: files))
        let sent =
            #"{"specversion": "1.0", "id": "1", "source": "billing", "type": "invoice.sent", "#
            + #""time": "2026-03-01T08:00:00Z", "data": {"invoice": "INV-42", "customer": "C-1", "#
            + #""total": \#(usd("1200.00")), "due_on": "2026-03-31"}}"#
        for event in files.events(json: Array(sent.utf8)).events { _ = await engine.deliver(event) }
        _ = await engine.tick(at: try Instant("2026-04-01T09:00:00Z"))  // the first reminder
        engine = try Engine(rules, host: engine.host, saved: engine.saved())  // a restart in between loses nothing
        (engine.host.open, engine.host.revision) = ("0.00", 2)
        let paid = try Instant("2026-04-03T10:00:00Z")
        for happening in await engine.recordChanged(Text("invoice"), Text("INV-42"), at: paid) {
            if case .dormant(let until) = happening.kind { print("paid; it can be taken up again until \(until)") }
        }
    }
}
