/// Everything around an engine at one moment of a trial: the billing system, the clock, and what the model shows.
struct Situation: Sendable {
    var world: ModelWorld
    var clock: Seconds
    /// The first of the trial's workflows; its run of INV-1 is the one that people speak of.
    var workflow: String
    var events = 0
    var lastEvent: EngineInput?
    var lastKey: String?
    var inFlight: [String] = []
    var nextTimer: Seconds?

    var run: String { "\(workflow)/INV-1#1" }
    var isOwed: Bool { (world.value("invoice", "INV-1", "balance") > 0) == true }
    var isPaid: Bool { (world.value("invoice", "INV-1", "balance") > 0) == false }

    /// All that an act can depend on.
    func write(to writer: inout FingerprintWriter) {
        for number in [clock, events, world.records.count] { writer.number(number) }
        for record in world.records {
            writer.text(record.type)
            writer.text(record.id)
            writer.number(record.revision)
            writer.fields(record.fields)
        }
        // The other fields are made anew from what the model shows, but for these.
        writer.text(lastKey ?? "")
        guard case .event(_, let id, let type, let fields, let at) = lastEvent else { return }
        writer.text(id)
        writer.text(type)
        writer.fields(fields)
        writer.number(at)
    }

    mutating func event(
        _ type: String, _ invoice: String = "INV-1", amount: Int? = nil, earlier: Seconds = 0
    ) -> EngineInput {
        events += 1
        var fields: ModelFields = [
            ("customer", world.value("invoice", invoice, "customer")), ("invoice", .record("invoice", invoice)),
        ]
        if let amount { fields.append(("amount", .int(amount))) }
        let input = EngineInput.event(
            source: "billing", id: "e\(events)", type: type, fields: fields, at: clock - earlier)
        lastEvent = input
        return input
    }
}

/// One thing that can happen. A maker looks at the situation, may change it (a payment is booked), and says what the
/// engines get; nil where it cannot happen now.
struct Act: Sendable {
    enum Move: Sendable {
        case input(EngineInput)
        /// Only the world changed, and nobody was told.
        case nothing
    }

    var name: String
    var make: @Sendable (inout Situation) -> Move?

    init(_ name: String, _ make: @escaping @Sendable (inout Situation) -> Move?) {
        self.name = name
        self.make = make
    }
}

extension Act {
    static func event(
        _ type: String, _ invoice: String = "INV-1", amount: Int? = nil, earlier: Seconds = 0
    ) -> Act {
        let size = amount.map { " of \($0)" } ?? ""
        return Act("event \(type) \(invoice)\(size)\(earlier > 0 ? " from the past" : "")") {
            .input($0.event(type, invoice, amount: amount, earlier: earlier))
        }
    }

    static let sameEvent = Act("the same event again") { situation in situation.lastEvent.map { .input($0) } }

    /// The money is there and the event tells.
    static let pay = Act("pay") { situation in
        guard situation.isOwed else { return nil }
        situation.world.set("invoice", "INV-1", [("balance", .int(0))])
        return .input(situation.event("payment.received", amount: 100))
    }

    /// The money is there and nobody has told yet.
    static let payUnseen = Act("pay unseen") { situation in
        guard situation.isOwed else { return nil }
        situation.world.set("invoice", "INV-1", [("balance", .int(0))])
        return .nothing
    }

    static let reverse = Act("reverse the payment") { situation in
        guard situation.isPaid else { return nil }
        situation.world.set("invoice", "INV-1", [("balance", .int(100))])
        return .input(situation.event("payment.reversed"))
    }

    /// A field of a record changes, and the record's change is told.
    static func change(
        _ type: String, _ id: String, _ name: String, _ value: @escaping @Sendable (ModelValue) -> ModelValue
    ) -> Act {
        Act("change \(name) of \(type)/\(id)") { situation in
            let old = situation.world.value(type, id, name)
            situation.world.set(type, id, [(name, value(old))])
            return .input(.recordChanged(type: type, id: id, at: situation.clock))
        }
    }

    /// A field of a record changes, and nobody has told yet.
    static func unseen(
        _ type: String, _ id: String, _ name: String, _ value: @escaping @Sendable (ModelValue) -> ModelValue
    ) -> Act {
        Act("change \(name) of \(type)/\(id) unseen") { situation in
            let old = situation.world.value(type, id, name)
            situation.world.set(type, id, [(name, value(old))])
            return .nothing
        }
    }

    static func toggle(_ type: String, _ id: String, _ name: String) -> Act {
        change(type, id, name) { .bool(!$0.isTrue) }
    }

    static func moveDue(_ days: Int) -> Act {
        change("invoice", "INV-1", "due_on") { .date(($0.date ?? 0) + days) }
    }

    static func touch(_ type: String, _ id: String) -> Act {
        Act("touch \(type)/\(id)") { .input(.recordChanged(type: type, id: id, at: $0.clock)) }
    }

    /// The record disappears, or comes back as it was at first.
    static func lose(_ type: String, _ id: String) -> Act {
        Act("lose or find \(type)/\(id)") { situation in
            if situation.world.record(type, id) == nil {
                situation.world.set(type, id, ordinaryWorld.record(type, id)?.fields ?? [])
            } else {
                situation.world.remove(type, id)
            }
            return .input(.recordChanged(type: type, id: id, at: situation.clock))
        }
    }

    static let loseCustomer = lose("customer", "C-1")
    static let loseInvoice = lose("invoice", "INV-1")

    /// The clock reaches the next timer, or a time before or after it.
    static func tick(_ name: String, _ offset: Seconds) -> Act {
        Act("tick \(name)") { situation in
            guard let timer = situation.nextTimer, timer + offset >= situation.clock else { return nil }
            situation.clock = timer + offset
            return .input(.tick(to: situation.clock))
        }
    }

    static let tick = tick("exactly", 0)
    static let tickEarly = tick("early", -1)
    static let tickLate3 = tick("3 days late", 3 * 86_400)
    static let tickLate40 = tick("40 days late", 40 * 86_400)

    /// Time passes, and nothing else.
    static func pass(_ seconds: Seconds) -> Act {
        Act("\(seconds / 3600) hours pass") { situation in
            situation.clock += seconds
            return .input(.tick(to: situation.clock))
        }
    }

    static func answer(_ answer: ModelAnswer) -> Act {
        let name = if case .outcome(let outcome) = answer { outcome } else { "\(answer)" }
        return Act("answer \(name)") { situation in
            guard let key = situation.inFlight.first else { return nil }
            situation.lastKey = key
            return .input(.answer(key: key, answer, at: situation.clock))
        }
    }

    static let accepted = answer(.outcome("accepted"))
    static let declined = answer(.outcome("declined"))

    static let lateAnswer = Act("answer a key once more") { situation in
        guard let key = situation.lastKey, !situation.inFlight.contains(key) else { return nil }
        return .input(.answer(key: key, .outcome("accepted"), at: situation.clock))
    }

    static func decide(_ kind: DecisionKind, _ person: String, _ roles: String..., step: String = "release") -> Act {
        Act("\(kind) by \(person)") { situation in
            let decision = ModelDecision(run: situation.run, step: step, kind: kind, person: person, roles: roles)
            return .input(.decision(decision, at: situation.clock))
        }
    }

    /// It happens in the very moment at which a timer is to fire, before the timer (S5).
    static func onTime(_ act: Act) -> Act {
        Act("\(act.name), when a timer is due") { situation in
            guard let timer = situation.nextTimer, timer >= situation.clock else { return nil }
            situation.clock = timer
            return act.make(&situation)
        }
    }

    /// It happens some days later, before any timer that was to fire in between (S5).
    static func later(_ days: Int, _ act: Act) -> Act {
        Act("\(act.name), \(days) days later") { situation in
            situation.clock += days * 86_400
            return act.make(&situation)
        }
    }

    /// It comes with a time that has passed already: a clock that goes back, or a message that lay about (S5).
    static func fromThePast(_ act: Act) -> Act {
        Act("\(act.name), two days ago") { situation in
            situation.clock -= 2 * 86_400
            defer { situation.clock += 2 * 86_400 }
            return act.make(&situation)
        }
    }

    /// Another event under the identity of the last one (S8).
    static let otherContent = Act("other content under the same identity") { situation in
        guard case .event(let source, let id, _, let fields, let at) = situation.lastEvent else { return nil }
        return .input(.event(source: source, id: id, type: "payment.received", fields: fields, at: at))
    }

    /// The same identity, given by another source: another event (S8).
    static let otherSource = Act("the same event from another source") { situation in
        guard case .event(_, let id, let type, let fields, let at) = situation.lastEvent else { return nil }
        return .input(.event(source: "bank", id: id, type: type, fields: fields, at: at))
    }

    /// An answer to what nobody has asked: another step of the run, another run, and no key at all.
    static func stray(_ key: String) -> Act {
        Act("an answer to \(key)") {
            .input(.answer(key: "t/\($0.workflow)/\(key)", .outcome("accepted"), at: $0.clock))
        }
    }

    static let strayAnswers = [stray("INV-1#1/nothing/1"), stray("INV-9#1/post/1")]

    static let publish = Act("publish") { _ in .input(.publish) }

    static let again = Act("do again") { .input(.again(run: $0.run, at: $0.clock)) }
    static let cancel = Act("cancel") { .input(.cancel(run: $0.run, at: $0.clock)) }
}
