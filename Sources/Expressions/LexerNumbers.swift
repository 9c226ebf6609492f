import SourceText

// Numbers, dates and times, and the ways in which people write them elsewhere: `5,000.00`, `5.000,00`, `5_000`,
// `1/3/2026`, `2026-3-1`. None of these is guessed at in silence: `1,200` in a list is two numbers in CEL, so what could be
// either is refused in the author's words.

extension Lexer {
    mutating func scanNumber() {
        if dialect == .proviso, hasMarkAfterDigits {
            if scanDate() || scanTimeOfDay() || scanForeignDate() || scanGroupedNumber() { return }
        }
        if byte() == UInt8(ascii: "0"), byte(1) | 0x20 == UInt8(ascii: "x"), hexValue(byte(2)) != nil {
            var length = 3
            while hexValue(byte(length)) != nil { length += 1 }
            return emitInteger(length)
        }
        var length = digits(from: 0)
        var isFloat = false
        if byte(length) == UInt8(ascii: "."), isDigit(byte(length + 1)) {
            isFloat = true
            length += 1 + digits(from: length + 1)
        }
        if byte(length) | 0x20 == UInt8(ascii: "e") {
            let sign = byte(length + 1) == UInt8(ascii: "+") || byte(length + 1) == UInt8(ascii: "-") ? 1 : 0
            if isDigit(byte(length + 1 + sign)) {
                isFloat = true
                length += 1 + sign + digits(from: length + 1 + sign)
            }
        }
        if isFloat { return emit(.float, length) }
        emitInteger(length)
    }

    /// Whether a mark stands behind the digits that could make more of them than a number.
    private var hasMarkAfterDigits: Bool {
        let length = digits(from: 0)
        switch byte(length) {
        case UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: ","), UInt8(ascii: "_"): return true
        case UInt8(ascii: "."):
            let next = byte(length + 1 + digits(from: length + 1))
            return next == UInt8(ascii: ".") || next == UInt8(ascii: ",") || next == UInt8(ascii: "_")
        default: return false
        }
    }

    private mutating func emitInteger(_ length: Int) {
        if byte(length) | 0x20 == UInt8(ascii: "u"), !isNameByte(byte(length + 1)) {
            emit(.uint, length + 1)
        } else {
            emit(.int, length)
        }
    }

    /// The number of digits that stand `start` bytes ahead.
    func digits(from start: Int) -> Int {
        var length = 0
        while isDigit(byte(start + length)) { length += 1 }
        return length
    }

    /// The number that `count` digits `start` bytes ahead write; `count` is small.
    private func number(_ start: Int, _ count: Int) -> Int {
        var value = 0
        for index in start..<start + count { value = value * 10 + Int(byte(index) - UInt8(ascii: "0")) }
        return value
    }

    // MARK: Dates

    /// `2026-03-01`, perhaps with a time and a zone, which makes it an instant.
    private mutating func scanDate() -> Bool {
        let dash = UInt8(ascii: "-")
        guard digits(from: 0) == 4, byte(4) == dash else { return false }
        let monthLength = digits(from: 5)
        guard (1...2).contains(monthLength), byte(5 + monthLength) == dash else { return false }
        let dayStart = 6 + monthLength
        let dayLength = digits(from: dayStart)
        guard (1...2).contains(dayLength) else { return false }
        let length = dayStart + dayLength
        if byte(length) == dash, isDigit(byte(length + 1)) { return false }
        let (year, month, day) = (number(0, 4), number(5, monthLength), number(dayStart, dayLength))
        guard monthLength == 2, dayLength == 2 else {
            reportForeignDate(length, year, month, day, certain: true)
            return true
        }
        checkDate(length, year, month, day)
        if byte(length) == UInt8(ascii: "T"), let time = instantSuffix(length) {
            emit(.instant, time)
        } else if byte(length) == UInt8(ascii: "T"), isDigit(byte(length + 1)) {
            reportInstant(length)
        } else {
            emit(.date, length)
        }
        return true
    }

    /// The whole length of an instant whose date has `dateLength` bytes: `T`, time, perhaps a fraction, zone.
    private func instantSuffix(_ dateLength: Int) -> Int? {
        var length = dateLength + 1
        guard digits(from: length) == 2, byte(length + 2) == UInt8(ascii: ":"), digits(from: length + 3) == 2
        else { return nil }
        length += 5
        if byte(length) == UInt8(ascii: ":") {
            guard digits(from: length + 1) == 2 else { return nil }
            length += 3
            if byte(length) == UInt8(ascii: "."), isDigit(byte(length + 1)) { length += 1 + digits(from: length + 1) }
        }
        if byte(length) == UInt8(ascii: "Z") { return length + 1 }
        guard byte(length) == UInt8(ascii: "+") || byte(length) == UInt8(ascii: "-"), digits(from: length + 1) == 2,
            byte(length + 3) == UInt8(ascii: ":"), digits(from: length + 4) == 2
        else { return nil }
        return length + 6
    }

    /// An instant that does not say where its time of day is meant.
    private mutating func reportInstant(_ dateLength: Int) {
        var length = dateLength + 1
        while isDigit(byte(length)) || byte(length) == UInt8(ascii: ":") || byte(length) == UInt8(ascii: ".") {
            length += 1
        }
        let written = source.string(span(length))
        problems.add(
            SyntaxCodes.impossibleTime, span(length), "An instant ends with its zone.", found: "\"\(written)\"",
            expected: "hours and minutes, and then Z or an offset such as +01:00",
            help: "Write \(written)Z if the time is meant in UTC.")
        emit(.brokenLiteral, length)
    }

    /// `09:00`, `09:00:30`: two digits each and no blanks.
    private mutating func scanTimeOfDay() -> Bool {
        let colon = UInt8(ascii: ":")
        guard digits(from: 0) == 2, byte(2) == colon, digits(from: 3) == 2 else { return false }
        var length = 5
        var second = 0
        if byte(5) == colon, digits(from: 6) == 2 {
            second = number(6, 2)
            length = 8
        }
        let (hour, minute) = (number(0, 2), number(3, 2))
        if hour > 23 || minute > 59 || second > 59 {
            problems.add(
                SyntaxCodes.impossibleTime, span(length), "There is no such time of day.",
                found: "\"\(source.string(span(length)))\"", expected: "a time from 00:00 to 23:59:59",
                help: "Write the hour as 00 to 23 and the minute as 00 to 59.")
            emit(.brokenLiteral, length)
        } else {
            emit(.time, length)
        }
        return true
    }

    /// `1/3/2026`, `2026/03/01`, `01.03.2026`.
    private mutating func scanForeignDate() -> Bool {
        let firstLength = digits(from: 0)
        let mark = byte(firstLength)
        guard mark == UInt8(ascii: "/") || mark == UInt8(ascii: "."), (1...4).contains(firstLength) else {
            return false
        }
        let secondLength = digits(from: firstLength + 1)
        guard (1...2).contains(secondLength), byte(firstLength + 1 + secondLength) == mark else { return false }
        let thirdStart = firstLength + secondLength + 2
        let thirdLength = digits(from: thirdStart)
        let length = thirdStart + thirdLength
        guard byte(length) != mark, !isNameByte(byte(length)) else { return false }
        let first = number(0, firstLength)
        let second = number(firstLength + 1, secondLength)
        let third = number(thirdStart, min(thirdLength, 4))
        if firstLength == 4, (1...2).contains(thirdLength) {
            reportForeignDate(length, first, second, third, certain: true)
            return true
        }
        guard firstLength <= 2, thirdLength == 4 else { return false }
        if mark == UInt8(ascii: ".") || first > 12 {
            reportForeignDate(length, third, second, first, certain: true)
        } else {
            reportForeignDate(length, third, first, second, certain: second > 12 || first == second)
        }
        return true
    }

    /// A date in another notation; `certain` if day and month cannot be mistaken for each other.
    private mutating func reportForeignDate(_ length: Int, _ year: Int, _ month: Int, _ day: Int, certain: Bool) {
        let right = dateText(year, month, day)
        let written = source.string(span(length))
        guard (1...12).contains(month), (1...daysInMonth(year, month)).contains(day) else {
            return reportImpossibleDate(length, year, month, day)
        }
        problems.add(
            SyntaxCodes.foreignDate, span(length), "A date is written year-month-day.", found: "\"\(written)\"",
            expected: "a date such as 2026-03-01",
            help: certain
                ? "Write \(right)."
                : "Write \(right) if the month comes first, or \(dateText(year, day, month)) if the day does.",
            replacement: certain ? right : nil)
        emit(.date, length, repaired: right)
    }

    private mutating func checkDate(_ length: Int, _ year: Int, _ month: Int, _ day: Int) {
        if year < 1 || !(1...12).contains(month) || !(1...daysInMonth(year, month)).contains(day) {
            addImpossibleDate(length, year, month, day)
        }
    }

    private mutating func reportImpossibleDate(_ length: Int, _ year: Int, _ month: Int, _ day: Int) {
        addImpossibleDate(length, year, month, day)
        emit(.brokenLiteral, length)
    }

    private func addImpossibleDate(_ length: Int, _ year: Int, _ month: Int, _ day: Int) {
        let expected =
            (1...12).contains(month) && year >= 1
            ? "a day from 1 to \(daysInMonth(year, month)) in month \(month) of \(year)"
            : "a year from 0001 to 9999 and a month from 01 to 12"
        problems.add(
            SyntaxCodes.impossibleDate, span(length), "There is no such date.",
            found: "\"\(source.string(span(length)))\"", expected: expected, help: "Check the day and the month.")
    }

    // MARK: Grouped digits

    /// `5,000`, `5,000.00`, `5.000,00`, `12,50`, `5_000`: reported where it cannot be two numbers of a list.
    private mutating func scanGroupedNumber() -> Bool {
        guard let group = groupedNumber() else { return false }
        let written = source.string(span(group.length))
        let isSure = openBrackets == 0 || written.utf8.contains(UInt8(ascii: "_"))
        guard isSure || isFollowedByCurrency(group.length) else { return false }
        problems.add(
            SyntaxCodes.groupedNumber, span(group.length),
            "Digits are written without separators between them, and with a point before the decimals.",
            found: "\"\(written)\"", expected: "a number such as 5000 or 5000.00",
            help: isSure
                ? "Write \(group.text)."
                : "Write \(group.text), or put a blank after the comma if two numbers are meant.",
            replacement: isSure ? group.text : nil)
        emit(group.text.utf8.contains(UInt8(ascii: ".")) ? .float : .int, group.length, repaired: group.text)
        return true
    }

    private static let mostGroups = 16

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
    }

    private func groupedNumber() -> (length: Int, text: String)? {
        var separators: [UInt8] = []
        var groups = [digits(from: 0)]
        var length = groups[0]
        while Self.isSeparator(byte(length)), isDigit(byte(length + 1)) {
            // No number has so many groups; a long list without blanks has, and must not be looked through for each element.
            guard groups.count < Self.mostGroups else { return nil }
            separators.append(byte(length))
            let count = digits(from: length + 1)
            groups.append(count)
            length += 1 + count
        }
        let point = UInt8(ascii: ".")
        guard let last = separators.last, separators != [point], groups[0] > 0, !isNameByte(byte(length)) else {
            return nil
        }
        guard byte() != UInt8(ascii: "0") || groups[0] == 1 && separators.count == 1 else { return nil }
        let thousands = separators.dropLast()
        let isMixed = !thousands.isEmpty && thousands.allSatisfy { $0 == thousands.first } && thousands.first != last
        let isUniform = separators.allSatisfy { $0 == last }
        let hasThrees = groups.dropFirst().dropLast(isMixed ? 1 : 0).allSatisfy { $0 == 3 } && groups[0] <= 3
        var text = source.string(span(length)).filter { $0.isNumber }
        if isUniform, last == UInt8(ascii: "_") { return (length, text) }
        if isUniform, hasThrees, byte() != UInt8(ascii: "0") { return (length, text) }
        let hasDecimals = isMixed ? hasThrees && last != UInt8(ascii: "_") : separators.count == 1
        guard hasDecimals, let decimals = groups.last else { return nil }
        text.insert(".", at: text.index(text.endIndex, offsetBy: -decimals))
        return (length, text)
    }

    /// Whether a word of three capitals or a currency symbol follows.
    private func isFollowedByCurrency(_ length: Int) -> Bool {
        var ahead = length
        while byte(ahead) == 0x20 { ahead += 1 }
        for index in 0..<3 where byte(ahead + index) < 0x41 || byte(ahead + index) > 0x5A { return false }
        return !isNameByte(byte(ahead + 3))
    }
}

func daysInMonth(_ year: Int, _ month: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
}

func dateText(_ year: Int, _ month: Int, _ day: Int) -> String {
    func padded(_ value: Int, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
}
