/// The units that a period is counted in, as they are written.
public enum PeriodUnit: String, Hashable, Sendable, CaseIterable {
    case year, month, week, day
    case businessDay = "business day"
    case hour, minute, second

    /// One of this unit.
    public var period: Period {
        switch self {
        case .year: Period(uncheckedMonths: 12, days: 0, businessDays: 0, seconds: 0)
        case .month: Period(uncheckedMonths: 1, days: 0, businessDays: 0, seconds: 0)
        case .week: Period(uncheckedMonths: 0, days: 7, businessDays: 0, seconds: 0)
        case .day: Period(uncheckedMonths: 0, days: 1, businessDays: 0, seconds: 0)
        case .businessDay: Period(uncheckedMonths: 0, days: 0, businessDays: 1, seconds: 0)
        case .hour: Period(uncheckedMonths: 0, days: 0, businessDays: 0, seconds: 3600)
        case .minute: Period(uncheckedMonths: 0, days: 0, businessDays: 0, seconds: 60)
        case .second: Period(uncheckedMonths: 0, days: 0, businessDays: 0, seconds: 1)
        }
    }

    /// The unit of a singular or plural name: `day`, `business days`.
    public init?(name: some StringProtocol) {
        let singular = name.hasSuffix("s") ? String(name.dropLast()) : String(name)
        self.init(rawValue: singular)
    }
}

extension Period: CustomStringConvertible {
    /// `count` of one unit.
    /// - Throws: `outOfRange(.period)`.
    public init(_ count: Int, _ unit: PeriodUnit) throws(DateError) {
        self = try unit.period.multiplied(by: count)
    }

    /// Reads one or more counts with their units, each with or without a sign: `3 days`, `+2 business days`, `-1 month`,
    /// `1 year 6 months`, `1 month -3 days`. Parts are parted by blanks, and a minus sign belongs to its own part.
    /// - Throws: `unreadable`, `outOfRange(.period)`.
    public init(_ text: String) throws(DateError) {
        try self.init(utf8: text.utf8Span.span)
    }

    /// Reads UTF-8 bytes as `init(_:)` does.
    public init(utf8 bytes: Swift.Span<UInt8>) throws(DateError) {
        var index = 0
        var sum = Period.zero
        repeat {
            let (count, unit): (Int?, PeriodUnit)
            do throws(Misfit) { (count, unit) = try Self.scanPart(bytes, &index) } catch {
                throw error.error(.period, bytes)
            }
            guard let count else { throw .outOfRange(.period) }
            sum = try sum.adding(Period(count, unit))
        } while index < bytes.count
        self = sum
    }

    /// One part and the blanks behind it; a count that passes 64 bits is nil.
    private static func scanPart(
        _ bytes: Swift.Span<UInt8>, _ index: inout Int
    ) throws(Misfit) -> (count: Int?, unit: PeriodUnit) {
        let blank = UInt8(ascii: " ")
        let isNegative = ASCII.skip(UInt8(ascii: "-"), bytes, &index)
        if !isNegative { _ = ASCII.skip(UInt8(ascii: "+"), bytes, &index) }
        let start = index
        var count: Int? = 0
        while index < bytes.count, ASCII.isDigit(bytes[index]) {
            let (shifted, overflow1) = (count ?? 0).multipliedReportingOverflow(by: 10)
            let (sum, overflow2) = shifted.addingReportingOverflow(Int(bytes[index] - ASCII.zero))
            if count != nil { count = overflow1 || overflow2 ? nil : sum }
            index += 1
        }
        guard index > start else { throw Misfit(index, "it begins with a whole number") }
        guard ASCII.skip(blank, bytes, &index) else { throw Misfit(index, "a blank and a unit follow the number") }
        while ASCII.skip(blank, bytes, &index) {}
        let unit = try scanUnit(bytes, &index)
        while ASCII.skip(blank, bytes, &index) {}
        return (count.map { isNegative ? -$0 : $0 }, unit)
    }

    private static func scanUnit(_ bytes: Swift.Span<UInt8>, _ index: inout Int) throws(Misfit) -> PeriodUnit {
        let start = index
        var word = scanWord(bytes, &index)
        if word == "business" {
            guard ASCII.skip(UInt8(ascii: " "), bytes, &index) else {
                throw Misfit(index, "\"business\" is followed by days")
            }
            word += " " + scanWord(bytes, &index)
        }
        guard let unit = PeriodUnit(name: word) else {
            throw Misfit(
                start, "the units are years, months, weeks, days, business days, hours, minutes and seconds")
        }
        return unit
    }

    private static func scanWord(_ bytes: Swift.Span<UInt8>, _ index: inout Int) -> String {
        var word: [UInt8] = []
        while index < bytes.count, ASCII.isLetter(bytes[index]), word.count < 16 {
            word.append(bytes[index])
            index += 1
        }
        return String(decoding: word, as: UTF8.self)
    }

    /// The one way to write the period, which `init(_:)` reads back: each part in the largest of its units that it is a
    /// whole number of, except that days stay days. `1 year`, `18 months`, `14 days`, `90 minutes`, `1 month -3 days`,
    /// `0 days`.
    public var description: String {
        var parts: [String] = []
        let asYears = months % 12 == 0
        Self.append(Int64(asYears ? months / 12 : months), asYears ? .year : .month, to: &parts)
        Self.append(Int64(days), .day, to: &parts)
        Self.append(Int64(businessDays), .businessDay, to: &parts)
        if seconds % 3600 == 0 {
            Self.append(seconds / 3600, .hour, to: &parts)
        } else if seconds % 60 == 0 {
            Self.append(seconds / 60, .minute, to: &parts)
        } else {
            Self.append(seconds, .second, to: &parts)
        }
        return parts.isEmpty ? "0 days" : parts.joined(separator: " ")
    }

    private static func append(_ count: Int64, _ unit: PeriodUnit, to parts: inout [String]) {
        guard count != 0 else { return }
        parts.append("\(count) \(unit.rawValue)\(count == 1 || count == -1 ? "" : "s")")
    }
}
