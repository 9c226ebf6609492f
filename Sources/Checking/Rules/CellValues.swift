import Amounts
import Dates
import Definitions
import Encoding
import Evaluation
import SourceText

/// Reads single values of a type as they stand in cells.
struct CellValues {
    let type: WrittenType
    /// The code of the kind of cell.
    let code: DiagnosticCode

    /// The currency of a type of money that states one.
    var currency: Currency? {
        if case .money(let code?) = type { Currency(code) } else { nil }
    }

    var isMoney: Bool {
        if case .money = type { true } else { false }
    }

    /// Words stand for themselves.
    var isText: Bool {
        switch type {
        case .text, .notice, .price, .role, .person, .record, .approvalLevel: true
        default: false
        }
    }

    /// The values of a text column: an enumeration among them.
    var isWords: Bool {
        if case .oneOf = type { true } else { isText }
    }

    func value(_ cell: TableCell) throws(CellFault) -> Value {
        switch type {
        case .money: return .money(try money(cell))
        case .decimal: return .decimal(try decimal(cell))
        case .int: return .int(try int(cell))
        case .ratio: return .ratio(Ratio(try decimal(cell)))
        case .oneOf(let words): return .string(Text(try word(cell, words)))
        case .text, .notice, .price, .role, .person, .record: return .string(Text(try text(cell)))
        case .approvalLevel: return .string(Text(try level(cell)))
        case .bool: return .bool(try read(cell) { text throws(Misreading) in try Reading.boolean(text) })
        case .date: return .date(try read(cell) { text throws(Misreading) in try Reading.date(text) })
        case .instant: return .timestamp(try read(cell) { text throws(Misreading) in try Reading.instant(text) })
        case .time:
            let time = try read(cell) { text throws(Misreading) in try Reading.timeOfDay(text).value }
            guard let time else { throw parameter(cell) }
            return .time(time)
        case .period:
            let period = try read(cell) { text throws(Misreading) in try Reading.period(text, .offset).value }
            guard let period else { throw parameter(cell) }
            return .period(period)
        case .rate, .group, .list, .optional:
            throw CellFault(
                code, cell, "A value of the type \"\(type)\" cannot be written in a cell.",
                expected: "\"-\", or an expression", help: "Write an expression over the inputs.")
        }
    }

    private func read<Result>(
        _ cell: TableCell, _ reading: (String) throws(Misreading) -> Result
    ) throws(CellFault) -> Result {
        do throws(Misreading) { return try reading(cell.text) } catch { throw CellFault(code, cell, error) }
    }

    private func parameter(_ cell: TableCell) -> CellFault {
        CellFault(
            code, cell, "A parameter of the settings cannot stand in a table.", expected: "the value itself",
            help: "Write the value.")
    }

    // MARK: Numbers

    private func int(_ cell: TableCell) throws(CellFault) -> Int64 {
        Int64(
            try read(cell) { text throws(Misreading) in
                do throws(Misreading) { return try Reading.count(text, Int.min...Int.max) } catch {
                    var error = error
                    error.expected = "a whole number such as 12"
                    throw error
                }
            })
    }

    /// `12`, `-0.50`, and `2.5%` as the number that it is.
    func decimal(_ cell: TableCell) throws(CellFault) -> Decimal {
        if let number = plain(cell.bytes) { return number }
        let text = cell.text
        if text.hasSuffix("%") {
            let number = try read(cell) { text throws(Misreading) in try Reading.percentage(text) }
            if let decimal = try? Decimal.parse(number), let hundredth = try? Decimal(coefficient: 1, scale: 2),
                let share = try? decimal.multiplying(hundredth)
            {
                return share
            }
        }
        _ = try read(cell) { text throws(Misreading) in try Reading.number(text) }
        throw CellFault(
            code, cell, "\"\(CellFault.shown(cell))\" is too long for a number.", expected: "at most 38 digits",
            help: "Write a number with fewer digits.")
    }

    /// A number in the one way in which numbers are written.
    private func plain(_ bytes: ArraySlice<UInt8>) -> Decimal? {
        let digits = bytes.first == UInt8(ascii: "-") ? bytes.dropFirst() : bytes
        guard let first = digits.first, first &- 0x30 < 10, let last = digits.last, last &- 0x30 < 10 else {
            return nil
        }
        if first == 0x30, digits.count > 1, digits[digits.startIndex + 1] != UInt8(ascii: ".") { return nil }
        for byte in digits where byte &- 0x30 >= 10 && byte != UInt8(ascii: ".") { return nil }
        return try? Decimal.parse(bytes)
    }

    /// An amount with its currency. A bare 0 has none, and is 0 in the column's currency or in any.
    func amount(_ cell: TableCell) throws(CellFault) -> (amount: Decimal, currency: Currency?) {
        let bytes = cell.bytes
        if bytes.count > 4, bytes[bytes.endIndex - 4] == 0x20, let number = plain(bytes.dropLast(4)),
            let found = Currency(utf8: bytes.suffix(3))
        {
            if let currency, currency != found { throw otherCurrency(cell, number, found, currency) }
            return (number, found)
        }
        if let number = plain(bytes) {
            if number.isZero { return (number, currency) }
            let shown = currency.map { "\(number) \($0.code)" }
            throw CellFault(
                code, cell, "The amount \"\(CellFault.shown(cell))\" has no currency.",
                expected: "an amount with its currency, such as \(shown ?? "5000 USD")",
                help: shown.map { "Write \($0)." } ?? "Write the currency's three letters behind the number.",
                mend: shown)
        }
        if bytes.count > 4, bytes[bytes.endIndex - 4] == 0x20, plain(bytes.dropLast(4)) != nil,
            bytes.suffix(3).allSatisfy({ $0 &- 0x41 < 26 })
        {
            throw CellFault(
                code, cell, "There is no currency \"\(String(decoding: bytes.suffix(3), as: UTF8.self))\".",
                expected: "a currency of ISO 4217, such as \(currency?.code ?? "USD")", help: "Correct the currency.")
        }
        _ = try read(cell) { text throws(Misreading) in try Reading.money(text) }
        throw CellFault(
            code, cell, "\"\(CellFault.shown(cell))\" is too long for an amount.", expected: "at most 38 digits",
            help: "Write an amount with fewer digits.")
    }

    private func otherCurrency(
        _ cell: TableCell, _ number: Decimal, _ found: Currency, _ currency: Currency
    ) -> CellFault {
        CellFault(
            RuleCodes.otherCurrency, cell, "This amount is in \(found), and the column is in \(currency).",
            expected: "an amount in \(currency), such as \(number) \(currency)",
            help: "Write the amount in \(currency), or give the column the type \"money\" if it takes any currency.")
    }

    private func money(_ cell: TableCell) throws(CellFault) -> Money {
        let (amount, currency) = try amount(cell)
        guard let currency else {
            throw CellFault(
                code, cell, "The amount \"\(CellFault.shown(cell))\" has no currency.",
                expected: "an amount with its currency, such as 0 USD",
                help: "Write the currency's three letters behind the number.")
        }
        return Money(amount, currency)
    }

    // MARK: Words

    private func word(_ cell: TableCell, _ words: [String]) throws(CellFault) -> String {
        let word = try text(cell)
        if words.contains(word) { return word }
        let mend = didYouMean(word, among: words)
        let shown = words.prefix(12).map { "\"\($0)\"" }.joined(separator: ", ")
        throw CellFault(
            RuleCodes.unknownWord, cell, "There is no \"\(word)\" among the words of this column.",
            expected: "one of " + shown + (words.count > 12 ? " and \(words.count - 12) more" : ""),
            help: mend.map { "Write \"\($0)\"." } ?? "Write one of the words, or add this one to the type.", mend: mend)
    }

    /// A text as it stands, or in quotation marks.
    func text(_ cell: TableCell) throws(CellFault) -> String {
        let bytes = cell.source.bytes
        guard !cell.isEmpty, CellMarks.beginsQuote(bytes, cell.range.lowerBound, from: cell.range.lowerBound) else {
            return cell.text
        }
        guard let end = CellMarks.endOfQuote(bytes, cell.range.lowerBound, cell.range.upperBound) else {
            throw CellFault(
                code, cell, "The quotation mark that begins here does not end.",
                expected: "a text such as \"Net 30\"", help: "Close the text with a second quotation mark.")
        }
        guard end == cell.range.upperBound else {
            throw CellFault(
                code, cell.part(end..<cell.range.upperBound), "Something stands behind the text in quotation marks.",
                expected: "a comma and another text, or nothing", help: "Put all of the text into the quotation marks.")
        }
        var text: [UInt8] = []
        var at = cell.range.lowerBound + 1
        while at < end - 1 {
            if bytes[at] == UInt8(ascii: "\\"), at + 1 < end - 1 { at += 1 }
            text.append(bytes[at])
            at += 1
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// `controller` or `2 of controller`.
    private func level(_ cell: TableCell) throws(CellFault) -> String {
        let text = try text(cell)
        let words = text.split(separator: " ").map(String.init)
        let role = words.count == 3 && words[1] == "of" ? words[2] : text
        guard words.count != 3 || Int(words[0]).map({ (1...100).contains($0) }) ?? false,
            NameStyle.kebab.accepts(role)
        else {
            let mend = words.count == 1 ? NameStyle.kebab.mended(text) : nil
            throw CellFault(
                code, cell, "\"\(CellFault.shown(cell))\" is not a level of an approval.",
                expected: "a role, or a number of people of a role, such as controller or 2 of controller",
                help: mend.map { "Write \($0)." } ?? "Write the role alone, or a number, \"of\" and the role.",
                mend: mend)
        }
        return text
    }
}
