package import SourceText

/// The problems of CSV, as a notation and against a mapping: E1350 to E1379.
package enum CSVCodes {
    package static let empty = DiagnosticCode(
        "E1350", "There are no rows",
        "The file holds nothing. Its first row has the columns' names, and each further row has a value for each of them."
    )
    package static let notUTF8 = DiagnosticCode(
        "E1351", "CSV that is not UTF-8",
        """
        Files are read as UTF-8. A spreadsheet's "CSV" is often in the encoding of the computer it was made on; there is \
        a choice "CSV UTF-8" beside it. Save the file again with that.
        """)
    package static let controlCharacter = DiagnosticCode(
        "E1352", "A control character in a row",
        "A character that cannot be seen and that no cell should have. The file may be damaged, or no CSV at all.")
    package static let bareQuote = DiagnosticCode(
        "E1353", "A quotation mark inside a cell without quotation marks",
        """
        A cell that contains a quotation mark stands in quotation marks itself, and the one inside is written twice: \
        "5"" pipe". The program that wrote the file should do so.
        """)
    package static let textAfterQuote = DiagnosticCode(
        "E1354", "Something behind a cell's closing quotation mark",
        """
        Behind the closing quotation mark of a cell comes the next comma or the end of the row. A quotation mark that belongs \
        to the text is written twice.
        """)
    package static let openQuote = DiagnosticCode(
        "E1355", "A cell without its closing quotation mark",
        """
        A cell begins with a quotation mark, and none closes it up to the end of the file. Only its first line is left out; \
        reading goes on with the next.
        """)
    package static let cellCount = DiagnosticCode(
        "E1356", "A row with too few or too many cells",
        """
        Each row has as many cells as the first one has names. Often a comma inside a text or an amount was written without \
        quotation marks around the cell.
        """)
    package static let rowTooLong = DiagnosticCode(
        "E1357", "A row is too long",
        "A row is read whole, so its length is limited. Often a quotation mark is missing, and many rows look like one."
    )
    package static let tooManyCells = DiagnosticCode(
        "E1358", "A row with more cells than can be read",
        "The number of columns is limited. Leave out those that nobody reads.")
    package static let nameTwice = DiagnosticCode(
        "E1359", "Two columns have one name",
        "A mapping names columns, and cannot say which of two is meant. Rename one of them.")
    package static let missingColumn = DiagnosticCode(
        "E1360", "A column is missing",
        "The mapping names a column that the first row does not have. Correct the name in the mapping or in the file.")
    package static let otherDelimiter = DiagnosticCode(
        "E1361", "Cells are parted by another character",
        """
        The first row looks like one cell. In many countries spreadsheets part cells with semicolons; some programs use tabs. Say \
        so in the mapping.
        """)
    package static let missingValue = DiagnosticCode(
        "E1362", "A cell is empty that must have a value",
        "The field that this column gives must be there. Fill the cell, or declare that the field may be absent.")
    package static let badNumber = DiagnosticCode(
        "E1363", "A number cannot be read",
        """
        The mapping says how the column writes numbers: which character is the decimal point, which one groups thousands, \
        and which currency sign may stand beside the digits.
        """)
    package static let notWhole = DiagnosticCode(
        "E1364", "A whole number is expected", "The field is declared as a whole number and the cell has a fraction.")
    package static let badDate = DiagnosticCode(
        "E1365", "A date cannot be read",
        "The mapping says how the column writes dates, such as M/d/yyyy. The cell is written otherwise, or the day does not exist."
    )
    package static let badTime = DiagnosticCode(
        "E1366", "A time outside the calendar",
        """
        Times lie in the years 1 to 9999. A date such as 12/31/9999, which some systems write for "never", lies outside in \
        zones behind UTC. An hour that clocks skip or show twice is no problem: the time is then as much later, or the first of \
        the two.
        """)
    package static let badBool = DiagnosticCode(
        "E1367", "Neither yes nor no", "The mapping says which texts mean true and which false; the cell has neither.")
    package static let unknownCurrency = DiagnosticCode(
        "E1368", "A currency that is not known", "Currencies are ISO 4217 codes in capital letters, such as USD.")
    package static let otherCurrency = DiagnosticCode(
        "E1369", "Another currency than declared in a row",
        "The field is declared in one currency and the row has another. Amounts are never converted on the way in.")

    package static let all: [DiagnosticCode] = [
        empty, notUTF8, controlCharacter, bareQuote, textAfterQuote, openQuote, cellCount, rowTooLong, tooManyCells,
        nameTwice, missingColumn, otherDelimiter, missingValue, badNumber, notWhole, badDate, badTime, badBool,
        unknownCurrency, otherCurrency,
    ]
}
