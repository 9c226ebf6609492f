public import SourceText

// Tokens to tree, by recursive descent for brackets and by precedence climbing for operators.
//
// From loose to tight: `if … then … else …` and `?:`; `or`; `and`; `not` as a word; relations; `+ -`; `* / % of`; `!` and
// unary `-`; selection, index, call. The recursion is bounded by `SyntaxLimits.maximumDepthInLevels`.
//
// After a problem the parser goes on: what is missing becomes a `missing` node, which later stages pass over in silence.

/// What reading an expression gives: the tree, even of a broken text, and what is wrong with the text.
public struct ParsedExpression: Sendable {
    public var syntax: Syntax
    public var diagnostics: [Diagnostic]

    /// Whether the text is a whole expression.
    public var isValid: Bool { !diagnostics.contains { $0.severity == .error } }
}

/// Reads an expression's text.
///
/// - Returns: always a tree; it is fit for checking and printing only if `isValid`.
public func parse(
    _ source: ExpressionSource, dialect: Dialect = .proviso, limits: SyntaxLimits = .standard
) -> ParsedExpression {
    let problems = Problems(source)
    let syntax = parse(source, dialect, limits, problems)
    return ParsedExpression(syntax: syntax, diagnostics: problems.list)
}

func parse(_ source: ExpressionSource, _ dialect: Dialect, _ limits: SyntaxLimits, _ problems: Problems) -> Syntax {
    guard source.text.count <= limits.maximumLengthInBytes else {
        problems.add(
            SyntaxCodes.tooLong, Span(start: 0, end: 1),
            "This expression is too long.",
            found: "\(source.text.count) bytes",
            expected: "at most \(limits.maximumLengthInBytes) bytes (the limit on an expression's length)",
            help: "Move data into a rule's table or a record, or compute parts under names of their own.")
        return Syntax.missing(dialect)
    }
    guard validUTF8(source, problems) else { return Syntax.missing(dialect) }
    var lexer = Lexer(source, dialect, problems)
    lexer.run()
    var parser = Parser(lexer, limits)
    return parser.run()
}

extension Syntax {
    static func missing(_ dialect: Dialect) -> Syntax {
        var syntax = Syntax(text: [], dialect: dialect)
        syntax.root = syntax.add(.missing, Span(start: 0, end: 0))
        return syntax
    }
}

private func validUTF8(_ source: ExpressionSource, _ problems: Problems) -> Bool {
    guard source.text.contains(where: { $0 >= 0x80 }) else { return true }
    var decoder = UTF8()
    var iterator = source.text.makeIterator()
    var offset: UInt32 = 0
    while true {
        switch decoder.decode(&iterator) {
        case .scalarValue(let scalar): offset += UInt32(UTF8.encode(scalar)?.count ?? 1)
        case .emptyInput: return true
        case .error:
            problems.add(
                SyntaxCodes.notText, Span(start: offset, end: offset + 1), "The text is not valid UTF-8.",
                found: "a byte that begins no character", expected: "text in UTF-8",
                help: "Save the file as UTF-8, and type the character anew.")
            return false
        }
    }
}

struct Parser {
    let source: ExpressionSource
    let dialect: Dialect
    let limits: SyntaxLimits
    let problems: Problems
    let tokens: [Token]
    let repairs: [String]
    var index = 0
    var depth = 0
    /// Set when a limit is passed: the rest is not looked at.
    var isStopped = false
    var syntax: Syntax
    /// The left side of the comparison read last, for `x >= 1 and < 9`.
    var lastLeftSide: Span?
    /// Whether the key of a map is being read, behind which stands a colon and no operator.
    var isKey = false
    /// Where the last problem was reported; a second one at the same place is an echo.
    var lastProblem: UInt32 = .max

    init(_ lexer: Lexer, _ limits: SyntaxLimits) {
        source = lexer.source
        dialect = lexer.dialect
        self.limits = limits
        problems = lexer.problems
        tokens = lexer.tokens
        repairs = lexer.repairs
        syntax = Syntax(text: lexer.text, dialect: lexer.dialect)
        syntax.hasComments = lexer.hasComments
        syntax.nodes.reserveCapacity(lexer.tokens.count)
        syntax.childTable.reserveCapacity(lexer.tokens.count)
    }

    // MARK: Tokens

    @inline(__always) var token: Token { tokens[index] }
    @inline(__always) var kind: TokenKind { tokens[index].kind }

    func peek(_ ahead: Int) -> Token { tokens[min(index + ahead, tokens.count - 1)] }

    @inline(__always)
    mutating func advance() { if index < tokens.count - 1 { index += 1 } }

    mutating func take(_ kind: TokenKind) -> Bool {
        guard self.kind == kind else { return false }
        advance()
        return true
    }

    /// The end of the token before this one.
    var lastEnd: UInt32 { index > 0 ? tokens[index - 1].end : 0 }

    func text(_ token: Token) -> String {
        token.repair > 0 ? repairs[Int(token.repair) - 1] : source.string(token.span)
    }

    /// The token as a message names it.
    func describe(_ token: Token) -> String {
        switch token.kind {
        case .end: "the end of the expression"
        default: "\"\(source.string(token.span))\""
        }
    }

    func isName(_ token: Token, _ word: StaticString) -> Bool {
        guard token.kind == .name, token.repair == 0, Int(token.end - token.start) == word.utf8CodeUnitCount else {
            return false
        }
        for offset in 0..<word.utf8CodeUnitCount where source.text[Int(token.start) + offset] != word.utf8Start[offset]
        {
            return false
        }
        return true
    }

    func span(from start: UInt32) -> Span { Span(start: start, end: max(start, lastEnd)) }

    // MARK: Problems

    mutating func report(
        _ code: DiagnosticCode, _ span: Span, _ message: String, found: String, expected: String, help: String,
        related: [(Span, String)] = [], replacement: String? = nil, edits: [(Span, String)] = []
    ) {
        guard !isStopped, lastProblem != span.start else { return }
        lastProblem = span.start
        problems.add(
            code, span, message, found: found, expected: expected, help: help, related: related,
            replacement: replacement, edits: edits)
    }

    mutating func missing(at span: Span) -> NodeID { syntax.add(.missing, span) }

    /// Reports a limit once and lets the rest of the text be.
    mutating func stopTooDeep(_ span: Span) -> NodeID {
        report(
            SyntaxCodes.tooDeep, span,
            "Too many parts of this expression stand inside each other.",
            found: "more than \(limits.maximumDepthInLevels) levels",
            expected: "at most \(limits.maximumDepthInLevels) levels (the limit on an expression's depth)",
            help: "Compute a part of it under a name of its own and use the name.")
        isStopped = true
        index = tokens.count - 1
        return missing(at: span)
    }

    /// A node that has just been made, unless it is too high.
    mutating func checked(_ node: NodeID) -> NodeID {
        guard Int(syntax[node].height) > limits.maximumDepthInLevels else { return node }
        return isStopped ? node : stopTooDeep(syntax[node].span)
    }

    // MARK: Expressions

    mutating func run() -> Syntax {
        if kind == .end {
            if problems.isEmpty {
                report(
                    SyntaxCodes.empty, token.span, "Here stands no expression.", found: "nothing",
                    expected: "a value, a name or a condition", help: "Write what the value should be.")
            }
            syntax.root = missing(at: token.span)
            return syntax
        }
        var root = parseExpression()
        if kind != .end { reportLeftover() }
        while kind != .end, !isStopped {
            // What follows is only read for problems of its own.
            let before = index
            if kind.isOperandStart { root = parseExpression() } else { advance() }
            if index == before { advance() }
        }
        if isStopped || syntax[root].kind == .missing { root = missing(at: syntax[root].span) }
        syntax.root = root
        return syntax
    }

    mutating func parseExpression() -> NodeID {
        depth += 1
        defer { depth -= 1 }
        guard depth <= limits.maximumDepthInLevels else { return stopTooDeep(token.span) }
        if kind == .if { return parseIf() }
        let condition = parseOr()
        guard kind == .question else { return condition }
        advance()
        let first = parseOr()
        guard take(.colon) else {
            reportMissingColon(syntax[condition].span)
            return missing(at: syntax[condition].span)
        }
        let second = parseExpression()
        let span = syntax[condition].span.union(syntax[second].span)
        return checked(syntax.add(.conditional, span, children: [condition, first, second]))
    }

    /// `if condition then value else other`, where the last value may be another `if`.
    private mutating func parseIf() -> NodeID {
        let start = token
        advance()
        let condition = parseExpression()
        guard take(.then) else {
            reportMissingWord("then", start, after: "if \(source.string(syntax[condition].span))")
            return missing(at: span(from: start.start))
        }
        let first = parseExpression()
        guard take(.else) else {
            reportMissingWord("else", start, after: "then \(source.string(syntax[first].span))")
            return missing(at: span(from: start.start))
        }
        let second = parseExpression()
        return checked(
            syntax.add(.conditional, span(from: start.start), flags: .words, children: [condition, first, second]))
    }

    mutating func parseOr() -> NodeID { parseChain(.or, .or) }

    /// A chain of `or` over chains of `and`: one node, however long.
    private mutating func parseChain(_ token: TokenKind, _ node: NodeKind) -> NodeID {
        let first = token == .or ? parseChain(.and, .and) : parseNot()
        guard kind == token else { return first }
        let operatorSpan = self.token.span
        var operands = [first]
        while take(token) { operands.append(token == .or ? parseChain(.and, .and) : parseNot()) }
        let span = syntax[first].span.union(syntax[operands[operands.count - 1]].span)
        return checked(syntax.add(node, span, name: operatorSpan, children: operands))
    }

    /// `not condition`: the word binds more loosely than a comparison, the sign `!` more tightly than anything.
    private mutating func parseNot() -> NodeID {
        guard kind == .not, token.isWord else { return parseBinary(0) }
        let start = token
        advance()
        depth += 1
        defer { depth -= 1 }
        guard depth <= limits.maximumDepthInLevels else { return stopTooDeep(token.span) }
        let operand = parseNot()
        return checked(
            syntax.add(.not, Span(start: start.start, end: syntax[operand].span.end), name: start.span, operand))
    }

    /// 0 for relations, 1 for sums, 2 for products; `nil` for what is no binary operator.
    private func precedence(_ token: Token) -> Int? {
        switch token.kind {
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .is: 0
        case .not: token.isWord && peek(1).kind == .in ? 0 : nil
        case .plus, .minus: 1
        case .star, .slash, .percent: 2
        case .name: dialect == .proviso && isName(token, "of") ? 2 : nil
        default: nil
        }
    }

    mutating func parseBinary(_ minimum: Int) -> NodeID {
        var left = parseUnary()
        while !isStopped {
            guard let level = precedence(token) else {
                guard minimum == 0, kind.isOperandStart, !isKey, parseAdjacent(left) else { return left }
                left = missing(at: syntax[left].span)
                continue
            }
            guard level >= minimum else { return left }
            if kind == .is {
                left = parsePresence(of: left)
            } else if kind == .not {
                left = parseNotIn(left)
            } else {
                left = parseOperation(left, level)
            }
        }
        return left
    }

    private mutating func parseOperation(_ left: NodeID, _ level: Int) -> NodeID {
        let sign = token
        advance()
        let operation = sign.kind.binaryOperator ?? .of
        if operation == .remainder, dialect == .proviso { return parseRemainder(left, sign) }
        if level == 0 { lastLeftSide = syntax[left].span }
        let right = parseBinary(level + 1)
        let span = syntax[left].span.union(syntax[right].span)
        return checked(
            syntax.add(.binary, span, name: sign.span, payload: UInt32(operation.rawValue), left, right))
    }

    /// `x not in list`.
    private mutating func parseNotIn(_ left: NodeID) -> NodeID {
        let words = Span(start: token.start, end: peek(1).end)
        advance()
        advance()
        let right = parseBinary(1)
        let span = syntax[left].span.union(syntax[right].span)
        let membership = syntax.add(
            .binary, span, name: words, payload: UInt32(BinaryOperator.in.rawValue), left, right)
        return checked(syntax.add(.not, span, name: words, flags: .infix, membership))
    }

    /// Signs before an operand, the innermost last. `-` before a number is part of the number.
    mutating func parseUnary() -> NodeID {
        let first = index
        while kind == .minus || kind == .not { advance() }
        var signs = index - first
        var isNegative = false
        if signs > 0, tokens[index - 1].kind == .minus, kind == .int || kind == .float {
            signs -= 1
            isNegative = true
        }
        var operand = parseMember(isNegative: isNegative)
        while signs > 0, !isStopped {
            signs -= 1
            let sign = tokens[first + signs]
            let span = Span(start: sign.start, end: max(sign.end, syntax[operand].span.end))
            operand = checked(syntax.add(sign.kind == .minus ? .negate : .not, span, name: sign.span, operand))
        }
        return operand
    }
}

extension TokenKind {
    /// Whether an operand can begin with it, apart from signs.
    var isOperandStart: Bool {
        switch self {
        case .name, .int, .uint, .float, .string, .bytes, .date, .time, .instant, .brokenLiteral, .true,
            .false, .null, .leftParenthesis, .leftBrace, .if:
            true
        default: false
        }
    }
}
