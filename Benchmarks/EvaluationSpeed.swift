import Amounts
import Encoding
import Evaluation
import Expressions
import Ingest
import SourceText

// The condition of the language's promise, compiled and run as a workflow would run it, metering on.

private let celCondition = """
    invoice.total > 5000.0 && customer.country in ["US","CA"] && !(invoice.disputed)
    """
private let moneyCondition = """
    invoice.total > 5000 USD and customer.country in ["US", "CA"] and not invoice.disputed
    """

/// The declared records, with a total of the type that a dialect's condition takes.
private struct Fixture {
    var declarations = Declarations()
    var shapes: [Shape]
    var inputs: [Value]

    init(totalType: Type, shapeType: ValueType, total: Value) throws {
        let invoice = declarations.declare(
            RecordDeclaration(
                "Invoice",
                [
                    .init("number", .string), .init("total", totalType), .init("currency", .string),
                    .init("due_on", .date), .init("status", .string), .init("disputed", .bool),
                ]))
        let customer = declarations.declare(
            RecordDeclaration("Customer", [.init("name", .string), .init("country", .string), .init("vip", .bool)]))
        declarations.declare("invoice", invoice)
        declarations.declare("customer", customer)
        let invoiceShape = Shape(
            "Invoice",
            [
                .init("number", .string), .init("total", shapeType), .init("currency", .string), .init("due_on", .date),
                .init("status", .string), .init("disputed", .bool),
            ])
        let customerShape = Shape(
            "Customer", [.init("name", .string), .init("country", .string), .init("vip", .bool)])
        guard let invoiceShape, let customerShape else { throw LoweringFailed() }
        shapes = [invoiceShape, customerShape]
        inputs = [
            .record(
                invoiceShape,
                [.string("INV-2026-0001"), total, .string("USD"), .null, .string("sent"), .bool(false)]),
            .record(customerShape, [.string("Acme"), .string("CA"), .bool(true)]),
        ]
    }
}

private struct LoweringFailed: Error {}

private func code(
    _ text: String, _ declarations: Declarations, _ dialect: Dialect, _ shapes: [Shape]
) throws -> Code {
    let source = ExpressionSource(text)
    guard let checked = compile(source, declarations, dialect: dialect).checked,
        let lowered = lower(checked, declarations, source, shapes: shapes).expression
    else { throw LoweringFailed() }
    return lowered.code
}

private let repetitions = 10_000

private func evaluation(_ name: String, _ code: Code, _ inputs: [Value], atMost bound: Double) throws -> Figure {
    var evaluator = Evaluator(EvaluationEnvironment())
    guard try evaluator.evaluate(code, inputs) == .true else { throw LoweringFailed() }
    let time = try nanoseconds(rounds: 15, operations: repetitions) {
        for _ in 0..<repetitions { blackHole(try evaluator.evaluate(code, inputs)) }
    }
    return Figure(name: name, value: time, unit: "ns", bound: .atMost(bound))
}

/// The same invoice and customer as our reader of JSON makes them of a billing system's payload: maps, with all their fields.
private func dynamicInputs() throws -> [Value] {
    let texts = [
        """
        {"id": "8f14e45f-ceea-467f-9a0c-90d1b3c6a7e1", "number": "INV-2026-0001", "total": 6200.50, "currency": "USD",
         "status": "sent", "disputed": false, "lines": [], "due_on": "2026-03-31"}
        """,
        """
        {"id": "C-1", "name": "Acme", "country": "CA", "invoices_sent": 4}
        """,
    ]
    var reader = JSONReader()
    return try texts.map { text in
        guard let value = reader.value(of: SourceFile(name: "payload.json", text: text)).value else {
            throw LoweringFailed()
        }
        return value
    }
}

private func compilation(_ name: String, _ text: String, _ fixture: Fixture, _ dialect: Dialect) throws -> Figure {
    let time = try nanoseconds(operations: 200) {
        for _ in 0..<200 { blackHole(try code(text, fixture.declarations, dialect, fixture.shapes)) }
    }
    return Figure(name: name, value: time / 1000, unit: "µs", bound: .atMost(20))
}

private struct Invoice {
    var number: String
    var total: Decimal
    var disputed: Bool
}

private struct Customer {
    var name: String
    var country: String
}

private func byHand() throws -> Figure {
    let invoice = Invoice(number: "INV-2026-0001", total: try Decimal.parse("6200.50"), disputed: false)
    let customer = Customer(name: "Acme", country: "CA")
    let limit = Decimal(5000)
    let countries = ["US", "CA"]
    let condition = { (invoice: Invoice, customer: Customer) -> Bool in
        invoice.total > limit && countries.contains(customer.country) && !invoice.disputed
    }
    let time = nanoseconds(rounds: 15, operations: repetitions) {
        for _ in 0..<repetitions { blackHole(condition(invoice, customer)) }
    }
    return Figure(name: "a Swift closure over the same structs", value: time, unit: "ns", bound: .none)
}

let evaluationBenchmark = Benchmark(name: "evaluation") {
    guard let dollar = Currency("USD") else { throw LoweringFailed() }
    let amount = try Decimal.parse("6200.50")
    let cel = try Fixture(totalType: .double, shapeType: .double, total: .double(6200.50))
    let money = try Fixture(
        totalType: .money(dollar), shapeType: .money(dollar), total: .money(Money(amount, dollar)))
    var dynamic = Declarations()
    dynamic.declare("invoice", .dyn)
    dynamic.declare("customer", .dyn)
    let inputs = try dynamicInputs()
    return [
        try byHand(),
        try evaluation(
            "cel, declared shape", code(celCondition, cel.declarations, .cel, cel.shapes), cel.inputs, atMost: 40),
        try evaluation(
            "proviso, declared shape", code(moneyCondition, money.declarations, .proviso, money.shapes), money.inputs,
            atMost: 40),
        try evaluation("cel, shape unknown", code(celCondition, dynamic, .cel, []), inputs, atMost: 120),
        try evaluation("proviso, shape unknown", code(celCondition, dynamic, .proviso, []), inputs, atMost: 120),
        try compilation("cel, read, checked and compiled", celCondition, cel, .cel),
        try compilation("proviso, read, checked and compiled", moneyCondition, money, .proviso),
    ]
}
