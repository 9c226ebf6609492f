package import SourceText

/// One YAML file as it was written: every mapping, sequence and scalar with its span, its style, and the comments.
///
/// The tree is flat. All nodes stand in one array in the order of the file, a collection before its children; a record
/// holds where its subtree ends, so the next sibling is found in one step. A scalar's text is a range of the source if
/// it stands there letter for letter, and otherwise a range of one side buffer. `LocatedNode` makes that pleasant to use.
package final class LocatedTree: Sendable {
    package let file: SourceFile
    let records: [NodeRecord]
    /// The texts of the scalars that do not stand in the source letter for letter, such as folded ones.
    let sideText: [UInt8]
    /// All comments in the order of the file.
    package let comments: [Comment]

    init(file: SourceFile, records: [NodeRecord], sideText: [UInt8], comments: [Comment]) {
        self.file = file
        self.records = records
        self.sideText = sideText
        self.comments = comments
    }

    /// The mapping that is the whole file. Its keys are plain text; a key stands once or has been reported.
    package var root: LocatedNode { LocatedNode(tree: self, index: 0) }

    /// The node that a comment belongs to: a key, an item, a value or a flow collection.
    package func owner(of comment: Comment) -> LocatedNode { LocatedNode(tree: self, index: comment.owner) }

    /// Whether a comment belongs to a node or to something inside it. An entry of a mapping is its key and its value.
    package func belongs(_ comment: Comment, to node: LocatedNode) -> Bool {
        comment.owner >= node.index && comment.owner < Int(records[node.index].next)
    }

    package func belongs(_ comment: Comment, to entry: LocatedNode.Entry) -> Bool {
        comment.owner >= entry.key.index && comment.owner < Int(records[entry.value.index].next)
    }

    /// How many mappings, sequences and scalars there are, keys included.
    package var nodeCount: Int { records.count }
}

/// One comment, from its `#` to the end of its line.
package struct Comment: Hashable, Sendable {
    package enum Position: Hashable, Sendable {
        /// On its own line, and about the key or item that follows.
        case above
        /// On the line on which its owner ends.
        case beside
        /// On its own line, after all that it belongs to: at the end of a block or of the file.
        case below
    }

    package var span: Span
    package var position: Position
    /// The index of the node that it belongs to: a key, an item, a value or a flow collection.
    var owner: Int
}

/// A node in the flat array.
struct NodeRecord {
    var start: UInt32
    var end: UInt32
    /// Where a scalar's text begins, in the source or in the side buffer.
    var textStart: UInt32
    /// The bytes of a scalar's text; of a collection, how many children it has (a mapping has two an entry).
    var extent: UInt32
    /// The index just behind the last node of this subtree: the next sibling, if there is one.
    var next: UInt32
    /// The collection that this stands in; the root names itself.
    var parent: UInt32
    var kind: LocatedNode.Kind
    var style: ScalarStyle
    var flags: NodeFlags
}

struct NodeFlags: OptionSet {
    let rawValue: UInt8

    /// The scalar's text stands in the source letter for letter.
    static let verbatim = NodeFlags(rawValue: 1)
    /// In braces or brackets.
    static let flow = NodeFlags(rawValue: 2)
    static let anchored = NodeFlags(rawValue: 4)
    static let tagged = NodeFlags(rawValue: 8)
    static let alias = NodeFlags(rawValue: 16)
    /// What stands here was reported as unreadable.
    static let damaged = NodeFlags(rawValue: 32)
    /// Something inside was reported as unreadable, so what seems to be missing may be there.
    static let incomplete = NodeFlags(rawValue: 64)
    /// A mapping's key.
    static let key = NodeFlags(rawValue: 128)
}

/// How a scalar is written.
package enum ScalarStyle: UInt8, Hashable, Sendable {
    case plain
    case singleQuoted
    case doubleQuoted
    /// `|`: line breaks are kept.
    case literal
    /// `>`: lines are joined.
    case folded
}

/// What a block scalar does with the line breaks at its end.
package enum Chomping: Hashable, Sendable {
    /// No sign: one line break stays.
    case clip
    /// `-`: none stays.
    case strip
    /// `+`: all stay.
    case keep
}
