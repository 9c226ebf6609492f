import Definitions
import SourceText
import YAMLReading

/// Writes a tree in the one layout: two spaces a level, two before a comment beside its line, one line for what stands in braces
/// and fits into it.
///
/// Entries are written in the order of the file, and each comment before the first thing that stands behind it in the file. So none can
/// be lost or pass another; only its indentation is chosen.
struct LayoutWriter {
    /// What stands in braces or brackets is broken up, and lines of a text are joined, at this many characters.
    static let lineWidth = 120

    let tree: LocatedTree
    let care: LayoutCare
    private var output = ""
    /// The characters of the open line.
    private var column = 0
    private var nextComment = 0
    /// Nothing stands yet in this block, so an empty line has no place.
    private var isFresh = true

    static func write(_ tree: LocatedTree, _ kind: DefinitionKind, _ care: LayoutCare) -> String {
        var writer = LayoutWriter(tree: tree, care: care)
        writer.block(tree.root, .block(kind.block), 0, isOpen: false)
        writer.comments(before: tree.file.bytes.count + 1, 0)
        return writer.output
    }

    /// A comment without blanks at its end.
    static func text(of comment: Comment, in file: SourceFile) -> String { file.text(in: comment.span).trimmedAtEnd }

    private init(tree: LocatedTree, care: LayoutCare) {
        self.tree = tree
        self.care = care
    }

    // MARK: Text

    private mutating func put(_ text: String) {
        output += text
        column += text.count
    }

    private mutating func breakLine() {
        output += "\n"
        column = 0
    }

    private func margin(_ indentation: Int) -> String { String(repeating: " ", count: indentation) }

    private func line(_ offset: Int) -> Int { tree.file.position(at: offset).line }

    /// Whether the author left an empty line above.
    private func hasEmptyLine(above offset: Int) -> Bool {
        let above = line(offset) - 1
        guard above >= tree.file.firstLine else { return false }
        return tree.file.bytes[tree.file.lineRange(above)].allSatisfy { $0 == 0x20 }
    }

    private mutating func emptyLine(above offset: Int) {
        if !isFresh, hasEmptyLine(above: offset) { breakLine() }
        isFresh = false
    }

    // MARK: Comments

    private var pending: Comment? { nextComment < tree.comments.count ? tree.comments[nextComment] : nil }

    /// The comments that begin before an offset, each on a line of its own.
    private mutating func comments(before offset: Int, _ indentation: Int) {
        while let comment = pending, Int(comment.span.start) < offset { alone(comment, indentation) }
    }

    private mutating func alone(_ comment: Comment, _ indentation: Int) {
        emptyLine(above: Int(comment.span.start))
        put(margin(indentation) + Self.text(of: comment, in: tree.file))
        breakLine()
        nextComment += 1
    }

    /// Ends the line of what ended at an offset of the source, with the comment that stood beside it.
    private mutating func endLine(_ offset: Int) {
        if let comment = pending, line(Int(comment.span.start)) == line(offset) {
            put("  " + Self.text(of: comment, in: tree.file))
            nextComment += 1
        }
        breakLine()
    }

    /// Comments below an entry or an item that belong to it or to what stands in it.
    private mutating func commentsBelow(_ indentation: Int, where belongs: (LocatedTree, Comment) -> Bool) {
        while let comment = pending, comment.position == .below, belongs(tree, comment) { alone(comment, indentation) }
    }

    private func hasComments(in span: Span) -> Bool {
        // Comments before the pending one are written.
        tree.comments[nextComment...].prefix { $0.span.start < span.end }.contains { $0.span.start >= span.start }
    }

    // MARK: Blocks

    /// The entries or items of a collection, a line or more each.
    ///
    /// - Parameter isOpen: the first stands on the open line, behind a dash.
    private mutating func block(_ node: LocatedNode, _ form: Form, _ indentation: Int, isOpen: Bool) {
        if node.isMapping {
            let forms = PlaceForms(node, form)
            for (position, entry) in node.entries.enumerated() {
                let form = forms.value(of: entry.key)
                if position > 0 || !isOpen {
                    comments(before: start(entry, form), indentation)
                    emptyLine(above: Int(entry.key.span.start))
                    put(margin(indentation))
                }
                isFresh = false
                put(ScalarLayout.key(entry.key) + ":")
                value(entry.value, form, indentation, behind: Int(entry.key.span.end))
                commentsBelow(indentation) { $0.belongs($1, to: entry) }
            }
        } else {
            let form = PlaceForms.item(of: form)
            for (position, item) in node.items.enumerated() {
                if position > 0 || !isOpen {
                    comments(before: start(item, form), indentation)
                    emptyLine(above: dash(of: item))
                    put(margin(indentation))
                }
                isFresh = false
                put("-")
                let shape = PlaceForms.shape(form, item)
                if !item.isScalar, item.count > 0, flat(item, shape) == nil {
                    put(" ")
                    block(item, shape, indentation + 2, isOpen: true)
                    if item.isFlow { closing(item, indentation + 2) }
                } else {
                    value(item, form, indentation, behind: Int(item.span.start))
                }
                commentsBelow(indentation) { $0.belongs($1, to: item) }
            }
        }
    }

    /// What stands behind a colon or a dash.
    ///
    /// - Parameter offset: where the key ended in the source.
    private mutating func value(_ node: LocatedNode, _ form: Form, _ indentation: Int, behind offset: Int) {
        let shape = PlaceForms.shape(form, node)
        if node.isAbsent { return endLine(offset) }
        if node.isScalar { return scalar(node, shape, indentation) }
        if let text = flat(node, shape) {
            put(" " + text)
            return endLine(Int(node.span.end))
        }
        endLine(offset)
        isFresh = true
        block(node, shape, indentation + 2, isOpen: false)
        if node.isFlow { closing(node, indentation + 2) }
    }

    /// Comments before and beside the brace that ends a group that was broken up.
    private mutating func closing(_ node: LocatedNode, _ indentation: Int) {
        comments(before: Int(node.span.end), indentation)
        if let comment = pending, comment.position == .beside,
            line(Int(comment.span.start)) == line(Int(node.span.end))
        {
            alone(comment, indentation)
        }
    }

    /// Where the first thing of an entry begins before which no comment can be written any more.
    private func start(_ entry: LocatedNode.Entry, _ form: Form) -> Int {
        let isInline = entry.value.isScalar || flat(entry.value, PlaceForms.shape(form, entry.value)) != nil
        return Int(isInline && !entry.value.isAbsent ? entry.value.span.start : entry.key.span.start)
    }

    private func start(_ item: LocatedNode, _ form: Form) -> Int {
        let shape = PlaceForms.shape(form, item)
        guard !item.isScalar, flat(item, shape) == nil else { return Int(item.span.start) }
        if item.isSequence { return item.items.first { _ in true }.map { start($0, PlaceForms.item(of: shape)) } ?? 0 }
        let forms = PlaceForms(item, shape)
        return item.entries.first { _ in true }.map { start($0, forms.value(of: $0.key)) } ?? 0
    }

    /// Where the dash of an item stands, if nothing but blanks lies in between.
    private func dash(of item: LocatedNode) -> Int {
        var index = Int(item.span.start)
        while index > 0, [0x20, 0x0A, 0x0D].contains(tree.file.bytes[index - 1]) { index -= 1 }
        return index > 0 && tree.file.bytes[index - 1] == UInt8(ascii: "-") ? index - 1 : Int(item.span.start)
    }

    // MARK: Braces

    /// A group or list in braces as it fits into the open line; nil if it has to be broken up.
    private func flat(_ node: LocatedNode, _ form: Form) -> String? {
        guard node.isFlow else { return node.count == 0 ? (node.isMapping ? "{}" : "[]") : nil }
        if node.count == 0 { return node.isMapping ? "{}" : "[]" }
        guard !hasComments(in: node.span), let text = oneLine(node, form) else { return nil }
        // The key or the dash stands before it; where it is not yet written the answer must be the same.
        return text.count + indentation(of: node) <= Self.lineWidth ? text : nil
    }

    /// The width of what stands before a value of a block: indentation, key, colon and space.
    private func indentation(of node: LocatedNode) -> Int {
        var depth = 0
        var width = 0
        var node = node
        while let parent = node.parent {
            if parent.isMapping {
                if width == 0, let entry = parent.entries.first(where: { $0.value.isSame(as: node) }) {
                    width = ScalarLayout.key(entry.key).count + 2
                }
            } else if width == 0 {
                width = 2
            }
            if parent.parent != nil { depth += 2 }
            node = parent
        }
        return depth + width
    }

    private func oneLine(_ node: LocatedNode, _ form: Form) -> String? {
        switch node.kind {
        case .scalar:
            return node.isAbsent ? nil : ScalarLayout.line(node, form, isFlow: true, care)
        case .sequence:
            var parts: [String] = []
            for item in node.items {
                let form = PlaceForms.item(of: form)
                guard let part = oneLine(item, PlaceForms.shape(form, item)) else { return nil }
                parts.append(part)
            }
            return "[" + parts.joined(separator: ", ") + "]"
        case .mapping:
            let forms = PlaceForms(node, form)
            var parts: [String] = []
            for entry in node.entries {
                let form = forms.value(of: entry.key)
                guard let part = oneLine(entry.value, PlaceForms.shape(form, entry.value)) else { return nil }
                parts.append("\(ScalarLayout.key(entry.key)): \(part)")
            }
            return parts.isEmpty ? "{}" : "{ " + parts.joined(separator: ", ") + " }"
        }
    }

    // MARK: Scalars

    private mutating func scalar(_ node: LocatedNode, _ form: Form, _ indentation: Int) {
        if case .table = form, care == .everything, let lines = TableLayout.lines(node.text) {
            put(" |")
            endLine(node.chomping == nil ? Int(node.span.end) : Int(node.span.start))
            for line in lines {
                put(margin(indentation + 2) + line)
                breakLine()
            }
            return
        }
        if node.chomping != nil { return blockScalar(node, indentation) }
        let source = tree.file.text(in: node.span)
        let isOneLine = !source.utf8.contains { $0 == 0x0A || $0 == 0x0D }
        if let text = ScalarLayout.line(node, form, isFlow: false, care),
            isOneLine || column + 1 + text.count <= Self.lineWidth
        {
            put(" " + text)
            return endLine(Int(node.span.end))
        }
        // The author's own line breaks stay.
        let lines = (line(Int(node.span.start))...line(Int(node.span.end))).map { number in
            tree.file.text(in: tree.file.lineRange(number).clamped(to: node.span.range))
        }
        for (position, line) in lines.enumerated() {
            let isLast = position == lines.count - 1
            let text = position == 0 ? line : line.trimmedAtStart
            put(position == 0 ? " " : text.isEmpty ? "" : margin(indentation + 2))
            put(isLast || text.hasSuffix("\\ ") ? text : text.trimmedAtEnd)
            if !isLast { breakLine() }
        }
        endLine(Int(node.span.end))
    }

    /// `|` and `>`: the lines stay as they are, and are indented anew.
    private mutating func blockScalar(_ node: LocatedNode, _ indentation: Int) {
        let lines = BlockScalarLines(node)
        put(" " + lines.sign)
        endLine(Int(node.span.start))
        for text in lines.lines {
            if !text.isEmpty { put(margin(indentation + 2) + text) }
            breakLine()
        }
        if node.chomping == .keep { isFresh = true }
    }
}
