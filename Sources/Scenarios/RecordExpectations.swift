import Checking
import Definitions
import Encoding
import Evaluation
import Hosting
import Simulation
import SourceText
import YAMLReading

/// What the billing system is expected to have: records by their ids, and of each the fields that are named.
extension ScenarioPlayer {
    mutating func checkRecords(_ expectation: ExpectationDefinition) {
        for entry in expectation.records {
            guard let record = stage.library.records.first(where: { $0.pluralName == entry.name.value }) else {
                continue
            }
            for node in entry.value { check(node, record) }
        }
    }

    private mutating func check(_ node: LocatedNode, _ record: RecordDefinition) {
        let type = record.heading.name.value
        guard let id = node.entry("id")?.value.text else { return }
        let value = world.read(Query(type: Text(type), id: Text(id)))?.value
        let wanted = node.entries.filter { $0.key.text != "id" }
        let actual = wanted.map { entry in value.map { WrittenData.field(entry.key.text, of: $0) } ?? .absent }
        let holds = value != nil && zip(wanted, actual).allSatisfy { WrittenData.matches($0.value, $1) }
        let differing = zip(wanted, actual).filter { !WrittenData.matches($0.value, $1) }
        expect(
            "records", holds, differing.first?.0.key.place ?? node.place, "The \(type) \(id) is another.",
            value == nil
                ? "no such \(type)"
                : differing.map { "\($0.key.text): \($1.isAbsent ? "absent" : Difference.plain($1))" }.joined(
                    separator: ", "),
            differing.isEmpty
                ? "\(type) \(id)"
                : differing.map { "\($0.0.key.text): \(Self.written($0.0.value))" }.joined(separator: ", "))
    }
}
