import Dates
import Encoding
import Evaluation

struct Customer: BookRecord {
    enum Field: String, CaseIterable, Sendable {
        case id, name, email, language, timezone, country, card, autopay, terms, suspended
        case invoicesSent = "invoices_sent"
        case lastDecline = "last_decline"
        case declineClass = "decline_class"
    }

    static var kind: RecordKind { .customer }

    let id: Text
    var revision: Int64 = 0
    var given: [Text: Value] = [:]
    var name: Text?
    var email: Text?
    var card: Text?
    var isSuspended = false
    var invoicesSent = 0
    var terms: Period?
    var autopay: Bool?
    var details: Details?

    /// What is known of few, and never asked by the book.
    struct Details: Sendable {
        var language: Text?
        var timezone: Text?
        var country: Text?
        var lastDecline: Text?
        var declineClass: Text?
    }

    init(id: Text) { self.id = id }

    func value(of field: Field) -> Value {
        switch field {
        case .id: .string(id)
        case .name: .text(name)
        case .email: .text(email)
        case .card: .text(card)
        case .autopay: autopay.map { .bool($0) } ?? .absent
        case .terms: .period(terms)
        case .suspended: .bool(isSuspended)
        case .invoicesSent: .int(Int64(invoicesSent))
        case .language: .text(details?.language)
        case .timezone: .text(details?.timezone)
        case .country: .text(details?.country)
        case .lastDecline: .text(details?.lastDecline)
        case .declineClass: .text(details?.declineClass)
        }
    }

    mutating func set(_ field: Field, _ value: Value) -> Bool {
        switch field {
        case .id: return true
        case .name: return take(value.asText, into: &name)
        case .email: return take(value.asText, into: &email)
        case .card: return take(value.asText, into: &card)
        case .autopay: return take(value.asBool, into: &autopay)
        case .terms: return take(value.asPeriod, into: &terms)
        case .suspended: return take(value.asBool, into: &isSuspended)
        case .invoicesSent: return take(value.asInt.map { Int($0) }, into: &invoicesSent)
        case .language, .timezone, .country, .lastDecline, .declineClass: return setDetail(field, value)
        }
    }

    mutating func setDetail(_ field: Field, _ value: Value) -> Bool {
        guard let text = value.asText else { return false }
        var all = details ?? Details()
        switch field {
        case .language: all.language = text
        case .timezone: all.timezone = text
        case .country: all.country = text
        case .lastDecline: all.lastDecline = text
        default: all.declineClass = text
        }
        details = all
        return true
    }
}
