package import SourceText

/// One mapping, sequence or scalar of a tree, with its place.
///
/// A node is two words and cheap to copy. Nothing here guesses what a scalar means: `no`, `00123` and `1e3` are text, and the
/// place where a scalar stands gives it a type.
package struct LocatedNode: Sendable {
    package enum Kind: UInt8, Hashable, Sendable {
        case scalar
        case mapping
        case sequence
    }

    package let tree: LocatedTree
    let index: Int

    var record: NodeRecord { tree.records[index] }

    package var kind: Kind { record.kind }
    package var isScalar: Bool { kind == .scalar }
    package var isMapping: Bool { kind == .mapping }
    package var isSequence: Bool { kind == .sequence }

    /// The bytes from the first to the last character of what the author wrote: quotation marks, brackets and a block scalar's
    /// sign belong to it; trailing blanks and comments do not. A key with no value has an empty span behind its colon.
    package var span: Span { Span(start: record.start, end: record.end) }
    package var place: Place { Place(tree.file, span) }

    /// True for a mapping in braces and a sequence in brackets.
    package var isFlow: Bool { record.flags.contains(.flow) }

    /// What stands here was reported and cannot be relied on: say nothing more about it.
    package var isDamaged: Bool { record.flags.contains(.damaged) }

    /// Something inside was reported as unreadable: do not report what seems to be missing here.
    package var isIncomplete: Bool { !record.flags.isDisjoint(with: [.incomplete, .damaged]) }

    /// Two nodes of one tree are the same node.
    package func isSame(as other: LocatedNode) -> Bool { tree === other.tree && index == other.index }

    /// The mapping or sequence that this stands in; nil for the root.
    package var parent: LocatedNode? { index == 0 ? nil : LocatedNode(tree: tree, index: Int(record.parent)) }

    /// The comments that belong to this node, in the order of the file.
    package var comments: [Comment] {
        // Comments are few and sorted by place, not by owner; a formatter takes `tree.comments` as a whole.
        tree.comments.filter { $0.owner == index }
    }
}

// MARK: - Scalars

extension LocatedNode {
    /// The scalar's text with quotation marks, escapes and folding undone; empty for a collection.
    package var text: String { withUTF8 { String(decoding: $0, as: UTF8.self) } }

    /// The bytes of `text`, without a copy.
    package func withUTF8<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let record = record
        guard record.kind == .scalar else { return try body(UnsafeBufferPointer(start: nil, count: 0)) }
        let range = Int(record.textStart)..<Int(record.textStart) + Int(record.extent)
        let source = record.flags.contains(.verbatim) ? tree.file.bytes : tree.sideText
        return try source.withUnsafeBufferPointer { bytes throws(Failure) in
            try body(UnsafeBufferPointer(rebasing: bytes[range]))
        }
    }

    package var utf8Count: Int { isScalar ? Int(record.extent) : 0 }

    package var style: ScalarStyle { record.style }

    /// True for a scalar without quotation marks on one line or several.
    package var isPlain: Bool { isScalar && record.style == .plain }

    /// A key without a value, or a bare `-`: nothing was written. (`""` was written.)
    package var isAbsent: Bool { isPlain && record.extent == 0 }

    /// What a block scalar does with the line breaks at its end; nil for other nodes.
    package var chomping: Chomping? {
        guard isScalar, record.style == .literal || record.style == .folded else { return nil }
        for byte in tree.file.bytes[span.range].dropFirst() {
            switch byte {
            case UInt8(ascii: "-"): return .strip
            case UInt8(ascii: "+"): return .keep
            case UInt8(ascii: "1")...UInt8(ascii: "9"): continue
            default: return .clip
            }
        }
        return .clip
    }

    /// True if the scalar's text is exactly this, scalar by scalar: Unicode's canonical equivalence does not count.
    package func textEquals(_ text: String) -> Bool {
        isScalar && withUTF8 { $0.count == text.utf8.count && $0.elementsEqual(text.utf8) }
    }
}

// MARK: - Collections

extension LocatedNode {
    /// One entry of a mapping.
    package struct Entry: Sendable {
        package let key: LocatedNode
        package let value: LocatedNode

        /// From the first character of the key to the last of the value.
        package var span: Span { key.span.union(value.span) }
    }

    /// The nodes directly inside, in the order of the file; of a mapping, keys and values by turns.
    struct Children: Sequence, IteratorProtocol {
        let tree: LocatedTree
        var index: Int
        let end: Int

        mutating func next() -> LocatedNode? {
            guard index < end else { return nil }
            defer { index = Int(tree.records[index].next) }
            return LocatedNode(tree: tree, index: index)
        }
    }

    var children: Children {
        Children(tree: tree, index: index + 1, end: isScalar ? index + 1 : Int(record.next))
    }

    /// The entries of a mapping in the order of the file, a key given twice both times; of anything else, none.
    package struct Entries: Sequence, IteratorProtocol {
        var children: Children

        package mutating func next() -> Entry? {
            guard let key = children.next(), let value = children.next() else { return nil }
            return Entry(key: key, value: value)
        }
    }

    package var entries: Entries {
        Entries(children: isMapping ? children : Children(tree: tree, index: index, end: index))
    }

    /// The items of a sequence in the order of the file; of anything else, none.
    package struct Items: Sequence, IteratorProtocol {
        var children: Children

        package mutating func next() -> LocatedNode? { children.next() }
    }

    package var items: Items {
        Items(children: isSequence ? children : Children(tree: tree, index: index, end: index))
    }

    /// How many entries a mapping or items a sequence has; 0 for a scalar.
    package var count: Int {
        switch kind {
        case .scalar: 0
        case .mapping: Int(record.extent) / 2
        case .sequence: Int(record.extent)
        }
    }

    /// The first entry with this key; nil if there is none, or this is no mapping.
    package func entry(_ key: String) -> Entry? {
        for entry in entries where entry.key.textEquals(key) { return entry }
        return nil
    }

    /// The value of the first entry with this key.
    package subscript(key: String) -> LocatedNode? { entry(key)?.value }
}
