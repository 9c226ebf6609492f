import Encoding
import Evaluation
import Hosting

/// The answers that were given, by the keys of the calls: a call that is repeated gets its first answer.
struct AnswerBook: Sendable {
    /// Apart from the table, whose free places then take little.
    private final class Given: Sendable {
        let primitive: Text
        let inputs: [NamedValue]
        let answer: Answer

        init(_ call: Call, _ answer: Answer) {
            primitive = call.primitive
            inputs = call.inputs
            self.answer = answer
        }
    }

    private var given: [Text: Given] = [:]
    /// The keys of each run, if they are forgotten with it.
    private var keys: [Text: [Text]] = [:]

    subscript(key: Text) -> Answer? { given[key]?.answer }

    var count: Int { given.count }

    /// The answer to this very call; `key_conflict` if another one was made under its key.
    func answer(to call: Call) -> Answer? {
        guard let given = given[call.key] else { return nil }
        if given.primitive == call.primitive, given.inputs == call.inputs { return given.answer }
        return .outcome(Text("key_conflict"), .absent)
    }

    mutating func remember(_ call: Call, _ answer: Answer, untilItsRunEnds: Bool) {
        given[call.key] = Given(call, answer)
        if untilItsRunEnds { keys[Self.run(of: call.key), default: []].append(call.key) }
    }

    mutating func forget(_ run: Text) {
        guard let keys = keys.removeValue(forKey: run) else { return }
        for key in keys { given[key] = nil }
    }

    /// The part of a key that names the run, `tenant/workflow/business-key#occurrence`; all of a key of another form.
    private static func run(of key: Text) -> Text {
        key.withUTF8 { bytes in
            var (slashes, end) = (0, 0)
            while end < bytes.count {
                if bytes[end] == UInt8(ascii: "/") { slashes += 1 }
                if slashes == 3 { break }
                end += 1
            }
            return Text(validUTF8: UnsafeRawBufferPointer(rebasing: bytes[..<end]))
        }
    }
}
