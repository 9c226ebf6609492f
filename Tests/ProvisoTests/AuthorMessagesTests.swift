import Foundation
import Proviso
import SourceText
import TestSupport
import Testing

/// What messages say that depends on more than one file: the tenant's currency, and what a rule takes.
@Suite struct AuthorMessagesTests {
    /// What is said of a workflow with one condition or question.
    ///
    /// - Parameter currencies: of the settings of three tenants.
    private func found(_ step: String, _ currencies: [String?] = [nil]) throws -> [String] {
        var files = try RuleFiles.read([repositoryRoot.path + "/Rules"]).filter { file in
            !["/settings/", "/rules/", "/prices/", ".test.yaml"].contains { file.name.contains($0) }
        }
        for (number, currency) in currencies.enumerated() {
            files.append(
                SourceFile(
                    name: "settings-\(number).yaml",
                    text: """
                        settings: tenant-\(number)
                        version: 1
                        applies_to: tenant-\(number)
                        timezone: UTC
                        calendar: us-federal
                        \(currency.map { "reporting_currency: \($0)\n" } ?? "")
                        """))
        }
        files.append(
            SourceFile(
                name: "discount.yaml",
                text: """
                    rule: discount
                    version: 1
                    title: A discount
                    inputs: { customer: customer, limit: int }
                    outputs: { days: int }
                    choose:
                      - if: customer == "C-1" and limit > 3
                        then: 0
                      - else: 10

                    """))
        files.append(
            SourceFile(
                name: "naming.yaml",
                text: """
                    rule: naming
                    version: 1
                    title: A class by a name
                    inputs: { name: text }
                    outputs: { days: int }
                    choose:
                      - if: name == "Acme"
                        then: 0
                      - else: 10

                    """))
        files.append(
            SourceFile(
                name: "workflow.yaml",
                text: """
                    workflow: ask
                    version: 1
                    title: Ask
                    owner: tests
                    trigger: { event: invoice.sent, key: event.invoice }
                    records: { invoice: event.invoice }
                    may: []
                    steps:
                      - \(step)

                    """))
        return RuleSet(files).diagnostics.filter { $0.place.file.name == "workflow.yaml" }
            .map { "\($0.message) \($0.help)" }
    }

    @Test func aMissingCurrencyIsThatOfTheTenants() throws {
        let step = "{ end: large, if: invoice.total > 750 }"
        let told = "An amount of money and a whole number are never compared with each other. "
        #expect(
            try found(step, ["EUR", "EUR", nil]) == [told + "Write the currency behind the number: 750 EUR."])
        #expect(
            try found(step, ["EUR", "USD"]) == [told + "Write the currency behind the number, such as 750 USD."])
        #expect(try found(step) == [told + "Write the currency behind the number, such as 750 USD."])
        #expect(
            try found("{ end: large, if: invoice.total > invoice.attempts }", ["EUR"])
                == [told + "\"invoice.attempts\" is a number without a currency. Use an amount of money instead."])
        #expect(
            try found("{ end: large, if: invoice.total + 2 > 9 EUR }", ["EUR"]) == [
                "\"+\" cannot be used with an amount of money and a whole number. Write the currency behind the number: 2 EUR."
            ])
    }

    @Test func aRecordIsNotItsId() throws {
        // Where a rule asks which record is meant, both the record and a reference to it say so.
        #expect(try found("{ decide: discount, given: { customer: event.customer, limit: 2 } }") == [])
        #expect(
            try found("{ decide: discount, given: { customer: invoice, limit: 2 } }") == [
                "This place takes a customer, and \"invoice\" is an invoice. Name a customer."
            ])
        #expect(
            try found("{ emit: invoice.reviewed, with: { invoice: event.customer, customer: event.customer } }") == [
                "This place takes an invoice, and \"event.customer\" is a customer. Name an invoice."
            ])
        #expect(
            try found("{ end: large, if: invoice == event.invoice }") == [
                "The record invoice and the id of an invoice are never compared with each other. Write invoice.id."
            ])
        #expect(
            try found("{ decide: naming, given: { name: invoice } }") == [
                "This place takes text, and the expression gives the record invoice. Write invoice.id, or another field of it."
            ])
        #expect(
            try found("{ decide: naming, given: { name: event.customer } }") == [
                "This place takes text, and the expression gives the id of a customer. "
                    + "Read the customer under \"records\", and write customer.id or another field of it."
            ])
    }
}
