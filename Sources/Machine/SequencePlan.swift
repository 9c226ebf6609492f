import Dates
import Program

/// When the stages of a sequence are planned, and which of them are due now. Pure arithmetic over what has happened.
struct SequencePlan {
    /// By stage; `nil` for one that has happened, and for one that waits for a stage that it needs.
    let planned: [Instant?]
    /// By stage that waits for another: the day on which its own time comes, and that time.
    private let blocked: [(day: CivilDate, time: Instant)?]
    let giveUp: Instant
    private let lateAfter: [Instant?]

    struct Due {
        /// The stage that acts now.
        var next: Int?
        var missed: [Int] = []
        /// Missed stages that another one needs: they are open again, planned for the day of that other one.
        var recalled: [(stage: Int, day: CivilDate)] = []
    }

    init(
        _ sequence: SequenceState, _ action: SequenceAction, anchor: CivilDate, _ environment: Environment
    ) throws(DateError) {
        func instant(_ day: CivilDate) throws(DateError) -> Instant { try environment.instant(day, action.atTime) }
        func moved(_ period: Period) throws(DateError) -> CivilDate {
            try environment.adding(period, to: anchor).adding(days: sequence.shiftDays)
        }
        giveUp = try instant(moved(action.giveUp))
        var planned: [Instant?] = []
        var blocked: [(day: CivilDate, time: Instant)?] = []
        for (index, stage) in action.stages.enumerated() {
            var day = try moved(stage.offset)
            if case .postponed(let until) = sequence.stages[index] { day = max(day, until) }
            var isBlocked = false
            for need in stage.needs {
                if case .done(let on, accepted: true) = sequence.stages[need.stage] {
                    day = max(day, try environment.adding(need.period, to: on))
                } else {
                    isBlocked = true
                }
            }
            let isOpen = sequence.stages[index].isOpen
            planned.append(isOpen && !isBlocked ? try instant(day) : nil)
            blocked.append(isOpen && isBlocked ? (day, try instant(day)) : nil)
        }
        self.planned = planned
        self.blocked = blocked
        lateAfter = try planned.map { time throws(DateError) in
            guard let time else { return nil }
            return try environment.adding(environment.grace, to: time)
        }
    }

    /// What to do now with the stages whose time has come (S6).
    ///
    /// - Parameter retried: the stage that is being tried again; while it still acts, it goes first.
    func due(_ sequence: SequenceState, _ action: SequenceAction, retried: Int?, at now: Instant) -> Due {
        var due = Due()
        var needed = Set<Int>()
        for (index, waiting) in blocked.enumerated() {
            guard let waiting, waiting.time <= now else { continue }
            for need in action.stages[index].needs {
                if sequence.stages[need.stage] == .missed { due.recall(need.stage, waiting.day) }
                needed.insert(need.stage)
            }
        }
        let open = planned.indices.filter { index in planned[index].map { $0 <= now } ?? false }
            .sorted { (planned[$0] ?? now, $0) < (planned[$1] ?? now, $1) }
        guard due.recalled.isEmpty else { return due }
        let waiting = blocked.indices.filter { index in blocked[index].map { $0.time <= now } ?? false }
        let last = (open + waiting).max { one, other in
            (planned[one] ?? blocked[one]?.time ?? now, one) < (planned[other] ?? blocked[other]?.time ?? now, other)
        }
        func isLate(_ index: Int) -> Bool { lateAfter[index].map { now > $0 } ?? false }
        let acting =
            switch action.missed {
            case .latest where open.contains(where: isLate): open.filter { $0 == last || needed.contains($0) }
            case .skip: open.filter { !isLate($0) || needed.contains($0) }
            case .latest, .each: open
            }
        due.next = acting.first { $0 == retried } ?? acting.first
        due.missed = open.filter { !acting.contains($0) }
        return due
    }

    /// The next time at which something is due of itself.
    func nextWake(_ sequence: SequenceState, _ action: SequenceAction) -> Instant {
        var wake = giveUp
        for time in planned { if let time { wake = min(wake, time) } }
        for (index, waiting) in blocked.enumerated() {
            guard let waiting, action.stages[index].needs.contains(where: { sequence.stages[$0.stage] == .missed })
            else { continue }
            wake = min(wake, waiting.time)
        }
        return wake
    }
}

extension SequencePlan.Due {
    /// The earliest day counts where more than one stage needs it.
    fileprivate mutating func recall(_ stage: Int, _ day: CivilDate) {
        if let known = recalled.firstIndex(where: { $0.stage == stage }) {
            recalled[known].day = min(recalled[known].day, day)
        } else {
            recalled.append((stage, day))
        }
    }
}
