/// One call with its attempts (S3).
struct ModelCall {
    enum State {
        case inFlight
        case inquiring
        /// Nothing happened; the step is decided again.
        case retrying(until: Seconds)
        /// It may have happened; the host is asked.
        case doubtful(until: Seconds)
    }

    var step: ModelStep
    /// The place of the stage in its sequence.
    var stage: Int?
    var key: String
    var visit: Int
    var state = State.inFlight
    var transients = 0
    var unknowns = 0
    var stales = 0

    init(step: ModelStep, stage: Int? = nil, key: String, visit: Int) {
        self.step = step
        self.stage = stage
        self.key = key
        self.visit = visit
    }

    /// Whether the host has still to answer.
    var isInFlight: Bool {
        switch state {
        case .inFlight, .inquiring: return true
        case .retrying, .doubtful: return false
        }
    }

    /// Whether it may have happened, or may still happen.
    var isOpen: Bool {
        if case .retrying = state { return false }
        return true
    }
}

extension ModelRun {
    var callVisit: Int { frames.last?.undoVisit ?? visit }

    func key(of step: ModelStep) -> String {
        "t/\(name)/\(frames.last?.keyPart ?? "")\(ModelRun.encoded(step.name))\(itemPart)/\(callVisit)"
    }

    var keyInFlight: String? {
        if isUnderWay, case .calling(let call) = activity, call.isInFlight { return call.key }
        return nil
    }

    /// Makes the call, on the condition that the records stay as they were read (S2).
    mutating func call(_ attempt: ModelCall, _ lines: inout [String]) {
        guard case .perform(let primitive, let inputs) = attempt.step.action, approvalHolds(&lines) else { return }
        let values = values(inputs)
        if values.contains(where: { $0.value == .absent }) {
            suspend("missing_record", &lines)
            return
        }
        var attempt = attempt
        attempt.state = .inFlight
        activity = .calling(attempt)
        var line = "call \(attempt.key) \(primitive) \(braced(values))"
        var separator = " assuming "
        var named: Set<String> = []
        for item in snapshot {
            guard let record = item.record, named.insert("\(record.type)/\(record.id)").inserted else { continue }
            line += "\(separator)\(record.type)/\(record.id)@\(record.revision)"
            separator = ", "
        }
        lines.append(line)
    }

    /// A wake while the run is at a call. Returns whether there is more to do.
    mutating func lookAt(_ call: ModelCall, _ lines: inout [String]) -> Bool {
        switch call.state {
        case .inFlight, .inquiring: return false
        case .doubtful(let until):
            guard now >= until else { return false }
            var call = call
            call.state = .inquiring
            activity = .calling(call)
            lines.append("inquire \(call.key)")
            return false
        case .retrying(let until):
            if call.stage != nil, let (step, sequence) = frames.last?.sequence { return wake(step, sequence, &lines) }
            if let condition = call.step.condition, condition(scope) != true {
                activity = .none
                if condition(scope) == nil {
                    suspend("expression", &lines)
                } else {
                    lines.append("skipped \(call.step.name)")
                }
                return true
            }
            guard now >= until else { return false }
            self.call(call, &lines)
            if case .calling = activity { return false }
            return true
        }
    }

    /// The host's answer to the call or inquiry in flight.
    mutating func answer(_ answer: ModelAnswer, _ world: ModelWorld, at instant: Seconds, _ lines: inout [String]) {
        guard case .calling(var call) = activity else { return }
        open(world, at: instant)
        var answer = answer
        // An inquiry that did not get through says nothing about the call.
        if case .inquiring = call.state, answer == .transient { answer = .unknown }
        if answer != .stale { call.stales = 0 }
        switch answer {
        case .outcome(let outcome): conclude(call, outcome, &lines)
        case .deferred:
            call.state = .inFlight
            activity = .calling(call)
        case .stale:
            call.stales += 1
            if isToBeCancelled {
                undo()
            } else if call.stales == 8 {
                suspend("stale", &lines)
            } else {
                call.state = .retrying(until: now)
                activity = .calling(call)
            }
        case .transient, .absent:
            call.transients += 1
            if isToBeCancelled {
                undo()
            } else if call.transients > call.step.retry.times {
                conclude(call, "unavailable", &lines)
            } else {
                call.state = .retrying(until: now + call.step.retry.delay(call.transients))
                activity = .calling(call)
            }
        case .unknown:
            call.unknowns += 1
            if call.unknowns > call.step.retry.times {
                suspend("unknown", &lines)
            } else {
                call.state = .doubtful(until: now + call.step.retry.delay(call.unknowns))
                activity = .calling(call)
            }
        }
        proceed(&lines)
        close()
    }

    private var isToBeCancelled: Bool {
        if case .requested = cancelling { return true }
        return false
    }

    private mutating func conclude(_ call: ModelCall, _ outcome: String, _ lines: inout [String]) {
        let isAccepted = outcome == "accepted"
        if isAccepted, !call.step.undo.isEmpty, frames.last?.undoVisit == nil {
            completed.append((call.step, call.visit))
        }
        if isToBeCancelled {
            undo()
            return
        }
        if isAccepted { approved = nil }
        if let stage = call.stage, isAccepted || call.step.branch(outcome) != nil {
            noteDone(stage, accepted: isAccepted)
        }
        follow(outcome, of: call.step, result: [], &lines)
        // What a stage's branch calls has the stage in its key; the place is the key without its visit.
        if call.stage != nil, isUnderWay, frames.last?.sequence == nil {
            let place = call.key.dropFirst("t/\(name)/".count)
            frames[frames.count - 1].keyPart = String(place[..<(place.lastIndex(of: "/") ?? place.endIndex)]) + "/"
        }
    }
}
