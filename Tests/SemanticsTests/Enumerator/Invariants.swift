/// What must hold whatever happens, read off the lines alone. It is a value, as the engines are.
struct Invariants: Sendable {
    // Sets, as sorted lists: in which order something was added says nothing.
    private var accepted: [String] = []
    private var notices: [String] = []
    /// Sequences of runs, each with the civil day of an accepted notice.
    private var noticeDays: [String] = []
    private var ended: [String] = []

    /// All that a later check can depend on.
    func write(to writer: inout FingerprintWriter) {
        for list in [accepted, notices, noticeDays, ended] { writer.texts(list) }
    }

    private func adding(_ item: String, to list: [String]) -> [String] {
        list.contains(item) ? list : (list + [item]).sorted(by: precedes)
    }

    /// The first thing that is wrong after an input, or nil.
    ///
    /// - Parameters:
    ///   - before, after: the summaries.
    ///   - isSilencedByPayment: whether the trial's notices stop when the invoice is paid.
    mutating func check(
        _ input: EngineInput, _ lines: [String], _ situation: Situation, before: String, after: String,
        isSilencedByPayment: Bool
    ) -> String? {
        if lines.count == 1, isIgnored(lines[0]), before != after {
            return "an input that counts for nothing changed something"
        }
        if case .tick(let time) = input, let timer = situation.nextTimer, timer <= time { return "a timer is left" }
        if let problem = checkInFlight(situation.inFlight) { return problem }
        for line in lines {
            let words = line.split(separator: " ")
            guard words.count > 1 else { return "a line without a subject: \(line)" }
            let subject = String(words[1])
            switch words[0] {
            case "call", "inquire":
                if accepted.contains(subject) { return "\(subject) was accepted and is called again" }
                if ended.contains(where: { subject.hasPrefix("t/\($0)/") }) { return "\(subject) after the end" }
                if !situation.inFlight.contains(subject) { return "\(subject) is called and not in flight" }
                if words.count > 2, words[2] == "notify.email" {
                    notices = adding(subject, to: notices)
                    let isPaid = situation.world.value("invoice", "INV-1", "balance").equals(.int(0))
                    if isSilencedByPayment, isPaid { return "\(subject) after the payment" }
                }
            case "suspended", "dormant", "reopened", "dropped":
                if ended.contains(subject) { return "\(subject) goes on after its end" }
            case "ended":
                if ended.contains(subject) { return "\(subject) ends twice" }
                ended = adding(subject, to: ended)
            default: break
            }
        }
        if case .answer(let key, .outcome("accepted"), let at) = input, lines.first?.hasPrefix("late ") != true {
            return checkAccepted(key, at)
        }
        return nil
    }

    private func isIgnored(_ line: String) -> Bool {
        line.hasPrefix("duplicate ") || line.hasPrefix("denied ") || line.hasPrefix("late ")
    }

    private func checkInFlight(_ keys: [String]) -> String? {
        if keys.count < 2 { return nil }
        var runs: [Substring] = []
        for key in keys {
            let parts = key.split(separator: "/", maxSplits: 3)
            let run = parts[1] + "/" + parts[2]
            if runs.contains(run) { return "\(run) has two calls in flight" }
            runs.append(run)
        }
        return nil
    }

    private mutating func checkAccepted(_ key: String, _ at: Seconds) -> String? {
        accepted = adding(key, to: accepted)
        guard notices.contains(key), key.contains("@") else { return nil }
        let sequence = key.split(separator: "/").prefix(4).joined(separator: "/")
        let day = CivilTime.text(day: CivilTime.day(of: at))
        if noticeDays.contains("\(sequence) \(day)") { return "\(key) is the second notice on \(day)" }
        noticeDays = adding("\(sequence) \(day)", to: noticeDays)
        return nil
    }
}
