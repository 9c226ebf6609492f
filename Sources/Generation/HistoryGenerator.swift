import Dates
import Encoding

/// Makes a history that could have happened, from a seed: customers, their invoices, and what becomes of each.
///
/// Every event is consistent with those before it: no payment is of more than is open, none is taken back that was not made, nothing
/// happens to an invoice that is void. The events come in the order of time. What is kept is what is still to happen to the
/// invoices that are open, so the length of the history takes no memory.
package struct HistoryGenerator {
    private let plan: HistoryPlan
    private var day = 0
    private var made = 0
    private var written = 0
    private var announced = 0
    private var sequence = 0
    private var agenda = EventHeap()

    package init(_ plan: HistoryPlan) { self.plan = plan }

    /// How much of the history has been made, from 0 to 1.
    package var fraction: Double { plan.invoices > 0 ? Double(made) / Double(plan.invoices) : 1 }

    /// The next lines: those of one day while invoices are sent, then all that is left. Nothing when there are no more.
    package mutating func next() -> [UInt8]? {
        var text: [UInt8] = []
        guard day < plan.days else {
            guard !agenda.isEmpty else { return nil }
            while let event = agenda.pop() { write(event, &text) }
            return text
        }
        let start = Int64(plan.from.daysSinceEpoch) * 86_400 + Int64(day) * 86_400
        if day == 0 { announceCustomers(at: start) }
        let target = plan.invoices * (day + 1) / plan.days
        while made < target {
            makeInvoice(made, on: start)
            made += 1
        }
        day += 1
        while let event = agenda.pop(before: start + 86_400) { write(event, &text) }
        return text
    }

    private mutating func write(_ event: GeneratedEvent, _ text: inout [UInt8]) {
        written += 1
        event.write(id: written, to: &text)
    }

    // MARK: Customers

    private mutating func announceCustomers(at start: Int64) {
        for number in 0..<plan.customers {
            let customer = GeneratedCustomer(number, plan)
            add(
                "customer.changed", customer, nil, at: start,
                [
                    ("name", "\"\(customer.name)\""), ("language", "\"\(customer.language)\""),
                    ("timezone", "\"\(customer.timezone)\""), ("country", "\"\(customer.country)\""),
                    ("autopay", customer.habit == .byCard ? "true" : "false"),
                ])
        }
    }

    private mutating func add(
        _ type: String, _ customer: GeneratedCustomer, _ invoice: String?, at time: Int64,
        _ fields: [(name: String, json: String)] = []
    ) {
        sequence += 1
        agenda.push(
            GeneratedEvent(
                time: time, number: sequence, type: type, customer: customer.id, tenant: customer.tenant,
                invoice: invoice, fields: fields))
    }

    // MARK: Invoices

    /// An invoice, and all that becomes of it.
    private mutating func makeInvoice(_ number: Int, on start: Int64) {
        var dice = Dice(seed: plan.seed, 2, number)
        let customer = GeneratedCustomer(dice.roll(plan.customers), plan)
        let id = "INV-\(number + 1)"
        // Most amounts are small, some are large: a product of two draws. In hundredths, then in the units of the currency.
        let hundredths = dice.roll(100...9_999) * dice.roll(1...100)
        let units = customer.digits == 2 ? hundredths : customer.digits == 0 ? hundredths * 3 / 2 : hundredths * 3
        let total = GeneratedAmount(units: units, currency: customer.currency, digits: customer.digits)
        let sent = start + Int64(dice.roll(8 * 3600...18 * 3600))
        let due = start + Int64(customer.termDays) * 86_400
        add(
            "invoice.sent", customer, id, at: sent,
            [("number", "\"\(id)\""), ("total", total.json), ("due_on", Self.date(due))])
        var invoice = InvoiceStory(id: id, customer: customer, open: total, sent: sent, due: due)
        switch dice.roll(100) {
        case 0: void(&invoice, &dice)
        case 1..<7: dispute(&invoice, &dice)
        case 7..<12: moveDueDate(&invoice, &dice)
        case 12..<15: return  // Never paid.
        default: pay(&invoice, &dice, after: invoice.due)
        }
    }

    private mutating func void(_ invoice: inout InvoiceStory, _ dice: inout Dice) {
        add("invoice.voided", invoice.customer, invoice.id, at: invoice.sent + Self.time(&dice, days: 1...12))
    }

    private mutating func dispute(_ invoice: inout InvoiceStory, _ dice: inout Dice) {
        let began = invoice.sent + Self.time(&dice, days: 2...40)
        add("invoice.disputed", invoice.customer, invoice.id, at: began)
        // One in twelve disputes is never resolved.
        guard dice.roll(12) > 0 else { return }
        let resolved = began + Self.time(&dice, days: 2...45)
        add("invoice.dispute_resolved", invoice.customer, invoice.id, at: resolved)
        guard dice.happens(85) else { return }
        settle(&invoice, &dice, at: resolved + Self.time(&dice, days: 1...25))
    }

    private mutating func moveDueDate(_ invoice: inout InvoiceStory, _ dice: inout Dice) {
        invoice.due += Int64(dice.roll(7...30)) * 86_400
        add(
            "invoice.due_date_moved", invoice.customer, invoice.id,
            at: invoice.sent + Self.time(&dice, days: 1...10), [("due_on", Self.date(invoice.due))])
        pay(&invoice, &dice, after: invoice.due)
    }

    /// Pays as the customer does.
    private mutating func pay(_ invoice: inout InvoiceStory, _ dice: inout Dice, after due: Int64) {
        let noon = due + 12 * 3600
        switch invoice.customer.habit {
        case .prompt: settle(&invoice, &dice, at: max(invoice.sent + 3600, noon - Self.time(&dice, days: 0...12)))
        case .late: settle(&invoice, &dice, at: noon + Self.time(&dice, days: 1...35))
        case .inParts:
            var time = max(invoice.sent + 3600, noon + Self.time(&dice, days: -5...10))
            for _ in 0..<dice.roll(1...2) {
                let part = max(1, invoice.open.units * dice.roll(10...60) / 100)
                guard part < invoice.open.units else { break }
                receive(part, &invoice, at: time)
                time += Self.time(&dice, days: 3...20)
            }
            if dice.happens(90) { settle(&invoice, &dice, at: time) }
        case .byCard:
            var time = due + 9 * 3600 + 1
            for _ in 0..<dice.pick([(70, 0), (18, 1), (8, 2), (4, 3)]) {
                let isHard = dice.happens(25)
                add(
                    "payment.failed", invoice.customer, invoice.id, at: time,
                    [
                        ("amount", invoice.open.json), ("class", isHard ? "\"hard\"" : "\"soft\""),
                        ("reason", isHard ? "\"stolen_card\"" : "\"insufficient_funds\""),
                    ])
                time += 3 * 86_400
                if isHard {
                    // Another card is given, weeks later or never.
                    guard dice.happens(60) else { return }
                    time += Self.time(&dice, days: 5...20)
                    break
                }
            }
            settle(&invoice, &dice, at: time)
        }
    }

    /// Pays all that is open. Two in a hundred payments come back; most of those are made again.
    private mutating func settle(_ invoice: inout InvoiceStory, _ dice: inout Dice, at time: Int64) {
        let amount = invoice.open
        receive(amount.units, &invoice, at: time)
        guard dice.happens(2) else { return }
        let back = time + Self.time(&dice, days: 2...20)
        invoice.open.units += amount.units
        add("payment.reversed", invoice.customer, invoice.id, at: back, [("amount", amount.json)])
        if dice.happens(70) { receive(amount.units, &invoice, at: back + Self.time(&dice, days: 3...15)) }
    }

    private mutating func receive(_ units: Int, _ invoice: inout InvoiceStory, at time: Int64) {
        var amount = invoice.open
        amount.units = units
        invoice.open.units -= units
        add("payment.received", invoice.customer, invoice.id, at: time, [("amount", amount.json)])
    }

    /// So many days, and some hours more.
    private static func time(_ dice: inout Dice, days: ClosedRange<Int>) -> Int64 {
        Int64(dice.roll(days)) * 86_400 + Int64(dice.roll(6 * 3600))
    }

    private static func date(_ seconds: Int64) -> String {
        (try? CivilDate(daysSinceEpoch: Int(seconds / 86_400))).map { "\"\($0)\"" } ?? "null"
    }
}

/// An invoice while what becomes of it is made up.
private struct InvoiceStory {
    let id: String
    let customer: GeneratedCustomer
    /// What is not paid.
    var open: GeneratedAmount
    let sent: Int64
    var due: Int64
}

/// Events that are still to be written, the earliest first.
private struct EventHeap {
    private var heap: [GeneratedEvent] = []

    var isEmpty: Bool { heap.isEmpty }

    mutating func push(_ event: GeneratedEvent) {
        heap.append(event)
        var index = heap.count - 1
        while index > 0, GeneratedEvent.precedes(heap[index], heap[(index - 1) / 2]) {
            heap.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    mutating func pop(before time: Int64 = .max) -> GeneratedEvent? {
        guard let first = heap.first, first.time < time, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var index = 0
        while true {
            var least = index
            for child in [2 * index + 1, 2 * index + 2]
            where child < heap.count && GeneratedEvent.precedes(heap[child], heap[least]) {
                least = child
            }
            guard least != index else { return first }
            heap.swapAt(index, least)
            index = least
        }
    }
}
