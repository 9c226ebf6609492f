import Amounts
import Dates
package import Encoding
package import Evaluation

/// How a language writes amounts, numbers, dates and times.
///
/// The forms of the languages in `table` follow the Unicode CLDR's long dates and decimal signs; they are few, so that they can be read
/// here and stay the same for ever. A language that is not among them has the plain forms: `1234.50 EUR`, `2026-03-01`, `14:30`.
/// A currency is written by its code, since a sign such as `$` stands for several. No digit is lost or added: an amount has the places
/// of its currency, and more only where it needs them.
package struct LanguageForms: Sendable {
    private let row: Row

    package init(_ language: Text) {
        let base = Self.base(of: language).string
        var row = Self.table[base] ?? .plain
        if language.string != base {
            row = row.adapted(base, region: String(language.string.dropFirst(base.utf8.count + 1)))
        }
        self.row = row
    }

    /// `pt` of `pt-BR`.
    package static func base(of language: Text) -> Text {
        Text(language.string.unicodeScalars.prefix { $0 != "-" }.map { String($0) }.joined())
    }

    /// The languages with forms of their own.
    package static var languages: [String] { table.keys.sorted() }

    /// A value as people read it.
    package func text(_ value: Value) throws(NoticeFailure) -> String {
        if let text = value.asText { return text.string }
        if let money = value.asMoney { return number(money.amountText) + " " + money.currency.code }
        if let decimal = value.asDecimal { return number(decimal.description) }
        if let int = value.asInt { return number("\(int)") }
        if let ratio = value.asRatio { return try percentage(ratio) }
        if let date = value.asDate { return self.date(date) }
        if let time = value.asTime { return self.time(time) }
        if let instant = value.asInstant { return try self.instant(instant) }
        throw .noForm(value.kind)
    }

    private func percentage(_ ratio: Ratio) throws(NoticeFailure) -> String {
        guard let hundredfold = try? ratio.multiplying(Decimal(100)), let exact = hundredfold.exactDecimal else {
            throw .endless
        }
        return number(exact.normalized.description) + row.percent
    }

    /// - Parameter plain: digits, perhaps with `-` before them and `.` in them.
    private func number(_ plain: String) -> String {
        let isNegative = plain.hasPrefix("-")
        let parts = plain.drop { $0 == "-" }.split(separator: ".", maxSplits: 1)
        let whole = Array((parts.first ?? "0").utf8)
        var digits = ""
        for (index, digit) in whole.enumerated() {
            let rest = whole.count - index
            if index > 0, rest % 3 == 0, whole.count >= row.firstGrouped { digits += row.grouping }
            digits.unicodeScalars.append(Unicode.Scalar(digit))
        }
        if parts.count == 2 { digits += row.point + parts[1] }
        return (isNegative ? "-" : "") + digits
    }

    private func date(_ date: CivilDate) -> String {
        let parts = date.components
        guard let months = row.months, months.indices.contains(parts.month - 1) else { return date.description }
        let month = months[parts.month - 1]
        switch row.order {
        case .monthFirst: return "\(month) \(parts.day), \(parts.year)"
        case .dayFirst(let afterDay, let afterMonth, let first):
            return (parts.day == 1 ? first : "\(parts.day)") + afterDay + month + afterMonth + "\(parts.year)"
        }
    }

    private func time(_ time: CivilTime) -> String {
        let minute = Self.twoDigits(time.minute) + (time.second == 0 ? "" : ":" + Self.twoDigits(time.second))
        guard row.isTwelveHours else { return Self.twoDigits(time.hour) + ":" + minute }
        let hour = time.hour % 12 == 0 ? 12 : time.hour % 12
        return "\(hour):\(minute) \(time.hour < 12 ? "AM" : "PM")"
    }

    /// In Greenwich time, and says so: a notice that means a place's own time asks for it, by `date_in`.
    private func instant(_ instant: Instant) throws(NoticeFailure) -> String {
        guard let local = try? Zone.utc.civil(at: instant) else { throw .noForm(.timestamp) }
        return date(local.date) + ", " + time(local.time) + " UTC"
    }

    private static func twoDigits(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }
}
