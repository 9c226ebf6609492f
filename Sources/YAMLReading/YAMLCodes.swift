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
    package static let unreadable = DiagnosticCode(
        "E1199", "A line that cannot be read",
        """
        The line does not follow the notation, and the reason could not be found more exactly. Each line is `key: value`, `- item` \
        or the continuation of a text; a value with special characters stands in quotation marks.
        """)

    package static let all: [DiagnosticCode] = [
        duplicateKey, anchor, alias, tag, tabInIndentation, tab, mergeKey, secondDocument, directive, notAMapping,
        keyNotText,
        missingKey, tooDeep, tooManyNodes, scalarTooLong, tooManyPlaces, unreadable,
    ]
}
