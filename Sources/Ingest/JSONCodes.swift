package import SourceText

/// The problems of JSON and NDJSON, as a text and against a declared shape: E1300 to E1349.
package enum JSONCodes {
    package static let empty = DiagnosticCode(
        "E1300", "There is no JSON",
        "The text holds nothing but blanks. A JSON document is one value: most often an object in braces.")
    package static let invalidUTF8 = DiagnosticCode(
        "E1301", "JSON that is not UTF-8",
        """
        JSON is exchanged as UTF-8. Text from an older system may be in another encoding, such as Windows-1252, in which \
        accented letters and currency signs are other bytes. Have the sending system write UTF-8, or convert the file.
        """)
    package static let controlCharacter = DiagnosticCode(
        "E1302", "A control character inside a JSON text",
        """
        Line breaks, tabs and other control characters may not stand in a JSON text as they are; they are written as \\n, \\t \
        or \\u0000. A program that builds JSON by hand forgets this easily: have it use a JSON library.
        """)
    package static let openString = DiagnosticCode(
        "E1303", "A JSON text without its closing quotation mark",
        """
        A text begins and ends with a quotation mark on one line. Often the file was cut off, or a quotation mark inside the \
        text was not written as \\".
        """)
    package static let badEscape = DiagnosticCode(
        "E1304", "An escape that JSON does not have",
        """
        After a backslash JSON allows only one of \\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u with four hexadecimal digits. A \
        backslash that is meant as itself, as in a Windows path, is written twice.
        """)
    package static let loneSurrogate = DiagnosticCode(
        "E1305", "Half of a character",
        """
        Characters such as emoji are written in JSON as two \\u escapes that belong together. Here one of them stands alone, \
        most often because a text was cut in the middle by a program that counts in halves.
        """)
    package static let unexpected = DiagnosticCode(
        "E1306", "Something else than JSON expects",
        """
        JSON is a value: an object in braces, a list in brackets, a text in quotation marks, a number, true, false or null. \
        Names stand in double quotation marks and a colon follows them; commas part the entries. Comments, single quotation \
        marks and names without quotation marks are not JSON.
        """)
    package static let trailingComma = DiagnosticCode(
        "E1307", "A comma after the last entry",
        "In JSON a comma stands between two entries and never after the last one. Delete the comma.")
    package static let endsTooSoon = DiagnosticCode(
        "E1308", "JSON that is cut off",
        """
        An object or a list is opened and never closed. The file was cut off while it was written or sent, or a closing \
        bracket was forgotten.
        """)
    package static let moreAfterEnd = DiagnosticCode(
        "E1309", "Something behind the end of the JSON",
        """
        A document is one value, and a line of NDJSON is one value. Several values in one file are written one a line and \
        read as NDJSON.
        """)
    package static let badNumber = DiagnosticCode(
        "E1310", "A number that is not written as JSON writes numbers",
        """
        A JSON number has digits, perhaps a minus in front and a point with digits on both sides: 0.5, -12, 1250.00. It has no \
        plus, no leading zero, no thousands separator and no currency sign; NaN and Infinity are no numbers.
        """)
    package static let numberTooLong = DiagnosticCode(
        "E1311", "A number with too many digits",
        """
        Numbers are kept exactly, with at most 38 digits and at most 38 places after the point. A number beyond that would \
        have to be rounded, and nothing is rounded that was not asked to be.
        """)
    package static let duplicateName = DiagnosticCode(
        "E1312", "A name is given twice in one object",
        """
        Of two values for one name, programs disagree which one holds: some take the first, some the last. So neither is \
        taken. Have the sending system write each name once.
        """)
    package static let tooDeep = DiagnosticCode(
        "E1313", "JSON is nested too deeply",
        "Objects and lists may lie inside one another only so many times. No invoice or payment comes near the limit.")
    package static let documentTooLong = DiagnosticCode(
        "E1314", "A JSON document is too long",
        "One document is read whole, so its size is limited. Write many events as NDJSON, one a line: that has no limit."
    )
    package static let lineTooLong = DiagnosticCode(
        "E1315", "A line of NDJSON is too long",
        """
        One line is one event and is read whole, so its length is limited. Often the line breaks between events are missing.
        """)
    package static let noMemory = DiagnosticCode(
        "E1316", "Not enough memory to read JSON", "The machine has no memory left for reading. Read a smaller piece.")
    package static let wrongType = DiagnosticCode(
        "E1320", "A field has a value of another type",
        "The declaration of the event or record says what the field holds. Change the value, or the declaration.")
    package static let unknownField = DiagnosticCode(
        "E1321", "A field that is not declared",
        """
        The declaration of the event or record does not have this field. Nothing is silently ignored: correct the name, declare \
        the field, or have it left out.
        """)
    package static let missingField = DiagnosticCode(
        "E1322", "A field is missing",
        "The declaration says that every event or record has this field. Add it, or declare that it may be absent.")
    package static let nullField = DiagnosticCode(
        "E1323", "A field is null that must have a value",
        "Null says that there is no value, and the declaration says that there always is one.")
    package static let notWhole = DiagnosticCode(
        "E1324", "A whole number is expected",
        "The field is declared as a whole number. If it can have a fraction, declare it as a decimal.")
    package static let badDate = DiagnosticCode(
        "E1325", "A date or time cannot be read",
        """
        Dates and times are written as ISO 8601 has them: 2026-03-01 for a date, 2026-03-01T09:00:00Z or with +01:00 for an \
        instant, 09:00 for a time of day. The day must exist.
        """)
    package static let badPeriod = DiagnosticCode(
        "E1326", "A period cannot be read",
        "A period is a number and a unit, such as 3 days, 1 month or 2 business days; an exact duration is seconds, as in 90s."
    )
    package static let badMoney = DiagnosticCode(
        "E1327", "An amount of money cannot be read",
        """
        Money is an object of an amount and a currency: {"amount": "5000.00", "currency": "USD"}. The currency is an ISO 4217 \
        code in capital letters. Where the declaration names the currency, the amount alone will do.
        """)
    package static let otherCurrency = DiagnosticCode(
        "E1328", "Another currency than declared",
        "The field is declared in one currency and the value has another. Amounts are never converted on the way in.")
    package static let badRate = DiagnosticCode(
        "E1330", "An exchange rate cannot be read",
        """
        A rate says how many units of one currency one unit of another is worth, who quoted it and at which instant: \
        {"from": "EUR", "to": "USD", "value": "1.0845", "source": "ECB", "time": "2026-03-31T14:00:00Z"}. The value is above zero.
        """)
    package static let manyProblems = DiagnosticCode(
        "E1329", "More problems than are shown",
        "Only the first problems of one text are shown. Correct these, and read it again to see the others.")

    package static let all: [DiagnosticCode] = [
        empty, invalidUTF8, controlCharacter, openString, badEscape, loneSurrogate, unexpected, trailingComma,
        endsTooSoon, moreAfterEnd, badNumber, numberTooLong, duplicateName, tooDeep, documentTooLong, lineTooLong,
        noMemory, wrongType, unknownField, missingField, nullField, notWhole, badDate, badPeriod, badMoney,
        otherCurrency, badRate,
        manyProblems,
    ]
}
