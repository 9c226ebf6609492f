import SourceText
package import YAMLReading

/// The one text of a definition that its identity is the digest of (S12).
///
/// It depends on what a file says and not on how: not on comments, layout, quotation marks, the style of a block, the
/// order of keys where that has no meaning, the width of a table's columns, or a `${…}` round a whole expression.
/// Everything else stays, titles and reasons included, since people decide by them. So whoever formats a file cannot
/// change what it is, and whoever changes what it says changes its identity.
///
/// It is built over the tree by the same schema that the file was checked against: a list is `[a,b]`, a group
/// `{"key":a,"other":b}` with its keys in the order of their bytes (in the order of the file where that has a meaning),
/// and a value a text in quotation marks. Values with several notations are written in one: `+7 days` as `7 days`.
package struct CanonicalForm {
    /// The number of this form; a change of it changes every identity.
    package static let format = 1

    /// How an expression is written, for whoever knows the notation; nil leaves it to `ExpressionText.normalized`.
    package typealias ExpressionPrinter = (Excerpt) -> String?

    private let printExpression: ExpressionPrinter
    private var output: [UInt8] = []

    /// The form of a whole definition, as UTF-8. What does not follow the schema is taken as it stands.
    package static func bytes(
        of root: LocatedNode, as kind: DefinitionKind, expression: @escaping ExpressionPrinter = { _ in nil }
    ) -> [UInt8] {
        var form = CanonicalForm(printExpression: expression)
        form.output += Array("proviso-definition \(format)\n\(kind.rawValue)\n".utf8)
        form.add(root, .block(kind.block))
        form.output.append(UInt8(ascii: "\n"))
        return form.output
    }

    /// The form of a part of a definition that stands at a place of this form.
    package static func text(
        of node: LocatedNode, as form: Form, expression: @escaping ExpressionPrinter = { _ in nil }
    ) -> String {
        var canonical = CanonicalForm(printExpression: expression)
        canonical.add(node, form)
        return String(decoding: canonical.output, as: UTF8.self)
    }

    private init(printExpression: @escaping ExpressionPrinter) { self.printExpression = printExpression }

    // MARK: Forms

    private mutating func add(_ node: LocatedNode, _ form: Form) {
        switch form {
        case .list(let item, _): addList(node, item)
        case .oneOrMore(let item):
            if node.isSequence { addList(node, item) } else { addBracketed { $0.add(node, item) } }
        case .block(let name): addBlock(node, name.schema)
        case .map(let map):
            if node.isAbsent { output += Array("{}".utf8) } else { addMap(node, map.value, isOrdered: map.isOrdered) }
        case .byShape(let scalar, let list, let group):
            let part = node.isScalar ? scalar : node.isSequence ? list : group
            add(node, part ?? .data)
        case .argument, .data:
            switch node.kind {
            case .scalar: quote(scalar(node, form))
            case .sequence: addList(node, form)
            case .mapping: addMap(node, form, isOrdered: false)
            }
        default: if node.isScalar { quote(scalar(node, form)) } else { add(node, .data) }
        }
    }

    private mutating func addBracketed(_ body: (inout CanonicalForm) -> Void) {
        output.append(UInt8(ascii: "["))
        body(&self)
        output.append(UInt8(ascii: "]"))
    }

    private mutating func addList(_ node: LocatedNode, _ item: Form) {
        guard node.isSequence else { return add(node, .data) }
        addBracketed { form in
            var isFirst = true
            for element in node.items {
                if !isFirst { form.output.append(UInt8(ascii: ",")) }
                isFirst = false
                form.add(element, item)
            }
        }
    }

    private mutating func addBlock(_ node: LocatedNode, _ schema: BlockSchema) {
        guard node.isMapping else { return add(node, .data) }
        let keys = KeysFound(node, schema.name)
        addEntries(
            keys.entries.map { ($0.key.text, $0.value, keys.schema(of: $0.id)?.form ?? .data) }
                .sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) })
    }

    private mutating func addMap(_ node: LocatedNode, _ value: Form, isOrdered: Bool) {
        guard node.isMapping else { return add(node, .data) }
        let entries = node.entries.map { ($0.key.text, $0.value, value) }
        addEntries(isOrdered ? entries : entries.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) })
    }

    private mutating func addEntries(_ entries: [(key: String, value: LocatedNode, form: Form)]) {
        output.append(UInt8(ascii: "{"))
        for (index, entry) in entries.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            quote(entry.key)
            output.append(UInt8(ascii: ":"))
            add(entry.value, entry.form)
        }
        output.append(UInt8(ascii: "}"))
    }

    private mutating func quote(_ text: String) {
        output.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): output += [UInt8(ascii: "\\"), byte]
            case 0x0A: output += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
    }

    // MARK: Values

    private func scalar(_ node: LocatedNode, _ form: Form) -> String {
        let text = node.text
        switch form {
        case .expression: return expression(ExpressionText.excerpt(node))
        case .freeText, .argument: return freeText(node)
        case .text: return withoutLineBreaksAtEnd(text)
        case .table: return TableText.withoutAlignment(text)
        case .repetition:
            guard let each = try? Reading.repetition(node) else { return text }
            return "\(each.name) in \(expression(each.list))"
        case .zone:
            if case .expression(let excerpt) = try? Reading.zone(node) { return expression(excerpt) }
            return text
        default: return Self.value(text, node, form) ?? text
        }
    }

    /// Values with several notations, in the one that is printed.
    private static func value(_ text: String, _ node: LocatedNode, _ form: Form) -> String? {
        switch form {
        case .type: (try? WrittenType(node)).map { "\($0)" }
        case .times(let bounds): parametric(try? Reading.times(text, bounds))
        case .period(let sense): parametric(try? Reading.period(text, sense))
        case .timeOfDay: parametric(try? Reading.timeOfDay(text))
        case .instant: (try? Reading.instant(text)).map { "\($0)" }
        case .moment:
            switch try? Reading.moment(text) {
            case .date(let date): "\(date)"
            case .instant(let instant): "\(instant)"
            case nil: nil
            }
        case .level: (try? Reading.level(node)).map { $0.count == 1 ? $0.role : "\($0.count) of \($0.role)" }
        case .schedule: (try? Reading.schedule(text)).map { "\($0)" }
        default: nil
        }
    }

    private static func parametric<Value>(_ value: Parametric<Value>?) -> String? {
        switch value {
        case .value(let value): "\(value)"
        case .parameter(let name): "parameters.\(name)"
        case nil: nil
        }
    }

    private func expression(_ excerpt: Excerpt) -> String {
        printExpression(excerpt) ?? ExpressionText.normalized(excerpt)
    }

    private func freeText(_ node: LocatedNode) -> String {
        guard let text = try? FreeText(node) else { return node.text }
        return text.pieces.map { piece in
            switch piece {
            case .literal(let text, _): text.replacing("${", with: "$${")
            case .expression(let excerpt): "${\(expression(excerpt))}"
            }
        }.joined()
    }
}

/// Line breaks at the end of a text come from how its block is written, and are no part of it.
func withoutLineBreaksAtEnd(_ text: String) -> String {
    var bytes = text.utf8[...]
    while let last = bytes.last, isBlank(last) { bytes.removeLast() }
    return bytes.count == text.utf8.count ? text : String(Substring(bytes))
}

extension ExpressionText {
    /// An expression with single blanks in place of runs of blanks, line breaks and comments, outside of quotation
    /// marks.
    static func normalized(_ excerpt: Excerpt) -> String {
        excerpt.node.withUTF8 { all in
            let bytes = UnsafeBufferPointer(rebasing: all[excerpt.range])
            var result: [UInt8] = []
            result.reserveCapacity(bytes.count)
            var index = 0
            var isApart = false
            while index < bytes.count {
                let byte = bytes[index]
                if isBlank(byte) {
                    isApart = true
                    index += 1
                } else if byte == UInt8(ascii: "/"), index + 1 < bytes.count, bytes[index + 1] == byte {
                    while index < bytes.count, bytes[index] != 0x0A { index += 1 }
                } else {
                    if isApart, !result.isEmpty { result.append(0x20) }
                    isApart = false
                    let isQuote = byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
                    let end = isQuote ? min(QuotedText.end(in: bytes, at: index), bytes.count) : index + 1
                    result.append(contentsOf: bytes[index..<end])
                    index = end
                }
            }
            return String(decoding: result, as: UTF8.self)
        }
    }
}

/// The text of a decision table, as far as its layout goes.
package enum TableText {
    /// One line a row, without blanks round the bars that part the cells, and without empty lines.
    static func withoutAlignment(_ text: String) -> String {
        text.utf8.split(separator: 0x0A).map { line in
            cells(Array(line)).joined(separator: "|")
        }.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// The cells of one line, between bars and without the blanks at their ends; a bar in quotation marks is part of its cell.
    package static func cells(_ line: [UInt8]) -> [String] {
        var cells: [String] = []
        var start = 0
        var index = 0
        line.withUnsafeBufferPointer { bytes in
            while index < bytes.count {
                if bytes[index] == UInt8(ascii: "\"") {
                    index = QuotedText.end(in: bytes, at: index)
                } else {
                    if bytes[index] == UInt8(ascii: "|") {
                        cells.append(trimmed(bytes, start..<index))
                        start = index + 1
                    }
                    index += 1
                }
            }
            cells.append(trimmed(bytes, min(start, bytes.count)..<bytes.count))
        }
        return cells
    }

    private static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> String {
        var lower = range.lowerBound
        var upper = range.upperBound
        while lower < upper, isBlank(bytes[lower]) { lower += 1 }
        while upper > lower, isBlank(bytes[upper - 1]) { upper -= 1 }
        return String(decoding: bytes[lower..<upper], as: UTF8.self)
    }
}
