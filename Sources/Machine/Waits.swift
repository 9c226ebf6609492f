import Dates
import Encoding
import Evaluation
import Program

extension Advancing {
    mutating func wait(_ action: WaitAction) throws(Suspension) {
        let until: Instant? =
            switch action.goal {
            case .period(let period): try after(period)
            case .time(let code, let atTime): try instant(code, atTime)
            case .condition, .event: nil
            }
        let deadline = try after(action.within)
        try attendWait(until: until, deadline: deadline)
    }

    /// Goes on if what was waited for is there, gives up if the wait was bounded and the bound has come, else waits.
    mutating func attendWait(until: Instant?, deadline: Instant?) throws(Suspension) {
        guard let index = currentStep, case .wait(let action) = program.steps[index].action else { return }
        var until = until
        switch action.goal {
        case .period: break
        case .time(let code, let atTime): until = try instant(code, atTime)
        case .condition(let code):
            if try isTrue(code) { return try outcome(.accepted, data: .absent) }
        case .event(let type, let condition, let slot):
            if let event = try takeEvent(type, condition, slot) {
                return try outcome(.accepted, data: event.data)
            }
        }
        if let until, state.now >= until { return try outcome(.accepted, data: .absent) }
        if let deadline, state.now >= deadline { return try outcome(.late, data: .absent) }
        state.phase = .waiting(until: until, deadline: deadline)
    }

    /// The oldest event that fits and has not been used (S8).
    private mutating func takeEvent(_ type: Text, _ condition: CodeIndex?, _ slot: Slot) throws(Suspension)
        -> ReceivedEvent?
    {
        let outside = reading[slot]
        defer { reading[slot] = outside }
        for (index, event) in state.mailbox.enumerated() where event.type == type {
            if let condition {
                reading[slot] = event.data
                guard try isTrue(condition) else { continue }
            }
            return state.mailbox.remove(at: index)
        }
        return nil
    }
}
