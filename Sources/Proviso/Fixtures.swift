import Checking
import Encoding
import Evaluation
import Hosting
import Ingest
public import SourceText

/// The records that are there before a history begins, by the partition that they belong to.
public struct Fixtures: Sendable {
    struct Record: Sendable {
        var type: Text
        var id: Text
        var fields: [NamedValue]
    }

    private var byPartition: [Text: [Record]] = [:]
    /// Of no customer: every partition has them.
    private var common: [Record] = []
    public private(set) var count = 0

    public init() {}

    func records(of partition: Text) -> [Record] { common + (byPartition[partition] ?? []) }

    fileprivate mutating func add(_ record: Record, to partition: Text?) {
        count += 1
        if let partition { byPartition[partition, default: []].append(record) } else { common.append(record) }
    }
}

extension Rules {
    /// Reads a file of records, one JSON object a line with the record's type as its one name:
    /// `{"customer": {"id": "C-1", "name": "Acme"}}`.
    ///
    /// A customer belongs to its own partition, a record with a field `customer` to that customer's; any other record is there for all.
    public func fixtures(_ path: String) throws(RuleFiles.Problem) -> (fixtures: Fixtures, diagnostics: [Diagnostic]) {
        let bytes = try RuleFiles.file(path).bytes
        var fixtures = Fixtures()
        var diagnostics: [Diagnostic] = []
        guard let layout = fixtureLayout() else { return (fixtures, []) }
        var reader = JSONLinesReader(name: path, layout: layout)
        func take(_ line: Int, _ item: JSONLinesReader.Line) {
            switch item {
            case .problems(let problems): diagnostics += problems
            case .value(let value): add(value, to: &fixtures)
            case .event: break
            }
        }
        reader.read(bytes, take)
        reader.finish(take)
        return (fixtures, diagnostics)
    }

    private func add(_ value: Value, to fixtures: inout Fixtures) {
        guard let shape = value.shape, let slots = value.slots else { return }
        for (slot, field) in shape.fields.enumerated() where slot < slots.count && !slots[slot].isAbsent {
            guard let record = slots[slot].shape, let values = slots[slot].slots else { continue }
            var fields: [NamedValue] = []
            var id = Text()
            var customer: Text?
            for (index, field) in record.fields.enumerated() where index < values.count && !values[index].isAbsent {
                if field.name == "id" { id = values[index].asText ?? Text() }
                if field.name == "customer" { customer = values[index].asText }
                fields.append(NamedValue(field.name, values[index]))
            }
            fixtures.add(
                Fixtures.Record(type: field.name, id: id, fields: fields),
                to: field.name == "customer" ? id : customer)
        }
    }

    /// Whether a field can be written in a fixture: lists of groups cannot.
    private static func canBeRead(_ field: Shape.Field) -> Bool {
        Shape(Text("field"), [field]).flatMap { try? RecordLayout($0) } != nil
    }

    /// One line: an object with one of the records' types as a name.
    private func fixtureLayout() -> RecordLayout? {
        var records: [Shape] = []
        for shape in shapes.records {
            // A fixture says what it knows; what it leaves out is absent.
            let fields = shape.fields.map { Shape.Field($0.name, $0.type, isRequired: $0.name == "id") }
                .filter { Self.canBeRead($0) }
            let hasID = fields.contains { $0.name == "id" }
            let all = hasID ? fields : [Shape.Field(Text("id"), .string, isRequired: true)] + fields
            if let record = Shape(shape.name, all) { records.append(record) }
        }
        let fields = records.map { Shape.Field($0.name, .record($0.name)) }
        guard let line = Shape(Text("fixture"), fields) else { return nil }
        return try? RecordLayout(line, shapes: records)
    }
}
