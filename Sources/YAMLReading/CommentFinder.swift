import SourceText

/// Finds the comments, which libyaml drops, and the node that each belongs to.
///
/// Between the scalars of a file stand only brackets, commas, colons, dashes, blanks and comments. So a `#` that lies in no
/// scalar begins a comment, and so does one on the line of a block scalar's sign.
struct CommentFinder {
    let bytes: UnsafeBufferPointer<UInt8>
    let records: [NodeRecord]

    func comments(from start: Int) -> [Comment] {
        var comments: [Comment] = []
        var position = start
        // The last node that begins at or before the `#`, and the last scalar among those.
        var node = 0
        var scalar = 0
        while let found = ByteSearch.first(UInt8(ascii: "#"), in: bytes, position..<bytes.count) {
            while node + 1 < records.count, Int(records[node + 1].start) <= found {
                node += 1
                if records[node].kind == .scalar { scalar = node }
            }
            let inside = records[scalar].kind == .scalar && found < Int(records[scalar].end)
            if inside, !isOnSignLine(found, of: records[scalar]) {
                position = max(found + 1, Int(records[scalar].end))
                continue
            }
            let end = ByteSearch.firstLineBreak(in: bytes, found..<bytes.count) ?? bytes.count
            comments.append(comment(Span(found..<end), after: node, scalar))
            position = end
        }
        return comments
    }

    /// True on the line of `|` or `>`, where what follows the sign is a comment.
    private func isOnSignLine(_ offset: Int, of record: NodeRecord) -> Bool {
        guard record.style == .literal || record.style == .folded else { return false }
        return ByteSearch.firstLineBreak(in: bytes, Int(record.start)..<offset) == nil
    }

    private func comment(_ span: Span, after node: Int, _ scalar: Int) -> Comment {
        let lineStart = self.lineStart(Int(span.start))
        let indent = Int(span.start) - lineStart
        let isAlone = bytes[lineStart..<Int(span.start)].allSatisfy { $0 == 0x20 }
        if !isAlone {
            let last = finished(scalar, before: Int(span.start))
            let isBehind = last > 0 && Int(records[last].end) > lineStart
            return Comment(
                span: span, position: .beside, owner: isBehind ? last : min(node + 1, records.count - 1))
        }
        if node + 1 < records.count {
            let next = entryStart(node + 1)
            let nextLine = self.lineStart(Int(records[next].start))
            if indent <= firstColumn(nextLine) { return Comment(span: span, position: .above, owner: next) }
        }
        return Comment(span: span, position: .below, owner: enclosing(scalar, indent: indent))
    }

    /// The scalar, or the outermost flow collection that ends behind it and before `offset`.
    private func finished(_ scalar: Int, before offset: Int) -> Int {
        var index = scalar
        while index > 0 {
            let parent = Int(records[index].parent)
            guard parent > 0, records[parent].flags.contains(.flow), Int(records[parent].end) <= offset else { break }
            index = parent
        }
        return index
    }

    /// What a comment above a collection's first line belongs to: the first key, or the first item.
    private func entryStart(_ index: Int) -> Int {
        guard !records[index].flags.contains(.flow), index + 1 < records.count else { return index }
        switch records[index].kind {
        case .scalar: return index
        case .sequence: return index + 1
        case .mapping: return records[Int(records[index].parent)].kind == .sequence && index > 0 ? index : index + 1
        }
    }

    /// Of the entries and items that were open at the end of `scalar`, the innermost that begins left of, or at, `indent`.
    private func enclosing(_ scalar: Int, indent: Int) -> Int {
        var index = scalar
        while index > 0 {
            let parent = Int(records[index].parent)
            let key = records[parent].kind == .mapping ? self.key(of: index) : index
            let start = Int(records[key].start)
            let line = lineStart(start)
            // An item begins at its dash.
            let column = records[parent].kind == .sequence ? firstColumn(line) : start - line
            if column <= indent { return key }
            index = parent
        }
        return 0
    }

    /// The key of the entry that a child of a mapping belongs to: itself, or the scalar before it.
    private func key(of index: Int) -> Int {
        records[index].flags.contains(.key) ? index : index - 1
    }

    private func lineStart(_ offset: Int) -> Int {
        var index = offset
        while index > 0, bytes[index - 1] != 0x0A, bytes[index - 1] != 0x0D { index -= 1 }
        return index
    }

    /// How many blanks a line begins with.
    private func firstColumn(_ lineStart: Int) -> Int {
        var index = lineStart
        while index < bytes.count, bytes[index] == 0x20 { index += 1 }
        return index - lineStart
    }
}
