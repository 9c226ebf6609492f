package import Definitions
import Expressions
import SourceText
import YAMLReading

/// Finds every place of a definition at which one of the mistakes of `Mutant.Operator` can be made, in the order of the file.
///
/// The mistakes are made in the text, by places, so that a mutant is a file like any other: it is checked, and then played.
package struct Mutator {
    private let file: DefinitionFile
    /// Primitives that a grant can be widened by.
    private let primitives: [String]
    private var mutants: [Mutant] = []

    /// - Parameter primitives: the names of all primitives of the rule set.
    package static func mutants(of file: DefinitionFile, primitives: [String]) -> [Mutant] {
        guard let kind = file.kind, let root = file.tree?.root, [.workflow, .rule, .price].contains(kind) else {
            return []
        }
        var mutator = Mutator(file: file, primitives: primitives)
        mutator.visit(root, .block(kind.block))
        return mutator.mutants.sorted { $0.place.span.start < $1.place.span.start }
    }

    private init(file: DefinitionFile, primitives: [String]) {
        self.file = file
        self.primitives = primitives
    }

    private mutating func add(_ mistake: Mutant.Operator, _ change: String, _ span: Span, _ edits: [Fix.Edit]) {
        mutants.append(Mutant(mistake: mistake, change: change, edits: edits, place: Place(file.file, span)))
    }

    private mutating func replace(_ mistake: Mutant.Operator, _ span: Span, _ new: String) {
        add(mistake, "\(file.file.text(in: span)) → \(new)", span, [.init(span, new)])
    }

    // MARK: Places

    private mutating func visit(_ node: LocatedNode, _ form: Form) {
        let shape = PlaceForms.shape(form, node)
        switch node.kind {
        case .scalar: scalar(node, shape)
        case .sequence:
            let item = PlaceForms.item(of: shape)
            for element in node.items { visit(element, item) }
        case .mapping:
            let forms = PlaceForms(node, shape)
            for entry in node.entries {
                let form = forms.value(of: entry.key)
                group(entry, form, of: shape)
                visit(entry.value, form)
            }
        }
    }

    /// Mistakes that are made in a whole list or group.
    private mutating func group(_ entry: LocatedNode.Entry, _ form: Form, of owner: Form) {
        guard case .block(let name) = owner else { return }
        switch (name, entry.key.text) {
        case (.step, "stages"): for stage in entry.value.items { drop(.stageDropped, stage, of: entry.value) }
        case (.step, "from") where entry.value.isSequence:
            for level in entry.value.items { drop(.approverRemoved, level, of: entry.value) }
        case (.step, "except"), (.stage, "except"):
            if entry.value.isSequence, entry.value.count > 1 {
                for person in entry.value.items { drop(.approverRemoved, person, of: entry.value) }
            } else {
                dropEntry(.approverRemoved, entry)
            }
        case (_, "outcomes") where entry.value.isMapping: outcomes(entry)
        case (.workflow, "may"): widen(entry.value)
        default: break
        }
    }

    // MARK: Values

    private mutating func scalar(_ node: LocatedNode, _ form: Form) {
        switch form {
        case .expression: expression(ExpressionText.excerpt(node))
        case .freeText, .argument:
            guard let text = try? FreeText(node) else { return }
            if case .argument = form, text.isLiteral { expression(Excerpt(node).trimmed) }
            for piece in text.pieces { if case .expression(let excerpt) = piece { expression(excerpt) } }
        case .period(let sense):
            let isStage = if case .offset = sense { true } else { false }
            number(isStage ? .stageMoved : .thresholdMoved, node)
        // One item more would only be noticed by a list of that length; one item alone is what a limit that is too small lets pass.
        case .integer where node.parent?["at_most"]?.isSame(as: node) == true && node.text != "1",
            .count where node.parent?["at_most"]?.isSame(as: node) == true && node.text != "1":
            replace(.thresholdMoved, node.span, "1")
        case .times, .integer: if node.parent?["version"]?.isSame(as: node) != true { number(.thresholdMoved, node) }
        case .money:
            number(.thresholdMoved, node)
            currency(node)
        case .percentage, .number: number(.thresholdMoved, node)
        case .level: fewer(node)
        case .table: rows(node)
        default: break
        }
    }

    /// The first number of a scalar of one piece, one larger in its last digit.
    private mutating func number(_ mistake: Mutant.Operator, _ node: LocatedNode) {
        let text = node.text
        guard let range = Numerals.first(in: text) else { return }
        replace(mistake, node.place(of: range), Numerals.moved(Array(text.utf8)[range]))
    }

    private mutating func currency(_ node: LocatedNode) {
        for range in Numerals.currencies(in: node.text) {
            let span = node.place(of: range)
            replace(.currencyChanged, span, file.file.text(in: span) == "EUR" ? "USD" : "EUR")
        }
    }

    /// `2 of controller` with one person less.
    private mutating func fewer(_ node: LocatedNode) {
        let text = node.text
        guard let range = Numerals.first(in: text), text.contains(" of "),
            let count = Int(String(decoding: Array(text.utf8)[range], as: UTF8.self)), count > 1
        else { return }
        replace(.approverRemoved, node.place(of: range), "\(count - 1)")
    }

    // MARK: Expressions

    private mutating func expression(_ excerpt: Excerpt) {
        let bytes = excerpt.bytes
        let parsed = parse(ExpressionSource(text: bytes, file: excerpt.file, pieces: []))
        guard parsed.isValid else { return }
        let syntax = parsed.syntax
        for index in syntax.nodes.indices {
            let id = NodeID(UInt32(index))
            let node = syntax[id]
            if node.kind == .literal { literal(syntax, node, excerpt) }
            guard node.kind == .binary, let operation = syntax.operation(of: id), let other = Self.flipped(operation),
                syntax.children(of: id).count == 2
            else { continue }
            let gap = Int(syntax[syntax.child(id, 0)].span.end)..<Int(syntax[syntax.child(id, 1)].span.start)
            guard let sign = Self.find(operation.text, in: bytes, gap) else { continue }
            replace(.comparisonFlipped, excerpt.span(of: sign), other)
        }
    }

    private static func flipped(_ operation: BinaryOperator) -> String? {
        switch operation.text {
        case "<": "<="
        case "<=": "<"
        case ">": ">="
        case ">=": ">"
        case "==": "!="
        case "!=": "=="
        default: nil
        }
    }

    private static func find(_ sign: String, in bytes: [UInt8], _ gap: Range<Int>) -> Range<Int>? {
        let sign = Array(sign.utf8)
        guard gap.count >= sign.count, gap.upperBound <= bytes.count else { return nil }
        return (gap.lowerBound...gap.upperBound - sign.count).first { bytes[$0..<$0 + sign.count].elementsEqual(sign) }
            .map { $0..<$0 + sign.count }
    }

    /// A number, an amount or a period; texts and names stay.
    private mutating func literal(_ syntax: Syntax, _ node: Node, _ excerpt: Excerpt) {
        let range = node.nameSpan.range
        let bytes = excerpt.bytes
        guard !range.isEmpty, range.upperBound <= bytes.count else { return }
        let text = String(decoding: bytes[range], as: UTF8.self)
        guard let first = text.utf8.first, first &- UInt8(ascii: "0") < 10 || first == UInt8(ascii: "-"),
            !text.contains("T"), text.split(separator: "-").count < 3, let number = Numerals.first(in: text)
        else { return }
        let digits = range.lowerBound + number.lowerBound..<range.lowerBound + number.upperBound
        replace(.thresholdMoved, excerpt.span(of: digits), Numerals.moved(bytes[digits]))
        for code in Numerals.currencies(in: text) {
            let span = excerpt.span(of: range.lowerBound + code.lowerBound..<range.lowerBound + code.upperBound)
            replace(.currencyChanged, span, file.file.text(in: span) == "EUR" ? "USD" : "EUR")
        }
    }

    // MARK: Lists and groups

    /// A list without one of its items; a list of one stays.
    private mutating func drop(_ mistake: Mutant.Operator, _ item: LocatedNode, of list: LocatedNode) {
        guard list.count > 1 else { return }
        let name = item.isMapping ? item["as"]?.text ?? item["do"]?.text ?? item["flag"]?.text ?? "" : item.text
        add(mistake, "without \(name.isEmpty ? "it" : name)", item.span, [.init(Removal.span(of: item, in: list), "")])
    }

    private mutating func dropEntry(_ mistake: Mutant.Operator, _ entry: LocatedNode.Entry) {
        guard let span = Removal.span(of: entry) else { return }
        add(mistake, "without \(entry.key.text)", entry.span, [.init(span, "")])
    }

    /// Two branches change their outcomes; a single one is left out, and one of two that do the same, since to swap these would change
    /// nothing.
    private mutating func outcomes(_ entry: LocatedNode.Entry) {
        let branches = Array(entry.value.entries)
        guard branches.count > 1 else { return dropEntry(.outcomeSwapped, entry) }
        for (index, (one, other)) in zip(branches, branches.dropFirst()).enumerated() {
            if Self.isSame(one.value, other.value) {
                if index == 0 { dropEntry(.outcomeSwapped, one) }
                dropEntry(.outcomeSwapped, other)
                continue
            }
            add(
                .outcomeSwapped, "\(one.key.text) ↔ \(other.key.text)", one.key.span,
                [.init(one.key.span, other.key.text), .init(other.key.span, one.key.text)])
        }
    }

    /// Whether two places say the same, whatever their layout.
    private static func isSame(_ one: LocatedNode, _ other: LocatedNode) -> Bool {
        if one.isScalar, other.isScalar { return one.text == other.text }
        if one.isSequence, other.isSequence, one.count == other.count {
            return zip(one.items, other.items).allSatisfy { isSame($0, $1) }
        }
        guard one.isMapping, other.isMapping, one.count == other.count else { return false }
        return zip(one.entries, other.entries).allSatisfy { $0.key.text == $1.key.text && isSame($0.value, $1.value) }
    }

    private mutating func widen(_ list: LocatedNode) {
        let known = list.items.map(\.text)
        guard list.isSequence, let name = primitives.first(where: { !known.contains($0) }) else { return }
        let all = "[" + (known + [name]).joined(separator: ", ") + "]"
        if list.isFlow {
            add(.grantWidened, "and \(name)", list.span, [.init(list.span, all)])
        } else if let first = list.items.first(where: { _ in true }) {
            add(
                .grantWidened, "and \(name)", list.span,
                [
                    .init(
                        Span(first.span.range.lowerBound..<first.span.range.lowerBound),
                        "\(name)\n\(Removal.margin(of: first))- ")
                ])
        }
    }

    // MARK: Tables

    private mutating func rows(_ node: LocatedNode) {
        let bytes = Array(node.text.utf8)
        var start = 0
        var isHeader = true
        var hasReasons = false
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            defer { start = end + 1 }
            let line = String(decoding: bytes[start..<end], as: UTF8.self)
            guard line.utf8.contains(where: { $0 != 0x20 }) else { continue }
            if isHeader {
                isHeader = false
                hasReasons = line.split(separator: "|").last?.filter { $0 != " " } == "why"
                continue
            }
            add(.rowDropped, "without \(line)", node.place(of: start..<end), [.init(node.place(of: start..<end), "")])
            // A number in a reason is said to people, and decides nothing.
            let reasons = hasReasons ? bytes[start..<end].lastIndex(of: UInt8(ascii: "|")) : nil
            cells(node, bytes, start..<(reasons ?? end))
        }
    }

    /// Numbers, comparisons and currencies left of `||`, and numbers right of it.
    private mutating func cells(_ node: LocatedNode, _ bytes: [UInt8], _ line: Range<Int>) {
        let text = String(decoding: bytes[line], as: UTF8.self)
        var index = line.lowerBound
        while index < line.upperBound {
            let byte = bytes[index]
            let next = index + 1 < line.upperBound ? bytes[index + 1] : 0
            if byte == UInt8(ascii: "\"") {
                index += 1
                while index < line.upperBound, bytes[index] != byte { index += 1 }
            } else if byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") {
                let isWide = next == UInt8(ascii: "=")
                let sign = byte == UInt8(ascii: "<") ? "<" : ">"
                let span = node.place(of: index..<index + (isWide ? 2 : 1))
                replace(.comparisonFlipped, span, isWide ? sign : sign + "=")
                index += isWide ? 1 : 0
            } else if byte == UInt8(ascii: "["), text.contains("..") {
                replace(.comparisonFlipped, node.place(of: index..<index + 1), "(")
            }
            index += 1
        }
        for range in Numerals.all(in: text) {
            let place = line.lowerBound + range.lowerBound..<line.lowerBound + range.upperBound
            replace(.thresholdMoved, node.place(of: place), Numerals.moved(bytes[place]))
        }
        for range in Numerals.currencies(in: text) {
            let span = node.place(of: line.lowerBound + range.lowerBound..<line.lowerBound + range.upperBound)
            replace(.currencyChanged, span, file.file.text(in: span) == "EUR" ? "USD" : "EUR")
        }
    }
}
