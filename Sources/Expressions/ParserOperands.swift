import Amounts
import Dates
import SourceText

// Operands: literals, names, calls, brackets, and what follows them.

extension Parser {
    mutating func parseMember(isNegative: Bool) -> NodeID {
        var operand = parsePrimary(isNegative: isNegative)
        while !isStopped {
            switch kind {
            case .dot: operand = parseSelection(operand)
            case .leftBracket: operand = parseIndex(operand)
            case .question where peek(1).kind == .dot && peek(1).start == token.end:
                operand = parseSwappedOptional(operand)
            case .leftBrace:
                guard let name = qualifiedName(operand) else { return operand }
                operand = parseMessage(operand, name)
            default: return operand
            }
        }
        return operand
    }

    private mutating func parsePrimary(isNegative: Bool) -> NodeID {
        let start = token
        switch start.kind {
        case .int, .float: return parseNumber(isNegative: isNegative)
        case .uint, .string, .bytes, .true, .false, .null, .date, .time, .instant: return parseSimpleLiteral()
        case .brokenLiteral:
            advance()
            return missing(at: start.span)
        case .name: return parseName(rooted: nil)
        case .dot where peek(1).kind == .name:
            advance()
            return parseName(rooted: start)
        case .leftParenthesis: return parseParenthesis()
        case .leftBracket: return parseList()
        case .leftBrace: return parseMap()
        case .if: return parseExpression()
        default:
            return parseNoOperand()
        }
    }

    private mutating func parseParenthesis() -> NodeID {
        let start = token
        advance()
        let inner = parseExpression()
        expectClosing(.rightParenthesis, start)
        // The brackets belong to the node's span: a message that quotes the operand then quotes them too.
        if !isStopped, syntax[inner].kind != .missing {
            syntax.nodes[Int(inner.index)].span = span(from: start.start)
        }
        return inner
    }

    /// A name, or a call of a function by its name.
    private mutating func parseName(rooted dot: Token?) -> NodeID {
        let name = token
        let nameText = text(name)
        advance()
        let start = dot?.start ?? name.start
        let flags: NodeFlags = dot == nil ? [] : .rooted
        if kind == .leftParenthesis {
            checkReserved(name, nameText)
            return parseCall(name, nameText, start, flags)
        }
        if let special = parseWordUnit(name, nameText) { return special }
        // A reserved word may be a segment of a message's name; anything else is refused.
        checkReserved(name, nameText)
        let payload = syntax.addName(nameText)
        return syntax.add(.name, span(from: start), name: name.span, flags: flags, payload: payload)
    }

    private mutating func parseCall(_ name: Token, _ nameText: String, _ start: UInt32, _ flags: NodeFlags) -> NodeID {
        let arguments = parseArguments()
        let whole = span(from: start)
        if nameText == "has", flags.isEmpty, arguments.count == 1 { return makeHas(arguments[0], whole, name.span) }
        let payload = syntax.addName(nameText)
        return checked(
            syntax.add(.call, whole, name: name.span, flags: flags, payload: payload, children: arguments))
    }

    /// `(a, b)`, the brackets included.
    private mutating func parseArguments() -> [NodeID] {
        let open = token
        advance()
        if take(.rightParenthesis) { return [] }
        var arguments: [NodeID] = []
        repeat { arguments.append(parseExpression()) } while take(.comma) && !isStopped
        expectClosing(.rightParenthesis, open)
        return arguments
    }

    /// `.name`, `.?name`, `.name(…)`.
    private mutating func parseSelection(_ operand: NodeID) -> NodeID {
        let start = syntax[operand].span.start
        advance()
        var flags: NodeFlags = []
        if take(.question) { flags.insert(.optional) }
        let name = token
        guard kind == .name || kind == .quotedName else {
            reportMissingField(name)
            return missing(at: span(from: start))
        }
        advance()
        var nameText = text(name)
        if name.kind == .quotedName {
            flags.insert(.quoted)
            nameText = String(nameText.dropFirst().dropLast())
        } else if kind == .leftParenthesis, flags.isEmpty {
            return parseMemberCall(operand, name, nameText)
        }
        let payload = syntax.addName(nameText)
        return checked(
            syntax.add(.select, span(from: start), name: name.span, flags: flags, payload: payload, operand))
    }

    /// `a?.b`, as other languages write `a.?b`.
    private mutating func parseSwappedOptional(_ operand: NodeID) -> NodeID {
        let signs = Span(start: token.start, end: peek(1).end)
        report(
            SyntaxCodes.misspeltOperator, signs, "\"?.\" is not an operator here.", found: "\"?.\"", expected: "\".?\"",
            help: "Write .? for a field that may be absent.", replacement: ".?")
        advance()
        let field = parseSelection(operand)
        if syntax[field].kind == .select { syntax.nodes[Int(field.index)].flags.insert(.optional) }
        return field
    }

    private mutating func parseMemberCall(_ target: NodeID, _ name: Token, _ nameText: String) -> NodeID {
        let arguments = parseArguments()
        let whole = Span(start: syntax[target].span.start, end: max(lastEnd, name.end))
        if let macro = makeMacro(target, name.span, nameText, arguments, whole) { return checked(macro) }
        let payload = syntax.addName(nameText)
        return checked(
            syntax.add(.memberCall, whole, name: name.span, payload: payload, children: [target] + arguments))
    }

    private mutating func parseIndex(_ operand: NodeID) -> NodeID {
        let open = token
        advance()
        let flags: NodeFlags = take(.question) ? .optional : []
        let key = parseExpression()
        expectClosing(.rightBracket, open)
        let whole = span(from: syntax[operand].span.start)
        return checked(syntax.add(.index, whole, name: open.span, flags: flags, operand, key))
    }

    private mutating func parseList() -> NodeID {
        let open = token
        advance()
        var elements: [NodeID] = []
        while kind != .rightBracket, kind != .end, !isStopped {
            elements.append(parseOptionalElement { $0.parseExpression() })
            if !take(.comma) { break }
        }
        expectClosing(.rightBracket, open)
        return checked(syntax.add(.list, span(from: open.start), children: elements))
    }

    private mutating func parseOptionalElement(_ value: (inout Parser) -> NodeID) -> NodeID {
        let start = token
        guard take(.question) else { return value(&self) }
        let element = value(&self)
        return syntax.add(.optionalElement, span(from: start.start), element)
    }

    private mutating func parseMap() -> NodeID {
        let open = token
        advance()
        var entries: [NodeID] = []
        while kind != .rightBrace, kind != .end, !isStopped {
            let mark = token
            let isOptional = take(.question)
            isKey = true
            entries.append(parseExpression())
            isKey = false
            if !take(.colon) { reportMissingEntryColon() }
            var value = kind == .comma || kind == .rightBrace ? missing(at: token.span) : parseExpression()
            if isOptional { value = syntax.add(.optionalElement, span(from: mark.start), value) }
            entries.append(value)
            if !take(.comma) { break }
        }
        expectClosing(.rightBrace, open)
        return checked(syntax.add(.map, span(from: open.start), children: entries))
    }

    /// The dotted name that a chain of selections spells, with its leading dot; `nil` for other operands.
    func qualifiedName(_ node: NodeID) -> String? {
        let item = syntax[node]
        switch item.kind {
        case .name: return (item.flags.contains(.rooted) ? "." : "") + syntax.name(of: node)
        case .select where item.flags.isEmpty:
            guard let prefix = qualifiedName(syntax.child(node, 0)) else { return nil }
            return "\(prefix).\(syntax.name(of: node))"
        default: return nil
        }
    }

    /// `Name{field: value}`.
    private mutating func parseMessage(_ operand: NodeID, _ name: String) -> NodeID {
        let open = token
        advance()
        var fields: [String] = []
        var values: [NodeID] = []
        while kind != .rightBrace, kind != .end, !isStopped {
            let mark = token
            let isOptional = take(.question)
            let field = token
            guard kind == .name || kind == .quotedName else {
                reportMissingField(field)
                break
            }
            advance()
            fields.append(field.kind == .quotedName ? String(text(field).dropFirst().dropLast()) : text(field))
            if !take(.colon) { reportMissingEntryColon() }
            var value = kind == .comma || kind == .rightBrace ? missing(at: token.span) : parseExpression()
            if isOptional { value = syntax.add(.optionalElement, span(from: mark.start), value) }
            values.append(value)
            if !take(.comma) { break }
        }
        expectClosing(.rightBrace, open)
        let payload = syntax.addName(name)
        for field in fields { _ = syntax.addName(field) }
        return checked(
            syntax.add(
                .message, span(from: syntax[operand].span.start), name: syntax[operand].span, payload: payload,
                children: values))
    }

    // MARK: Literals

    private mutating func parseSimpleLiteral() -> NodeID {
        let start = token
        advance()
        guard let literal = literal(start) else { return missing(at: start.span) }
        return addLiteral(literal, start.span)
    }

    mutating func addLiteral(_ literal: Literal, _ span: Span) -> NodeID {
        syntax.literals.append(literal)
        return syntax.add(.literal, span, payload: UInt32(syntax.literals.count - 1))
    }

    private mutating func literal(_ token: Token) -> Literal? {
        switch token.kind {
        case .true: return .bool(true)
        case .false: return .bool(false)
        case .null: return .null
        case .uint:
            let digits = text(token).dropLast()
            let value =
                digits.hasPrefix("0x") || digits.hasPrefix("0X")
                ? UInt64(digits.dropFirst(2), radix: 16) : UInt64(digits)
            if value == nil { reportTooLarge(token.span) }
            return value.map { .uint($0) }
        case .string, .bytes: return stringLiteral(token)
        case .date, .time, .instant: return calendarLiteral(token)
        default: return nil
        }
    }

    private mutating func calendarLiteral(_ token: Token) -> Literal? {
        let text = text(token)
        do throws(DateError) {
            switch token.kind {
            case .date: return .date(try CivilDate(text))
            case .time: return .time(try CivilTime(text))
            default: return .instant(try Instant(text))
            }
        } catch {
            // The date has been reported where it was read; what is left is an instant's time or zone.
            if token.kind == .instant {
                report(
                    SyntaxCodes.impossibleTime, token.span, "There is no such instant.", found: "\"\(text)\"",
                    expected: "an instant such as 2026-03-01T09:00:00Z", help: "Check the date, the time and the zone.")
            }
            return nil
        }
    }

    mutating func reportTooLarge(_ span: Span) {
        report(
            SyntaxCodes.numberTooLarge, span, "The number is too large.", found: source.string(span),
            expected: "a whole number from -9223372036854775808 to 9223372036854775807",
            help: dialect == .proviso
                ? "Write it with a decimal point, which allows 38 digits."
                : "Write it with a decimal point, or use a smaller number.")
    }
}
