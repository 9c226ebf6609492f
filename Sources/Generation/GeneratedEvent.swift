import Dates
import Encoding

/// One event, ready to be written.
struct GeneratedEvent {
    /// Seconds since 1970.
    var time: Int64
    /// In the order in which the events were made: of one time, the first comes first.
    var number: Int
    var type: String
    var customer: String
    var tenant: String?
    var invoice: String?
    /// Names with values that are JSON already.
    var fields: [(name: String, json: String)] = []

    static func precedes(_ one: GeneratedEvent, _ other: GeneratedEvent) -> Bool {
        (one.time, one.number) < (other.time, other.number)
    }

    /// Appends the event as a line: a CloudEvent of version 1.0.
    func write(id: Int, to text: inout [UInt8]) {
        text +=
            "{\"specversion\":\"1.0\",\"id\":\"evt-\(id)\",\"source\":\"/billing\",\"type\":\"\(type)\",\"time\":\""
            .utf8
        if let instant = try? Instant(seconds: time) { instant.write(to: &text) }
        text += "\"".utf8
        if let tenant {
            text += ",\"tenant\":".utf8
            JSONText.appendString(tenant, to: &text)
        }
        text += ",\"data\":{".utf8
        if let invoice { text += "\"invoice\":\"\(invoice)\",".utf8 }
        text += "\"customer\":\"\(customer)\"".utf8
        for (name, json) in fields { text += ",\"\(name)\":\(json)".utf8 }
        text += "}}\n".utf8
    }
}

/// An amount in the smallest units of its currency.
struct GeneratedAmount {
    var units: Int
    var currency: String
    var digits: Int

    /// As the amounts of events are written, with all digits: `{"amount":"5.00","currency":"USD"}`.
    var json: String { "{\"amount\":\"\(text)\",\"currency\":\"\(currency)\"}" }

    private var text: String {
        guard digits > 0 else { return "\(units)" }
        let all = "\(units)"
        let padded = String(repeating: "0", count: max(0, digits + 1 - all.count)) + all
        return "\(padded.dropLast(digits)).\(padded.suffix(digits))"
    }
}
