import Amounts
package import Checking
package import Dates
package import Definitions
import Encoding
import Evaluation
package import Ingest
package import SourceText
import YAMLReading

/// Resolves a mapping as it is written against the declared events: what a CSV reader can work with.
package struct MappingResolver {
    let definition: MappingDefinition
    let library: Library
    let shapes: Shapes
    var diagnostics: [Diagnostic] = []
    private var zone = Zone.utc
    private var toldFormats: Set<Span> = []

    private init(_ definition: MappingDefinition, _ library: Library, _ shapes: Shapes) {
        self.definition = definition
        self.library = library
        self.shapes = shapes
    }

    /// - Parameters:
    ///   - source: what the events say they come from; together with an event's `id` it is the event's identity.
    ///   - zone: finds a time zone by its name.
    /// - Returns: the mapping, unless an error stands in its way, and all that was found.
    package static func resolve(
        _ definition: MappingDefinition, _ library: Library, _ shapes: Shapes, source: String,
        zone: (String) -> Zone?
    ) -> (mapping: CSVMapping?, diagnostics: [Diagnostic]) {
        var resolver = MappingResolver(definition, library, shapes)
        resolver.findZone(zone)
        var mapping = CSVMapping(definition.events.compactMap { resolver.event($0, source) })
        mapping.delimiter = resolver.delimiter
        mapping.absentTexts = definition.absent.map { Text($0.value) }
        let isFit = !resolver.diagnostics.contains { $0.severity == .error }
        return (isFit ? mapping : nil, resolver.diagnostics.sortedByPlace())
    }

    private var delimiter: UInt8 {
        switch definition.delimiter?.value {
        case nil, .comma: UInt8(ascii: ",")
        case .semicolon: UInt8(ascii: ";")
        case .tab: 0x09
        case .pipe: UInt8(ascii: "|")
        }
    }

    // MARK: Events

    private mutating func findZone(_ find: (String) -> Zone?) {
        guard let written = definition.timezone else { return }
        guard case .named(let name) = written.value, let found = find(name) else {
            return report(
                MappingCodes.badTime, written.place, "There is no time zone of this name.",
                found: "\"\(written.node.text)\"", expected: "the name of a time zone such as Europe/Berlin or UTC",
                help: "Write the name of the place whose clocks the file's dates mean.")
        }
        zone = found
    }

    private mutating func event(_ row: RowEventDefinition, _ sourceName: String) -> CSVMapping.EventMapping? {
        guard let event = library.event(row.event.value), let shape = shapes.shape(row.event.value) else {
            if library.isUnreadable(.event, row.event.value) { return nil }
            let known = Array(Set(library.events.map(\.heading.name.value))).sorted()
            report(
                CheckingCodes.unknownName, row.event.place, "There is no event \"\(row.event.value)\".",
                found: "\"\(row.event.value)\"",
                expected: Self.oneOf(known, "the name of an event that a file defines"),
                help: Self.suggestion(row.event.value, known) ?? "Correct the name, or add the file that defines it.",
                fix: fix(row.event, known))
            return nil
        }
        let fields = row.data.compactMap { entry in
            source(of: entry, event).map { (field: Text(entry.name.value), source: $0) }
        }
        // What is missing from a file that could not be read whole may only not have been read.
        let isIncomplete = row.data.isEmpty && library.isDamaged(definition.heading)
        for field in event.fields where !isIncomplete && !field.type.value.isOptional {
            guard !row.data.contains(where: { $0.name.value == field.name.value }) else { continue }
            report(
                MappingCodes.fieldWithoutSource, row.event.place,
                "\"\(row.event.value)\" needs \"\(field.name.value)\".",
                found: "no column for \"\(field.name.value)\"", expected: "\(field.name.value): \(field.type.value)",
                help: "Add \"\(field.name.value)\" under \"data\", with the column that has it.")
        }
        guard let time = moment(row) else { return nil }
        return CSVMapping.EventMapping(
            source: Text(sourceName), type: Text(row.event.value), id: pieces(row.id), time: time,
            filters: row.conditions.map { filter($0) }, shape: shape, fields: fields)
    }

    private func filter(_ row: RowConditionDefinition) -> CSVMapping.Filter {
        let condition: CSVMapping.Filter.Condition =
            switch row.test {
            case .isOne(let texts): .isOne(of: texts.map { Text($0.value) })
            case .isNone(let texts): .isNone(of: texts.map { Text($0.value) })
            case .present(let isPresent): isPresent.value ? .present : .absent
            }
        return CSVMapping.Filter(Text(row.column.value), condition)
    }

    private mutating func moment(_ row: RowEventDefinition) -> CSVMapping.Moment? {
        guard let format = dateFormat(definition.dates) else { return nil }
        var time = CivilTime.midnight
        if let written = row.atTime {
            guard let found = written.value.value else { return reportParameter(written) }
            time = found
        }
        var plus = Period.zero
        if let written = row.plus {
            guard let found = written.value.value else { return reportParameter(written) }
            plus = found
            if plus.businessDays != 0 {
                report(
                    MappingCodes.badTime, written.place, "Business days cannot be counted here.",
                    found: "\"\(written.node.text)\"", expected: "a period such as 5 days or 2 hours",
                    help: "Write calendar days; business days need the calendar of a workflow.")
                return nil
            }
        }
        return CSVMapping.Moment(Text(row.at.value), format, at: time, zone: zone, plus: plus)
    }

    private mutating func reportParameter<Value>(
        _ written: Written<Parametric<Value>>
    ) -> CSVMapping.Moment? {
        report(
            MappingCodes.badTime, written.place, "A mapping cannot use the parameters of settings.",
            found: "\"\(written.node.text)\"", expected: "the value itself", help: "Write the value.")
        return nil
    }

    // MARK: Fields

    private mutating func source(
        of entry: NamedEntry<CellDefinition>, _ event: EventDefinition
    ) -> CSVMapping.Source? {
        guard let field = event.fields.first(where: { $0.name.value == entry.name.value }) else {
            let known = event.fields.map(\.name.value)
            if known.isEmpty, library.isDamaged(event.heading) { return nil }
            report(
                CheckingCodes.unknownName, entry.name.place,
                "\"\(event.heading.name.value)\" has no field \"\(entry.name.value)\".",
                found: "\"\(entry.name.value)\"", expected: Self.oneOf(known, "no field at all"),
                help: Self.suggestion(entry.name.value, known) ?? "Delete the line, or name one of the fields.",
                fix: fix(entry.name, known))
            return nil
        }
        let type = field.type.value.required
        let cell = entry.value
        switch cell.origin {
        case .text(let text):
            guard Self.isText(type) else { return reportNotFromColumn(cell, type) }
            return .text(pieces(text))
        case .column(let column): return source(Text(column.value), cell, type)
        }
    }

    private mutating func source(_ column: Text, _ cell: CellDefinition, _ type: WrittenType) -> CSVMapping.Source? {
        switch type {
        case .int: return .int(column, numbers)
        case .decimal: return .decimal(column, numbers)
        case .money(let code): return money(column, cell, code)
        case .bool:
            return .bool(
                column, trueTexts: texts(definition.yes, ["true", "yes", "Yes"]),
                falseTexts: texts(definition.no, ["false", "no", "No"]))
        case .date: return dateFormat(cell.dates ?? definition.dates).map { .date(column, $0) }
        case .instant:
            return dateFormat(cell.dates ?? definition.dates).map {
                .timestamp(CSVMapping.Moment(column, $0, zone: zone))
            }
        default:
            return Self.isText(type) ? .text([.column(column)]) : reportNotFromColumn(cell, type)
        }
    }

    private mutating func money(_ column: Text, _ cell: CellDefinition, _ code: String?) -> CSVMapping.Source? {
        if let other = cell.currencyColumn {
            return .moneyWithCurrency(amount: column, numbers, currency: Text(other.value))
        }
        if let code = cell.currency?.value ?? code ?? definition.currency?.value, let currency = Currency(code) {
            return .money(column, numbers, currency)
        }
        report(
            MappingCodes.noCurrency, cell.node.place, "In which currency these amounts are is not said.",
            found: "the column \"\(column)\"", expected: "a currency for the amounts in it",
            help: "Write \"currency: USD\" at the top of the file for all amounts, or name the column that says it as "
                + "\"currency_column\".")
        return nil
    }

    private mutating func reportNotFromColumn(_ cell: CellDefinition, _ type: WrittenType) -> CSVMapping.Source? {
        report(
            MappingCodes.notFromColumn, cell.node.place, "The value of this field cannot come from here.",
            found: "a \(cell.isText ? "text" : "column") for a field of the type \"\(type)\"",
            expected: cell.isText ? "\"column\" and the column's name" : "a text, a number, a date or an amount",
            help: cell.isText ? "Name the column that has the value." : "Leave the field out, if it is optional.")
        return nil
    }

    private static func isText(_ type: WrittenType) -> Bool {
        switch type {
        case .text, .record, .oneOf, .notice, .price, .role, .person: true
        default: false
        }
    }

    // MARK: Ways to write

    private var numbers: CSVMapping.NumberFormat {
        var format = CSVMapping.NumberFormat()
        guard let written = definition.numbers else { return format }
        func byte(_ sign: NumbersDefinition.Sign) -> UInt8 {
            switch sign {
            case .point: UInt8(ascii: ".")
            case .comma: UInt8(ascii: ",")
            case .blank: UInt8(ascii: " ")
            case .apostrophe: UInt8(ascii: "'")
            }
        }
        if let sign = written.decimalSign { format.point = byte(sign.value) }
        format.grouping = written.groupingSign.map { byte($0.value) }
        format.parenthesesAreNegative = written.parentheses?.value ?? false
        format.affixes = written.signs.map { Text($0.value) }
        return format
    }

    private func texts(_ written: [Written<String>], _ silent: [String]) -> [Text] {
        (written.isEmpty ? silent : written.map(\.value)).map { Text($0) }
    }

    private mutating func dateFormat(_ written: Written<String>?) -> DateFormat? {
        let pattern = written?.value ?? "yyyy-MM-dd"
        // Of a "${" in it was told when the file was read.
        if pattern.contains("${") { return nil }
        do throws(DateFormat.PatternError) {
            return try DateFormat(pattern)
        } catch {
            // It is told once, however many columns are written so.
            guard toldFormats.insert(written?.place.span ?? Span(0..<0)).inserted else { return nil }
            let found =
                switch error {
                case .unknownLetters(let letters): "the letters \"\(letters)\""
                case .partMissingOrTwice(let part): "not once \"\(part)\""
                }
            report(
                MappingCodes.badDatePattern, written?.place ?? definition.heading.name.place,
                "This does not show how dates are written.", found: "\(found) in \"\(pattern)\"",
                expected: "year, month and day once each, such as M/d/yyyy or dd.MM.yyyy",
                help: "Look at a date in the file and write it with letters: 1/31/2026 is M/d/yyyy.")
            return nil
        }
    }

    /// The text with columns between `${` and `}`.
    private func pieces(_ text: FreeText) -> [CSVMapping.Piece] {
        text.pieces.map { piece in
            switch piece {
            case .literal(let literal, _): .text(Text(literal))
            case .expression(let excerpt): .column(Text(excerpt.text))
            }
        }
    }

    // MARK: Messages

    private mutating func report(
        _ code: DiagnosticCode, _ place: Place, _ message: String, found: String, expected: String, help: String,
        fix: Fix? = nil
    ) {
        diagnostics.append(Diagnostic(code, at: place, message, found: found, expected: expected, help: help, fix: fix))
    }

    private static func oneOf(_ known: [String], _ none: String) -> String {
        known.isEmpty ? none : "one of " + known.map { "\"\($0)\"" }.joined(separator: ", ")
    }

    private static func suggestion(_ name: String, _ known: [String]) -> String? {
        didYouMean(name, among: known).map { "Write \"\($0)\"." }
    }

    private func fix(_ name: WrittenName, _ known: [String]) -> Fix? {
        didYouMean(name.value, among: known).map { Fix("Write \"\($0)\"", [.init(name.node.span, $0)]) }
    }
}

extension CellDefinition {
    fileprivate var isText: Bool { if case .text = origin { true } else { false } }
}
