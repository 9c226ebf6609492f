import Checking
import Compiling
import Dates
import Digests
import Encoding
import Evaluation
import Hosting
import Machine
import Program
import Runner
import SourceText
import Stores

// What one input costs, and what a run weighs.
//
// A run of three calls takes four inputs: the start and three answers. Its records are at hand, in the order of its plan; the
// runner's figure has all that stands round it in a memory shell: reading, correlation, commit.

let machineBenchmark = Benchmark(name: "machine") {
    var house = try House()
    let run = try house.oneRun()
    var figures: [Figure] = []

    // More rounds than else: an input is so short that a busy neighbour of 140 ms would be all that is measured.
    let inMemory = try nanoseconds(rounds: 25, operations: run.inputs.count) {
        let box = StateBox(run.start)
        for input in run.inputs { try house.advance(box, input, run.records) }
        blackHole(box)
    }
    figures.append(
        Figure(
            name: "advance, three calls, in memory", value: 1e9 / inMemory, unit: "/s", bound: .atLeast(1_000_000)))

    let throughBytes = try nanoseconds(rounds: 25, operations: run.inputs.count) {
        var bytes = run.start.canonicalBytes()
        for input in run.inputs {
            let box = StateBox(try RunState(canonicalBytes: bytes))
            try house.advance(box, input, run.records)
            bytes = box.canonicalBytes()
        }
        blackHole(bytes)
    }
    figures.append(
        Figure(
            name: "advance, three calls, state decoded and encoded", value: 1e9 / throughBytes, unit: "/s",
            bound: .atLeast(300_000)))

    var partition = MemoryPartition(records: house.records)
    var number = 0
    let stepped = try nanoseconds(operations: 4) {
        number += 1
        try house.playThreeCalls(number, &partition)
    }
    figures.append(Figure(name: "Runner.step in a memory shell", value: 1e9 / stepped, unit: "/s", bound: .none))

    let young = try house.reminders(pauses: 1)
    let old = try house.reminders(pauses: 200)
    figures.append(
        Figure(
            name: "a five-stage reminders run, at its largest", value: Double(max(young.bytes, old.bytes)),
            unit: "bytes", bound: .atMost(400)))
    figures.append(
        Figure(
            name: "an input of a run of 200 pauses against one of 1", value: old.nanoseconds / young.nanoseconds,
            unit: "×", bound: .atMost(1.2)))
    return figures
}

/// Two workflows with what they need.
private struct House {
    let runner: Runner
    let threeCalls: Program
    let shapes: Shapes
    var records: FixedRecords
    private let memory = AdvanceMemory()
    private var effects: [Effect] = []
    private var trace: [TraceEntry] = []

    private struct Failure: Error { var messages: [String] }

    init() throws {
        let library = Library(files.map { SourceFile(name: $0.name, text: $0.text) })
        let shapes = Shapes(library)
        var messages = library.diagnostics.filter { $0.severity == .error }.map(\.message)
        var programs: [Program] = []
        for workflow in library.workflows {
            let (checked, found) = WorkflowChecker.check(workflow, library, shapes)
            messages += found.filter { $0.severity == .error }.map(\.message)
            guard let checked else { continue }
            if let program = Compiler.compile(checked, digest: { Digests.sha256($0) }).program {
                programs.append(program)
            }
        }
        guard messages.isEmpty, let first = programs.first(where: { $0.workflow == Text("three-calls") }) else {
            throw Failure(messages: messages)
        }
        threeCalls = first
        self.shapes = shapes
        records = FixedRecords(shapes: shapes)
        runner = Runner(
            environment: Environment(
                tenant: Text("acme"), identity: Digests.sha256([]), zone: .utc,
                calendar: try BusinessCalendar(name: "weekdays", holidays: [], years: 1970...2040),
                grace: try Period(businessDays: 1), reopenWithin: try Period(days: 120), retry: .standard,
                digester: SHA256(), matcher: nil), current: programs)
    }

    func event(_ number: Int, _ type: String = "invoice.sent") -> DeliveredEvent {
        let invoice = Text("INV-2026-0\(number)")
        let data = shapes.shape(type).map { Value.record($0, [.string("C-1"), .string(invoice)]) }
        return DeliveredEvent(
            source: Text("billing"), id: Text("e\(number)"), type: Text(type), data: data ?? .absent,
            names: [RecordKey(type: Text("invoice"), id: invoice)])
    }

    // MARK: Three calls

    struct OneRun {
        var start: RunState
        var records: [HostRecord?]
        var inputs: [Input]
    }

    mutating func oneRun() throws -> OneRun {
        let id = RunID(tenant: Text("acme"), workflow: threeCalls.workflow, key: Text("INV-2026-01"), occurrence: 1)
        let event = event(1, threeCalls.trigger.event.string).data
        let start = RunState(id: id, program: threeCalls.identity, event: event, now: try time(0))
        var records = records
        let read = threeCalls.records.map { records.read(Query(type: $0.type, id: Text("INV-2026-01"))) }
        var run = OneRun(start: start, records: read, inputs: [.start])
        let box = StateBox(start)
        for _ in 0..<3 {
            try advance(box, run.inputs[run.inputs.count - 1], read)
            guard case .calling(let key, _) = box.state.phase else { throw Failure(messages: ["\(box.state.phase)"]) }
            run.inputs.append(.answer(key: key, .outcome(Text("accepted"), .absent)))
        }
        return run
    }

    /// As an engine does that makes very many: in memory that is lent.
    mutating func advance(_ box: StateBox, _ input: Input, _ records: [HostRecord?]) throws {
        var advancing = Advancing(threeCalls, runner.environment, box, at: box.now, memory)
        for record in records { advancing.take(record) }
        advancing.use(&effects, &trace)
        try advancing.take(input)
        _ = advancing.finish(&effects, &trace)
        effects.removeAll(keepingCapacity: true)
        trace.removeAll(keepingCapacity: true)
    }

    /// From the event to the end of the run.
    func playThreeCalls(_ number: Int, _ partition: inout MemoryPartition<FixedRecords>) throws {
        var content = Delivery.Content.event(event(number, "invoice.drafted"))
        for _ in 0..<4 {
            let changes = try runner.step(Delivery(at: try time(0), content), &partition)
            partition.commit(changes)
            guard case .call(let call)? = changes.runs.first?.effects.first else { return }
            content = .answer(key: call.key, .outcome(Text("accepted"), .absent))
        }
    }

    // MARK: Reminders

    /// A run through its stages with a pause before each, and with `pauses` in all: its largest state, and the time of an
    /// input at its end.
    func reminders(pauses: Int) throws -> (bytes: Int, nanoseconds: Double) {
        var partition = MemoryPartition(records: records)
        var largest = 0
        var clock: Int64 = 0
        func take(_ content: Delivery.Content) throws -> [Effect] {
            let changes = try runner.step(Delivery(at: try time(clock), content), &partition)
            partition.commit(changes)
            for change in changes.runs { largest = max(largest, change.state.canonicalBytes().count) }
            return changes.runs.flatMap(\.effects)
        }
        let sent = event(1)
        let changed = Delivery.Content.recordChanged(sent.names[0])
        _ = try take(.event(sent))
        for pause in 0..<max(pauses, 5) {
            for isDisputed in pause < pauses ? [true, false] : [] {
                partition.records.isDisputed = isDisputed
                _ = try take(changed)
                clock += 3600
            }
            guard pause < 5, let timer = partition.nextTimer() else { continue }
            clock = timer.seconds
            while let run = partition.timer(upTo: timer) {
                for case .call(let call) in try take(.timer(run)) {
                    // The worst that can come: it is not known for some time whether it happened.
                    _ = try take(.answer(key: call.key, .unknown))
                    clock += 60
                    guard let inquiry = partition.timer(upTo: try time(clock)) else { continue }
                    _ = try take(.timer(inquiry))
                    _ = try take(.answer(key: call.key, .outcome(Text("accepted"), .absent)))
                }
            }
        }
        let touched = try nanoseconds(operations: 1) {
            partition.commit(try runner.step(Delivery(at: try time(clock), changed), &partition))
        }
        return (largest, touched)
    }
}

private func time(_ seconds: Int64) throws -> Instant { try Instant(seconds: seconds) }

private struct SHA256: Digesting {
    func digest(_ bytes: [UInt8]) -> Digest { Digests.sha256(bytes) }
}

/// Every invoice is like every other one.
private struct FixedRecords: RecordSource {
    var isDisputed = false
    private let invoice: Shape?
    private let customer: Shape?
    private let dueOn = (try? CivilDate(year: 1970, month: 2, day: 1)).map { Value.date($0) } ?? .absent

    init(shapes: Shapes) {
        invoice = shapes.shape("invoice")
        customer = shapes.shape("customer")
    }

    func list(_ query: ListQuery) -> ListPage? { nil }

    mutating func read(_ query: Query) -> HostRecord? {
        guard let invoice, let customer else { return nil }
        let value: Value =
            query.type == Text("invoice")
            ? .record(invoice, [.string(query.id), .string("C-1"), .int(100), dueOn, .bool(isDisputed)])
            : .record(customer, [.string(query.id), .string("Acme")])
        return HostRecord(id: query.id, revision: 7, value: value)
    }
}

private let files: [(name: String, text: String)] = [
    (
        "three-calls.yaml",
        """
        workflow: three-calls
        version: 1
        title: Post, charge and tell
        owner: collections

        trigger:
          event: invoice.drafted
          key: event.invoice

        records:
          invoice: event.invoice
          customer: invoice.customer

        may: [invoice.post, notify.email, payment.charge]

        steps:
          - do: invoice.post
            with: { invoice: invoice }
          - do: payment.charge
            if: invoice.balance > 0
            with: { amount: invoice.balance, invoice: invoice }
          - do: notify.email
            with: { about: invoice, notice: overdue-first, to: customer }

        """
    ),
    (
        "reminders.yaml",
        """
        workflow: invoice-reminders
        version: 1
        title: Five reminders
        owner: collections

        trigger:
          event: invoice.sent
          key: event.invoice

        records:
          invoice: event.invoice
          customer: invoice.customer

        may: [notify.email]

        steps:
          - sequence: reminders
            about: invoice
            from: invoice.due_on
            at_time: 09:00
            while: invoice.balance > 0
            pause: { if: invoice.disputed, at_most: 60 days }
            missed: latest
            stages:
              - at: -3 days
                as: courtesy
                do: notify.email
                with: { about: invoice, notice: overdue-first, to: customer }
              - at: +1 day
                as: first_reminder
                do: notify.email
                with: { about: invoice, notice: overdue-first, to: customer }
              - every: 10 days
                after_stage: first_reminder
                at_most: 3 times
                as: second_reminder
                do: notify.email
                with: { about: invoice, notice: overdue-first, to: customer }
            give_up: 180 days

        """
    ),
    (
        "invoice.yaml",
        "record: invoice\nversion: 1\ntitle: An invoice\nfields:\n  customer: customer\n  balance: int\n"
            + "  due_on: date\n  disputed: bool\n"
    ),
    ("customer.yaml", "record: customer\nversion: 1\ntitle: A customer\nfields:\n  name: text\n"),
    (
        "invoice.drafted.yaml",
        "event: invoice.drafted\nversion: 1\ntitle: An invoice was drafted\nfields:\n  customer: customer\n"
            + "  invoice: invoice\n"
    ),
    (
        "invoice.sent.yaml",
        "event: invoice.sent\nversion: 1\ntitle: An invoice was sent\nfields:\n  customer: customer\n"
            + "  invoice: invoice\n"
    ),
    (
        "overdue-first.yaml",
        "notice: overdue-first\nversion: 1\ntitle: A first reminder\nfallback: en\nlanguages:\n  en:\n"
            + "    subject: A reminder\n    body: Please pay.\n"
    ),
    (
        "invoice.post.yaml",
        "primitive: invoice.post\nversion: 1\ntitle: Post an invoice\neffect: changes_document\ninputs:\n"
            + "  invoice: invoice\noutcomes: [accepted, refused]\nconditional: true\n"
    ),
    (
        "payment.charge.yaml",
        "primitive: payment.charge\nversion: 1\ntitle: Charge the card on file\neffect: moves_money\ninputs:\n"
            + "  amount: int\n  invoice: invoice\noutcomes: [accepted, declined]\nconditional: true\n"
    ),
    (
        "notify.email.yaml",
        "primitive: notify.email\nversion: 1\ntitle: Send a notice by email\neffect: sends_notice\ninputs:\n"
            + "  about: invoice\n  notice: notice\n  to: customer\noutcomes: [accepted, bounced]\nconditional: true\n"
    ),
]
