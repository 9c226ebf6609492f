import Amounts
import Dates
import Encoding

/// What a text is, of those that begin alike in most records of a table.
enum PackedText: Int {
    case id, customer, document, method
}

/// The first text of each kind: of a later one only that is written in which it differs.
struct PackModels: Sendable {
    private var texts: [Text?] = []

    subscript(kind: PackedText) -> Text? {
        get { texts.isEmpty ? nil : texts[kind.rawValue] }
        set {
            if texts.isEmpty { texts = Array(repeating: nil, count: 4) }
            texts[kind.rawValue] = newValue
        }
    }
}

/// Writes what a record holds, small numbers in few bytes.
struct PackWriter {
    private let bytes: UnsafeMutableRawBufferPointer
    private(set) var models: PackModels
    private(set) var count = 0
    /// Whether there was more to write than there is room for.
    private(set) var isFull = false

    init(_ bytes: UnsafeMutableRawBufferPointer, _ models: PackModels) { (self.bytes, self.models) = (bytes, models) }

    @inline(__always)
    mutating func byte(_ byte: UInt8) {
        guard count < bytes.count else {
            isFull = true
            return
        }
        bytes[count] = byte
        count &+= 1
    }

    mutating func number(_ number: Int64) {
        // Signs lie lowest, so that small negative numbers are short too; seven bits a byte.
        var rest = UInt64(bitPattern: number << 1 ^ number >> 63)
        while rest >= 0x80 {
            byte(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        byte(UInt8(truncatingIfNeeded: rest))
    }

    /// The same of a number from 0 to 63.
    @inline(__always)
    private mutating func few(_ number: Int) { byte(UInt8(truncatingIfNeeded: number &<< 1)) }

    /// Yes or no to up to eight things.
    mutating func flags(
        _ a: Bool, _ b: Bool, _ c: Bool, _ d: Bool, _ e: Bool = false, _ f: Bool = false, _ g: Bool = false,
        _ h: Bool = false
    ) {
        func bit(_ flag: Bool, _ number: UInt8) -> UInt8 { flag ? 1 << number : 0 }
        byte(bit(a, 0) | bit(b, 1) | bit(c, 2) | bit(d, 3) | bit(e, 4) | bit(f, 5) | bit(g, 6) | bit(h, 7))
    }

    mutating func text(_ text: Text) { text.withUTF8 { rest($0, from: 0) } }

    /// The number of bytes that it begins with like its model, and the others.
    mutating func text(_ text: Text, _ kind: PackedText) {
        guard let model = models[kind] else {
            models[kind] = text
            return self.text(text, kind)
        }
        if text.utf8Count <= Text.inlineCapacity, model.utf8Count <= Text.inlineCapacity {
            return short(text, since: model)
        }
        text.withUTF8 { bytes in
            let common = model.withUTF8 { model in
                var common = 0
                while common < min(bytes.count, model.count), bytes[common] == model[common] { common += 1 }
                return common
            }
            number(Int64(common))
            rest(bytes, from: common)
        }
    }

    /// The same by the words of two texts that lie in them whole, their first bytes highest.
    private mutating func short(_ text: Text, since model: Text) {
        let (_, first, second) = text.words
        let (_, modelFirst, modelSecond) = model.words
        let differing =
            first == modelFirst
            ? 8 + (second ^ modelSecond).leadingZeroBitCount / 8 : (first ^ modelFirst).leadingZeroBitCount / 8
        let count = text.utf8Count
        let common = min(differing, count, model.utf8Count)
        few(common)
        few(count &- common)
        for index in common..<count {
            let word = index < 8 ? first : second
            byte(UInt8(truncatingIfNeeded: word &>> UInt64(truncatingIfNeeded: 56 &- 8 &* (index & 7))))
        }
    }

    private mutating func rest(_ text: UnsafeRawBufferPointer, from start: Int) {
        number(Int64(text.count - start))
        for index in start..<text.count { byte(text[index]) }
    }

    /// The day from which days are counted where there is no other one: any that makes most of them small.
    static let firstDay = (try? CivilDate(year: 2020, month: 1, day: 1)) ?? .earliest

    /// The day as a distance from another one.
    mutating func date(_ date: CivilDate, since other: CivilDate) {
        number(Int64(date.daysSinceEpoch) - Int64(other.daysSinceEpoch))
    }
}

/// Reads what a `PackWriter` has written, in the same order.
struct PackReader {
    private let bytes: UnsafeRawBufferPointer
    private let models: PackModels
    private var at = 0

    init(_ bytes: UnsafeRawBufferPointer, _ models: PackModels) { (self.bytes, self.models) = (bytes, models) }

    mutating func byte() -> UInt8 {
        defer { at += 1 }
        return bytes[at]
    }

    mutating func number() -> Int64 {
        var (rest, shift) = (UInt64(0), UInt64(0))
        while true {
            let byte = byte()
            rest |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { break }
            shift += 7
        }
        return Int64(bitPattern: rest >> 1) ^ -Int64(bitPattern: rest & 1)
    }

    mutating func flags() -> PackedFlags { PackedFlags(rest: byte()) }

    private mutating func rest() -> UnsafeRawBufferPointer {
        let count = Int(number())
        defer { at += count }
        return UnsafeRawBufferPointer(rebasing: bytes[at..<at + count])
    }

    mutating func text() -> Text { Text(validUTF8: rest()) }

    mutating func text(_ kind: PackedText) -> Text {
        let common = Int(number())
        let rest = rest()
        guard let model = models[kind], common > 0 else { return Text(validUTF8: rest) }
        if rest.isEmpty, common == model.utf8Count { return model }
        return withUnsafeTemporaryAllocation(byteCount: common + rest.count, alignment: 1) { all in
            model.withUTF8 { all.copyBytes(from: $0[..<common]) }
            UnsafeMutableRawBufferPointer(rebasing: all[common...]).copyMemory(from: rest)
            return Text(validUTF8: UnsafeRawBufferPointer(all))
        }
    }

    /// Whether the text that comes next is this one.
    mutating func isText(_ text: Text, _ kind: PackedText) -> Bool {
        let common = Int(number())
        let rest = rest()
        guard let model = models[kind], text.utf8Count == common + rest.count else { return false }
        return text.withUTF8 { bytes in
            bytes[common...].elementsEqual(rest) && model.withUTF8 { $0[..<common].elementsEqual(bytes[..<common]) }
        }
    }

    mutating func date(since other: CivilDate) -> CivilDate? {
        try? CivilDate(daysSinceEpoch: Int(other.daysSinceEpoch) + Int(number()))
    }

    mutating func currency() -> Currency? { Currency(packed: UInt16(truncatingIfNeeded: number())) }
}

/// What `PackWriter.flags` has written, one after the other.
struct PackedFlags {
    fileprivate var rest: UInt8

    mutating func next() -> Bool {
        defer { rest >>= 1 }
        return rest & 1 != 0
    }
}

extension Invoice: PackableRecord {
    func pack(into bytes: inout PackWriter) -> Bool {
        guard hasNothingRare else { return false }
        let isUntaxed = net == total && tax == 0
        let isWhollyPaid = paid == total && credited == 0 && writtenOff == 0
        bytes.number(revision)
        bytes.byte(state.rawValue)
        bytes.flags(isDebitNote, isSent, isVoid, isDisputed, currency != nil, number == id, isUntaxed, isWhollyPaid)
        bytes.flags(postedOn != nil, dueOn != nil, sentOn != nil, endedOn != nil)
        bytes.text(customer, .customer)
        if number != id { bytes.text(number) }
        if let currency { bytes.number(Int64(currency.packed)) }
        bytes.number(total)
        if !isUntaxed {
            bytes.number(net)
            bytes.number(tax)
        }
        if !isWhollyPaid {
            bytes.number(paid)
            bytes.number(credited)
            bytes.number(writtenOff)
        }
        if let postedOn { bytes.date(postedOn, since: PackWriter.firstDay) }
        let posted = postedOn ?? PackWriter.firstDay
        if let dueOn { bytes.date(dueOn, since: posted) }
        if let sentOn { bytes.date(sentOn, since: posted) }
        if let endedOn { bytes.date(endedOn, since: posted) }
        bytes.number(Int64(payments.count))
        for payment in payments { bytes.text(payment, .document) }
        return true
    }

    init(id: Text, unpacking bytes: inout PackReader) {
        self.init(id: id)
        revision = bytes.number()
        state = InvoiceState(rawValue: bytes.byte()) ?? .draft
        var flags = bytes.flags()
        (isDebitNote, isSent, isVoid, isDisputed) = (flags.next(), flags.next(), flags.next(), flags.next())
        let (hasCurrency, isNamedByID) = (flags.next(), flags.next())
        let (isUntaxed, isWhollyPaid) = (flags.next(), flags.next())
        var dates = bytes.flags()
        customer = bytes.text(.customer)
        number = isNamedByID ? id : bytes.text()
        if hasCurrency { currency = bytes.currency() }
        total = bytes.number()
        (net, tax) = isUntaxed ? (total, 0) : (bytes.number(), bytes.number())
        (paid, credited, writtenOff) = isWhollyPaid ? (total, 0, 0) : (bytes.number(), bytes.number(), bytes.number())
        if dates.next() { postedOn = bytes.date(since: PackWriter.firstDay) }
        let posted = postedOn ?? PackWriter.firstDay
        if dates.next() { dueOn = bytes.date(since: posted) }
        if dates.next() { sentOn = bytes.date(since: posted) }
        if dates.next() { endedOn = bytes.date(since: posted) }
        for _ in 0..<bytes.number() { payments.append(bytes.text(.document)) }
    }
}

extension Payment: PackableRecord {
    func pack(into bytes: inout PackWriter) -> Bool {
        guard given.isEmpty else { return false }
        let isWhole = refunded == 0 && reversed == 0 && paidOut == 0
        bytes.number(revision)
        bytes.flags(
            customer != nil, currency != nil, isSplit, isWhole, receivedOn != nil, reference != nil, method != nil)
        if let customer { bytes.text(customer, .customer) }
        if let currency { bytes.number(Int64(currency.packed)) }
        bytes.number(amount)
        if !isWhole {
            bytes.number(refunded)
            bytes.number(reversed)
            bytes.number(paidOut)
        }
        bytes.number(Int64(matches.count))
        for match in matches {
            bytes.text(match.invoice, .document)
            bytes.number(match.amount - amount)
        }
        if let receivedOn { bytes.date(receivedOn, since: PackWriter.firstDay) }
        // Most have neither, and a text that is taken out is counted.
        if reference != nil, let reference { bytes.text(reference) }
        if method != nil, let method { bytes.text(method, .method) }
        return true
    }

    init(id: Text, unpacking bytes: inout PackReader) {
        self.init(id: id)
        revision = bytes.number()
        var flags = bytes.flags()
        if flags.next() { customer = bytes.text(.customer) }
        if flags.next() { currency = bytes.currency() }
        isSplit = flags.next()
        amount = bytes.number()
        if !flags.next() { (refunded, reversed, paidOut) = (bytes.number(), bytes.number(), bytes.number()) }
        for _ in 0..<bytes.number() {
            matches.append(Match(invoice: bytes.text(.document), amount: amount + bytes.number()))
        }
        if flags.next() { receivedOn = bytes.date(since: PackWriter.firstDay) }
        if flags.next() { reference = bytes.text() }
        if flags.next() { method = bytes.text(.method) }
    }
}
