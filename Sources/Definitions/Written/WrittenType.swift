import SourceText
package import YAMLReading

/// The type of a field, an input or an output, as it is written: names of records are not resolved.
package indirect enum WrittenType: Hashable, Sendable {
    case text, int, decimal, bool, date, time, instant, period, ratio, rate
    /// Money of one currency, or of any.
    case money(currency: String?)
    /// The name of a notice, a price that rates usage, a role, a person, a level of an approval.
    case notice, price, role, person, approvalLevel
    /// Values with fields of their own, listed under `fields`.
    case group
    /// One of these words, in the order that "priority" and "output order" go by.
    case oneOf([String])
    case list(WrittenType)
    /// A record of this name, by reference.
    case record(String)
    /// May be absent.
    case optional(WrittenType)
}

extension WrittenType: CustomStringConvertible {
    /// The one way to write it.
    package var description: String {
        switch self {
        case .text: "text"
        case .int: "int"
        case .decimal: "decimal"
        case .bool: "bool"
        case .date: "date"
        case .time: "time"
        case .instant: "instant"
        case .period: "period"
        case .ratio: "ratio"
        case .rate: "rate"
        case .money(let currency): currency.map { "money \($0)" } ?? "money"
        case .notice: "notice"
        case .price: "price"
        case .role: "role"
        case .person: "person"
        case .approvalLevel: "approval level"
        case .group: "group"
        case .oneOf(let words): "one of " + words.joined(separator: ", ")
        case .list(let item): "list of \(item)"
        case .record(let name): name
        case .optional(let type): "\(type)?"
        }
    }

    /// Without `?`.
    package var required: WrittenType {
        if case .optional(let type) = self { type } else { self }
    }

    package var isOptional: Bool {
        if case .optional = self { true } else { false }
    }

    /// A group, or a list of groups.
    package var isGroup: Bool {
        switch required {
        case .group: true
        case .list(let item): item.isGroup
        default: false
        }
    }
}

extension WrittenType {
    private static let words: [(String, WrittenType)] = [
        ("text", .text), ("int", .int), ("decimal", .decimal), ("money", .money(currency: nil)), ("bool", .bool),
        ("date", .date),
        ("time", .time), ("instant", .instant), ("period", .period), ("ratio", .ratio), ("rate", .rate),
        ("notice", .notice), ("price", .price),
        ("role", .role), ("person", .person), ("approval level", .approvalLevel), ("group", .group),
    ]

    /// What other notations call these types.
    private static let synonyms: [(String, String)] = [
        ("string", "text"), ("str", "text"), ("varchar", "text"), ("integer", "int"), ("long", "int"),
        ("boolean", "bool"),
        ("datetime", "instant"), ("timestamp", "instant"), ("duration", "period"), ("interval", "period"),
        ("percent", "ratio"),
        ("percentage", "ratio"), ("float", "decimal"), ("double", "decimal"), ("number", "decimal"),
        ("numeric", "decimal"),
        ("amount", "money"), ("object", "group"), ("map", "group"), ("struct", "group"),
        ("approval_level", "approval level"),
    ]

    /// The type that stands as the whole text of a scalar.
    package init(_ node: LocatedNode) throws(Misreading) {
        try self.init(Excerpt(node).trimmed, listsAround: 0)
    }

    private static let maximumListLevels = 4

    private init(_ excerpt: Excerpt, listsAround: Int) throws(Misreading) {
        let text = excerpt.text
        if text.hasSuffix("??") {
            throw Self.unreadable(excerpt, "A second \"?\" says nothing. Delete it.")
        }
        if text.hasSuffix("?") {
            let bare = Excerpt(excerpt.node, excerpt.range.lowerBound..<excerpt.range.upperBound - 1).trimmed
            let type = try WrittenType(bare, listsAround: listsAround)
            self = type.isOptional ? type : .optional(type)
        } else if text.hasPrefix("one of") {
            self = .oneOf(try Self.choices(excerpt))
        } else if text.hasPrefix("list of ") {
            let item = Excerpt(excerpt.node, excerpt.range.lowerBound + 8..<excerpt.range.upperBound).trimmed
            if item.range.isEmpty {
                throw Self.unreadable(excerpt, "Write what the list consists of, such as list of text.")
            }
            if listsAround >= Self.maximumListLevels {
                throw Self.unreadable(
                    excerpt,
                    "At most \(Self.maximumListLevels) lists stand inside each other (the limit on lists of lists). Use a group."
                )
            }
            self = .list(try WrittenType(item, listsAround: listsAround + 1))
        } else if text.hasPrefix("money ") {
            let currency = Excerpt(excerpt.node, excerpt.range.lowerBound + 6..<excerpt.range.upperBound).trimmed
            do { self = .money(currency: try Reading.currency(currency.text)) } catch {
                var error = error
                error.part = currency
                throw error
            }
        } else {
            self = try Self.word(excerpt)
        }
    }

    private static func word(_ excerpt: Excerpt) throws(Misreading) -> WrittenType {
        let text = excerpt.text
        if let found = words.first(where: { $0.0 == text }) { return found.1 }
        // Most fields that are no plain value name a record.
        if NameStyle.snake.accepts(text), text.utf8.count <= NameStyle.maximumNameBytes,
            !synonyms.contains(where: { $0.0 == text })
        {
            return .record(text)
        }
        let low = text.lowercased()
        if let synonym = synonyms.first(where: { $0.0 == low })?.1 { throw unknown(excerpt, mend: synonym) }
        for prefix in ["list of ", "one of ", "money "] where low.hasPrefix(prefix) {
            let rest = String(text.dropFirst(prefix.count))
            throw unknown(excerpt, mend: prefix + (prefix == "money " ? rest.uppercased() : rest))
        }
        for form in ["[]", "list<", "array of ", "list "] where low.contains(form) {
            throw unreadable(excerpt, "Write \"list of\" and the type of the items, such as list of text.")
        }
        throw unknown(excerpt, mend: didYouMean(text, among: words.map(\.0)) ?? NameStyle.snake.mended(text))
    }

    private static func choices(_ excerpt: Excerpt) throws(Misreading) -> [String] {
        let words = excerpt.text.utf8.dropFirst(6).split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            .map { String(Substring($0.drop(while: isBlank).dropLast($0.reversed().prefix(while: isBlank).count))) }
        var seen: [String] = []
        for word in words {
            if word.isEmpty {
                throw unreadable(
                    excerpt, "Write the words with one comma between two of them, such as one of draft, sent.")
            }
            guard NameStyle.snake.accepts(word) || NameStyle.kebab.accepts(word) else {
                let mend = NameStyle.snake.mended(word)
                throw unreadable(
                    excerpt,
                    "\"\(word)\" is not written as words are here. "
                        + (mend.map { "Write \($0)." } ?? "Use small letters, digits and underscores."))
            }
            if seen.contains(word) { throw unreadable(excerpt, "\"\(word)\" stands there twice. Delete one.") }
            seen.append(word)
        }
        return seen
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") }

    private static func unknown(_ excerpt: Excerpt, mend: String?) -> Misreading {
        Misreading(
            DefinitionCodes.unknownType, "is not a type",
            expected: "a type such as text, int, decimal, money USD, bool, date, list of text, or the name of a record",
            help: mend.map { "Write \($0)." } ?? "Write one of the types, or the name of a record.", mend: mend,
            part: excerpt)
    }

    private static func unreadable(_ excerpt: Excerpt, _ help: String) -> Misreading {
        Misreading(
            DefinitionCodes.badType, "cannot be read as a type",
            expected: "a type such as money USD, list of text, or one of draft, sent", help: help, part: excerpt)
    }
}
