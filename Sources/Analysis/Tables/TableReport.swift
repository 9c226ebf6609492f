/// Some of what was found, and how much there is.
package struct Told<Item: Sendable>: Sendable {
    package internal(set) var items: [Item] = []
    /// How many there are, those that are told included.
    package internal(set) var count = 0
    /// There may be more than `count`.
    package internal(set) var isAtLeast = false

    package var restCount: Int { count - items.count }
    package var isEmpty: Bool { count == 0 }

    /// Counts one more, and tells it if it is given.
    mutating func add(_ item: Item?) {
        count += 1
        if let item { items.append(item) }
    }
}

/// What an analysis found in a table. Rows are counted from 0.
package struct TableReport: Sendable {
    /// Two rows that fit the same input.
    package struct Pair: Sendable {
        package enum Relation: Hashable, Sendable {
            /// Each fits inputs that the other does not fit.
            case partial
            /// The later row lies in the earlier one, or the earlier one in the later.
            case laterInside, earlierInside
            case equal
        }

        package let earlier: Int
        package let later: Int
        package let relation: Relation
        /// Both rows give the same.
        package let isSameResult: Bool
        package let region: Region
    }

    /// A row that decides nothing, since others are there.
    package struct Idle: Hashable, Sendable {
        package let row: Int
        /// The rows that together take all its inputs, in rising order; each is needed.
        package let by: [Int]
        /// There are more of them than are told.
        package let isShortened: Bool
    }

    /// A row that gives what another one gives for the same inputs.
    package struct Repeated: Hashable, Sendable {
        package let row: Int
        package let other: Int
        /// Both fit the same inputs; otherwise `other` fits more.
        package let isEqual: Bool
    }

    /// What could not be found out, and why.
    package enum Undecided: Hashable, Sendable {
        /// Whether some row fits: only that row can, and it has a condition.
        case gap(row: Int, Region)
        /// Whether two rows fit the same input, of which one has a condition or a result that is computed.
        case pair(earlier: Int, later: Int, Region)
        /// There were more steps to take than the budget has.
        case gapsOverBudget(steps: Int)
        case pairsOverBudget(steps: Int)
        case rowsOverBudget(steps: Int)
    }

    /// No row fits.
    package internal(set) var gaps = Told<Region>()
    /// Rows that fit the same input, where the policy forbids it: under "unique" all, under "any" those that give different results.
    package internal(set) var overlaps = Told<Pair>()
    package internal(set) var idle = Told<Idle>()
    package internal(set) var repeated = Told<Repeated>()
    /// Rows that fit no input at all.
    package internal(set) var impossible = Told<Int>()
    package internal(set) var undecided: [Undecided] = []
    /// How many undecided pairs and gaps there are besides those that are told.
    package internal(set) var undecidedRest = 0
    /// The steps that it took.
    package internal(set) var steps = 0
}
