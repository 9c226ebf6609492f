import Amounts
import Encoding
import Evaluation
import Hosting

extension Draft {
    /// What an event of a history says has happened.
    mutating func apply(_ type: Text, _ data: Value) throws(Refusal) {
        switch type.string {
        case "invoice.sent": try send(data)
        case "payment.received": try settle(data, isReversal: false)
        case "payment.reversed": try settle(data, isReversal: true)
        case "invoice.disputed": try set("invoice", try invoice(data).id, [("disputed", .true)])
        case "invoice.dispute_resolved": try set("invoice", try invoice(data).id, [("disputed", .false)])
        case "invoice.due_date_moved": try set("invoice", try invoice(data).id, [("due_on", data.field("due_on"))])
        case "invoice.voided": try set("invoice", try invoice(data).id, [("status", .string("void"))])
        default: break
        }
    }

    private func invoice(_ data: Value) throws(Refusal) -> HostRecord {
        try record("invoice", try data.text("invoice"))
    }

    private mutating func send(_ data: Value) throws(Refusal) {
        let id = try data.text("invoice")
        guard find("invoice", id) == nil else { throw Refusal("invoice_exists", field: "invoice") }
        let total = data.field("total")
        guard total.asMoney != nil else { throw Refusal("missing_field", field: "total") }
        let number = data.field("number")
        try set(
            "invoice", id,
            [
                ("number", number.isAbsent ? .string(id) : number), ("customer", data.field("customer")),
                ("total", total), ("balance", total), ("due_on", data.field("due_on")), ("status", .string("sent")),
                ("disputed", .false),
            ])
        if let customer = data.field("customer").asText, find("customer", customer) == nil {
            try set("customer", customer, [("name", .string(customer)), ("suspended", .false)])
        }
    }

    /// A payment lowers the balance and its reversal raises it again; a balance is never below zero
    /// nor above what was billed.
    private mutating func settle(_ data: Value, isReversal: Bool) throws(Refusal) {
        let invoice = try invoice(data)
        guard let balance = invoice.value.field("balance").asMoney else {
            throw Refusal("missing_field", field: "balance")
        }
        guard let amount = data.field("amount").asMoney else { throw Refusal("missing_field", field: "amount") }
        let left: Money
        do throws(AmountError) {
            left = isReversal ? try balance.adding(amount) : try balance.subtracting(amount)
        } catch {
            throw Refusal("other_currency", field: "amount")
        }
        guard left.amount >= .zero else { throw Refusal("more_than_balance", field: "amount") }
        if let total = invoice.value.field("total").asMoney, left.amount > total.amount {
            throw Refusal("more_than_paid", field: "amount")
        }
        let isUntouched = left == invoice.value.field("total").asMoney
        let status = left.amount == .zero ? "paid" : isUntouched ? "sent" : "partially_paid"
        try set("invoice", invoice.id, [("balance", .money(left)), ("status", .string(status))])
    }
}
