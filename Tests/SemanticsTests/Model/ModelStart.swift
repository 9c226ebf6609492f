/// What starts the runs of a workflow.
enum ModelStart: Sendable {
    /// An event, or a person's demand, which comes as one.
    case event
    case schedule(ModelSchedule)
    case recordDate(ModelRecordDate)
}

/// S6: some days, each at the same time of day.
struct ModelSchedule: Sendable {
    enum Missed: Sendable {
        case latest
        case skip
        case each
    }

    /// Whether a run starts on a day.
    var includes: @Sendable (CivilDay) -> Bool
    var atTime: Seconds
    var missed = Missed.each
    /// The key of a day's run is its month.
    var isMonthly = false

    func key(of day: CivilDay) -> String {
        let text = CivilTime.text(day: day)
        return isMonthly ? String(text.prefix(7)) : text
    }
}

/// S6: so long before or after a date of a record.
struct ModelRecordDate: Sendable {
    var type: String
    var from: ModelExpression
    var offset: ModelPeriod
    var atTime: Seconds
}

/// A schedule that has begun.
struct BegunSchedule: Sendable {
    var workflow: String
    /// When the shell told the time first.
    var since: Seconds
    /// The last day that was started or passed over.
    var last: CivilDay?
}

/// A record that is known to a workflow whose runs are counted from its date.
struct KnownDate: Sendable {
    var workflow: String
    var partition: String
    var record: String
    /// The date whose time is still to come.
    var date: CivilDay?
    var planned: Seconds?
    /// The dates whose time has come, whether a run started or not.
    var decided: [CivilDay] = []
}
