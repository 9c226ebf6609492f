package import Dates
package import Encoding
package import Evaluation
package import Hosting
package import Machine
package import Program

/// Something that arrives for the runs of one partition.
package struct Delivery: Sendable {
    ///
    /// The long ones lie apart, so that a delivery is short: it is handed on often.
    package enum Content: Sendable {
        case event(DeliveredEvent)
        /// What a host says of the call with this key.
        indirect case answer(key: Text, Answer)
        /// The same of a call of this run.
        indirect case answerTo(RunID, key: Text, Answer)
        indirect case decision(RunID, Decision)
        case recordChanged(RecordKey)
        /// The clock has reached a time that this run asked to be woken at, or at which a plan is to start one.
        case timer(RunID)
        /// The shell begins, or its environment is another one: schedules are planned from now on.
        case clock
    }

    package var at: Instant
    package var content: Content

    package init(at: Instant, _ content: Content) {
        self.at = at
        self.content = content
    }

    package var isClock: Bool {
        if case .clock = content { true } else { false }
    }

    /// The place among deliveries of one time (S5).
    package var rank: Int {
        switch content {
        case .recordChanged: 0
        case .event: 1
        case .decision: 2
        case .answer, .answerTo: 3
        case .timer, .clock: 4
        }
    }
}

/// An event with all that the runner must know of it; its definition has told which records its fields name.
///
/// A class, since it is handed on often and nothing in it changes.
package final class DeliveredEvent: Sendable {
    package let source: Text
    package let id: Text
    package let type: Text
    package let data: Value
    package let names: [RecordKey]

    package init(source: Text, id: Text, type: Text, data: Value, names: [RecordKey]) {
        self.source = source
        self.id = id
        self.type = type
        self.data = data
        self.names = names
    }
}

extension DeliveredEvent {
    /// What stands as the source of an event that a workflow has sent.
    private static let ownSource = Text("proviso")

    /// A workflow has sent it.
    package var isEmitted: Bool { source == Self.ownSource }

    /// An event from outside; `nil` if no file declares its type.
    package convenience init?(source: Text, id: Text, type: Text, data: Value, _ routes: EventRoutes) {
        guard let route = routes[type] else { return nil }
        self.init(source: source, id: id, type: type, data: data, names: route.names(in: data))
    }

    /// An event that a workflow has sent; its key is its identity.
    package convenience init?(emitted key: Text, _ type: Text, _ data: [NamedValue], _ routes: EventRoutes) {
        self.init(source: Self.ownSource, id: key, type, data, routes)
    }

    /// What stands as the source of an event that the billing system tells after a call.
    private static let billingSource = Text("billing")

    /// An event that the billing system tells after a call; its key is its identity.
    package convenience init?(told key: Text, _ type: Text, _ data: [NamedValue], _ routes: EventRoutes) {
        self.init(source: Self.billingSource, id: key, type, data, routes)
    }

    private convenience init?(source: Text, id: Text, _ type: Text, _ data: [NamedValue], _ routes: EventRoutes) {
        guard let shape = routes[type]?.shape else { return nil }
        let slots = shape.fields.map { field in data.first { $0.name == field.name }?.value ?? .absent }
        self.init(source: source, id: id, type: type, data: .record(shape, slots), routes)
    }
}

extension EventRoute {
    /// The records that the fields of an event name.
    package func names(in data: Value) -> [RecordKey] {
        guard let slots = data.slots else { return [] }
        var names: [RecordKey] = []
        names.reserveCapacity(records.count)
        for field in records where field.slot < slots.count {
            if let id = slots[field.slot].asText { names.append(RecordKey(type: field.type, id: id)) }
        }
        return names
    }
}

package struct RecordKey: Hashable, Sendable {
    package var type: Text
    package var id: Text

    package init(type: Text, id: Text) {
        self.type = type
        self.id = id
    }

    /// Records of two types seldom have one identity.
    package func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

extension RecordKey: CanonicallyCodable {
    package func encode(into encoder: inout CanonicalEncoder) {
        encoder.beginArray(count: 2)
        encoder.encode(type)
        encoder.encode(id)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        try decoder.beginArray(count: 2)
        self.init(type: try decoder.decode(), id: try decoder.decode())
        decoder.endArray()
    }
}
