import Amounts
import Dates
import SourceText

// What the proviso dialect adds: amounts, percentages, periods, presence in words.

extension Parser {
    /// A number with its sign, and with what may follow it in the dialect: a currency, a percent sign, a unit of time.
    mutating func parseNumber(isNegative: Bool) -> NodeID {
        let number = token
        let start = isNegative ? tokens[index - 1].start : number.start
        let digits = (isNegative ? "-" : "") + text(number)
        advance()
        if dialect == .proviso {
            if kind == .percent, let percentage = parsePercent(digits, start) { return percentage }
            if kind == .name, !isName(token, "of"), let literal = parseUnit(number, digits, start) { return literal }
            if number.kind == .int, kind == .int, let literal = parseSpacedThousands(digits, start) { return literal }
        }
        let span = span(from: start)
        if number.kind == .float { return parseFloat(digits, span) }
        guard let value = integer(digits) else {
            reportTooLarge(span)
            return missing(at: span)
        }
        return addLiteral(.int(value), span)
    }

    private func integer(_ digits: String) -> Int64? {
        let isNegative = digits.hasPrefix("-")
        let unsigned = isNegative ? digits.dropFirst() : digits[...]
        guard unsigned.hasPrefix("0x") || unsigned.hasPrefix("0X") else { return Int64(digits) }
        return Int64((isNegative ? "-" : "") + unsigned.dropFirst(2), radix: 16)
    }

    private mutating func parseFloat(_ digits: String, _ span: Span) -> NodeID {
        if dialect == .proviso {
            return decimal(digits, span).map { addLiteral(.decimal($0), span) } ?? missing(at: span)
        }
        guard let value = Double(digits), value.isFinite else {
            report(
                SyntaxCodes.numberTooLarge, span, "The number is too large.", found: source.string(span),
                expected: "a number up to 1.7976931348623157e308", help: "Use a smaller number.")
            return missing(at: span)
        }
        return addLiteral(.double(value), span)
    }

    /// `2%`; a remainder in CEL's notation, `10 % 3`, is left to be reported as such.
    private mutating func parsePercent(_ digits: String, _ start: UInt32) -> NodeID? {
        let next = peek(1)
        let isOf = isName(next, "of")
        guard isOf || !next.kind.isOperandStart else { return nil }
        guard !digits.utf8.contains(UInt8(ascii: "x")) else { return nil }
        advance()
        let span = span(from: start)
        return decimal(digits, span).map { addLiteral(.percent($0), span) } ?? missing(at: span)
    }

    /// `a % b`: reported, and read as the remainder that it is in CEL.
    mutating func parseRemainder(_ left: NodeID, _ sign: Token) -> NodeID {
        let right = parseBinary(3)
        let span = syntax[left].span.union(syntax[right].span)
        let isWhole = syntax[left].kind != .missing && syntax[right].kind != .missing
        let call = isWhole && problems.isEmpty ? "mod(\(syntax.printed(left)), \(syntax.printed(right)))" : "mod(a, b)"
        report(
            SyntaxCodes.percentRemainder, sign.span, "A percent sign here writes a percentage, such as 2%.",
            found: "\"%\" between two values", expected: "the function mod for a remainder",
            help: isWhole ? "Write \(call)." : "Write mod(a, b) for a remainder.",
            edits: isWhole && problems.isEmpty ? [(span, call)] : [])
        return checked(
            syntax.add(
                .binary, span, name: sign.span, payload: UInt32(BinaryOperator.remainder.rawValue), left, right))
    }

    // MARK: Units

    /// The currency or unit of time after a number; `nil` if the name is neither and cannot be meant as one.
    private mutating func parseUnit(_ number: Token, _ digits: String, _ start: UInt32) -> NodeID? {
        let name = token
        let word = text(name)
        let isAttached = name.start == number.end && name.repair == 0
        if let unit = unit(at: index) {
            let words = unit.words
            let span = Span(start: start, end: peek(words - 1).end)
            for _ in 0..<words { advance() }
            return makePeriod(number, digits, span, unit.unit, unitStart: name.start, isAttached)
        }
        if isCurrencyShaped(word) {
            advance()
            if isAttached { reportAttached(number, name, word) }
            return makeMoney(digits, word, name.span, span(from: start))
        }
        let capitals = word.uppercased()
        if isCurrencyShaped(capitals), isCurrency(capitals) {
            advance()
            report(
                SyntaxCodes.misplacedCurrency, name.span, "A currency is written in capital letters.",
                found: "\"\(word)\"", expected: "\"\(capitals)\"", help: "Write \(capitals).", replacement: capitals)
            return makeMoney(digits, capitals, name.span, span(from: start))
        }
        return reportUnknownUnit(number, name, word, start)
    }

    /// The unit of time that the words at a token index write, and their number; in either ending.
    private func unit(at index: Int) -> (unit: PeriodUnit, words: Int)? {
        let first = tokens[index]
        if isName(first, "business") {
            let second = tokens[min(index + 1, tokens.count - 1)]
            return isName(second, "days") || isName(second, "day") ? (.businessDay, 2) : nil
        }
        guard first.kind == .name else { return nil }
        let word = text(first)
        for unit in PeriodUnit.allCases where unit.plural == word || unit.singular == word { return (unit, 1) }
        return nil
    }

    private mutating func makePeriod(
        _ number: Token, _ digits: String, _ span: Span, _ unit: PeriodUnit, unitStart: UInt32, _ isAttached: Bool
    ) -> NodeID {
        guard number.kind == .int, let count = integer(digits) else {
            report(
                SyntaxCodes.unitNumber, number.span, "A period counts whole units.", found: source.string(span),
                expected: "a whole number of \(unit.plural)", help: "Use a smaller unit for a part of one.")
            return missing(at: span)
        }
        let right = count == 1 || count == -1 ? unit.singular : unit.plural
        let unitSpan = Span(start: unitStart, end: span.end)
        let written = source.string(unitSpan)
        let isRight = written.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ") == right
        if !isRight || isAttached {
            report(
                SyntaxCodes.unitNumber, unitSpan,
                isRight
                    ? "Between a number and its unit stands a blank." : "The unit's ending does not fit its number.",
                found: "\"\(source.string(span))\"", expected: "\"\(count) \(right)\"",
                help: "Write \(count) \(right).", replacement: (isAttached ? " " : "") + right)
        }
        return period(count, unit, span)
    }

    /// A period, and the parts that may follow it: `1 year 6 months`.
    private mutating func period(_ count: Int64, _ unit: PeriodUnit, _ span: Span) -> NodeID {
        do throws(DateError) {
            var sum = try Period(Int(count), unit)
            var whole = span
            while kind == .int, let next = self.unit(at: index + 1), let count = integer(text(token)) {
                whole.end = peek(next.words).end
                for _ in 0...next.words { advance() }
                sum = try sum.adding(Period(Int(count), next.unit))
            }
            return addLiteral(.period(sum), whole)
        } catch {
            report(
                SyntaxCodes.numberTooLarge, span, "The period is too long.", found: source.string(span),
                expected: "at most 2147483647 \(unit.plural)", help: "Use a larger unit, or fewer of it.")
            return missing(at: span)
        }
    }

    /// An exact decimal, if its digits fit.
    private mutating func decimal(_ digits: String, _ span: Span) -> Decimal? {
        // The lexis of CEL allows `.5`; the reader of decimals wants a digit before the point.
        var text = digits
        if let point = text.firstIndex(of: "."), text[..<point].utf8.allSatisfy({ $0 == UInt8(ascii: "-") }) {
            text.insert("0", at: point)
        }
        if let value = try? Decimal.parse(text) { return value }
        report(
            SyntaxCodes.numberTooLarge, span, "The number has too many digits.", found: source.string(span),
            expected: "at most 38 digits", help: "Use a smaller number, or fewer decimals.")
        return nil
    }

    private mutating func makeMoney(_ digits: String, _ code: String, _ name: Span, _ span: Span) -> NodeID {
        guard let currency = Currency(code) else {
            let known = Currency.all.map(\.code)
            let near = didYouMean(code, among: known)
            report(
                SyntaxCodes.unknownCurrency, name, "There is no currency \"\(code)\".", found: "\"\(code)\"",
                expected: "a currency of ISO 4217, such as USD or EUR",
                help: near.map { "Write \($0), if that is meant." } ?? "Check the three letters.")
            return missing(at: span)
        }
        guard let amount = decimal(digits, span) else { return missing(at: span) }
        return addLiteral(.money(Money(amount, currency)), span)
    }

    private mutating func reportAttached(_ number: Token, _ name: Token, _ word: String) {
        let right = "\(text(number)) \(word)"
        report(
            SyntaxCodes.misplacedCurrency, Span(start: number.start, end: name.end),
            "Between an amount and its currency stands a blank.", found: "\"\(text(number))\(word)\"",
            expected: "\"\(right)\"", help: "Write \(right).", replacement: right)
    }

    /// Three capital letters.
    func isCurrencyShaped(_ word: String) -> Bool {
        word.utf8.count == 3 && word.utf8.allSatisfy { $0 >= 0x41 && $0 <= 0x5A }
    }

    private mutating func reportUnknownUnit(_ number: Token, _ name: Token, _ word: String, _ start: UInt32) -> NodeID?
    {
        let others = [
            "working": "business days", "work": "business days", "weekdays": "business days",
            "workdays": "business days",
            "weekday": "business days", "workday": "business days", "dollars": "USD", "dollar": "USD", "euros": "EUR",
            "euro": "EUR", "pounds": "GBP", "pound": "GBP", "yen": "JPY", "francs": "CHF", "d": "days", "h": "hours",
            "m": "months", "w": "weeks", "y": "years", "s": "seconds", "fortnight": "weeks", "pct": "%", "percent": "%",
        ]
        let units = PeriodUnit.allCases.map(\.plural)
        if isForeignOperator(word) { return nil }
        let near =
            others[word.lowercased()] ?? units.first { $0.hasPrefix(word.lowercased()) && word.utf8.count > 1 }
            ?? didYouMean(word, among: units + Currency.all.map(\.code))
        advance()
        if word == "working" || word == "work", isName(token, "days") || isName(token, "day") { advance() }
        report(
            SyntaxCodes.unknownUnit, Span(start: name.start, end: lastEnd), "\"\(word)\" is no unit.",
            found: "\"\(source.string(span(from: start)))\"",
            expected: "a currency such as USD, a percent sign, or one of \(units.joined(separator: ", "))",
            help: near.map { "Write \(text(number))\($0 == "%" ? "" : " ")\($0)." }
                ?? "Put an operator between the number and the name.")
        return missing(at: span(from: start))
    }

    /// `5 000 USD`: a number that is set in groups.
    private mutating func parseSpacedThousands(_ digits: String, _ start: UInt32) -> NodeID? {
        var ahead = 0
        var joined = digits
        while peek(ahead).kind == .int, peek(ahead).end - peek(ahead).start == 3 {
            joined += text(peek(ahead))
            ahead += 1
        }
        guard ahead > 0, peek(ahead).kind != .int else { return nil }
        let written = Span(start: start, end: peek(ahead - 1).end)
        report(
            SyntaxCodes.groupedNumber, written, "Digits are written without blanks between them.",
            found: "\"\(source.string(written))\"", expected: "a number such as 5000", help: "Write \(joined).",
            replacement: joined)
        for _ in 0..<ahead { advance() }
        let word = text(token)
        if kind == .name, isCurrencyShaped(word) {
            let name = token.span
            advance()
            return makeMoney(joined, word, name, span(from: start))
        }
        return integer(joined).map { addLiteral(.int($0), written) } ?? missing(at: written)
    }

    /// `business days` as a unit alone, in `n * business days`.
    mutating func parseWordUnit(_ name: Token, _ word: String) -> NodeID? {
        guard dialect == .proviso, kind == .name || kind == .int || kind == .float else { return nil }
        if word == "business", isName(token, "days") || isName(token, "day") {
            advance()
            return syntax.add(
                .unit, span(from: name.start), payload: UInt32(PeriodUnit.allCases.firstIndex(of: .businessDay) ?? 0))
        }
        if kind == .int || kind == .float, isCurrencyShaped(word) || isCurrency(word.uppercased()) {
            let number = token
            let right = "\(text(number)) \(word.uppercased())"
            let whole = Span(start: name.start, end: number.end)
            advance()
            report(
                SyntaxCodes.misplacedCurrency, whole, "The currency stands behind the amount.",
                found: "\"\(source.string(whole))\"", expected: "\"\(right)\"", help: "Write \(right).",
                replacement: right)
            return makeMoney(text(number), word.uppercased(), name.span, whole)
        }
        return nil
    }

    // MARK: Presence

    /// `x is present`, `x is not present`.
    mutating func parsePresence(of operand: NodeID) -> NodeID {
        let isWord = token
        advance()
        let isNegated = kind == .not && token.isWord
        if isNegated { advance() }
        guard isName(token, "present") else { return parseOtherIs(operand, isWord, isNegated) }
        let words = Span(start: isWord.start, end: token.end)
        advance()
        let item = syntax[operand]
        let span = Span(start: item.span.start, end: lastEnd)
        var presence: NodeID
        switch item.kind {
        case .select where !item.flags.contains(.optional):
            presence = syntax.add(
                .presence, span, name: item.nameSpan, flags: item.flags.union(.words), payload: item.payload,
                syntax.child(operand, 0))
        case .name where item.flags.isEmpty:
            presence = syntax.add(.presence, span, name: item.nameSpan, flags: .words, payload: item.payload)
        case .missing: return operand
        default:
            report(
                SyntaxCodes.presenceOfNothing, item.span, "Presence can be asked of a field or a name only.",
                found: "\"\(source.string(item.span))\"", expected: "a field, such as invoice.due_on is present",
                help: "Name the field before \"is present\".")
            return missing(at: span)
        }
        if isNegated { presence = syntax.add(.not, span, name: words, flags: .infix, presence) }
        return checked(presence)
    }

    /// `is null`, `is open`, `is not empty`: read as a comparison, which is what is meant.
    private mutating func parseOtherIs(_ operand: NodeID, _ isWord: Token, _ isNegated: Bool) -> NodeID {
        let words = Span(start: isWord.start, end: lastEnd)
        let right = isNegated ? "!=" : "=="
        let next = token
        let wantsPresence =
            next.kind == .null || isName(next, "absent") || isName(next, "missing") || isName(next, "empty")
        let isCertain = kind.isOperandStart && !wantsPresence
        report(
            SyntaxCodes.wordsOfPresence, words,
            "After \"is\" stands \"present\" or \"not present\".", found: describe(next),
            expected: "\"is present\" or \"is not present\"",
            help: wantsPresence
                ? "Write \"is \(isNegated ? "" : "not ")present\" to ask whether there is a value."
                : "Write \(right) to compare two values.", replacement: isCertain ? right : nil)
        guard kind.isOperandStart || kind == .minus else { return missing(at: syntax[operand].span) }
        let value = parseBinary(1)
        if wantsPresence { return missing(at: syntax[operand].span) }
        let operation = isNegated ? BinaryOperator.notEqual : .equal
        return syntax.add(
            .binary, syntax[operand].span.union(syntax[value].span), name: words, payload: UInt32(operation.rawValue),
            operand, value)
    }

    /// Whether three capital letters are a currency of ISO 4217.
    func isCurrency(_ code: String) -> Bool { Currency(code) != nil }
}
