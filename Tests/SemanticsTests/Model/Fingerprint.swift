/// Writes down what a state is so that two states are written alike only if they are alike: each part with its length.
struct FingerprintWriter {
    private(set) var bytes: [UInt8] = []

    mutating func number(_ number: Int) {
        withUnsafeBytes(of: number) { bytes.append(contentsOf: $0) }
    }

    mutating func number(_ number: Int?) {
        self.number(number == nil ? 0 : 1)
        self.number(number ?? 0)
    }

    mutating func text(_ text: String) {
        number(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    mutating func texts(_ texts: [String]) {
        number(texts.count)
        for text in texts { self.text(text) }
    }

    mutating func fields(_ fields: ModelFields) {
        number(fields.count)
        for field in fields {
            text(field.name)
            value(field.value)
        }
    }

    mutating func value(_ value: ModelValue) {
        switch value {
        case .absent: number(0)
        case .bool(let bool): number(bool ? 1 : 2)
        case .int(let int):
            number(3)
            number(int)
        case .text(let text):
            number(4)
            self.text(text)
        case .date(let day):
            number(5)
            number(day)
        case .instant(let seconds):
            number(6)
            number(seconds)
        case .list(let values):
            number(7)
            number(values.count)
            for item in values { self.value(item) }
        case .record(let type, let id):
            number(8)
            text(type)
            text(id)
        }
    }

    /// A step of a catalogue is one object for as long as the tests run.
    mutating func step(_ step: ModelStep) { number(Int(bitPattern: ObjectIdentifier(step))) }

    mutating func steps(_ steps: [ModelStep]) {
        number(steps.count)
        for step in steps { self.step(step) }
    }
}

extension ModelRun {
    /// All that what follows can depend on. Left out is what is made anew from the rest before it is read: the snapshot, which
    /// each advance reads for itself, and what the workflow and the key say.
    func write(to writer: inout FingerprintWriter) {
        writer.text(name)
        writer.number(Int(bitPattern: ObjectIdentifier(workflow)))
        writer.text(partition)
        writer.fields(trigger)
        for number in [now, visit, frames.count, results.count, sequences.count, completed.count, buffer.count] {
            writer.number(number)
        }
        writer.number(timer)
        writer.text(seen)
        write(phase, to: &writer)
        for frame in frames { write(frame, to: &writer) }
        write(activity, to: &writer)
        writer.fields(bound)
        for result in results {
            writer.text(result.name)
            writer.fields(result.fields)
        }
        for sequence in sequences { write(sequence, to: &writer) }
        for item in completed {
            writer.step(item.step)
            writer.number(item.visit)
        }
        for event in buffer {
            writer.text(event.id)
            writer.text(event.type)
            writer.fields(event.fields)
        }
        switch cancelling {
        case .no: writer.number(0)
        case .requested: writer.number(1)
        case .undoing: writer.number(2)
        }
        writer.number(replacement == nil ? 0 : 1)
        writer.fields(replacement ?? [])
        writer.texts(lastResult.map { [$0] } ?? [])
        if let approved {
            writer.step(approved.step)
            writer.value(.list(approved.covers))
        }
        writer.number(held.count)
        for record in held {
            writer.text(record.type)
            writer.text(record.id)
        }
    }

    private func write(_ phase: Phase, to writer: inout FingerprintWriter) {
        switch phase {
        case .underWay: writer.number(0)
        case .suspended(let reason): writer.texts(["suspended", reason])
        case .dormant(let until, let result):
            writer.texts(["dormant", result])
            writer.number(until)
        case .ended(let result): writer.texts(["ended", result])
        }
    }

    private func write(_ frame: Frame, to writer: inout FingerprintWriter) {
        writer.steps(frame.steps)
        writer.number(frame.next)
        writer.steps(frame.sequence.map { [$0.step] } ?? [])
        writer.text(frame.keyPart)
        writer.number(frame.undoVisit)
        writer.steps(frame.group.map { [$0] } ?? [])
        guard let each = frame.each else { return }
        writer.step(each.step)
        writer.text(each.item)
        for number in [each.hasBegun ? 1 : 0, each.isActing ? 1 : 0, each.begun] { writer.number(number) }
        writer.value(each.value)
        writer.texts(each.failed.map { "\($0.item) \($0.reason)" })
        writer.texts(each.again.map { ["again"] + $0 } ?? [])
    }

    private func write(_ activity: Activity, to writer: inout FingerprintWriter) {
        switch activity {
        case .none: writer.number(0)
        case .calling(let call):
            writer.number(1)
            write(call, to: &writer)
        case .waiting(let step, _, let until, let deadline):
            writer.number(2)
            writer.step(step)
            writer.number(until)
            writer.number(deadline)
        case .approving(let step, _, let state):
            writer.number(3)
            writer.step(step)
            write(state, to: &writer)
        }
    }

    private func write(_ call: ModelCall, to writer: inout FingerprintWriter) {
        writer.step(call.step)
        writer.number(call.stage)
        writer.text(call.key)
        for number in [call.visit, call.transients, call.unknowns, call.stales] { writer.number(number) }
        switch call.state {
        case .inFlight: writer.number(0)
        case .inquiring: writer.number(1)
        case .retrying(let until): writer.texts(["retrying", "\(until)"])
        case .doubtful(let until): writer.texts(["doubtful", "\(until)"])
        }
    }

    private func write(_ state: ApprovalState, to writer: inout FingerprintWriter) {
        writer.texts(state.levels.map { "\($0.count) of \($0.role)" })
        for number in [state.level, state.approvals, state.asked, state.isEscalated ? 1 : 0] { writer.number(number) }
        writer.value(.list(state.covers))
        writer.texts(state.counted)
        writer.number(state.nextReminder)
        writer.number(state.deadline)
    }

    private func write(_ sequence: SequenceState, to writer: inout FingerprintWriter) {
        writer.text(sequence.name)
        writer.number(sequence.stages.count)
        for stage in sequence.stages {
            writer.number(stage.status.rawValue)
            writer.number(stage.acceptedOn)
            writer.number(stage.heldUntil)
        }
        writer.number(sequence.anchor)
        writer.number(sequence.shift)
        writer.number(sequence.pausedOn)
        writer.number(sequence.pauseLimit)
        writer.number(sequence.lastNotice)
    }
}
