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
    private var box: Box?

    /// What is known of few, and never asked by the book.
    struct Details: Sendable {
        var language: Text?
        var timezone: Text?
        var country: Text?
        var lastDecline: Text?
        var declineClass: Text?
    }

    private final class Box: Sendable {
        let details: Details
        init(_ details: Details) { self.details = details }
    }

    init(id: Text) { self.id = id }

    private var details: Details? { box?.details }

    func value(of field: Field) -> Value { withUnsafePointer(to: self) { Self.value(of: field, at: $0) } }

    static func value(of field: Field, at customer: UnsafePointer<Customer>) -> Value {
        switch field {
        case .id: return .string(customer.pointee.id)
        case .name: return .text(customer.pointee.name)
        case .email: return .text(customer.pointee.email)
        case .card: return .text(customer.pointee.card)
        case .autopay: return customer.pointee.autopay.map { .bool($0) } ?? .absent
        case .terms: return .period(customer.pointee.terms)
        case .suspended: return .bool(customer.pointee.isSuspended)
        case .invoicesSent: return .int(Int64(customer.pointee.invoicesSent))
        case .language: return .text(customer.pointee.box?.details.language)
        case .timezone: return .text(customer.pointee.box?.details.timezone)
        case .country: return .text(customer.pointee.box?.details.country)
        case .lastDecline: return .text(customer.pointee.box?.details.lastDecline)
        case .declineClass: return .text(customer.pointee.box?.details.declineClass)
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
        box = Box(all)
        return true
    }
}
