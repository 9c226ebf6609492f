import Amounts
import Dates
import Encoding
import Evaluation
package import Rules
package import SourceText

// What a person is told when a price or a score gives no result.

extension RuleError.Kind {
    /// The message for what only prices, scores and classes by words can come to; nothing for what every rule can.
    ///
    /// - Parameter place: where the price or rule is named in its file.
    package func pricingDiagnostic(at place: Place) -> Diagnostic? {
        switch self {
        case .price(let error): return error.diagnostic(at: place)
        case .absentPart(let part):
            return Diagnostic(
                PriceCodes.badPart, at: place, "\"\(part.string)\" has no value.", found: "nothing",
                expected: "a value",
                help: "Give the input that it is made of, or say in the expression what holds without it.")
        case .wrongPart(let part, let value, let type):
            return Diagnostic(
                PriceCodes.badPart, at: place, "\"\(part.string)\" is not what it must be.", found: "\(value)",
                expected: Self.phrase(type), help: "Correct the input that it is made of.")
        case .beyondNumbers(let part, _):
            return Diagnostic(
                PriceCodes.beyondNumbers, at: place, "\"\(part.string)\" has more digits than a number can have.",
                found: "a number of more than 38 digits", expected: "at most 38 digits",
                help: "Round the value before it is weighted.")
        default: return nil
        }
    }

    private static func phrase(_ type: ValueType) -> String {
        switch type {
        case .decimal, .int, .ratio: "a number"
        case .money(let currency): "an amount\(currency.map { " in \($0)" } ?? "")"
        case .date: "a date"
        case .string: "text"
        case .list: "a list"
        default: "a group with \"on\", a date, and \"quantity\", a number"
        }
    }
}

extension PriceError {
    fileprivate func diagnostic(at place: Place) -> Diagnostic {
        func refused(
            _ message: String, _ found: String, _ expected: String, _ help: String,
            _ code: DiagnosticCode = PriceCodes.noBill
        ) -> Diagnostic {
            Diagnostic(code, at: place, message, found: found, expected: expected, help: help)
        }
        switch self {
        case .noTier(let quantity, let last):
            return refused(
                "No tier holds \(quantity) units.", "\(quantity), without the units that are free", "at most \(last)",
                "Add a tier, or take \"up_to\" from the last one.", PriceCodes.noTier)
        case .negativeQuantity(let quantity):
            return refused(
                "A quantity below zero cannot be billed here.", "\(quantity)", "zero or more",
                "Credit a whole bill, or no more than was billed before.")
        case .negativeBilledBefore(let quantity):
            return refused(
                "The quantity that was billed before is below zero.", "\(quantity)", "zero or more",
                "Correct the quantity.")
        case .billedTwice:
            return refused(
                "It is said twice what was billed before.", "a quantity and an amount", "one of them", "Give only one.")
        case .billedBeforeWithChanges:
            return refused(
                "A quantity that changes inside the period cannot go on from another one.",
                "changes, and a quantity billed before",
                "one of them", "Take off the amount that was billed before.")
        case .changesWithoutUnits:
            return refused(
                "The quantity changes, and the units are not prorated.", "changes of the quantity", "no changes",
                "Add \"units\" to \"prorated\" in the price.")
        case .needsStretch:
            return refused(
                "The price needs the period that is billed.", "no period", "its first and last day", "Give both days.")
        case .noProration:
            return refused(
                "The price knows no parts of a period.", "the days of a period", "none",
                "Add \"proration\" to the price.")
        case .needsTaxRate:
            return refused("The price needs a rate of tax.", "no rate", "a rate such as 19%", "Give the rate.")
        case .noTax: return refused("The price knows no tax.", "a rate of tax", "none", "Add \"tax\" to the price.")
        case .negativeTaxRate(let rate):
            return refused("A rate of tax is not below zero.", "\(rate)", "zero or more", "Correct the rate.")
        case .currency(let money, let currency):
            return refused(
                "This price bills in \(currency).", "\(money)", "an amount in \(currency)",
                "Convert it first, or use another price.")
        case .finerThanBilled(let money, let places):
            return refused(
                "What was billed before has more digits than a bill of this price.", "\(money)",
                places == 0 ? "no digit behind the point" : "at most \(places) digits behind the point",
                "Give the amount as it stood on the bill.")
        case .periodEndsBeforeItBegins(let from, let until):
            return refused(
                "The period ends before it begins.", "\(from) to \(until)", "a last day that is not before the first",
                "Exchange the two days.")
        case .emptyPeriod(let from, let until):
            return refused(
                "The period has no day when months have 30 days.", "\(from) to \(until)", "a period with days",
                "Bill whole months, or count the days as they are.")
        case .changesOutOfOrder(let first, let next):
            return refused(
                "The changes of the quantity are not in the order of their days.", "\(next) behind \(first)",
                "each day once, in rising order", "Sort them, with one quantity for each day.")
        case .date:
            return refused(
                "A day lies outside of the calendar.", "a day after the year 9999", "a day up to 9999-12-31",
                "Correct the date.")
        case .amount:
            return refused(
                "The bill has more digits than an amount can have.", "a number of more than 38 digits",
                "at most 38 digits",
                "Bill less at once, or in larger units.", PriceCodes.beyondNumbers)
        }
    }
}
