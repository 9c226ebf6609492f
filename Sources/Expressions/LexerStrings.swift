import SourceText

// Strings and bytes, and the characters that word processors and keyboards of other languages put in their place.

extension Lexer {
    /// A string whose opening quote stands `prefix` bytes ahead.
    mutating func scanString(prefix: Int) {
        let quote = byte(prefix)
        let isRaw = (0..<prefix).contains { byte($0) | 0x20 == UInt8(ascii: "r") }
        let isBytes = prefix > 0 && byte() | 0x20 == UInt8(ascii: "b")
        let isTriple = byte(prefix + 1) == quote && byte(prefix + 2) == quote
        var length = prefix + (isTriple ? 3 : 1)
        while position + length < text.count {
            let current = byte(length)
            if current == quote, !isTriple || (byte(length + 1) == quote && byte(length + 2) == quote) {
                return emit(isBytes ? .bytes : .string, length + (isTriple ? 3 : 1))
            }
            if !isTriple, current == 0x0A || current == 0x0D { break }
            length += current == UInt8(ascii: "\\") && !isRaw ? 2 : 1
        }
        length = min(length, text.count - position)
        let mark = String(decoding: [UInt8](repeating: quote, count: isTriple ? 3 : 1), as: UTF8.self)
        problems.add(
            SyntaxCodes.unclosedQuote, Span(position..<position + prefix + (isTriple ? 3 : 1)),
            "The text that begins here does not end.", found: "an opening \(mark) without its partner",
            expected: "a second \(mark) on the same line", help: "Close the text with \(mark).")
        emit(.brokenLiteral, length)
    }

    /// A character outside ASCII, outside a string.
    mutating func scanNonASCII() {
        let (scalar, length) = scalarAtPosition()
        switch scalar {
        case "\u{201C}", "\u{201D}", "\u{201E}", "\u{2018}", "\u{2019}", "\u{201A}", "\u{AB}", "\u{BB}":
            scanTypographicString(length)
        case "\u{A0}", "\u{202F}", "\u{2007}", "\u{2009}", "\u{3000}", "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{200B}":
            problems.add(
                SyntaxCodes.invisibleCharacter, span(length), "Here stands a blank that is not a plain blank.",
                found: "the character U+\(hexText(scalar.value))", expected: "a plain blank",
                help: "Replace it with a blank.", replacement: " ")
            position += length
        case "\u{2212}", "\u{2013}", "\u{2014}": misspelt(.minus, length, "-")
        case "\u{D7}": misspelt(.star, length, "*")
        case "\u{F7}": misspelt(.slash, length, "/")
        case "\u{2264}": misspelt(.lessOrEqual, length, "<=")
        case "\u{2265}": misspelt(.greaterOrEqual, length, ">=")
        case "\u{2260}": misspelt(.notEqual, length, "!=")
        case "\u{20AC}": scanCurrencySymbol(length, code: "EUR")
        case "\u{A3}": scanCurrencySymbol(length, code: "GBP")
        case "\u{A5}": scanCurrencySymbol(length, code: nil)
        default: reportCharacter(length)
        }
    }

    /// A text in typographic quotes up to the next one on the line.
    private mutating func scanTypographicString(_ quoteLength: Int) {
        let start = position
        let closing: Set<Unicode.Scalar> = ["\u{201C}", "\u{201D}", "\u{2018}", "\u{2019}", "\u{BB}", "\u{AB}", "\""]
        position += quoteLength
        let contentStart = position
        while position < text.count, byte() != 0x0A {
            let (scalar, length) = scalarAtPosition()
            if closing.contains(scalar) {
                let content = source.string(Span(contentStart..<position))
                let quotes = [Span(start..<contentStart), Span(position..<position + length)]
                position = start
                let whole = quotes[1].end - quotes[0].start
                let isPlain = !content.contains { $0 == "\"" || $0 == "\\" }
                problems.add(
                    SyntaxCodes.typographicQuote, span(Int(whole)), "Text stands between straight quotes.",
                    found: "typographic quotes", expected: "straight quotes: \"\(content)\"",
                    help: "Write \"\(content)\".", edits: isPlain ? quotes.map { ($0, "\"") } : [])
                return isPlain
                    ? emit(.string, Int(whole), repaired: "\"\(content)\"") : emit(.brokenLiteral, Int(whole))
            }
            position += length
        }
        let end = position
        position = start
        problems.add(
            SyntaxCodes.typographicQuote, span(quoteLength), "Text stands between straight quotes.",
            found: "a typographic quote", expected: "a straight quote", help: "Write \" on both sides of the text.")
        emit(.brokenLiteral, end - start)
    }

    /// `$5000`, `€ 500`, `500 €`: money is written with its currency's code. Both are read as money.
    mutating func scanCurrencySymbol(_ length: Int, code: String?) {
        guard dialect == .proviso else { return reportCharacter(length) }
        let symbol = source.string(span(length))
        let symbolSpan = span(length)
        let assumed = code ?? (symbol == "$" ? "USD" : "JPY")
        if let last = tokens.last, last.kind == .int || last.kind == .float {
            let number = last.repair > 0 ? repairs[Int(last.repair) - 1] : source.string(last.span)
            addSymbol(
                symbol, Span(start: last.start, end: symbolSpan.end), "\(number) \(assumed)", certain: code != nil)
            return emit(.name, length, repaired: assumed)
        }
        position += length
        while byte() == 0x20 { position += 1 }
        guard isDigit(byte()) else {
            position = Int(symbolSpan.start)
            return reportCharacter(length)
        }
        let before = tokens.count
        scanNumber()
        guard tokens.count > before, let last = tokens.last else { return }
        let number = last.repair > 0 ? repairs[Int(last.repair) - 1] : source.string(last.span)
        addSymbol(symbol, Span(start: symbolSpan.start, end: last.end), "\(number) \(assumed)", certain: code != nil)
        emit(.name, 0, repaired: assumed)
    }

    private func addSymbol(_ symbol: String, _ span: Span, _ right: String, certain: Bool) {
        problems.add(
            SyntaxCodes.currencySymbol, span, "An amount is written with the code of its currency.",
            found: "\"\(source.string(span))\"", expected: "an amount such as \(right)",
            help: certain
                ? "Write \(right)."
                : "Write \(right), or the code of the currency that is meant: several are written \(symbol).",
            replacement: certain ? right : nil)
    }

    /// A character that has no meaning outside a string.
    mutating func reportCharacter(_ length: Int) {
        var end = position + length
        while end < text.count, text[end] >= 0x80 || isNameByte(text[end]), text[position] >= 0x80 { end += 1 }
        let span = Span(position..<end)
        let character = source.string(span)
        let isLetters = character.unicodeScalars.contains { $0.properties.isAlphabetic && $0.value >= 0x80 }
        let (message, help) =
            isLetters
            ? (
                "A name has the letters a to z, digits and underscores.",
                "Write the name without \"\(character)\", or put a text in quotes."
            )
            : characterMessage(character)
        problems.add(
            SyntaxCodes.unknownCharacter, span, message, found: "\"\(character)\"",
            expected: "a name, a number, a text in quotes or an operator", help: help)
        position = end
    }

    private func characterMessage(_ character: String) -> (message: String, help: String) {
        switch character {
        case "@": ("\"@\" has no meaning in an expression.", "Put the text in quotes.")
        case "\\": ("A backslash stands only inside a text in quotes.", "Remove it, or put the text in quotes.")
        case "^":
            ("There is no operator \"^\".", "Write the multiplication out: a * a.")
        case "~": ("There is no operator \"~\".", "Write \"not\" or \"!\" for the contrary of a condition.")
        default:
            ("\"\(character)\" cannot stand here.", "Remove it, or put the text in quotes.")
        }
    }

    /// The Unicode scalar at the position and its length in bytes; U+FFFD and 1 where the bytes are not UTF-8.
    private func scalarAtPosition() -> (Unicode.Scalar, Int) {
        var iterator = text[position..<min(position + 4, text.count)].makeIterator()
        var decoder = UTF8()
        if case .scalarValue(let scalar) = decoder.decode(&iterator) {
            return (scalar, UTF8.encode(scalar)?.count ?? 1)
        }
        return ("\u{FFFD}", 1)
    }
}

/// At least four hexadecimal digits, in capitals.
func hexText(_ value: UInt32) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - text.utf8.count)) + text
}
