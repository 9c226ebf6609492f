import Amounts
import Expressions
import Foundation
import SourceText
import TestSupport
import Testing

/// What expressions mean before they run: a case is an expression, and its type or the messages about it.
@Suite struct CheckTests {
    @Test func types() throws {
        try checkCases("Cases/types") { input in
            let (text, dialect) = header(input)
            let compiled = compile(ExpressionSource(text), sampleDeclarations, dialect: dialect)
            if let checked = compiled.checked { return sampleDeclarations.phrase(checked.type, dialect: dialect) }
            return brief(compiled.diagnostics)
        }
    }
}

/// What the cases may name.
let sampleDeclarations: Declarations = {
    var declarations = Declarations()
    let status = declarations.declare(EnumerationDeclaration("invoice status", ["draft", "open", "paid", "void"]))
    let decline = declarations.declare(EnumerationDeclaration("decline reason", ["stolen_card", "no_funds"]))
    let line = declarations.declare(
        RecordDeclaration(
            "invoice line",
            [
                .init("description", .string), .init("quantity", .decimal), .init("amount", .money(Currency("USD"))),
                .init("discount", .ratio, isOptional: true),
            ]))
    let customer = declarations.declare(
        RecordDeclaration(
            "customer",
            [
                .init("name", .string), .init("country", .string), .init("autopay", .bool), .init("timezone", .string),
                .init("credit_limit", .money(Currency("EUR")), isOptional: true), .init("tags", .list(.string)),
            ]))
    declarations.declare(
        "invoice",
        declarations.declare(
            RecordDeclaration(
                "invoice",
                [
                    .init("number", .string), .init("total", .money(Currency("USD"))),
                    .init("balance", .money(Currency("USD"))),
                    .init("fee", .money(Currency("EUR"))), .init("status", status), .init("disputed", .bool),
                    .init("due_on", .date), .init("sent_at", .timestamp), .init("paid_on", .date, isOptional: true),
                    .init("late_fee", .money(Currency("USD")), isOptional: true),
                    .init("last_decline", decline, isOptional: true), .init("lines", .list(line)),
                    .init("rate", .rate(from: Currency("USD"), to: Currency("EUR"))), .init("customer", customer),
                    .init("reminders", .int),
                    .init("weight", .decimal), .init("share", .ratio),
                ])))
    declarations.declare("customer", customer)
    declarations.declare("amount", .money(nil))
    declarations.declare("note", .string, isOptional: true)
    declarations.declare("payload", .dyn)
    return declarations
}()
