package import Dates

/// What a generated history is like.
package struct HistoryPlan: Sendable {
    package var seed: UInt64
    package var invoices: Int
    package var customers: Int
    /// The day on which the first invoices are sent.
    package var from: CivilDate
    /// The invoices are sent on so many days, as many on each but for the days of the week.
    package var days: Int
    /// The tenants among which the customers are divided; none if the history is that of one.
    package var tenants: [String]

    package init(seed: UInt64, invoices: Int, customers: Int?, from: CivilDate, days: Int, tenants: [String]) {
        self.seed = seed
        self.invoices = invoices
        self.customers = max(1, customers ?? invoices / 12)
        self.from = from
        self.days = max(1, days)
        self.tenants = tenants
    }
}

/// A customer, who follows from the seed and a number.
struct GeneratedCustomer {
    enum Habit {
        /// Pays before or on the due date.
        case prompt
        /// Pays up to five weeks late.
        case late
        /// Pays in parts, and late.
        case inParts
        /// Pays by a card, which may be declined.
        case byCard
    }

    /// A country's currency, clocks and language.
    private static let countries: [(weight: Int, choice: (String, String, String, String, Int))] = [
        (46, ("US", "America/New_York", "en", "USD", 2)), (16, ("DE", "Europe/Berlin", "de", "EUR", 2)),
        (10, ("ES", "Europe/Madrid", "es", "EUR", 2)), (12, ("GB", "Europe/London", "en", "GBP", 2)),
        (10, ("JP", "Asia/Tokyo", "en", "JPY", 0)), (6, ("KW", "Asia/Kuwait", "en", "KWD", 3)),
    ]
    private static let first = [
        "Alder", "Birch", "Cedar", "Dover", "Ember", "Fjord", "Grove", "Harbor", "Iris", "Juniper", "Kestrel", "Linden",
        "Meadow", "North", "Orchid", "Pine", "Quarry", "River", "Sable", "Timber",
    ]
    private static let second = [
        "Analytics", "Foods", "Freight", "Glass", "Labs", "Media", "Textiles", "Tools", "Works",
    ]
    /// Days until an invoice is due.
    private static let terms: [(weight: Int, choice: Int)] = [(15, 14), (60, 30), (15, 45), (10, 60)]

    let id: String
    let name: String
    let country: String
    let timezone: String
    let language: String
    let currency: String
    /// Digits behind the point.
    let digits: Int
    let termDays: Int
    let habit: Habit
    let tenant: String?

    init(_ number: Int, _ plan: HistoryPlan) {
        var dice = Dice(seed: plan.seed, 1, number)
        let digits = String(number + 1)
        id = "C-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
        name = "\(Self.first[dice.roll(Self.first.count)]) \(Self.second[dice.roll(Self.second.count)]) \(number + 1)"
        (country, timezone, language, currency, self.digits) = dice.pick(Self.countries)
        termDays = dice.pick(Self.terms)
        habit = dice.pick([(52, .prompt), (24, .late), (12, .inParts), (12, .byCard)])
        tenant = plan.tenants.isEmpty ? nil : plan.tenants[number % plan.tenants.count]
    }
}
