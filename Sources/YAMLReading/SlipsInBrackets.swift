import SourceText

/// Slips inside braces and brackets, where commas, colons and brackets are signs of their own.
extension Fault {
    /// libyaml stopped between two items of `[…]` or `{…}`.
    func inBrackets() -> Diagnosis? {
        let brackets = [UInt8(ascii: "["), UInt8(ascii: "{")]
        guard let open = brackets.contains(byte(contextOffset)) ? contextOffset : openingBracket(before: offset) else {
            return nil
        }
        let line = line(at: open)
        if byte(offset) == UInt8(ascii: "{"), offset > 0, byte(offset - 1) == UInt8(ascii: "$") {
            if let slip = placeholder() { return slip }
        }
        guard let close = closingBracket(of: open) else { return hashInside(line) ?? unclosed(open, line) }
        if let item = flowItem(around: offset) {
            if let start = valueStart(item), ["\"", "'"].contains(text(stretch(start, to: item.upperBound)).first) {
                return textBehindQuote(stretch(start, to: item.upperBound))
            }
            if byte(offset) == UInt8(ascii: ":") { return missingComma(item) }
        }
        let range = stretch(open, to: close + 1)
        return Diagnosis(
            Diagnostic(
                YAMLCodes.missingComma, at: place(range), "What stands between these brackets cannot be read.",
                found: shown(text(range)),
                expected: byte(open) == UInt8(ascii: "{") ? "\"key: value\" between commas" : "values between commas",
                help: "Write a comma between two items, and put a text with special characters in quotation marks."),
            open, .overwrite(range))
    }

    private func placeholder() -> Diagnosis? {
        guard let range = flowItem(around: offset - 1), let colonOrStart = valueStart(range) else { return nil }
        let value = stretch(colonOrStart, to: endOfText(range))
        return Diagnosis(
            Diagnostic(
                YAMLCodes.placeholderInBraces, at: place(value),
                "Inside braces or brackets, a text with \"${…}\" must stand in quotation marks.",
                found: shown(text(value)),
                expected: "the text in quotation marks", help: "Put the whole text in quotation marks.",
                fix: Fix("Put it in quotation marks", [.init(Span(value), quoted(text(value)))])),
            contextOffset, .overwrite(value))
    }

    /// In braces, an item that has no key of its own goes on the text before it: `{ reason: Refused by ${by}, late }`.
    private func endOfText(_ item: Range<Int>) -> Int {
        var end = item.upperBound
        guard byte(contextOffset) == UInt8(ascii: "{") else { return end }
        while let next = flowItem(around: end + 1), next.lowerBound > end, byte(end) == UInt8(ascii: ","),
            SourceLine(bytes, next).colon == nil, !next.isEmpty
        {
            end = next.upperBound
        }
        return end
    }

    private func missingComma(_ item: Range<Int>) -> Diagnosis {
        let word =
            text(item.lowerBound..<max(item.lowerBound, offset)).split(separator: " ").last.map(String.init) ?? ""
        return Diagnosis(
            Diagnostic(
                YAMLCodes.missingComma, at: place(item), "A second colon stands in one item between commas.",
                found: shown(text(item)), expected: "\"key: value\" between commas",
                help:
                    "Write a comma before \(shown(word)), or put the value in quotation marks if the colon belongs to it."
            ),
            contextOffset, .overwrite(valueStart(item).map { stretch($0, to: item.upperBound) } ?? item))
    }

    /// `[a, , b]`.
    func emptyItem() -> Diagnosis? {
        guard byte(offset) == UInt8(ascii: ","), let open = openingBracket(before: offset) else { return nil }
        let close = closingBracket(of: open).map { $0 + 1 } ?? line(at: open).range.upperBound
        return Diagnosis(
            Diagnostic(
                YAMLCodes.emptyItem, at: place(offset..<offset + 1), "Nothing stands before this comma.",
                found: "an empty item",
                expected: "a value between two commas", help: "Delete the comma, or write the value that is missing."),
            open, .overwrite(stretch(open, to: close)))
    }

    /// A bracket without its partner; or a text that only happens to begin with one, such as the interval `[5000..25000) USD`.
    private func unclosed(_ open: Int, _ line: SourceLine) -> Diagnosis? {
        let range = value(from: open, in: line)
        let bracket = byte(open) == UInt8(ascii: "[") ? "[" : "{"
        let partner = bracket == "[" ? "]" : "}"
        let text = text(range)
        if bracket == "[", text.contains("..") || text.contains(")") {
            return Diagnosis(
                Slips.bracket(bracket, partner, place(range), found: shown(text), fix: quotedFix(range)), open,
                .overwrite(range))
        }
        // A bracket alone on its line, or with items that go on below: what follows is read as if it stood there without.
        let goesOn = text == bracket || text.hasSuffix(",")
        let isCertain =
            isOneLine(lineNumber(open)) && !goesOn && flowItem(around: open) == nil
            && openingBracket(before: range.upperBound, after: open + 1) == nil
        return Diagnosis(
            Diagnostic(
                YAMLCodes.unclosedBracket, at: place(range), "This \"\(bracket)\" is never closed.", found: shown(text),
                expected: "a \"\(partner)\" at the end of the list of values".replacing(
                    "list of values", with: bracket == "[" ? "list" : "group"),
                help: "Write the \"\(partner)\", or put the whole value in quotation marks if it is a text.",
                fix: isCertain
                    ? Fix(
                        "Close the bracket",
                        [.init(Span(range.upperBound..<range.upperBound), bracket == "{" ? " }" : "]")]) : nil),
            open, goesOn ? .blank(range) : .overwrite(range))
    }

    /// `[a] of b`, `{b: c}}`: the value goes on behind its closing bracket.
    func textBehindBracket(_ range: Range<Int>) -> Diagnosis {
        let bracket = byte(range.lowerBound) == UInt8(ascii: "[") ? "[" : "{"
        let partner = bracket == "[" ? "]" : "}"
        let rest = max(range.lowerBound, min(offset, range.upperBound))..<range.upperBound
        if text(rest).allSatisfy({ "]} ".contains($0) }), !rest.isEmpty {
            return Diagnosis(
                Diagnostic(
                    YAMLCodes.strayBracket, at: place(rest), "A closing bracket stands here that nothing opened.",
                    found: shown(text(rest)), expected: "as many closing brackets as opening ones", help: "Delete it.",
                    fix: Fix("Delete it", [.init(Span(rest), "")])), range.lowerBound, .overwrite(range))
        }
        return Diagnosis(
            Slips.bracket(
                bracket, partner, place(range), found: "\(shown(text(rest))) behind the closing \"\(partner)\"",
                fix: quotedFix(range)),
            range.lowerBound, .overwrite(range))
    }

    /// A bracket that no bracket closes, on a line that stands left of what follows it.
    func strayBracket(at start: Int) -> Diagnosis {
        let line = line(at: start)
        let range = start..<start + 1
        return Diagnosis(
            Diagnostic(
                YAMLCodes.strayBracket, at: place(range), "A closing bracket stands here that nothing opened.",
                found: shown(text(stretch(line.content, to: line.range.upperBound))),
                expected: "as many closing brackets as opening ones", help: "Delete it.",
                fix: Fix("Delete it", [.init(Span(range), "")])), start, .blank(range))
    }

    /// A value above that begins with a bracket which is never closed, so that the lines up to here were read as part of it.
    func bracketAbove(_ number: Int) -> Diagnosis? {
        let maximumLinesLookedAt = 200
        var next = number
        while let above = lineAbove(next), number - above.number <= maximumLinesLookedAt {
            next = above.number
            let start = above.line.colon == nil ? above.line.body : above.line.value
            let isBracket = byte(start) == UInt8(ascii: "[") || byte(start) == UInt8(ascii: "{")
            if isBracket, start < above.line.range.upperBound, closingBracket(of: start) == nil {
                return hashInside(above.line) ?? unclosed(start, above.line)
            }
        }
        return nil
    }

    // MARK: Where items begin and end

    /// The bracket that is open at `end`, looking back as far as the beginning of its line's key or `start`.
    func openingBracket(before end: Int, after start: Int? = nil) -> Int? {
        let from = start ?? max(0, contextOffset < end ? contextOffset : line(at: end).range.lowerBound)
        var open: [Int] = []
        var index = from
        // What is asked for may lie behind the last byte of a file that was cut off.
        while index < min(end, bytes.count) {
            switch bytes[index] {
            case UInt8(ascii: "["), UInt8(ascii: "{"): open.append(index)
            case UInt8(ascii: "]"), UInt8(ascii: "}"): _ = open.popLast()
            case UInt8(ascii: "\""), UInt8(ascii: "'"): index = afterQuote(index) - 1
            default: break
            }
            index += 1
        }
        return open.last
    }

    /// The bracket that closes the one at `open`, on its line or on lines that are indented further or hold only brackets.
    func closingBracket(of open: Int) -> Int? {
        let indentation = line(at: open).indentation
        var depth = 0
        var index = open
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth -= 1
                if depth == 0 { return index }
            case UInt8(ascii: "\""), UInt8(ascii: "'"): index = afterQuote(index) - 1
            case UInt8(ascii: "#") where index > 0 && bytes[index - 1] == 0x20:
                index = line(at: index).range.upperBound - 1
            case 0x0A:
                let next = line(at: index + 1)
                if !next.isBlank, next.indentation <= indentation,
                    byte(next.content) != UInt8(ascii: "]"), byte(next.content) != UInt8(ascii: "}")
                {
                    return nil
                }
            default: break
            }
            index += 1
        }
        return nil
    }

    /// Behind the closing mark of a quoted text that begins here, or behind the mark if it is an apostrophe inside a word.
    private func afterQuote(_ start: Int) -> Int {
        let mark = bytes[start]
        let before = start > 0 ? bytes[start - 1] : 0x20
        guard [0x20, 0x0A, UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ","), UInt8(ascii: ":")].contains(before)
        else { return start + 1 }
        var index = start + 1
        while index < bytes.count, bytes[index] != 0x0A {
            if bytes[index] == mark { return index + 1 }
            index += bytes[index] == UInt8(ascii: "\\") && mark == UInt8(ascii: "\"") ? 2 : 1
        }
        return start + 1
    }

    /// The item between commas or brackets that `offset` lies in, without blanks around it; nil outside of brackets.
    func flowItem(around offset: Int) -> Range<Int>? {
        let line = line(at: offset)
        guard let open = openingBracket(before: offset, after: flowStart(line)) else { return nil }
        var start = open + 1
        var index = open + 1
        var depth = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "["), depth >= 0 { depth += 1 }
            if byte == UInt8(ascii: "{") { depth += 1 }
            if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") { depth -= 1 }
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                index = afterQuote(index)
                continue
            }
            if depth < 0 || (depth == 0 && byte == UInt8(ascii: ",")) || byte == 0x0A {
                if index > offset { return trimmed(stretch(start, to: index)) }
                if depth < 0 { return nil }
                start = index + 1
            }
            index += 1
        }
        return trimmed(stretch(start, to: bytes.count))
    }

    /// Where on a line brackets may begin: at its value.
    private func flowStart(_ line: SourceLine) -> Int {
        contextOffset < line.range.lowerBound && context.contains("flow")
            ? contextOffset : line.colon.map { _ in line.value } ?? line.body
    }

    /// Behind the colon of an item `key: value`, else its beginning.
    private func valueStart(_ item: Range<Int>) -> Int? {
        guard !item.isEmpty else { return nil }
        let part = SourceLine(bytes, item)
        return part.colon == nil ? item.lowerBound : part.value
    }

    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end, bytes[start] == 0x20 { start += 1 }
        while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x0D { end -= 1 }
        return start..<end
    }
}
