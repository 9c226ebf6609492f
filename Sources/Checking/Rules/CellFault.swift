import Definitions
import SourceText

/// What is wrong with a cell, in the words of its author.
struct CellFault: Error {
    var code: DiagnosticCode
    var message: String
    var found: String
    var expected: String
    var help: String
    /// What was certainly meant instead of the part.
    var mend: String?
    var part: TableCell

    init(
        _ code: DiagnosticCode, _ part: TableCell, _ message: String, found: String? = nil, expected: String,
        help: String, mend: String? = nil
    ) {
        self.code = code
        self.part = part
        self.message = message
        self.found = found ?? "\"\(Self.shown(part))\""
        self.expected = expected
        self.help = help
        self.mend = mend
    }

    /// What a reader of scalars has against the part.
    init(_ code: DiagnosticCode, _ part: TableCell, _ misreading: Misreading) {
        self.init(
            code, part, "\"\(Self.shown(part))\" \(misreading.problem).", expected: misreading.expected,
            help: misreading.help, mend: misreading.mend)
    }

    /// - Parameter column: of which column the cell is.
    func diagnostic(column: String) -> Diagnostic {
        Diagnostic(
            code, at: part.place, message, found: found + " in the column \"\(column)\"", expected: expected,
            help: help,
            fix: mend.map { Fix("Write \($0)", [.init(part.place.span, $0)]) })
    }

    /// The text of a part, shortened.
    static func shown(_ part: TableCell) -> String {
        let text = part.text
        return text.unicodeScalars.count > 60 ? "\(String(text.unicodeScalars.prefix(50))) …" : text
    }
}
