// Replays a generated history over the workflows and rules of the repository, and prints all that happened and the bytes
// of what each partition remembers at the end.
//
// usage: replayed REPOSITORY WORKERS
//
// It is a program of its own so that the tests beside it can compare whole processes: each draws its own seed for the
// hashes of dictionaries and sets, so an order that showed anywhere would differ from one to the next.

import Amounts
import Billing
import Checking
import Compiling
import Dates
import Digests
import Encoding
import Evaluation
import Foundation
import Hosting
import Machine
import Program
import Runner
import Simulation
import SourceText

struct SHA256: Digesting {
    func digest(_ bytes: [UInt8]) -> Digest { Digests.sha256(bytes) }
}

struct Failure: Error { var message: String }

/// A linear congruential generator (Knuth's MMIX constants), its upper bits.
struct Dice {
    var state: UInt64 = 2026

    mutating func roll(_ sides: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(sides))
    }
}

/// What happens to some hundred invoices of some customers in a year.
struct Past {
    let routes: EventRoutes
    var dice = Dice()
    var events: [HistoryEvent] = []

    mutating func make(invoices: Int, customers: Int) throws {
        for invoice in 0..<invoices {
            let id = "INV-\(invoice)"
            let customer = "C-\(dice.roll(customers))"
            let day = dice.roll(300)
            let total = Money(Amounts.Decimal(10 + dice.roll(5_000)), usd)
            let due = try CivilDate(daysSinceEpoch: 20_454 + day + 14)
            try add("invoice.sent", id, customer, day, [("total", .money(total)), ("due_on", .date(due))])
            for _ in 0..<dice.roll(5) {
                let later = day + dice.roll(60)
                switch dice.roll(6) {
                case 0: try add("invoice.disputed", id, customer, later)
                case 1: try add("invoice.dispute_resolved", id, customer, later)
                case 2:
                    try add("invoice.due_date_moved", id, customer, later, [("due_on", .date(try due.adding(days: 9)))])
                case 3:
                    let part = Money(Amounts.Decimal(1 + dice.roll(10)), usd)
                    try add("payment.received", id, customer, later, [("amount", .money(part))])
                default: try add("payment.received", id, customer, later, [("amount", .money(total))])
                }
                // Some come twice, and some payments come back.
                if dice.roll(8) == 0, let last = events.last { events.append(last) }
                if dice.roll(8) == 0 {
                    try add("payment.reversed", id, customer, later + 5, [("amount", .money(total))])
                }
            }
        }
    }

    private let usd: Currency

    init(_ routes: EventRoutes) throws {
        self.routes = routes
        guard let usd = Currency("USD") else { throw Failure(message: "there is no USD") }
        self.usd = usd
    }

    private mutating func add(
        _ type: String, _ invoice: String, _ customer: String, _ day: Int, _ more: [(String, Value)] = []
    ) throws {
        guard let shape = routes[Text(type)]?.shape else { throw Failure(message: "no file declares \(type)") }
        let fields = [("invoice", Value.string(invoice)), ("customer", .string(customer))] + more
        let data = Value.record(
            shape, shape.fields.map { field in fields.first { $0.0 == field.name.string }?.1 ?? .absent })
        guard
            let event = DeliveredEvent(
                source: Text("billing"), id: Text("e\(events.count)"), type: Text(type), data: data, routes)
        else { throw Failure(message: "\(type) leads nowhere") }
        let time = try Instant(seconds: Int64(20_454 + day) * 86_400 + Int64(dice.roll(24)) * 3600)
        events.append(HistoryEvent(at: time, partition: Text(customer), event: event))
    }
}

func files(_ root: String) throws -> [SourceFile] {
    var found: [SourceFile] = []
    for folder in ["Rules", "Workflows"] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: "\(root)/\(folder)").sorted()
        for name in names where name.hasSuffix(".yaml") {
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(root)/\(folder)/\(name)"))
            found.append(SourceFile(name: name, bytes: [UInt8](data)))
        }
    }
    return found
}

let arguments = CommandLine.arguments
guard arguments.count == 3, let workers = Int(arguments[2]) else {
    throw Failure(message: "usage: replayed REPOSITORY WORKERS")
}
let library = Library(try files(arguments[1]))
let shapes = Shapes(library)
let routes = EventRouting(library, shapes).routes
let programs = library.workflows.compactMap { workflow in
    WorkflowChecker.check(workflow, library, shapes).checked.flatMap { checked in
        Compiler.compile(checked) { Digests.sha256($0) }.program
    }
}
let tools = EnvironmentCompiler.Tools(digester: SHA256(), matcher: nil) { _ in .utc }
guard let environment = EnvironmentCompiler.compile(library, tenant: "main", tools).environment, !programs.isEmpty
else { throw Failure(message: "the files of the repository do not make an environment") }

var past = try Past(routes)
try past.make(invoices: 400, customers: 23)
let replay = Replay(
    runner: Runner(environment: environment, current: programs), routes: routes,
    book: Book(shapes: shapes.records), workers: workers)
let outcome = await replay.outcome(past.events)
for happening in outcome.happenings {
    print(happening.at, happening.partition, happening.sequence, happening.run?.text ?? Text(), happening.kind)
}
for partition in outcome.partitions {
    let bytes = partition.bytes.map { byte in String(byte >> 4, radix: 16) + String(byte & 15, radix: 16) }
    print(partition.name, bytes.joined())
}
