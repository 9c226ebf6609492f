import Amounts
import Billing
import Checking
public import Dates
public import Encoding
public import Hosting
public import Ingest
import Machine
import Runner

/// The reference billing book as a host: what each primitive means, in memory. It serves where there is no billing system yet, and in
/// tests of one.
///
/// The book has no clock: `now` says when the calls that follow are made, and the date of it is the date on its documents.
public struct ReferenceBook: BillingHost {
    private var book: Book
    private let rules: Rules

    public init(_ rules: Rules) {
        book = rules.book()
        self.rules = rules
    }

    /// The names of the primitives that the book carries out, in the order of their files.
    public static var primitives: [String] { Book.primitives.sorted() }

    /// The names of the events that change its records; others are taken and change nothing.
    public static var events: [String] { Book.knownEvents.sorted() }

    /// The time of what happens now. It never goes back: an earlier time changes nothing.
    public var now: Instant {
        get { book.now }
        set { book.moveClock(to: newValue) }
    }

    /// Changes the records as an event tells that it happened.
    ///
    /// - Returns: why the event cannot have happened; then nothing is changed.
    public mutating func record(_ event: Event) -> (problem: Text, field: Text?)? {
        book.moveClock(to: event.time)
        do throws(Refusal) {
            try book.apply(event.type, event.data)
            return nil
        } catch { return (error.outcome, error.field) }
    }

    /// Sets fields of a record as they are given, as a system that hands over does; a record that is not there is made.
    ///
    /// - Returns: whether records of that type are declared.
    public mutating func give(_ type: Text, _ id: Text, _ fields: [NamedValue]) -> Bool {
        (try? book.set(type, id, fields)) != nil
    }

    public mutating func perform(_ calls: [Call]) async -> [Answer] { calls.map { book.perform($0) } }

    public mutating func read(_ queries: [Query]) async -> [HostRecord?] { queries.map { book.record($0) } }

    public mutating func answers(toKeys keys: [Text]) async -> [Answer] {
        keys.map { book.known($0) ?? .absent }
    }

    /// The events that the calls made since this was asked before have led to, as the signatures say under `then`: a billing system tells
    /// them of its own accord. They are to be delivered like every other event, and not to be recorded: they have happened in the book.
    public mutating func takeEvents() -> [Event] {
        book.takeFollowing().compactMap { told in
            guard let delivered = DeliveredEvent(told: told.key, told.type, told.data, rules.routes) else { return nil }
            return Event(
                source: delivered.source, id: told.key, type: told.type, time: told.at, data: delivered.data)
        }
    }

    // MARK: What the book holds

    /// All records of a type, in the order of their ids.
    public func records(of type: Text) -> [HostRecord] { book.records(of: type) }

    /// An account of the ledger with its balance.
    public struct Balance: Hashable, Sendable {
        public var account: Text
        /// The code of the currency.
        public var currency: String
        /// Debits less credits, in smallest units of the currency.
        public var minorUnits: Int128
    }

    /// Every account with its balance, in the order of names and currencies.
    public var balances: [Balance] {
        book.balances.map { Balance(account: $0.account, currency: $0.currency.code, minorUnits: $0.amount) }
    }

    /// The ledger as lines of JSON, a posting a line, in the order in which they were made.
    public var ledger: [String] { book.ledgerLines() }

    /// The invoices, debit notes, credit notes and payments as lines of JSON, in the order of kinds and ids.
    public var documents: [String] { book.documentLines() }

    /// What does not agree in the book, in words; nothing in a book that is right.
    public var problems: [String] { book.problems() }

    /// A message in the outbox.
    public struct Message: Hashable, Sendable {
        public var at: Instant
        public var to: Text
        /// The address, if one is known.
        public var address: Text?
        public var notice: Text
        public var about: Text
    }

    /// The messages that were sent since they were taken before.
    public mutating func takeMessages() -> [Message] {
        book.takeMessages().map {
            Message(at: $0.at, to: $0.to, address: $0.address, notice: $0.notice, about: $0.about)
        }
    }
}
