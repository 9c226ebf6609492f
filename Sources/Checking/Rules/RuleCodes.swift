package import SourceText

/// What can be wrong with rules: their tables, formulas, cases and versions.
package enum RuleCodes {
    package static let unknownColumn = DiagnosticCode(
        "E3410", "A column that is no input or output",
        "The first line of a table names its columns: inputs on the left of `||`, outputs on the right, and perhaps `why` as the last. Each "
            + "name stands under `inputs` or `outputs` of the same file.")
    package static let noBars = DiagnosticCode(
        "E3411", "A table without \"||\"",
        "Two bars part the inputs of a table from its outputs, in the line of names and in every row, at the same place."
    )
    package static let missingColumn = DiagnosticCode(
        "E3412", "An output without a column",
        "Each row of a table says what every output is. So every output has a column.")
    package static let cellCount = DiagnosticCode(
        "E3413", "A row with too many or too few cells",
        "Each row has a cell for each column of the line of names; the cell under `why` may be left out. A bar that belongs to a text "
            + "stands in quotation marks.")
    package static let badCell = DiagnosticCode(
        "E3414", "A cell that cannot be read",
        "A cell of an input is a value, several values with commas, a comparison such as `< 5000 USD`, an interval such as "
            + "`[5000..25000) USD`, `not(…)` of these, `-` for every value, or a condition in which `?` is the value.")
    package static let otherCurrency = DiagnosticCode(
        "E3415", "An amount of another currency than its column",
        "An input or output of one currency is compared with and filled with amounts of this currency alone. Nothing is converted on the way."
    )
    package static let unknownWord = DiagnosticCode(
        "E3416", "A word that is not in the list",
        "The type of the column lists the words that there are. Another word would never fit, or nobody would know it.")
    package static let badInterval = DiagnosticCode(
        "E3417", "An interval that holds nothing",
        "An interval begins with its smaller end. `[` and `]` include the end, `(` and `)` leave it out.")
    package static let emptyCell = DiagnosticCode(
        "E3418", "A cell without anything in it",
        "An empty cell may mean every value, no value or a value that was forgotten. `-` says that every value fits; `none` that there is no "
            + "result.")
    package static let badOutput = DiagnosticCode(
        "E3419", "An output cell that cannot be read",
        "A cell of an output is a value of the output's type, or an expression over the inputs that gives one.")
    package static let nameOrText = DiagnosticCode(
        "E3420", "A text that is the name of an input",
        "In a column of texts a word stands for itself. A word that is also the name of an input may be meant as the input's value: write it in "
            + "quotation marks for the text, between `${` and `}` for the value.")
    package static let hitPolicy = DiagnosticCode(
        "E3421", "A hit policy that these outputs do not allow",
        "`priority` and `output order` go by the order of the words of an output that is `one of` a list. `collect sum`, `min`, `max` and "
            + "`count` make one value, so there is one output, of a type that can be added or compared.")
    package static let versionsOverlap = DiagnosticCode(
        "E3422", "Two versions that claim the same day",
        "The date of the business fact picks the version. A version holds from `effective` to `until`, both days included, and without end "
            + "where the file says none; so the earlier one says on which day it ends.")
    package static let dayUncovered = DiagnosticCode(
        "E3423", "A day that no version covers",
        "Between two versions of a rule lie days on which none holds. A fact that is dated there could not be decided.")
    package static let versionsDisagree = DiagnosticCode(
        "E3424", "Versions that do not fit each other",
        "All versions of a rule are asked in one way: by the inputs of the highest version. Another version may lack some of them; what both "
            + "have is of one type, the outputs are the same, and so is the input under `dated_by`. Otherwise give the rule a new name."
    )
    package static let datedBy = DiagnosticCode(
        "E3425", "A date that cannot pick a version",
        "`dated_by` names an input that is always given and is a date.")
    package static let formulaCycle = DiagnosticCode(
        "E3426", "Formulas that need each other",
        "A formula may use other formulas, in any order, but none that needs itself again.")
    package static let missingResult = DiagnosticCode(
        "E3427", "An output that is not given",
        "A rule gives all of its outputs: by a formula of that name, or in every case.")
    package static let tableFile = DiagnosticCode(
        "E3428", "A table file that cannot be read",
        "`table_file` names a CSV file that lies beside the rule's own file. Its first line holds the names of the columns."
    )
    package static let unusedInput = DiagnosticCode(
        "E3429", .warning, "An input that decides nothing",
        "No column, expression or date of the rule uses this input, though everyone who asks the rule must give it.")
    package static let emptyTable = DiagnosticCode(
        "E3430", "A table without rows",
        "A table has a line of names and at least one row below it.")
    package static let undated = DiagnosticCode(
        "E3431", .warning, "Several versions and no date to pick one by",
        "Without `dated_by` the day on which the rule is asked picks the version. If the fact happened earlier, that is another version than "
            + "the one that held then.")
    package static let nameTwice = DiagnosticCode(
        "E3432", "A name that stands for two things",
        "Inputs, formulas and columns are told apart by their names, so each name stands once.")
    package static let tooManyRows = DiagnosticCode(
        "E3433", "A table with too many rows",
        "A table has at most 100,000 rows (the limit on a table's rows). What is larger belongs into the records of the billing system."
    )
    package static let periodReversed = DiagnosticCode(
        "E3434", "A version that ends before it begins",
        "`effective` is the first day on which the version holds and `until` the last, so `until` is not the earlier of the two."
    )

    // What `decide` and scenarios find while a rule is asked.

    package static let noRow = DiagnosticCode(
        "E3450", "No row fits",
        "A rule gives a result for every case it is asked about, or it is an error: nothing is assumed. Add the row or the `else` that is "
            + "missing.")
    package static let notUnique = DiagnosticCode(
        "E3451", "Several rows fit where one may",
        "With the hit policy `unique` at most one row fits any values. Narrow one of the rows, or choose a policy that says what holds then."
    )
    package static let differing = DiagnosticCode(
        "E3452", "Rows that fit and do not say the same",
        "With the hit policy `any` several rows may fit if all of them give the same. Correct one of them, or narrow it."
    )
    package static let noVersion = DiagnosticCode(
        "E3453", "No version of the rule for this day",
        "A rule holds from `effective` to `until`. A day outside of all versions cannot be decided by any of them.")
    package static let badInput = DiagnosticCode(
        "E3454", "A value that the rule does not take",
        "The rule lists its inputs with their types. Each value is of the type, an amount of the currency; an input that is not marked with a "
            + "question mark is there.")
    package static let noValue = DiagnosticCode(
        "E3455", "An expression of a rule has no value",
        "The expression was reached with values for which it is not defined, such as a division by zero or an absent field."
    )
    package static let badResult = DiagnosticCode(
        "E3456", "A result that is not what the rule declares",
        "What a row, case or formula gives is of the output's type, and of its currency.")
    package static let notAggregable = DiagnosticCode(
        "E3457", "Rows whose results cannot be put together",
        "Amounts of two currencies have no sum and no order. Convert them in the cells, or collect the rows as a list.")

    package static let all: [DiagnosticCode] = [
        unknownColumn, noBars, missingColumn, cellCount, badCell, otherCurrency, unknownWord, badInterval, emptyCell,
        badOutput,
        nameOrText, hitPolicy, versionsOverlap, dayUncovered, versionsDisagree, datedBy, formulaCycle, missingResult,
        tableFile,
        unusedInput, emptyTable, undated, nameTwice, tooManyRows, periodReversed,
        noRow, notUnique, differing, noVersion, badInput, noValue, badResult, notAggregable,
    ]
}
