import SourceText

// The one layout of an expression: one line, one blank round an operator and after a comma, brackets only where they are
// needed or where leaving them out would be misread. Literals stand exactly as they were written; so do `has` and
// `is present`, `?:` and `if … then … else …`. In the proviso dialect `&&`, `||` and `!` become `and`, `or` and `not`.

extension Syntax {
    /// The expression in the one layout; printing what this text is read as gives the same text.
    ///
    /// The expression must be valid. Comments are not part of the tree: see `hasComments`.
    public func printed() -> String { printed(root) }

    /// A part of the expression in the one layout.
    public func printed(_ node: NodeID) -> String {
        var printer = Printer(syntax: self)
        printer.write(node, .conditional)
        return printer.output
    }
}

/// How tightly a form binds.
private enum Level: Int, Comparable {
    case conditional, or, and, not, relation, sum, product, sign, member, beyondAll

    static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
}

private struct Printer {
    let syntax: Syntax
    var output = ""

    private func level(_ id: NodeID) -> Level {
        let node = syntax[id]
        switch node.kind {
        case .conditional: return .conditional
        case .or: return .or
        case .and: return .and
        case .not: return node.flags.contains(.infix) ? .relation : syntax.dialect == .proviso ? .not : .sign
        case .presence: return node.flags.contains(.words) ? .relation : .member
        case .negate: return .sign
        case .binary:
            switch syntax.operation(of: id) {
            case .add, .subtract: return .sum
            case .multiply, .divide, .remainder, .of: return .product
            default: return .relation
            }
        default: return .member
        }
    }

    /// Writes a node, in brackets if it binds more loosely than its place asks for.
    mutating func write(_ id: NodeID, _ minimum: Level) {
        if level(id) < minimum {
            output += "("
            writeBare(id)
            output += ")"
        } else {
            writeBare(id)
        }
    }

    private mutating func writeBare(_ id: NodeID) {
        let node = syntax[id]
        switch node.kind {
        case .missing, .optionalElement: break
        case .literal: writeLiteral(node.nameSpan)
        case .name, .variable: writeName(id)
        case .unit: output += syntax.unit(of: id)?.plural ?? ""
        case .select: writeSelect(id, node)
        case .presence: writePresence(id, node)
        case .index:
            write(syntax.child(id, 0), .member)
            output += node.flags.contains(.optional) ? "[?" : "["
            write(syntax.child(id, 1), .conditional)
            output += "]"
        case .call:
            if node.flags.contains(.rooted) { output += "." }
            output += syntax.name(of: id)
            writeArguments(syntax.children(of: id))
        case .memberCall:
            write(syntax.child(id, 0), .member)
            output += ".\(syntax.name(of: id))"
            writeArguments(syntax.children(of: id).dropFirst())
        case .list: writeElements(id)
        case .map: writeMap(id)
        case .message: writeMessage(id)
        case .not, .negate: writeSign(id, node)
        case .binary: writeBinary(id)
        case .and: writeChain(id, syntax.dialect == .proviso ? " and " : " && ", .not)
        case .or: writeChain(id, syntax.dialect == .proviso ? " or " : " || ", .and)
        case .conditional: writeConditional(id, node)
        case .comprehension, .optionalMap: writeMacro(id, node)
        case .bind: writeCel("bind", syntax.children(of: id))
        case .block: writeBlock(id)
        case .blockIndex: output += "cel.index(\(syntax.blockIndex(of: id)))"
        }
    }

    /// A constant as it was written, without blanks that mean nothing.
    private mutating func writeLiteral(_ span: Span) {
        let text = syntax.source(span)
        guard let first = text.utf8.first, first == UInt8(ascii: "-") || first == UInt8(ascii: ".") || isDigit(first)
        else {
            output += text
            return
        }
        for (position, word) in text.split(whereSeparator: \.isWhitespace).enumerated() {
            if position > 0, word != "%", !output.hasSuffix("-") { output += " " }
            output += word
        }
    }

    private mutating func writeName(_ id: NodeID) {
        let name = syntax.name(of: id)
        if syntax[id].flags.contains(.rooted) { output += "." }
        guard name.utf8.first == UInt8(ascii: "@") else {
            output += name
            return
        }
        let parts = name.split(separator: ":")
        guard parts.count == 3 else { return }
        output += "cel.\(parts[0] == "@it" ? "iterVar" : "accuVar")(\(parts[1]), \(parts[2]))"
    }

    private mutating func writeSelect(_ id: NodeID, _ node: Node) {
        write(syntax.child(id, 0), .member)
        output += node.flags.contains(.optional) ? ".?" : "."
        writeField(id, node)
    }

    private mutating func writeField(_ id: NodeID, _ node: Node) {
        output += node.flags.contains(.quoted) ? "`\(syntax.name(of: id))`" : syntax.name(of: id)
    }

    private mutating func writePresence(_ id: NodeID, _ node: Node) {
        let isInWords = node.flags.contains(.words)
        if !isInWords { output += "has(" }
        if node.childCount == 1 {
            write(syntax.child(id, 0), .member)
            output += "."
        }
        writeField(id, node)
        output += isInWords ? " is present" : ")"
    }

    private mutating func writeArguments(_ arguments: ArraySlice<NodeID>) {
        output += "("
        for (position, argument) in arguments.enumerated() {
            if position > 0 { output += ", " }
            write(argument, .conditional)
        }
        output += ")"
    }

    private mutating func writeElements(_ id: NodeID) {
        output += "["
        for (position, element) in syntax.children(of: id).enumerated() {
            if position > 0 { output += ", " }
            writeElement(element)
        }
        output += "]"
    }

    /// An element of a list, with its `?`.
    private mutating func writeElement(_ id: NodeID) {
        let isOptional = syntax[id].kind == .optionalElement
        if isOptional { output += "?" }
        write(isOptional ? syntax.child(id, 0) : id, .conditional)
    }

    private mutating func writeMap(_ id: NodeID) {
        let children = Array(syntax.children(of: id))
        output += "{"
        for key in stride(from: 0, to: children.count - 1, by: 2) {
            if key > 0 { output += ", " }
            writeEntry(children[key + 1]) { $0.write(children[key], .conditional) }
        }
        output += "}"
    }

    private mutating func writeMessage(_ id: NodeID) {
        output += "\(syntax.name(of: id)){"
        for (position, (field, value)) in zip(syntax.fieldNames(of: id), syntax.children(of: id)).enumerated() {
            if position > 0 { output += ", " }
            writeEntry(value) { $0.output += field }
        }
        output += "}"
    }

    private mutating func writeEntry(_ value: NodeID, _ key: (inout Printer) -> Void) {
        let isOptional = syntax[value].kind == .optionalElement
        if isOptional { output += "?" }
        key(&self)
        output += ": "
        write(isOptional ? syntax.child(value, 0) : value, .conditional)
    }

    private mutating func writeSign(_ id: NodeID, _ node: Node) {
        let operand = syntax.child(id, 0)
        if node.kind == .negate {
            // A number straight behind the sign would be read as a negative number.
            output += "-"
            write(operand, beginsWithNumber(operand) ? .beyondAll : .sign)
        } else if node.flags.contains(.infix) {
            writeInfixNot(operand)
        } else if syntax.dialect == .proviso {
            // `not a == b` is the contrary of a comparison; brackets spare the reader the thought.
            output += "not "
            write(operand, syntax[operand].kind == .not && level(operand) == .not ? .not : .sign)
        } else {
            output += "!"
            write(operand, .sign)
        }
    }

    private mutating func writeInfixNot(_ operand: NodeID) {
        if syntax[operand].kind == .presence {
            var inner = Printer(syntax: syntax)
            inner.writePresence(operand, syntax[operand])
            output += inner.output.dropLast("present".count) + "not present"
        } else {
            write(syntax.child(operand, 0), .relation)
            output += " not in "
            write(syntax.child(operand, 1), .sum)
        }
    }

    /// Whether the text of a node begins with an unsigned number.
    private func beginsWithNumber(_ id: NodeID) -> Bool {
        let node = syntax[id]
        switch node.kind {
        case .literal:
            let first = syntax.text[Int(node.nameSpan.start)]
            return isDigit(first) || first == UInt8(ascii: ".")
        case .select, .index, .memberCall, .comprehension, .optionalMap: return beginsWithNumber(syntax.child(id, 0))
        default: return false
        }
    }

    private mutating func writeBinary(_ id: NodeID) {
        let operation = syntax.operation(of: id) ?? .equal
        let own = level(id)
        write(syntax.child(id, 0), own)
        output += " \(operation.text) "
        write(syntax.child(id, 1), Level(rawValue: own.rawValue + 1) ?? .member)
    }

    private mutating func writeChain(_ id: NodeID, _ separator: String, _ minimum: Level) {
        for (position, operand) in syntax.children(of: id).enumerated() {
            if position > 0 { output += separator }
            write(operand, minimum)
        }
    }

    private mutating func writeConditional(_ id: NodeID, _ node: Node) {
        let isInWords = node.flags.contains(.words)
        if isInWords { output += "if " }
        write(syntax.child(id, 0), .or)
        output += isInWords ? " then " : " ? "
        write(syntax.child(id, 1), .or)
        output += isInWords ? " else " : " : "
        write(syntax.child(id, 2), .conditional)
    }

    private mutating func writeMacro(_ id: NodeID, _ node: Node) {
        write(syntax.child(id, 0), .member)
        output += ".\(syntax.source(node.nameSpan))"
        writeArguments(syntax.children(of: id).dropFirst())
    }

    private mutating func writeCel(_ name: String, _ arguments: ArraySlice<NodeID>) {
        output += "cel.\(name)"
        writeArguments(arguments)
    }

    private mutating func writeBlock(_ id: NodeID) {
        output += "cel.block(["
        let children = syntax.children(of: id)
        for (position, slot) in children.dropLast().enumerated() {
            if position > 0 { output += ", " }
            write(slot, .conditional)
        }
        output += "], "
        if let body = children.last { write(body, .conditional) }
        output += ")"
    }
}
