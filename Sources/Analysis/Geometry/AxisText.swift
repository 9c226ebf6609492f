import Amounts
import Dates
import Encoding

// What a set of atoms is called in the author's words, and one value out of it.

extension Axis {
    /// A stretch of a line between two cuts.
    struct Piece {
        var currency: Currency?
        var isOtherCurrency = false
        var lower: Cut?
        var upper: Cut?
    }

    /// What the column must be, such as `amount in [5000 USD..25000 USD)`; nothing for every value.
    func words(_ set: AtomSet) -> String? {
        if set == everything { return nil }
        if let absent {
            let given = everything.subtracting(AtomSet(absent..<absent + 1))
            if set == given { return "\(column.name) present" }
            if set.contains(absent) {
                let rest = set.subtracting(AtomSet(absent..<absent + 1))
                if rest.isEmpty { return "\(column.name) absent" }
                return "\(column.name) \(phrase(rest)) or absent"
            }
        }
        return "\(column.name) \(phrase(set))"
    }

    /// The set without the name of the column; it holds no absent value.
    private func phrase(_ set: AtomSet) -> String {
        switch form {
        case .values(let values, let hasOthers): return phrase(set, values, hasOthers)
        case .lines(let lines):
            var phrases: [String] = []
            for line in lines {
                let own = set.intersection(AtomSet(line.atoms))
                if own.isEmpty { continue }
                let place = line.currency?.code ?? "another currency"
                if lines.count > 1 || isEveryCurrency, own == AtomSet(line.atoms) {
                    phrases.append("in \(place)")
                    continue
                }
                for range in own.ranges {
                    let words = words(piece(line, range))
                    phrases.append(isEveryCurrency && line.currency == nil ? "\(words) in \(place)" : words)
                }
            }
            return phrases.joined(separator: " or ")
        }
    }

    private func phrase(_ set: AtomSet, _ values: [LinePoint], _ hasOthers: Bool) -> String {
        let others = Int32(values.count)
        if hasOthers, set.contains(others) {
            let missing = values.indices.filter { !set.contains(Int32($0)) }.map { text(values[$0]) }
            return missing.count > 6 || missing.isEmpty
                ? "any other value" : "not(\(missing.joined(separator: ", ")))"
        }
        return values.indices.filter { set.contains(Int32($0)) }.map { text(values[$0]) }.joined(separator: ", ")
    }

    private var isEveryCurrency: Bool { column.domain == .money(nil) }

    private func piece(_ line: Line, _ range: Range<Int32>) -> Piece {
        let first = Int(range.lowerBound - line.firstAtom)
        let end = Int(range.upperBound - line.firstAtom)
        return Piece(
            currency: line.currency, isOtherCurrency: isEveryCurrency && line.currency == nil,
            lower: first > 0 ? line.cuts[first - 1] : nil, upper: end <= line.cuts.count ? line.cuts[end - 1] : nil)
    }

    private func words(_ piece: Piece) -> String {
        switch LineKind(column.domain) {
        case .steps:
            guard column.domain != .instant, let upper = piece.upper else { break }
            // Both ends are named, and both are inside.
            guard case .number(let end) = upper.point, let last = try? end.subtracting(.one) else { break }
            guard let lower = piece.lower else { return "< \(text(upper.point))" }
            if lower.point == .number(last) { return text(lower.point) }
            return "in [\(text(lower.point))..\(text(.number(last)))]"
        case .text:
            // Between a text and that text with a zero scalar behind it lies only the first.
            if let lower = piece.lower, let upper = piece.upper, case .text(let first) = lower.point,
                case .text(let next) = upper.point, next == Text(first.description + "\u{0}")
            {
                return text(lower.point)
            }
        case .dense:
            if let lower = piece.lower, let upper = piece.upper, !lower.isBehind, upper.isBehind,
                lower.point.compare(upper.point) == 0
            {
                return text(lower.point, piece.currency)
            }
        }
        switch (piece.lower, piece.upper) {
        case (nil, nil): return "any"
        case (let lower?, nil):
            let (point, isIncluded) = end(lower, isLower: true)
            return "\(isIncluded ? ">=" : ">") \(text(point, piece.currency))"
        case (nil, let upper?):
            let (point, isIncluded) = end(upper, isLower: false)
            return "\(isIncluded ? "<=" : "<") \(text(point, piece.currency))"
        case (let lower?, let upper?):
            let (from, hasFrom) = end(lower, isLower: true)
            let (to, hasTo) = end(upper, isLower: false)
            return
                "in \(hasFrom ? "[" : "(")\(text(from, piece.currency))..\(text(to, piece.currency))\(hasTo ? "]" : ")")"
        }
    }

    /// The point of a cut, and whether the point itself belongs to the side that is meant. A cut before a text with a zero scalar at its end is
    /// one behind the text without it.
    private func end(_ cut: Cut, isLower: Bool) -> (LinePoint, isIncluded: Bool) {
        if case .text(let text) = cut.point, text.description.unicodeScalars.last == "\u{0}" {
            let shorter = String(String.UnicodeScalarView(text.description.unicodeScalars.dropLast()))
            return (.text(Text(shorter)), !isLower)
        }
        return (cut.point, isLower ? !cut.isBehind : cut.isBehind)
    }

    /// A point as an author writes it.
    private func text(_ point: LinePoint, _ currency: Currency? = nil) -> String {
        switch (column.domain, point) {
        case (.boolean, .number(let number)): return number.isZero ? "false" : "true"
        case (.date, .number(let number)):
            return (try? CivilDate(daysSinceEpoch: whole(number))).map(\.description) ?? number.description
        case (.time, .number(let number)):
            return (try? CivilTime(secondsOfDay: whole(number))).map(\.description) ?? number.description
        case (.instant, .number(let number)):
            let nanoseconds = number.wholeNumber ?? 0
            var (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
            if rest < 0 { (seconds, rest) = (seconds - 1, rest + 1_000_000_000) }
            let instant = try? Instant(seconds: Int64(truncatingIfNeeded: seconds), nanoseconds: Int(rest))
            return instant.map(\.description) ?? number.description
        case (.money(let own), .number(let number)):
            let code = currency ?? own
            return number.normalized.description + (code.map { " \($0.code)" } ?? "")
        case (_, .number(let number)): return number.normalized.description
        case (_, .ratio(let ratio)): return ratio.description
        case (.choice, .text(let text)): return text.description
        case (_, .text(let text)): return "\"\(text)\""
        }
    }

    private func whole(_ number: Decimal) -> Int { number.wholeNumber.map { Int(truncatingIfNeeded: $0) } ?? 0 }
}

extension Axis {
    /// One value of a set, as short and likely as there is, with the name of the column.
    func example(_ set: AtomSet) -> String {
        let given = absent.map { set.subtracting(AtomSet($0..<$0 + 1)) } ?? set
        return "\(column.name) \(given.isEmpty ? "absent" : value(given))"
    }

    private func value(_ set: AtomSet) -> String {
        switch form {
        case .values(let values, _):
            if let first = values.indices.first(where: { set.contains(Int32($0)) }) { return text(values[first]) }
            return column.domain == .other ? "any value" : text(.text(otherText(values)))
        case .lines(let lines):
            // The shortest text of all pieces, the first of several.
            var best: String?
            for line in lines {
                for range in set.intersection(AtomSet(line.atoms)).ranges {
                    let value = value(piece(line, range), lines)
                    if best.map({ value.utf8.count < $0.utf8.count }) ?? true { best = value }
                }
            }
            return best ?? ""
        }
    }

    private func otherText(_ values: [LinePoint]) -> Text {
        for text in ["other", "another", "something else"] where !values.contains(.text(Text(text))) {
            return Text(text)
        }
        var text = "other"
        while values.contains(.text(Text(text))) { text += "s" }
        return Text(text)
    }

    private func value(_ piece: Piece, _ lines: [Line]) -> String {
        var currency = piece.currency
        if piece.isOtherCurrency {
            let likely = ["USD", "EUR", "GBP", "JPY", "CHF", "CAD"].compactMap { Currency($0) } + Currency.all
            currency = likely.first { candidate in !lines.contains { $0.currency == candidate } }
        }
        return text(point(piece), currency)
    }

    private func point(_ piece: Piece) -> LinePoint {
        switch LineKind(column.domain) {
        case .text:
            guard let lower = piece.lower else { return .text(Text()) }
            return lower.point
        case .steps(let first, let last) where column.domain == .whole:
            _ = (first, last)
            return number(piece, isWhole: true)
        case .steps(let first, _):
            // The day or the time itself says more than a short one.
            if let lower = piece.lower { return lower.point }
            if case .number(let end)? = piece.upper?.point, let last = try? end.subtracting(.one) {
                return .number(last)
            }
            // Today's date when this was written; any would do.
            return column.domain == .date ? .whole(20_782) : .number(Decimal(max(first, 0)))
        case .dense: return number(piece, isWhole: false)
        }
    }

    private func number(_ piece: Piece, isWhole: Bool) -> LinePoint {
        func edge(_ cut: Cut?, isLower: Bool) -> (number: Decimal, isIncluded: Bool)? {
            guard let cut else { return nil }
            let isIncluded = isLower ? !cut.isBehind : cut.isBehind
            switch cut.point {
            case .number(let number): return (number, isIncluded)
            case .ratio(let ratio):
                // Towards the inside of the piece, so that the decimal lies in it.
                let rounded = try? ratio.rounded(places: 12, isLower ? .ceiling : .floor)
                return rounded.map { ($0, true) }
            case .text: return nil
            }
        }
        let (lower, upper) = (edge(piece.lower, isLower: true), edge(piece.upper, isLower: false))
        if let number = PlainNumber.between(lower, upper, isWhole: isWhole) { return .number(number) }
        return piece.lower?.point ?? piece.upper?.point ?? .number(.zero)
    }
}
