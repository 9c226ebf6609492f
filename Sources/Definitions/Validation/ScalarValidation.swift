import SourceText
package import YAMLReading

/// Single values: each is read as its place asks, and what cannot be read is reported.
extension Validator {
    mutating func checkScalar(_ node: LocatedNode, _ form: Form, _ subject: Subject) {
        if node.utf8Count == 0 { return reportEmpty(node, form, subject) }
        do throws(Misreading) {
            switch form {
            case .text: checkPlainText(node)
            case .freeText: checkFreeText(node)
            case .expression: checkExpression(node, subject)
            case .table: checkTable(node, subject)
            case .name(let style): checkName(node, style, subject)
            case .reference(let reference): checkName(node, reference.style, subject)
            case .choice(let words): checkChoice(node, words, subject)
            case .type: try checkType(node, subject)
            case .zone: _ = try Reading.zone(node)
            case .integer(let bounds): _ = try Reading.integer(node.text, bounds)
            case .count(let bounds): _ = try Reading.count(node.text, bounds)
            case .times(let bounds): _ = try Reading.times(node.text, bounds)
            case .period(let sense): _ = try Reading.period(node.text, sense)
            case .timeOfDay: _ = try Reading.timeOfDay(node.text)
            case .date: _ = try Reading.date(node.text)
            case .instant: _ = try Reading.instant(node.text)
            case .moment: _ = try Reading.moment(node.text)
            case .boolean: _ = try Reading.boolean(node.text)
            case .number: _ = try Reading.number(node.text)
            case .money: _ = try Reading.money(node.text)
            case .percentage: _ = try Reading.percentage(node.text)
            case .currency: _ = try Reading.currency(node.text)
            case .repetition: _ = try Reading.repetition(node)
            case .level: _ = try Reading.level(node)
            case .schedule: _ = try Reading.schedule(node.text)
            case .argument, .data, .list, .oneOrMore, .block, .map, .byShape: break
            }
        } catch {
            report(error, node, subject)
        }
    }

    mutating func report(_ misreading: Misreading, _ node: LocatedNode, _ subject: Subject) {
        let span = misreading.part?.span ?? node.span
        let found = misreading.part?.text ?? node.text
        var fix: Fix?
        if let mend = misreading.mend, misreading.part.map({ $0.pieces.count == 1 }) ?? true {
            fix = Fix("Write \(mend)", [.init(span, mend)])
        }
        diagnostics.append(
            Diagnostic(
                misreading.code, at: Place(tree.file, span), "\(subject.sentence) \(misreading.problem).",
                found: "\"\(shortened(found))\"", expected: misreading.expected, help: misreading.help, fix: fix))
    }

    mutating func checkName(_ node: LocatedNode, _ style: NameStyle, _ subject: Subject) {
        guard node.isScalar, !node.withUTF8({ style.accepts($0) }) else { return }
        do throws(Misreading) { try Reading.name(node.text, style, part: nil) } catch { report(error, node, subject) }
    }

    private mutating func checkChoice(_ node: LocatedNode, _ words: [Word], _ subject: Subject) {
        if words.contains(where: { node.textEquals($0.text) }) { return }
        let all = words.map(\.text)
        let text = node.text
        let suggestion = didYouMean(text, among: all)
        let isStep = all == StepSchema.bareSteps.map(\.text)
        let expected =
            isStep ? "\"continue\", \"begin_again\", or a step such as \"do: invoice.post\"" : Form.alternatives(all)
        diagnostics.append(
            Diagnostic(
                isStep ? DefinitionCodes.unknownStepWord : DefinitionCodes.unknownWord, at: node.place,
                isStep
                    ? "\"\(shortened(text))\" is no step."
                    : "\(subject.sentence) is none of the words that can stand here.",
                found: "\"\(shortened(text))\"", expected: expected,
                help: suggestion.map { "Write \($0)." }
                    ?? (isStep ? "Write a verb, a colon and what it acts on." : "Write one of these words."),
                fix: suggestion.map { Fix("Write \($0)", [.init(node.span, $0)]) }))
    }

    private mutating func checkType(_ node: LocatedNode, _ subject: Subject) throws(Misreading) {
        let type = try WrittenType(node)
        let isInBlock = frames.last?.schema.name == .field && subject.owner?.textEquals("type") == true
        if type.isGroup, !isInBlock {
            diagnostics.append(
                Diagnostic(
                    DefinitionCodes.groupFields, at: node.place, "A group has fields, and none are given here.",
                    found: "\"\(type)\" alone", expected: "a type and the fields of the group",
                    help: "Write \"type: \(type)\" and \"fields:\" below the name, with the fields below that."))
        }
    }

    private mutating func checkTable(_ node: LocatedNode, _ subject: Subject) {
        guard node.style != .literal else { return }
        diagnostics.append(
            Diagnostic(
                DefinitionCodes.tableStyle, at: node.place,
                "The rows of this table do not stand on lines of their own.",
                found: node.style == .folded ? "a text whose lines are joined (\">\")" : "a text on one line",
                expected: "\"table: |\" with one row on each line below it",
                help: "Write \"|\" behind \"table:\" and the rows below it, indented.",
                fix: node.style == .folded
                    ? Fix("Write \"|\"", [.init(Span(start: node.span.start, end: node.span.start + 1), "|")]) : nil))
    }

    // MARK: Text and expressions

    private mutating func checkPlainText(_ node: LocatedNode) {
        guard let offset = Self.firstOpening(node) else { return }
        let sign = Excerpt(node, offset..<offset + 2)
        diagnostics.append(
            Diagnostic(
                DefinitionCodes.expressionInPlainText, at: sign.place, "No value can be put into this text.",
                found: "\"${\"",
                expected: "a text that is shown as it stands", help: "Write the text without \"${\"."))
    }

    private static func firstOpening(_ node: LocatedNode) -> Int? {
        node.withUTF8 { bytes in
            var index = 0
            while index + 1 < bytes.count {
                if bytes[index] == UInt8(ascii: "$"), bytes[index + 1] == UInt8(ascii: "{") { return index }
                index += 1
            }
            return nil
        }
    }

    mutating func checkFreeText(_ node: LocatedNode) {
        checkBraces(node)
        if Self.firstOpening(node) == nil { return }
        do throws(FreeText.Problem) { _ = try FreeText(node) } catch {
            switch error {
            case .unclosed(let sign):
                diagnostics.append(
                    Diagnostic(
                        DefinitionCodes.unclosedExpression, at: sign.place,
                        "The expression that begins here does not end.",
                        found: "\"${\" without its \"}\"", expected: "\"}\" behind the expression",
                        help: "Write \"}\" where the expression ends, or \"$${\" if the signs themselves are meant."))
            case .empty(let signs):
                diagnostics.append(
                    Diagnostic(
                        DefinitionCodes.emptyExpression, at: signs.place, "Nothing stands between \"${\" and \"}\".",
                        found: "\"\(shortened(signs.text))\"", expected: "an expression such as ${invoice.number}",
                        help: "Write the expression, or delete the signs."))
            }
        }
    }

    /// `{invoice.number}` in a text: an author who knows other templates has forgotten the sign before it.
    private mutating func checkBraces(_ node: LocatedNode) {
        let open = UInt8(ascii: "{")
        let found: [Range<Int>] = node.withUTF8 { bytes in
            var ranges: [Range<Int>] = []
            for start in bytes.indices
            where bytes[start] == open && (start == 0 || bytes[start - 1] != UInt8(ascii: "$")) {
                var end = start + 1
                var dots = 0
                while end < bytes.count, Self.isPartOfName(bytes[end]) {
                    dots += bytes[end] == UInt8(ascii: ".") ? 1 : 0
                    end += 1
                }
                if dots > 0, end < bytes.count, bytes[end] == UInt8(ascii: "}") { ranges.append(start..<end + 1) }
            }
            return ranges
        }
        for range in found {
            let sign = Excerpt(node, range)
            diagnostics.append(
                Diagnostic(
                    DefinitionCodes.bracesWithoutSign, at: sign.place,
                    "This stands in the text as it is written.", found: "\"\(sign.text)\"",
                    expected: "\"$\(sign.text)\", if its value is meant", help: "Write \"$\(sign.text)\".",
                    fix: Fix("Write \"$\(sign.text)\"", [.init(sign.place.span, "$\(sign.text)")])))
        }
    }

    private static func isPartOfName(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "a") < 26 || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
            || Reading.isDigit(byte)
    }

    private mutating func checkExpression(_ node: LocatedNode, _ subject: Subject) {
        guard Self.firstOpening(node) != nil else { return }
        let expression = ExpressionText.excerpt(node)
        guard let offset = ExpressionText.firstOpening(in: expression) else {
            if expression.range.isEmpty { checkFreeText(node) }
            return
        }
        let sign = Excerpt(node, offset..<offset + 2)
        diagnostics.append(
            Diagnostic(
                DefinitionCodes.textInExpression, at: sign.place,
                "\(subject.sentence) is an expression, in which values are not marked with \"${\".", found: "\"${\"",
                expected: "an expression such as invoice.total * 2",
                help: "Write the expression without \"${\" and \"}\".", fix: Self.unmarked(expression)))
    }

    /// The expression without the signs of a text, if they can be taken away as they stand: parts that are more than a
    /// name get parentheses.
    private static func unmarked(_ expression: Excerpt) -> Fix? {
        var edits: [Fix.Edit] = []
        var rest = expression
        while let start = ExpressionText.firstOpening(in: rest) {
            let end = expression.node.withUTF8 { ExpressionEnd.find(in: $0, from: start + 2) }
            guard let end, end < expression.range.upperBound else { return nil }
            let part = Excerpt(expression.node, start + 2..<end)
            let isName = part.bytes.allSatisfy {
                ($0 | 0x20) &- UInt8(ascii: "a") < 26 || Reading.isDigit($0) || $0 == UInt8(ascii: ".")
                    || $0 == UInt8(ascii: "_")
            }
            edits.append(.init(expression.node.place(of: start..<start + 2), isName ? "" : "("))
            edits.append(.init(expression.node.place(of: end..<end + 1), isName ? "" : ")"))
            rest = Excerpt(expression.node, end + 1..<expression.range.upperBound)
        }
        return Fix("Take the signs away", edits)
    }
}

/// The expression in a place that takes one.
package enum ExpressionText {
    /// The text without blanks at its ends; of a text that is one `${…}`, what stands inside.
    package static func excerpt(_ node: LocatedNode) -> Excerpt {
        let whole = Excerpt(node).trimmed
        return node.withUTF8 { bytes in
            let range = whole.range
            guard range.count >= 3, bytes[range.lowerBound] == UInt8(ascii: "$"),
                bytes[range.lowerBound + 1] == UInt8(ascii: "{"),
                ExpressionEnd.find(in: bytes, from: range.lowerBound + 2) == range.upperBound - 1
            else { return whole }
            return Excerpt(node, range.lowerBound + 2..<range.upperBound - 1).trimmed
        }
    }

    /// The first `${` outside of quotation marks, as an offset into the node's text.
    static func firstOpening(in excerpt: Excerpt) -> Int? {
        excerpt.node.withUTF8 { bytes in
            var index = excerpt.range.lowerBound
            while index + 1 < excerpt.range.upperBound {
                switch bytes[index] {
                case UInt8(ascii: "\""), UInt8(ascii: "'"): index = QuotedText.end(in: bytes, at: index)
                case UInt8(ascii: "$") where bytes[index + 1] == UInt8(ascii: "{"): return index
                default: index += 1
                }
            }
            return nil
        }
    }
}
