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
    private var columns: [Text: Int] = [:]
    private(set) var events: [Event] = []
    private(set) var faults: [CSVFault] = []

    // The row that is being read.
    private var base = UnsafePointer<UInt8>(bitPattern: 8).unsafelyUnwrapped
    private var cells: [CSVCell] = []
    private var scratch: [UInt8] = []

    init(_ mapping: CSVMapping) { self.mapping = mapping }

    mutating func forgetNames() {
        hasNames = false
        names = []
        columns = [:]
    }

    // MARK: Names

    mutating func takeNames(_ base: UnsafePointer<UInt8>, _ cells: [CSVCell]) -> [CSVNameFault] {
        (self.base, self.cells) = (base, cells)
        names = cells.indices.map { text(at: $0) }
        hasNames = true
        var faults: [CSVNameFault] = []
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
        return faults
    }

    /// A byte that parts the mapping's columns where the delimiter does not.
    private func otherDelimiter() -> UInt8? {
        let text = names.first?.utf8 ?? []
        return [UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|"), UInt8(ascii: ",")]
            .first { $0 != mapping.delimiter && text.contains($0) }
    }

    // MARK: Rows

    mutating func read(_ base: UnsafePointer<UInt8>, _ cells: [CSVCell], _ start: Int, _ end: Int) {
        (self.base, self.cells) = (base, cells)
        events.removeAll(keepingCapacity: true)
        faults.removeAll(keepingCapacity: true)
        guard cells.count == names.count else {
            faults.append(CSVFault(kind: .cellCount, start: start, end: end, column: cells.count))
            return
        }
        for index in mapping.events.indices {
            let event = mapping.events[index]
            if event.filters.allSatisfy(holds) { read(event, index) }
        }
    }

    private mutating func read(_ event: CSVMapping.EventMapping, _ index: Int) {
        let id = joined(event.id, index, isRequired: true)
        let subject = joined(event.subject, index, isRequired: false)
        let time = moment(event.time, index, -1, isRequired: true)
        var slots = [Value](repeating: .absent, count: event.shape.fields.count)
        for field in event.fields.indices {
            let (name, source) = event.fields[field]
            guard let slot = event.shape.slot(of: name) else { continue }
            let isRequired = event.shape.fields[slot].isRequired
            slots[slot] = value(source, event.shape.fields[slot].type, index, field, isRequired: isRequired) ?? .absent
        }
        guard faults.isEmpty, let id, let time else { return }
        events.append(
            Event(
                source: event.source, id: id, type: event.type, subject: subject, time: time,
                data: .record(event.shape, slots)))
    }

    private func holds(_ filter: CSVMapping.Filter) -> Bool {
        guard let column = columns[filter.column] else { return false }
        let isAbsent = isAbsent(column)
        switch filter.condition {
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

    /// The column's cell, or nothing if it has no value, which is a problem where one is required.
    private mutating func present(_ name: Text, _ event: Int, _ field: Int, isRequired: Bool) -> Int? {
        guard let column = columns[name] else { return nil }
        if !isAbsent(column) { return column }
        if isRequired { note(.missingValue, column, event, field) }
        return nil
    }

    private mutating func note(_ kind: CSVFault.Kind, _ column: Int, _ event: Int, _ field: Int) {
        let cell = cells[column]
        // One cell may serve several events: one problem is told once.
        guard !faults.contains(where: { $0.kind == kind && $0.column == column }) else { return }
        faults.append(
            CSVFault(kind: kind, start: cell.rawFrom, end: cell.rawTo, column: column, event: event, field: field))
    }

    /// The texts and cells of the pieces, one behind the other; nothing if one has no value.
    private mutating func joined(_ pieces: [CSVMapping.Piece], _ event: Int, isRequired: Bool) -> Text? {
        guard !pieces.isEmpty else { return nil }
        var bytes: [UInt8] = []
        for piece in pieces {
            switch piece {
            case .text(let text): bytes += text.utf8
            case .column(let name):
                guard let column = present(name, event, -1, isRequired: isRequired) else { return nil }
                bytes += text(at: column).utf8
            }
        }
        return bytes.withUnsafeBytes { Text(validUTF8: $0) }
    }

    private mutating func value(
        _ source: CSVMapping.Source, _ type: ValueType, _ event: Int, _ field: Int, isRequired: Bool
    ) -> Value? {
        switch source {
        case .constant(let value): return value
        case .text(let pieces): return joined(pieces, event, isRequired: isRequired).map { .string($0) }
        case .int(let name, let format):
            guard let column = present(name, event, field, isRequired: isRequired),
                let number = number(column, format, event, field)
            else { return nil }
            guard let whole = number.wholeNumber, let narrow = Int64(exactly: whole) else {
                note(.notWhole, column, event, field)
                return nil
            }
            return type == .decimal ? .decimal(number) : .int(narrow)
        case .decimal(let name, let format):
            guard let column = present(name, event, field, isRequired: isRequired) else { return nil }
            return number(column, format, event, field).map { .decimal($0) }
        case .money(let name, let format, let currency):
            guard let column = present(name, event, field, isRequired: isRequired) else { return nil }
            return number(column, format, event, field).map { .money(Money($0, currency)) }
        case .moneyWithCurrency(let amount, let format, let currency):
            return money(amount, format, currency, type, event, field, isRequired: isRequired)
        case .bool(let name, let trueTexts, let falseTexts):
            guard let column = present(name, event, field, isRequired: isRequired) else { return nil }
            let text = text(at: column)
            if trueTexts.contains(text) { return .true }
            if falseTexts.contains(text) { return .false }
            note(.badBool, column, event, field)
            return nil
        case .date(let name, let format):
            guard let column = present(name, event, field, isRequired: isRequired) else { return nil }
            if let date = withTrimmed(column, { format.read($0)?.date }) { return .date(date) }
            note(.badDate, column, event, field)
            return nil
        case .timestamp(let moment):
            return self.moment(moment, event, field, isRequired: isRequired).map { .timestamp($0) }
        }
    }

    private mutating func moment(_ moment: CSVMapping.Moment, _ event: Int, _ field: Int, isRequired: Bool) -> Instant?
    {
        guard let column = present(moment.column, event, field, isRequired: isRequired) else { return nil }
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
        _ amount: Text, _ format: CSVMapping.NumberFormat, _ currency: Text, _ type: ValueType, _ event: Int,
        _ field: Int,
        isRequired: Bool
    ) -> Value? {
        guard let column = present(amount, event, field, isRequired: isRequired) else { return nil }
        let number = number(column, format, event, field)
        // An amount without its currency says nothing.
        guard let currencyColumn = present(currency, event, field, isRequired: true) else { return nil }
        guard let found = withTrimmed(currencyColumn, { Currency(utf8: $0) }) else {
            note(.unknownCurrency, currencyColumn, event, field)
            return nil
        }
        if case .money(let declared?) = type, declared != found {
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
        let plain = withTrimmed(column) { format.plain($0) }
        if let plain {
            do throws(AmountError) { return try Decimal.parse(plain) } catch {}
        }
        note(.badNumber, column, event, field)
        return nil
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
