import Dates
package import Encoding
import Evaluation
import Program

// The canonical encoding of a run's state. Numbers of fields and of cases are never given to another meaning: a state that
// was written years ago must be readable.

extension RunID: CanonicallyCodable {
    package func encode(into encoder: inout CanonicalEncoder) {
        encoder.beginArray(count: 4)
        tenant.encode(into: &encoder)
        workflow.encode(into: &encoder)
        key.encode(into: &encoder)
        encoder.encode(occurrence)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        try decoder.beginArray(count: 4)
        self.init(
            tenant: try decoder.decode(), workflow: try decoder.decode(), key: try decoder.decode(),
            occurrence: try decoder.decodeInt())
        decoder.endArray()
    }
}

extension RunState: CanonicallyCodable {
    package func encode(into encoder: inout CanonicalEncoder) {
        var fields = encoder.beginFields()
        encoder.field(0, id, &fields)
        encoder.field(1, program, &fields)
        encoder.field(2, now, &fields)
        encoder.field(3, phase, &fields)
        encoder.field(4, visit == 1 ? nil : visit, &fields)
        encoder.field(5, event.isAbsent ? nil : event, &fields)
        encoder.list(6, results, &fields)
        encoder.list(7, frames, &fields)
        encoder.field(8, attempt == Attempt() ? nil : attempt, &fields)
        encoder.list(9, mailbox, &fields)
        encoder.list(10, completed, &fields)
        encoder.field(11, cancel == .none ? nil : cancel.rawValue, &fields)
        encoder.field(12, sequenceResult, &fields)
        encoder.list(13, history, &fields)
        encoder.field(14, successor, &fields)
        encoder.field(15, approved, &fields)
        encoder.endFields(fields)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        var fields = try decoder.beginFields()
        // The first four fields are always there, and first, since fields are written in rising order.
        try decoder.expectField(0, &fields)
        let id = try decoder.decode(RunID.self)
        try decoder.expectField(1, &fields)
        let program = try decoder.decode(Digest.self)
        try decoder.expectField(2, &fields)
        self.init(id: id, program: program, event: .absent, now: try decoder.decodeInstant())
        try decoder.expectField(3, &fields)
        phase = try decoder.decode()
        while let number = try decoder.nextField(&fields) { try decode(number, from: &decoder) }
        judgeSize()
    }

    private mutating func decode(
        _ number: UInt64, from decoder: inout CanonicalDecoder
    ) throws(CanonicalDecodingError) {
        switch number {
        case 4: visit = try decoder.decodeInt()
        case 5: event = try decoder.decode()
        case 6: results = try decoder.decodeArray()
        case 7: frames = try decoder.decodeArray()
        case 8: attempt = try decoder.decode()
        case 9: mailbox = try decoder.decodeArray()
        case 10: completed = try decoder.decodeArray()
        case 11: cancel = try decoder.word(Cancel.init)
        case 12: sequenceResult = try decoder.decode()
        case 13: history = try decoder.decodeArray()
        case 14: successor = try decoder.decode()
        case 15: approved = try decoder.decode()
        default: throw decoder.unknownField(number)
        }
    }
}

extension NamedResult: CanonicallyCodable {
    package func encode(into encoder: inout CanonicalEncoder) {
        encoder.beginArray(count: 2)
        encoder.encode(slot)
        value.encode(into: &encoder)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        try decoder.beginArray(count: 2)
        self.init(slot: try decoder.decodeInt(), value: try decoder.decode())
        decoder.endArray()
    }
}

extension Completed: CanonicallyCodable {
    package func encode(into encoder: inout CanonicalEncoder) {
        encoder.beginArray(count: 2)
        encoder.encode(step)
        encoder.encode(visit)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        try decoder.beginArray(count: 2)
        self.init(step: try decoder.decodeInt(), visit: try decoder.decodeInt())
        decoder.endArray()
    }
}

extension Approved: CanonicallyCodable {
    package func encode(into encoder: inout CanonicalEncoder) {
        encoder.beginArray(count: 2)
        encoder.encode(step)
        covered.encode(into: &encoder)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        try decoder.beginArray(count: 2)
        self.init(step: try decoder.decodeInt(), covered: try decoder.decode())
        decoder.endArray()
    }
}

extension ReceivedEvent: CanonicallyCodable {
    package func encode(into encoder: inout CanonicalEncoder) {
        encoder.beginArray(count: 3)
        id.encode(into: &encoder)
        type.encode(into: &encoder)
        data.encode(into: &encoder)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        try decoder.beginArray(count: 3)
        self.init(id: try decoder.decode(), type: try decoder.decode(), data: try decoder.decode())
        decoder.endArray()
    }
}

extension Attempt: CanonicallyCodable {
    package func encode(into encoder: inout CanonicalEncoder) {
        var fields = encoder.beginFields()
        encoder.field(0, stage, &fields)
        encoder.field(1, anchor, &fields)
        encoder.field(2, transients == 0 ? nil : transients, &fields)
        encoder.field(3, unknowns == 0 ? nil : unknowns, &fields)
        encoder.field(4, stales == 0 ? nil : stales, &fields)
        encoder.field(5, until, &fields)
        encoder.endFields(fields)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        self.init()
        var fields = try decoder.beginFields()
        while let number = try decoder.nextField(&fields) {
            switch number {
            case 0: stage = try decoder.decodeInt()
            case 1: anchor = try decoder.decode()
            case 2: transients = try decoder.decodeInt()
            case 3: unknowns = try decoder.decodeInt()
            case 4: stales = try decoder.decodeInt()
            case 5: until = try decoder.decode()
            default: throw decoder.unknownField(number)
            }
        }
    }
}

extension CanonicalEncoder {
    /// A field with a list, left out when it is empty.
    mutating func list(_ number: UInt64, _ values: [some CanonicallyCodable], _ fields: inout CanonicalFieldWriter) {
        guard !values.isEmpty else { return }
        field(number, &fields)
        encode(values)
    }
}

extension CanonicalDecoder {
    /// A field that a type cannot be without.
    mutating func expectField(
        _ number: UInt64, _ fields: inout CanonicalFieldReader
    ) throws(CanonicalDecodingError) {
        guard try nextField(&fields) == number else { throw missingField(number, fields) }
    }

    /// One of an enumeration's numbers.
    mutating func word<Word>(_ make: (Int) -> Word?) throws(CanonicalDecodingError) -> Word {
        let start = offset
        guard let word = make(try decodeInt()) else { throw failure(.outOfRange, at: start) }
        return word
    }
}
