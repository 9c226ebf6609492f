extension Fix {
    /// The text after the fix, or nil if its edits overlap or lie outside of it.
    public func applied(to bytes: [UInt8]) -> [UInt8]? {
        var result: [UInt8] = []
        var position = 0
        for edit in edits.sorted(by: { ($0.span.start, $0.span.end) < ($1.span.start, $1.span.end) }) {
            let range = edit.span.range
            guard range.lowerBound >= position, range.upperBound <= bytes.count else { return nil }
            result += bytes[position..<range.lowerBound]
            result += Array(edit.replacement.utf8)
            position = range.upperBound
        }
        return result + bytes[position...]
    }

    /// The lines that the fix changes, as they are afterwards, each with the number that it had before. A change over several
    /// lines gives one text with line breaks.
    func mendedLines(of file: SourceFile) -> [(line: Int, text: String)] {
        var groups: [(first: Int, last: Int, edits: [Edit])] = []
        for edit in edits.sorted(by: { $0.span.start < $1.span.start }) {
            let first = file.position(at: Int(edit.span.start)).line
            let last = file.position(at: Int(edit.span.end)).line
            if let open = groups.last, first <= open.last {
                groups[groups.count - 1].last = max(open.last, last)
                groups[groups.count - 1].edits.append(edit)
            } else {
                groups.append((first, last, [edit]))
            }
        }
        return groups.compactMap { group in
            let start = file.lineRange(group.first).lowerBound
            let end = file.lineRange(group.last).upperBound
            let moved = Fix(
                title,
                group.edits.map { edit in
                    Edit(
                        Span(Int(edit.span.start) - start..<max(Int(edit.span.end), Int(edit.span.start)) - start),
                        edit.replacement)
                })
            guard let mended = moved.applied(to: Array(file.bytes[start..<end])) else { return nil }
            return (group.first, String(decoding: mended, as: UTF8.self))
        }
    }
}
