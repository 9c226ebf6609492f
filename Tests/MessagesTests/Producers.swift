import Definitions
import Evaluation
import Expressions
import Ingest
import Proviso
import SourceText
import YAMLReading

/// Who reads a golden's input. A module whose codes join the catalogue adds a line here if its input is of a kind of its own.
enum Producers {
    static let all: [String: @Sendable (SourceFile) -> [Diagnostic]] = [
        "yaml": { YAMLReader.read($0).diagnostics },
        "definition": { DefinitionFile.read($0).diagnostics },
        "rules": { World.rules($0) },
        "decide": { World.decide($0) },
        "price": { World.price($0) },
        "mapping": { World.mapping($0) },
        "scenario": { World.scenario($0) },
        "expression": { World.expression($0, expected: nil) },
        "condition": { World.expression($0, expected: .bool) },
        "long-expression": { World.expression($0, expected: nil, SyntaxLimits(maximumLengthInBytes: 1 << 24)) },
        "costly": { Running.costly($0) },
        "running": { Running.run($0) },
        "running-briefly": { Running.run($0, EvaluationLimits(cost: 100, depth: 3, memoryBytes: 256)) },
        "running-elsewhere": { Running.run($0, inputCount: 1) },
        "json": { Arriving.json($0) },
        "json-without-memory": { Arriving.withoutMemory($0) },
        "ndjson": { Arriving.lines($0) },
        "record": { Arriving.record($0) },
        "cloud-event": { Arriving.cloudEvent($0, .readUndeclared) },
        "declared-event": { Arriving.cloudEvent($0, .refuse) },
        "csv": { Arriving.rows($0) },
        "event-out-of-order": {
            [
                HistoryMessages.outOfOrder(
                    $0, time: "2026-03-02T08:00:00Z", before: "2026-03-02T09:00:00Z", line: 11)
            ]
        },
        "event-twice": { [HistoryMessages.duplicate($0, id: "paid-77", source: "receivables.csv", line: 11)] },
        "event-refused": {
            [
                HistoryMessages.refused(
                    $0, type: "payment.received", problem: "more_than_balance", field: "amount")
            ]
        },
        "stored": { Arriving.stored($0) },
    ]
}
