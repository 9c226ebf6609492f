import SourceText

// Cuts an expression's text into tokens, all at once: the parser then looks as far ahead as it likes.
//
// What authors type by habit (`=`, `&`, `AND`, `<>`, typographic quotes, `≥`) is reported here with its mend and read as
// what it stands for, so that the rest of the expression is still looked at.

struct Lexer {
    let source: ExpressionSource
    let text: [UInt8]
    let dialect: Dialect
    var problems: Problems
    var tokens: [Token] = []
    var position = 0
    /// How many brackets of any kind are open.
    var openBrackets = 0
    /// The texts that stand for misspelt tokens.
    var repairs: [String] = []
    var hasComments = false

    init(_ source: ExpressionSource, _ dialect: Dialect, _ problems: Problems) {
        self.source = source
        text = source.text
        self.dialect = dialect
        self.problems = problems
        tokens.reserveCapacity(source.text.count / 3 + 4)
    }

    /// The byte `ahead` of the position; 0 past the end.
    @inline(__always)
    func byte(_ ahead: Int = 0) -> UInt8 {
        let index = position + ahead
        return index < text.count ? text[index] : 0
    }

    mutating func run() {
        while position < text.count {
            skipBlanks()
            if position >= text.count { break }
            scanToken()
        }
        let end = UInt32(text.count)
        tokens.append(Token(kind: .end, start: end, end: end))
    }

    private mutating func skipBlanks() {
        while position < text.count {
            let current = text[position]
            if current == 0x20 || (current >= 0x09 && current <= 0x0D && current != 0x0B) {
                position += 1
            } else if current == UInt8(ascii: "/"), byte(1) == UInt8(ascii: "/") {
                hasComments = true
                while position < text.count, text[position] != 0x0A { position += 1 }
            } else {
                return
            }
        }
    }

    mutating func emit(_ kind: TokenKind, _ length: Int, word: Bool = false) {
        let start = UInt32(position)
        position += length
        tokens.append(Token(kind: kind, isWord: word, start: start, end: UInt32(position)))
    }

    /// A token whose text is not what was written.
    mutating func emit(_ kind: TokenKind, _ length: Int, repaired: String) {
        let start = UInt32(position)
        position += length
        guard repairs.count < Int(UInt16.max) else {
            return tokens.append(Token(kind: .brokenLiteral, start: start, end: UInt32(position)))
        }
        repairs.append(repaired)
        tokens.append(Token(kind: kind, repair: UInt16(repairs.count), start: start, end: UInt32(position)))
    }

    private mutating func emitOpening(_ kind: TokenKind) {
        openBrackets += 1
        emit(kind, 1)
    }

    private mutating func emitClosing(_ kind: TokenKind) {
        openBrackets -= 1
        emit(kind, 1)
    }

    func span(_ length: Int) -> Span { Span(position..<min(position + length, text.count)) }

    private mutating func scanToken() {
        let current = text[position]
        if isLetter(current) {
            scanWord()
        } else if isDigit(current) {
            scanNumber()
        } else if current >= 0x80 {
            scanNonASCII()
        } else {
            scanSymbol(current)
        }
    }

    private mutating func scanSymbol(_ current: UInt8) {
        switch current {
        case UInt8(ascii: "("): emitOpening(.leftParenthesis)
        case UInt8(ascii: ")"): emitClosing(.rightParenthesis)
        case UInt8(ascii: "["): emitOpening(.leftBracket)
        case UInt8(ascii: "]"): emitClosing(.rightBracket)
        case UInt8(ascii: "{"): emitOpening(.leftBrace)
        case UInt8(ascii: "}"): emitClosing(.rightBrace)
        case UInt8(ascii: ","): emit(.comma, 1)
        case UInt8(ascii: ";"): emit(.semicolon, 1)
        case UInt8(ascii: "?"): emit(source.hasSubject && tokens.last?.kind != .dot ? .name : .question, 1)
        case UInt8(ascii: ":"): emit(.colon, 1)
        case UInt8(ascii: "+"): emit(.plus, 1)
        case UInt8(ascii: "-"): emit(.minus, 1)
        case UInt8(ascii: "/"): emit(.slash, 1)
        case UInt8(ascii: "%"): emit(.percent, 1)
        case UInt8(ascii: "*"): scanStar()
        case UInt8(ascii: "."): if isDigit(byte(1)) { scanNumber() } else { emit(.dot, 1) }
        case UInt8(ascii: "\""), UInt8(ascii: "'"): scanString(prefix: 0)
        case UInt8(ascii: "`"): scanQuotedName()
        case UInt8(ascii: "="), UInt8(ascii: "!"), UInt8(ascii: "<"), UInt8(ascii: ">"): scanComparison(current)
        case UInt8(ascii: "&"): scanLogical(.and, current)
        case UInt8(ascii: "|"): scanLogical(.or, current)
        case UInt8(ascii: "#"): scanHash()
        case UInt8(ascii: "$"): scanCurrencySymbol(1, code: nil)
        default: reportCharacter(1)
        }
    }

    /// A comment as other languages begin it: the rest of the line is passed over.
    private mutating func scanHash() {
        problems.add(
            SyntaxCodes.unknownCharacter, span(1), "\"#\" has no meaning in an expression.", found: "\"#\"",
            expected: "a name, a number, a text in quotes or an operator",
            help: "Begin a comment with //, or put the text in quotes.")
        while position < text.count, text[position] != 0x0A { position += 1 }
    }

    private mutating func scanStar() {
        guard byte(1) == UInt8(ascii: "*") else { return emit(.star, 1) }
        problems.add(
            SyntaxCodes.unknownOperator, span(2), "There is no operator \"**\".", found: "\"**\"",
            expected: "one of the operators + - * / or a function", help: "Write the multiplication out: a * a.")
        emit(.star, 2)
    }

    private mutating func scanLogical(_ kind: TokenKind, _ symbol: UInt8) {
        if byte(1) == symbol { return emit(kind, 2) }
        let isAnd = kind == .and
        let right = dialect == .proviso ? (isAnd ? "and" : "or") : (isAnd ? "&&" : "||")
        let wrong = isAnd ? "&" : "|"
        problems.add(
            SyntaxCodes.misspeltOperator, span(1), "\"\(wrong)\" is not an operator here.", found: "\"\(wrong)\"",
            expected: "\"\(right)\"", help: "Write \"\(right)\".", replacement: right)
        emit(kind, 1)
    }

    /// `=`, `!`, `<` and `>` alone and with what follows, with the spellings of other languages.
    private mutating func scanComparison(_ current: UInt8) {
        let equals = UInt8(ascii: "=")
        let next = byte(1)
        switch (current, next) {
        case (equals, equals):
            if byte(2) == equals { misspelt(.equal, 3, "==") } else { emit(.equal, 2) }
        case (equals, UInt8(ascii: ">")): misspelt(.greaterOrEqual, 2, ">=")
        case (equals, UInt8(ascii: "<")): misspelt(.lessOrEqual, 2, "<=")
        case (equals, _): misspelt(.equal, 1, "==")
        case (UInt8(ascii: "!"), equals):
            if byte(2) == equals { misspelt(.notEqual, 3, "!=") } else { emit(.notEqual, 2) }
        case (UInt8(ascii: "!"), _): emit(.not, 1)
        case (UInt8(ascii: "<"), equals): emit(.lessOrEqual, 2)
        case (UInt8(ascii: "<"), UInt8(ascii: ">")): misspelt(.notEqual, 2, "!=")
        case (UInt8(ascii: "<"), _): emit(.less, 1)
        case (_, equals): emit(.greaterOrEqual, 2)
        default: emit(.greater, 1)
        }
    }

    /// An operator in another language's spelling: reported, and read as what it means.
    mutating func misspelt(_ kind: TokenKind, _ length: Int, _ right: String) {
        let wrong = source.string(span(length))
        problems.add(
            SyntaxCodes.misspeltOperator, span(length), "\"\(wrong)\" is not an operator here.", found: "\"\(wrong)\"",
            expected: "\"\(right)\"", help: "Write \"\(right)\".", replacement: right)
        emit(kind, length)
    }

    private mutating func scanWord() {
        // A prefix of a string: r, b, br and rb in either case.
        if let prefix = stringPrefixLength() { return scanString(prefix: prefix) }
        var length = 1
        while isNameByte(byte(length)) { length += 1 }
        let kind = keyword(length)
        if let kind { return emit(kind, length, word: kind == .and || kind == .or || kind == .not) }
        if tokens.last?.kind != .dot, dialect == .proviso, let kind = shoutedKeyword(length) {
            let wrong = source.string(span(length))
            let right = wrong.lowercased()
            problems.add(
                SyntaxCodes.capitalKeyword, span(length), "The word \"\(wrong)\" is written in small letters.",
                found: "\"\(wrong)\"", expected: "\"\(right)\"", help: "Write \"\(right)\".", replacement: right)
            return emit(kind, length, word: true)
        }
        emit(.name, length)
    }

    private func stringPrefixLength() -> Int? {
        func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }
        let first = byte() | 0x20
        guard first == UInt8(ascii: "r") || first == UInt8(ascii: "b") else { return nil }
        if isQuote(byte(1)) { return 1 }
        if first == UInt8(ascii: "b"), byte(1) | 0x20 == UInt8(ascii: "r"), isQuote(byte(2)) { return 2 }
        return nil
    }

    /// The keyword that the next `length` bytes are, if any. After a dot the dialect's words are plain names.
    private func keyword(_ length: Int) -> TokenKind? {
        switch length {
        case 2:
            if matches("in") { return .in }
            guard dialect == .proviso, tokens.last?.kind != .dot else { return nil }
            return matches("or") ? .or : matches("if") ? .if : matches("is") ? .is : nil
        case 3:
            guard dialect == .proviso, tokens.last?.kind != .dot else { return nil }
            return matches("and") ? .and : matches("not") ? .not : nil
        case 4:
            if matches("true") { return .true }
            if matches("null") { return .null }
            guard dialect == .proviso, tokens.last?.kind != .dot else { return nil }
            return matches("then") ? .then : matches("else") ? .else : nil
        case 5: return matches("false") ? .false : nil
        default: return nil
        }
    }

    /// A keyword in capitals, or with one.
    private func shoutedKeyword(_ length: Int) -> TokenKind? {
        guard length <= 5, byte() < UInt8(ascii: "a"), byte() != UInt8(ascii: "_") else { return nil }
        let words: [(StaticString, TokenKind)] = [
            ("and", .and), ("or", .or), ("not", .not), ("if", .if), ("then", .then), ("else", .else), ("in", .in),
            ("is", .is), ("true", .true), ("false", .false), ("null", .null),
        ]
        for (word, kind) in words where word.utf8CodeUnitCount == length {
            var same = true
            for index in 0..<length where byte(index) | 0x20 != word.utf8Start[index] { same = false }
            if same { return kind }
        }
        return nil
    }

    @inline(__always)
    func matches(_ word: StaticString) -> Bool {
        for index in 0..<word.utf8CodeUnitCount where byte(index) != word.utf8Start[index] { return false }
        return true
    }

    private mutating func scanQuotedName() {
        var length = 1
        while position + length < text.count, byte(length) != UInt8(ascii: "`"), byte(length) != 0x0A { length += 1 }
        guard byte(length) == UInt8(ascii: "`") else {
            problems.add(
                SyntaxCodes.unclosedQuote, span(1), "The name in backticks that begins here does not end.",
                found: "a backtick without its partner", expected: "a second backtick after the name",
                help: "Close the name with a backtick.")
            return emit(.brokenLiteral, length)
        }
        var isGood = length > 1
        for index in 1..<length {
            let current = byte(index)
            let isMark = [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "/"), 0x20].contains(current)
            if !isNameByte(current), !isMark { isGood = false }
        }
        if !isGood {
            problems.add(
                SyntaxCodes.badQuotedName, span(length + 1),
                "A name in backticks holds letters, digits, blanks and the marks _ . - / only.",
                found: source.string(span(length + 1)), expected: "a name such as `content-type`",
                help: "Look the field up with [\"…\"] instead.")
        }
        emit(.quotedName, length + 1)
    }
}

@inline(__always)
func isLetter(_ byte: UInt8) -> Bool {
    (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")) || (byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z"))
        || byte == UInt8(ascii: "_")
}

@inline(__always)
func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

@inline(__always)
func isNameByte(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) }

/// The value of a hexadecimal digit; `nil` for another byte.
func hexValue(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
}
