// S6: what the clock starts.
extension ModelEngine {
    /// The shell tells the time: from now on, or still, there is a start for each day of a schedule.
    mutating func begin(_ at: Seconds) {
        known("")
        for workflow in workflows where !schedules.contains(where: { $0.workflow == workflow.name }) {
            guard case .schedule = workflow.start else { continue }
            schedules.append(BegunSchedule(workflow: workflow.name, since: at))
        }
    }

    private func rule(of schedule: BegunSchedule) -> ModelSchedule? {
        for workflow in workflows where workflow.name == schedule.workflow {
            if case .schedule(let rule) = workflow.start { return rule }
        }
        return nil
    }

    /// The first day behind the last one, and not before the schedule began.
    func next(_ schedule: BegunSchedule) -> (day: CivilDay, at: Seconds)? {
        guard let rule = rule(of: schedule) else { return nil }
        let first = schedule.last.map { $0 + 1 } ?? settings.zone.day(of: schedule.since) - 1
        for day in first...(first + 400) where rule.includes(day) {
            let at = settings.zone.instant(day, at: rule.atTime)
            if at >= schedule.since { return (day, at) }
        }
        return nil
    }

    /// The time of one day of a schedule has come, or of several since the clock was told last.
    mutating func startDays(of index: Int, _ world: ModelWorld, _ now: Seconds, _ lines: inout [String]) {
        guard let rule = rule(of: schedules[index]),
            let workflow = workflows.first(where: { $0.name == schedules[index].workflow })
        else { return }
        var due: [(day: CivilDay, at: Seconds)] = []
        while let start = next(schedules[index]), start.at <= now {
            due.append(start)
            schedules[index].last = start.day
        }
        var starting: [(day: CivilDay, at: Seconds)] = []
        for start in due {
            let isLate = now > settings.zone.instant(start.at, plus: .businessDays(1))
            let isLast = start.day == due.last?.day
            let starts: Bool
            switch rule.missed {
            case .each: starts = true
            case .latest: starts = !isLate || isLast
            case .skip: starts = !isLate
            }
            if starts {
                starting.append(start)
            } else {
                lines.append("missed \(workflow.name)/\(rule.key(of: start.day))")
            }
        }
        for (day, at) in starting {
            let key = rule.key(of: day)
            // A period has one run.
            if runs.contains(where: { $0.workflow.name == workflow.name && $0.key == key }) { continue }
            let planned: ModelFields = [("day", .date(day)), ("at", .instant(at)), ("period", .text(key))]
            start(workflow, partition: "", key: key, occurrence: 1, planned, world, now, &lines)
        }
    }

    // MARK: Dates of records

    /// A record is named by an event, or its change is told.
    mutating func plan(
        _ type: String, _ id: String, _ partition: String, _ world: ModelWorld, _ now: Seconds,
        _ lines: inout [String]
    ) {
        for workflow in workflows {
            guard case .recordDate(let start) = workflow.start, start.type == type else { continue }
            let isKnown: (KnownDate) -> Bool = {
                $0.workflow == workflow.name && $0.partition == partition && $0.record == id
            }
            if !dates.contains(where: isKnown) {
                dates.append(KnownDate(workflow: workflow.name, partition: partition, record: id))
            }
            for index in dates.indices where isKnown(dates[index]) { plan(index, world, now, &lines) }
        }
    }

    /// Looks at the record's date: it is still to come, or its time has come.
    mutating func plan(_ index: Int, _ world: ModelWorld, _ now: Seconds, _ lines: inout [String]) {
        let known = dates[index]
        dates[index].date = nil
        dates[index].planned = nil
        guard let workflow = workflows.first(where: { $0.name == known.workflow }),
            case .recordDate(let start) = workflow.start
        else { return }
        let last = runs.lastIndex {
            $0.workflow.name == workflow.name && $0.key == known.record && $0.partition == known.partition
        }
        if case .never = workflow.again, last != nil { return }

        var planned: ModelFields = [("record", .record(start.type, known.record))]
        var scope = ModelScope(event: planned, now: now, zone: settings.zone)
        for read in workflow.records {
            scope.records.append((read.name, read.id(scope).text.flatMap { world.record(read.type, $0) }))
        }
        scope.zone = settings.zone(scope) ?? settings.zone
        guard let date = start.from(scope).date, !known.decided.contains(date) else { return }
        let day = CivilTime.day(date, plus: start.offset)
        let at = scope.zone.instant(day, at: start.atTime)
        if at > now {
            dates[index].date = date
            dates[index].planned = at
            return
        }
        dates[index].decided.append(date)
        let isOver = now > scope.zone.instant(at, plus: .businessDays(1))
        if known.date != date, isOver { return }
        if let condition = workflow.condition, condition(scope) != true { return }
        planned += [("day", .date(day)), ("at", .instant(at)), ("date", .date(date))]
        if let last {
            let event = ModelEvent(id: "", type: workflow.event, fields: planned)
            deliver(event, triggers: true, to: last, world, now, &lines)
        } else {
            self.start(
                workflow, partition: known.partition, key: known.record, occurrence: 1, planned, world, now, &lines)
        }
    }
}

extension BegunSchedule {
    func write(to writer: inout FingerprintWriter) {
        writer.text(workflow)
        writer.number(since)
        writer.number(last)
    }
}

extension KnownDate {
    func write(to writer: inout FingerprintWriter) {
        for text in [workflow, partition, record] { writer.text(text) }
        writer.number(date)
        writer.number(planned)
        writer.number(decided.count)
        for day in decided { writer.number(day) }
    }
}
