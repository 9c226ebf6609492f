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

/// The names of what changes the account of a customer very often.
enum Movement {
    static let invoice = Text("invoice")
    static let debitNote = Text("debit_note")
    static let payment = Text("payment")
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
    struct Balance: Sendable {
        var account: Text
        var currency: Currency
        /// Debits less credits.
        var amount: Int128
    }

    /// What the call at work moves from one balance to another.
    private struct Move: Sendable {
        var debit: Int32
        var credit: Int32
        var amount: Minor
    }

    /// Those of the accounts that were ever posted to, and behind them those to which only the call at work posts.
    private var accounts: [Balance] = []
    private var index = PlaceIndex()
    private var keptAccounts = 0
    private var moves: [Move] = []
    /// All since the start, or since they were taken; and behind them those of the call that is being made.
    private var allPostings: [Posting] = []
    private var keptPostings = 0
    private(set) var entryCount = 0
    /// Whether postings are kept; the balances are in any case.
    var keepsPostings = true

    mutating func post(
        debit: Text, credit: Text, _ amount: Minor, _ currency: Currency, about: Text, by: Text, on: CivilDate
    ) {
        guard amount != 0 else { return }
        let (debit, credit) = amount > 0 ? (debit, credit) : (credit, debit)
        moves.append(
            Move(debit: place(debit, currency), credit: place(credit, currency), amount: abs(amount)))
        guard keepsPostings else { return }
        allPostings.append(
            Posting(
                entry: entryCount + 1, on: on, debit: debit, credit: credit, amount: abs(amount), currency: currency,
                about: about, by: by))
    }

    private static func hash(_ account: Text, _ currency: Currency) -> UInt64 {
        account.placeHash ^ UInt64(currency.packed) << 32
    }

    private func known(_ account: Text, _ currency: Currency) -> Int? {
        // Most ledgers of a partition have few accounts.
        if accounts.count <= 8 {
            return accounts.firstIndex { $0.currency == currency && $0.account == account }
        }
        var candidates = index.candidates(Self.hash(account, currency))
        while let place = index.next(&candidates) {
            if accounts[place].currency == currency, accounts[place].account == account { return place }
        }
        return nil
    }

    private mutating func place(_ account: Text, _ currency: Currency) -> Int32 {
        if let place = known(account, currency) { return Int32(place) }
        index.insert(accounts.count, Self.hash(account, currency))
        accounts.append(Balance(account: account, currency: currency, amount: 0))
        return Int32(accounts.count - 1)
    }

    mutating func discard() {
        guard !moves.isEmpty else { return }
        moves.removeAll(keepingCapacity: true)
        for place in keptAccounts..<accounts.count {
            index.remove(place, Self.hash(accounts[place].account, accounts[place].currency))
        }
        accounts.removeLast(accounts.count - keptAccounts)
        allPostings.removeLast(allPostings.count - keptPostings)
    }

    mutating func commit() {
        guard !moves.isEmpty else { return }
        entryCount += 1
        while let move = moves.popLast() {
            accounts[Int(move.debit)].amount += Int128(move.amount)
            accounts[Int(move.credit)].amount -= Int128(move.amount)
        }
        keptAccounts = accounts.count
        keptPostings = allPostings.count
    }

    // MARK: Reading

    var postings: ArraySlice<Posting> { allPostings[..<keptPostings] }

    mutating func takePostings() -> [Posting] {
        defer {
            allPostings = []
            keptPostings = 0
        }
        return Array(postings)
    }

    var balances: ArraySlice<Balance> { accounts[..<keptAccounts] }

    func balance(_ account: Text, _ currency: Currency) -> Int128 {
        known(account, currency).map { accounts[$0].amount } ?? 0
    }

    /// Every account with its balance, in the order of names and currencies.
    var sortedBalances: [(account: Text, currency: Currency, amount: Int128)] {
        balances.map { ($0.account, $0.currency, $0.amount) }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
    }
}
