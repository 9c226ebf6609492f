import SourceText
import YAMLReading

extension FuzzTarget {
    /// Any file gives a tree or says why not; each place lies in the file, and the tree's spans nest as its nodes do.
    package static let yaml = FuzzTarget(name: "yaml") { (bytes) throws(BrokenProperty) in
        let file = SourceFile(name: "fuzzed.yaml", bytes: Array(bytes))
        let result = YAMLReader.read(file)
        try require(result.tree != nil || result.diagnostics.contains { $0.severity == .error }, "nothing says why not")
        for diagnostic in result.diagnostics { try check(diagnostic, in: file) }
        let again = YAMLReader.read(file)
        try require(
            again.diagnostics.map(\.message) == result.diagnostics.map(\.message), "two readings say different things")
        guard let tree = result.tree else { return }
        var count = 0
        // Where something was refused, what stands in for it need not be what the author wrote.
        try check(tree.root, verbatim: result.diagnostics.isEmpty, count: &count)
        try require(count == tree.nodeCount, "\(count) of \(tree.nodeCount) are reached")
        try check(tree.comments, in: file)
    }

    private static func check(_ diagnostic: Diagnostic, in file: SourceFile) throws(BrokenProperty) {
        let id = diagnostic.code.id
        try check(diagnostic.place.span, in: file, id)
        for related in diagnostic.related { try check(related.place.span, in: file, id) }
        for edit in diagnostic.fix?.edits ?? [] { try check(edit.span, in: file, id) }
        for part in [diagnostic.message, diagnostic.found, diagnostic.expected, diagnostic.help] {
            try require(!part.isEmpty, "\(id) says nothing in one of its parts")
        }
    }

    private static func check(_ span: Span, in file: SourceFile, _ what: String) throws(BrokenProperty) {
        try require(
            span.start <= span.end && Int(span.end) <= file.bytes.count, "\(what) points outside the file: \(span)")
    }

    private static func check(_ node: LocatedNode, verbatim: Bool, count: inout Int) throws(BrokenProperty) {
        count += 1
        let span = node.span
        try check(span, in: node.tree.file, "a value")
        var last = span.start
        var children: [LocatedNode] = []
        for entry in node.entries { children += [entry.key, entry.value] }
        children += node.items
        try require(children.count == (node.isMapping ? 2 : 1) * node.count, "a collection miscounts what is in it")
        for child in children {
            try require(
                child.span.start >= last && child.span.end <= span.end, "\(child.span) does not nest in \(span)")
            try require(child.parent.map { $0.isSame(as: node) } ?? false, "\(child.span) has another parent")
            last = child.span.end
            try check(child, verbatim: verbatim, count: &count)
        }
        if verbatim, node.isPlain, !node.text.utf8.contains(0x20) {
            try require(
                node.tree.file.bytes[span.range].elementsEqual(node.text.utf8), "\(span) is not what stands there")
        }
    }

    private static func check(_ comments: [Comment], in file: SourceFile) throws(BrokenProperty) {
        var last: UInt32 = 0
        for comment in comments {
            try check(comment.span, in: file, "a comment")
            try require(comment.span.start >= last, "comments overlap")
            try require(file.bytes[comment.span.range].first == UInt8(ascii: "#"), "a comment does not begin with #")
            last = comment.span.end
        }
    }
}
