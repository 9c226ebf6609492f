import SourceText
import YAMLReading

/// Values of another shape than their place asks for, and places with nothing in them.
extension Validator {
    mutating func reportEmpty(_ node: LocatedNode, _ form: Form, _ subject: Subject) {
        var place = node.place
        var message = "An item of this list is empty."
        var found = "an empty item"
        if let key = subject.owner {
            if case .key = subject {
                place = node.span.range.isEmpty ? key.place : node.place
                message = "\"\(key.text)\" has no value."
                found = "nothing behind \"\(key.text):\""
            } else {
                message = "An item of \"\(key.text)\" is empty."
            }
        }
        if node.isPlain, node.utf8Count > 0 { found = "\"~\", which means nothing" }
        diagnostics.append(
            Diagnostic(
                DefinitionCodes.emptyValue, at: place, message, found: found, expected: form.expectation,
                help: "Write the value, or delete the line."))
    }

    mutating func reportTooFew(_ node: LocatedNode, _ form: Form, _ subject: Subject) {
        let what = node.isSequence ? "list" : "group"
        diagnostics.append(
            Diagnostic(
                DefinitionCodes.tooFew, at: node.place, "The \(what)\(subject.under) is empty.",
                found: "an empty \(what)",
                expected: form.expectation, help: "Write at least one entry, or delete the key."))
    }

    mutating func reportTooMany(_ node: LocatedNode, _ subject: Subject) {
        let second = Array(node.entries)[1].key
        diagnostics.append(
            Diagnostic(
                DefinitionCodes.tooMany, at: second.place, "This group has more than one entry.",
                found: "a second entry",
                expected: "one entry in each item of the list",
                help: "Write the entry as an item of its own, with a hyphen."))
    }

    mutating func reportShape(_ node: LocatedNode, _ form: Form, _ subject: Subject) {
        let found: String =
            switch node.kind {
            case .scalar: "\"\(shortened(node.text))\""
            case .sequence: "a list"
            case .mapping: "a group of keys"
            }
        let (help, fix) = shapeHelp(node, form)
        let place = node.isScalar ? node.place : Place(tree.file, subject.keySpan ?? headSpan(node))
        diagnostics.append(
            Diagnostic(
                DefinitionCodes.wrongShape, at: place, "\(subject.sentence) should be \(form.shapes).",
                found: found,
                expected: form.expectation, help: help, fix: fix))
    }

    private func shapeHelp(_ node: LocatedNode, _ form: Form) -> (help: String, fix: Fix?) {
        if form.takesOnlyList {
            if node.isMapping { return ("Write a hyphen before the first key of each item.", nil) }
            let text = node.text
            if case .list(let item, _) = form, node.isPlain, item.takesScalar(text), isPlainInBrackets(text) {
                return ("Write [\(text)].", Fix("Write [\(text)]", [.init(node.span, "[\(text)]")]))
            }
            return ("Write each item on a line of its own, with a hyphen before it.", nil)
        }
        if form.isScalar {
            if node.isMapping, node.isFlow {
                return ("Write the value without braces, or put it in quotation marks.", nil)
            }
            return ("Write one value behind the colon.", nil)
        }
        if node.isSequence {
            return ("Write the keys without hyphens, each on a line of its own as \"key: value\".", nil)
        }
        return ("Write each key on a line of its own below, indented, as \"key: value\".", nil)
    }

    private func isPlainInBrackets(_ text: String) -> Bool {
        text.utf8.allSatisfy {
            ($0 | 0x20) &- UInt8(ascii: "a") < 26 || Reading.isDigit($0) || [0x20, 0x2D, 0x2E, 0x5F, 0x2B].contains($0)
        }
    }
}

extension Form {
    /// Of one value, a list and a group of keys, what can stand here.
    fileprivate var shapes: String {
        switch self {
        case .list: return "a list"
        case .block, .map: return "a group of keys"
        case .oneOrMore(let form): return form.isScalar ? "one value or a list" : "\(form.shapes) or a list"
        case .byShape(let scalar, let list, let group):
            let parts = [
                scalar.map { _ in "one value" }, list.map { _ in "a list" }, group.map { _ in "a group of keys" },
            ]
            return Self.alternatives(parts.compactMap { $0 })
        default: return "one value"
        }
    }

    fileprivate var takesOnlyList: Bool {
        switch self {
        case .list: true
        case .byShape(nil, .some, nil): true
        default: false
        }
    }

    /// Whether this text could be an item: only then brackets round it are certain to be right.
    fileprivate func takesScalar(_ text: String) -> Bool {
        switch self {
        case .name(let style): style.accepts(text)
        case .reference(let reference): reference.style.accepts(text)
        case .choice(let words): words.contains { $0.text == text }
        case .byShape(let scalar, _, _): scalar?.takesScalar(text) ?? false
        default: false
        }
    }
}
