import Amounts
package import Dates
package import Encoding
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

/// What rows are read for.
enum CSVAim {
    case events
    /// What tells the events apart, and whether their rows are sound: no value is made.
    case notes
    /// The id and the data of one event whose row is known to be sound.
    case data
}

/// An event of a row that was looked over: what tells it apart.
package struct CSVNote: Sendable {
    package var time: Instant
    /// Of its source and its id.
    package var identity: Fingerprint
    /// Of the text that says to which partition it belongs; of no text if there is none.
    package var partition: Fingerprint
}

/// Rows as events: the mapping with its columns' names replaced by their places.
struct CSVRows: ~Copyable {
    let mapping: CSVMapping
    private let aim: CSVAim
    /// For each event of the mapping the slot of the text that is its partition.
    private let partitions: [Int?]
    private(set) var names: [Text] = []
    private(set) var hasNames = false
    private var places: [CSVEventPlaces] = []
    private var days = CSVDays()
    private let longestAbsentText: Int

    // What the row has given.
    private(set) var events: [Event] = []
    private(set) var notes: [CSVNote] = []
    private var data: (id: Text, data: Value)?
    /// For each event or note its number in the mapping.
    private(set) var eventNumbers: [Int] = []
    private(set) var faults: [CSVFault] = []

    // The row that is being read.
    private var base = UnsafePointer<UInt8>(bitPattern: 8).unsafelyUnwrapped
    private var cells = UnsafeBufferPointer<CSVCell>(start: nil, count: 0)
    private var values = ValueStack()
    /// The pieces of a text, one behind the other.
    private var joined = PaddedBuffer()
    /// A cell with its doubled quotation marks undone.
    private var undoubled = PaddedBuffer()

    /// - Parameter partitions: for notes.
    init(_ mapping: CSVMapping, _ aim: CSVAim = .events, partitions: [Int?] = []) {
        self.mapping = mapping
        self.aim = aim
        self.partitions = partitions
        longestAbsentText = mapping.absentTexts.lazy.map(\.utf8Count).max() ?? 0
    }

    mutating func forgetNames() {
        hasNames = false
        names = []
        places = []
        days = CSVDays()
    }

    // MARK: Names

    /// - Parameter base: of the row and of the room behind it, so that sixteen bytes can be loaded wherever one is.
    mutating func takeNames(_ base: UnsafePointer<UInt8>, _ cells: UnsafeBufferPointer<CSVCell>) -> [CSVNameFault] {
        (self.base, self.cells) = (base, cells)
        names.removeAll()
        for column in cells.indices { names.append(text(at: column)) }
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
        if faults.isEmpty {
            var days = CSVDays()
            places = mapping.events.map { CSVEventPlaces($0, columns, &days) }
            self.days = days
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

    /// - Parameters:
    ///   - base: of the row and of the room behind it, so that sixteen bytes can be loaded wherever one is.
    ///   - only: the number of the one event that is asked for; all of them if `nil`.
    mutating func read(
        _ base: UnsafePointer<UInt8>, _ cells: UnsafeBufferPointer<CSVCell>, _ start: Int, _ end: Int, only: Int? = nil
    ) {
        (self.base, self.cells) = (base, cells)
        if !events.isEmpty { events.removeAll(keepingCapacity: true) }
        if !notes.isEmpty { notes.removeAll(keepingCapacity: true) }
        if !eventNumbers.isEmpty { eventNumbers.removeAll(keepingCapacity: true) }
        if !faults.isEmpty { faults.removeAll(keepingCapacity: true) }
        guard cells.count == names.count else {
            faults.append(CSVFault(kind: .cellCount, start: start, end: end, column: cells.count))
            return
        }
        if let only { return read(only) }
        for index in places.indices { read(index) }
    }

    /// What was asked for with `only`.
    mutating func takeData() -> (id: Text, data: Value)? {
        let taken = data
        data = nil
        return taken
    }

    private mutating func read(_ index: Int) {
        let places = places[index]
        for filter in places.filters {
            guard holds(filter) else { return }
        }
        let hasID = join(places.idPieces, places, index, isRequired: true)
        switch aim {
        case .events: readEvent(places, index, hasID ? joinedText : nil)
        case .notes: readNote(places, index, hasID ? places.sourcePrint.adding(utf8: joined.bytes) : nil)
        case .data:
            let id = hasID ? joinedText : nil
            guard let data = readData(places, index), let id else { return }
            self.data = (id, data)
        }
    }

    private mutating func readEvent(_ places: CSVEventPlaces, _ index: Int, _ id: Text?) {
        let subject = join(places.subjectPieces, places, index, isRequired: false) ? joinedText : nil
        let time = moment(places.timeReading, places.time, index, -1, isRequired: true)
        guard let data = readData(places, index), let id, let time else { return }
        eventNumbers.append(index)
        events.append(
            Event(source: places.source, id: id, type: places.type, subject: subject, time: time, data: data))
    }

    private mutating func readNote(_ places: CSVEventPlaces, _ index: Int, _ identity: Fingerprint?) {
        let time = moment(places.timeReading, places.time, index, -1, isRequired: true)
        let slot = index < partitions.count ? partitions[index] : nil
        var partition = Fingerprint()
        var isKnown = false
        for field in places.fields {
            if field.slot == slot, field.kind == .text {
                if let column = places.column(of: field) {
                    isKnown = isPresent(column, index, -1, isRequired: field.isRequired)
                    if isKnown { partition = partition.adding(utf8: content(column)) }
                    continue
                }
                isKnown = join(field.pieces, places, index, isRequired: field.isRequired)
                if isKnown { partition = partition.adding(utf8: joined.bytes) }
                continue
            }
            let value = value(field, places, index)
            if field.slot == slot, let text = value?.asText {
                partition = Fingerprint(text)
                isKnown = true
            }
        }
        guard faults.isEmpty, let identity, let time else { return }
        eventNumbers.append(index)
        notes.append(
            CSVNote(time: time, identity: identity, partition: isKnown ? partition : Fingerprint(Text())))
    }

    private mutating func readData(_ places: CSVEventPlaces, _ index: Int) -> Value? {
        let first = values.pushAbsent(places.shape.fields.count)
        for field in places.fields {
            if let value = value(field, places, index) { values.set(first + field.slot, value) }
        }
        guard faults.isEmpty else {
            values.truncate(to: first)
            return nil
        }
        return values.takeRecord(places.shape, from: first)
    }

    private mutating func holds(_ filter: CSVEventPlaces.Filter) -> Bool {
        let isAbsent = isAbsent(filter.column)
        if let isPresent = filter.isPresent { return isAbsent != isPresent }
        if isAbsent { return !filter.isOne }
        return filter.texts.contains(text(at: filter.column)) == filter.isOne
    }

    // MARK: Cells

    /// The content of a cell, its doubled quotation marks undone, with room behind it. It is there until the next cell is asked for.
    private mutating func content(_ column: Int) -> UnsafeRawBufferPointer {
        let cell = cells[column]
        if !cell.hasDoubledQuotes { return UnsafeRawBufferPointer(start: base + cell.from, count: cell.to - cell.from) }
        undoubled.clear()
        var at = cell.from
        while at < cell.to {
            var end = at
            while end < cell.to, base[end] != UInt8(ascii: "\"") { end += 1 }
            // The first of two quotation marks belongs to the text.
            end = min(end + 1, cell.to)
            undoubled.add(UnsafeRawBufferPointer(start: base + at, count: end - at))
            at = end < cell.to && base[end - 1] == UInt8(ascii: "\"") ? end + 1 : end
        }
        return undoubled.bytes
    }

    /// The content without the spaces around it. Between quotation marks that hold others it is taken as it is.
    private mutating func trimmed(_ column: Int) -> UnsafeRawBufferPointer {
        let cell = cells[column]
        if cell.hasDoubledQuotes { return content(column) }
        var (from, to) = (cell.from, cell.to)
        while from < to, base[from] == 0x20 { from += 1 }
        while to > from, base[to - 1] == 0x20 { to -= 1 }
        return UnsafeRawBufferPointer(start: base + from, count: to - from)
    }

    private mutating func text(at column: Int) -> Text { Text(padded: content(column)) }

    private var joinedText: Text { Text(padded: joined.bytes) }

    private mutating func isAbsent(_ column: Int) -> Bool {
        let cell = cells[column]
        if cell.from == cell.to { return true }
        // With doubled quotation marks a cell has more bytes than its text.
        guard longestAbsentText > 0, cell.to - cell.from <= longestAbsentText || cell.hasDoubledQuotes else {
            return false
        }
        return mapping.absentTexts.contains(text(at: column))
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

    /// Puts the texts and cells of the pieces one behind the other; says whether there are any and all have a value.
    private mutating func join(_ pieces: Range<Int>, _ places: CSVEventPlaces, _ event: Int, isRequired: Bool) -> Bool {
        joined.clear()
        for index in pieces {
            let piece = places.pieces[index]
            if piece.column < 0 {
                places.texts[piece.text].withUTF8 { joined.add($0) }
            } else {
                guard isPresent(piece.column, event, -1, isRequired: isRequired) else { return false }
                joined.add(content(piece.column))
            }
        }
        return !pieces.isEmpty
    }

    /// The value of a field, if it has one. Of a text only whether it is sound is asked for notes.
    private mutating func value(_ place: CSVEventPlaces.Field, _ places: CSVEventPlaces, _ event: Int) -> Value? {
        if place.kind == .text {
            if aim != .notes, let column = places.column(of: place) {
                return isPresent(column, event, -1, isRequired: place.isRequired) ? .string(text(at: column)) : nil
            }
            guard aim != .notes else {
                for index in place.pieces where places.pieces[index].column >= 0 {
                    guard isPresent(places.pieces[index].column, event, -1, isRequired: place.isRequired) else { break }
                }
                return nil
            }
            return join(place.pieces, places, event, isRequired: place.isRequired) ? .string(joinedText) : nil
        }
        if place.kind == .constant { return places.constants[place.number] }
        let (column, field) = (place.column, place.field)
        if place.kind == .timestamp {
            return moment(place.number, column, event, field, isRequired: place.isRequired).map { .timestamp($0) }
        }
        guard isPresent(column, event, field, isRequired: place.isRequired) else { return nil }
        switch place.kind {
        case .constant, .text, .timestamp: return nil
        case .int:
            guard let number = number(place, places, event) else { return nil }
            guard let whole = number.wholeNumber, let narrow = Int64(exactly: whole) else {
                note(.notWhole, column, event, field)
                return nil
            }
            return place.isDecimal ? .decimal(number) : .int(narrow)
        case .decimal: return number(place, places, event).map { .decimal($0) }
        case .money:
            guard let currency = place.currency else { return nil }
            return number(place, places, event).map { .money(Money($0, currency)) }
        case .moneyWithCurrency: return money(place, places, event)
        case .bool:
            let text = text(at: column)
            if places.bools[place.number].yes.contains(text) { return .true }
            if places.bools[place.number].no.contains(text) { return .false }
            note(.badBool, column, event, field)
            return nil
        case .date:
            if case .number(let number) = days.read(trimmed(column), place.number),
                let date = try? CivilDate(daysSinceEpoch: Int(number))
            {
                return .date(date)
            }
            note(.badDate, column, event, field)
            return nil
        }
    }

    private mutating func moment(
        _ reading: Int, _ column: Int, _ event: Int, _ field: Int, isRequired: Bool
    ) -> Instant? {
        guard isPresent(column, event, field, isRequired: isRequired) else { return nil }
        switch days.read(trimmed(column), reading) {
        case .number(let seconds): return try? Instant(seconds: seconds)
        case .noDate: note(.badDate, column, event, field)
        case .noTime: note(.badTime, column, event, field)
        }
        return nil
    }

    private mutating func money(_ place: CSVEventPlaces.Field, _ places: CSVEventPlaces, _ event: Int) -> Value? {
        let (column, field) = (place.currencyColumn, place.field)
        let number = number(place, places, event)
        // An amount without its currency says nothing.
        guard isPresent(column, event, field, isRequired: true) else { return nil }
        let letters = trimmed(column)
        guard letters.count == 3, let found = Currency(letters[0], letters[1], letters[2]) else {
            note(.unknownCurrency, column, event, field)
            return nil
        }
        if let declared = place.currency, declared != found {
            note(.otherCurrency, column, event, field)
            return nil
        }
        return number.map { .money(Money($0, found)) }
    }

    private mutating func number(_ place: CSVEventPlaces.Field, _ places: CSVEventPlaces, _ event: Int) -> Decimal? {
        let bytes = trimmed(place.column)
        do throws(AmountError) {
            if place.takesPlainNumbers { return try Decimal.parse(bytes) }
        } catch {}
        if let plain = places.formats[place.number].plain(bytes) {
            do throws(AmountError) { return try Decimal.parse(plain) } catch {}
        }
        note(.badNumber, place.column, event, place.field)
        return nil
    }
}

extension Text {
    /// A copy of bytes with room behind them to load sixteen.
    fileprivate init(padded bytes: UnsafeRawBufferPointer) {
        if let base = bytes.baseAddress { self.init(paddedUTF8: base, count: bytes.count) } else { self.init() }
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
