import Dates
package import Encoding
import Evaluation
import Program

extension Phase: CanonicallyCodable {
    package func encode(into encoder: inout CanonicalEncoder) {
        switch self {
        case .moving: write(0, into: &encoder)
        case .calling(let key, let inquiry):
            write(inquiry ? 2 : 1, key, into: &encoder)
        case .delayed(let until): write(3, until, into: &encoder)
        case .unsure(let key, let until):
            encoder.beginArray(count: 3)
            encoder.encode(4)
            key.encode(into: &encoder)
            until.encode(into: &encoder)
        case .waiting(let until, let deadline):
            encoder.beginArray(count: 2)
            encoder.encode(5)
            var fields = encoder.beginFields()
            encoder.field(0, until, &fields)
            encoder.field(1, deadline, &fields)
            encoder.endFields(fields)
        case .approving(let approval): write(6, approval, into: &encoder)
        case .listening(let until): write(7, until, into: &encoder)
        case .suspended(let suspension): write(8, suspension, into: &encoder)
        case .dormant(let until, let result):
            encoder.beginArray(count: 3)
            encoder.encode(9)
            until.encode(into: &encoder)
            result.encode(into: &encoder)
        case .ended(let result): write(10, result, into: &encoder)
        }
    }

    private func write(_ kind: Int, into encoder: inout CanonicalEncoder) {
        encoder.beginArray(count: 1)
        encoder.encode(kind)
    }

    private func write(_ kind: Int, _ value: some CanonicallyCodable, into encoder: inout CanonicalEncoder) {
        encoder.beginArray(count: 2)
        encoder.encode(kind)
        value.encode(into: &encoder)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        let start = decoder.offset
        var elements = try decoder.beginArray()
        let count = elements.remaining
        _ = decoder.nextElement(&elements)
        let kind = try decoder.decodeInt()
        switch (kind, count) {
        case (0, 1): self = .moving
        case (1, 2), (2, 2): self = .calling(key: try decoder.decode(), inquiry: kind == 2)
        case (3, 2): self = .delayed(until: try decoder.decode())
        case (4, 3): self = .unsure(key: try decoder.decode(), until: try decoder.decode())
        case (5, 2): self = try Self.waiting(&decoder)
        case (6, 2): self = .approving(try decoder.decode())
        case (7, 2): self = .listening(until: try decoder.decode())
        case (8, 2): self = .suspended(try decoder.decode())
        case (9, 3): self = .dormant(until: try decoder.decode(), result: try decoder.decode())
        case (10, 2): self = .ended(try decoder.decode())
        default: throw decoder.failure(.outOfRange, at: start)
        }
        decoder.endArray()
    }

    private static func waiting(_ decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) -> Phase {
        var until: Instant?
        var deadline: Instant?
        var fields = try decoder.beginFields()
        while let number = try decoder.nextField(&fields) {
            switch number {
            case 0: until = try decoder.decode()
            case 1: deadline = try decoder.decode()
            default: throw decoder.unknownField(number)
            }
        }
        return .waiting(until: until, deadline: deadline)
    }
}

extension Suspension: CanonicallyCodable {
    package func encode(into encoder: inout CanonicalEncoder) {
        var fields = encoder.beginFields()
        encoder.field(0, reason.number, &fields)
        switch reason {
        case .outcome(let name): encoder.field(1, name, &fields)
        case .expression(let code): encoder.field(2, code, &fields)
        case .stateLimit(let name), .rule(let name), .list(let name), .sameItem(let name):
            encoder.field(1, name, &fields)
        case .items(let count): encoder.field(2, count, &fields)
        default: break
        }
        encoder.field(3, step, &fields)
        encoder.endFields(fields)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        var number: Int?
        var name = Text()
        var code = 0
        var step: StepIndex?
        var fields = try decoder.beginFields()
        while let field = try decoder.nextField(&fields) {
            switch field {
            case 0: number = try decoder.decodeInt()
            case 1: name = try decoder.decode()
            case 2: code = try decoder.decodeInt()
            case 3: step = try decoder.decode()
            default: throw decoder.unknownField(field)
            }
        }
        guard let number, let reason = Reason(number: number, name: name, code: code) else {
            throw decoder.missingField(0, fields)
        }
        self.init(reason, step: step)
    }
}

extension Suspension.Reason {
    fileprivate var number: Int {
        switch self {
        case .outcome: 0
        case .stale: 1
        case .unknown: 2
        case .missingRecord: 3
        case .pauseLimit: 4
        case .noLevels: 5
        case .limit: 6
        case .calendar: 7
        case .expression: 8
        case .zone: 9
        case .stateLimit: 10
        case .rule: 11
        case .items: 12
        case .list: 13
        case .tooManyItems: 14
        case .sameItem: 15
        }
    }

    fileprivate init?(number: Int, name: Text, code: CodeIndex) {
        switch number {
        case 0: self = .outcome(name)
        case 1: self = .stale
        case 2: self = .unknown
        case 3: self = .missingRecord
        case 4: self = .pauseLimit
        case 5: self = .noLevels
        case 6: self = .limit
        case 7: self = .calendar
        case 8: self = .expression(code)
        case 9: self = .zone
        case 10: self = .stateLimit(name)
        case 11: self = .rule(name)
        case 12: self = .items(code)
        case 13: self = .list(name)
        case 14: self = .tooManyItems
        case 15: self = .sameItem(name)
        default: return nil
        }
    }
}

extension ApprovalState: CanonicallyCodable {
    package func encode(into encoder: inout CanonicalEncoder) {
        var fields = encoder.beginFields()
        encoder.field(0, &fields)
        encoder.encode(levels)
        encoder.field(1, level, &fields)
        encoder.list(2, counted, &fields)
        encoder.field(3, asked, &fields)
        encoder.field(4, nextReminder, &fields)
        encoder.field(5, deadline, &fields)
        encoder.field(6, isEscalated ? true : nil, &fields)
        encoder.field(7, covered, &fields)
        encoder.endFields(fields)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        var levels: [Level] = []
        var level = 0
        var counted: [Counted] = []
        var asked: Instant?
        var nextReminder: Instant?
        var deadline: Instant?
        var isEscalated = false
        var covered: Digest?
        var fields = try decoder.beginFields()
        while let number = try decoder.nextField(&fields) {
            switch number {
            case 0: levels = try decoder.decodeArray()
            case 1: level = try decoder.decodeInt()
            case 2: counted = try decoder.decodeArray()
            case 3: asked = try decoder.decode()
            case 4: nextReminder = try decoder.decode()
            case 5: deadline = try decoder.decode()
            case 6: isEscalated = try decoder.decodeBool()
            case 7: covered = try decoder.decode()
            default: throw decoder.unknownField(number)
            }
        }
        guard let asked else { throw decoder.missingField(3, fields) }
        guard let covered else { throw decoder.missingField(7, fields) }
        guard levels.indices.contains(level) else { throw decoder.missingField(1, fields) }
        self.init(
            levels: levels, level: level, counted: counted, asked: asked, nextReminder: nextReminder,
            deadline: deadline,
            isEscalated: isEscalated, covered: covered)
    }
}

extension ApprovalState.Level: CanonicallyCodable {
    package func encode(into encoder: inout CanonicalEncoder) {
        encoder.beginArray(count: 2)
        role.encode(into: &encoder)
        encoder.encode(count)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        try decoder.beginArray(count: 2)
        self.init(role: try decoder.decode(), count: try decoder.decodeInt())
        decoder.endArray()
    }
}

extension ApprovalState.Counted: CanonicallyCodable {
    package func encode(into encoder: inout CanonicalEncoder) {
        encoder.beginArray(count: 3)
        person.encode(into: &encoder)
        encoder.encode(level)
        encoder.encode(representing)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        try decoder.beginArray(count: 3)
        self.init(
            person: try decoder.decode(), level: try decoder.decodeInt(), representing: try decoder.decodeArray())
        decoder.endArray()
    }
}
