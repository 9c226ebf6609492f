import Billing
import Checking
import Compiling
import Dates
package import Definitions
import Digests
public import Encoding
public import Evaluation
public import Ingest
import Machine
import Mappings
import Notices
import Patterns
import Program
import Rules
import Runner
public import SourceText
import ZoneReading

/// Definition files that belong together, read and checked: workflows with the records, events, primitives, notices, settings and
/// calendars that they speak of.
///
/// A rule set is a value. Making it reads and checks everything and reports all that is wrong at once; `rules(for:)` makes what an
/// engine runs.
public struct RuleSet: Sendable {
    /// All that was found, in the order of files and places. Nothing can be run while an error is among it.
    public let diagnostics: [Diagnostic]
    let library: Library
    let shapes: Shapes
    let routes: EventRoutes
    /// The notices, and the calls that send them.
    let outlets: NoticeOutlets
    /// By program: the names of the values that it keeps.
    let slotNames: [Digest: [String]]
    /// By settings, since these give the parameters and the time zone of the runs.
    private let programs: [SettingsName: [Program]]
    private let zones: ZoneDatabase

    /// The rules as they are asked.
    let decisions: Decisions
    /// The prices among them, as the reference book asks them.
    let prices: PriceList

    /// Reads and checks files.
    ///
    /// - Parameters:
    ///   - files: definitions, and perhaps CSV files that tables of rules lie in.
    ///   - beside: finds a CSV file beside a rule by its path, if it is not among `files`; on the disk if silent.
    public init(_ files: [SourceFile], beside: (String) -> SourceFile? = RuleFiles.ifThere) {
        self.init(
            Workers.map(files.filter { !$0.name.hasSuffix(".csv") }) { DefinitionFile.read($0) },
            tables: files.filter { $0.name.hasSuffix(".csv") }, beside: beside)
    }

    /// Reads and checks files. Where no file declares a primitive, the standard ones hold, and the records and events that go with them.
    public init(completing files: [SourceFile]) { self.init(completing: files, for: .running) }

    init(completing files: [SourceFile], for purpose: Purpose) {
        self.init(
            Self.completed(Workers.map(files.filter { !$0.name.hasSuffix(".csv") }) { DefinitionFile.read($0) }),
            tables: files.filter { $0.name.hasSuffix(".csv") }, for: purpose, beside: RuleFiles.ifThere)
    }

    /// What the files are for.
    package enum Purpose: Sendable {
        case running
        /// They are only checked: nothing has an identity, so nothing is to be run.
        case findings
    }

    /// How much of what belongs together was read.
    package enum Extent: Sendable {
        case whole
        /// What some files need. What settings say is not checked, since they speak of much that was not read.
        case part
    }

    /// Checks files that were read before.
    package init(
        _ files: [DefinitionFile], tables: [SourceFile], for purpose: Purpose = .running, extent: Extent = .whole,
        beside: (String) -> SourceFile?
    ) {
        let library = Library(files, tables: tables, beside: beside)
        let shapes = Shapes(library)
        let routing = EventRouting(library, shapes)
        let zones = ZoneDatabase()
        // Workflows need the rules that they ask, and nothing of the rest.
        let (asked, (notices, others)) = Workers.both(
            { Decisions(library, shapes, for: purpose) }, { Self.others(library, shapes, zones, purpose, extent) })
        let workflows = Self.workflows(library, shapes, asked, purpose)
        decisions = asked
        prices = PriceList(decisions.rulebooks)
        var found = library.diagnostics + routing.diagnostics + decisions.diagnostics + others
        outlets = NoticeCompiler.outbox(library, notices)
        var programs: [SettingsName: [Program]] = [:]
        var slotNames: [Digest: [String]] = [:]
        var emitted: [AdvisedEvent] = []
        for result in workflows {
            found += result.diagnostics
            emitted += result.emitted
            for (settings, program) in result.programs { programs[settings, default: []].append(program) }
            for (identity, names) in result.slotNames { slotNames[identity] = names }
        }
        found += LibraryChecks.check(emitted, library)
        self.library = library
        self.shapes = shapes
        routes = routing.routes
        self.programs = programs
        self.slotNames = slotNames
        self.zones = zones
        diagnostics = found.sortedByPlace()
    }

    private static func workflows(
        _ library: Library, _ shapes: Shapes, _ decisions: Decisions, _ purpose: Purpose
    ) -> [WorkflowResult] {
        let rulebooks = Dictionary(
            decisions.rulebooks.map { ($0.name.string, $0) }, uniquingKeysWith: { first, _ in first })
        return Workers.map(library.workflows) {
            WorkflowResult($0, library, shapes, rulebooks, purpose)
        }
    }

    /// The notices, and what is found in all that is neither a rule nor a workflow.
    private static func others(
        _ library: Library, _ shapes: Shapes, _ zones: ZoneDatabase, _ purpose: Purpose, _ extent: Extent
    ) -> ([Notice], [Diagnostic]) {
        let (notices, noticeDiagnostics) = notices(library, shapes, purpose)
        var found = LibraryChecks.check(library, shapes)
        if extent == .whole { found += LibraryChecks.checkSettings(library) }
        found += noticeDiagnostics
        for mapping in library.mappings { found += resolve(mapping, library, shapes, zones, source: "").1 }
        guard extent == .whole else { return (notices, found) }
        for tenant in tenants(library) {
            // Which zones there are is asked when something runs; here only what the settings name matters.
            var tools = tools(zones)
            tools.zones = { .empty }
            tools.isForFindings = true
            found += EnvironmentCompiler.compile(library, tenant: tenant, tools).diagnostics
        }
        return (notices, found)
    }

    private static func notices(
        _ library: Library, _ shapes: Shapes, _ purpose: Purpose
    ) -> ([Notice], [Diagnostic]) {
        var notices: [Notice] = []
        var found: [Diagnostic] = []
        for definition in library.notices {
            let (checked, diagnostics) = NoticeChecker.check(definition, library, shapes)
            found += diagnostics
            guard let checked else { continue }
            let compiled = NoticeCompiler.compile(checked, isForFindings: purpose == .findings) { Digests.sha256($0) }
            found += compiled.diagnostics
            if let notice = compiled.notice { notices.append(notice) }
        }
        return (notices, found)
    }

    /// Reads and checks the files of these paths and, for folders, all that is below them. Where no file declares a primitive, the
    /// standard ones hold, and the records and events that go with them.
    public static func load(_ paths: [String]) throws(RuleFiles.Problem) -> RuleSet {
        RuleSet(completing: try RuleFiles.read(paths))
    }

    /// Nothing is wrong that stands in the way of running it.
    public var isSound: Bool { !diagnostics.contains { $0.severity == .error } }

    /// The names of the workflows, in order.
    public var workflows: [String] { Array(Set(library.workflows.map(\.heading.name.value))).sorted() }

    /// The names of the workflows that a file defines.
    public func workflows(in file: String) -> [String] {
        library.workflows.filter { $0.heading.name.place.file.name == file }.map(\.heading.name.value)
    }

    // MARK: For an engine

    /// Why nothing can be run.
    public enum NotReady: Error, Sendable, CustomStringConvertible {
        /// The files have errors: see `diagnostics`.
        case unsound(Int)
        case unknownWorkflow(String, known: [String])
        case noSettings(tenant: String)

        public var description: String {
            switch self {
            case .unsound(let count): "The files have \(count) error\(count == 1 ? "" : "s"). Mend them first."
            case .unknownWorkflow(let name, let known):
                "There is no workflow \"\(name)\". "
                    + (didYouMean(name, among: known).map { "Did you mean \"\($0)\"?" }
                        ?? (known.isEmpty
                            ? "No workflow was read."
                            : "There are: " + known.map { "\"\($0)\"" }.joined(separator: ", ") + "."))
            case .noSettings(let tenant):
                "No settings hold for the tenant \"\(tenant)\". Add a settings file that applies to it, or one without "
                    + "\"applies_to\" for all tenants."
            }
        }
    }

    /// What an engine runs for one tenant: the latest version of each workflow, and the settings that hold for the tenant.
    ///
    /// - Parameters:
    ///   - tenant: a name that the settings know under `applies_to`, or any name if settings hold for all.
    ///   - workflows: those that may run; all if `nil`.
    public func rules(for tenant: String = "main", only workflows: [String]? = nil) throws(NotReady) -> Rules {
        let errors = diagnostics.count { $0.severity == .error }
        guard errors == 0 else { throw .unsound(errors) }
        for name in workflows ?? [] where !self.workflows.contains(name) {
            throw .unknownWorkflow(name, known: self.workflows)
        }
        let environment = EnvironmentCompiler.compile(library, tenant: tenant, Self.tools(zones)).environment
        guard let environment, let settings = EnvironmentCompiler.settings(for: tenant, in: library) else {
            throw .noSettings(tenant: tenant)
        }
        var current: [Program] = []
        var earlier: [Program] = []
        for program in programs[SettingsName(settings)] ?? [] {
            let isLatest =
                library.workflow(program.workflow.string)?.heading.version.value == program.version
            let isAsked = workflows?.contains(program.workflow.string) ?? true
            if isLatest, isAsked { current.append(program) } else { earlier.append(program) }
        }
        return Rules(
            runner: Runner(environment: environment, current: current, earlier: earlier), routes: routes,
            shapes: shapes, prices: prices)
    }

    private static func tools(_ zones: ZoneDatabase) -> EnvironmentCompiler.Tools {
        EnvironmentCompiler.Tools(
            digester: SHA256(), matcher: RE2Matcher(), zone: { try? zones.zone(named: $0) },
            zones: { (try? zones.zoneNames()).flatMap { try? zones.table(of: $0) } ?? .empty })
    }

    /// What stands for the tenant where settings hold for all.
    static let commonTenant = "main"

    private static func tenants(_ library: Library) -> [String] {
        let named = library.settings.flatMap { $0.appliesTo.map(\.value) }
        let hasCommon = library.settings.contains { $0.appliesTo.isEmpty }
        return Set(named).sorted() + (hasCommon ? [commonTenant] : [])
    }

    // MARK: Settings

    /// One version of one settings file.
    fileprivate struct SettingsName: Hashable, Sendable {
        var name: String
        var version: Int

        init(_ settings: SettingsDefinition) {
            name = settings.heading.name.value
            version = settings.heading.version.value
        }
    }

    /// The settings under which a workflow is checked: one group if what they say makes no difference to it, else each alone.
    fileprivate static func settings(for workflow: WorkflowDefinition, _ library: Library) -> [[SettingsDefinition]] {
        let all = library.settings
        guard !all.isEmpty else { return [[]] }
        let readsParameters = workflow.heading.name.place.file.contains("parameters.")
        let findZones = all.contains { if case .expression = $0.timezone.value { true } else { false } }
        return readsParameters || findZones ? all.map { [$0] } : [all]
    }

    // MARK: For histories

    /// A mapping out of a file of its own, resolved against the events of this rule set.
    ///
    /// - Parameter source: what the events say they come from.
    /// - Returns: the mapping, unless an error stands in its way, and all that was found.
    public func mapping(_ file: SourceFile, source: String) -> (mapping: CSVMapping?, diagnostics: [Diagnostic]) {
        let read = DefinitionFile.read(file)
        guard case .mapping(let definition) = read.definition else {
            let notMapping = read.hasErrors ? [] : [Self.notMapping(read)]
            return (nil, read.diagnostics + notMapping)
        }
        let (mapping, diagnostics) = Self.resolve(definition, library, shapes, zones, source: source)
        return (read.hasErrors ? nil : mapping, read.diagnostics + diagnostics)
    }

    private static func resolve(
        _ definition: MappingDefinition, _ library: Library, _ shapes: Shapes, _ zones: ZoneDatabase, source: String
    ) -> (CSVMapping?, [Diagnostic]) {
        MappingResolver.resolve(definition, library, shapes, source: source) { try? zones.zone(named: $0) }
    }

    private static func notMapping(_ file: DefinitionFile) -> Diagnostic {
        Diagnostic(
            MappingCodes.notMapping, at: Place(file.file, Span(0..<0)), "This file does not define a mapping.",
            found: file.kind.map { "a file that defines \($0.schema.noun)" } ?? "a file that defines something else",
            expected: "a file that begins with \"mapping:\"",
            help: "Name the file that says which columns become which events.")
    }

    /// The shape of the data of an event or of a record, if a file declares it.
    public func shape(_ name: String) -> Shape? { shapes.shape(name) }
}

/// What comes of one workflow, whichever core has checked it.
private struct WorkflowResult: Sendable {
    var diagnostics: [Diagnostic]
    var emitted: [AdvisedEvent]
    var programs: [(RuleSet.SettingsName, Program)] = []
    var slotNames: [(Digest, [String])] = []

    init(
        _ workflow: WorkflowDefinition, _ library: Library, _ shapes: Shapes, _ rulebooks: [String: Rulebook],
        _ purpose: RuleSet.Purpose
    ) {
        (diagnostics, emitted) = LibraryChecks.check(workflow, library)
        diagnostics += Grants.check(workflow, library)
        for group in RuleSet.settings(for: workflow, library) {
            let (checked, found) = WorkflowChecker.check(
                workflow, library, shapes, settings: group.first, rulebooks: rulebooks)
            diagnostics.addNew(found)
            guard let checked else { continue }
            let compiled = Compiler.compile(checked, isForFindings: purpose == .findings) { Digests.sha256($0) }
            diagnostics.addNew(compiled.diagnostics)
            guard let program = compiled.program else { continue }
            for settings in group { programs.append((RuleSet.SettingsName(settings), program)) }
            slotNames.append((program.identity, checked.slotNames))
        }
    }
}

extension [Diagnostic] {
    /// What was found under one settings file is not said again of the next.
    fileprivate mutating func addNew(_ diagnostics: [Diagnostic]) {
        for diagnostic in diagnostics {
            let isKnown = contains {
                $0.code == diagnostic.code && $0.place.file === diagnostic.place.file
                    && $0.place.span == diagnostic.place.span && $0.message == diagnostic.message
            }
            if !isKnown { append(diagnostic) }
        }
    }
}

/// SHA-256, given to the core, which links no C library.
struct SHA256: Digesting {
    func digest(_ bytes: [UInt8]) -> Digest { Digests.sha256(bytes) }
}

/// The workflows of a rule set as they run for one tenant.
public struct Rules: Sendable {
    let runner: Runner
    let routes: EventRoutes
    let shapes: Shapes
    let prices: PriceList

    /// The reference book of one partition, empty: the records that are declared, the zone of the settings, and the prices.
    func book(_ retention: Book.Retention = .everything) -> Book {
        var book = Book(shapes: shapes.records, zone: runner.environment.zone, retention: retention)
        book.pricing = prices
        book.follows = Set(routes.following.map { Following($0.primitive, $0.outcome, $0.event) })
        return book
    }

    /// The events that the rules know: those that a file declares.
    public var eventTypes: [Text] { routes.types }

    /// An event as the runner takes it; nothing if no file declares its type.
    func delivered(_ event: Event) -> DeliveredEvent? {
        DeliveredEvent(source: event.source, id: event.id, type: event.type, data: event.data, routes)
    }
}
