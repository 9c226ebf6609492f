import SourceText
import YAMLReading

/// The lines of a block scalar without their indentation, and the sign that goes before them.
struct BlockScalarLines {
    let sign: String
    let lines: [String]

    init(_ node: LocatedNode) {
        let file = node.tree.file
        let first = file.position(at: Int(node.span.start)).line
        let written = Array(file.bytes[node.span.range])
        var stated: Int?
        for byte in written.dropFirst().prefix(2) where byte &- UInt8(ascii: "1") < 9 {
            stated = Int(byte - UInt8(ascii: "0"))
        }
        let last = Self.lastLine(node, first)
        var raw = (first + 1..<max(last, first) + 1).map { file.text(in: file.lineRange($0)) }
        // An indentation that is stated is counted from the enclosing block; the text tells it: its first line that holds something.
        let indentation = stated == nil ? Self.firstIndentation(raw) : Self.statedIndentation(raw, node.text)
        raw = raw.map { line in
            let blanks = line.utf8.prefix { $0 == 0x20 }.count
            return String(Substring(line.utf8.dropFirst(min(blanks, indentation))))
        }
        lines = raw
        let isIndented = raw.first { !$0.isEmpty }.map { $0.hasPrefix(" ") } ?? false
        var sign = node.style == .folded ? ">" : "|"
        if isIndented { sign += "2" }
        switch node.chomping {
        case .strip: sign += "-"
        case .keep: sign += "+"
        default:
            // At the end of a file without a last line break the text has none either.
            let text = node.text
            if !text.isEmpty, !text.hasSuffix("\n") { sign += "-" }
        }
        self.sign = sign
    }

    /// Blank lines at the end belong to the text only where all are kept.
    private static func lastLine(_ node: LocatedNode, _ first: Int) -> Int {
        let file = node.tree.file
        let last = file.position(at: Int(node.span.end)).line
        guard node.chomping == .keep else { return last }
        var breaks = 0
        for byte in node.text.utf8.reversed() {
            guard byte == 0x0A else { break }
            breaks += 1
        }
        return min(last + max(0, breaks - 1), file.firstLine + file.lineCount - 1)
    }

    private static func firstIndentation(_ lines: [String]) -> Int {
        let line = lines.first { $0.utf8.contains { $0 != 0x20 } }
        return line.map { $0.utf8.prefix { $0 == 0x20 }.count } ?? 0
    }

    private static func statedIndentation(_ lines: [String], _ text: String) -> Int {
        guard let line = lines.first(where: { $0.utf8.contains { $0 != 0x20 } }) else { return 0 }
        let blanks = line.utf8.prefix { $0 == 0x20 }.count
        let first = text.split(separator: "\n").first { $0.utf8.contains { $0 != 0x20 } } ?? ""
        return max(0, blanks - first.utf8.prefix { $0 == 0x20 }.count)
    }
}
