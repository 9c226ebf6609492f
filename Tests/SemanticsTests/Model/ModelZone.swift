/// The clocks of a place: how far they are ahead of UTC, and when that changes.
struct ModelZone: Equatable, Sendable {
    struct Change: Equatable, Sendable {
        /// The first second with the new offset.
        var at: Seconds
        var offset: Seconds
    }

    var name: String
    /// Seconds ahead of UTC before the first change.
    var offset: Seconds
    var changes: [Change] = []

    static let utc = ModelZone(name: "UTC", offset: 0)

    /// What the clocks show, as seconds since they would have shown 1970-01-01T00:00.
    func shown(at instant: Seconds) -> Seconds {
        var result = instant + offset
        for change in changes where change.at <= instant { result = instant + change.offset }
        return result
    }

    func day(of instant: Seconds) -> CivilDay { CivilTime.day(of: shown(at: instant)) }

    /// When the clocks first show a time of a day. A time that they skip comes as much later as they skip.
    func instant(_ day: CivilDay, at time: Seconds) -> Seconds {
        let wanted = day * 86_400 + time
        var found: [Seconds] = []
        var before = offset
        for change in [Change(at: Int.min, offset: offset)] + changes {
            let candidate = wanted - change.offset
            if shown(at: candidate) == wanted { found.append(candidate) }
            let isSkipped = change.at != Int.min && change.at + before <= wanted && wanted < change.at + change.offset
            if isSkipped { found.append(wanted - before) }
            before = change.offset
        }
        return found.min() ?? wanted
    }

    /// The instant that lies a period after another; days keep the time of day.
    func instant(_ start: Seconds, plus period: ModelPeriod) -> Seconds {
        if case .seconds(let count) = period { return start + count }
        let day = day(of: start)
        return instant(CivilTime.day(day, plus: period), at: shown(at: start) - day * 86_400)
    }
}

/// What the settings of a trial say of time zones.
struct ModelSettings: Sendable {
    /// The zone of the runs; where it is found through a record, that of runs whose record names none.
    var zone = ModelZone.utc
    /// Gives the name of a run's zone.
    var zoneOfRun: ModelExpression?
    /// Those that a record may name.
    var zones: [ModelZone] = []

    /// In UTC.
    static let ordinary = ModelSettings()

    /// The zone of a run with these records; nothing if they name one that is not known.
    func zone(_ scope: ModelScope) -> ModelZone? {
        guard let name = zoneOfRun?(scope).text else { return zone }
        return ([zone, .utc] + zones).first { $0.name == name }
    }
}
