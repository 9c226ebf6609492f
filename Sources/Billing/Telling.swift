package import Dates
package import Encoding
package import Evaluation
package import Hosting

/// An event that the billing system tells after a call: what a signature lists under `then`.
package struct ToldEvent: Sendable {
    package var type: Text
    package var data: [NamedValue]
    /// Tells it from every other: the key of the call, and its place among what follows from it.
    package var key: Text
    package var at: Instant

    fileprivate init(_ type: Text, _ data: [NamedValue], _ key: Text, at time: Instant) {
        self.type = type
        self.data = data
        self.key = key
        at = time
    }
}

/// One event that follows from one outcome of a call.
package struct Following: Hashable, Sendable {
    package var primitive: Text
    package var outcome: Text
    package var event: Text

    package init(_ primitive: Text, _ outcome: Text, _ event: Text) {
        self.primitive = primitive
        self.outcome = outcome
        self.event = event
    }
}

/// What the billing system tells after a call, and how an event of a history is known that tells the same.
extension Book {
    /// The events that a call may tell; which of them are told, the signatures say.
    enum Telling: String {
        case posted = "invoice.posted"
        case sent = "invoice.sent"
        case voided = "invoice.voided"
        case dueDateMoved = "invoice.due_date_moved"
        case disputed = "invoice.disputed"
        case resolved = "invoice.dispute_resolved"
        case received = "payment.received"
        case failed = "payment.failed"
        case reversed = "payment.reversed"
        case started = "subscription.started"
        case cancelled = "subscription.cancelled"
        case signed = "contract.signed"
        case ordered = "purchase_order.received"
        case used = "usage.recorded"

        /// The fields that say which business fact it is; none where two events of one content are two facts.
        fileprivate var identity: [Text] {
            switch self {
            case .posted, .sent, .voided, .dueDateMoved, .disputed, .resolved: ["invoice"]
            case .received, .reversed: ["invoice", "payment"]
            case .failed: []
            case .started, .cancelled: ["subscription"]
            case .signed: ["contract"]
            case .ordered: ["purchase_order"]
            case .used: ["event_id"]
            }
        }

        /// What two events of one fact must agree in besides.
        fileprivate var detail: Text? {
            switch self {
            case .sent: "total"
            case .dueDateMoved: "due_on"
            case .received, .reversed, .ordered: "amount"
            default: nil
            }
        }

        /// What is no longer so when this has happened.
        fileprivate var opposite: Telling? {
            switch self {
            case .disputed: .resolved
            case .resolved: .disputed
            default: nil
            }
        }

        /// Nothing if a part of the fact is not told.
        fileprivate func fact(_ field: (Text) -> Value) -> Text? {
            guard !identity.isEmpty else { return nil }
            var fact = rawValue
            for name in identity {
                let value = field(name)
                guard let part = value.asText?.string ?? value.asDate?.description else { return nil }
                fact += "\u{1F}" + part
            }
            return Text(fact)
        }
    }

    /// The call that is at work tells this when it is kept, if its signature says so.
    mutating func tell(_ event: Telling, _ data: [(Text, Value)]) {
        guard !follows.isEmpty else { return }
        scratch.told.append((event, data.map { NamedValue($0.0, $0.1) }))
    }

    mutating func tell(_ event: Telling, about invoice: Invoice, _ more: [(Text, Value)] = []) {
        tell(event, [("invoice", .string(invoice.id)), ("customer", .string(invoice.customer))] + more)
    }

    /// What a call tells is told from now on, as far as the signature says that it follows from the outcome.
    mutating func keepTold(of primitive: Text, _ outcome: Text) {
        for (index, (event, data)) in scratch.told.enumerated() {
            let type = Text(event.rawValue)
            guard follows.contains(Following(primitive, outcome, type)) else { continue }
            func field(_ name: Text) -> Value { data.first { $0.name == name }?.value ?? .absent }
            if let fact = event.fact(field) { toldFacts[fact] = event.detail.map(field) ?? .absent }
            if let gone = event.opposite?.fact(field) { toldFacts[gone] = nil }
            following.append(ToldEvent(type, data, Text("\(scratch.key)/then \(index + 1)"), at: now))
        }
    }

    /// The events that calls have told since this was asked before.
    package mutating func takeFollowing() -> [ToldEvent] {
        guard !following.isEmpty else { return [] }
        defer { following = [] }
        return following
    }

    /// Whether a call has told before what this event tells. It is asked of each event once: the next one about the same is another.
    package mutating func wasTold(_ type: Text, _ data: Value) -> Bool {
        guard !toldFacts.isEmpty, let event = Telling(rawValue: type.string) else { return false }
        if let gone = event.opposite?.fact(data.field) { toldFacts[gone] = nil }
        guard let fact = event.fact(data.field), let known = toldFacts.removeValue(forKey: fact) else { return false }
        return known == event.detail.map(data.field) ?? .absent
    }
}
