import Dates
import Dispatch
import Foundation
import Generation
import Ingest
import Proviso

// What an invoice costs in a dry run, from its row in the file to its calls on their way out, in processor time of all workers
// together. `make bench-dry-run` plays 1,000,000 of them and shows how long that takes and how much memory; here the figures are
// those of one run, so that a machine which is shared with other work gives the same ones.

let dryRunBenchmark = Benchmark(name: "dry run") {
    let few = try DryRunTrial(invoices: 5_000)
    let many = try DryRunTrial(invoices: 50_000)
    // In turns, so that what else the machine does falls on both.
    var (least, most, divided) = (Double.infinity, Double.infinity, Double.infinity)
    for _ in 0..<3 {
        least = min(least, try few.microseconds(workers: 1))
        most = min(most, try many.microseconds(workers: 1))
        divided = min(divided, try many.microseconds(workers: 2))
    }
    return [
        Figure(name: "five reminders, an invoice of 50,000", value: most, unit: "µs", bound: .none),
        Figure(name: "an invoice of 50,000 against one of 5,000", value: most / least, unit: "×", bound: .atMost(1.5)),
        Figure(name: "the same work by two workers against one", value: divided / most, unit: "×", bound: .atMost(1.5)),
    ]
}

/// A list of receivables, generated into a file, with the rules for it.
private struct DryRunTrial {
    private struct Failure: Error { var messages: [String] }

    let rules: Rules
    let file: HistoryFile
    let invoices: Int

    init(invoices: Int) throws {
        self.invoices = invoices
        let set = try RuleSet.load(["Rules", "Examples/five-reminders"])
        rules = try set.rules(only: ["five-reminders"])
        let path = NSTemporaryDirectory() + "proviso-bench-\(invoices).csv"
        var generator = ReceivablesGenerator(
            seed: 1, invoices: invoices, customers: nil, from: try CivilDate(year: 2025, month: 1, day: 1), days: 365)
        var text: [UInt8] = []
        while let rows = generator.next() { text += rows }
        try Data(text).write(to: URL(fileURLWithPath: path))
        let source = try RuleFiles.file("Examples/five-reminders/settled.mapping.yaml")
        guard let mapping = set.mapping(source, source: path).mapping else { throw Failure(messages: ["no mapping"]) }
        file = .rows(path, mapping)
    }

    /// The processor time of one invoice.
    func microseconds(workers: Int) throws -> Double {
        let start = Self.processorMicroseconds()
        let count = Counter()
        let done = DispatchSemaphore(value: 0)
        let run = DryRun(rules, workers: workers)
        let file = file
        Task {
            _ = try? await run.play(file) { bytes in
                count.bytes += bytes.count
                return true
            }
            done.signal()
        }
        done.wait()
        guard count.bytes > invoices * 100 else { throw Failure(messages: ["\(count.bytes) bytes of calls"]) }
        return (Self.processorMicroseconds() - start) / Double(invoices)
    }

    private final class Counter: @unchecked Sendable {
        // Unchecked: it is read when the run is over.
        var bytes = 0
    }

    /// What this process has used of all processors so far.
    private static func processorMicroseconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
    }
}
