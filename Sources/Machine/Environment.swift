package import Dates
package import Encoding
package import Evaluation
package import Program

/// What a run may know besides its program, its records and its inputs: an immutable value whose digest stands in every
/// journal entry (S11). A class for the same reason as a program: it is handed on at each advance.
package final class Environment: Sendable {
    package let tenant: Text
    /// The digest of all that follows, made by whoever assembled it.
    package let identity: Digest
    /// The zone of the runs; where the settings leave it to a record, that of the runs whose record does not say one.
    package let zone: Zone
    /// Whether a run whose record names no zone has `zone`; else it cannot go on.
    package let hasZone: Bool
    /// The zones that expressions may name.
    package let zones: ZoneTable
    package let calendar: BusinessCalendar
    /// How late a timer may fire and still act as planned (S6).
    package let grace: Period
    /// How long an ended run can be reopened, where its workflow does not say (S7).
    package let reopenWithin: Period
    /// The delays of a call that states none (S3).
    package let retry: Retry
    package let people: People
    package let digester: any Digesting
    package let matcher: (any PatternMatcher)?
    private let evaluation: EvaluationEnvironment

    package init(
        tenant: Text, identity: Digest, zone: Zone, calendar: BusinessCalendar, grace: Period, reopenWithin: Period,
        retry: Retry, digester: any Digesting, matcher: (any PatternMatcher)?, people: People = People(),
        zones: ZoneTable = .empty,
        hasZone: Bool = true
    ) {
        self.tenant = tenant
        self.identity = identity
        self.zone = zone
        self.hasZone = hasZone
        self.zones = zones
        self.calendar = calendar
        self.grace = grace
        self.reopenWithin = reopenWithin
        self.retry = retry
        self.people = people
        self.digester = digester
        self.matcher = matcher
        evaluation = EvaluationEnvironment(zones: zones, calendar: calendar, patterns: matcher)
    }

    /// The same environment as an object of its own, for the reason that `Program` has.
    package convenience init(_ other: Environment) { self.init(other, in: other.zone, hasZone: other.hasZone) }

    private convenience init(_ other: Environment, in zone: Zone, hasZone: Bool) {
        self.init(
            tenant: other.tenant, identity: other.identity, zone: zone, calendar: other.calendar, grace: other.grace,
            reopenWithin: other.reopenWithin, retry: other.retry, digester: other.digester, matcher: other.matcher,
            people: other.people, zones: other.zones, hasZone: hasZone)
    }

    /// The same in the time zone of a run, whose record may name one; `nil` if it cannot be found.
    func ofRun(named name: Text?) -> Environment? {
        guard let name else { return hasZone ? self : nil }
        return inZone(name)
    }

    /// The same in the zone of this name; `nil` if there is none.
    private func inZone(_ name: Text) -> Environment? {
        if name.string == zone.name { return self }
        guard let zone = name == Text("UTC") ? .utc : zones[name.string] else { return nil }
        return Environment(self, in: zone, hasZone: true)
    }
}

/// A digest function given to the pure core, which links no C library.
package protocol Digesting: Sendable {
    func digest(_ bytes: [UInt8]) -> Digest
}

/// Time arithmetic in the run's zone and calendar. All of it fails rather than guesses: beyond the years that the calendar
/// covers, and beyond the year 9999.
extension Environment {
    /// What expressions may know of the world: the run's own clock, and what the environment holds.
    func evaluation(at now: Instant) -> EvaluationEnvironment {
        evaluation.at(now, try? civilDate(now))
    }

    package func civilDate(_ instant: Instant) throws(DateError) -> CivilDate { try zone.civil(at: instant).date }

    /// A local time that a clock change skips is moved past the gap; one that occurs twice is the first.
    package func instant(_ date: CivilDate, _ time: CivilTime) throws(DateError) -> Instant {
        try zone.instant(of: CivilDateTime(date, time))
    }

    /// Calendar units first, on the civil date; then business days; then the exact part.
    package func adding(_ period: Period, to date: CivilDate) throws(DateError) -> CivilDate {
        // Most periods are of days alone.
        let inMonth = period.months == 0 ? date : try date.adding(months: Int(period.months))
        let moved = try inMonth.adding(days: Int(period.days))
        guard period.businessDays != 0 else { return moved }
        return try calendar.adding(businessDays: Int(period.businessDays), to: moved)
    }

    package func adding(_ period: Period, to instant: Instant) throws(DateError) -> Instant {
        let exact = try ExactDuration(seconds: period.seconds)
        if period.isExact { return try instant.adding(exact) }
        let local = try zone.civil(at: instant)
        let date = try adding(period, to: local.date)
        return try zone.instant(of: CivilDateTime(date, local.time)).adding(exact)
    }
}
