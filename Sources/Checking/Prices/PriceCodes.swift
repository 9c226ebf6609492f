package import SourceText

/// What can be wrong with prices, scores and classes by words, in their files and when they are asked.
package enum PriceCodes {
    package static let otherCurrency = DiagnosticCode(
        "E3610", "An amount of another currency than the price",
        "`currency` says once in which currency a price bills. Every amount in the file is of this currency; nothing is converted on the way."
    )
    package static let badNumber = DiagnosticCode(
        "E3611", "A number that a price cannot have here",
        "Free units, the ends of tiers and the sizes of packages are exact numbers, and what makes no sense below zero, or at zero, is refused. "
            + "A credit is a negative quantity, not a negative price.")
    package static let tierOrder = DiagnosticCode(
        "E3612", "Tiers that do not rise",
        "Tiers follow one another: each ends with a larger `up_to` than the one before it, and only the last may have no end. Otherwise two tiers "
            + "would claim the same unit.")
    package static let tierPrice = DiagnosticCode(
        "E3613", "A tier without its price",
        "A tier of a quantity has the price of a `unit`, a tier of an amount its `percentage`; a tier that only costs a `flat_fee` has neither."
    )
    package static let minimumAboveMaximum = DiagnosticCode(
        "E3614", "A minimum above the maximum",
        "The least that is billed cannot be more than the most that is billed.")
    package static let finerThanCurrency = DiagnosticCode(
        "E3615", .warning, "Rounded finer than the currency",
        "A document takes amounts in whole units of its currency: two digits for USD, none for JPY, three for KWD. A price that rounds finer "
            + "makes amounts that a primitive refuses, unless something rounds them before.")
    package static let billedTwice = DiagnosticCode(
        "E3616", "Two ways of saying what was billed before",
        "`billed_before` goes on from a quantity, `already_billed` takes off an amount. Both would take off the same thing twice. And a quantity "
            + "that changes inside the period has no place in the tiers to go on from.")
    package static let changesNotProrated = DiagnosticCode(
        "E3617", "Changes of the quantity without a share of the period",
        "`changes` says which quantity holds from which day. It only means something if what the units cost is multiplied by their share of the "
            + "period: `units` stands under `prorated`.")
    package static let badExpression = DiagnosticCode(
        "E3618", "An expression that does not give what the price needs",
        "A quantity and a rate are numbers, what a percentage is of and what was billed before are amounts in the currency of the price, and the days of "
            + "a period are dates.")
    package static let nothingProrated = DiagnosticCode(
        "E3619", .warning, "A part of the price that is prorated and not there",
        "`prorated` names what the share of the period multiplies. A price without that part has nothing to multiply.")
    package static let termValue = DiagnosticCode(
        "E3620", "A term of a score that is no number",
        "A term multiplies a whole number, a decimal, or true as 1 and false as 0. The result of a division is rounded first, as the file says."
    )
    package static let emptyWord = DiagnosticCode(
        "E3621", "A word without letters and digits",
        "A text is searched by its words: letters and digits between anything else. What has neither never stands in a text."
    )
    package static let maskedWord = DiagnosticCode(
        "E3622", .warning, "A word that an earlier class has",
        "The class is the first in the order of the file of which a word stands in the text. A word that an earlier class has, too, never leads to "
            + "this one.")
    package static let tooMany = DiagnosticCode(
        "E3623", "More parts than a price or a score takes",
        "A price has at most 1,000 tiers, a score at most 1,000 terms, and a classification at most 10,000 words (the limits on them). What is "
            + "larger is a table.")
    package static let nameTwice = DiagnosticCode(
        "E3624", "Two terms of one name",
        "The explanation of a score tells its terms apart by their names, so each stands once.")

    package static let unusedInput = DiagnosticCode(
        "E3625", .warning, "An input that changes nothing",
        "No expression of the price or the score uses this input, though everyone who asks must give it.")

    package static let nameOfRule = DiagnosticCode(
        "E3626", "A rule and a price of one name",
        "Workflows, scenarios and `proviso decide` ask rules and prices by their names alone, so no two of them share one."
    )

    package static let unknownCurrency = DiagnosticCode(
        "E3627", "A currency that ISO 4217 does not have",
        "An amount has a currency of ISO 4217, by its three capital letters, wherever a price bills in it or a type names it."
    )

    package static let notForUsage = DiagnosticCode(
        "E3915", "A price that cannot rate usage",
        "Usage says how much was used and when, and nothing else. So a price that rates it must be content with that: one number for the quantity, and the "
            + "date of `dated_by` where it has versions. What else it takes has a question mark. The amount of a percentage is no quantity."
    )

    // What is found while one is asked.

    package static let noTier = DiagnosticCode(
        "E3650", "A quantity beyond the last tier",
        "The last tier ends with its `up_to`, and nothing says what more costs. Take the end from the last tier, or add one."
    )
    package static let noBill = DiagnosticCode(
        "E3651", "A price that cannot be billed so",
        "What is asked does not fit the price: a negative quantity where it cannot be a credit, a tax rate that is negative, an amount "
            + "finer than the bill, or a period without days.")
    package static let badPart = DiagnosticCode(
        "E3652", "A value that a price or a score cannot use",
        "The expression gave a value of another kind, or none. Where it may be absent, say in the expression what holds then: `if x is present then x "
            + "else 0`.")
    package static let beyondNumbers = DiagnosticCode(
        "E3653", "A number that is too long",
        "Amounts and scores are exact and have room for 38 digits. What needs more is an error, never rounded unasked.")

    package static let all: [DiagnosticCode] = [
        otherCurrency, badNumber, tierOrder, tierPrice, minimumAboveMaximum, finerThanCurrency, billedTwice,
        changesNotProrated,
        badExpression, nothingProrated, termValue, emptyWord, maskedWord, tooMany, nameTwice, unusedInput, nameOfRule,
        unknownCurrency, notForUsage,
        noTier, noBill, badPart, beyondNumbers,
    ]
}
