import Expressions
import SourceText

/// How long an expression takes from its text to being checked.
let expressionBenchmark = Benchmark(name: "expressions") {
    var declarations = Declarations()
    let customer = declarations.declare(RecordDeclaration("customer", [.init("country", .string)]))
    declarations.declare("customer", customer)
    let invoice = declarations.declare(
        RecordDeclaration("invoice", [.init("total", .decimal), .init("disputed", .bool)]))
    declarations.declare("invoice", invoice)
    let source = ExpressionSource(
        "invoice.total > 5000.0 && customer.country in [\"US\",\"CA\"] && !(invoice.disputed)")
    let scope = declarations
    let parsing = nanoseconds(operations: 1) { blackHole(parse(source)) }
    let compiling = nanoseconds(operations: 1) { blackHole(compile(source, scope)) }
    return [
        Figure(name: "an expression read", value: parsing / 1000, unit: "µs", bound: .none),
        Figure(name: "an expression read and checked", value: compiling / 1000, unit: "µs", bound: .atMost(20)),
    ]
}
