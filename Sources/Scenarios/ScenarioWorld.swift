import Billing
import Dates
import Definitions
import Encoding
import Evaluation
import Hosting
import Simulation

/// The billing system of a scenario: the reference book with the given records, and the answers that the author wrote.
///
/// A call for which an answer is written gets that answer, the last one again and again. An accepted call does what the book
/// knows it to do; a primitive that the book does not know is accepted and changes nothing.
final class ScenarioWorld: ReplayWorld {
    /// The names with which an author can write an answer that is no outcome.
    static let plainAnswers = ["transient", "unknown", "deferred", "stale"]

    var book: Book
    private var scripts: [Text: [(name: Text, data: Value)]]
    /// The outcomes that were scripted, by key: a call that is repeated gets its first answer.
    private var answered: [Text: Answer] = [:]

    init(book: Book, scripts: [Text: [(name: Text, data: Value)]]) {
        self.book = book
        self.scripts = scripts
    }

    func read(_ query: Query) -> HostRecord? { book.record(query) }

    func list(_ query: ListQuery) -> ListPage? { book.page(query) }

    /// What an event tells is done as far as the book can; the given records may say more than it knows.
    func apply(_ type: Text, _ data: Value) throws(Refusal) { try? book.apply(type, data) }

    func perform(_ call: Call) -> Answer {
        if let answer = answered[call.key] { return answer }
        guard let script = nextScript(call.primitive) else {
            let answer = book.perform(call)
            guard case .outcome(let name, _) = answer, name == Text("unsupported") else { return answer }
            return .outcome(Text("accepted"), .absent)
        }
        var answer = Answer(scripted: script.name, script.data)
        guard case .outcome(let name, let data) = answer else { return answer }
        if name == Text("accepted") {
            let real = book.perform(call)
            if real == .stale { return .stale }
            // What the author does not say of the answer is what the book says.
            if data.isAbsent, case .outcome(name, _) = real { answer = real }
        }
        answered[call.key] = answer
        return answer
    }

    func moveClock(to time: Instant) { book.moveClock(to: time) }

    func takeChanged() -> [Query] { book.takeChanged() }

    func takeFollowing() -> [ToldEvent] { book.takeFollowing() }

    func wasTold(_ type: Text, _ data: Value) -> Bool { book.wasTold(type, data) }

    func answer(toKey key: Text) -> Answer { answered[key] ?? book.known(key) ?? .absent }

    private func nextScript(_ primitive: Text) -> (name: Text, data: Value)? {
        guard let scripts = scripts[primitive], let first = scripts.first else { return nil }
        if scripts.count > 1 { self.scripts[primitive]?.removeFirst() }
        return first
    }
}

extension Answer {
    /// The answer that an author writes by its name: one of those that every call may get, or an outcome.
    init(scripted name: Text, _ data: Value) {
        switch name.string {
        case "transient": self = .transient
        case "unknown": self = .unknown
        case "deferred": self = .deferred
        case "stale": self = .stale
        default: self = .outcome(name, data)
        }
    }
}
