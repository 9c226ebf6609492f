import Dates
import Encoding
import Evaluation
import Hosting

/// The answers that were given, by the keys of the calls: a call that is repeated gets its first answer.
struct AnswerBook: Sendable {
    private struct Given: Sendable {
        var primitive: Text
        var inputs: [NamedValue]
        var answer: Answer
    }

    private var given: [Text: Given] = [:]
    /// The keys in the order of their days, if they are forgotten some day.
    private var log: [(key: Text, on: CivilDate)] = []
    private var forgotten = 0

    subscript(key: Text) -> Answer? { given[key]?.answer }

    var count: Int { given.count }

    /// The answer to this very call; `key_conflict` if another one was made under its key.
    func answer(to call: Call) -> Answer? {
        guard let given = given[call.key] else { return nil }
        if given.primitive == call.primitive, given.inputs == call.inputs { return given.answer }
        return .outcome(Text("key_conflict"), .absent)
    }

    mutating func remember(_ call: Call, _ answer: Answer, on date: CivilDate, forgettingAfter days: Int?) {
        given[call.key] = Given(primitive: call.primitive, inputs: call.inputs, answer: answer)
        guard let days else { return }
        log.append((call.key, date))
        guard let limit = try? date.adding(days: -days) else { return }
        while forgotten < log.count, log[forgotten].on < limit {
            given[log[forgotten].key] = nil
            forgotten += 1
        }
        if forgotten > 1_024, forgotten * 2 > log.count {
            log.removeFirst(forgotten)
            forgotten = 0
        }
    }
}
