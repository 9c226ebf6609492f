import SourceText
import TestSupport
import Testing
import YAMLReading

@Suite struct TreeTests {
    /// Each node on a line: its span as line:column, how it is written, its text; then the comments.
    @Test func treesHoldEveryPlace() throws {
        try checkCases("Cases/trees.cases") { input in
            let file = SourceFile(name: "input.yaml", text: readable(input))
            let result = YAMLReader.read(file)
            return outline(result) + result.diagnostics.map { "\n! \(shortForm($0))" }.joined()
        }
    }
}

/// `\r`, `\t`, `\0` and `\u{…}` in a case's input stand for those characters; `\n` at the end of a line for a blank end.
func readable(_ input: String) -> String {
    var text = ""
    var rest = input[...]
    while let backslash = rest.firstIndex(of: "¬") {
        text += rest[..<backslash]
        let after = rest.index(after: backslash)
        guard let end = rest[after...].firstIndex(of: ";") else { break }
        if let scalar = UInt32(rest[after..<end], radix: 16).flatMap(Unicode.Scalar.init) {
            text.unicodeScalars.append(scalar)
        }
        rest = rest[rest.index(after: end)...]
    }
    return text + rest
}

func position(_ file: SourceFile, _ span: Span) -> String {
    let start = file.position(at: Int(span.start))
    let end = file.position(at: Int(span.end))
    return start.line == end.line
        ? "\(start.line):\(start.column)-\(end.column)" : "\(start.line):\(start.column)-\(end.line):\(end.column)"
}

func shortForm(_ diagnostic: Diagnostic) -> String {
    "\(position(diagnostic.place.file, diagnostic.place.span)) \(diagnostic.code.id) \(diagnostic.message)"
}

private func outline(_ result: YAMLReader.Result) -> String {
    guard let tree = result.tree else { return "nothing" }
    var lines: [String] = []
    describe(tree.root, "", &lines)
    for comment in tree.comments {
        let owner = tree.owner(of: comment)
        let text = tree.file.text(in: comment.span)
        lines.append(
            "# \(position(tree.file, comment.span)) \(comment.position) \(position(tree.file, owner.span)) \(text)")
    }
    return lines.joined(separator: "\n")
}

private func describe(_ node: LocatedNode, _ indent: String, _ lines: inout [String]) {
    let marks = (node.isFlow ? " flow" : "") + (node.isDamaged ? " damaged" : node.isIncomplete ? " incomplete" : "")
    let place = position(node.tree.file, node.span)
    switch node.kind {
    case .scalar:
        let style = node.isAbsent ? "absent" : "\(node.style)"
        let chomping = node.chomping.map { " \($0)" } ?? ""
        lines.append("\(indent)\(place) \(style)\(chomping)\(marks) \(node.text.debugDescription)")
    case .mapping:
        lines.append("\(indent)\(place) mapping\(marks)")
        for entry in node.entries {
            describe(entry.key, indent + "  ", &lines)
            describe(entry.value, indent + "    ", &lines)
        }
    case .sequence:
        lines.append("\(indent)\(place) sequence\(marks)")
        for item in node.items { describe(item, indent + "  ", &lines) }
    }
}
