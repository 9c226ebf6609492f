import Checking
import Compiling
import Dates
import Definitions
import Digests
import Encoding
import Evaluation
import Foundation
import Hosting
import Machine
import Program
import Runner
import SourceText
import Stores
import TestSupport

/// The real machine behind the protocol that the model has: the files of `Workflows/` read, checked, compiled, and run by
/// `Runner.step` in a memory shell for each partition.
struct MachineEngine: Engine {
    private var house: House
    private let later: House?
    private var partitions: [Partition] = []

    private struct Partition {
        var name: Text
        var shell: MemoryPartition<WorldRecords>
    }

    init(_ workflows: [ModelWorkflow], later: [ModelWorkflow] = [], _ settings: ModelSettings = .ordinary) {
        house = House.of(workflows.map(\.name), settings)
        self.later = later.isEmpty ? nil : House.of(later.map { "later/\($0.name)" }, settings, after: house)
    }

    // MARK: Inputs

    mutating func take(_ input: EngineInput, _ world: ModelWorld) -> [String] {
        for index in partitions.indices { partitions[index].shell.records.world = world }
        switch input {
        case .event(let source, let id, let type, let fields, let at):
            let partition = Text(field("customer", of: fields).text ?? "")
            add(partition, world)
            let event = DeliveredEvent(
                source: Text(source), id: Text(id), type: Text(type), data: house.shapes.record(type, nil, fields),
                names: fields.compactMap { RecordKey($0.value) })
            return partitions.indices.flatMap { index in
                partitions[index].name == partition ? deliver(.event(event), at, to: index, event: id) : []
            }
        case .tick(let to):
            return partitions.indices.flatMap { index in
                var lines: [String] = []
                while let run = partitions[index].shell.timer(upTo: instant(to)) {
                    lines += deliver(.timer(run), to, to: index)
                }
                return lines
            }
        case .answer(let key, let answer, let at):
            guard let id = RunID(key: Text(key)) else { return ["late \(key)"] }
            for index in partitions.indices where partitions[index].shell.allRuns.contains(where: { $0.id == id }) {
                return deliver(.answer(key: Text(key), Answer(answer)), at, to: index)
            }
            return ["late \(id.shown)"]
        case .decision(let decision, let at):
            let kind: Decision.Kind =
                decision.kind == .approve ? .approve(step: Text(decision.step)) : .refuse(step: Text(decision.step))
            let content = Decision(
                kind, by: Text(decision.person), roles: decision.roles.map { Text($0) }, comment: Text(decision.comment)
            )
            let lines = decide(decision.run, content, at)
            return lines ?? ["denied \(decision.step) \(decision.person) nothing to decide"]
        case .again(let run, let at):
            return decide(run, Decision(.again, by: Text("someone"), roles: [], comment: Text()), at) ?? []
        case .cancel(let run, let at):
            return decide(run, Decision(.cancel, by: Text("someone"), roles: [], comment: Text()), at) ?? []
        case .begin(let at):
            add(Text(), world)
            return deliver(.clock, at, to: 0)
        case .publish:
            if let later { house = later }
            return []
        case .recordChanged(let type, let id, let at):
            return everywhere(.recordChanged(RecordKey(type: Text(type), id: Text(id))), at)
        }
    }

    /// There is such a partition; the one without a name is the first.
    private mutating func add(_ name: Text, _ world: ModelWorld) {
        guard !partitions.contains(where: { $0.name == name }) else { return }
        let shell = MemoryPartition(records: WorldRecords(world: world, shapes: house.shapes))
        partitions.append(Partition(name: name, shell: shell))
        partitions.sort { $0.name < $1.name }
    }

    private mutating func everywhere(_ content: Delivery.Content, _ at: Seconds) -> [String] {
        partitions.indices.flatMap { deliver(content, at, to: $0) }
    }

    /// Nothing if there is no such run.
    private mutating func decide(_ run: String, _ decision: Decision, _ at: Seconds) -> [String]? {
        guard let id = RunID(key: Text("t/" + run)) else { return nil }
        for index in partitions.indices where partitions[index].shell.allRuns.contains(where: { $0.id == id }) {
            return deliver(.decision(id, decision), at, to: index)
        }
        return nil
    }

    private mutating func deliver(
        _ content: Delivery.Content, _ at: Seconds, to index: Int, event: String? = nil
    ) -> [String] {
        let delivery = Delivery(at: instant(at), content)
        guard let changes = try? house.runner.step(delivery, &partitions[index].shell) else { return ["nothing"] }
        partitions[index].shell.commit(changes)
        if changes.isDuplicate { return ["duplicate \(event ?? "")"] }
        return changes.missed.map { "missed \($0.run.unnumbered)" }
            + changes.runs.flatMap { lines($0, partitions[index].shell.records.world) }
    }

    // MARK: What can be seen

    mutating func view() -> EngineView {
        var view = EngineView()
        var lines: [String] = []
        for index in partitions.indices {
            for state in partitions[index].shell.allRuns {
                let name = state.id.shown
                switch state.phase {
                case .suspended(let suspension): lines.append("\(name) suspended \(suspension.reason.name)")
                case .dormant(let until, _): lines.append("\(name) dormant until \(until)")
                case .ended(let result): lines.append("\(name) ended \(result)")
                case .calling(let key, _):
                    lines.append("\(name) in flight \(key)")
                    view.inFlight.append(key.string)
                default: lines.append("\(name) waiting" + (state.nextWake.map { " until \($0)" } ?? ""))
                }
            }
            if let timer = partitions[index].shell.nextTimer().map({ Int($0.seconds) }) {
                view.nextTimer = min(view.nextTimer ?? timer, timer)
            }
        }
        view.summary = lines.joined(separator: "\n")
        return view
    }

    func saved() -> [UInt8] {
        var encoder = CanonicalEncoder()
        encoder.beginArray(count: partitions.count + 1)
        // Which programs are current is the environment's, not the state's; two engines that differ in it are not alike.
        encoder.encode(house.runner.programs.map(\.identity))
        for partition in partitions {
            encoder.beginArray(count: 2)
            encoder.encode(partition.name)
            encoder.encode(bytes: partition.shell.canonicalBytes())
        }
        return encoder.bytes
    }

    func restored(from bytes: [UInt8]) -> MachineEngine? {
        var engine = self
        engine.partitions = []
        do throws(CanonicalDecodingError) {
            try CanonicalDecoder.decode(bytes) { (decoder) throws(CanonicalDecodingError) in
                var elements = try decoder.beginArray()
                _ = decoder.nextElement(&elements)
                _ = try decoder.decodeArray(of: Digest.self)
                while decoder.nextElement(&elements) {
                    try decoder.beginArray(count: 2)
                    let name: Text = try decoder.decode()
                    let shell = try MemoryPartition(
                        records: WorldRecords(world: ModelWorld(), shapes: house.shapes),
                        canonicalBytes: try decoder.decodeBytes())
                    engine.partitions.append(Partition(name: name, shell: shell))
                    decoder.endArray()
                }
            }
        } catch {
            return nil
        }
        return engine
    }

    // MARK: Lines

    private func lines(_ change: Changes.RunChange, _ world: ModelWorld) -> [String] {
        let run = change.id.shown
        guard let program = house.runner.program(of: change.state) else { return [] }
        func name(_ step: StepIndex) -> String { program.steps[step].name.string }
        return change.trace.compactMap { entry in
            switch entry {
            case .effect(let index): return line(change.effects[index], run, world)
            case .skipped(let step): return "skipped \(name(step))"
            case .passed(let sequence, let stage):
                return "passed \(name(sequence)) \(program.stageName(stage, in: sequence) ?? Text())"
            case .missed(let sequence, let stage, _):
                return "missed \(name(sequence)) \(program.stageName(stage, in: sequence) ?? Text())"
            case .denied(let step, let person, let denial): return "denied \(step) \(person) \(denial.rawValue)"
            case .reopened: return "reopened \(run)"
            case .late: return "late \(run)"
            case .dropped(let event): return "dropped \(run) \(event)"
            case .anchorMoved, .pauseBegan, .pauseEnded, .outcome, .decided, .ruled, .took: return nil
            }
        }
    }

    private func line(_ effect: Effect, _ run: String, _ world: ModelWorld) -> String? {
        switch effect {
        case .call(let call):
            let assuming = call.assuming.map { "\($0.type)/\($0.id)@\($0.revision)" }.joined(separator: ", ")
            return "call \(call.key) \(call.primitive) \(shown(call.inputs, world))"
                + (assuming.isEmpty ? "" : " assuming \(assuming)")
        case .inquire(let key, _): return "inquire \(key)"
        case .ask(let request): return "ask \(request.step) level \(request.level) \(request.role) \(request.count)"
        case .remind(let request): return "remind \(request.step) level \(request.level)"
        case .escalate(let request): return "escalate \(request.step) level \(request.level) to \(request.role)"
        case .flag(let request): return "flag \(request.step) to \(request.to)"
        case .emit(_, let type, let data): return "emit \(type) \(shown(data, world))"
        case .suspended(let suspension): return "suspended \(run) \(suspension.reason.name)"
        case .itemFailed(let step, let item, let suspension):
            return "failed \(run) \(step)[\(item)] \(suspension.reason.name)"
        case .ended(let result): return "ended \(run) \(result)"
        case .dormant(let until): return "dormant \(run) until \(until)"
        case .succeeded: return nil
        }
    }

    private func shown(_ values: [NamedValue], _ world: ModelWorld) -> String {
        let parts = values.map { item -> String in
            guard let text = item.value.asText else { return "\(item.name): \(item.value)" }
            let record = world.records.first { $0.id == text.string }
            return "\(item.name): " + (record.map { "\($0.type)/\($0.id)" } ?? "\"\(text)\"")
        }
        return "{" + parts.joined(separator: ", ") + "}"
    }
}

// MARK: - From the model's world to values

/// The billing system of a test, as a shell reads it.
struct WorldRecords: RecordSource {
    var world: ModelWorld
    let shapes: TestShapes

    mutating func read(_ query: Query) -> HostRecord? {
        guard let record = world.record(query.type.string, query.id.string) else { return nil }
        return HostRecord(
            id: query.id, revision: Int64(record.revision), value: shapes.record(record.type, record.id, record.fields))
    }
}

extension WorldRecords {
    mutating func list(_ query: ListQuery) -> ListPage? {
        let all = world.records.filter { record in
            record.type == query.type.string && query.after.map { $0 < Text(record.id) } ?? true
        }.sorted { Text($0.id) < Text($1.id) }
        var page: [HostRecord] = []
        for record in all.prefix(query.limit) {
            if let found = read(Query(type: query.type, id: Text(record.id))) { page.append(found) }
        }
        return ListPage(page, isLast: all.count <= query.limit)
    }
}

struct TestShapes: Sendable {
    let shapes: Shapes

    func record(_ type: String, _ id: String?, _ fields: ModelFields) -> Value {
        let demand = "demand of "
        let name = type.hasPrefix(demand) ? "the inputs of \(type.dropFirst(demand.count))" : type
        guard let shape = shapes.shape(name) else { return .absent }
        return .record(
            shape,
            shape.fields.map { known in
                if known.name == Text("id"), let id { return .string(id) }
                return value(field(known.name.string, of: fields))
            })
    }

    private func value(_ value: ModelValue) -> Value {
        switch value {
        case .absent: .absent
        case .bool(let bool): .bool(bool)
        case .int(let int): .int(Int64(int))
        case .text(let text): .string(text)
        case .date(let day): (try? CivilDate(daysSinceEpoch: day)).map { .date($0) } ?? .absent
        case .instant(let seconds): .timestamp(instant(seconds))
        case .list(let values): .list(values.map(self.value))
        case .record(_, let id): .string(id)
        }
    }
}

private func instant(_ seconds: Seconds) -> Instant { (try? Instant(seconds: Int64(seconds))) ?? .epoch }

extension RecordKey {
    init?(_ value: ModelValue) {
        guard case .record(let type, let id) = value else { return nil }
        self.init(type: Text(type), id: Text(id))
    }
}

extension Answer {
    init(_ answer: ModelAnswer) {
        self =
            switch answer {
            case .outcome(let name): .outcome(Text(name), .absent)
            case .transient: .transient
            case .unknown: .unknown
            case .absent: .absent
            case .deferred: .deferred
            case .stale: .stale
            }
    }
}

extension RunID {
    /// The run's name without the tenant.
    fileprivate var shown: String { String(text.string.dropFirst(tenant.utf8Count + 1)) }

    /// The same without the occurrence.
    fileprivate var unnumbered: String { String(shown.prefix { $0 != "#" }) }
}

// MARK: - The files

/// Some workflows compiled with all that they need; made once for each set of names.
final class House: Sendable {
    let runner: Runner
    let shapes: TestShapes

    private struct Failure: Error, CustomStringConvertible { var description: String }
    private static let cache = HouseCache()

    static func of(_ names: [String], _ settings: ModelSettings = .ordinary, after earlier: House? = nil) -> House {
        cache.house(names, settings, after: earlier)
    }

    private static func zone(_ zone: ModelZone) throws -> Zone {
        try Zone(
            name: zone.name, initialOffsetSeconds: Int32(zone.offset),
            transitions: zone.changes.map {
                Zone.Transition(seconds: Int64($0.at), offsetSeconds: Int32($0.offset))
            }, rule: nil)
    }

    /// What the model knows of people.
    private static func people() throws -> People {
        People(
            roles: ModelPeople.roles.map { People.Role(Text($0.role), $0.people.map { Text($0) }) },
            absences: try ModelPeople.absences.map {
                People.Absence(
                    Text($0.person), from: try CivilDate(year: 2026, month: 3, day: $0.from),
                    until: try CivilDate(year: 2026, month: 3, day: $0.until), delegate: Text($0.delegate))
            })
    }

    fileprivate init(_ names: [String], _ settings: ModelSettings, after earlier: House?) throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Workflows")
        let common = try FileManager.default.contentsOfDirectory(
            at: folder.appendingPathComponent("common"), includingPropertiesForKeys: nil)
        let urls = names.map { folder.appendingPathComponent("\($0).yaml") } + common.sorted { $0.path < $1.path }
        let files = try urls.map { SourceFile(name: $0.lastPathComponent, bytes: [UInt8](try Data(contentsOf: $0))) }
        let library = Library(files)
        let shapes = Shapes(library)
        var diagnostics = library.diagnostics
        let rules = rulebooks(library, shapes)
        diagnostics += rules.diagnostics
        let byRun = settings.zoneOfRun == nil ? nil : library.settings.first { $0.heading.name.value == "zones" }
        var programs: [Program] = []
        for workflow in library.workflows {
            let (checked, found) = WorkflowChecker.check(
                workflow, library, shapes, settings: byRun, rulebooks: rules.all)
            diagnostics += found
            guard let checked else { continue }
            let compiled = Compiler.compile(checked) { Digests.sha256($0) }
            diagnostics += compiled.diagnostics
            if let program = compiled.program { programs.append(program) }
        }
        guard programs.count == names.count, !diagnostics.contains(where: { $0.severity == .error }) else {
            throw Failure(
                description: diagnostics.map { "\($0.place.file.name): \($0.code.id) \($0.message)" }.joined(
                    separator: "\n"))
        }
        let weekend = try BusinessCalendar(name: "weekdays", holidays: [], years: 1...9999)
        runner = Runner(
            environment: Environment(
                tenant: Text("t"), identity: Digests.sha256([]), zone: try Self.zone(settings.zone), calendar: weekend,
                grace: try Period(businessDays: 1), reopenWithin: try Period(days: 120), retry: .standard,
                digester: SHA256(), matcher: nil, people: try Self.people(),
                zones: try ZoneTable(try settings.zones.map(Self.zone))), current: programs,
            earlier: earlier?.runner.programs ?? [])
        self.shapes = TestShapes(shapes: shapes)
    }
}

private struct SHA256: Digesting {
    func digest(_ bytes: [UInt8]) -> Digest { Digests.sha256(bytes) }
}

private final class HouseCache: @unchecked Sendable {
    private var houses: [[String]: House] = [:]
    private let lock = NSLock()

    func house(_ workflows: [String], _ settings: ModelSettings, after earlier: House?) -> House {
        let names = workflows + [settings.zone.name] + (settings.zoneOfRun == nil ? [] : settings.zones.map(\.name))
        lock.lock()
        defer { lock.unlock() }
        if let known = houses[names] { return known }
        do {
            let house = try House(workflows, settings, after: earlier)
            houses[names] = house
            return house
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            preconditionFailure("the workflows do not compile")
        }
    }
}
