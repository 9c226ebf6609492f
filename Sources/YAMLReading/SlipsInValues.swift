import SourceText

/// Slips in the value behind a key or a dash: signs that mean something to YAML and nothing to an author.
extension Fault {
    /// The name before the value that begins on this line, for a message: `of "title" `; empty in a list.
    func owner(of line: SourceLine) -> String {
        guard let colon = line.colon else { return "" }
        return " of \(shown(text(stretch(line.body, to: colon))))"
    }

    /// The key before the value that begins on this line, with its colon and a space; empty in a list.
    func key(of line: SourceLine) -> String {
        guard let colon = line.colon else { return "" }
        return text(stretch(line.body, to: colon + 1)) + " "
    }

    /// The text in quotation marks, as the certain mend of a value that is wholly on one line.
    func quotedFix(_ value: Range<Int>, _ replacement: String? = nil) -> Fix? {
        guard isOneLine(lineNumber(value.lowerBound)) else { return nil }
        let text = text(value)
        return Fix(
            "Put it in quotation marks",
            [.init(Span(value), replacement ?? quoted(Lookalike.insideCurlyMarks(text) ?? text))])
    }

    /// A value that begins with a sign that YAML keeps for itself.
    func beginsWithSign(at start: Int) -> Diagnosis? {
        let line = line(at: start)
        let range = flowItem(around: start) ?? value(from: start, in: line)
        guard !range.isEmpty, start < bytes.count else { return nil }
        let sign = String(decoding: [byte(start)], as: UTF8.self)
        if sign == ">" || sign == "|", flowItem(around: start) == nil { return textBehindBlockSign(at: start) }
        if sign == ":", line.colon == nil, start == line.body { return missingKey(at: start) }
        let isLine = start == line.body && !line.hasDash
        return Diagnosis(
            Slips.sign(sign, place(range), fix: isLine ? nil : quotedFix(range)), start,
            isLine ? .blank(start..<start + 1) : .overwrite(range))
    }

    private func missingKey(at start: Int) -> Diagnosis {
        let line = line(at: start)
        return Diagnosis(
            Slips.missingKey(place(stretch(start, to: line.range.upperBound))), start, .blank(block(lineNumber(start))))
    }

    /// `>= 5000 USD`: the sign announces a text on the next lines, and text follows it.
    func textBehindBlockSign(at start: Int) -> Diagnosis? {
        let line = line(at: start)
        let range = value(from: start, in: line)
        let sign = String(decoding: [byte(start)], as: UTF8.self)
        return Diagnosis(
            Diagnostic(
                YAMLCodes.textBehindBlockSign, at: place(range),
                "The value\(owner(of: line)) begins with \"\(sign)\", which announces a text on the following lines.",
                found: shown(text(range)), expected: "nothing behind \"\(sign)\", or a value in quotation marks",
                help: "Put the whole value in quotation marks, or begin the text on the next line.",
                fix: quotedFix(range)), start, .overwrite(range))
    }

    /// `title: Foo: bar`: a colon and a blank inside a value.
    func colonInValue(_ line: SourceLine) -> Diagnosis? {
        guard let colon = line.colon, offset > colon else { return nil }
        if line.value == offset { return beginsWithSign(at: offset) }
        let range = value(from: line.value, in: line)
        guard !range.isEmpty else { return nil }
        return Diagnosis(
            Diagnostic(
                YAMLCodes.colonInValue, at: place(range),
                "The value\(owner(of: line)) holds a colon followed by a space, which YAML takes for another key.",
                found: shown(text(range)), expected: "a value without \": \", or one in quotation marks",
                help:
                    "Put the whole value in quotation marks. If two keys were meant, write each on a line of its own.",
                fix: quotedFix(range)), range.lowerBound, .overwrite(range))
    }

    /// `title: - foo`: a list cannot begin on the line of its key.
    func dashBehindKey() -> Diagnosis? {
        let line = line(at: offset)
        guard line.colon != nil, line.value == offset else {
            return bracketAbove(lineNumber(offset)) ?? misplacedLine()
        }
        let range = value(from: offset, in: line)
        let rest = text(range).dropFirst().drop { $0 == " " }
        let isNumber = rest.first?.isNumber ?? false
        let help =
            rest.isEmpty
            ? "Put the dash in quotation marks."
            : isNumber
                ? "Write \"-\(rest)\" without a space if it is a number below zero, or begin the list on the next line."
                : "If it is a list, begin the next line with \(shown("  - \(rest)")); if it is a text, put the whole value in quotation marks."
        return Diagnosis(
            Diagnostic(
                YAMLCodes.dashBehindKey, at: place(range),
                "A dash followed by a space begins a list, and a list cannot begin on the line of its key.",
                found: shown(text(range)), expected: "a value, or a list whose first item stands on the next line",
                help: help, fix: rest.isEmpty ? quotedFix(range) : nil), offset, .overwrite(range))
    }

    // MARK: Quotation marks

    /// `title: "Foo" bar`, `'It's late'`: a value that goes on behind its closing quotation mark.
    func textBehindQuote(_ range: Range<Int>) -> Diagnosis {
        let value = text(range)
        let mark = value.first.map(String.init) ?? "\""
        let unquoted = nestedMarks(value) ? String(value.dropFirst().dropLast()) : value
        let rest = text(max(range.lowerBound, min(offset, range.upperBound))..<range.upperBound)
        return Diagnosis(
            Diagnostic(
                YAMLCodes.textBehindQuote, at: place(range),
                "The value goes on behind its closing quotation mark.",
                found: "\(shown(rest)) behind the second \(mark)", expected: "nothing behind a closing quotation mark",
                help: "Put the whole value in marks that do not occur in it: '…' around \", \"…\" around '.",
                fix: quotedFix(range, quoted(unquoted))), range.lowerBound, .overwrite(range))
    }

    /// True for `'It's late'` and `"so-called "new" ones"`: the outer marks were meant as such. False for `"a" == "b"`.
    private func nestedMarks(_ value: String) -> Bool {
        guard let mark = value.first, value.last == mark, value.count > 2 else { return false }
        let inner = value.dropFirst().dropLast()
        guard let second = inner.firstIndex(of: mark) else { return false }
        let after = inner.index(after: second)
        return after < inner.endIndex && (inner[after].isLetter || inner[after].isNumber)
    }

    func unclosedQuote(at start: Int) -> Diagnosis {
        let line = line(at: start)
        let range = value(from: start, in: line)
        let mark = String(decoding: [byte(start)], as: UTF8.self)
        let isCertain = mark == "\"" && isOneLine(lineNumber(start)) && flowItem(around: start) == nil
        return Diagnosis(
            Diagnostic(
                YAMLCodes.unclosedQuote, at: place(range), "This quotation mark is never closed.",
                found: shown(text(range)), expected: "a second \(mark) at the end of the text",
                help: mark == "'"
                    ? "Write the second mark, or put a text that begins with an apostrophe in double quotation marks."
                    : "Write the second mark.",
                fix: isCertain
                    ? Fix("Close the quotation mark", [.init(Span(range.upperBound..<range.upperBound), mark)]) : nil),
            start, .overwrite(range))
    }

    /// The last scalar was quoted and ran over a line that is itself a key: its mark was not closed where it should be.
    func runawayQuote() -> Diagnosis? {
        guard let scalar = lastScalar, scalar.style == .singleQuoted || scalar.style == .doubleQuoted else {
            return nil
        }
        let first = lineNumber(Int(scalar.start))
        let last = lineNumber(Int(scalar.end))
        guard last > first, offset <= Int(file.lineRange(last).upperBound) else { return nil }
        for number in first + 1...last where line(number).colon != nil { return unclosedQuote(at: Int(scalar.start)) }
        return nil
    }

    func badEscape(at offset: Int, quote: Int) -> Diagnosis {
        var start = min(offset, bytes.count - 1)
        while start > quote, bytes[start] != UInt8(ascii: "\\") { start -= 1 }
        var end = min(start + 2, bytes.count)
        while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
        // `\x`, `\u` and `\U` are followed by two, four or eight digits.
        let mayBeDigits = problem != "found unknown escape character"
        while mayBeDigits, end < min(start + 10, bytes.count), SourceLine.isKeyByte(bytes[end]) { end += 1 }
        let escape = text(stretch(start, to: end))
        let isUnknown = problem == "found unknown escape character"
        let line = line(at: quote)
        return Diagnosis(
            Diagnostic(
                YAMLCodes.badEscape, at: place(stretch(start, to: end)),
                "In double quotation marks a backslash begins an escape, and this is none.", found: shown(escape),
                expected: "\\\\ for a backslash, \\\" for a quotation mark, \\n for a line break",
                help: "Write \\\\ for a backslash, or put the text in single quotation marks.",
                fix: isUnknown ? Fix("Double the backslash", [.init(Span(start..<start + 1), "\\\\")]) : nil),
            quote, .overwrite(escapeRepair(quote, line)))
    }

    /// The quoted text up to the end of its line, or up to its closing mark.
    private func escapeRepair(_ quote: Int, _ line: SourceLine) -> Range<Int> {
        var index = quote + 1
        while index < line.range.upperBound {
            if bytes[index] == UInt8(ascii: "\"") { return quote..<index + 1 }
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return stretch(quote, to: line.range.upperBound)
    }
}
