package import Amounts
package import Dates
package import Encoding

/// The names of the accounts that the book itself posts to.
package enum Account {
    /// What customers owe on posted documents.
    package static let receivable = Text("receivable")
    package static let cash = Text("cash")
    package static let revenue = Text("revenue")
    /// Tax that was billed and is owed to the state.
    package static let tax = Text("tax")
    package static let badDebt = Text("bad_debt")
    /// Money of customers that is matched with no invoice.
    package static let unapplied = Text("unapplied")
    package static let lateFees = Text("late_fees")
    package static let interest = Text("interest")
    /// What is owed to those who have a share in a payment, and what that costs.
    package static let payable = Text("payable")
    package static let shares = Text("revenue_shares")
    /// What was there before the book began: records that were given.
    package static let opening = Text("opening")
}

/// One amount moved from the credit of an account to the debit of another. It balances by its form.
package struct Posting: Hashable, Sendable {
    /// Of the entry: the postings that one call makes have one number. Counted from 1, without gaps.
    package var entry: Int
    package var on: CivilDate
    package var debit: Text
    package var credit: Text
    /// In smallest units of the currency; above zero.
    package var amount: Int64
    package var currency: Currency
    /// The document or payment that it is about.
    package var about: Text
    /// The primitive or event that made it.
    package var by: Text
}

/// The double-entry ledger: balances of every account by currency, and the postings that have led to them.
struct Ledger: Sendable {
    struct Key: Hashable, Sendable {
        var account: Text
        var currency: Currency
    }

    /// Debits less credits.
    private(set) var balances: [Key: Int128] = [:]
    /// All since the start, or since they were taken.
    private(set) var postings: [Posting] = []
    private(set) var entryCount = 0
    /// The postings of the call that is being made.
    private(set) var open: [Posting] = []
    /// Whether postings are kept; the balances are in any case.
    var keepsPostings = true

    mutating func post(
        debit: Text, credit: Text, _ amount: Minor, _ currency: Currency, about: Text, by: Text, on: CivilDate
    ) {
        guard amount != 0 else { return }
        let (debit, credit) = amount > 0 ? (debit, credit) : (credit, debit)
        open.append(
            Posting(
                entry: entryCount + 1, on: on, debit: debit, credit: credit, amount: abs(amount), currency: currency,
                about: about, by: by))
    }

    mutating func discard() { if !open.isEmpty { open.removeAll(keepingCapacity: true) } }

    mutating func commit() {
        guard !open.isEmpty else { return }
        entryCount += 1
        for posting in open {
            balances[Key(account: posting.debit, currency: posting.currency), default: 0] += Int128(posting.amount)
            balances[Key(account: posting.credit, currency: posting.currency), default: 0] -= Int128(posting.amount)
        }
        if keepsPostings { postings += open }
        open.removeAll(keepingCapacity: true)
    }

    mutating func takePostings() -> [Posting] {
        defer { postings = [] }
        return postings
    }

    func balance(_ account: Text, _ currency: Currency) -> Int128 {
        balances[Key(account: account, currency: currency)] ?? 0
    }

    /// Every account with its balance, in the order of names and currencies.
    var sortedBalances: [(account: Text, currency: Currency, amount: Int128)] {
        balances.map { ($0.key.account, $0.key.currency, $0.value) }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
    }
}
