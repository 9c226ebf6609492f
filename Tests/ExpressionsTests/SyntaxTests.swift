import Expressions
import Foundation
import SourceText
import TestSupport
import Testing

/// How texts are read and printed: `Cases/syntax` has the tree, `Cases/print` the one layout, `Cases/problems` the messages.
@Suite struct SyntaxTests {
    @Test func texts() throws {
        try checkCases("Cases/syntax") { input in
            let (text, dialect) = header(input)
            let parsed = parse(ExpressionSource(text), dialect: dialect)
            if !parsed.isValid { return brief(parsed.diagnostics) }
            let printed = parsed.syntax.printed()
            let again = parse(ExpressionSource(printed), dialect: dialect)
            #expect(again.isValid && again.syntax.printed() == printed, "\(text) prints as \(printed)")
            #expect(tree(again.syntax, again.syntax.root) == tree(parsed.syntax, parsed.syntax.root), "\(text)")
            return tree(parsed.syntax, parsed.syntax.root) + "\n" + printed
        }
    }
}

/// A first line `#cel` asks for that dialect.
func header(_ input: String) -> (text: String, dialect: Dialect) {
    input.hasPrefix("#cel\n") ? (String(input.dropFirst(5)), .cel) : (input, .proviso)
}

/// One line a problem: code, place, message, help and fix.
func brief(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.map { item in
        let range = item.place.span.range
        var text = "\(item.code.id) \(range.lowerBound)..\(range.upperBound) \(item.message) \(item.help)"
        if let fix = item.fix {
            text +=
                " =>"
                + fix.edits.map { " \($0.span.range.lowerBound)..\($0.span.range.upperBound):\($0.replacement)" }
                .joined(separator: ",")
        }
        return text
    }.joined(separator: "\n")
}

/// The tree as nested brackets.
func tree(_ syntax: Syntax, _ id: NodeID) -> String {
    let node = syntax[id]
    var head = "\(node.kind)"
    if let literal = syntax.literal(of: id) { return "\(literal)" }
    if let operation = syntax.operation(of: id) { head = operation.text }
    if let parts = syntax.comprehension(id) { head = "\(parts.kind)\(node.flags.contains(.filtered) ? "?" : "")" }
    if node.kind == .blockIndex { return "slot\(syntax.blockIndex(of: id))" }
    if let unit = syntax.unit(of: id) { return "unit \(unit)" }
    let name = syntax.name(of: id)
    if node.kind == .name || node.kind == .variable { return (node.flags.contains(.rooted) ? "." : "") + name }
    if !name.isEmpty { head += " \(node.flags.contains(.rooted) ? "." : "")\(name)" }
    if node.flags.contains(.optional) { head += "?" }
    if node.flags.contains(.flat) { head += " flat" }
    if node.kind == .message { head += " \(syntax.fieldNames(of: id).joined(separator: ","))" }
    let children = syntax.children(of: id).map { tree(syntax, $0) }
    return "(" + ([head] + children).joined(separator: " ") + ")"
}
