package import Dates
package import Encoding
package import Evaluation
package import Hosting
package import Machine

/// Something that arrives for the runs of one partition.
package struct Delivery: Sendable {
    package enum Content: Sendable {
        case event(DeliveredEvent)
        /// What a host says of the call with this key.
        case answer(key: Text, Answer)
        case decision(RunID, Decision)
        case recordChanged(RecordKey)
        /// The clock has reached a time that this run asked to be woken at.
        case timer(RunID)
    }

    package var at: Instant
    package var content: Content

    package init(at: Instant, _ content: Content) {
        self.at = at
        self.content = content
    }

    /// The place among deliveries of one time (S5).
    package var rank: Int {
        switch content {
        case .recordChanged: 0
        case .event: 1
        case .decision: 2
        case .answer: 3
        case .timer: 4
        }
    }
}

/// An event with all that the runner must know of it; its definition has told which records its fields name.
package struct DeliveredEvent: Sendable {
    package var source: Text
    package var id: Text
    package var type: Text
    package var data: Value
    package var names: [RecordKey]

    package init(source: Text, id: Text, type: Text, data: Value, names: [RecordKey]) {
        self.source = source
        self.id = id
        self.type = type
        self.data = data
        self.names = names
    }
}

package struct RecordKey: Hashable, Sendable {
    package var type: Text
    package var id: Text

    package init(type: Text, id: Text) {
        self.type = type
        self.id = id
    }
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
