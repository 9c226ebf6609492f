import Encoding
import Evaluation

/// One event of a mapping with the names of its columns and fields replaced by their places.
struct CSVEventPlaces {
    enum Piece {
        case text(Text)
        case column(Int)
    }

    struct Field {
        /// Of the mapping's fields.
        var field: Int
        /// Of the event's shape.
        var slot: Int
        var type: ValueType
        var isRequired: Bool
        /// Where the value is, unless it is put together or the same for all rows.
        var column = -1
        /// Where an amount's currency is, if a column has it.
        var currency = -1
        var pieces: [Piece] = []
    }

    let source: Text
    let type: Text
    let shape: Shape
    let id: [Piece]
    let subject: [Piece]
    let time: Int
    let filters: [(column: Int, condition: CSVMapping.Filter.Condition)]
    let fields: [Field]

    /// - Parameter columns: all that the mapping names, by their names.
    init(_ event: CSVMapping.EventMapping, _ columns: [Text: Int]) {
        func place(_ name: Text) -> Int { columns[name] ?? 0 }
        func pieces(_ pieces: [CSVMapping.Piece]) -> [Piece] {
            pieces.map { piece in
                switch piece {
                case .text(let text): .text(text)
                case .column(let name): .column(place(name))
                }
            }
        }
        source = event.source
        type = event.type
        shape = event.shape
        id = pieces(event.id)
        subject = pieces(event.subject)
        time = place(event.time.column)
        filters = event.filters.map { (place($0.column), $0.condition) }
        fields = event.fields.indices.compactMap { index in
            guard let slot = event.shape.slot(of: event.fields[index].field) else { return nil }
            let declared = event.shape.fields[slot]
            var field = Field(field: index, slot: slot, type: declared.type, isRequired: declared.isRequired)
            switch event.fields[index].source {
            case .constant: break
            case .text(let text): field.pieces = pieces(text)
            case .int(let name, _), .decimal(let name, _), .money(let name, _, _), .bool(let name, _, _),
                .date(let name, _):
                field.column = place(name)
            case .moneyWithCurrency(let amount, _, let currency):
                field.column = place(amount)
                field.currency = place(currency)
            case .timestamp(let moment): field.column = place(moment.column)
            }
            return field
        }
    }
}
