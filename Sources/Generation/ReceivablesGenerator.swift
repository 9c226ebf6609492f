package import Dates

/// Makes a file of receivables, a row an invoice with its settlement: the columns of a list that is kept by hand, in no order of time.
///
/// countryCode, customerID, PaperlessDate, invoiceNumber, InvoiceDate, DueDate, InvoiceAmount, Disputed, SettledDate, PaperlessBill,
/// DaysToSettle, DaysLate. Terms are 30 days; half of the invoices are settled before they are due, three in ten up to eleven weeks
/// late, one in eleven never; one in five is disputed. Dates are written 1/31/2026.
package struct ReceivablesGenerator {
    private let seed: UInt64
    private let invoices: Int
    private let customers: Int
    private let from: CivilDate
    private let days: Int
    private var made = -1

    package init(seed: UInt64, invoices: Int, customers: Int?, from: CivilDate, days: Int) {
        self.seed = seed
        self.invoices = invoices
        self.customers = max(1, customers ?? invoices / 25)
        self.from = from
        self.days = max(1, days)
    }

    package var fraction: Double { invoices > 0 ? Double(max(0, made)) / Double(invoices) : 1 }

    /// The next rows; nothing when there are no more.
    package mutating func next() -> [UInt8]? {
        guard made < invoices else { return nil }
        var text: [UInt8] = []
        if made < 0 {
            made = 0
            text +=
                ("countryCode,customerID,PaperlessDate,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,Disputed,"
                + "SettledDate,PaperlessBill,DaysToSettle,DaysLate\n").utf8
        }
        let end = min(invoices, made + 4096)
        while made < end {
            append(made, to: &text)
            made += 1
        }
        return text
    }

    private func append(_ number: Int, to text: inout [UInt8]) {
        var dice = Dice(seed: seed, 3, number)
        let sent = Int(from.daysSinceEpoch) + dice.roll(days)
        let due = sent + 30
        var settled: Int? = due
        switch dice.roll(22) {
        case 0..<11: settled = sent + dice.roll(0...30)
        case 11..<13: settled = nil
        case 13..<15: settled = due + dice.roll(0...2)
        default: settled = due + dice.roll(1...77)
        }
        let customer = dice.roll(customers)
        let amount = dice.roll(100...12_999)
        text += "\([391, 406, 770, 818, 897][customer % 5]),C-\(customer),1/1/2012,\(1_000_000 + number),".utf8
        appendDate(sent, to: &text)
        appendDate(due, to: &text)
        text += "\(amount / 100).\(amount % 100 / 10)\(amount % 10),\(dice.happens(20) ? "Yes" : "No"),".utf8
        if let settled { appendDate(settled, to: &text) } else { text.append(UInt8(ascii: ",")) }
        let late = settled.map { "\($0 - sent),\(max(0, $0 - due))" } ?? ","
        text += "\(customer % 2 == 0 ? "Paper" : "Electronic"),\(late)\n".utf8
    }

    private func appendDate(_ day: Int, to text: inout [UInt8]) {
        if let date = try? CivilDate(daysSinceEpoch: day).components {
            text += "\(date.month)/\(date.day)/\(date.year),".utf8
        }
    }
}
