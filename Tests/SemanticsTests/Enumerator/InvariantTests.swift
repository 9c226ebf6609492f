import TestSupport
import Testing

/// What is wrong is seen, also when both engines do it.
@Suite struct InvariantTests {
    private let first = "t/w/INV-1#1/reminders/first@2026-03-10/1"
    private let second = "t/w/INV-1#1/reminders/second@2026-03-10/1"

    /// Each input with the lines that follow; what a line calls is in flight unless `inFlight` says otherwise.
    private func problem(
        _ steps: [(EngineInput, [String])], inFlight: [String]? = nil, timer: Seconds? = nil, isPaid: Bool = false,
        after: String = ""
    ) -> String? {
        var situation = trials[0].situation
        situation.nextTimer = timer
        if isPaid { situation.world.set("invoice", "INV-1", [("balance", .int(0))]) }
        var invariants = Invariants()
        for (input, lines) in steps {
            let called = lines.filter { $0.hasPrefix("call ") }.map { String($0.split(separator: " ")[1]) }
            situation.inFlight = inFlight ?? called
            let problem = invariants.check(
                input, lines, situation, before: "", after: after, isSilencedByPayment: true)
            if let problem { return problem }
        }
        return nil
    }

    private func call(_ key: String, _ primitive: String = "payment.charge") -> (EngineInput, [String]) {
        (.tick(to: 0), ["call \(key) \(primitive) {}"])
    }

    private func accept(_ key: String, at: Seconds = 0, _ lines: [String] = []) -> (EngineInput, [String]) {
        (.answer(key: key, .outcome("accepted"), at: at), lines)
    }

    @Test func anAcceptedKeyIsNotCalledAgain() {
        #expect(
            problem([call(first), accept(first), call(first)]) == "\(first) was accepted and is called again")
        #expect(problem([call(first), accept(first, ["late w/INV-1#1"]), call(first)]) == nil)
    }

    @Test func twoNoticesOnOneDay() {
        let notices = [call(first, "notify.email"), accept(first), call(second, "notify.email")]
        #expect(
            problem(notices + [accept(second, at: 86_399)]) == "\(second) is the second notice on 1970-01-01")
        #expect(problem(notices + [accept(second, at: 86_400)]) == nil)
    }

    @Test func aNoticeAfterThePayment() {
        #expect(problem([call(first, "notify.email")], isPaid: true) == "\(first) after the payment")
        #expect(problem([call(first, "payment.refund")], isPaid: true) == nil)
    }

    @Test func somethingAfterTheEnd() {
        let ended: (EngineInput, [String]) = (.tick(to: 0), ["ended w/INV-1#1 done"])
        #expect(problem([ended, call(first)]) == "\(first) after the end")
        #expect(problem([ended, ended]) == "w/INV-1#1 ends twice")
        #expect(problem([ended, (.tick(to: 0), ["reopened w/INV-1#1"])]) == "w/INV-1#1 goes on after its end")
    }

    @Test func callsInFlight() {
        #expect(problem([call(first)], inFlight: [first, second]) == "w/INV-1#1 has two calls in flight")
        #expect(problem([call(first)], inFlight: []) == "\(first) is called and not in flight")
    }

    @Test func aTimerThatIsLeft() {
        #expect(problem([(.tick(to: 60), [])], timer: 60) == "a timer is left")
        #expect(problem([(.tick(to: 60), [])], timer: 61) == nil)
    }

    @Test func anInputThatCountsForNothing() {
        #expect(
            problem([(.tick(to: 0), ["duplicate e1"])], after: "changed")
                == "an input that counts for nothing changed something")
    }
}
