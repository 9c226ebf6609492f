import Amounts
import Encoding
import Evaluation

/// One event of a mapping with the names of its columns and fields replaced by their places.
///
/// What is asked of every cell lies flat and refers to nothing: the texts, formats and values that it needs lie beside it, and it has their numbers.
final class CSVEventPlaces: Sendable {
    /// A piece of a text: what a column has, or the same text in every row.
    struct Piece {
        /// -1 if it is a text.
        var column: Int
        /// Among `texts`.
        var text: Int
    }

    enum Kind: UInt8 {
        case constant, text, int, decimal, money, moneyWithCurrency, bool, date, timestamp
    }

    struct Field {
        var kind: Kind
        /// Of the mapping's fields.
        var field: Int
        /// Of the event's shape.
        var slot: Int
        var isRequired: Bool
        /// Where the value is, unless it is put together or the same for all rows.
        var column = -1
        /// Where an amount's currency is, if a column has it.
        var currencyColumn = -1
        /// The currency that an amount has or must have.
        var currency: Currency?
        /// The field is declared as a decimal: a whole number becomes one.
        var isDecimal = false
        /// A number of the form that `Decimal.parse` reads stands for itself.
        var takesPlainNumbers = false
        /// Of a text, its pieces among `pieces`.
        var pieces = 0..<0
        /// Of the others, the number of the constant, the number format, the texts of yes and no, or the reading of dates.
        var number = 0
    }

    struct Filter {
        var column: Int
        /// Whether the column must have a value; `nil` if the texts decide.
        var isPresent: Bool?
        var texts: [Text] = []
        /// Whether the column must have one of the texts, or none of them.
        var isOne = false
    }

    let source: Text
    /// Of the source alone, to which an id is added.
    let sourcePrint: Fingerprint
    let type: Text
    let shape: Shape
    /// All texts that are put together, one behind the other: the first of them are the id's, then those of the subject.
    let pieces: ContiguousArray<Piece>
    let idPieces: Range<Int>
    let subjectPieces: Range<Int>
    let time: Int
    let timeReading: Int
    let filters: [Filter]
    let fields: ContiguousArray<Field>
    let texts: [Text]
    let constants: [Value]
    let formats: [CSVMapping.NumberFormat]
    let bools: [(yes: [Text], no: [Text])]

    /// - Parameters:
    ///   - columns: all that the mapping names, by their names.
    ///   - days: takes the ways in which the event's columns write days.
    init(_ event: CSVMapping.EventMapping, _ columns: [Text: Int], _ days: inout CSVDays) {
        func place(_ name: Text) -> Int { columns[name] ?? 0 }
        var (texts, pieces): ([Text], ContiguousArray<Piece>) = ([], [])
        func add(_ parts: [CSVMapping.Piece]) -> Range<Int> {
            let start = pieces.count
            for part in parts {
                switch part {
                case .text(let text):
                    pieces.append(Piece(column: -1, text: texts.count))
                    texts.append(text)
                case .column(let name): pieces.append(Piece(column: place(name), text: -1))
                }
            }
            return start..<pieces.count
        }
        source = event.source
        sourcePrint = Fingerprint(event.source)
        type = event.type
        shape = event.shape
        idPieces = add(event.id)
        subjectPieces = add(event.subject)
        time = place(event.time.column)
        timeReading = days.number(of: .moment(event.time))
        filters = event.filters.map { filter in
            let column = place(filter.column)
            return switch filter.condition {
            case .present: Filter(column: column, isPresent: true)
            case .absent: Filter(column: column, isPresent: false)
            case .isOne(let texts): Filter(column: column, texts: texts, isOne: true)
            case .isNone(let texts): Filter(column: column, texts: texts)
            }
        }
        var (constants, formats): ([Value], [CSVMapping.NumberFormat]) = ([], [])
        var bools: [(yes: [Text], no: [Text])] = []
        func add(_ format: CSVMapping.NumberFormat, to field: inout Field) {
            field.number = formats.count
            field.takesPlainNumbers = format.takesPlainNumbers
            formats.append(format)
        }
        fields = ContiguousArray(
            event.fields.indices.compactMap { index in
                guard let slot = event.shape.slot(of: event.fields[index].field) else { return nil }
                let declared = event.shape.fields[slot]
                var field = Field(kind: .constant, field: index, slot: slot, isRequired: declared.isRequired)
                switch event.fields[index].source {
                case .constant(let value):
                    field.number = constants.count
                    constants.append(value)
                case .text(let parts):
                    field.kind = .text
                    field.pieces = add(parts)
                case .int(let name, let format):
                    (field.kind, field.column) = (.int, place(name))
                    field.isDecimal = declared.type == .decimal
                    add(format, to: &field)
                case .decimal(let name, let format):
                    (field.kind, field.column) = (.decimal, place(name))
                    add(format, to: &field)
                case .money(let name, let format, let currency):
                    (field.kind, field.column, field.currency) = (.money, place(name), currency)
                    add(format, to: &field)
                case .moneyWithCurrency(let amount, let format, let currency):
                    (field.kind, field.column) = (.moneyWithCurrency, place(amount))
                    field.currencyColumn = place(currency)
                    if case .money(let stated) = declared.type { field.currency = stated }
                    add(format, to: &field)
                case .bool(let name, let yes, let no):
                    (field.kind, field.column, field.number) = (.bool, place(name), bools.count)
                    bools.append((yes, no))
                case .date(let name, let format):
                    (field.kind, field.column) = (.date, place(name))
                    field.number = days.number(of: .date(format))
                case .timestamp(let moment):
                    (field.kind, field.column) = (.timestamp, place(moment.column))
                    field.number = days.number(of: .moment(moment))
                }
                return field
            })
        (self.texts, self.pieces) = (texts, pieces)
        (self.constants, self.formats, self.bools) = (constants, formats, bools)
    }
}

extension CSVEventPlaces {
    /// The column of a text that is nothing but what one column has.
    @inline(__always)
    func column(of text: Field) -> Int? {
        guard text.pieces.count == 1 else { return nil }
        let column = pieces[text.pieces.lowerBound].column
        return column < 0 ? nil : column
    }
}

extension CSVMapping.NumberFormat {
    /// Whether a number as `Decimal.parse` reads it is that number in this format: nothing is taken off it, and nothing parts its digits.
    fileprivate var takesPlainNumbers: Bool {
        let signs = Array("0123456789.+-eE".utf8)
        return point == UInt8(ascii: ".") && !(grouping.map { signs.contains($0) } ?? false)
            && affixes.allSatisfy { affix in affix.withUTF8 { !$0.contains { signs.contains($0) } } }
    }
}
