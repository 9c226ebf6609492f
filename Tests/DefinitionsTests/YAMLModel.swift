import SourceText
import TestSupport
import YAMLReading

/// A YAML file as a tree that can be changed and written again: for tests that break files on purpose, or lay them out
/// anew.
final class YAMLModel {
    enum Content {
        case scalar(String)
        case list([YAMLModel])
        case group([Entry])
    }

    struct Entry {
        var key: YAMLModel
        var value: YAMLModel
    }

    var content: Content
    /// Where it stands in the text that was written last.
    private(set) var span = Span(0..<0)
    /// The scalar has to be written line by line.
    let isLineByLine: Bool
    /// Written without quotation marks, whatever it holds.
    var isBare = false

    init(_ content: Content) {
        self.content = content
        isLineByLine = false
    }

    init(_ node: LocatedNode) {
        isLineByLine = node.style == .literal
        isBare = node.isAbsent
        content =
            switch node.kind {
            case .scalar: .scalar(node.text)
            case .sequence: .list(node.items.map { YAMLModel($0) })
            case .mapping: .group(node.entries.map { Entry(key: YAMLModel($0.key), value: YAMLModel($0.value)) })
            }
    }

    static func scalar(_ text: String) -> YAMLModel { YAMLModel(.scalar(text)) }

    var text: String? { if case .scalar(let text) = content { text } else { nil } }
    var items: [YAMLModel] { if case .list(let items) = content { items } else { [] } }
    var entries: [Entry] {
        get { if case .group(let entries) = content { entries } else { [] } }
        set { content = .group(newValue) }
    }

    func value(_ key: String) -> YAMLModel? { entries.first { $0.key.text == key }?.value }

    /// This and all inside it, from the outside inwards.
    var all: [YAMLModel] {
        [self] + items.flatMap(\.all) + entries.flatMap { [$0.key] + $0.value.all }
    }

    /// Choices of layout that have no meaning.
    struct Layout {
        var generator: SeededGenerator?

        mutating func choose(_ count: Int) -> Int {
            guard generator != nil else { return 0 }
            return Int.random(in: 0..<count, using: &generator!)
        }
    }

    /// The text of the file, two spaces a level; with a generator in `layout`, in any way that says the same.
    func write(_ layout: Layout = Layout()) -> String {
        var writer = Writer(layout: layout)
        writer.block(self, indentation: 0)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    // MARK: Writing

    private struct Writer {
        var layout: Layout
        var bytes: [UInt8] = []

        mutating func put(_ text: String) { bytes += Array(text.utf8) }

        mutating func comment(_ indentation: Int) {
            if layout.choose(8) == 7 {
                put(String(repeating: " ", count: indentation) + "# a note, \"not\" a value: #\n")
            }
            if layout.choose(12) == 11 { put("\n") }
        }

        mutating func block(_ node: YAMLModel, indentation: Int) {
            let start = bytes.count
            let margin = String(repeating: " ", count: indentation)
            switch node.content {
            case .group(let entries):
                for (index, entry) in entries.enumerated() {
                    if index > 0 || indentation == 0 {
                        comment(indentation)
                        put(margin)
                    }
                    scalar(entry.key, isKey: true, indentation: indentation)
                    put(":")
                    value(entry.value, indentation: indentation)
                }
            case .list(let items):
                for (index, item) in items.enumerated() {
                    if index > 0 {
                        comment(indentation)
                        put(margin)
                    }
                    put("-")
                    if !item.entries.isEmpty, layout.choose(4) != 3 {
                        put(" ")
                        block(item, indentation: indentation + 2)
                    } else {
                        value(item, indentation: indentation)
                    }
                }
            case .scalar: scalar(node, isKey: false, indentation: indentation)
            }
            node.span = Span(start..<max(start, bytes.count - 1))
        }

        /// What stands behind a colon or a hyphen, to the end of its line.
        mutating func value(_ node: YAMLModel, indentation: Int) {
            let isEmpty = node.entries.isEmpty && node.items.isEmpty
            if node.text != nil || isEmpty || (layout.choose(4) == 3 && node.canFlow) {
                if node.text != "" || !node.isBare { put(" ") }
                flow(node, indentation: indentation + 2)
                if bytes.last != 0x0A {
                    if layout.choose(8) == 7 { put("  # beside") }
                    put("\n")
                }
            } else {
                let width = 2 + layout.choose(3)
                put("\n" + String(repeating: " ", count: indentation + width))
                block(node, indentation: indentation + width)
            }
        }

        mutating func flow(_ node: YAMLModel, indentation: Int) {
            let start = bytes.count
            switch node.content {
            case .scalar:
                scalar(node, isKey: false, indentation: indentation)
                return
            case .list(let items):
                put("[")
                for (index, item) in items.enumerated() {
                    put(index > 0 ? ", " : layout.choose(2) == 1 ? " " : "")
                    flow(item, indentation: -1)
                }
                put("]")
            case .group(let entries):
                put("{")
                for (index, entry) in entries.enumerated() {
                    put(index > 0 ? ", " : " ")
                    flow(entry.key, indentation: -1)
                    put(": ")
                    flow(entry.value, indentation: -1)
                }
                put(" }")
            }
            node.span = Span(start..<bytes.count)
        }

        /// - Parameter indentation: of a block below; negative inside brackets.
        mutating func scalar(_ node: YAMLModel, isKey: Bool, indentation: Int) {
            guard let text = node.text else { return }
            let start = bytes.count
            defer { node.span = Span(start..<(bytes.last == 0x0A ? bytes.count - 1 : bytes.count)) }
            if node.isBare { return put(text) }
            let canBlock = !isKey && indentation >= 0
            if canBlock, node.isLineByLine || (layout.choose(5) == 4 && Self.isSafeInBlock(text)) {
                let folds = !node.isLineByLine && !text.contains("\n") && layout.choose(2) == 1
                let ends = text.hasSuffix("\n")
                put((folds ? ">" : "|") + (ends ? "" : "-") + "\n")
                for line in (ends ? String(text.dropLast()) : text).split(
                    separator: "\n", omittingEmptySubsequences: false)
                {
                    put(line.isEmpty ? "\n" : String(repeating: " ", count: indentation) + line + "\n")
                }
                return
            }
            let style = layout.choose(3)
            if style < 2, Self.isSafePlain(text) { return put(text) }
            if style == 1, !text.contains("\n") { return put("'" + text.replacing("'", with: "''") + "'") }
            put(
                "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
                    + "\"")
        }

        private static func isSafePlain(_ text: String) -> Bool {
            guard let first = text.unicodeScalars.first, text.unicodeScalars.last != " " else { return false }
            let isStart =
                first.properties.isAlphabetic || ("0"..."9").contains(first) || first == "+"
                || (first == "-" && text.count > 1 && !text.hasPrefix("- "))
            return isStart
                && text.unicodeScalars.allSatisfy {
                    $0.properties.isAlphabetic || ("0"..."9").contains($0)
                        || " ._-+/%=<>()$".unicodeScalars.contains($0)
                }
        }

        private static func isSafeInBlock(_ text: String) -> Bool {
            !text.isEmpty && !text.hasPrefix(" ") && !text.hasPrefix("\n") && !text.hasSuffix(" ")
                && !text.hasSuffix("\n\n")
                && !text.contains("\n ") && !text.contains(" \n")
        }
    }

    private var canFlow: Bool { all.allSatisfy { !$0.isLineByLine && !$0.isBare } }
}
