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
    package let zone: Zone
    package let calendar: BusinessCalendar
    /// How late a timer may fire and still act as planned (S6).
    package let grace: Period
    /// How long an ended run can be reopened, where its workflow does not say (S7).
    package let reopenWithin: Period
    /// The delays of a call that states none (S3).
    package let retry: Retry
    package let digester: any Digesting
    package let matcher: (any PatternMatcher)?

    package init(
        tenant: Text, identity: Digest, zone: Zone, calendar: BusinessCalendar, grace: Period, reopenWithin: Period,
        retry: Retry, digester: any Digesting, matcher: (any PatternMatcher)?
    ) {
        self.tenant = tenant
        self.identity = identity
        self.zone = zone
        self.calendar = calendar
        self.grace = grace
        self.reopenWithin = reopenWithin
        self.retry = retry
        self.digester = digester
        self.matcher = matcher
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
        EvaluationEnvironment(now: now, today: try? civilDate(now), calendar: calendar, patterns: matcher)
    }

    func civilDate(_ instant: Instant) throws(DateError) -> CivilDate { try zone.civil(at: instant).date }

    /// A local time that a clock change skips is moved past the gap; one that occurs twice is the first.
    func instant(_ date: CivilDate, _ time: CivilTime) throws(DateError) -> Instant {
        try zone.instant(of: CivilDateTime(date, time))
    }

    /// Calendar units first, on the civil date; then business days; then the exact part.
    func adding(_ period: Period, to date: CivilDate) throws(DateError) -> CivilDate {
        let moved = try date.adding(months: Int(period.months)).adding(days: Int(period.days))
        guard period.businessDays != 0 else { return moved }
        return try calendar.adding(businessDays: Int(period.businessDays), to: moved)
    }

    func adding(_ period: Period, to instant: Instant) throws(DateError) -> Instant {
        let exact = try ExactDuration(seconds: period.seconds)
        if period.isExact { return try instant.adding(exact) }
        let local = try zone.civil(at: instant)
        let date = try adding(period, to: local.date)
        return try zone.instant(of: CivilDateTime(date, local.time)).adding(exact)
    }
}
