public import Evaluation
public import SourceText

/// Why an expression has no value while it runs: E2500 to E2579. The last two digits are the kind of the error.
public enum EvaluationCodes {
    public static let overflow = DiagnosticCode(
        "E2501", "A result is too large",
        "Whole numbers have 64 bits and decimals 38 digits. A result beyond is refused and never cut off.")
    public static let divisionByZero = DiagnosticCode(
        "E2502", "A division by zero", "Nothing can be divided by zero, and nothing has a remainder by it.")
    public static let noSuchField = DiagnosticCode(
        "E2503", "A field that is not there",
        "The value that was looked into has no field of this name. In CEL a missing field is an error; in files only a field "
            + "that its record does not declare is.")
    public static let noSuchKey = DiagnosticCode(
        "E2504", "A key that is not there", "The map that was looked into has no entry under this key.")
    public static let indexOutOfRange = DiagnosticCode(
        "E2505", "A position outside of a list",
        "Positions count from 0, so a list of three has the positions 0, 1 and 2.")
    public static let wrongKinds = DiagnosticCode(
        "E2506", "An operation on values that it does not take",
        "What kind a value has is known only while the expression runs if nothing declares it, and these kinds do not go "
            + "together here.")
    public static let currenciesDiffer = DiagnosticCode(
        "E2507", "Two currencies meet",
        "Amounts of two currencies are never added, compared or divided. Convert one of them first, with a stated rate."
    )
    public static let absent = DiagnosticCode(
        "E2508", "A value that is absent",
        "A field that a record lacks equals nothing, but it cannot be calculated with, ordered or put into a list.")
    public static let argumentOutOfRange = DiagnosticCode(
        "E2509", "A number that a function does not take",
        "A position, a count or a number of places lies outside of what the function can work with.")
    public static let notConvertible = DiagnosticCode(
        "E2510", "A value that does not convert", "The value is not written as the other kind is written.")
    public static let dateOutOfRange = DiagnosticCode(
        "E2511", "A date outside of the calendar",
        "Dates go from the year 1 to the year 9999, and days that no month has do not exist.")
    public static let duplicateKey = DiagnosticCode(
        "E2512", "A key twice in a map", "Each key of a map stands for one value; 1 and 1u are one key.")
    public static let unsupportedKey = DiagnosticCode(
        "E2513", "A value that cannot be a key", "A key of a map is a text, a whole number, or true or false.")
    public static let noValue = DiagnosticCode(
        "E2514", "An optional value that holds nothing",
        "Whether it holds a value can be asked first, or a default given.")
    public static let invalidPattern = DiagnosticCode(
        "E2515", "A pattern that cannot be read",
        "Patterns are written in the language of RE2, which has no backward references.")
    public static let unknownZone = DiagnosticCode(
        "E2516", "A time zone that is not known",
        "Zones have the names of the tz database, such as Europe/Berlin, or are offsets such as +02:00.")
    public static let calendar = DiagnosticCode(
        "E2517", "Business days without a calendar",
        "Which days are business days is said by the calendar of the settings, for the years that it covers.")
    public static let notExact = DiagnosticCode(
        "E2518", "A result that is not exact",
        "Nothing is rounded that was not asked to be, and this result has no end of decimal places, or no place for its fraction."
    )
    public static let rateDoesNotConvert = DiagnosticCode(
        "E2519", "A rate of other currencies",
        "A rate converts amounts of the one currency into the other, in the stated direction.")
    public static let notAllocatable = DiagnosticCode(
        "E2520", "An amount that cannot be divided so",
        "Parts need at least one weight that is not zero, none below zero, and an amount of whole smallest units.")
    public static let invalidFormat = DiagnosticCode(
        "E2521", "A clause of a format that does not fit",
        "Each clause of a format takes values of its own kinds: %s any, %d whole numbers, %f and %e numbers, %x %o %b whole "
            + "numbers.")
    public static let unknownName = DiagnosticCode(
        "E2522", "A name that nothing declares",
        "The expression was not checked before it ran, and came to a name or a function that does not exist.")
    public static let unknownRounding = DiagnosticCode(
        "E2523", "A rounding that does not exist",
        "The roundings are half_even, half_up, half_down, up, down, ceiling and floor.")
    public static let costLimit = DiagnosticCode(
        "E2564", "An expression costs too much",
        "Every evaluation may spend a stated number of units and ends with an error beyond, whatever stands round the place."
    )
    public static let depthLimit = DiagnosticCode(
        "E2565", "Values too deep inside one another",
        "A comparison or a format walks through values inside values only down to a stated depth.")
    public static let memoryLimit = DiagnosticCode(
        "E2566", "An expression makes too much", "Every evaluation may make values of a stated size in all.")
    public static let wrongInputs = DiagnosticCode(
        "E2579", "Other inputs than the expression was made for",
        "The program and the values that it was given do not belong together. Compile the files again.")

    public static let all = [
        overflow, divisionByZero, noSuchField, noSuchKey, indexOutOfRange, wrongKinds, currenciesDiffer, absent,
        argumentOutOfRange, notConvertible, dateOutOfRange, duplicateKey, unsupportedKey, noValue, invalidPattern,
        unknownZone, calendar, notExact, rateDoesNotConvert, notAllocatable, invalidFormat, unknownName,
        unknownRounding,
        costLimit, depthLimit, memoryLimit, wrongInputs,
    ]

    /// The code of a kind of error.
    public static func code(of kind: EvaluationError.Kind) -> DiagnosticCode {
        switch kind {
        case .overflow: overflow
        case .divisionByZero: divisionByZero
        case .noSuchField: noSuchField
        case .noSuchKey: noSuchKey
        case .indexOutOfRange: indexOutOfRange
        case .wrongKinds: wrongKinds
        case .currenciesDiffer: currenciesDiffer
        case .absent: absent
        case .argumentOutOfRange: argumentOutOfRange
        case .notConvertible: notConvertible
        case .dateOutOfRange: dateOutOfRange
        case .duplicateKey: duplicateKey
        case .unsupportedKey: unsupportedKey
        case .noValue: noValue
        case .invalidPattern: invalidPattern
        case .unknownZone: unknownZone
        case .calendar: calendar
        case .notExact: notExact
        case .rateDoesNotConvert: rateDoesNotConvert
        case .notAllocatable: notAllocatable
        case .invalidFormat: invalidFormat
        case .unknownName: unknownName
        case .unknownRounding: unknownRounding
        case .costLimit: costLimit
        case .depthLimit: depthLimit
        case .memoryLimit: memoryLimit
        case .wrongInputs: wrongInputs
        }
    }
}
