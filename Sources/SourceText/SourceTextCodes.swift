/// The problems that any text can have, whatever its notation: E1000 to E1049.
public enum SourceTextCodes {
    public static let fileTooLarge = DiagnosticCode(
        "E1001", "A file is too large",
        """
        A file is read whole, so its size is limited. A file that passes the limit usually holds data: put rows into a CSV \
        file beside the definition, or split the definition in two.
        """)
    public static let emptyFile = DiagnosticCode(
        "E1002", "A file is empty",
        """
        The file holds nothing, or only comments and blank lines. A definition begins with its kind and name, such as \
        `workflow: invoice-release`.
        """)
    public static let utf16 = DiagnosticCode(
        "E1003", "A file is saved as UTF-16",
        """
        Files are read as UTF-8. Some editors and spreadsheets save "Unicode text" as UTF-16, in which each letter takes two \
        bytes. Save the file again and choose UTF-8.
        """)
    public static let notUTF8 = DiagnosticCode(
        "E1004", "A character is not UTF-8",
        """
        Files are read as UTF-8. A file saved in an older encoding, such as Windows-1252, shows its accented letters and \
        currency signs as something else. Save the file again as UTF-8 and check the characters that are named.
        """)
    public static let controlCharacter = DiagnosticCode(
        "E1005", "A control character",
        """
        A character that cannot be seen and has no meaning in a text, often left behind by copying from another program. \
        Delete it.
        """)
    public static let byteOrderMark = DiagnosticCode(
        "E1006", "A byte-order mark inside a file",
        """
        A byte-order mark is an invisible character that some editors write at the beginning of a file, where it does no \
        harm. Inside a file it is a leftover of joining two files, and makes a name different from how it looks. Delete it.
        """)
    public static let invisibleCharacter = DiagnosticCode(
        "E1007", "An invisible character",
        """
        A character that cannot be seen, such as a zero-width space or an unusual line separator, often copied from a web \
        page or a word processor. It makes two names that look alike different. Delete it, or write an ordinary space or line \
        break.
        """)
    public static let directionMark = DiagnosticCode(
        "E1008", "A mark that reverses the direction of text",
        """
        A character that makes the text after it be shown in another order than it is read in. What a reviewer sees would \
        not be what runs. Delete it; right-to-left languages are shown rightly without it.
        """)
    public static let nul = DiagnosticCode(
        "E1009", "A NUL byte",
        """
        The file holds a byte of value zero, which no text has. It was damaged while it was copied or saved, or it is no \
        text file at all. Delete the byte, or restore the file from the version before.
        """)

    public static let manyProblems = DiagnosticCode(
        "E1010", "More problems in a file than are shown",
        """
        Only the first problems of a file are shown: one slip, such as a key repeated by a program, can cause thousands. Mend \
        those that are shown, and check the file again.
        """)

    public static let all: [DiagnosticCode] = [
        fileTooLarge, emptyFile, utf16, notUTF8, controlCharacter, byteOrderMark, invisibleCharacter, directionMark,
        nul, manyProblems,
    ]
}
