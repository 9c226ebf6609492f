// A program that links nothing but the core, and ends with an error unless a run in it comes to its end.
//
// It is here to be looked into: what the object files of `Machine`, `Runner` and of all that they link ask for, and which
// libraries the linked file needs, is inspected by the tests beside it. A clock, a file or a random number that any of
// them used would show there.

import Dates
import Encoding
import Evaluation
import Hosting
import Machine
import Program
import Runner

/// Everything a runner asks, in lists; one run, one record.
struct OneRun: Slice {
    var state: RunState?
    var balance: Int64 = 100

    func hasSeen(source: Text, id: Text) throws(Missing) -> Bool { false }
    func latestOccurrence(tenant: Text, workflow: Text, key: Text) throws(Missing) -> Int { state == nil ? 0 : 1 }
    func run(_ id: RunID) throws(Missing) -> RunState? { state }
    func runs(holding record: RecordKey) throws(Missing) -> [RunID] { state.map { [$0.id] } ?? [] }
    mutating func plan(_ id: RunID) throws(Missing) -> Plan? { nil }
    mutating func list(_ query: ListQuery) throws(Missing) -> ListPage? { nil }
    func record(_ query: Query) throws(Missing) -> HostRecord? {
        let fields: [MapEntry] = [(key: .string("balance"), value: .int(balance))]
        return HostRecord(id: query.id, revision: 1, value: (try? Value.map(fields)) ?? .absent)
    }
}

/// Stands in for the digests that an outer module gives: no approval is asked here.
struct NoDigest: Digesting {
    func digest(_ bytes: [UInt8]) -> Digest { Digest(words: (UInt64(bytes.count), 0, 0, 0)) }
}

/// The code of `input.field`, or of `input.field == constant`.
func code(_ input: Int, _ field: Text, equals constant: Value? = nil) throws -> Code {
    var builder = CodeBuilder()
    let register = builder.takeRegister()
    let number = builder.field(FieldAccess(field))
    builder.emit(.fieldOrAbsent, target: register, first: .input(input), second: number)
    if let constant {
        builder.emit(.equal, target: register, first: .register(register), second: builder.constant(constant))
    }
    builder.emit(.finish, first: .register(register))
    return try builder.finish(inputCount: 3, isCEL: false).code
}

func reminder() throws -> Program {
    let steps = [
        Step(
            name: "charge",
            action: .call(
                CallAction(
                    primitive: "payment.charge", inputs: [NamedArgument("amount", .code(1))], isNotice: false,
                    retry: nil))),
        Step(name: "paid", action: .wait(WaitAction(goal: .condition(2), within: try Period(days: 3)))),
        Step(name: "end", action: .end("paid")),
    ]
    return Program(
        workflow: "core-only", version: 1, identity: Digest(words: (1, 2, 3, 4)),
        trigger: Trigger(
            event: "invoice.sent", key: 0, condition: nil, again: .never, reopen: [], reopenWithin: nil),
        records: [RecordRead(name: "invoice", type: "invoice", identity: 0)], slotCount: 3, steps: steps,
        blocks: [Block([0, 1, 2])], body: 0, awaitedEvents: [],
        code: [
            try code(0, "invoice"), try code(2, "balance"), try code(2, "balance", equals: .int(0)),
        ], templates: [])
}

let environment = Environment(
    tenant: "t", identity: Digest(words: (0, 0, 0, 0)), zone: .utc,
    calendar: try BusinessCalendar(name: "weekdays", holidays: [], years: 2020...2030),
    grace: try Period(businessDays: 1), reopenWithin: try Period(days: 120), retry: .standard, digester: NoDigest(),
    matcher: nil)
let runner = Runner(environment: environment, current: [try reminder()])
var slice = OneRun()

/// One delivery; then the process forgets all but the bytes of the state.
@MainActor func deliver(_ content: Delivery.Content, at seconds: Int64) throws -> [Effect] {
    let changes = try runner.step(Delivery(at: try Instant(seconds: seconds), content), &slice)
    guard let change = changes.runs.first else { return [] }
    slice.state = try RunState(canonicalBytes: change.state.canonicalBytes())
    return change.effects
}

let data = try Value.map([(key: .string("invoice"), value: .string("INV-1"))])
let sent = DeliveredEvent(source: "billing", id: "e1", type: "invoice.sent", data: data, names: [])
guard case .call(let call)? = try deliver(.event(sent), at: 0).first, call["amount"] == .int(100) else {
    preconditionFailure("the card should be charged")
}
guard try deliver(.answer(key: call.key, .outcome("accepted", .absent)), at: 60).isEmpty else {
    preconditionFailure("the run should wait")
}
slice.balance = 0
guard case .ended("paid")? = try deliver(.recordChanged(RecordKey(type: "invoice", id: "INV-1")), at: 120).first
else { preconditionFailure("the run should end") }
