public import Amounts
public import Dates
public import Encoding
public import Evaluation

/// How a CSV file's rows become events: which columns become which fields, of which form, and under which conditions.
///
/// It is a value: who reads it out of a file, and in which notation, is the business of another module. A row may give several events,
/// such as `invoice.sent` at its invoice date and `payment.received` at its settled date.
public struct CSVMapping: Sendable {
    /// The byte between two cells.
    public var delimiter = UInt8(ascii: ",")
    /// What a cell says that has no value, besides being empty: `N/A`, `-`.
    public var absentTexts: [Text] = []
    public var events: [EventMapping]

    public init(_ events: [EventMapping]) { self.events = events }

    /// One piece of a text that is put together: `invoice-` and the column `invoiceNumber`.
    public enum Piece: Hashable, Sendable {
        case text(Text)
        case column(Text)
    }

    /// A condition on one column.
    public struct Filter: Hashable, Sendable {
        public enum Condition: Hashable, Sendable {
            case present
            case absent
            case isOne(of: [Text])
            case isNone(of: [Text])
        }

        public var column: Text
        public var condition: Condition

        public init(_ column: Text, _ condition: Condition) {
            self.column = column
            self.condition = condition
        }
    }

    /// How a column writes numbers: `1,234.50` has the point `.` and the grouping `,`.
    public struct NumberFormat: Hashable, Sendable {
        public var point = UInt8(ascii: ".")
        public var grouping: UInt8?
        /// Whether `(12.50)` is -12.50, as accountants write it.
        public var parenthesesAreNegative = false
        /// What may stand before or behind the digits and says nothing, such as `$`.
        public var affixes: [Text] = []

        public init() {}
    }

    /// A column's date as an instant: at `time` of the day, unless the pattern has a time, on the clocks of `zone`; and then
    /// `plus` later, its months and days counted on the calendar. Business days are not known here and are refused.
    public struct Moment: Sendable {
        public var column: Text
        public var format: DateFormat
        public var time: CivilTime
        public var zone: Zone
        public var plus: Period

        public init(
            _ column: Text, _ format: DateFormat, at time: CivilTime = .midnight, zone: Zone = .utc,
            plus: Period = .zero
        ) {
            self.column = column
            self.format = format
            self.time = time
            self.zone = zone
            self.plus = plus
        }
    }

    /// Where a field's value is from.
    public enum Source: Sendable {
        case constant(Value)
        case text([Piece])
        case int(Text, NumberFormat)
        case decimal(Text, NumberFormat)
        /// An amount in one currency for all rows.
        case money(Text, NumberFormat, Currency)
        /// An amount whose currency another column has.
        case moneyWithCurrency(amount: Text, NumberFormat, currency: Text)
        case bool(Text, trueTexts: [Text], falseTexts: [Text])
        case date(Text, DateFormat)
        case timestamp(Moment)
    }

    /// One kind of event that a row may give.
    public struct EventMapping: Sendable {
        public var source: Text
        public var type: Text
        /// Unique among the source's events; every column in it must have a value.
        public var id: [Piece]
        public var subject: [Piece]
        public var time: Moment
        /// All must hold, or the row does not give this event.
        public var filters: [Filter]
        public var shape: Shape
        /// By the names of the shape's fields; a field that is not here is absent.
        public var fields: [(field: Text, source: Source)]

        public init(
            source: Text, type: Text, id: [Piece], subject: [Piece] = [], time: Moment, filters: [Filter] = [],
            shape: Shape, fields: [(field: Text, source: Source)]
        ) {
            self.source = source
            self.type = type
            self.id = id
            self.subject = subject
            self.time = time
            self.filters = filters
            self.shape = shape
            self.fields = fields
        }
    }
}

/// What is wrong with a mapping, before any file is read.
public enum CSVMappingError: Error, Hashable, Sendable {
    case unknownField(event: Text, field: Text)
    case fieldTwice(event: Text, field: Text)
    /// A required field has no source.
    case missingField(event: Text, field: Text)
    /// The source makes another kind of value than the field is declared to hold.
    case wrongType(event: Text, field: Text)
    /// A delimiter that is a quotation mark or a line break.
    case badDelimiter
    /// A time that is moved by business days.
    case businessDays(event: Text)
}

extension CSVMapping {
    /// Checks the mapping against its shapes.
    public func check() throws(CSVMappingError) {
        guard ![0x22, 0x0A, 0x0D].contains(delimiter) else { throw .badDelimiter }
        for event in events {
            guard event.time.plus.businessDays == 0 else { throw .businessDays(event: event.type) }
            var given: Set<Text> = []
            for (name, source) in event.fields {
                guard let slot = event.shape.slot(of: name) else { throw .unknownField(event: event.type, field: name) }
                guard given.insert(name).inserted else { throw .fieldTwice(event: event.type, field: name) }
                guard source.fits(event.shape.fields[slot].type) else {
                    throw .wrongType(event: event.type, field: name)
                }
            }
            for field in event.shape.fields where field.isRequired && !given.contains(field.name) {
                throw .missingField(event: event.type, field: field.name)
            }
        }
    }

    /// The columns that the mapping names, in its order.
    var columns: [Text] {
        var all: [Text] = []
        func add(_ column: Text) { if !all.contains(column) { all.append(column) } }
        func add(_ pieces: [Piece]) { for case .column(let column) in pieces { add(column) } }
        for event in events {
            add(event.id)
            add(event.subject)
            add(event.time.column)
            for filter in event.filters { add(filter.column) }
            for (_, source) in event.fields {
                switch source {
                case .constant: break
                case .text(let pieces): add(pieces)
                case .int(let column, _), .decimal(let column, _), .money(let column, _, _), .date(let column, _),
                    .bool(let column, _, _):
                    add(column)
                case .moneyWithCurrency(let amount, _, let currency):
                    add(amount)
                    add(currency)
                case .timestamp(let moment): add(moment.column)
                }
            }
        }
        return all
    }
}

extension CSVMapping.Source {
    /// Whether what it makes is of the type.
    fileprivate func fits(_ type: ValueType) -> Bool {
        switch (self, type) {
        case (_, .dynamic), (.text, .string), (.int, .int), (.int, .decimal), (.decimal, .decimal), (.bool, .bool),
            (.date, .date), (.timestamp, .timestamp), (.money, .money(nil)), (.moneyWithCurrency, .money):
            true
        case (.money(_, _, let currency), .money(let declared?)): currency == declared
        case (.constant(let value), _): Self.fits(value, type)
        default: false
        }
    }

    private static func fits(_ value: Value, _ type: ValueType) -> Bool {
        switch (value.kind, type) {
        case (.bool, .bool), (.int, .int), (.decimal, .decimal), (.string, .string), (.date, .date), (.time, .time),
            (.timestamp, .timestamp), (.period, .period), (.duration, .duration), (.money, .money(nil)), (.list, .list):
            true
        case (.money, .money(let declared?)): value.asMoney?.currency == declared
        default: false
        }
    }
}
