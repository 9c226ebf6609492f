// The life cycles as tables: what may be done to a document in each of its states, and what it is called that it may not.
//
// A primitive asks its row here before it does anything, so that a transition which no row allows cannot happen, and its outcome has the name
// that the signature lists. The tests take the same rows to demand a case for each of them.

/// Where an invoice stands.
enum InvoiceState: UInt8, CaseIterable, Sendable {
    case draft, posted, sent, partiallyPaid, paid, disputed, credited, writtenOff, void, archived

    var word: String {
        switch self {
        case .draft: "draft"
        case .posted: "posted"
        case .sent: "sent"
        case .partiallyPaid: "partially_paid"
        case .paid: "paid"
        case .disputed: "disputed"
        case .credited: "credited"
        case .writtenOff: "written_off"
        case .void: "void"
        case .archived: "archived"
        }
    }

    init?(word: String) {
        guard let state = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = state
    }

    /// The outcome of a call that this state does not allow.
    var refusal: String {
        switch self {
        case .draft: "not_posted"
        case .posted: "already_posted"
        case .sent: "already_sent"
        case .partiallyPaid: "partly_paid"
        case .paid: "already_paid"
        case .disputed: "in_dispute"
        case .credited: "already_credited"
        case .writtenOff: "already_written_off"
        case .void: "already_void"
        case .archived: "already_archived"
        }
    }

    /// Whether it still waits for money.
    var isOpen: Bool { self == .posted || self == .sent || self == .partiallyPaid || self == .disputed }
}

/// What is done to an invoice.
enum InvoiceAct: String, CaseIterable, Sendable {
    case edit, post, send, void, charge, match, credit, debit, fee, writeOff, openDispute, moveDueDate, startPlan,
        matchOrder

    /// The states in which it may be done.
    var allowed: [InvoiceState] {
        switch self {
        case .edit, .post: [.draft]
        case .send: [.posted, .partiallyPaid, .paid, .disputed]
        case .void: [.draft, .posted, .sent, .disputed]
        case .charge, .fee, .writeOff, .startPlan: [.posted, .sent, .partiallyPaid]
        case .match, .moveDueDate: [.posted, .sent, .partiallyPaid, .disputed]
        case .credit, .debit: [.posted, .sent, .partiallyPaid, .paid, .disputed]
        case .openDispute: [.posted, .sent, .partiallyPaid, .paid]
        case .matchOrder: [.draft, .posted]
        }
    }
}

extension InvoiceState {
    func check(_ act: InvoiceAct) throws(Refusal) {
        guard act.allowed.contains(self) else { throw Refusal(refusal, field: "invoice") }
    }
}

/// Where a payment stands: what has become of its money.
enum PaymentState: String, CaseIterable, Sendable {
    case unmatched
    case partlyMatched = "partly_matched"
    case matched, refunded, reversed

    func check(_ act: PaymentAct) throws(Refusal) {
        guard !act.allowed.contains(self) else { return }
        throw Refusal(self == .matched ? "already_matched" : "already_\(rawValue)", field: "payment")
    }
}

enum PaymentAct: String, CaseIterable, Sendable {
    case match, refund, reverse, split

    var allowed: [PaymentState] {
        self == .match ? [.unmatched, .partlyMatched] : [.unmatched, .partlyMatched, .matched]
    }
}

/// Where a subscription stands.
enum SubscriptionState: String, CaseIterable, Sendable {
    case active, suspended, cancelled

    func check(_ act: SubscriptionAct) throws(Refusal) {
        guard !act.allowed.contains(self) else { return }
        throw Refusal(self == .active ? "not_suspended" : "already_\(rawValue)", field: "subscription")
    }
}

enum SubscriptionAct: String, CaseIterable, Sendable {
    case change, renew, nextPeriod, coTerm, suspend, resume, cancel, recordUsage

    var allowed: [SubscriptionState] {
        switch self {
        case .change, .renew, .nextPeriod, .coTerm, .suspend: [.active]
        case .resume: [.suspended]
        case .cancel: [.active, .suspended]
        case .recordUsage: [.active, .suspended, .cancelled]
        }
    }
}

enum ContractState: String, CaseIterable, Sendable {
    case active, ended

    func check() throws(Refusal) {
        if self == .ended { throw Refusal("already_ended", field: "contract") }
    }
}

enum DisputeState: String, CaseIterable, Sendable {
    case open, upheld, rejected, withdrawn
}

enum PlanState: String, CaseIterable, Sendable {
    case active, kept, broken
}

extension Book {
    /// The states of each type of record that has a life cycle, in their order.
    package static var lifeCycles: [String: [String]] {
        [
            "invoice": InvoiceState.allCases.map(\.word), "payment": PaymentState.allCases.map(\.rawValue),
            "subscription": SubscriptionState.allCases.map(\.rawValue),
            "contract": ContractState.allCases.map(\.rawValue), "payment_plan": PlanState.allCases.map(\.rawValue),
        ]
    }

    /// For each act on an invoice the states in which it may be done.
    package static var invoiceTransitions: [(act: String, allowed: [String])] {
        InvoiceAct.allCases.map { ($0.rawValue, $0.allowed.map(\.word)) }
    }
}
