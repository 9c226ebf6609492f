import SourceText

/// Slips in how lines stand under each other: colons, dashes, indentation.
extension Fault {
    /// A colon where libyaml does not allow one: inside a value, or on a line that does not fit the one above.
    func misplacedColon() -> Diagnosis? {
        let number = lineNumber(offset)
        let line = line(number)
        if let slip = runawayQuote() { return slip }
        if let colon = line.colon, offset > colon { return colonInValue(line) }
        if let slip = groupWithoutColon(number) { return slip }
        guard let above = lineAbove(number) else { return beginsWithSign(at: offset) }
        if let colon = missingBlank(above.line) { return missingBlankBehindColon(above.number, colon) }
        if let dash = missingBlankBehindDash(above.number) { return dash }
        if above.line.colon == nil, line.colon != nil, !isContinuation(above.number) {
            return missingColon(above.number)
        }
        if line.indentation > above.line.body - above.line.range.lowerBound,
            above.line.value < above.line.range.upperBound
        {
            return indentedTooFar(number, above)
        }
        return colonBehindWords(line)
    }

    /// True if this line continues the value of a key above.
    private func isContinuation(_ number: Int) -> Bool {
        let line = line(number)
        var next = number
        while let above = lineAbove(next) {
            next = above.number
            guard above.line.colon != nil || above.line.indentation < line.indentation else { continue }
            return above.line.colon != nil && above.line.value < above.line.range.upperBound
                && above.line.body - above.line.range.lowerBound < line.indentation
        }
        return false
    }

    /// `outcomes:{ … }`, `outcomes { … }`: the colon of the group is missing, or the space behind it.
    func groupWithoutColon(_ number: Int) -> Diagnosis? {
        let line = line(number)
        guard line.colon == nil else { return nil }
        var index = line.body
        while index < line.range.upperBound, SourceLine.isKeyByte(bytes[index]) { index += 1 }
        guard index > line.body else { return nil }
        if byte(index) == UInt8(ascii: ":") { index += 1 }
        index = SourceLine.skipBlanks(line.bytes, index)
        guard byte(index) == UInt8(ascii: "{") || byte(index) == UInt8(ascii: "[") else { return nil }
        return missingColon(number)
    }

    /// A line whose colon is not behind its first word, such as `Note for you: x` in the middle of a text.
    private func colonBehindWords(_ line: SourceLine) -> Diagnosis? {
        let range = value(from: line.body, in: line)
        guard !range.isEmpty else { return nil }
        return Diagnosis(
            Diagnostic(
                YAMLCodes.colonInValue, at: place(range),
                "This text holds a colon followed by a space, which YAML takes for the end of a key.",
                found: shown(text(range)), expected: "text without \": \", or in quotation marks",
                help: "Put the whole text in quotation marks, or write it below its key behind \"|\"."),
            range.lowerBound, .blank(line.range))
    }

    /// `title:Foo` at the beginning of a line: the offset of the colon.
    func missingBlank(_ line: SourceLine) -> Int? {
        guard line.colon == nil else { return nil }
        var index = line.body
        while index < line.range.upperBound, SourceLine.isKeyByte(bytes[index]) { index += 1 }
        guard index > line.body, byte(index) == UInt8(ascii: ":"), index + 1 < line.range.upperBound,
            byte(index + 1) != UInt8(ascii: "/")
        else { return nil }
        return index
    }

    private func missingBlankBehindColon(_ number: Int, _ colon: Int) -> Diagnosis {
        let line = line(number)
        let range = stretch(line.body, to: value(from: line.body, in: line).upperBound)
        return Diagnosis(
            Slips.missingBlankBehindColon(place(range), text(range), at: colon + 1), line.content,
            .blank(block(number)))
    }

    /// A line that has no colon where keys stand.
    func missingColon(_ number: Int) -> Diagnosis {
        let line = line(number)
        if let colon = missingBlank(line) { return missingBlankBehindColon(number, colon) }
        if let above = lineAbove(number), let slip = hashInside(above.line) { return slip }
        let range = value(from: line.content, in: line)
        if text(stretch(line.content, to: line.range.upperBound)).unicodeScalars.count > YAMLLimits.maximumKeyCharacters
        {
            return Diagnosis(Slips.keyTooLong(place(range)), line.content, .blank(block(number)))
        }
        let words = text(stretch(line.body, to: range.upperBound)).split(separator: " ", maxSplits: 1)
        let isKey = words.first.map { $0.utf8.count > 1 && $0.utf8.allSatisfy(SourceLine.isKeyByte) } ?? false
        let example = words.count == 2 && isKey ? "\(words[0]): \(words[1])" : "\(words.first ?? "key"): value"
        return Diagnosis(
            Diagnostic(
                YAMLCodes.missingColon, at: place(range),
                "This line has no colon, so it is neither a key nor a list item.",
                found: shown(text(range)), expected: "a line such as \(shown(example))",
                help: "Write the colon, or indent the line further if it continues the text above."),
            line.content, .blank(block(number)))
    }

    /// ` #12`: what was cut off as a comment makes the next line unreadable.
    func hashInside(_ line: SourceLine) -> Diagnosis? {
        guard line.value < line.range.upperBound else { return nil }
        var index = line.value + 1
        while index < line.range.upperBound {
            if bytes[index] == UInt8(ascii: "#"), bytes[index - 1] == 0x20, !SourceLine.isBlank(line.bytes, index + 1) {
                let range = value(from: line.value, in: line)
                let comment = index..<line.range.upperBound
                return Diagnosis(
                    Slips.hash(
                        place(comment), key: key(of: line), value: text(range), before: text(line.value..<index),
                        comment: text(comment)),
                    line.value, .overwrite(range))
            }
            index += 1
        }
        return nil
    }

    /// A line that begins where nothing can begin: behind a value that had ended, or at an indentation that fits nothing.
    func misplacedLine() -> Diagnosis? {
        if let slip = runawayQuote() { return slip }
        let number = lineNumber(offset)
        let line = line(number)
        if offset > line.body, let slip = goesOn(line) { return slip }
        if let slip = missingBlankBehindDash(number) { return slip }
        if "]}".utf8.contains(byte(line.body)) { return strayBracket(at: line.body) }
        if ":,".utf8.contains(byte(line.body)) { return beginsWithSign(at: line.body) }
        if let slip = groupWithoutColon(number) ?? textEndedByComment(number) ?? besideText(number) { return slip }
        if let above = lineAbove(number), above.line.colon == nil, above.line.indentation == line.indentation,
            !above.line.hasDash, line.colon != nil
        {
            return missingColon(above.number)
        }
        return mixedListAndKeys(number) ?? wrongIndentation(number) ?? bracketAbove(number)
    }

    /// The value on this line was over, and something follows it.
    private func goesOn(_ line: SourceLine) -> Diagnosis? {
        let start = line.colon == nil ? line.body : offset > line.value ? line.value : line.body
        let range = value(from: start, in: line)
        switch byte(start) {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return textBehindQuote(range)
        case UInt8(ascii: "["), UInt8(ascii: "{"): return textBehindBracket(range)
        case UInt8(ascii: "*"): return beginsWithSign(at: start)
        default: return nil
        }
    }

    /// `-end: done`.
    private func missingBlankBehindDash(_ number: Int) -> Diagnosis? {
        let line = line(number)
        guard !line.hasDash, byte(line.content) == UInt8(ascii: "-"), line.colon != nil else { return nil }
        let range = value(from: line.content, in: line)
        return Diagnosis(
            Slips.missingBlankBehindDash(place(range), text(range), at: line.content + 1), line.content,
            .blank(block(number)))
    }

    /// A line that is indented less than the text block above it.
    private func besideText(_ number: Int) -> Diagnosis? {
        guard let scalar = lastScalar, scalar.style == .literal || scalar.style == .folded else { return nil }
        let first = lineNumber(Int(scalar.start))
        let line = line(number)
        guard let inside = lineBelow(first), inside.number < number, inside.line.indentation > line.indentation,
            line.indentation > self.line(first).indentation
        else { return nil }
        let range = stretch(line.content, to: line.range.upperBound)
        return Diagnosis(
            Diagnostic(
                YAMLCodes.outdentedText, at: place(range),
                "This line is indented less than the text that it stands under.",
                found: blanks(line.indentation), expected: "\(blanks(inside.line.indentation)), as the text above has",
                help: "Indent all lines of the text alike; a key of its own stands in the column of the other keys."),
            line.content, .blank(block(number, rightOf: line.indentation - 1)))
    }

    /// A comment further to the left ended the text above, and the text goes on behind it.
    private func textEndedByComment(_ number: Int) -> Diagnosis? {
        guard let scalar = lastScalar, scalar.style == .literal || scalar.style == .folded,
            let inside = lineBelow(lineNumber(Int(scalar.start))), inside.number < number,
            line(number).indentation >= inside.line.indentation, number > 1
        else { return nil }
        let last = lineNumber(max(Int(scalar.start), Int(scalar.end) - 1))
        for candidate in last + 1..<max(last + 1, number) where line(candidate).isComment {
            let comment = line(candidate)
            let range = stretch(comment.content, to: comment.range.upperBound)
            return Diagnosis(
                Diagnostic(
                    YAMLCodes.outdentedText, at: place(range),
                    "This comment is indented less than the text around it, and ends the text.",
                    found: blanks(comment.indentation),
                    expected: "\(blanks(inside.line.indentation)), as the text above has",
                    help:
                        "Delete the comment, or move it above the key of the text; inside, \"#\" is a part of the text."
                ),
                line(number).content, .blank(block(number, rightOf: inside.line.indentation - 1)))
        }
        return nil
    }

    // MARK: Indentation

    private func indentedTooFar(_ number: Int, _ above: (number: Int, line: SourceLine)) -> Diagnosis {
        let line = line(number)
        let range = value(from: line.content, in: line)
        let column = above.line.body - above.line.range.lowerBound
        return Diagnosis(
            Diagnostic(
                YAMLCodes.indentedTooFar, at: place(range),
                "This line is indented further than the line above, which has a value already.",
                found: "\(blanks(line.indentation)) before \(shown(text(range)))",
                expected: "\(blanks(column)), as the line above has",
                help:
                    "Indent the line as the one above if it is a key of its own; put the text in quotation marks if it goes on here.",
                related: [.init(place(value(from: above.line.content, in: above.line)), "the line above")]),
            line.content, .blank(block(number, rightOf: column)))
    }

    /// A list item among keys, or a key among list items.
    private func mixedListAndKeys(_ number: Int) -> Diagnosis? {
        let line = line(number)
        guard let above = sibling(above: number), above.line.hasDash != line.hasDash else { return nil }
        if let slip = missingBlankBehindDash(above.number) { return slip }
        let range = value(from: line.content, in: line)
        let keys = blanks(above.line.body - above.line.range.lowerBound)
        let diagnostic =
            line.hasDash
            ? Diagnostic(
                YAMLCodes.mixedListAndKeys, at: place(range), "A list item stands among keys.",
                found: shown(text(range)),
                expected: "a key, as in the line \(shown(text(value(from: above.line.content, in: above.line))))",
                help: "Indent the item under the key whose list it belongs to, or write a key without the dash.",
                related: [
                    .init(place(value(from: above.line.content, in: above.line)), "the keys of this block begin here")
                ])
            : Diagnostic(
                YAMLCodes.mixedListAndKeys, at: place(range), "A key stands among list items.",
                found: shown(text(range)),
                expected: "a list item, which begins with \"- \"",
                help: "Indent the line with \(keys) if it belongs to the item above, or write \"- \" before it.",
                related: [
                    .init(place(value(from: above.line.content, in: above.line)), "this item stands in the same column")
                ])
        return Diagnosis(diagnostic, line.content, .blank(line.hasDash ? items(number) : block(number)))
    }

    /// The bytes of an item and of the items that follow it in the same column.
    private func items(_ number: Int) -> Range<Int> {
        var range = block(number)
        while let next = lineBelow(lineNumber(range.upperBound)), next.line.hasDash,
            next.line.indentation == line(number).indentation
        {
            range = stretch(range.lowerBound, to: block(next.number).upperBound)
        }
        return range
    }

    /// The nearest line above in the same column, with nothing less indented between.
    private func sibling(above number: Int) -> (number: Int, line: SourceLine)? {
        let indentation = line(number).indentation
        var next = number
        while let above = lineAbove(next) {
            if above.line.indentation == indentation { return above }
            if above.line.indentation < indentation { return nil }
            next = above.number
        }
        return nil
    }

    private func wrongIndentation(_ number: Int) -> Diagnosis? {
        let line = line(number)
        guard !line.isBlank else { return nil }
        var columns: [Int] = []
        var limit = Int.max
        var next = number
        while let above = lineAbove(next), limit > 0 {
            next = above.number
            guard above.line.indentation < limit else { continue }
            limit = above.line.indentation
            columns.append(above.line.body - above.line.range.lowerBound)
            if above.line.hasDash { columns.append(limit) }
        }
        columns = Array(Set(columns)).sorted()
        guard !columns.contains(line.indentation), !columns.isEmpty else { return nil }
        let near = columns.sorted { abs($0 - line.indentation) < abs($1 - line.indentation) }.prefix(2).sorted()
        let range = value(from: line.content, in: line)
        return Diagnosis(
            Diagnostic(
                YAMLCodes.wrongIndentation, at: place(range), "The indentation of this line fits no line above.",
                found: "\(blanks(line.indentation)) before \(shown(text(range)))",
                expected: near.map(String.init).joined(separator: " or ")
                    + (near == [1] ? " space" : " spaces"),
                help: "Indent the line exactly as the lines that it belongs with.",
                related: lineAbove(number).map {
                    [.init(place(value(from: $0.line.content, in: $0.line)), "the line above")]
                } ?? []),
            line.content, .blank(block(number, rightOf: line.indentation - 1)))
    }

    private func blanks(_ count: Int) -> String {
        count == 0 ? "no spaces" : count == 1 ? "1 space" : "\(count) spaces"
    }
}
