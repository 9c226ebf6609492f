import Amounts
import Dates
import Encoding
import Evaluation
import SourceText

/// Puts the faults of one row into words.
struct CSVMessages {
    /// The row.
    let file: SourceFile
    /// Where the row begins in the bytes that the faults count in.
    let origin: Int
    let mapping: CSVMapping
    let names: [Text]

    private typealias Words = JSONMessages.Words

    static func empty(_ file: SourceFile) -> Diagnostic {
        Diagnostic(
            CSVCodes.empty, at: Place(file, Span(0..<0)), "There is no row here.", found: "nothing",
            expected: "a row with the columns' names, and rows of values",
            help: "Check that the file was written and sent completely.")
    }

    private func span(_ start: Int, _ end: Int) -> Span {
        let from = min(max(start - origin, 0), file.bytes.count)
        return Span(from..<min(max(end - origin, from), file.bytes.count))
    }

    private func diagnostic(_ words: Words, _ span: Span, _ related: [Diagnostic.Related] = []) -> Diagnostic {
        Diagnostic(
            words.code, at: Place(file, span), words.message, found: words.found, expected: words.expected,
            help: words.help, related: related)
    }

    // MARK: The row of names

    func diagnostic(_ fault: CSVNameFault) -> Diagnostic {
        let span = span(fault.start, fault.end)
        switch fault.kind {
        case .missingColumn(let name):
            let near = didYouMean(name.string, among: names.map(\.string))
            return diagnostic(
                Words(
                    CSVCodes.missingColumn, "There is no column \"\(name)\".", found: "the columns \(listed(names))",
                    expected: "a column \"\(name)\"",
                    help: near.map { "Write \"\($0)\" in the mapping, or \"\(name)\" in the file." }
                        ?? "Correct the name in the mapping, or add the column."), span)
        case .twice(let name, let first):
            return diagnostic(
                Words(
                    CSVCodes.nameTwice, "Two columns are called \"\(name)\".", found: "a second column \"\(name)\"",
                    expected: "each name once", help: "Rename one of the two."), span,
                [Diagnostic.Related(Place(file, self.span(first, first + 1)), "the first one stands here")])
        case .otherDelimiter(let byte):
            return diagnostic(
                Words(
                    CSVCodes.otherDelimiter, "The cells are parted by \(Self.name(byte)).", found: Self.name(byte),
                    expected: Self.name(mapping.delimiter),
                    help: "State \(Self.name(byte)) as the mapping's delimiter."), span)
        }
    }

    private static func name(_ delimiter: UInt8) -> String {
        switch delimiter {
        case UInt8(ascii: ","): "commas"
        case UInt8(ascii: ";"): "semicolons"
        case UInt8(ascii: "\t"): "tabs"
        default: "\"\(String(decoding: [delimiter], as: UTF8.self))\""
        }
    }

    private func listed(_ names: [Text]) -> String {
        names.prefix(12).map { "\"\($0)\"" }.joined(separator: ", ") + (names.count > 12 ? ", …" : "")
    }

    // MARK: Rows

    func diagnostic(_ fault: CSVFault, _ limits: CSVLimits) -> Diagnostic {
        let span = span(fault.start, fault.end)
        let words =
            fault.kind.rawValue < CSVFault.Kind.missingValue.rawValue
            ? rowWords(fault, limits) : cellWords(fault, shown(span))
        return diagnostic(words, span)
    }

    private func shown(_ span: Span) -> String {
        let text = file.text(in: span)
        if let first = text.unicodeScalars.first, let name = JSONMessages.invisible(first) { return name }
        return JSONMessages.quoted(text)
    }

    private func rowWords(_ fault: CSVFault, _ limits: CSVLimits) -> Words {
        let found = shown(span(fault.start, fault.end))
        switch fault.kind {
        case .notUTF8:
            let at = Int(span(fault.start, fault.end).start)
            let byte = at < file.bytes.count ? file.bytes[at] : 0
            return Words(
                CSVCodes.notUTF8, "These bytes are not UTF-8.", found: "the byte 0x\(Hexadecimal.text([byte]))",
                expected: "text in UTF-8", help: "Save the file again as \"CSV UTF-8\".")
        case .controlCharacter:
            return Words(
                CSVCodes.controlCharacter, "A control character stands in this row.", found: found,
                expected: "letters, digits and signs", help: "Delete the character, or write the file again.")
        case .bareQuote:
            return Words(
                CSVCodes.bareQuote, "A quotation mark stands inside a cell that is not in quotation marks.",
                found: "a quotation mark",
                expected: "the whole cell in quotation marks, and the one inside written twice",
                help: "Write \"5\"\" pipe\" for 5\" pipe.")
        case .textAfterQuote:
            return Words(
                CSVCodes.textAfterQuote, "Something follows the closing quotation mark of this cell.", found: found,
                expected: "the next cell, or the end of the row",
                help: "Write quotation marks that belong to the text twice, or delete what follows.")
        case .openQuote:
            return Words(
                CSVCodes.openQuote, "This cell has no closing quotation mark.", found: "an opening quotation mark",
                expected: "a closing one at the end of the cell", help: "Close the cell with a quotation mark.")
        case .rowTooLong:
            return Words(
                CSVCodes.rowTooLong, "This row is longer than \(JSONMessages.bytes(limits.maximumRowBytes)).",
                found: "more than \(limits.maximumRowBytes) bytes",
                expected: "at most \(limits.maximumRowBytes) bytes a row",
                help: "Look for a quotation mark that is not closed.")
        case .tooManyCells:
            return Words(
                CSVCodes.tooManyCells, "This row has more than \(limits.maximumCells) cells.",
                found: "more than \(limits.maximumCells) cells", expected: "at most \(limits.maximumCells) cells",
                help: "Leave out columns that nobody reads.")
        default:
            let isMore = fault.column > names.count
            return Words(
                CSVCodes.cellCount, "This row has \(isMore ? "more" : "fewer") cells than there are columns.",
                found: fault.column == 1 ? "1 cell" : "\(fault.column) cells",
                expected: names.count == 1 ? "1 cell" : "\(names.count) cells",
                help: isMore
                    ? "Put a cell that holds a comma into quotation marks."
                    : "Add the missing cells; an empty one is two commas side by side.")
        }
    }

    private func cellWords(_ fault: CSVFault, _ found: String) -> Words {
        let column = names.indices.contains(fault.column) ? "\"\(names[fault.column])\"" : "this column"
        switch fault.kind {
        case .missingValue:
            return Words(
                CSVCodes.missingValue, "\(column) must have a value in this row.", found: "an empty cell",
                expected: "a value for \(use(fault))",
                help: "Fill the cell, or let the mapping leave such rows out.")
        case .badNumber:
            return Words(
                CSVCodes.badNumber, "\(column) has no number here that can be read.", found: found,
                expected: numberExample(fault),
                help: "Correct the number, or state in the mapping how the column writes numbers.")
        case .notWhole:
            return Words(
                CSVCodes.notWhole, "\(column) has no whole number here.", found: found,
                expected: "a whole number of at most 18 digits",
                help: "Correct the number, or declare the field as a decimal.")
        case .badDate:
            return Words(
                CSVCodes.badDate, "\(column) has no date here that can be read.", found: found,
                expected: "a date written as \(pattern(fault) ?? "the mapping says")",
                help: "Correct the date, or the mapping's pattern.")
        case .badTime:
            return Words(
                CSVCodes.badTime, "\(column) gives a time outside the calendar.", found: found,
                expected: "a time in the years 1 to 9999, by the clocks of the mapping's zone",
                help: "Correct the date, or what the mapping adds to it.")
        case .badBool:
            let (yes, no) = boolTexts(fault)
            return Words(
                CSVCodes.badBool, "\(column) says neither yes nor no here.", found: found,
                expected: "\(listed(yes)) or \(listed(no))", help: "Correct the cell, or add the text to the mapping.")
        case .otherCurrency:
            return Words(
                CSVCodes.otherCurrency, "\(column) has another currency than the field.", found: found,
                expected: declaredCurrency(fault),
                help: "Correct the currency, or declare the field as money of any currency.")
        default:
            return Words(
                CSVCodes.unknownCurrency, "\(column) has no currency here.", found: found,
                expected: "an ISO 4217 code such as \"USD\"", help: "Write the three capital letters of the currency.")
        }
    }

    // MARK: What the mapping says

    private func event(_ fault: CSVFault) -> CSVMapping.EventMapping? {
        mapping.events.indices.contains(fault.event) ? mapping.events[fault.event] : nil
    }

    private func source(_ fault: CSVFault) -> CSVMapping.Source? {
        guard let event = event(fault), event.fields.indices.contains(fault.field) else { return nil }
        return event.fields[fault.field].source
    }

    /// What the cell is for.
    private func use(_ fault: CSVFault) -> String {
        guard let event = event(fault) else { return "the event" }
        guard event.fields.indices.contains(fault.field) else { return "the time or the id of \(event.type)" }
        return "\"\(event.fields[fault.field].field)\" of \(event.type)"
    }

    private func pattern(_ fault: CSVFault) -> String? {
        switch source(fault) {
        case .date(_, let format): format.pattern
        case .timestamp(let moment): moment.format.pattern
        default: event(fault)?.time.format.pattern
        }
    }

    private func numberExample(_ fault: CSVFault) -> String {
        var format = CSVMapping.NumberFormat()
        switch source(fault) {
        case .int(_, let stated), .decimal(_, let stated), .money(_, let stated, _),
            .moneyWithCurrency(_, let stated, _):
            format = stated
        default: break
        }
        let point = String(decoding: [format.point], as: UTF8.self)
        let grouping = format.grouping.map { String(decoding: [$0], as: UTF8.self) } ?? ""
        return "a number such as 1\(grouping)234\(point)50"
    }

    private func boolTexts(_ fault: CSVFault) -> ([Text], [Text]) {
        if case .bool(_, let yes, let no) = source(fault) { return (yes, no) }
        return ([], [])
    }

    private func declaredCurrency(_ fault: CSVFault) -> String {
        guard let event = event(fault), event.fields.indices.contains(fault.field),
            let slot = event.shape.slot(of: event.fields[fault.field].field),
            case .money(let currency?) = event.shape.fields[slot].type
        else { return "the field's currency" }
        return "\"\(currency)\""
    }
}
