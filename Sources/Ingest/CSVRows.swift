import Amounts
import Dates
import Encoding
import Evaluation

/// What is wrong with the row of names.
struct CSVNameFault {
    enum Kind {
        case missingColumn(Text)
        case twice(Text, first: Int)
        /// All names lie in one cell: another delimiter was meant.
        case otherDelimiter(UInt8)
    }

    var kind: Kind
    var start: Int
    var end: Int
}

/// Rows as events: the mapping with its columns' names replaced by their places.
struct CSVRows {
    let mapping: CSVMapping
    private(set) var names: [Text] = []
    private(set) var hasNames = false
    private var places: [CSVEventPlaces] = []
    private(set) var events: [Event] = []
    /// For each event its number in the mapping.
    private(set) var eventNumbers: [Int] = []
    private(set) var faults: [CSVFault] = []

    // The row that is being read.
    private var base = UnsafePointer<UInt8>(bitPattern: 8).unsafelyUnwrapped
    private var cells: [CSVCell] = []
    private var scratch: [UInt8] = []

    init(_ mapping: CSVMapping) { self.mapping = mapping }

    mutating func forgetNames() {
        hasNames = false
        names = []
        places = []
    }

    // MARK: Names

    mutating func takeNames(_ base: UnsafePointer<UInt8>, _ cells: [CSVCell]) -> [CSVNameFault] {
        (self.base, self.cells) = (base, cells)
        names = cells.indices.map { text(at: $0) }
        hasNames = true
        var faults: [CSVNameFault] = []
        var columns: [Text: Int] = [:]
        for (index, name) in names.enumerated() where !name.isEmpty {
            if let first = columns[name] {
                faults.append(CSVNameFault(kind: .twice(name, first: cells[first].rawFrom), cells[index]))
            } else {
                columns[name] = index
            }
        }
        let missing = mapping.columns.filter { columns[$0] == nil }
        if names.count == 1, !missing.isEmpty, let cell = cells.first, let other = otherDelimiter() {
            return [CSVNameFault(kind: .otherDelimiter(other), cell)]
        }
        for name in missing {
            faults.append(
                CSVNameFault(kind: .missingColumn(name), start: cells.first?.rawFrom ?? 0, end: cells.last?.rawTo ?? 0))
        }
        if faults.isEmpty { places = mapping.events.map { CSVEventPlaces($0, columns) } }
        return faults
    }

    /// A byte that parts the mapping's columns where the delimiter does not.
    private func otherDelimiter() -> UInt8? {
        let text = names.first?.utf8 ?? []
        return [UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|"), UInt8(ascii: ",")]
            .first { $0 != mapping.delimiter && text.contains($0) }
    }

    // MARK: Rows

    /// - Parameter only: the number of the one event that is asked for; all of them if `nil`.
    mutating func read(
        _ base: UnsafePointer<UInt8>, _ cells: [CSVCell], _ start: Int, _ end: Int, only: Int? = nil
    ) {
        (self.base, self.cells) = (base, cells)
        events.removeAll(keepingCapacity: true)
        eventNumbers.removeAll(keepingCapacity: true)
        faults.removeAll(keepingCapacity: true)
        guard cells.count == names.count else {
            faults.append(CSVFault(kind: .cellCount, start: start, end: end, column: cells.count))
            return
        }
        if let only { return read(only) }
        for index in places.indices { read(index) }
    }

    private mutating func read(_ index: Int) {
        for filter in places[index].filters {
            guard holds(filter.condition, filter.column) else { return }
        }
        let id = joined(places[index].id, index, isRequired: true)
        let subject = joined(places[index].subject, index, isRequired: false)
        let time = moment(mapping.events[index].time, places[index].time, index, -1, isRequired: true)
        let shape = places[index].shape
        var slots: [Value] = []
        slots.reserveCapacity(shape.fields.count)
        for _ in shape.fields { slots.append(.absent) }
        for field in places[index].fields.indices {
            let place = places[index].fields[field]
            slots[place.slot] =
                value(
                    mapping.events[index].fields[place.field].source, place, index, isRequired: place.isRequired)
                ?? .absent
        }
        guard faults.isEmpty, let id, let time else { return }
        eventNumbers.append(index)
        events.append(
            Event(
                source: places[index].source, id: id, type: places[index].type, subject: subject, time: time,
                data: .record(shape, slots)))
    }

    private func holds(_ condition: CSVMapping.Filter.Condition, _ column: Int) -> Bool {
        let isAbsent = isAbsent(column)
        switch condition {
        case .present: return !isAbsent
        case .absent: return isAbsent
        case .isOne(let texts): return !isAbsent && texts.contains(text(at: column))
        case .isNone(let texts): return isAbsent || !texts.contains(text(at: column))
        }
    }

    // MARK: Cells

    /// The text of a cell, its doubled quotation marks undone.
    private func text(at column: Int) -> Text {
        let cell = cells[column]
        if !cell.hasDoubledQuotes {
            return Text(validUTF8: UnsafeRawBufferPointer(start: base + cell.from, count: cell.to - cell.from))
        }
        return undoubled(cell).withUnsafeBytes { Text(validUTF8: $0) }
    }

    private func undoubled(_ cell: CSVCell) -> [UInt8] {
        var bytes: [UInt8] = []
        var at = cell.from
        while at < cell.to {
            bytes.append(base[at])
            at += base[at] == UInt8(ascii: "\"") ? 2 : 1
        }
        return bytes
    }

    private func isAbsent(_ column: Int) -> Bool {
        let cell = cells[column]
        if cell.from == cell.to { return true }
        return !mapping.absentTexts.isEmpty && mapping.absentTexts.contains(text(at: column))
    }

    /// Whether the column's cell has a value; that it has none is a problem where one is required.
    private mutating func isPresent(_ column: Int, _ event: Int, _ field: Int, isRequired: Bool) -> Bool {
        if !isAbsent(column) { return true }
        if isRequired { note(.missingValue, column, event, field) }
        return false
    }

    private mutating func note(_ kind: CSVFault.Kind, _ column: Int, _ event: Int, _ field: Int) {
        let cell = cells[column]
        // One cell may serve several events: one problem is told once.
        guard !faults.contains(where: { $0.kind == kind && $0.column == column }) else { return }
        faults.append(
            CSVFault(kind: kind, start: cell.rawFrom, end: cell.rawTo, column: column, event: event, field: field))
    }

    /// The texts and cells of the pieces, one behind the other; nothing if one has no value.
    private mutating func joined(_ pieces: [CSVEventPlaces.Piece], _ event: Int, isRequired: Bool) -> Text? {
        guard !pieces.isEmpty else { return nil }
        if pieces.count == 1, case .column(let column) = pieces[0] {
            return isPresent(column, event, -1, isRequired: isRequired) ? text(at: column) : nil
        }
        scratch.removeAll(keepingCapacity: true)
        for piece in pieces {
            switch piece {
            case .text(let text): text.withUTF8 { scratch.append(contentsOf: $0) }
            case .column(let column):
                guard isPresent(column, event, -1, isRequired: isRequired) else { return nil }
                append(cells[column])
            }
        }
        return scratch.withUnsafeBytes { Text(validUTF8: $0) }
    }

    private mutating func append(_ cell: CSVCell) {
        if cell.hasDoubledQuotes {
            scratch += undoubled(cell)
        } else {
            scratch.append(contentsOf: UnsafeBufferPointer(start: base + cell.from, count: cell.to - cell.from))
        }
    }

    private mutating func value(
        _ source: CSVMapping.Source, _ place: CSVEventPlaces.Field, _ event: Int, isRequired: Bool
    ) -> Value? {
        let (column, field) = (place.column, place.field)
        switch source {
        case .constant(let value): return value
        case .text: return joined(place.pieces, event, isRequired: isRequired).map { .string($0) }
        case .int(_, let format):
            guard isPresent(column, event, field, isRequired: isRequired),
                let number = number(column, format, event, field)
            else { return nil }
            guard let whole = number.wholeNumber, let narrow = Int64(exactly: whole) else {
                note(.notWhole, column, event, field)
                return nil
            }
            return place.type == .decimal ? .decimal(number) : .int(narrow)
        case .decimal(_, let format):
            guard isPresent(column, event, field, isRequired: isRequired) else { return nil }
            return number(column, format, event, field).map { .decimal($0) }
        case .money(_, let format, let currency):
            guard isPresent(column, event, field, isRequired: isRequired) else { return nil }
            return number(column, format, event, field).map { .money(Money($0, currency)) }
        case .moneyWithCurrency(_, let format, _): return money(place, format, event, isRequired: isRequired)
        case .bool(_, let trueTexts, let falseTexts):
            guard isPresent(column, event, field, isRequired: isRequired) else { return nil }
            let text = text(at: column)
            if trueTexts.contains(text) { return .true }
            if falseTexts.contains(text) { return .false }
            note(.badBool, column, event, field)
            return nil
        case .date(_, let format):
            guard isPresent(column, event, field, isRequired: isRequired) else { return nil }
            if let date = withTrimmed(column, { format.read($0)?.date }) { return .date(date) }
            note(.badDate, column, event, field)
            return nil
        case .timestamp(let moment):
            return self.moment(moment, column, event, field, isRequired: isRequired).map { .timestamp($0) }
        }
    }

    private mutating func moment(
        _ moment: CSVMapping.Moment, _ column: Int, _ event: Int, _ field: Int, isRequired: Bool
    ) -> Instant? {
        guard isPresent(column, event, field, isRequired: isRequired) else { return nil }
        guard let (date, time) = withTrimmed(column, { moment.format.read($0) }) else {
            note(.badDate, column, event, field)
            return nil
        }
        do throws(DateError) {
            let moved = try date.adding(months: Int(moment.plus.months)).adding(days: Int(moment.plus.days))
            return try moment.zone.instant(of: CivilDateTime(moved, time ?? moment.time))
                .adding(ExactDuration(seconds: moment.plus.seconds))
        } catch {
            note(.badTime, column, event, field)
            return nil
        }
    }

    private mutating func money(
        _ place: CSVEventPlaces.Field, _ format: CSVMapping.NumberFormat, _ event: Int, isRequired: Bool
    ) -> Value? {
        let (column, currencyColumn, field) = (place.column, place.currency, place.field)
        guard isPresent(column, event, field, isRequired: isRequired) else { return nil }
        let number = number(column, format, event, field)
        // An amount without its currency says nothing.
        guard isPresent(currencyColumn, event, field, isRequired: true) else { return nil }
        guard let found = withTrimmed(currencyColumn, { Currency(utf8: $0) }) else {
            note(.unknownCurrency, currencyColumn, event, field)
            return nil
        }
        if case .money(let declared?) = place.type, declared != found {
            note(.otherCurrency, currencyColumn, event, field)
            return nil
        }
        return number.map { .money(Money($0, found)) }
    }

    /// Lends a cell's bytes without the spaces around them.
    private func withTrimmed<Result>(_ column: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let cell = cells[column]
        if cell.hasDoubledQuotes { return undoubled(cell).withUnsafeBytes(body) }
        var (from, to) = (cell.from, cell.to)
        while from < to, base[from] == 0x20 { from += 1 }
        while to > from, base[to - 1] == 0x20 { to -= 1 }
        return body(UnsafeRawBufferPointer(start: base + from, count: to - from))
    }

    private mutating func number(_ column: Int, _ format: CSVMapping.NumberFormat, _ event: Int, _ field: Int)
        -> Decimal?
    {
        let plain = withTrimmed(column) { $0.isPlainNumber(format) ? Array($0) : format.plain($0) }
        if let plain {
            do throws(AmountError) { return try Decimal.parse(plain) } catch {}
        }
        note(.badNumber, column, event, field)
        return nil
    }
}

extension UnsafeRawBufferPointer {
    /// Nothing but digits and at most one point, as most numbers are: there is nothing to be taken off.
    fileprivate func isPlainNumber(_ format: CSVMapping.NumberFormat) -> Bool {
        guard format.point == UInt8(ascii: "."), format.affixes.isEmpty else { return false }
        var points = 0
        for byte in self {
            if byte == UInt8(ascii: ".") { points += 1 } else if byte &- 0x30 > 9 { return false }
        }
        return points <= 1 && format.grouping != UInt8(ascii: ".")
    }
}

extension CSVNameFault {
    init(kind: Kind, _ cell: CSVCell) {
        self.init(kind: kind, start: cell.rawFrom, end: cell.rawTo)
    }
}

extension CSVMapping.NumberFormat {
    /// The number in the form that `Decimal.parse` reads; nothing if it is grouped wrongly.
    func plain(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
        var digits = Array(bytes)
        var isNegative = false
        if parenthesesAreNegative, digits.count > 2, digits.first == UInt8(ascii: "("), digits.last == UInt8(ascii: ")")
        {
            digits = Array(digits[1..<digits.count - 1])
            isNegative = true
        }
        if digits.first == UInt8(ascii: "-"), !isNegative {
            digits.removeFirst()
            isNegative = true
        }
        for affix in affixes {
            let affix = affix.utf8
            if digits.starts(with: affix) { digits.removeFirst(affix.count) }
            if digits.count > affix.count, digits.suffix(affix.count).elementsEqual(affix) {
                digits.removeLast(affix.count)
            }
        }
        while digits.first == 0x20 { digits.removeFirst() }
        while digits.last == 0x20 { digits.removeLast() }
        if digits.first == UInt8(ascii: "-"), !isNegative {
            digits.removeFirst()
            isNegative = true
        }
        guard let ungrouped = ungrouped(digits) else { return nil }
        return (isNegative ? [UInt8(ascii: "-")] : []) + ungrouped
    }

    /// Groups are of three digits, all but the first.
    private func ungrouped(_ digits: [UInt8]) -> [UInt8]? {
        let whole = digits.prefix { $0 != point }
        let rest = digits.dropFirst(whole.count)
        var plain = Array(whole)
        if let grouping, whole.contains(grouping) {
            let groups = whole.split(separator: grouping, omittingEmptySubsequences: false)
            guard (1...3).contains(groups[0].count), groups.dropFirst().allSatisfy({ $0.count == 3 }) else {
                return nil
            }
            plain = groups.flatMap { Array($0) }
        }
        guard !rest.contains(where: { $0 == grouping }) else { return nil }
        return rest.isEmpty ? plain : plain + [UInt8(ascii: ".")] + rest.dropFirst()
    }
}
