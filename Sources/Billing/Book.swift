package import Amounts
package import Dates
package import Encoding
package import Evaluation
package import Hosting

// The book works on a scratch: a call reads records through it, and puts the changed ones, the postings, the numbers it took and the
// messages it sends into it. Only when all of the call has been done is the scratch kept; a refusal drops it. So nothing is ever half done,
// and no primitive has to know how to undo itself.

/// The reference billing book of one partition, in memory: what each primitive means.
///
/// It makes each call at most once under its key, and each business fact once whoever asks; it refuses a call that was decided on records
/// which have changed since; an act that the state of a document does not allow ends in an outcome with a name. Every change of money is an
/// entry in the ledger. Events of a history change the records as they happened.
///
/// `Documentation/Billing.md` says what each call means; `Rules/primitives` has the signatures.
package struct Book: Sendable {
    /// What the book remembers of what is over.
    package enum Retention: Hashable, Sendable {
        /// Everything: what a billing system does, and what tests and scenarios want.
        case everything
        /// For histories of millions of documents: an answer is forgotten with its run, movements after these days, postings and messages are kept only if
        /// `keepsOutput` says so and until they are taken, documents when they are archived and taken; until then those that have
        /// ended or are long overdue take some tens of bytes.
        case days(Int)
    }

    package let retention: Retention
    /// The currency that documents keep a rate to; their own if there is none.
    package let reportingCurrency: Currency?
    /// Stands in the numbers and ids that the book gives, so that those of two partitions differ.
    package var partition = Text()
    private let zone: Zone?
    /// Whether postings and messages are kept until they are taken. A history of millions of documents keeps them only if somebody takes them.
    package var keepsOutput: Bool { didSet { ledger.keepsPostings = keepsOutput } }
    /// What rates a quantity by the price of a name, if prices are known.
    package var pricing: (any Pricing)?

    /// The events that follow from calls, as the signatures say.
    package var follows: Set<Following> = []

    var customers = RecordTable<Customer>()
    var invoices = RecordTable<Invoice>()
    var payments = RecordTable<Payment>()
    /// The other tables.
    private var seldom = Seldom()
    /// Whether the call at work has changed any of those.
    private var hasChangedSeldom = false
    /// Records of types that only the author knows.
    var others: [Query: HostRecord] = [:]
    let shapes: [Text: Shape]

    var ledger = Ledger()
    var scratch = Scratch()
    var counters = Counters()
    /// The business facts that have happened.
    var facts: Set<Text> = []
    var noticesToday = NoticesOfDay()
    var outbox: [Message] = []
    /// What calls have told since it was taken before.
    var following: [ToldEvent] = []
    /// The business facts that calls have told, and no event of the history since; with the amount that they are about.
    var toldFacts: [Text: Value] = [:]
    var messageCount = 0
    /// By currencies: in the order of time.
    var rates: [RatePair: [Rate]] = [:]
    /// How often each card was tried: what the simulated gateway remembers.
    var attempts: [Text: Int] = [:]
    var closedUntil: CivilDate?
    /// Where the events that come most have their fields.
    var fields = KnownFields()
    var accounts: [AccountKey: AccountHistory] = [:]
    /// The invoices of each customer, and the id behind each number and reference that is not the id itself.
    var invoicesOf: [Text: [Text]] = [:]
    var invoiceByName: [Text: Text] = [:]
    /// The tax of the invoices that were taken out of the book.
    var forgottenTax: [Currency: Int128] = [:]

    private(set) var answers = AnswerBook()
    /// Whether paid documents are packed, and answers forgotten with the runs that have asked.
    private let forgetsEnded: Bool
    /// Whether a repeated call gets its first answer. Where the line to the book never fails, no call is repeated.
    package var remembersAnswers = true
    /// The invoices that have ended since the day began on which any was packed last.
    private var ended: [Text] = []
    private var endedOn: CivilDate?
    /// How many invoices were left when those that are long overdue were packed last.
    private var quietCount = 0
    /// What only some primitives read is not kept if it is known that they are not called: what has changed the accounts of customers, and
    /// which invoices a customer, a number or a reference has.
    private(set) var keepsMovements = true
    private(set) var keepsNames = true
    /// The records that calls have changed since this was asked before; not kept while events are applied.
    private var changed: [Query]? = []
    /// The records that events have changed in what is watched, since this was asked before; not kept unless somebody watches.
    private var told: [Query]?

    /// - Parameters:
    ///   - shapes: of the records, as their files declare them.
    ///   - zone: in which a day begins and ends; UTC without one.
    package init(
        shapes: [Shape], zone: Zone? = nil, reportingCurrency: Currency? = nil, retention: Retention = .everything,
        partition: Text = Text()
    ) {
        self.shapes = Dictionary(shapes.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.zone = zone
        self.reportingCurrency = reportingCurrency
        self.retention = retention
        self.partition = partition
        keepsOutput = retention == .everything
        forgetsEnded = retention != .everything
        ledger.keepsPostings = keepsOutput
        for shape in shapes { declare(shape) }
        hasChangedSeldom = false
    }

    private mutating func declare(_ shape: Shape) {
        switch RecordKind(rawValue: shape.name.string) {
        case .customer: customers.declare(shape)
        case .invoice: invoices.declare(shape)
        case .contract: contracts.declare(shape)
        case .subscription: subscriptions.declare(shape)
        case .usage: usages.declare(shape)
        case .payment: payments.declare(shape)
        case .creditNote: creditNotes.declare(shape)
        case .dispute: disputes.declare(shape)
        case .paymentPlan: paymentPlans.declare(shape)
        case .purchaseOrder: purchaseOrders.declare(shape)
        case .statement: statements.declare(shape)
        case .payout: payouts.declare(shape)
        case nil: break
        }
    }

    // MARK: Time

    /// The time of what happens now, and its date in the zone of the book.
    package private(set) var now = Instant.epoch
    private(set) var today = (try? CivilDate(year: 1970, month: 1, day: 1)) ?? .earliest

    /// It is this time now; never earlier than it was.
    package mutating func moveClock(to time: Instant) {
        guard time > now else { return }
        now = time
        if let zone {
            today = (try? zone.civil(at: time).date) ?? today
        } else {
            let (days, rest) = time.seconds.quotientAndRemainder(dividingBy: 86_400)
            today = (try? CivilDate(daysSinceEpoch: Int(days) - (rest < 0 ? 1 : 0))) ?? today
        }
    }

    // MARK: Calls

    /// A page of the records of a type, in the order of their identities. The conditions are not looked at: whoever asks looks at
    /// each record once more.
    package func page(_ query: ListQuery) -> ListPage {
        let all = records(of: query.type).filter { record in query.after.map { $0 < record.id } ?? true }
        return ListPage(Array(all.prefix(query.limit)), isLast: all.count <= query.limit)
    }

    /// The answer to the call that was made under a key, if there was one.
    package func known(_ key: Text) -> Answer? { answers[key] }

    /// Makes a call, or repeats the answer to the one that was made under its key.
    package mutating func perform(_ call: Call) -> Answer {
        if remembersAnswers, let answer = answers.answer(to: call) { return answer }
        if forgetsEnded { packEnded() }
        guard let primitive = Primitive.named(call.primitive) else { return .outcome(Self.unsupported, .absent) }
        for assumed in call.assuming {
            guard revision(assumed.type, assumed.id) == assumed.revision else { return .stale }
        }
        scratch.by = call.primitive
        // Only messages and events have it.
        if keepsOutput || !follows.isEmpty { scratch.key = call.key }
        let answer: Answer
        do throws(Refusal) {
            let done = try carryOut(primitive, Inputs(call))
            keepTold(of: call.primitive, done.outcome)
            keep()
            answer = .outcome(done.outcome, done.data)
        } catch {
            discard()
            // What the gateway could not do has not happened, and may be tried again.
            if error.outcome == Self.technical { return .transient }
            answer = .outcome(error.outcome, error.data)
        }
        if remembersAnswers { answers.remember(call, answer, untilItsRunEnds: forgetsEnded) }
        return answer
    }

    static let technical = Text("technical")
    private static let unsupported = Text("unsupported")

    private var retentionDays: Int? { if case .days(let days) = retention { days } else { nil } }

    /// The records that calls have changed since this was asked before, so that the runs that hold them can be told.
    package mutating func takeChanged() -> [Query] {
        defer { changed = [] }
        return changed ?? []
    }

    /// From now on `takeTold` says which records events have changed, as far as that can matter to who reads no more of them than this.
    ///
    /// - Parameter givesNoMore: the fields that are not among these are left out of what is read: making them takes time.
    package mutating func watch(_ types: [(type: Text, reading: Code.Reading)], givesNoMore: Bool) {
        told = []
        for (type, reading) in types where givesNoMore {
            // What most histories are made of.
            switch RecordKind.named(type) {
            case .customer: customers.read(only: reading)
            case .invoice: invoices.read(only: reading)
            default: break
            }
        }
        for (type, reading) in types {
            switch RecordKind.named(type) {
            case .customer: customers.watch(reading)
            case .invoice: invoices.watch(reading)
            case .contract: contracts.watch(reading)
            case .subscription: subscriptions.watch(reading)
            case .usage: usages.watch(reading)
            case .payment: payments.watch(reading)
            case .creditNote: creditNotes.watch(reading)
            case .dispute: disputes.watch(reading)
            case .paymentPlan: paymentPlans.watch(reading)
            case .purchaseOrder: purchaseOrders.watch(reading)
            case .statement: statements.watch(reading)
            case .payout: payouts.watch(reading)
            // No event changes a record of a type that only the author knows.
            case nil: break
            }
        }
        hasChangedSeldom = false
    }

    /// The records that events have changed since this was asked before; `nil` if nobody watches.
    package mutating func takeTold() -> [Query]? {
        guard let records = told else { return nil }
        if !records.isEmpty { told = [] }
        return records
    }

    // MARK: Events and given records

    /// Changes the records as an event of a history tells.
    ///
    /// - Throws: what about the event cannot have happened; then nothing is changed.
    package mutating func apply(_ type: Text, _ data: Value) throws(Refusal) {
        if forgetsEnded { packEnded() }
        scratch.by = type
        scratch.key = Text()
        do throws(Refusal) {
            try happen(type, data)
        } catch {
            discard()
            throw error
        }
        keepQuietly()
    }

    /// Sets fields of a record as they are given, and raises its revision; a record that is not there is made.
    ///
    /// - Throws: a type that is not declared.
    package mutating func set(_ type: Text, _ id: Text, _ fields: [NamedValue]) throws(Refusal) {
        guard let shape = shapes[type] else { throw Refusal("unknown_\(type)") }
        scratch.by = type
        switch RecordKind(rawValue: type.string) {
        case .customer: customers.set(id, fields)
        case .invoice: setInvoice(id, fields)
        case .contract: contracts.set(id, fields)
        case .subscription: subscriptions.set(id, fields)
        case .usage: setUsage(id, fields)
        case .payment: setPayment(id, fields)
        case .creditNote: creditNotes.set(id, fields)
        case .dispute: disputes.set(id, fields)
        case .paymentPlan: paymentPlans.set(id, fields)
        case .purchaseOrder: purchaseOrders.set(id, fields)
        case .statement: statements.set(id, fields)
        case .payout: payouts.set(id, fields)
        case nil: setOther(shape, id, fields)
        }
        keepQuietly()
    }

    private mutating func setOther(_ shape: Shape, _ id: Text, _ fields: [NamedValue]) {
        let query = Query(type: shape.name, id: id)
        let old = others[query]
        var slots = old?.value.slots.map(Array.init) ?? Array(repeating: Value.absent, count: shape.fields.count)
        for field in [NamedValue(Text("id"), .string(id))] + fields {
            if let slot = shape.slot(of: field.name) { slots[slot] = field.value }
        }
        others[query] = HostRecord(id: id, revision: (old?.revision ?? 0) + 1, value: .record(shape, slots))
    }

    // MARK: Keeping

    private mutating func keepQuietly() {
        let called = changed
        changed = nil
        keep()
        changed = called
    }

    private mutating func keep() {
        if keepsNames || forgetsEnded {
            for place in invoices.stagedPlaces {
                if keepsNames, invoices.rows[place].revision == 0, !invoices.hadBefore(invoices.rows[place].id) {
                    invoicesOf[invoices.rows[place].customer, default: []].append(invoices.rows[place].id)
                }
                if forgetsEnded, invoices.rows[place].endedOn != nil { ended.append(invoices.rows[place].id) }
            }
        }
        // Runs are told in this order.
        customers.commit(&changed, &told)
        invoices.commit(&changed, &told)
        if hasChangedSeldom { ownSeldom().commitAgreements(&changed, &told) }
        payments.commit(&changed, &told)
        if hasChangedSeldom {
            ownSeldom().commitOthers(&changed, &told)
            hasChangedSeldom = false
        }
        ledger.commit()
        keepScratch()
    }

    private mutating func keepScratch() {
        counters.commit()
        guard !scratch.isEmpty else { return }
        for fact in scratch.facts { facts.insert(fact) }
        if let notice = scratch.notice { noticesToday.insert(notice) }
        for (name, id) in scratch.names { invoiceByName[name] = id }
        for movement in scratch.movements {
            accounts[movement.account, default: AccountHistory()].append(movement.line, forgettingAfter: retentionDays)
        }
        for var message in scratch.messages {
            messageCount += 1
            message.number = messageCount
            if keepsOutput { outbox.append(message) }
        }
        scratch.reset()
    }

    /// No primitives but these will be called: what only the others would read is not kept from now on.
    package mutating func callsOnly(_ names: [Text]) {
        let called = names.compactMap { Primitive.named($0) }
        keepsMovements = called.contains(.issueStatement)
        keepsNames = called.contains(.matchPayment)
    }

    /// Nothing is asked for some time: memory that only makes reading faster is given up.
    package mutating func rest() {
        customers.rest()
        invoices.rest()
        payments.rest()
    }

    /// The run has ended whose calls have keys that begin so: it will not repeat any of them.
    package mutating func forgetAnswers(ofRun run: Text) { answers.forget(run) }

    /// Packs what ended before today; on the day itself something may still name it.
    private mutating func packEnded() {
        guard endedOn != today else { return }
        endedOn = today
        while let id = ended.popLast() {
            guard let row = invoices.row(id), invoices.rows[row].endedOn != nil, !invoices.rows[row].isDisputed else {
                continue
            }
            for payment in invoices.rows[row].payments { payments.pack(payment) }
            invoices.pack(id)
        }
        packQuiet()
    }

    /// Packs what is long overdue, when there are twice as many invoices as were left of them before: who looked each day would look at
    /// the same ones again and again.
    private mutating func packQuiet() {
        guard let days = retentionDays, invoices.rows.count > max(4, 2 * quietCount) else { return }
        guard let limit = try? today.adding(days: -days) else { return }
        for row in invoices.rows.indices.reversed() {
            if let date = invoices.rows[row].dueOn, date < limit { invoices.pack(invoices.rows[row].id) }
        }
        quietCount = invoices.rows.count
    }

    private mutating func discard() {
        customers.discard()
        invoices.discard()
        payments.discard()
        if hasChangedSeldom {
            ownSeldom().discard()
            hasChangedSeldom = false
        }
        ledger.discard()
        counters.discard()
        scratch.reset()
    }
}

/// The tables of what most histories have none of lie apart in one object, shared until it is changed: there are very many partitions,
/// each with its book.
extension Book {
    private final class Seldom: @unchecked Sendable {
        // Unchecked since the fields are variable; they are changed only while one book alone refers to them.
        var contracts = RecordTable<Contract>()
        var subscriptions = RecordTable<Subscription>()
        var usages = RecordTable<Usage>()
        var creditNotes = RecordTable<CreditNote>()
        var disputes = RecordTable<Dispute>()
        var paymentPlans = RecordTable<PaymentPlan>()
        var purchaseOrders = RecordTable<PurchaseOrder>()
        var statements = RecordTable<Statement>()
        var payouts = RecordTable<Payout>()

        init() {}

        init(copying other: Seldom) {
            contracts = other.contracts
            subscriptions = other.subscriptions
            usages = other.usages
            creditNotes = other.creditNotes
            disputes = other.disputes
            paymentPlans = other.paymentPlans
            purchaseOrders = other.purchaseOrders
            statements = other.statements
            payouts = other.payouts
        }

        func commitAgreements(_ changed: inout [Query]?, _ told: inout [Query]?) {
            contracts.commit(&changed, &told)
            subscriptions.commit(&changed, &told)
            usages.commit(&changed, &told)
        }

        func commitOthers(_ changed: inout [Query]?, _ told: inout [Query]?) {
            creditNotes.commit(&changed, &told)
            disputes.commit(&changed, &told)
            paymentPlans.commit(&changed, &told)
            purchaseOrders.commit(&changed, &told)
            statements.commit(&changed, &told)
            payouts.commit(&changed, &told)
        }

        func discard() {
            contracts.discard()
            subscriptions.discard()
            usages.discard()
            creditNotes.discard()
            disputes.discard()
            paymentPlans.discard()
            purchaseOrders.discard()
            statements.discard()
            payouts.discard()
        }
    }

    /// The tables for a change: this book's own.
    private mutating func ownSeldom() -> Seldom {
        if !isKnownUniquelyReferenced(&seldom) { seldom = Seldom(copying: seldom) }
        hasChangedSeldom = true
        return seldom
    }

    var contracts: RecordTable<Contract> {
        _read { yield seldom.contracts }
        _modify { yield &ownSeldom().contracts }
    }

    var subscriptions: RecordTable<Subscription> {
        _read { yield seldom.subscriptions }
        _modify { yield &ownSeldom().subscriptions }
    }

    var usages: RecordTable<Usage> {
        _read { yield seldom.usages }
        _modify { yield &ownSeldom().usages }
    }

    var creditNotes: RecordTable<CreditNote> {
        _read { yield seldom.creditNotes }
        _modify { yield &ownSeldom().creditNotes }
    }

    var disputes: RecordTable<Dispute> {
        _read { yield seldom.disputes }
        _modify { yield &ownSeldom().disputes }
    }

    var paymentPlans: RecordTable<PaymentPlan> {
        _read { yield seldom.paymentPlans }
        _modify { yield &ownSeldom().paymentPlans }
    }

    var purchaseOrders: RecordTable<PurchaseOrder> {
        _read { yield seldom.purchaseOrders }
        _modify { yield &ownSeldom().purchaseOrders }
    }

    var statements: RecordTable<Statement> {
        _read { yield seldom.statements }
        _modify { yield &ownSeldom().statements }
    }

    var payouts: RecordTable<Payout> {
        _read { yield seldom.payouts }
        _modify { yield &ownSeldom().payouts }
    }
}
