import SourceText

/// Messages that are said both of lines that libyaml cannot read and of lines that it reads otherwise than they were meant.
enum Slips {
    private static let meanings: [String: String] = [
        "!": "which marks a type in YAML", "*": "which repeats another value in YAML",
        "&": "which names a value in YAML",
        "%": "which YAML keeps for itself", "@": "which YAML keeps for itself", "`": "which YAML keeps for itself",
        "?": "which marks a key in YAML", ":": "which ends a key in YAML", "-": "which begins a list item in YAML",
        ",": "which parts values inside brackets", "]": "which closes a list", "}": "which closes a group",
        ">": "which announces a text on the following lines", "|": "which announces a text on the following lines",
    ]

    static func sign(_ sign: String, _ place: Place, fix: Fix?) -> Diagnostic {
        let text = place.file.text(in: place.span)
        let negation = sign == "!" && text.dropFirst().first?.isLetter == true
        return Diagnostic(
            YAMLCodes.beginsWithSign, at: place,
            "A value cannot begin with \"\(sign)\", \(meanings[sign] ?? "which has a meaning in YAML").",
            found: shown(text),
            expected: "a value that begins otherwise, or one in quotation marks",
            help: negation
                ? "In a condition write \"not \(text.dropFirst())\"; a text stands in quotation marks."
                : "Put the whole value in quotation marks.",
            fix: negation ? nil : fix)
    }

    static func missingKey(_ place: Place) -> Diagnostic {
        Diagnostic(
            YAMLCodes.missingKey, at: place, "Nothing stands before this colon.",
            found: shown(place.file.text(in: place.span)), expected: "a name before the colon, as in \"key: value\"",
            help: "Write the name that the value is for, or delete the line.")
    }

    static func missingBlankBehindColon(_ place: Place, _ text: String, at offset: Int) -> Diagnostic {
        Diagnostic(
            YAMLCodes.missingSpaceBehindColon, at: place, "A space is missing behind the colon.", found: shown(text),
            expected: "a space between the colon and the value", help: "Write a space behind the colon.",
            fix: Fix("Write the space", [.init(Span(offset..<offset), " ")]))
    }

    static func missingBlankBehindDash(_ place: Place, _ text: String, at offset: Int) -> Diagnostic {
        Diagnostic(
            YAMLCodes.missingSpaceBehindDash, at: place, "A space is missing behind the dash.", found: shown(text),
            expected: "a space between the dash of a list item and what follows",
            help: "Write a space behind the dash.",
            fix: Fix("Write the space", [.init(Span(offset..<offset), " ")]))
    }

    static func keyTooLong(_ place: Place) -> Diagnostic {
        Diagnostic(
            YAMLCodes.keyTooLong, at: place, "This line has no colon within the length that a key may have.",
            found: "a line of more than \(YAMLLimits.maximumKeyCharacters) characters",
            expected: "a colon within \(YAMLLimits.maximumKeyCharacters) characters (the limit on a key)",
            help: "Write the key and its colon first, or indent the line if it continues the text above.")
    }

    /// - Parameters:
    ///   - key: the key of the value with its colon and a space, or empty in a list.
    ///   - before: the value up to the `#`, empty if the comment stands in its place.
    static func hash(_ place: Place, key: String, value: String, before: String, comment: String) -> Diagnostic {
        let before = String(before.reversed().drop { $0 == " " }.reversed())
        return Diagnostic(
            YAMLCodes.hashInValue, at: place, "What follows this \"#\" is read as a comment and would be lost.",
            found: before.isEmpty
                ? "the comment \(shown(comment)) in the place of a value"
                : "the comment \(shown(comment)) behind \(shown(before))",
            expected: "a text in quotation marks, or a comment with two spaces before its \"#\" and one behind",
            help:
                "For one text, write \(key)\(quoted(value)). For a comment, write two spaces before the \"#\" and one behind."
        )
    }

    static func bracket(_ bracket: String, _ partner: String, _ place: Place, found: String, fix: Fix?) -> Diagnostic {
        Diagnostic(
            YAMLCodes.textInBrackets, at: place,
            "A value that begins with \"\(bracket)\" is a \(bracket == "[" ? "list" : "group of keys"), and this one does not end as such.",
            found: found,
            expected: "\"\(partner)\" as the last sign of the value, or quotation marks around the whole",
            help: "Put the whole value in quotation marks if it is a text or an interval.", fix: fix)
    }
}
