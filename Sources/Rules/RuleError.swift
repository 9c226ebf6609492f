package import Amounts
package import Dates
package import Encoding
package import Evaluation

/// Why a rule gives no result. Rows and cases are counted from 1.
package struct RuleError: Error, Hashable, Sendable {
    package enum Kind: Error, Hashable, Sendable {
        /// No version of the rule holds on the day.
        case noVersion(on: CivilDate)
        /// Several versions claim the day; the checker refuses such files.
        case severalVersions([Int], on: CivilDate)
        /// Nothing says which day it is about.
        case noDate

        /// There are more or fewer values than inputs.
        case inputCount(given: Int)
        case absentInput(Text)
        case wrongKind(input: Text, Value, ValueType)
        case wrongCurrency(input: Text, Money, Currency)
        case unknownWord(input: Text, Text, [Text])

        /// No row or case fits.
        case noRow
        /// The hit policy is "unique", and these rows fit.
        case notUnique([Int])
        /// The hit policy is "any", and two rows that fit say different things.
        case differing(first: Int, second: Int, output: Text, Value, Value)
        /// The outputs of two rows cannot be put together: amounts of two currencies, or a sum beyond all limits.
        case notAggregable(first: Int, second: Int, Value, Value)

        /// An expression has no value: a cell of a row, what a row or case gives, its reason, the condition of a case, a formula.
        case cell(row: Int, input: Text, EvaluationError)
        case output(row: Int, output: Text, EvaluationError)
        case reason(row: Int, EvaluationError)
        case condition(row: Int, EvaluationError)
        case formula(Text, EvaluationError)
        /// A condition gives something that is neither true nor false.
        case notTruth(row: Int, Text?, Value)

        /// A part of a price, score or classification by words that must be there is absent, or is of another kind.
        case absentPart(Text)
        case wrongPart(Text, Value, ValueType)
        /// A term or the sum of a score leaves the range of numbers.
        case beyondNumbers(Text, AmountError)
        case price(PriceError)

        /// What comes out is not what the rule declares.
        case absentOutput(row: Int?, Text)
        case wrongOutput(row: Int?, Text, Value, ValueType)
    }

    package var rule: Text
    package var version: Int?
    package var kind: Kind

    package init(_ rule: Text, _ version: Int?, _ kind: Kind) {
        self.rule = rule
        self.version = version
        self.kind = kind
    }
}
