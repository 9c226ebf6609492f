public import SourceText

/// What can be wrong with how an expression is written: E2000 to E2099.
public enum SyntaxCodes {
    public static let tooLong = DiagnosticCode(
        "E2000", .error, "An expression is too long",
        "An expression has a limit on its length, so that it can be read, checked and run in bounded time. Data that grows "
            + "belongs into a rule's table or a record, not into an expression.")
    public static let tooDeep = DiagnosticCode(
        "E2001", .error, "An expression is nested too deeply",
        "Brackets inside brackets, and chains of one operator, have a limit on their depth. Compute a part of the "
            + "expression in a `let` step and use its name.")
    public static let unclosedQuote = DiagnosticCode(
        "E2002", .error, "A text does not end",
        "A text in quotes ends with the quote that it began with, on the same line. Only a text in triple quotes may hold "
            + "line breaks.")
    public static let badEscape = DiagnosticCode(
        "E2003", .error, "A backslash is followed by something unknown",
        "In a text in quotes, a backslash begins an escape such as \\n or \\u00E9. For a backslash itself write two, or put "
            + "an r before the opening quote.")
    public static let unknownCharacter = DiagnosticCode(
        "E2004", .error, "A character has no meaning",
        "Outside of quotes an expression holds names, numbers, operators and brackets only.")
    public static let misspeltOperator = DiagnosticCode(
        "E2005", .error, "An operator is written in another language's way",
        "Equality is ==, its contrary !=, and the comparisons are < <= > >=. Conditions are joined with `and` and `or`."
    )
    public static let capitalKeyword = DiagnosticCode(
        "E2006", .error, "A word of the language is written in capitals",
        "The words and, or, not, if, then, else, in, is, true, false and null are written in small letters.")
    public static let unknownOperator = DiagnosticCode(
        "E2007", .error, "An operator does not exist",
        "There are the operators + - * / and the comparisons; for the rest there are functions, such as mod(a, b).")
    public static let badQuotedName = DiagnosticCode(
        "E2008", .error, "A name in backticks holds other characters",
        "A field whose name is no plain name can be written in backticks, if it consists of letters, digits, blanks and the "
            + "marks _ . - / only.")
    public static let impossibleDate = DiagnosticCode(
        "E2009", .error, "A date does not exist",
        "The day or the month of a written date does not exist in the calendar.")
    public static let impossibleTime = DiagnosticCode(
        "E2010", .error, "A time of day does not exist", "Hours go from 00 to 23, minutes and seconds from 00 to 59.")
    public static let foreignDate = DiagnosticCode(
        "E2011", .error, "A date is written in another notation",
        "A date is written year-month-day with four, two and two digits: 2026-03-01. Other notations are read differently "
            + "in different countries.")
    public static let groupedNumber = DiagnosticCode(
        "E2012", .error, "A number is written with separators",
        "A number is written with digits and, before the decimals, a point: 5000.00. Separators between thousands mean "
            + "different things in different countries, and a comma parts two values.")
    public static let currencySymbol = DiagnosticCode(
        "E2013", .error, "A currency is written with a symbol",
        "An amount is a number and the three letters of its currency: 5000 USD. A symbol such as $ is shared by several "
            + "currencies.")
    public static let typographicQuote = DiagnosticCode(
        "E2014", .error, "A text stands in typographic quotes",
        "Word processors replace straight quotes by curved ones. A text stands between \" and \" or ' and '.")
    public static let invisibleCharacter = DiagnosticCode(
        "E2015", .error, "A blank is not a plain blank",
        "Text copied from a web page or a document may hold blanks that look plain and are not.")
    public static let numberTooLarge = DiagnosticCode(
        "E2016", .error, "A number is too large", "A whole number has 64 bits; a decimal has 38 digits.")
    public static let missingOperand = DiagnosticCode(
        "E2017", .error, "Something is missing",
        "An operator, a bracket or a word stands where a value should: a name, a number, a text, an amount or a call.")
    public static let missingOperator = DiagnosticCode(
        "E2018", .error, "Two values stand side by side",
        "Between two values stands an operator. Parts of one name are joined by a dot or an underscore.")
    public static let missingBracket = DiagnosticCode(
        "E2019", .error, "A bracket has no partner",
        "Each opening bracket has a closing one of the same kind, and the other way.")
    public static let missingLeftSide = DiagnosticCode(
        "E2020", .error, "A comparison has nothing on its left",
        "Each comparison is written in full: amount >= 5000 USD and amount < 9000 USD.")
    public static let unfinishedConditional = DiagnosticCode(
        "E2021", .error, "A conditional is not complete",
        "A conditional says what holds in both cases: if condition then value else other value, or condition ? value : other."
    )
    public static let unexpected = DiagnosticCode(
        "E2022", .error, "Something cannot stand here", "What stands here does not continue the expression.")
    public static let reservedWord = DiagnosticCode(
        "E2023", .error, "A name is a reserved word",
        "Some words cannot be names in an expression, because CEL keeps them for the languages that embed it.")
    public static let badMacro = DiagnosticCode(
        "E2024", .error, "A macro is written with other parts",
        "has, all, exists, map, filter and their like take a name for each element and an expression over it.")
    public static let unknownUnit = DiagnosticCode(
        "E2025", .error, "A number is followed by an unknown unit",
        "After a number can stand a currency (5000 USD), a percent sign, or a unit of time: seconds, minutes, hours, days, "
            + "business days, weeks, months, years.")
    public static let unitNumber = DiagnosticCode(
        "E2026", .error, "A unit's ending does not fit its number", "1 is followed by day, any other number by days.")
    public static let misplacedCurrency = DiagnosticCode(
        "E2027", .error, "A currency stands before its amount or in small letters",
        "An amount is a number, a blank, and the three capital letters of its currency: 5000 USD.")
    public static let percentRemainder = DiagnosticCode(
        "E2028", .error, "A percent sign is used for the remainder",
        "In the proviso dialect % writes a percentage; the remainder of a division is mod(a, b).")
    public static let wordsOfPresence = DiagnosticCode(
        "E2029", .error, "After \"is\" stands neither \"present\" nor \"not present\"",
        "\"is present\" asks whether a field has a value. Two values are compared with == and !=.")
    public static let presenceOfNothing = DiagnosticCode(
        "E2030", .error, "Presence is asked of something that is no field",
        "Presence can be asked of a field of something: invoice.due_on is present.")
    public static let empty = DiagnosticCode(
        "E2031", .error, "An expression is empty", "An expression is at least one value or name.")
    public static let notText = DiagnosticCode(
        "E2032", .error, "A text is not valid UTF-8", "Expressions are text in UTF-8.")

    public static let unknownCurrency = DiagnosticCode(
        "E2033", .error, "A currency does not exist", "Currencies are those of ISO 4217, by their three letters.")

    public static let all: [DiagnosticCode] = [
        tooLong, tooDeep, unclosedQuote, badEscape, unknownCharacter, misspeltOperator, capitalKeyword, unknownOperator,
        badQuotedName, impossibleDate, impossibleTime, foreignDate, groupedNumber, currencySymbol, typographicQuote,
        invisibleCharacter, numberTooLarge, missingOperand, missingOperator, missingBracket, missingLeftSide,
        unfinishedConditional, unexpected, reservedWord, badMacro, unknownUnit, unitNumber, misplacedCurrency,
        percentRemainder, wordsOfPresence, presenceOfNothing, empty, notText, unknownCurrency,
    ]
}
