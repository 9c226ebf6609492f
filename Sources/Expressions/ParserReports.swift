import SourceText

// The messages for what is missing or cannot stand where it stands.

extension Parser {
    /// The names that CEL keeps for the languages that embed it.
    private static let celReserved: Set<String> = [
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
        "namespace", "return", "var", "void", "while",
    ]

    mutating func checkReserved(_ name: Token, _ text: String) {
        guard dialect == .cel, Self.celReserved.contains(text) else { return }
        report(
            SyntaxCodes.reservedWord, name.span, "\"\(text)\" is a reserved word of CEL and cannot be a name.",
            found: "\"\(text)\"", expected: "another name", help: "Choose another name.")
    }

    /// What stands where an operand should.
    mutating func parseNoOperand() -> NodeID {
        let here = token
        if kind.isRelation, !isStopped { return parseNoLeftSide() }
        let place = kind == .end && index > 0 ? tokens[index - 1].span : here.span
        let before = index > 0 ? tokens[index - 1] : nil
        let after = before.map { " after \(describe($0))" } ?? ""
        if kind == .and || kind == .or || kind == .star || kind == .slash || kind == .percent || kind == .plus
            || kind == .is || kind == .then || kind == .else
        {
            report(
                SyntaxCodes.missingOperand, here.span, "Before \(describe(here)) a value is missing.",
                found: describe(here), expected: "a name, a number, a text, an amount or a call",
                help: "Write the value\(after), or remove \(describe(here)).")
            // The operator is left for the caller, which goes on behind it.
            return missing(at: here.span)
        }
        report(
            SyntaxCodes.missingOperand, place, "Here a value is missing\(after).", found: describe(here),
            expected: "a name, a number, a text, an amount or a call",
            help: before == nil ? "Write a value." : "Write the value\(after).")
        return missing(at: here.span)
    }

    /// `>= 5000 and < 9000`: the left side of a comparison is not carried on.
    private mutating func parseNoLeftSide() -> NodeID {
        let sign = token
        let left = lastLeftSide.map { source.string($0) }
        report(
            SyntaxCodes.missingLeftSide, sign.span, "The comparison \(describe(sign)) has nothing on its left side.",
            found: describe(sign), expected: "a value before \(describe(sign))",
            help: left.map { "Write \($0) \(text(sign)) …." } ?? "Write the value that is compared before it.",
            edits: left.map { [(Span(start: sign.start, end: sign.start), "\($0) ")] } ?? [])
        while kind.isRelation { advance() }
        if kind.isOperandStart || kind == .minus { _ = parseBinary(1) }
        return missing(at: sign.span)
    }

    /// Two operands without an operator; `false` if the second belongs to someone else.
    mutating func parseAdjacent(_ left: NodeID) -> Bool {
        let next = token
        if kind == .leftBrace || kind == .if { return false }
        let word = next.kind == .name ? text(next) : ""
        let isOperator = isForeignOperator(word)
        if !isEcho(left, next) {
            let leftText = source.string(syntax[left].span)
            report(
                SyntaxCodes.missingOperator, next.span,
                "Between \"\(leftText)\" and \(describe(next)) an operator is missing.",
                found: "\"\(leftText)\" and then \(describe(next))", expected: "an operator such as ==, + or and",
                help: adjacencyHelp(left, leftText, next, word))
        }
        let before = index
        if isOperator { advance() }
        // What follows is read, so that its own problems are found, and then dropped.
        if kind.isOperandStart || kind == .minus { _ = parseBinary(1) }
        if index == before { advance() }
        return true
    }

    /// Whether something between two operands, or one of them, has been reported already.
    private func isEcho(_ left: NodeID, _ next: Token) -> Bool {
        if syntax[left].kind == .missing || next.kind == .brokenLiteral { return true }
        let end = tokens[index - 1].end
        return source.text[Int(end)..<Int(next.start)].contains { $0 > 0x20 }
            && !source.string(Span(start: end, end: next.start)).contains("//")
    }

    private static let foreignOperators: [String: String] = [
        "and": "&&", "or": "||", "AND": "&&", "OR": "||", "equals": "==", "equal": "==", "eq": "==", "ne": "!=",
        "gt": ">", "lt": "<", "ge": ">=", "le": "<=", "plus": "+", "minus": "-", "times": "*", "div": "/",
    ]
    private static let foreignRelations: Set<String> = [
        "between", "contains", "like", "matches", "startsWith", "endsWith", "mod", "modulo",
    ]

    func isForeignOperator(_ word: String) -> Bool {
        Self.foreignOperators[word] != nil || Self.foreignRelations.contains(word)
    }

    private func adjacencyHelp(_ left: NodeID, _ leftText: String, _ next: Token, _ word: String) -> String {
        if let sign = Self.foreignOperators[word] { return "Write \"\(sign)\" instead of \"\(word)\"." }
        switch word {
        case "between": return "Write \(leftText) >= … \(dialect == .cel ? "&&" : "and") \(leftText) <= …."
        case "contains": return "Write \(leftText).contains(…) for texts, or … in \(leftText) for lists."
        case "like", "matches", "startsWith", "endsWith": return "Write \(leftText).matches(\"…\")."
        case "mod", "modulo": return "Write mod(\(leftText), …)."
        default: break
        }
        if leftText.hasSuffix("'"), next.start == syntax[left].span.end {
            return "Write a text with an apostrophe between double quotes: \"…\"."
        }
        let leftIsName = syntax[left].kind == .name || syntax[left].kind == .select
        if leftIsName, next.kind == .name {
            return
                "Join them, \(leftText).\(word) or \(leftText)_\(word), if they are one name; or put an operator between them."
        }
        return "Put an operator between them, or remove one of them."
    }

    /// What follows a whole expression.
    mutating func reportLeftover() {
        let here = token
        switch kind {
        case .rightParenthesis, .rightBracket, .rightBrace:
            report(
                SyntaxCodes.missingBracket, here.span,
                "The closing bracket \(describe(here)) has no partner before it.",
                found: describe(here), expected: "the end of the expression, or an opening bracket before it",
                help: "Remove it, or add the opening bracket.")
        case .semicolon:
            report(
                SyntaxCodes.unexpected, here.span, "An expression does not end with a semicolon.", found: "\";\"",
                expected: "the end of the expression", help: "Remove the semicolon.", replacement: "")
        case .comma:
            report(
                SyntaxCodes.unexpected, here.span, "A comma stands only in lists and between arguments.",
                found: "\",\"", expected: "the end of the expression or an operator",
                help: "Put brackets around a list, [a, b]; or join conditions with "
                    + (dialect == .cel ? "&&." : "\"and\"."))
        case .then, .else:
            report(
                SyntaxCodes.unfinishedConditional, here.span, "\(describe(here)) has no \"if\" before it.",
                found: describe(here), expected: "if condition then value else other value",
                help: "Begin the conditional with \"if\".")
        case .not:
            report(
                SyntaxCodes.missingOperator, here.span, "Before \"not\" an operator is missing.", found: describe(here),
                expected: "\"and not\", \"or not\", \"not in\" or \"!=\"",
                help: "Write \"and not\" for a second condition, or != for two values that differ.")
        case .colon:
            report(
                SyntaxCodes.unexpected, here.span, "A colon cannot stand here.", found: "\":\"",
                expected: "the end of the expression or an operator",
                help: "Put a text with a colon between quotes.")
        default:
            report(
                SyntaxCodes.unexpected, here.span, "\(describe(here)) cannot stand here.", found: describe(here),
                expected: "the end of the expression or an operator", help: "Remove it, or complete the expression.")
        }
    }

    /// Takes the closing bracket, or reports it missing and goes on behind the bracket's content.
    mutating func expectClosing(_ kind: TokenKind, _ open: Token) {
        if take(kind) || isStopped { return }
        let closing = kind == .rightParenthesis ? ")" : kind == .rightBracket ? "]" : "}"
        if token.kind == .end {
            report(
                SyntaxCodes.missingBracket, open.span, "The bracket \(describe(open)) is not closed.",
                found: "the end of the expression", expected: "\"\(closing)\"",
                help: "Write \"\(closing)\" where the bracket should end.")
            return
        }
        let isOtherBracket = [.rightParenthesis, .rightBracket, .rightBrace].contains(token.kind)
        report(
            isOtherBracket ? SyntaxCodes.missingBracket : SyntaxCodes.unexpected, token.span,
            "Here stands \(describe(token)), and the bracket \(describe(open)) is still open.", found: describe(token),
            expected: "\"\(closing)\"\(kind == .rightParenthesis || kind == .rightBracket ? " or a comma" : "")",
            help: token.kind == .semicolon ? "Write a comma instead." : "Close the bracket with \"\(closing)\".",
            related: [(open.span, "the bracket that is open")])
        skipToClosing(kind)
    }

    /// Goes behind the closing bracket of the current level, if there is one.
    private mutating func skipToClosing(_ wanted: TokenKind) {
        var level = 0
        while kind != .end {
            switch kind {
            case .leftParenthesis, .leftBracket, .leftBrace: level += 1
            case .rightParenthesis, .rightBracket, .rightBrace:
                if level == 0 {
                    advance()
                    return
                }
                level -= 1
            default: break
            }
            advance()
        }
    }

    mutating func reportMissingColon(_ condition: Span) {
        let place = kind == .end ? tokens[max(0, index - 1)].span : token.span
        report(
            SyntaxCodes.unfinishedConditional, place, "The conditional has no \":\" with its other value.",
            found: describe(token), expected: "\":\" and a value", help: "Write condition ? value : other.",
            related: [(condition, "the condition")])
    }

    mutating func reportMissingWord(_ word: String, _ start: Token, after text: String) {
        let place = kind == .end ? tokens[max(0, index - 1)].span : token.span
        report(
            SyntaxCodes.unfinishedConditional, place, "The conditional has no \"\(word)\" here.",
            found: describe(token), expected: "\"\(word)\"",
            help: "Write if condition then value else other value.",
            related: [(start.span, "the conditional begins here")])
    }

    mutating func reportMissingEntryColon() {
        report(
            SyntaxCodes.unexpected, kind == .end ? tokens[max(0, index - 1)].span : token.span,
            "Between a key and its value stands a colon.", found: describe(token), expected: "\":\"",
            help: "Write {key: value}.")
    }

    mutating func reportMissingField(_ name: Token) {
        if name.kind == .brokenLiteral { return advance() }
        let isKeyword = [.true, .false, .null, .in].contains(name.kind)
        report(
            isKeyword ? SyntaxCodes.reservedWord : SyntaxCodes.missingOperand,
            name.kind == .end ? tokens[max(0, index - 1)].span : name.span,
            isKeyword
                ? "\(describe(name)) cannot be the name of a field here."
                : "After the dot the name of a field is missing.",
            found: describe(name), expected: "the name of a field",
            help: isKeyword ? "Look it up with [\"\(text(name))\"]." : "Write the field's name, or remove the dot.")
        if isKeyword { advance() }
    }
}
