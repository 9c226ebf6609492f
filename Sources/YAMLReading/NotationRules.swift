import SourceText

/// The notation's rules that need the tree: what libyaml reads without complaint, and these files refuse.
struct NotationRules {
    let tree: LocatedTree
    var diagnostics: [Diagnostic] = []
    /// The nodes that were reported, about which nothing else should be said.
    var damaged: [Int] = []

    /// The list last asked about, and whether an item of it is a group of keys.
    private var listOfKeys = (list: 0, answer: false)

    init(tree: LocatedTree) { self.tree = tree }

    mutating func check(hasNonASCII: Bool) {
        let records = tree.records
        tree.file.bytes.withUnsafeBufferPointer { source in
            let hasQuestion = ByteSearch.first(UInt8(ascii: "?"), in: source, 0..<source.count) != nil
            tree.sideText.withUnsafeBufferPointer { side in
                var keys = KeyTable(records: records, source: source, side: side)
                for index in records.indices {
                    let record = records[index]
                    if record.flags.contains(.damaged) { continue }
                    if !record.flags.isDisjoint(with: [.anchored, .tagged, .alias]) { checkDecoration(index) }
                    switch record.kind {
                    case .scalar:
                        checkScalar(index, record, source, hasNonASCII: hasNonASCII, hasQuestion: hasQuestion)
                    case .sequence:
                        if record.flags.contains(.key) { keyNotText(index) }
                    case .mapping:
                        if record.flags.contains(.key) { keyNotText(index) }
                        keys.duplicates(in: index) { first, second in duplicate(first, second) }
                    }
                }
            }
        }
        for comment in tree.comments where comment.position == .beside { checkHash(comment) }
    }

    private func node(_ index: Int) -> LocatedNode { LocatedNode(tree: tree, index: index) }

    private mutating func report(_ diagnostic: Diagnostic, damaging index: Int? = nil) {
        diagnostics.append(diagnostic)
        if let index { damaged.append(index) }
    }

    // MARK: Scalars

    @inline(__always)
    private mutating func checkScalar(
        _ index: Int, _ record: NodeRecord, _ source: UnsafeBufferPointer<UInt8>, hasNonASCII: Bool, hasQuestion: Bool
    ) {
        if record.extent > UInt32(YAMLLimits.maximumScalarBytes) { tooLong(index) }
        let start = Int(record.start)
        let first = start < source.count ? source[start] : 0x0A
        if record.flags.contains(.key) {
            if first == UInt8(ascii: "<") || first == UInt8(ascii: "-") || record.extent == 0 { checkKey(index) }
            if hasQuestion { checkExplicitKey(index, source) }
            if record.style == .plain { checkBracketInKey(index, record, source) }
        } else if record.extent == 0, record.style.rawValue >= ScalarStyle.literal.rawValue {
            checkEmptyBlock(index)
        } else if record.style == .plain, records(record.parent).kind == .sequence {
            checkItem(index, record, source)
        }
        if hasNonASCII, record.style == .plain, first >= 0x80 { checkFirstCharacter(index) }
        if !record.flags.contains(.verbatim) { checkLines(index, record) }
        if records(record.parent).flags.contains(.flow) { checkFlow(index, record, first, source) }
    }

    private func records(_ index: UInt32) -> NodeRecord { tree.records[Int(index)] }

    private mutating func tooLong(_ index: Int) {
        let node = node(index)
        report(
            Diagnostic(
                YAMLCodes.scalarTooLong, at: node.place, "This value is too long.", found: "\(node.utf8Count) bytes",
                expected: "at most \(YAMLLimits.maximumScalarBytes) bytes (the limit on one value)",
                help: "Put the rows of a table into a CSV file beside the definition."))
    }

    // MARK: Keys

    private mutating func duplicate(_ first: Int, _ second: Int) {
        let key = node(second)
        let name = key.text
        // A key that begins with a dash, or is `<<`, is reported for itself.
        if key.isDamaged || name.isEmpty || name.hasPrefix("-") || name == "<<" { return }
        let line = tree.file.position(at: Int(node(first).span.start)).line
        report(
            Diagnostic(
                YAMLCodes.duplicateKey, at: key.place, "The key \(shown(name)) is given twice in one block.",
                found: "a second \(shown(name))", expected: "each key once",
                help: "Delete this one or the one in line \(line), or rename one if both were meant.",
                related: [.init(node(first).place, "\(shown(name)) is given here first")]))
    }

    private mutating func keyNotText(_ index: Int) {
        let node = node(index)
        report(
            Diagnostic(
                YAMLCodes.keyNotText, at: node.place,
                "A key is a text, and \(node.isMapping ? "a group in braces" : "a list") stands here before the colon.",
                found: shown(tree.file.text(in: node.span)), expected: "a word or a text on one line before the colon",
                help: "Write a name before the colon, or put the whole in quotation marks if it is a text."),
            damaging: index)
    }

    private mutating func checkKey(_ index: Int) {
        let node = node(index)
        guard node.isPlain else { return }
        let text = node.text
        let start = Int(node.span.start)
        if text.isEmpty {
            let line = tree.file.lineRange(tree.file.position(at: start).line)
            report(
                Slips.missingKey(Place(tree.file, Span(min(start, line.upperBound)..<line.upperBound))), damaging: index
            )
        } else if text == "<<" {
            report(
                Diagnostic(
                    YAMLCodes.mergeKey, at: node.place,
                    "The key \"<<\" copies the keys of another block in YAML, which these files do not use.",
                    found: "\"<<\"", expected: "the keys themselves", help: "Write out the keys that it would copy."),
                damaging: index)
        } else if text.hasPrefix("-"), !isFlow(index) {
            report(Slips.missingBlankBehindDash(node.place, text + ":", at: start + 1), damaging: index)
        }
    }

    /// `with{ invoice: invoice }` gives a key `with{ invoice`: what was meant is a key with a group.
    @inline(__always)
    private mutating func checkBracketInKey(
        _ index: Int, _ record: NodeRecord, _ source: UnsafeBufferPointer<UInt8>
    ) {
        var offset = Int(record.start)
        let end = min(Int(record.end), source.count)
        while offset < end {
            if source[offset] == UInt8(ascii: "{") || source[offset] == UInt8(ascii: "[") {
                bracketInKey(index)
                return
            }
            offset += 1
        }
    }

    private mutating func bracketInKey(_ index: Int) {
        let start = Int(tree.records[index].start)
        let fault = Fault(at: start, tree.file, tree.file.bytes)
        guard let slip = fault.lookalike() ?? fault.groupWithoutColon(fault.lineNumber(start)) else { return }
        report(slip.diagnostic, damaging: index)
        damaged.append(index + 1)
    }

    /// `>3` alone is to YAML an empty text with a stated indentation.
    private mutating func checkEmptyBlock(_ index: Int) {
        let node = node(index)
        let text = tree.file.text(in: node.span)
        guard text.utf8.contains(where: { $0 &- 0x30 < 10 }) else { return }
        let fault = Fault(at: Int(node.span.start), tree.file, tree.file.bytes)
        guard let slip = fault.textBehindBlockSign(at: Int(node.span.start)) else { return }
        report(slip.diagnostic, damaging: index)
    }

    /// `- end:refused` in a list of other keys is a text to YAML.
    @inline(__always)
    private mutating func checkItem(_ index: Int, _ record: NodeRecord, _ source: UnsafeBufferPointer<UInt8>) {
        var offset = Int(record.start)
        while offset < source.count, SourceLine.isKeyByte(source[offset]) { offset += 1 }
        guard offset > Int(record.start), offset + 1 < Int(record.end), source[offset] == UInt8(ascii: ":"),
            source[Int(record.start)] &- 0x30 > 9, source[offset + 1] != UInt8(ascii: "/")
        else { return }
        itemWithoutSpace(index, colon: offset)
    }

    private mutating func itemWithoutSpace(_ index: Int, colon: Int) {
        let parent = Int(tree.records[index].parent)
        if listOfKeys.list != parent {
            listOfKeys = (parent, LocatedNode(tree: tree, index: parent).items.contains(where: \.isMapping))
        }
        guard listOfKeys.answer else { return }
        let node = node(index)
        let slip = Fault(at: Int(node.span.start), tree.file, tree.file.bytes).lookalike()
        report(
            slip?.diagnostic
                ?? Slips.missingBlankBehindColon(node.place, tree.file.text(in: node.span), at: colon + 1),
            damaging: index)
    }

    private func isFlow(_ index: Int) -> Bool { records(tree.records[index].parent).flags.contains(.flow) }

    /// `? key`: YAML's notation for keys that are no words.
    private mutating func checkExplicitKey(_ index: Int, _ source: UnsafeBufferPointer<UInt8>) {
        var before = Int(tree.records[index].start) - 1
        while before >= 0, source[before] == 0x20 { before -= 1 }
        guard before >= 0, source[before] == UInt8(ascii: "?"), before + 1 < Int(tree.records[index].start) else {
            return
        }
        let span = Span(stretch(before, to: Int(tree.records[index].end)))
        report(
            Diagnostic(
                YAMLCodes.keyNotText, at: Place(tree.file, span),
                "A key is a text on one line, without \"?\" before it.",
                found: shown(tree.file.text(in: span)), expected: "a line such as \"key: value\"",
                help: "Delete the \"?\", and write the key and its value on one line."), damaging: index)
    }

    /// A space of another kind before the first letter, or a dash of another kind before a key.
    private mutating func checkFirstCharacter(_ index: Int) {
        let node = node(index)
        var text = node.text.unicodeScalars[...]
        guard let first = text.popFirst() else { return }
        let start = Int(node.span.start)
        let place = Place(tree.file, Span(start..<start + first.utf8.count))
        if first.properties.isWhitespace {
            report(Lookalike.space(place, first, all: [place.span]), damaging: index)
        } else if let name = Lookalike.dashes[first], text.first == " ", tree.records[index].flags.contains(.key) {
            report(Lookalike.sign("-", place, first, name, "-"), damaging: index)
        }
    }

    // MARK: Texts on several lines

    /// A text without marks that swallowed a list, and a quoted text whose mark was closed far below.
    private mutating func checkLines(_ index: Int, _ record: NodeRecord) {
        guard record.style.rawValue < ScalarStyle.literal.rawValue else { return }
        let file = tree.file
        let first = file.position(at: Int(record.start)).line
        let last = file.position(at: Int(record.end)).line
        guard last > first else { return }
        let opening = SourceLine(file.bytes, file.lineRange(first))
        for number in first + 1...last {
            let line = SourceLine(file.bytes, file.lineRange(number))
            if line.isBlank { continue }
            if record.style == .plain, line.hasDash {
                swallowedItem(index, line)
                return
            }
            if record.style != .plain, line.indentation <= opening.indentation {
                runawayQuote(index, opening)
                return
            }
        }
    }

    private mutating func swallowedItem(_ index: Int, _ line: SourceLine) {
        let start = Int(node(index).span.start)
        let head = tree.file.lineRange(tree.file.position(at: start).line)
        report(
            Diagnostic(
                YAMLCodes.swallowedItem, at: Place(tree.file, Span(stretch(line.content, to: line.range.upperBound))),
                "This looks like a list item, but it is read as more of the text above.",
                found: shown(tree.file.text(in: stretch(line.content, to: line.range.upperBound))),
                expected: "a list below a key without a value, or a text whose lines do not begin with a dash",
                help:
                    "Delete the text above if the list is the value; for a text with dashes write \"|\" behind the key and the text below.",
                related: [
                    .init(Place(tree.file, Span(stretch(start, to: head.upperBound))), "the text begins here")
                ]), damaging: index)
    }

    private mutating func runawayQuote(_ index: Int, _ opening: SourceLine) {
        let start = Int(node(index).span.start)
        let mark = tree.file.text(in: start..<start + 1)
        report(
            Diagnostic(
                YAMLCodes.unclosedQuote, at: Place(tree.file, Span(stretch(start, to: opening.range.upperBound))),
                "This quotation mark is not closed before the next key.",
                found: shown(tree.file.text(in: stretch(start, to: opening.range.upperBound))),
                expected: "a second \(mark) at the end of the text",
                help: "Write the second mark, or indent the lines that continue the text."), damaging: index)
    }

    // MARK: Braces and brackets

    @inline(__always)
    private mutating func checkFlow(
        _ index: Int, _ record: NodeRecord, _ first: UInt8, _ source: UnsafeBufferPointer<UInt8>
    ) {
        let start = Int(record.start)
        if records(record.parent).kind == .mapping {
            guard !record.flags.contains(.key), record.extent == 0, record.style == .plain else { return }
            if start == 0 || source[start - 1] != UInt8(ascii: ":") { keyWithoutValue(index) }
        } else if first &- 0x30 < 10, start > 0, source[start - 1] == UInt8(ascii: ","), start + 2 < source.count,
            source[start + 1] &- 0x30 < 10, source[start + 2] &- 0x30 < 10
        {
            numberWithComma(index)
        }
    }

    /// `{ amount: 1,200 USD }`, `{ reason: late, again }`, `{ invoice }`, `{ a:b }`.
    private mutating func keyWithoutValue(_ index: Int) {
        let key = node(index - 1)
        let text = key.text
        // Counted in the bytes of the file: a text may show more for a byte that is none of UTF-8.
        let colon = key.isPlain ? key.withUTF8 { $0.firstIndex(of: UInt8(ascii: ":")) } : nil
        if let colon, colon > 0 {
            let offset = Int(key.place(of: colon..<colon + 1).end)
            report(Slips.missingBlankBehindColon(key.place, text, at: offset), damaging: index)
            return
        }
        let mapping = Int(tree.records[index].parent)
        let previous = index - 2
        let joins = previous > mapping && node(previous).isPlain && !node(previous).isAbsent
        let span = joins ? node(previous).span.union(key.span) : key.span
        let joined = tree.file.text(in: span)
        let number = joins ? withoutComma(joined) : nil
        let fix =
            joins
            ? number.map { Fix("Write the number without a comma", [.init(span, $0)]) }
                ?? Fix("Put it in quotation marks", [.init(span, quoted(joined))]) : nil
        let help =
            !joins
            ? "Write the key and its value, such as \(shown("\(text): \(text)"))."
            : number != nil
                ? "Write the number without a comma."
                : "Put the whole text in quotation marks, or write the value of \(shown(text))."
        report(
            Diagnostic(
                YAMLCodes.commaInBraces, at: Place(tree.file, span),
                joins
                    ? "Inside braces a comma begins the next key, so \(shown(text)) is read as a key without a value."
                    : "Inside braces each key has a value, and \(shown(text)) has none.",
                found: shown(joined), expected: "\"key: value\" between commas", help: help, fix: fix),
            damaging: index - 1)
        damaged.append(index)
        if joins { damaged.append(previous) }
    }

    /// `[1,200 USD]`.
    private mutating func numberWithComma(_ index: Int) {
        let previous = node(index - 1)
        guard previous.isPlain, tree.records[index - 1].parent == tree.records[index].parent else { return }
        let span = previous.span.union(node(index).span)
        let joined = tree.file.text(in: span)
        guard let number = withoutComma(joined) else { return }
        report(
            Diagnostic(
                YAMLCodes.numberWithComma, at: Place(tree.file, span),
                "Inside brackets a comma parts two items, so these are \(shown(previous.text)) and \(shown(node(index).text)).",
                found: shown(joined), expected: "a number without a comma, or a space behind the comma",
                help: "Write \(shown(number)) for one item, or \(shown(joined.replacing(",", with: ", "))) for two."),
            damaging: index)
    }

    /// `1200 USD` for `1,200 USD`: up to three digits, and then groups of three.
    private func withoutComma(_ text: String) -> String? {
        let number = text.prefix { $0.isNumber || $0 == "," || $0 == "-" || $0 == "." }
        let whole = number.prefix { $0 != "." }
        let groups = whole.split(separator: ",", omittingEmptySubsequences: false)
        guard groups.count > 1, let head = groups.first, (1...3).contains(head.drop { $0 == "-" }.count),
            groups.dropFirst().allSatisfy({ $0.count == 3 && $0.allSatisfy(\.isNumber) })
        else { return nil }
        return text.replacing(",", with: "")
    }

    // MARK: Signs and comments

    private mutating func checkDecoration(_ index: Int) {
        let node = node(index)
        let flags = tree.records[index].flags
        let start = Int(node.span.start)
        let line = tree.file.lineRange(tree.file.position(at: start).line)
        let end = max(start, min(line.upperBound, max(Int(node.span.end), start + 1)))
        let place = Place(tree.file, Span(stretch(start, to: end)))
        let text = tree.file.text(in: place.span)
        // The sign and its word, and with it the spaces behind.
        let bytes = tree.file.bytes[place.span.range]
        let word = bytes.prefix { $0 != 0x20 }.count
        let spaces = bytes.dropFirst(word).prefix { $0 == 0x20 }.count
        let head = Place(tree.file, Span(start..<start + word))
        let deleted = spaces == 0 ? nil : Fix("Delete it", [.init(Span(start..<start + word + spaces), "")])
        if flags.contains(.alias) {
            report(
                Diagnostic(
                    YAMLCodes.alias, at: place,
                    "\(shown(text)) repeats another value in YAML, which these files do not use.",
                    found: "an alias, which stands for another value", expected: "the value itself",
                    help: "Write the value here, or put it in quotation marks if the \"*\" belongs to a text."),
                damaging: index)
        } else if flags.contains(.anchored) {
            report(
                Diagnostic(
                    YAMLCodes.anchor, at: head,
                    "\(shown(tree.file.text(in: head.span))) names a value in YAML, which these files do not use.",
                    found: "an anchor, which gives a value a name", expected: "the value without a name",
                    help: "Delete the name, or put the whole in quotation marks if the \"&\" belongs to a text."),
                damaging: index)
        } else if text.hasPrefix("!!") || text.hasPrefix("!<") || !node.isScalar {
            report(
                Diagnostic(
                    YAMLCodes.tag, at: place,
                    "\(shown(text)) gives a value a type in YAML, which these files do not use.",
                    found: "a type before the value", expected: "the value alone: its place says what it is",
                    help: "Delete the type, or put the whole in quotation marks if the \"!\" belongs to a text.",
                    fix: deleted),
                damaging: index)
        } else {
            report(
                Slips.sign("!", place, fix: Fix("Put it in quotation marks", [.init(place.span, quoted(text))])),
                damaging: index)
        }
    }

    /// `Invoice #12`: a comment that begins like a part of the text before it.
    private mutating func checkHash(_ comment: Comment) {
        let owner = node(comment.owner)
        let bytes = tree.file.bytes
        let start = Int(comment.span.start)
        let line = tree.file.lineRange(tree.file.position(at: start).line)
        guard owner.isPlain, Int(owner.span.end) <= start, start - line.lowerBound >= 2 else { return }
        let after = start + 1 < bytes.count ? bytes[start + 1] : 0x0A
        let second = start + 2 < bytes.count ? bytes[start + 2] : 0x0A
        let isWord = Self.isLetterOrDigit(after) || (after == 0x20 && second &- 0x30 < 10)
        guard isWord else { return }
        let isKey = tree.records[comment.owner].flags.contains(.key)
        let value = isKey ? comment.owner + 1 : comment.owner
        guard value < tree.records.count else { return }
        if isKey || owner.isAbsent {
            guard node(value).isAbsent, after != 0x20 else { return }
        } else if Int(owner.span.end) != start - 1 {
            return
        }
        let before = owner.isAbsent || isKey ? "" : owner.text
        let whole = stretch(before.isEmpty ? start : Int(owner.span.start), to: Int(comment.span.end))
        let source = SourceLine(tree.file.bytes, line)
        let key = source.colon.map { tree.file.text(in: stretch(source.body, to: $0 + 1)) + " " } ?? ""
        report(
            Slips.hash(
                Place(tree.file, comment.span), key: key, value: tree.file.text(in: whole), before: before,
                comment: tree.file.text(in: comment.span)), damaging: value)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "$")
    }
}
