public import SourceText

/// What can be wrong with what an expression says: E2200 to E2299.
public enum CheckCodes {
    public static let unknownName = DiagnosticCode(
        "E2200", .error, "A name stands for nothing",
        "A name in an expression is a value that is in scope at that place. A text stands in quotes.")
    public static let unknownField = DiagnosticCode(
        "E2201", .error, "A record has no such field", "A record has the fields that its file declares, and no others.")
    public static let unknownFunction = DiagnosticCode(
        "E2202", .error, "A function does not exist", "There is no function of this name, or not in this form.")
    public static let wrongArguments = DiagnosticCode(
        "E2203", .error, "A function is given something that it cannot use",
        "A function takes a certain number of arguments of certain kinds.")
    public static let notComparable = DiagnosticCode(
        "E2204", .error, "Two values of different kinds are compared",
        "A comparison has two values of one kind: two numbers, two amounts, two dates, two texts.")
    public static let notOrdered = DiagnosticCode(
        "E2205", .error, "Values without an order are compared by size",
        "Numbers, amounts, dates, instants and texts have an order. Names, records and lists have none, nor have a month and 30 days."
    )
    public static let wrongOperands = DiagnosticCode(
        "E2206", .error, "An operator stands between values that it does not fit",
        "Each operator takes certain kinds of values; see the table in the language's documentation.")
    public static let currencyMismatch = DiagnosticCode(
        "E2207", .error, "Two currencies meet",
        "Amounts of two currencies are never added, subtracted or compared. One of them is converted first, with a rate that "
            + "is written down.")
    public static let quotientUsed = DiagnosticCode(
        "E2208", .error, "The result of a division is calculated with",
        "A division gives an exact ratio, which most often has no end as a decimal. It can be compared, or rounded to places "
            + "that are stated; nothing is rounded in silence.")
    public static let mayBeAbsent = DiagnosticCode(
        "E2209", .error, "A field that may be absent is used as if it were there",
        "A field that a record may lack is tested with \"is present\", or given a default, before it is calculated with, "
            + "compared by size or looked into. Comparing it with == and != is allowed: an absent field equals nothing."
    )
    public static let notCondition = DiagnosticCode(
        "E2210", .error, "Something stands where a condition should",
        "and, or, not, if and the conditions of all, exists and filter take what is true or false.")
    public static let branchesDiffer = DiagnosticCode(
        "E2211", .error, "A conditional has two kinds of value", "Both values of a conditional are of one kind.")
    public static let noFields = DiagnosticCode(
        "E2212", .error, "Something without fields is looked into", "Only records and maps have fields.")
    public static let notIndexable = DiagnosticCode(
        "E2213", .error, "Something that is no list is indexed", "Only a list or a map is followed by [ ].")
    public static let notWalkable = DiagnosticCode(
        "E2214", .error, "Something that is no list is walked over",
        "all, exists, map, filter and their like look at each element of a list, or at each key of a map.")
    public static let unknownEnumerationValue = DiagnosticCode(
        "E2215", .error, "A name is not one of those allowed",
        "A field that holds one of a closed list of names is compared with these names only.")
    public static let ambiguousName = DiagnosticCode(
        "E2216", .error, "A name means two things",
        "A name that is both a value in scope and a name of the compared field's list must say which it is.")
    public static let chainedComparison = DiagnosticCode(
        "E2218", .error, "Two comparisons stand in a row",
        "a < b < c would compare the outcome of the first comparison with c. Write both: a < b and b < c.")
    public static let divisionByZero = DiagnosticCode(
        "E2219", .error, "Something is divided by zero", "A division by a written zero can never succeed.")
    public static let timeOnDate = DiagnosticCode(
        "E2220", .error, "Hours are added to a date", "A date has no time of day. Hours are added to an instant.")
    public static let unknownRounding = DiagnosticCode(
        "E2221", .error, "A rounding does not exist",
        "half_even, half_up and half_down round to the nearest and say what happens to a half; up and down round away from and "
            + "towards zero; ceiling and floor round to the larger and the smaller.")
    public static let badFieldArgument = DiagnosticCode(
        "E2222", .error, "A function takes the name of a field",
        "sum(lines, amount) adds up one field of each record of a list.")
    public static let nullComparison = DiagnosticCode(
        "E2223", .error, "Something is compared with null", "Whether a field is there is asked with \"is present\".")
    public static let badKey = DiagnosticCode(
        "E2224", .error, "A map has a key of the wrong kind",
        "The keys of a map are whole numbers, texts, or true and false.")
    public static let unknownType = DiagnosticCode(
        "E2225", .error, "A type cannot be made", "Expressions make lists and maps, but no values of types with a name."
    )
    public static let wrongResult = DiagnosticCode(
        "E2226", .error, "An expression gives the wrong kind of value",
        "The place of an expression says what it must give.")

    public static let all: [DiagnosticCode] = [
        unknownName, unknownField, unknownFunction, wrongArguments, notComparable, notOrdered, wrongOperands,
        currencyMismatch, quotientUsed, mayBeAbsent, notCondition, branchesDiffer, noFields, notIndexable, notWalkable,
        unknownEnumerationValue, ambiguousName, chainedComparison, divisionByZero, timeOnDate,
        unknownRounding, badFieldArgument, nullComparison, badKey, unknownType, wrongResult,
    ]
}
