import Billing
import Dates
import Encoding
import Evaluation
import Hosting
import Machine
import Runner
import Simulation

/// The billing system of a dry run: the reference book with the given records, and the failures that a seed draws.
final class DryRunWorld: ReplayWorld {
    @exclusivity(unchecked) private var book: Book
    private let failures: SeededFailures?
    /// How often the calls that have failed have been tried.
    private var tries: [Text: Int] = [:]

    init(book: Book, failures: SeededFailures?) {
        self.book = book
        self.book.remembersAnswers = failures != nil
        self.failures = failures
    }

    func read(_ query: Query) -> HostRecord? { book.read(query) }

    func list(_ query: ListQuery) -> ListPage? { book.page(query) }

    func moveClock(to time: Instant) { book.moveClock(to: time) }

    func apply(_ type: Text, _ data: Value) throws(Refusal) { try book.apply(type, data) }

    func perform(_ call: Call) -> Answer {
        guard let failures else { return book.perform(call) }
        let attempt = (tries[call.key] ?? 0) + 1
        guard let failure = failures.failure(of: call.key, attempt: attempt) else {
            tries[call.key] = nil
            return book.perform(call)
        }
        tries[call.key] = attempt
        switch failure {
        case .nothingHappened: return .transient
        case .isNotKnown:
            // It has happened, and the answer is lost on its way.
            _ = book.perform(call)
            return .unknown
        }
    }

    func takeChanged() -> [Query] { book.takeChanged() }

    func takeFollowing() -> [ToldEvent] { book.takeFollowing() }

    func wasTold(_ type: Text, _ data: Value) -> Bool { book.wasTold(type, data) }

    func forget(run: RunID) {
        if failures != nil { book.forgetAnswers(ofRun: run.text) }
    }

    func takeTold() -> [Query]? { book.takeTold() }

    func rest() { book.rest() }

    func answer(toKey key: Text) -> Answer { book.known(key) ?? .absent }
}

/// Failures of the line to the billing system, drawn from a seed: one call in twenty is answered by "nothing happened, try again",
/// and of one in fifty it is not known whether it happened. They depend on the call's key alone, so that they are the same with any number of
/// workers.
struct SeededFailures: Sendable {
    enum Failure {
        case nothingHappened
        case isNotKnown
    }

    let seed: UInt64

    func failure(of key: Text, attempt: Int) -> Failure? {
        let print = Fingerprint(Text("\(seed)"), key, Text("\(attempt)"))
        switch print.high % 100 {
        case 0..<5: return .nothingHappened
        case 5..<7: return .isNotKnown
        default: return nil
        }
    }
}
