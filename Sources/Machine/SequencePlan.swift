import Dates
import Program

/// When the stages of a sequence are planned, and which of them are due now. Pure arithmetic over what has happened.
struct SequencePlan {
    /// A stage that has not happened.
    struct Open {
        var stage: Int
        var day: CivilDate
        var time: Instant
        /// It waits for a stage that it needs.
        var isBlocked: Bool
        /// Of one whose time has come: later than this it is late.
        var lateAfter: Instant
    }

    /// In the order of the file.
    private var open: [Open]
    let giveUp: Instant

    struct Due {
        /// The stage that acts now.
        var next: Int?
        var missed: [Int] = []
        /// Missed stages that another one needs: they are open again, planned for the day of that other one.
        var recalled: [(stage: Int, day: CivilDate)] = []
    }

    /// - Parameter memory: is lent until `giveBack`, since a plan is made at each wake.
    init(
        _ sequence: SequenceState, _ action: SequenceAction, anchor: CivilDate, _ environment: Environment,
        at now: Instant, _ memory: inout [Open]
    ) throws(DateError) {
        func instant(_ day: CivilDate) throws(DateError) -> Instant { try environment.instant(day, action.atTime) }
        func moved(_ period: Period) throws(DateError) -> CivilDate {
            try environment.adding(period, to: anchor).adding(days: sequence.shiftDays)
        }
        giveUp = try instant(moved(action.giveUp))
        open = []
        swap(&open, &memory)
        for index in action.stages.indices where sequence.stages[index].isOpen {
            var day = try moved(action.stages[index].offset)
            if case .postponed(let until) = sequence.stages[index] { day = max(day, until) }
            var isBlocked = false
            for need in action.stages[index].needs {
                if case .done(let on, accepted: true) = sequence.stages[need.stage] {
                    day = max(day, try environment.adding(need.period, to: on))
                } else {
                    isBlocked = true
                }
            }
            let time = try instant(day)
            open.append(
                Open(
                    stage: index, day: day, time: time, isBlocked: isBlocked,
                    lateAfter: isBlocked || time > now ? time : try environment.adding(environment.grace, to: time)))
        }
    }

    mutating func giveBack(_ memory: inout [Open]) {
        open.removeEach()
        swap(&open, &memory)
    }

    /// When a stage that has not happened is planned.
    func planned(_ stage: Int) -> Instant? { open.first { $0.stage == stage && !$0.isBlocked }?.time }

    /// What to do now with the stages whose time has come (S6).
    ///
    /// - Parameter retried: the stage that is being tried again; while it still acts, it goes first.
    func due(_ sequence: SequenceState, _ action: SequenceAction, retried: Int?, at now: Instant) -> Due {
        var due = Due()
        guard let first = open.first(where: { $0.time <= now }) else { return due }
        // Mostly it is the only one, and its time has just come.
        if !first.isBlocked, now <= first.lateAfter,
            !open.contains(where: { $0.time <= now && $0.stage != first.stage })
        {
            due.next = first.stage
            return due
        }
        var reached = open.filter { $0.time <= now }
        var needed: [Int] = []
        for waiting in reached where waiting.isBlocked {
            for need in action.stages[waiting.stage].needs {
                if sequence.stages[need.stage] == .missed { due.recall(need.stage, waiting.day) }
                needed.append(need.stage)
            }
        }
        guard due.recalled.isEmpty else { return due }
        reached.sort { ($0.time, $0.stage) < ($1.time, $1.stage) }
        let last = reached.last?.stage
        let ready = reached.filter { !$0.isBlocked }
        func acts(_ open: Open) -> Bool {
            switch action.missed {
            case .latest:
                !ready.contains { now > $0.lateAfter } || open.stage == last || needed.contains(open.stage)
            case .skip: now <= open.lateAfter || needed.contains(open.stage)
            case .each: true
            }
        }
        for open in ready {
            guard acts(open) else {
                due.missed.append(open.stage)
                continue
            }
            if due.next == nil || open.stage == retried { due.next = open.stage }
        }
        return due
    }

    /// The next time at which something is due of itself.
    func nextWake(_ sequence: SequenceState, _ action: SequenceAction) -> Instant {
        var wake = giveUp
        for open in open where open.time < wake {
            if open.isBlocked,
                !action.stages[open.stage].needs.contains(where: { sequence.stages[$0.stage] == .missed })
            {
                continue
            }
            wake = open.time
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
