import Amounts
import Billing
import Dates
import Definitions
import Encoding
import Evaluation
import Foundation
import Hosting
import SourceText
import TestSupport
import YAMLReading

/// The primitives, records and events of `Rules/`.
struct Signatures {
    var primitives: [PrimitiveDefinition] = []
    var records: [RecordDefinition] = []
    var events: [EventDefinition] = []
    var findings: [String] = []

    static let library = Signatures()

    private init() {
        for folder in ["primitives", "records", "events"] {
            let url = repositoryRoot.appendingPathComponent("Rules/\(folder)")
            let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
            for name in names.sorted() {
                guard let data = try? Data(contentsOf: url.appendingPathComponent(name)) else { continue }
                let read = DefinitionFile.read(SourceFile(name: "Rules/\(folder)/\(name)", bytes: Array(data)))
                findings += read.diagnostics.map { "\(name): \($0.message)" }
                switch read.definition {
                case .primitive(let primitive): primitives.append(primitive)
                case .record(let record): records.append(record)
                case .event(let event): events.append(event)
                default: findings.append("\(name) defines something else")
                }
            }
        }
    }

    func event(_ name: String) -> EventDefinition? { events.first { $0.heading.name.value == name } }

    static func primitive(_ name: String) -> PrimitiveDefinition? {
        library.primitives.first { $0.heading.name.value == name }
    }

    /// A shape of these fields, and the `id` that every record has.
    static func shape(_ name: String, _ fields: [FieldDefinition]) -> Shape? {
        Shape(Text(name), (["id"] + fields.map(\.name.value)).map { Shape.Field(Text($0), .dynamic) })
    }

    static let shapes = library.records.compactMap { shape($0.heading.name.value, $0.fields) }

    /// A book that tells after calls what the signatures say.
    static func newBook(reporting: Currency? = nil) -> Book {
        var book = Book(shapes: shapes, reportingCurrency: reporting)
        for primitive in library.primitives {
            for entry in primitive.then {
                for event in entry.value {
                    book.follows.insert(
                        Following(
                            Text(primitive.heading.name.value), Text(entry.name.value), Text(event.value)))
                }
            }
        }
        return book
    }
}

struct ScriptError: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}

/// Plays steps against a book: a list of calls, events, given records, dates and questions, in YAML.
///
/// ```
/// - on: 2026-03-02
/// - customers: { id: C-1, name: Acme }
/// - invoice.draft: { customer: C-1, amount: 100.00 USD }
/// - show: invoices I-1 status balance
/// ```
struct BookScript {
    var book: Book
    /// How each call ended, in words; and the answers to the questions.
    var lines: [String] = []
    /// Keys begin with it: two scripts on one book have different ones.
    private let keyPrefix: String
    private var callCount = 0

    init(_ book: Book = Signatures.newBook(), keys: String = "call") {
        self.book = book
        keyPrefix = keys
        moveClock("2026-03-02")
    }

    private mutating func moveClock(_ date: String) {
        if let time = try? Instant(date + "T10:00:00Z") { book.moveClock(to: time) }
    }

    static func steps(_ text: String) throws -> LocatedNode {
        let indented = text.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }
        let result = YAMLReader.read(
            SourceFile(name: "steps", text: "steps:\n" + indented.joined(separator: "\n") + "\n"))
        guard result.diagnostics.isEmpty, let steps = result.tree?.root["steps"] else {
            throw ScriptError("unreadable steps: \(result.diagnostics.map(\.message))")
        }
        return steps
    }

    mutating func play(_ steps: LocatedNode) throws {
        for step in steps.items { try play(step: step) }
    }

    private mutating func play(step: LocatedNode) throws {
        guard let entry = Array(step.entries).first else { throw ScriptError("an empty step") }
        let (name, value) = (entry.key.text, entry.value)
        switch name {
        case "on": moveClock(value.text)
        case "show": lines.append(try show(value.text))
        case "balances":
            for balance in book.balances where balance.amount != 0 {
                let amount = try Decimal(coefficient: balance.amount, scale: balance.currency.minorUnits ?? 0)
                lines.append("\(balance.account) \(amount) \(balance.currency)")
            }
        case "postings":
            for posting in book.takePostings() {
                let amount = try Decimal(coefficient: Int128(posting.amount), scale: posting.currency.minorUnits ?? 0)
                lines.append(
                    "\(posting.entry) \(posting.on) \(posting.debit) from \(posting.credit) \(amount) \(posting.currency), \(posting.about)"
                )
            }
        case "told":
            for event in book.takeFollowing() {
                let fields = event.data.filter { !$0.value.isAbsent }.map { "\($0.name) \(Self.words($0.value))" }
                lines.append("\(event.type): " + fields.joined(separator: ", "))
            }
        case "known":
            for entry in value.entries {
                let isKnown = book.wasTold(Text(entry.key.text), try data(entry.key.text, entry.value))
                lines.append("\(entry.key.text): \(isKnown ? "was told" : "is news")")
            }
        case "messages":
            lines += book.takeMessages().map { "to \($0.to): \($0.notice) about \($0.about)" }
        case "documents": lines += book.documentLines()
        case "problems": lines.append(book.problems().isEmpty ? "no problems" : book.problems().joined(separator: "; "))
        case _ where Signatures.primitive(name) != nil:
            let call = try call(name, value)
            lines.append("\(name): \(Self.words(book.perform(call)))")
        case _ where Signatures.library.event(name) != nil: try happen(name, value)
        default: try give(name, value)
        }
    }

    // MARK: Calls, events, records

    /// A call with the inputs of a node, and those of another where the first has none.
    mutating func call(_ name: String, _ node: LocatedNode, _ more: LocatedNode? = nil, key: String? = nil) throws
        -> Call
    {
        guard let primitive = Signatures.primitive(name) else { throw ScriptError("no primitive \(name)") }
        callCount += 1
        var inputs: [NamedValue] = []
        for input in primitive.inputs {
            guard let written = node[input.name.value] ?? more?[input.name.value],
                written.text != "none" || !written.isScalar
            else { continue }
            inputs.append(NamedValue(Text(input.name.value), try Self.value(written, input)))
        }
        for entry in node.entries where !primitive.inputs.contains(where: { $0.name.value == entry.key.text }) {
            throw ScriptError("\(name) has no input \(entry.key.text)")
        }
        return Call(
            key: Text(key ?? "\(keyPrefix) \(callCount)"), primitive: Text(name), inputs: inputs, assuming: [],
            step: Text("step"),
            why: nil)
    }

    private func data(_ name: String, _ node: LocatedNode) throws -> Value {
        guard let event = Signatures.library.event(name), let shape = Signatures.shape(name, event.fields) else {
            throw ScriptError("no event \(name)")
        }
        var values: [Text: Value] = [:]
        for field in event.fields {
            if let written = node[field.name.value] { values[Text(field.name.value)] = try Self.value(written, field) }
        }
        return .record(shape, shape.fields.map { values[$0.name] ?? .absent })
    }

    private mutating func happen(_ name: String, _ node: LocatedNode) throws {
        let data = try data(name, node)
        do throws(Refusal) {
            try book.apply(Text(name), data)
            lines.append("\(name)")
        } catch { lines.append("\(name): refused, \(error.outcome)") }
    }

    private mutating func give(_ plural: String, _ node: LocatedNode) throws {
        guard let record = Signatures.library.records.first(where: { $0.pluralName == plural }) else {
            throw ScriptError("nothing is called \(plural)")
        }
        guard let id = node["id"]?.text else { throw ScriptError("\(plural) without an id") }
        var values: [NamedValue] = []
        for field in record.fields {
            if let written = node[field.name.value] {
                values.append(NamedValue(Text(field.name.value), try Self.value(written, field)))
            }
        }
        try book.set(Text(record.heading.name.value), Text(id), values)
    }

    /// `invoices I-1 status balance`
    private func show(_ text: String) throws -> String {
        let words = text.split(separator: " ").map(String.init)
        guard words.count >= 3, let record = Signatures.library.records.first(where: { $0.pluralName == words[0] })
        else {
            throw ScriptError("cannot show \(text)")
        }
        let query = Query(type: Text(record.heading.name.value), id: Text(words[1]))
        guard let found = book.record(query) else { return "\(words[1]): not there" }
        let fields = words.dropFirst(2).map { name in
            "\(name) \(Self.words(found.value[Text(name)] ?? .absent))"
        }
        return "\(words[1]): " + fields.joined(separator: ", ")
    }

    // MARK: Values

    static func value(_ node: LocatedNode, _ field: FieldDefinition) throws -> Value {
        try value(node, field.type.value.required, field.fields)
    }

    private static func value(_ node: LocatedNode, _ type: WrittenType, _ fields: [FieldDefinition]) throws -> Value {
        let text = node.text
        switch type {
        case .list(let item): return .list(try node.items.map { try value($0, item.required, fields) })
        case .group:
            var entries: [MapEntry] = []
            for field in fields {
                if let written = node[field.name.value] {
                    entries.append((.string(field.name.value), try value(written, field)))
                }
            }
            return try .map(entries)
        case .text, .notice, .price, .role, .person, .approvalLevel, .record, .oneOf: return .string(text)
        case .int: if let number = Int64(text) { return .int(number) }
        case .decimal: return .decimal(try Decimal.parse(text))
        case .money: return .money(try Money.parse(text))
        case .bool: return text == "true" ? .true : .false
        case .date: return .date(try CivilDate(text))
        case .instant: return .timestamp(try Instant(text))
        case .period: return .period(try Period(text))
        case .ratio:
            guard text.hasSuffix("%") else { return .ratio(Ratio(try Decimal.parse(text))) }
            return .ratio(try Ratio(try Decimal.parse(String(text.dropLast())), over: Decimal(100)))
        default: break
        }
        throw ScriptError("\(text) is no \(type)")
    }

    static func words(_ answer: Answer) -> String {
        guard case .outcome(let name, let data) = answer else { return "\(answer)" }
        guard let map = data.asMap, map.count > 0 else { return name.string }
        let fields = map.map { "\($0.key.asText?.string ?? "") \(words($0.value))" }
        return "\(name) (\(fields.joined(separator: ", ")))"
    }

    static func words(_ value: Value) -> String {
        if value.isAbsent { return "none" }
        if let text = value.asText { return text.string }
        if let list = value.asList { return "[" + list.map { words($0) }.joined(separator: "; ") + "]" }
        if let map = value.asMap {
            return map.map { "\($0.key.asText?.string ?? "") \(words($0.value))" }.joined(separator: ", ")
        }
        if let rate = value.asRate {
            return "\(rate.from) to \(rate.to) \(rate.value) by \(rate.source) at \(rate.time)"
        }
        return "\(value)"
    }
}
