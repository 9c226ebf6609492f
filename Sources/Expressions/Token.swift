import SourceText

/// The smallest pieces of an expression's text.
enum TokenKind: UInt8 {
    case end
    case name, quotedName
    case int, uint, float, string, bytes
    case date, time, instant
    /// A literal whose problem has been reported.
    case brokenLiteral
    case `true`, `false`, null
    case leftParenthesis, rightParenthesis, leftBracket, rightBracket, leftBrace, rightBrace
    case dot, comma, question, colon, semicolon
    case not, minus, plus, star, slash, percent
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, `in`
    case and, or
    // The dialect's words; `and`, `or` and `not` share the kinds of the symbols.
    case `if`, then, `else`, `is`

    var isRelation: Bool { rawValue >= TokenKind.equal.rawValue && rawValue <= TokenKind.in.rawValue }

    var binaryOperator: BinaryOperator? {
        switch self {
        case .equal: .equal
        case .notEqual: .notEqual
        case .less: .less
        case .lessOrEqual: .lessOrEqual
        case .greater: .greater
        case .greaterOrEqual: .greaterOrEqual
        case .in: .in
        case .plus: .add
        case .minus: .subtract
        case .star: .multiply
        case .slash: .divide
        case .percent: .remainder
        default: nil
        }
    }
}

struct Token {
    var kind: TokenKind
    /// Whether it is one of the words `and`, `or`, `not`.
    var isWord = false
    /// One more than the index of the text that stands for a misspelt one; 0 if the token is as written.
    var repair: UInt16 = 0
    var start: UInt32
    var end: UInt32

    var span: Span { Span(start: start, end: end) }
}
