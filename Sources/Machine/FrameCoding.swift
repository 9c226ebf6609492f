import Dates
package import Encoding
import Evaluation
import Program

extension Frame: CanonicallyCodable {
    package func encode(into encoder: inout CanonicalEncoder) {
        switch self {
        case .block(let block, let at, let isBranch):
            encoder.beginArray(count: 3)
            encoder.encode(isBranch ? 1 : 0)
            encoder.encode(block)
            encoder.encode(at)
        case .sequence(let sequence):
            encoder.beginArray(count: 2)
            encoder.encode(2)
            sequence.encode(into: &encoder)
        case .each(let each):
            encoder.beginArray(count: 2)
            encoder.encode(4)
            each.encode(into: &encoder)
        case .undo(let remaining, let visit):
            encoder.beginArray(count: 3)
            encoder.encode(3)
            encoder.encode(remaining)
            encoder.encode(visit)
        }
    }

    package init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        let start = decoder.offset
        var elements = try decoder.beginArray()
        let count = elements.remaining
        _ = decoder.nextElement(&elements)
        let kind = try decoder.decodeInt()
        switch (kind, count) {
        case (0, 3), (1, 3):
            self = .block(try decoder.decodeInt(), at: try decoder.decodeInt(), isBranch: kind == 1)
        case (2, 2): self = .sequence(try decoder.decode())
        case (4, 2): self = .each(try decoder.decode())
        case (3, 3): self = .undo(try decoder.decodeArray(), visit: try decoder.decodeInt())
        default: throw decoder.failure(.outOfRange, at: start)
        }
        decoder.endArray()
    }
}

extension EachState: CanonicallyCodable {
    package func encode(into encoder: inout CanonicalEncoder) {
        var fields = encoder.beginFields()
        encoder.field(0, step, &fields)
        encoder.field(1, item, &fields)
        encoder.field(2, isActing ? true : nil, &fields)
        encoder.field(3, value.isAbsent ? nil : value, &fields)
        encoder.field(4, begun, &fields)
        encoder.list(5, failed, &fields)
        if let retried {
            encoder.field(6, &fields)
            encoder.encode(retried)
        }
        encoder.endFields(fields)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        self.init(step: 0)
        var fields = try decoder.beginFields()
        while let number = try decoder.nextField(&fields) {
            switch number {
            case 0: step = try decoder.decodeInt()
            case 1: item = try decoder.decode()
            case 2: isActing = try decoder.decodeBool()
            case 3: value = try decoder.decode()
            case 4: begun = try decoder.decodeInt()
            case 5: failed = try decoder.decodeArray()
            case 6: retried = try decoder.decodeArray()
            default: throw decoder.unknownField(number)
            }
        }
    }
}

extension EachState.Failure: CanonicallyCodable {
    package func encode(into encoder: inout CanonicalEncoder) {
        encoder.beginArray(count: 2)
        item.encode(into: &encoder)
        Suspension(reason).encode(into: &encoder)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        try decoder.beginArray(count: 2)
        self.init(item: try decoder.decode(), reason: try decoder.decode(Suspension.self).reason)
        decoder.endArray()
    }
}

extension SequenceState: CanonicallyCodable {
    package func encode(into encoder: inout CanonicalEncoder) {
        var fields = encoder.beginFields()
        encoder.field(0, step, &fields)
        encoder.list(1, stages, &fields)
        encoder.field(2, anchor, &fields)
        encoder.field(3, shiftDays == 0 ? nil : shiftDays, &fields)
        encoder.field(4, pausedOn, &fields)
        encoder.field(5, pauseLimit, &fields)
        encoder.field(6, acting, &fields)
        encoder.field(7, actingAnchor, &fields)
        encoder.field(8, lastNoticeOn, &fields)
        encoder.field(9, ending?.rawValue, &fields)
        encoder.endFields(fields)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        self.init(step: 0, stageCount: 0)
        var fields = try decoder.beginFields()
        while let number = try decoder.nextField(&fields) {
            switch number {
            case 0: step = try decoder.decodeInt()
            case 1: stages = try decoder.decodeArray()
            case 2: anchor = try decoder.decode()
            case 3: shiftDays = try decoder.decodeInt()
            case 4: pausedOn = try decoder.decode()
            case 5: pauseLimit = try decoder.decode()
            case 6: acting = try decoder.decodeInt()
            case 7: actingAnchor = try decoder.decode()
            case 8: lastNoticeOn = try decoder.decode()
            case 9: ending = try decoder.word(Ending.init)
            default: throw decoder.unknownField(number)
            }
        }
    }
}

extension SequenceState.StageState: CanonicallyCodable {
    package func encode(into encoder: inout CanonicalEncoder) {
        switch self {
        case .open: encoder.encode(0)
        case .missed: encoder.encode(1)
        case .passed: encoder.encode(2)
        case .postponed(let day): encode(0, day, into: &encoder)
        case .done(let day, let accepted): encode(accepted ? 1 : 2, day, into: &encoder)
        }
    }

    private func encode(_ kind: Int, _ day: CivilDate, into encoder: inout CanonicalEncoder) {
        encoder.beginArray(count: 2)
        encoder.encode(kind)
        encoder.encode(day)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        let start = decoder.offset
        if try decoder.peekKind() == .array {
            try decoder.beginArray(count: 2)
            let kind = try decoder.decodeInt()
            let day = try decoder.decodeDate()
            decoder.endArray()
            switch kind {
            case 0: self = .postponed(day)
            case 1, 2: self = .done(on: day, accepted: kind == 1)
            default: throw decoder.failure(.outOfRange, at: start)
            }
            return
        }
        switch try decoder.decodeInt() {
        case 0: self = .open
        case 1: self = .missed
        case 2: self = .passed
        default: throw decoder.failure(.outOfRange, at: start)
        }
    }
}
