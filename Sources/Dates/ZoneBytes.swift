/// A zone as bytes: the one form in which it is digested, stored and sent.
///
/// ```
/// version   1 byte, 1
/// name      count, UTF-8
/// initial   signed
/// changes   count, then for each: seconds since the one before (the first: since 1970), signed; offset, signed
/// rule      signed offset; 0, or 1 and signed daylight offset, start, end
/// start/end 0 weekday week month | 1 day | 2 day, each a count; signed seconds
/// ```
///
/// A count is a LEB128 number in its shortest form; a signed number is a count in which the lowest bit is the sign (zigzag).
/// Equal zones have equal bytes, and different zones have different bytes, since a zone is in its canonical form
/// whenever it exists.
extension Zone {
    public var canonicalBytes: [UInt8] {
        var bytes: [UInt8] = [1]
        Self.append(count: UInt64(name.utf8.count), to: &bytes)
        bytes.append(contentsOf: name.utf8)
        Self.append(Int64(initialOffsetSeconds), to: &bytes)
        Self.append(count: UInt64(transitions.count), to: &bytes)
        var previous: Int64 = 0
        for change in transitions {
            Self.append(change.seconds - previous, to: &bytes)
            Self.append(Int64(change.offsetSeconds), to: &bytes)
            previous = change.seconds
        }
        Self.append(Int64(rule.standardOffsetSeconds), to: &bytes)
        guard let daylight = rule.daylight else { return bytes + [0] }
        bytes.append(1)
        Self.append(Int64(daylight.offsetSeconds), to: &bytes)
        for change in [daylight.start, daylight.end] {
            switch change.day {
            case .weekday(let weekday, let week, let month):
                bytes.append(contentsOf: [0, weekday.rawValue, UInt8(week), UInt8(month)])
            case .julian(let number):
                bytes.append(1)
                Self.append(count: UInt64(number), to: &bytes)
            case .ofYear(let number):
                bytes.append(2)
                Self.append(count: UInt64(number), to: &bytes)
            }
            Self.append(Int64(change.seconds), to: &bytes)
        }
        return bytes
    }

    private static func append(count: UInt64, to bytes: inout [UInt8]) {
        var rest = count
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private static func append(_ number: Int64, to bytes: inout [UInt8]) {
        append(count: UInt64(bitPattern: (number << 1) ^ (number >> 63)), to: &bytes)
    }

    /// Reads `canonicalBytes`.
    /// - Throws: `impossibleZone` for anything that `canonicalBytes` does not write.
    public init(canonicalBytes bytes: [UInt8]) throws(DateError) {
        var reader = ZoneBytesReader(bytes: bytes)
        guard let parts = reader.zone() else { throw .impossibleZone("The bytes of a zone are damaged.") }
        try self.init(
            name: parts.name, initialOffsetSeconds: parts.initial, transitions: parts.transitions,
            rule: parts.rule.get())
        guard canonicalBytes == bytes else {
            throw .impossibleZone("The bytes of the zone \(name) are not in their canonical form.")
        }
    }
}

/// Takes the parts of a zone from bytes; nil where they end too early or hold a number that is too large.
private struct ZoneBytesReader {
    typealias Parts = (
        name: String, initial: Int32, transitions: [Zone.Transition], rule: Result<ZoneRule, DateError>
    )

    var bytes: [UInt8]
    var index = 0

    mutating func byte() -> UInt8? {
        guard index < bytes.count else { return nil }
        defer { index += 1 }
        return bytes[index]
    }

    mutating func count() -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard let next = byte() else { return nil }
            value |= UInt64(next & 0x7F) << shift
            if next & 0x80 == 0 { return value }
        }
        return nil
    }

    mutating func signed() -> Int64? {
        count().map { Int64(bitPattern: ($0 >> 1) ^ (0 &- ($0 & 1))) }
    }

    mutating func small() -> Int32? { signed().flatMap { Int32(exactly: $0) } }

    mutating func zone() -> Parts? {
        guard byte() == 1, let length = count(), length <= UInt64(bytes.count - index) else { return nil }
        let nameBytes = bytes[index..<(index + Int(length))]
        guard let name = String(validating: nameBytes, as: UTF8.self) else { return nil }
        index += Int(length)
        guard let initial = small(), let changes = count(), changes <= UInt64(Zone.largestTransitionCount) else {
            return nil
        }
        var transitions: [Zone.Transition] = []
        var seconds: Int64 = 0
        for _ in 0..<changes {
            guard let step = signed(), let offset = small() else { return nil }
            let (sum, overflow) = seconds.addingReportingOverflow(step)
            guard !overflow else { return nil }
            seconds = sum
            transitions.append(Zone.Transition(seconds: seconds, offsetSeconds: offset))
        }
        guard let rule = rule(), index == bytes.count else { return nil }
        return (name, initial, transitions, rule)
    }

    mutating func rule() -> Result<ZoneRule, DateError>? {
        guard let standard = small(), let hasDaylight = byte(), hasDaylight <= 1 else { return nil }
        guard hasDaylight == 1 else {
            return Result { () throws(DateError) in try ZoneRule(standardOffsetSeconds: standard) }
        }
        guard let offset = small(), let start = change(), let end = change() else { return nil }
        return Result { () throws(DateError) in
            try ZoneRule(
                standardOffsetSeconds: standard,
                daylight: .init(
                    offsetSeconds: offset, start: YearlyChange(start.day, seconds: start.seconds),
                    end: YearlyChange(end.day, seconds: end.seconds)))
        }
    }

    mutating func change() -> (day: YearlyChange.Day, seconds: Int32)? {
        let day: YearlyChange.Day
        switch byte() {
        case 0:
            guard let number = byte(), let weekday = Weekday(rawValue: number), let week = byte(), let month = byte()
            else { return nil }
            day = .weekday(weekday, week: Int(week), month: Int(month))
        case 1:
            guard let number = count(), number <= 366 else { return nil }
            day = .julian(Int(number))
        case 2:
            guard let number = count(), number <= 366 else { return nil }
            day = .ofYear(Int(number))
        default:
            return nil
        }
        return small().map { (day, $0) }
    }
}
