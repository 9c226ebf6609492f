/// A list of inputs as text, for the cases. One command a line:
///
/// ```
/// workflow NAME …                    which workflows there are; first
/// zone west, zone night, zone customer   in which time zone; UTC at first. Second
/// given TYPE ID field=value …        writes a record, without telling anybody
/// remove TYPE ID
/// at TIME, at +2h, at +3d            the time of the inputs that follow (2026-03-02T08:00:00Z, a Monday, at first)
/// event TYPE ID INVOICE field=value … an event of `billing` on an invoice and its customer; `source=x` names another
/// changed TYPE ID
/// tick TIME, tick next, tick next+3d, tick next-1s
/// answer ANSWER [KEY]                the only key in flight where none is named
/// approve STEP PERSON ROLE,… [RUN], refuse STEP PERSON ROLE,… [RUN]
/// begin                              a shell begins, or another one after it
/// ask WORKFLOW ID INVOICE field=value …  somebody starts a run
/// again [RUN], cancel [RUN]          the run of INV-1 where none is named
/// crash
/// show                               every run as the summary has it
/// ```
///
/// The output is each input after `> `, and what followed from it.
struct Script<E: Engine> {
    struct Problem: Error, CustomStringConvertible {
        var description: String
    }

    private var engine: E
    private var world: ModelWorld
    private var clock = CivilTime.day(year: 2026, month: 3, day: 2) * 86_400 + 8 * 3600
    private var defaultRun = ""
    private var output: [String] = []

    private static var zones: [String: ModelSettings] { ["west": .inWest, "night": .inNight, "customer": .byCustomer] }

    static func play(
        _ text: String, _ world: ModelWorld, _ engine: ([ModelWorkflow], ModelSettings) -> E
    ) throws -> String {
        var lines = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
            .filter { !$0.isEmpty && !$0[0].hasPrefix("#") }
        guard let first = lines.first, first[0] == "workflow", first.count > 1 else {
            throw Problem(description: "the first line should name the workflows")
        }
        let workflows = try first.dropFirst().map { name in
            guard let found = workflow(name) else { throw Problem(description: "there is no workflow \(name)") }
            return found
        }
        lines.removeFirst()
        var settings = ModelSettings.ordinary
        if let line = lines.first, line[0] == "zone", line.count == 2, let known = zones[line[1]] {
            settings = known
            lines.removeFirst()
        }
        var script = Script(engine: engine(workflows, settings), world: world, defaultRun: "\(first[1])/INV-1#1")
        for line in lines { try script.perform(line) }
        return script.output.joined(separator: "\n")
    }

    private init(engine: E, world: ModelWorld, defaultRun: String) {
        self.engine = engine
        self.world = world
        self.defaultRun = defaultRun
    }

    private mutating func perform(_ words: [String]) throws {
        let rest = Array(words.dropFirst())
        switch words[0] {
        case "given" where rest.count > 1: world.set(rest[0], rest[1], try rest.dropFirst(2).map(field))
        case "remove" where rest.count == 2: world.remove(rest[0], rest[1])
        case "at" where rest.count == 1: clock = try time(rest[0])
        case "event" where rest.count >= 3: take(try event(rest), words)
        case "begin" where rest.isEmpty: take(.begin(at: clock), words)
        case "ask" where rest.count >= 3: take(try event(["demand of \(rest[0])"] + rest.dropFirst()), words)
        case "changed" where rest.count == 2: take(.recordChanged(type: rest[0], id: rest[1], at: clock), words)
        case "tick" where rest.count == 1: try tick(rest[0])
        case "answer" where rest.count >= 1: try answer(rest, words)
        case "approve" where rest.count >= 3: take(try decision(.approve, rest), words)
        case "refuse" where rest.count >= 3: take(try decision(.refuse, rest), words)
        case "again": take(.again(run: rest.first ?? defaultRun, at: clock), words)
        case "cancel": take(.cancel(run: rest.first ?? defaultRun, at: clock), words)
        case "crash": try crash()
        case "show": output.append("> show\n\(engine.view().summary)")
        default: throw Problem(description: "cannot read \(words.joined(separator: " "))")
        }
    }

    private mutating func take(_ input: EngineInput, _ words: [String]) {
        output.append("> " + words.joined(separator: " "))
        output += engine.take(input, world)
    }

    private mutating func crash() throws {
        let bytes = engine.saved()
        guard let restored = engine.restored(from: bytes), restored.saved() == bytes else {
            throw Problem(description: "what was saved does not come back")
        }
        engine = restored
    }

    private mutating func tick(_ word: String) throws {
        if word.hasPrefix("next") {
            guard let next = engine.view().nextTimer else {
                output.append("> tick next: there is no timer")
                return
            }
            clock = next
            if word.count > 4 { clock = try time(String(word.dropFirst(4))) }
        } else {
            clock = try time(word)
        }
        take(.tick(to: clock), ["tick", CivilTime.text(clock)])
    }

    private mutating func answer(_ words: [String], _ line: [String]) throws {
        let answer: ModelAnswer
        switch words[0] {
        case "transient": answer = .transient
        case "unknown": answer = .unknown
        case "absent": answer = .absent
        case "deferred": answer = .deferred
        case "stale": answer = .stale
        default: answer = .outcome(words[0])
        }
        let keys = engine.view().inFlight
        if words.count == 1, keys.count != 1 { throw Problem(description: "in flight are \(keys)") }
        take(.answer(key: words.count > 1 ? words[1] : keys[0], answer, at: clock), line)
    }

    private func event(_ words: [String]) throws -> EngineInput {
        let customer = world.value("invoice", words[2], "customer")
        var source = "billing"
        var fields: ModelFields = [
            ("customer", customer == .absent ? .record("customer", "C-1") : customer),
            ("invoice", .record("invoice", words[2])),
        ]
        for word in words.dropFirst(3) {
            let (name, value) = try field(word)
            if name == "source" {
                source = value.text ?? source
            } else {
                fields.removeAll { $0.name == name }
                fields.append((name, value))
            }
        }
        return .event(source: source, id: words[1], type: words[0], fields: fields, at: clock)
    }

    private func decision(_ kind: DecisionKind, _ words: [String]) throws -> EngineInput {
        let decision = ModelDecision(
            run: words.count > 3 ? words[3] : defaultRun, step: words[0], kind: kind, person: words[1],
            roles: words[2].split(separator: ",").map(String.init))
        return .decision(decision, at: clock)
    }

    /// `balance=0`, `due_on=2026-03-10`, `disputed=true`, `levels=controller+2_of_cfo-office`, `levels=none`, `customer=customer/C-1`
    private func field(_ word: String) throws -> (name: String, value: ModelValue) {
        let halves = word.split(separator: "=", maxSplits: 1).map(String.init)
        guard halves.count == 2 else { throw Problem(description: "cannot read the field \(word)") }
        if halves[0] == "timezone" { return (halves[0], .text(halves[1])) }
        let text = halves[1].split(separator: "_").joined(separator: " ")
        if text == "true" || text == "false" { return (halves[0], .bool(text == "true")) }
        if let number = Int(text) { return (halves[0], .int(number)) }
        if let day = CivilTime.day(text) { return (halves[0], .date(day)) }
        if halves[0] == "levels" {
            return (halves[0], .list(text == "none" ? [] : text.split(separator: "+").map { .text(String($0)) }))
        }
        let parts = text.split(separator: "/").map(String.init)
        return (halves[0], parts.count == 2 ? .record(parts[0], parts[1]) : .text(text))
    }

    private func time(_ word: String) throws -> Seconds {
        if let instant = CivilTime.instant(word) { return instant }
        let units = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let last = word.last, let unit = units[String(last)], let count = Int(word.dropLast()) else {
            throw Problem(description: "cannot read the time \(word)")
        }
        return clock + count * unit
    }
}
