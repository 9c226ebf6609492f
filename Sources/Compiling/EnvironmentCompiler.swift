package import Checking
package import Dates
package import Definitions
import Encoding
package import Evaluation
package import Machine
import Program
package import SourceText
import YAMLReading

/// Makes the environment of a tenant's runs (S11) out of the settings and the calendar that they name.
package struct EnvironmentCompiler {
    /// What the pure core cannot make itself, given by whoever links the C libraries.
    package struct Tools: Sendable {
        package var digester: any Digesting
        package var matcher: (any PatternMatcher)?
        /// Finds a time zone by its name.
        package var zone: @Sendable (String) -> Zone?
        /// Only what is wrong is asked for: the environment has no identity, and nothing is to be run in it.
        package var isForFindings = false
        /// All time zones, for settings and workflows that find them by a record or an expression.
        package var zones: @Sendable () -> ZoneTable

        package init(
            digester: any Digesting, matcher: (any PatternMatcher)?, zone: @escaping @Sendable (String) -> Zone?,
            zones: @escaping @Sendable () -> ZoneTable = { .empty }
        ) {
            self.digester = digester
            self.matcher = matcher
            self.zone = zone
            self.zones = zones
        }
    }

    private let library: Library
    private let tools: Tools
    private var diagnostics: [Diagnostic] = []

    /// - Parameter tenant: the settings whose `applies_to` names it are taken, else those that apply to all.
    /// - Returns: no environment if there are no such settings or an error stands in the way.
    package static func compile(
        _ library: Library, tenant: String, _ tools: Tools
    ) -> (environment: Environment?, diagnostics: [Diagnostic]) {
        guard let settings = settings(for: tenant, in: library) else { return (nil, []) }
        var compiler = EnvironmentCompiler(library: library, tools: tools)
        let environment = compiler.environment(settings, tenant)
        return (environment, compiler.diagnostics)
    }

    /// The latest version of the settings that hold for a tenant.
    package static func settings(for tenant: String, in library: Library) -> SettingsDefinition? {
        let own = library.settings.filter { $0.appliesTo.contains { $0.value == tenant } }
        let all = library.settings.filter { $0.appliesTo.isEmpty }
        return (own.isEmpty ? all : own).max { $0.heading.version.value < $1.heading.version.value }
    }

    private init(library: Library, tools: Tools) {
        self.library = library
        self.tools = tools
    }

    private mutating func environment(_ settings: SettingsDefinition, _ tenant: String) -> Environment? {
        let zone = zone(settings)
        let found = calendar(settings)
        let grace = period(settings.grace, silent: (businessDays: 1, days: 0))
        let reopenWithin = period(settings.reopenWithin, silent: (businessDays: 0, days: 120))
        guard let zone, let (calendar, definition) = found, let grace, let reopenWithin else { return nil }
        var needsZones = false
        if case .expression = settings.timezone.value { needsZones = true }
        let identity =
            tools.isForFindings
            ? [] : Identity.bytes(of: settings.node, as: .settings) + Identity.bytes(of: definition.node, as: .calendar)
        return Environment(
            tenant: Text(tenant), identity: tools.digester.digest(identity), zone: zone, calendar: calendar,
            grace: grace, reopenWithin: reopenWithin, retry: settings.retry.map { Retry($0) } ?? .standard,
            digester: tools.digester, matcher: tools.matcher, people: People(settings),
            zones: needsZones || library.namesZones ? tools.zones() : .empty,
            hasZone: !needsZones || settings.fallbackTimezone != nil)
    }

    private mutating func zone(_ settings: SettingsDefinition) -> Zone? {
        switch settings.timezone.value {
        case .named(let name): return zone(name, settings.timezone.place)
        case .expression:
            guard let fallback = settings.fallbackTimezone else { return .utc }
            guard case .named(let name) = fallback.value else {
                report(
                    CheckingCodes.unknownName, fallback.place,
                    "The zone that holds where there is none has to be named.",
                    found: "\"\(fallback.node.text)\"",
                    expected: "the name of a time zone such as Europe/Berlin or UTC",
                    help: "Write the name of the place whose clocks are meant.")
                return nil
            }
            return zone(name, fallback.place)
        }
    }

    private mutating func zone(_ name: String, _ place: Place) -> Zone? {
        if let zone = tools.zone(name) { return zone }
        report(
            CheckingCodes.unknownName, place, "There is no time zone \"\(name)\".",
            found: "\"\(name)\"", expected: "the name of a time zone such as Europe/Berlin or UTC",
            help: "Write the name of the place whose clocks are meant.")
        return nil
    }

    private mutating func calendar(_ settings: SettingsDefinition) -> (BusinessCalendar, CalendarDefinition)? {
        let name = settings.calendar.value
        guard let definition = library.latest(library.calendars, \.heading, name) else {
            if library.isUnreadable(.calendar, name) { return nil }
            let known = Array(Set(library.calendars.map(\.heading.name.value))).sorted()
            report(
                CheckingCodes.unknownName, settings.calendar.place, "There is no calendar \"\(name)\".",
                found: "\"\(name)\"",
                expected: known.isEmpty
                    ? "the name of a calendar that a file defines"
                    : "one of " + known.map { "\"\($0)\"" }.joined(separator: ", "),
                help: didYouMean(name, among: known).map { "Write \"\($0)\"." }
                    ?? "Correct the name, or add the file that defines it.")
            return nil
        }
        do throws(DateError) {
            return (try BusinessCalendar(definition), definition)
        } catch {
            // What is wrong with a calendar was reported where it stands in its file.
            return nil
        }
    }

    private mutating func period(
        _ written: Written<Parametric<Period>>?, silent: (businessDays: Int, days: Int)
    ) -> Period? {
        guard let written else { return try? Period(days: silent.days, businessDays: silent.businessDays) }
        if let value = written.value.value { return value }
        report(
            CheckingCodes.notYet, written.place, "A parameter cannot stand in the settings themselves.",
            found: "\"\(written.node.text)\"", expected: "the value itself", help: "Write the value.")
        return nil
    }

    private mutating func report(
        _ code: DiagnosticCode, _ place: Place, _ message: String, found: String, expected: String, help: String
    ) {
        diagnostics.append(Diagnostic(code, at: place, message, found: found, expected: expected, help: help))
    }
}

extension Library {
    /// Whether an expression of a workflow or notice may ask for a date in a zone of its own.
    fileprivate var namesZones: Bool {
        workflows.contains { $0.heading.name.place.file.contains("date_in") }
            || notices.contains { $0.heading.name.place.file.contains("date_in") }
    }
}

extension People {
    init(_ settings: SettingsDefinition) {
        self.init(
            roles: settings.roles.map { role in
                Role(Text(role.name.value), role.people.map { $0.map { Text($0.value) } })
            },
            absences: settings.absences.map {
                Absence(
                    Text($0.person.value), from: $0.from.value, until: $0.until.value,
                    delegate: ($0.delegate?.value).map { Text($0) })
            })
    }
}

extension BusinessCalendar {
    init(_ definition: CalendarDefinition) throws(DateError) {
        try self.init(
            name: definition.heading.name.value,
            weekend: definition.weekend.reduce(into: WeekdaySet()) { $0.insert(WeekdaySet($1.value)) },
            holidays: definition.holidays.map(\.date.value), first: definition.from.value, last: definition.until.value)
    }
}
