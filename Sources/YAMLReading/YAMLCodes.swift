package import SourceText

/// The problems of YAML as a notation: E1100 to E1199.
package enum YAMLCodes {
    package static let duplicateKey = DiagnosticCode(
        "E1101", "A key is given twice",
        """
        Within one block a key stands once: of two values, one would be lost without a word. Delete one of the two, or rename \
        one if both were meant.
        """)
    package static let anchor = DiagnosticCode(
        "E1102", "An anchor",
        """
        YAML lets a value be named with `&name` and repeated elsewhere. These files do not: a reviewer should see what holds \
        at the line where it holds. Delete the name; what several definitions share belongs into the settings' parameters.
        """)
    package static let alias = DiagnosticCode(
        "E1103", "An alias",
        """
        YAML lets `*name` stand for a value that is written elsewhere. These files do not: write the value where it is used. A \
        text that begins with `*` stands in quotation marks.
        """)
    package static let tag = DiagnosticCode(
        "E1104", "A YAML type",
        """
        YAML lets a value be given a type with `!!int` or the like. These files do not: the place where a value stands says \
        what it is. Delete the type.
        """)
    package static let tabInIndentation = DiagnosticCode(
        "E1105", "A tab in the indentation",
        """
        Indentation says what belongs to what, and a tab is as wide as each editor likes. Indent with spaces, two for each \
        level; most editors have a command that turns tabs into spaces.
        """)
    package static let tab = DiagnosticCode(
        "E1106", "A tab",
        """
        A tab looks like spaces and is none. Write a space instead. In a table, columns are lined up with spaces.
        """)
    package static let mergeKey = DiagnosticCode(
        "E1107", "A merge key",
        """
        YAML lets `<<` copy the keys of another block. These files do not: a reviewer should see all keys of a block in it. \
        Write the keys out.
        """)
    package static let secondDocument = DiagnosticCode(
        "E1108", "A second document",
        """
        A line `---` or `...` ends a YAML document. A file holds one definition, so what follows would not be read. Move it \
        into a file of its own.
        """)
    package static let directive = DiagnosticCode(
        "E1109", "A directive",
        """
        A line that begins with `%` gives YAML an instruction. These files need none. Delete the line; a text that begins with \
        `%` stands in quotation marks.
        """)
    package static let notAMapping = DiagnosticCode(
        "E1110", "A file without keys",
        """
        A file is a list of keys with their values, each `key: value`, and the first names the kind of definition. A file that \
        begins with a list or with bare text is none.
        """)
    package static let keyNotText = DiagnosticCode(
        "E1111", "A key that is no text",
        """
        A key is a word or a text on one line. A list, a group in braces, or YAML's `?` notation cannot be one.
        """)
    package static let missingKey = DiagnosticCode(
        "E1112", "A colon without a key",
        """
        A line begins with a colon, but nothing stands before it. Write the name that the value is for.
        """)
    package static let tooDeep = DiagnosticCode(
        "E1113", "Too many levels",
        """
        The number of levels that may stand inside each other is limited. A definition that reaches the limit is hard to read \
        as a policy: give a branch to a workflow of its own.
        """)
    package static let tooManyNodes = DiagnosticCode(
        "E1114", "Too many keys and values",
        """
        The number of keys and values in a file is limited. A file that reaches the limit usually holds data: put rows into a \
        CSV file beside the definition.
        """)
    package static let scalarTooLong = DiagnosticCode(
        "E1115", "A value that is too long",
        """
        The length of one value is limited. A value that reaches the limit is usually a table: put its rows into a CSV file \
        beside the definition.
        """)
    package static let tooManyPlaces = DiagnosticCode(
        "E1116", "Too many lines that cannot be read",
        """
        After a number of lines that cannot be read, the rest of the file is not looked at: it is probably no definition. Mend \
        the first problems and check again.
        """)
    package static let beginsWithSign = DiagnosticCode(
        "E1120", "A value that begins with a special sign",
        """
        YAML gives a meaning to a value that begins with one of `! * & % @ ? : , ] } | >` or a backtick. Put such a value in \
        quotation marks; in a condition, `not` says the same as `!`.
        """)
    package static let colonInValue = DiagnosticCode(
        "E1121", "A colon inside a value",
        """
        A colon followed by a space ends a key, also in the middle of a text or a condition. Put such a value in quotation \
        marks. If two keys were meant, each stands on a line of its own.
        """)
    package static let textBehindBlockSign = DiagnosticCode(
        "E1122", "Text behind a block sign",
        """
        A value that begins with `>` or `|` announces a text on the following lines, so nothing else may stand on its line. Put \
        a value such as `>= 5000 USD` in quotation marks.
        """)
    package static let hashInValue = DiagnosticCode(
        "E1123", "A number sign that cuts off a text",
        """
        A `#` behind a space begins a comment, so `Invoice #12 is late` would be read as `Invoice`. Put the text in quotation \
        marks. A comment beside a value has two spaces before its `#` and one behind.
        """)
    package static let commaInBraces = DiagnosticCode(
        "E1124", "A comma inside braces",
        """
        Inside braces a comma ends a value and begins the next key: `{ amount: 1,200 USD }` gives `amount` the value `1`, and `200 \
        USD` is a key without a value. Write numbers without commas, and put a text with commas in quotation marks.
        """)
    package static let dashBehindKey = DiagnosticCode(
        "E1125", "A list on the line of its key",
        """
        A dash followed by a space begins a list item. The first item of a list stands on the line below its key. A text that \
        begins with a dash stands in quotation marks, and a number below zero has no space behind its sign.
        """)
    package static let textBehindQuote = DiagnosticCode(
        "E1126", "Text behind a quotation mark",
        """
        A value that begins with a quotation mark ends with the next one, and nothing follows. Put the whole value in marks \
        that do not occur in it: single ones around double ones, or the other way round.
        """)
    package static let unclosedQuote = DiagnosticCode(
        "E1127", "A quotation mark that is not closed",
        """
        A text begins with a quotation mark, and the second mark is missing or stands far below, so that other keys would become \
        part of the text. Write the second mark. A text that begins with an apostrophe stands in double quotation marks.
        """)
    package static let badEscape = DiagnosticCode(
        "E1128", "A backslash that is no escape",
        """
        In double quotation marks a backslash begins an escape, such as `\\n` for a line break. Write `\\\\` for a backslash itself, or \
        use single quotation marks, in which a backslash is only a backslash.
        """)
    package static let textInBrackets = DiagnosticCode(
        "E1129", "A text that begins with a bracket",
        """
        A value that begins with `[` is a list and ends with `]`; one that begins with `{` is a group of keys and ends with `}`. A \
        text or an interval that only begins like that, such as `[5000..25000) USD`, stands in quotation marks.
        """)
    package static let unclosedBracket = DiagnosticCode(
        "E1130", "A bracket that is not closed",
        """
        A list in brackets or a group in braces is opened and never closed. Write the closing bracket. A list that goes over \
        several lines is indented further than its key.
        """)
    package static let strayBracket = DiagnosticCode(
        "E1131", "A closing bracket too many",
        """
        A `]` or `}` stands where nothing is open. Delete it, or write the bracket that it should close.
        """)
    package static let missingComma = DiagnosticCode(
        "E1132", "A missing comma inside brackets",
        """
        Inside brackets and braces a comma stands between two items. Write the comma; a text with special characters stands in \
        quotation marks.
        """)
    package static let emptyItem = DiagnosticCode(
        "E1133", "An empty place between commas",
        """
        Two commas follow each other, or a list begins with one. Delete the comma, or write the value that is missing.
        """)
    package static let placeholderInBraces = DiagnosticCode(
        "E1134", "An expression in a text inside braces",
        """
        Inside braces and brackets a `{` begins a group of keys, so a text with `${…}` in it stands in quotation marks there.
        """)
    package static let numberWithComma = DiagnosticCode(
        "E1135", "A number with a comma in a list",
        """
        Inside brackets a comma parts two items, so `[1,200 USD]` would be a list of `1` and `200 USD`. Write numbers without \
        commas, and a space behind the comma between two items.
        """)
    package static let missingColon = DiagnosticCode(
        "E1140", "A line without a colon",
        """
        A line is `key: value`, a list item, or the continuation of a text. A continuation is indented further than the key of \
        its text.
        """)
    package static let missingSpaceBehindColon = DiagnosticCode(
        "E1141", "A missing space behind a colon",
        """
        A key ends with a colon and a space. Without the space, `title:Release` is one word and no key.
        """)
    package static let missingSpaceBehindDash = DiagnosticCode(
        "E1142", "A missing space behind a dash",
        """
        A list item begins with a dash and a space. Without the space, `-end: done` is a key whose name begins with a dash.
        """)
    package static let indentedTooFar = DiagnosticCode(
        "E1143", "A line that is indented too far",
        """
        A line that is indented further than the one above belongs into it. But the line above has a value already, so nothing \
        can stand inside. Indent both alike, or delete the value.
        """)
    package static let wrongIndentation = DiagnosticCode(
        "E1144", "An indentation that fits nothing",
        """
        Lines that belong together begin in the same column. This line begins between two levels, so it cannot be told where it \
        belongs.
        """)
    package static let mixedListAndKeys = DiagnosticCode(
        "E1145", "List items and keys side by side",
        """
        A block holds either keys or list items. A key of an item is indented further than the dash of the item; a list stands \
        below the key that it belongs to.
        """)
    package static let outdentedText = DiagnosticCode(
        "E1146", "A line of a text that is indented too little",
        """
        The lines of a text below `|` or `>` begin in the column of its first line or further to the right. A line further to the left \
        ends the text.
        """)
    package static let swallowedItem = DiagnosticCode(
        "E1147", "A list item that became text",
        """
        The line above has a value, and a line that is indented further continues it, also if it begins with a dash. Delete the \
        value above if the list is the value.
        """)
    package static let lookalike = DiagnosticCode(
        "E1148", "A character that only looks like another",
        """
        A no-break space looks like a space and is none, and so does a long dash before a list item or a full-width colon behind a \
        key. Such characters come with text that is copied from a web page or a word processor. Write the plain one.
        """)
    package static let keyTooLong = DiagnosticCode(
        "E1149", "A key that is too long",
        """
        The length of a key is limited. A long text stands behind the colon of a short key.
        """)
    package static let unreadable = DiagnosticCode(
        "E1199", "A line that cannot be read",
        """
        The line does not follow the notation, and the reason could not be found more exactly. Each line is `key: value`, `- item` \
        or the continuation of a text; a value with special characters stands in quotation marks.
        """)

    package static let all: [DiagnosticCode] = [
        duplicateKey, anchor, alias, tag, tabInIndentation, tab, mergeKey, secondDocument, directive, notAMapping,
        keyNotText, missingKey, tooDeep, tooManyNodes, scalarTooLong, tooManyPlaces, beginsWithSign, colonInValue,
        textBehindBlockSign, hashInValue, commaInBraces, dashBehindKey, textBehindQuote, unclosedQuote, badEscape,
        textInBrackets, unclosedBracket, strayBracket, missingComma, emptyItem, placeholderInBraces, numberWithComma,
        missingColon, missingSpaceBehindColon, missingSpaceBehindDash, indentedTooFar, wrongIndentation,
        mixedListAndKeys, outdentedText, swallowedItem, lookalike, keyTooLong, unreadable,
    ]
}
