import Dates
import Encoding
import Evaluation
import Hosting
import Machine
import Runner
import Stores
import Testing

/// A record is stored as a map, and is a record again as soon as the machine has the state in its hands.
@Suite struct FormTests {
    private func kinds(_ state: RunState) -> [ValueKind] {
        [state.event.kind] + state.results.map(\.value.kind) + state.mailbox.map(\.data.kind)
    }

    @Test func whatComesBackHasItsShapeAgain() throws {
        let house = House.of(["awaited"])
        var shell = MemoryPartition(records: WorldRecords(world: ordinaryWorld, shapes: house.shapes))
        func take(_ content: Delivery.Content) throws -> RunState {
            shell.commit(try house.runner.step(Delivery(at: try Instant(seconds: 1_772_438_400), content), &shell))
            return try #require(shell.allRuns.first)
        }
        func event(_ type: String, _ id: String, amount: Int? = nil) -> Delivery.Content {
            var fields: ModelFields = [
                ("customer", .record("customer", "C-1")), ("invoice", .record("invoice", "INV-1")),
            ]
            if let amount { fields.append(("amount", .int(amount))) }
            let data = house.shapes.record(type, nil, fields)
            return .event(
                DeliveredEvent(
                    source: "billing", id: Text(id), type: Text(type), data: data,
                    names: fields.compactMap { RecordKey($0.value) }))
        }
        guard case .calling(let key, _) = try take(event("invoice.sent", "e1")).phase else {
            Issue.record("the run should call")
            return
        }
        _ = try take(.answer(key: key, .outcome("accepted", .absent)))
        let before = try take(event("payment.received", "e2", amount: 50))
        #expect(kinds(before) == [.record, .record, .record], "the event, the result of a call, an event that waits")

        let bytes = shell.canonicalBytes()
        shell = try MemoryPartition(records: shell.records, canonicalBytes: bytes)
        #expect(kinds(try #require(shell.allRuns.first)) == [.map, .map, .map])
        let after = try take(.recordChanged(RecordKey(type: "invoice", id: "INV-1")))
        #expect(kinds(after) == kinds(before))
        #expect(after.event == before.event)
        #expect(after.results.map(\.value) == before.results.map(\.value))
        #expect(after.mailbox.map(\.data) == before.mailbox.map(\.data))
        #expect(shell.canonicalBytes() == bytes)
    }
}
