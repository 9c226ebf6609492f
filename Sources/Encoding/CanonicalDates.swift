public import Dates

// The dates, times and periods of module `Dates`.

extension CanonicalEncoder {
    @inlinable
    public mutating func encode(_ value: CivilDate) {
        tag(CanonicalTag.epochDays)
        encode(Int(value.daysSinceEpoch))
    }

    public mutating func encode(_ value: CivilTime) {
        tag(CanonicalTag.civilTime)
        encode(Int(value.secondsOfDay))
    }

    public mutating func encode(_ value: CivilDateTime) {
        tag(CanonicalTag.civilDateTime)
        beginArray(count: 2)
        encode(Int(value.date.daysSinceEpoch))
        encode(Int(value.time.secondsOfDay))
    }

    @inlinable
    public mutating func encode(_ value: Instant) {
        if value.nanoseconds == 0 {
            tag(CanonicalTag.epochSeconds)
            encode(Int(value.seconds))
        } else {
            tag(CanonicalTag.extendedTime)
            secondsAndNanoseconds(Int(value.seconds), Int(value.nanoseconds))
        }
    }

    public mutating func encode(_ value: ExactDuration) {
        tag(CanonicalTag.duration)
        secondsAndNanoseconds(Int(value.seconds), Int(value.nanoseconds))
    }

    /// RFC 9581's map, whose key -9 comes after the key 1 and is left out where it would say zero.
    @inlinable
    mutating func secondsAndNanoseconds(_ seconds: Int, _ nanoseconds: Int) {
        head(5, nanoseconds == 0 ? 1 : 2)
        encode(1)
        encode(seconds)
        if nanoseconds != 0 {
            encode(-9)
            encode(nanoseconds)
        }
    }

    public mutating func encode(_ value: Period) {
        tag(CanonicalTag.period)
        beginArray(count: 4)
        encode(Int(value.months))
        encode(Int(value.days))
        encode(Int(value.businessDays))
        encode(Int(value.seconds))
    }
}

extension CanonicalDecoder {
    /// Makes a date value of integers that were just read; what it refuses is out of range.
    private func make<Value>(at start: Int, _ body: () throws(DateError) -> Value) throws(CanonicalDecodingError)
        -> Value
    {
        do throws(DateError) { return try body() } catch { throw failure(.outOfRange, at: start) }
    }

    public mutating func decodeDate() throws(CanonicalDecodingError) -> CivilDate {
        let start = offset
        try expectTag(CanonicalTag.epochDays)
        let days = try decodeInt()
        return try make(at: start) { () throws(DateError) in try CivilDate(daysSinceEpoch: days) }
    }

    public mutating func decodeTime() throws(CanonicalDecodingError) -> CivilTime {
        let start = offset
        try expectTag(CanonicalTag.civilTime)
        let seconds = try decodeInt()
        return try make(at: start) { () throws(DateError) in try CivilTime(secondsOfDay: seconds) }
    }

    public mutating func decodeDateTime() throws(CanonicalDecodingError) -> CivilDateTime {
        let start = offset
        try expectTag(CanonicalTag.civilDateTime)
        try beginArray(count: 2)
        let days = try decodeInt()
        let seconds = try decodeInt()
        endArray()
        return try make(at: start) { () throws(DateError) in
            CivilDateTime(try CivilDate(daysSinceEpoch: days), try CivilTime(secondsOfDay: seconds))
        }
    }

    public mutating func decodeInstant() throws(CanonicalDecodingError) -> Instant {
        let start = offset
        let seconds: Int
        let nanoseconds: Int
        switch try decodeTag() {
        case CanonicalTag.epochSeconds: (seconds, nanoseconds) = (try decodeInt(), 0)
        case CanonicalTag.extendedTime:
            (seconds, nanoseconds) = try secondsAndNanoseconds()
            guard nanoseconds != 0 else { throw failure(.notNormal, at: start) }
        default: throw failure(.wrongType, at: start)
        }
        return try make(at: start) { () throws(DateError) in
            try Instant(seconds: Int64(seconds), nanoseconds: nanoseconds)
        }
    }

    public mutating func decodeDuration() throws(CanonicalDecodingError) -> ExactDuration {
        let start = offset
        try expectTag(CanonicalTag.duration)
        let (seconds, nanoseconds) = try secondsAndNanoseconds()
        return try make(at: start) { () throws(DateError) in
            try ExactDuration(seconds: Int64(seconds), nanoseconds: nanoseconds)
        }
    }

    private mutating func secondsAndNanoseconds() throws(CanonicalDecodingError) -> (seconds: Int, nanoseconds: Int) {
        let start = offset
        let count = try length(5, unit: 2)
        guard count == 1 || count == 2 else { throw failure(.wrongCount, at: start) }
        try enter(at: start)
        guard try decodeInt() == 1 else { throw failure(.unknownField, at: start) }
        let seconds = try decodeInt()
        var nanoseconds = 0
        if count == 2 {
            guard try decodeInt() == -9 else { throw failure(.unknownField, at: start) }
            nanoseconds = try decodeInt()
            guard nanoseconds != 0 else { throw failure(.notNormal, at: start) }
        }
        endArray()
        return (seconds, nanoseconds)
    }

    public mutating func decodePeriod() throws(CanonicalDecodingError) -> Period {
        let start = offset
        try expectTag(CanonicalTag.period)
        try beginArray(count: 4)
        let months = try decodeInt()
        let days = try decodeInt()
        let businessDays = try decodeInt()
        let seconds = try decodeInt()
        endArray()
        return try make(at: start) { () throws(DateError) in
            try Period(months: months, days: days, businessDays: businessDays, seconds: seconds)
        }
    }

    /// The number of the tag that is next, without reading it.
    public mutating func peekTag() throws(CanonicalDecodingError) -> UInt64 {
        let start = offset
        let tag = try head(6)
        position = start
        return tag
    }
}

extension CivilDate: CanonicallyCodable {
    @inlinable
    public func encode(into encoder: inout CanonicalEncoder) { encoder.encode(self) }
    public init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) { self = try decoder.decodeDate() }
}

extension CivilTime: CanonicallyCodable {
    public func encode(into encoder: inout CanonicalEncoder) { encoder.encode(self) }
    public init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) { self = try decoder.decodeTime() }
}

extension CivilDateTime: CanonicallyCodable {
    public func encode(into encoder: inout CanonicalEncoder) { encoder.encode(self) }
    public init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        self = try decoder.decodeDateTime()
    }
}

extension Instant: CanonicallyCodable {
    @inlinable
    public func encode(into encoder: inout CanonicalEncoder) { encoder.encode(self) }
    public init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        self = try decoder.decodeInstant()
    }
}

extension ExactDuration: CanonicallyCodable {
    public func encode(into encoder: inout CanonicalEncoder) { encoder.encode(self) }
    public init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        self = try decoder.decodeDuration()
    }
}

extension Period: CanonicallyCodable {
    public func encode(into encoder: inout CanonicalEncoder) { encoder.encode(self) }
    public init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        self = try decoder.decodePeriod()
    }
}
