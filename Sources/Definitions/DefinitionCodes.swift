package import SourceText

/// The problems of a definition as it is written: E3000 to E3199.
package enum DefinitionCodes {
    // MARK: Keys

    package static let unknownKind = DiagnosticCode(
        "E3001", "A kind of definition that does not exist",
        """
        The first key of a file says what it defines: a workflow, a rule, a price, a calendar, a notice, a record, an \
        event, a primitive, settings, a control or a scenario. Write the kind first, and its name behind the colon.
        """)
    package static let kindNotFirst = DiagnosticCode(
        "E3002", "The kind does not come first",
        """
        The first key of a file names its kind, so that a reader knows at once what the file is. Move the key to the \
        top.
        """)
    package static let unknownKey = DiagnosticCode(
        "E3003", "A key that is not known here",
        """
        Each group has its own keys. A key that is not known would do nothing, and a reader could believe that it \
        does, so it is an error. Mostly it is misspelt.
        """)
    package static let keyElsewhere = DiagnosticCode(
        "E3004", "A key that belongs to another place",
        """
        The key exists, but not in this group or not beside these keys. Move it to where it belongs; the message says \
        where that is. Often only the indentation is wrong.
        """)
    package static let missingKey = DiagnosticCode(
        "E3005", "A key is missing",
        """
        Some keys must be there, because a definition has no meaning without them or because the choice must not be \
        made silently. Write the key with its value.
        """)
    package static let wrongShape = DiagnosticCode(
        "E3006", "Not the shape that belongs here",
        """
        A place asks for a single value, for a list or for a group of keys. A list has a line with a hyphen for each \
        item, or brackets; a group has a line "key: value" for each key, or braces.
        """)
    package static let emptyValue = DiagnosticCode(
        "E3007", "Nothing stands behind the colon",
        """
        A key without a value says nothing. Write the value, or delete the key.
        """)
    package static let tooFew = DiagnosticCode(
        "E3008", "An empty list or group",
        """
        The place asks for at least one item. Write it, or delete the key if nothing is meant.
        """)
    package static let tooMany = DiagnosticCode(
        "E3009", "More than one entry",
        """
        The place asks for one entry. Write each entry as an item of its own.
        """)
    package static let keysExclude = DiagnosticCode(
        "E3010", "Two keys of which only one can hold",
        """
        The two keys answer the same question in two ways, such as the verb of a step. Keep one; a second step or \
        group can say the other.
        """)
    package static let noLeadingKey = DiagnosticCode(
        "E3011", "The key that decides is missing",
        """
        A group of this sort has one key that says what it is: a step has a verb, a trigger says what starts a run. \
        Write one of the keys that the message lists.
        """)
    package static let unknownStepWord = DiagnosticCode(
        "E3012", "A step that is a single word, but not a known one",
        """
        Only "continue" and "begin_again" are steps by themselves. Every other step is a verb with a colon and what it \
        acts on.
        """)
    package static let itemTwice = DiagnosticCode(
        "E3013", "An item is listed twice",
        """
        A name stands twice in a list in which each can stand only once. Delete one of the two.
        """)

    // MARK: Names and words

    package static let badName = DiagnosticCode(
        "E3020", "A name that is not written as names are",
        """
        Names in expressions are written with small letters, digits and underscores (first_reminder); files, \
        workflows, rules, roles and notices with small letters, digits and hyphens (overdue-first); primitives and \
        events in two parts with a point (invoice.post). So everybody writes a name the same way, and a name can never \
        be taken for an expression.
        """)
    package static let nameTooLong = DiagnosticCode(
        "E3021", "A name that is too long",
        """
        The length of a name is limited, so that it can be read in lists, keys and journals.
        """)
    package static let unknownWord = DiagnosticCode(
        "E3022", "A word that is not one of the choices",
        """
        The place asks for one of a few words. The message lists them.
        """)
    package static let unknownType = DiagnosticCode(
        "E3023", "A type that does not exist",
        """
        The types are text, int, decimal, money (alone or with a currency), ratio, rate, bool, date, time, instant, \
        period, notice, role, person, approval level, group, the name of a record, "list of" one of these, and "one \
        of" some words. A "?" behind a type says that the value may be absent.
        """)
    package static let badType = DiagnosticCode(
        "E3024", "A type that cannot be read",
        """
        A type is a word, "money" with a currency, "list of" a type, or "one of" words with commas between them.
        """)
    package static let groupFields = DiagnosticCode(
        "E3025", "A group and its fields do not fit together",
        """
        A field of the type "group" or "list of group" says under "fields" what it consists of; any other field has no \
        fields of its own.
        """)
    package static let stepNameTwice = DiagnosticCode(
        "E3026", "Two steps of one name",
        """
        A step is known by its name in results, in the journal and in the keys that keep a call from happening twice, \
        so each name stands once in a workflow. A step without "as" is named by what its verb acts on. Give one of the \
        two a name with "as".
        """)
    package static let stepNeedsName = DiagnosticCode(
        "E3027", "A step that needs a name",
        """
        An approval and a wait are known by their name to the people who decide and in the journal. Name the step with \
        "as".
        """)

    // MARK: Values

    package static let badInteger = DiagnosticCode(
        "E3030", "Not a whole number",
        """
        The place asks for a whole number, written with digits only, without a comma, a point or a blank between them.
        """)
    package static let integerRange = DiagnosticCode(
        "E3031", "A number outside its bounds",
        """
        The number is smaller or larger than this place allows.
        """)
    package static let badNumber = DiagnosticCode(
        "E3032", "Not a number",
        """
        The place asks for a number such as 1200 or 0.05, with a point before the decimals and nothing between the \
        thousands.
        """)
    package static let badMoney = DiagnosticCode(
        "E3033", "Not an amount of money",
        """
        An amount is a number, a blank and the three capital letters of its currency: 0.05 USD. There is no currency \
        sign, and nothing stands between the thousands.
        """)
    package static let badPercentage = DiagnosticCode(
        "E3034", "Not a percentage",
        """
        A percentage is a number with a percent sign: 2.5%.
        """)
    package static let badCurrency = DiagnosticCode(
        "E3035", "Not a currency",
        """
        A currency is written with the three capital letters of ISO 4217: USD, EUR, JPY.
        """)
    package static let badBoolean = DiagnosticCode(
        "E3036", "Neither true nor false",
        """
        The place asks whether something holds. Write true or false.
        """)
    package static let badPeriod = DiagnosticCode(
        "E3037", "Not a period",
        """
        A period is a number with its unit: 3 days, 2 business days, 1 month, 30 minutes. Units are years, months, \
        weeks, days, business days, hours, minutes and seconds.
        """)
    package static let periodSense = DiagnosticCode(
        "E3038", "A period that does not fit here",
        """
        A length of time is longer than nothing and has no sign. The time between two attempts is counted in hours, \
        minutes and seconds, since it must not depend on a calendar.
        """)
    package static let badTime = DiagnosticCode(
        "E3039", "Not a time of day",
        """
        A time of day is written with hours from 00 to 23 and minutes: 09:00, 17:30.
        """)
    package static let badDate = DiagnosticCode(
        "E3040", "Not a date",
        """
        A date is written year, month, day: 2026-03-01. So it is read the same way everywhere.
        """)
    package static let badInstant = DiagnosticCode(
        "E3041", "Not an instant",
        """
        An instant is a date and a time with its distance from Greenwich: 2026-03-01T09:00:00Z, \
        2026-03-01T10:00:00+01:00.
        """)
    package static let badZone = DiagnosticCode(
        "E3042", "Not a time zone",
        """
        A time zone is named by its region and city: America/New_York, Europe/Berlin, or UTC. Or it is an expression \
        that gives the name, such as customer.timezone.
        """)
    package static let badRepetition = DiagnosticCode(
        "E3043", "Not a name and a list",
        """
        "each" says a name, the word "in", and the list whose items it stands for one after the other: line in \
        invoice.lines.
        """)
    package static let badLevel = DiagnosticCode(
        "E3044", "Not a level of an approval",
        """
        A level is a role, if one person of it must approve, or a number, "of" and a role: 2 of controller.
        """)
    package static let tableStyle = DiagnosticCode(
        "E3045", "A table that is not written line by line",
        """
        The rows of a table stand each on its own line, below "table: |". Other ways of writing a text join the lines.
        """)

    package static let badSchedule = DiagnosticCode(
        "E3046", "Not days of a calendar",
        """
        The days on which something happens are written in words: first business day of the month, last friday of the \
        quarter, monday and thursday, 15th day of the month, or the next business day.
        """)

    // MARK: Expressions in text

    package static let unclosedExpression = DiagnosticCode(
        "E3050", "An expression in a text that does not end",
        """
        In a text "${" begins an expression and "}" ends it. Write the brace that is missing; if the two signs are \
        meant as they stand, write "$${".
        """)
    package static let emptyExpression = DiagnosticCode(
        "E3051", "An empty expression",
        """
        Nothing stands between "${" and "}". Write the expression, or delete both.
        """)
    package static let expressionInPlainText = DiagnosticCode(
        "E3052", "An expression in a text that takes none",
        """
        This text is shown as it stands: it belongs to the definition and not to a run, so there is no value to put \
        into it.
        """)
    package static let textInExpression = DiagnosticCode(
        "E3053", "Signs of a text in an expression",
        """
        The place is an expression, so values are written without "${" and "}". They mark expressions only inside a \
        text.
        """)

    package static let bracesWithoutSign = DiagnosticCode(
        "E3901", .warning, "Braces without their sign",
        """
        In a text a value is put in with "${" and "}", such as ${invoice.number}. Braces alone are shown as they are written.
        """)

    // MARK: What does not fit together

    package static let elseNotLast = DiagnosticCode(
        "E3060", "A case behind \"else\"",
        """
        The cases are asked in their order and "else" holds always, so a case behind it would never hold. Move "else" \
        to the end.
        """)
    package static let effectContradiction = DiagnosticCode(
        "E3061", "A call that reads and changes",
        """
        A primitive that only reads changes nothing. Say "reads" alone, or leave it out.
        """)

    package static let all: [DiagnosticCode] = [
        unknownKind, kindNotFirst, unknownKey, keyElsewhere, missingKey, wrongShape, emptyValue, tooFew, tooMany,
        keysExclude,
        noLeadingKey, unknownStepWord, itemTwice, badName, nameTooLong, unknownWord, unknownType, badType, groupFields,
        stepNameTwice, stepNeedsName, badInteger, integerRange, badNumber, badMoney, badPercentage, badCurrency,
        badBoolean,
        badPeriod, periodSense, badTime, badDate, badInstant, badZone, badRepetition, badLevel, tableStyle, badSchedule,
        unclosedExpression,
        emptyExpression, expressionInPlainText, textInExpression, bracesWithoutSign, elseNotLast, effectContradiction,
    ]
}
