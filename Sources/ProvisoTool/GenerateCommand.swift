import Dates
import Generation

/// `proviso generate history --seed N --invoices N --out FILE`
enum GenerateCommand: Command {
    static let name = "generate"
    static let summary = "makes a history of invoices from a seed, to try workflows on"
    static let usage = """
        proviso generate history --seed N --invoices N [--customers N] [--from DAY] [--days N] [--tenants A,B] --out FILE.ndjson
        proviso generate receivables --seed N --invoices N [--customers N] [--from DAY] [--days N] --out FILE.csv

        "history" makes CloudEvents, one a line, in the order of time: customers, invoices, partial payments, disputes and their
        end, moved due dates, declined cards, payments that come back. "receivables" makes a list of invoices with their
        settlement, a row each, in no order. The same words give the same bytes, and a file of any size needs little memory.

          --customers  a twelfth of the invoices if silent, of receivables a twenty-fifth
          --from       the first day on which invoices are sent; 2025-01-01 if silent
          --days       how many days invoices are sent; 365 if silent
          --tenants    names among which the customers are divided; each event then says its tenant

        Exit: 0 the file is written, 2 it could not be.
        """

    static func run(_ words: ArraySlice<String>) async throws(CommandFailure) -> ExitCode {
        let arguments = try Arguments(
            words, valued: ["seed", "invoices", "customers", "from", "days", "tenants", "out"])
        guard let kind = arguments.paths.first, arguments.paths.count == 1, ["history", "receivables"].contains(kind)
        else { throw CommandFailure("Say what to make: \"history\" or \"receivables\".") }
        guard let seed = try arguments.number("seed", in: 0...Int.max) else {
            throw CommandFailure("\"--seed\" is missing: a number from which everything follows.")
        }
        guard let invoices = try arguments.number("invoices", in: 1...1_000_000_000) else {
            throw CommandFailure("\"--invoices\" is missing: how many to make.")
        }
        let out = try arguments.required("out", "the file to write")
        let customers = try arguments.number("customers", in: 1...1_000_000_000)
        let days = try arguments.number("days", in: 1...36_500) ?? 365
        let from = try day(arguments)
        let tenants = (try arguments.value("tenants") ?? "").split(separator: ",").map(String.init)
        let progress = Progress(out)
        if kind == "history" {
            let plan = HistoryPlan(
                seed: UInt64(seed), invoices: invoices, customers: customers, from: from, days: days, tenants: tenants)
            var generator = HistoryGenerator(plan)
            try write(out, progress) { generator.next().map { ($0, generator.fraction) } }
        } else {
            if !tenants.isEmpty { throw CommandFailure("\"--tenants\" is for a history: receivables have none.") }
            var generator = ReceivablesGenerator(
                seed: UInt64(seed), invoices: invoices, customers: customers, from: from, days: days)
            try write(out, progress) { generator.next().map { ($0, generator.fraction) } }
        }
        return .fine
    }

    private static func write(
        _ out: String, _ shown: Progress, _ next: () -> ([UInt8], Double)?
    ) throws(CommandFailure) {
        var progress = shown
        let file = try OutputFile(out)
        var waiting: [UInt8] = []
        while let (text, fraction) = next() {
            waiting += text
            guard waiting.count > 1 << 20 else { continue }
            guard file.write(waiting) else { throw OutputFile.failure(out) }
            waiting.removeAll(keepingCapacity: true)
            progress.show(fraction)
        }
        guard file.write(waiting) else { throw OutputFile.failure(out) }
        try file.finish()
        progress.end()
    }

    private static func day(_ arguments: Arguments) throws(CommandFailure) -> CivilDate {
        let text = try arguments.value("from") ?? "2025-01-01"
        guard let day = try? CivilDate(text) else {
            throw CommandFailure("\"--from\" takes a day such as 2025-01-01, not \"\(text)\".")
        }
        return day
    }
}
