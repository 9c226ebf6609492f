public import Encoding

/// The declared shape of a record: its fields in order. A field's position is its slot in every record of the shape.
///
/// Plain data; two shapes are equal if all of it is.
public final class Shape: Sendable, Hashable {
    /// One field of a shape.
    public struct Field: Hashable, Sendable {
        public var name: Text
        public var type: ValueType
        /// Whether every record has it. One that is not required may be absent.
        public var isRequired: Bool
        public var marks: Marks

        public init(_ name: Text, _ type: ValueType, isRequired: Bool = false, marks: Marks = []) {
            self.name = name
            self.type = type
            self.isRequired = isRequired
            self.marks = marks
        }
    }

    /// What a field's declaration says about its use.
    public struct Marks: OptionSet, Hashable, Sendable {
        public let rawValue: UInt8

        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// About a person: sealed where it is stored, and never in a log or a message.
        public static let personal = Marks(rawValue: 1)
        /// Never in a log or a message.
        public static let secret = Marks(rawValue: 2)
        /// An approval that covers the record is void when it changes.
        public static let material = Marks(rawValue: 4)
    }

    /// The record's kind: `Invoice`.
    public let name: Text
    public let fields: [Field]
    /// The slots in the order of their fields' names.
    private let byName: [Int]

    /// - Returns: nothing if two fields have one name.
    public init?(_ name: Text, _ fields: [Field]) {
        self.name = name
        self.fields = fields
        byName = fields.indices.sorted { fields[$0].name < fields[$1].name }
        for (slot, next) in zip(byName, byName.dropFirst()) where fields[slot].name == fields[next].name { return nil }
    }

    /// The slot of a field's name.
    public func slot(of name: Text) -> Int? {
        var low = 0
        var high = byName.count
        while low < high {
            let middle = (low + high) / 2
            let candidate = fields[byName[middle]].name
            if candidate == name { return byName[middle] }
            if candidate < name { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    public static func == (left: Shape, right: Shape) -> Bool {
        left === right || (left.name == right.name && left.fields == right.fields)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(fields.count)
    }
}
