import Amounts
package import Dates
package import Encoding
import Hosting

/// What a call does beside changing records, until it is kept.
struct Scratch: Sendable {
    struct Movement: Sendable {
        var account: AccountKey
        var line: Statement.Line
    }

    /// The primitive or event that is at work, and the key of the call.
    var by = Text()
    var key = Text()
    var facts: [Text] = []
    var notice: Fingerprint?
    var names: [(name: Text, id: Text)] = []
    var movements: [Movement] = []
    var messages: [Message] = []
    var told: [(event: Book.Telling, data: [NamedValue])] = []

    var isEmpty: Bool {
        facts.isEmpty && notice == nil && names.isEmpty && movements.isEmpty && messages.isEmpty && told.isEmpty
    }

    mutating func reset() {
        guard !isEmpty else { return }
        if !facts.isEmpty { facts.removeAll(keepingCapacity: true) }
        notice = nil
        if !names.isEmpty { names.removeAll(keepingCapacity: true) }
        if !movements.isEmpty { movements.removeAll(keepingCapacity: true) }
        if !messages.isEmpty { messages.removeAll(keepingCapacity: true) }
        if !told.isEmpty { told.removeAll(keepingCapacity: true) }
    }
}

/// The last number that was given of each of some series. There are few series.
struct Counters: Sendable {
    private struct Counter: Sendable {
        var series: Text
        var kept: Int
        /// The same until the call at work takes one.
        var taken: Int
    }

    private var counters: [Counter] = []
    /// Whether the call at work has taken any.
    private var hasTaken = false

    /// The next number of a series, without gaps: it is taken only if the call is kept.
    mutating func next(_ series: Text) -> Int {
        hasTaken = true
        guard let place = counters.firstIndex(where: { $0.series == series }) else {
            counters.append(Counter(series: series, kept: 0, taken: 1))
            return 1
        }
        counters[place].taken += 1
        return counters[place].taken
    }

    mutating func commit() {
        guard hasTaken else { return }
        for place in counters.indices { counters[place].kept = counters[place].taken }
        hasTaken = false
    }

    mutating func discard() {
        guard hasTaken else { return }
        for place in counters.indices { counters[place].taken = counters[place].kept }
        hasTaken = false
    }
}

/// A message in the outbox: what would be handed to the mail system.
package struct Message: Hashable, Sendable {
    /// Counted from 1.
    package var number: Int
    package var at: Instant
    package var to: Text
    /// The address, if one is known.
    package var address: Text?
    /// The notice, or what stands for the sending of a document.
    package var notice: Text
    package var about: Text
    /// The key of the call that has sent it.
    package var key: Text
}

/// The account of a customer in a currency.
struct AccountKey: Hashable, Sendable {
    var customer: Text
    var currency: Currency
}

/// What has changed the account of a customer: billed amounts are above zero, what lowers the debt below.
struct AccountHistory: Sendable {
    /// The sum of what was before the movements that are kept.
    var carried: Int128 = 0
    /// The day before which movements were folded into `carried`.
    var carriedUntil: CivilDate?
    var movements: [Statement.Line] = []

    mutating func append(_ line: Statement.Line, forgettingAfter days: Int?) {
        movements.append(line)
        guard let days, movements.count >= 64, let limit = try? line.on.adding(days: -days) else { return }
        let kept = movements.firstIndex { $0.on >= limit } ?? movements.count
        guard kept >= 32 else { return }
        for old in movements[..<kept] { carried += Int128(old.amount) }
        movements.removeFirst(kept)
        carriedUntil = limit
    }
}

struct RatePair: Hashable, Sendable {
    var base: Currency
    var quote: Currency
}
