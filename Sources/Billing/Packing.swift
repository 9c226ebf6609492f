import Amounts
import Dates
import Encoding

/// Writes what a record holds, small numbers in few bytes.
struct PackWriter {
    var bytes: [UInt8] = []

    mutating func number(_ number: Int64) {
        // Signs lie lowest, so that small negative numbers are short too; seven bits a byte.
        var rest = UInt64(bitPattern: number << 1 ^ number >> 63)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func text(_ text: Text) {
        number(Int64(text.utf8Count))
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    mutating func flags(_ flags: Bool...) {
        var byte: UInt8 = 0
        for (index, flag) in flags.enumerated() where flag { byte |= 1 << UInt8(index) }
        bytes.append(byte)
    }

    /// 0 is none.
    mutating func date(_ date: CivilDate?) {
        let days = date.map { Int64($0.daysSinceEpoch) }
        number(days.map { $0 < 0 ? $0 : $0 + 1 } ?? 0)
    }

    mutating func textIfPresent(_ text: Text?) {
        flags(text != nil)
        if let text { self.text(text) }
    }

    mutating func currency(_ currency: Currency?) {
        flags(currency != nil)
        if let currency { number(Int64(currency.packed)) }
    }
}

/// Reads what a `PackWriter` has written, in the same order.
struct PackReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    var at: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) { (self.bytes, at) = (bytes, start) }

    private mutating func byte() -> UInt8 {
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

    mutating func text() -> Text {
        let count = Int(number())
        defer { at += count }
        return Text(validUTF8: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[at..<at + count]))
    }

    mutating func flags() -> (Bool, Bool, Bool, Bool, Bool) {
        let byte = byte()
        return (byte & 1 != 0, byte & 2 != 0, byte & 4 != 0, byte & 8 != 0, byte & 16 != 0)
    }

    mutating func date() -> CivilDate? {
        let days = number()
        return days == 0 ? nil : try? CivilDate(daysSinceEpoch: Int(days < 0 ? days : days - 1))
    }

    mutating func textIfPresent() -> Text? { flags().0 ? text() : nil }

    mutating func currency() -> Currency? { flags().0 ? Currency(packed: UInt16(truncatingIfNeeded: number())) : nil }
}

extension Invoice: PackableRecord {
    func pack(into bytes: inout PackWriter) -> Bool {
        guard hasNothingRare else { return false }
        bytes.number(revision)
        bytes.text(customer)
        bytes.text(number)
        bytes.number(Int64(state.rawValue))
        bytes.flags(isDebitNote, isSent, isVoid, isDisputed)
        bytes.currency(currency)
        for amount in [net, tax, total, paid, credited, writtenOff] { bytes.number(amount) }
        for date in [dueOn, postedOn, sentOn, endedOn] { bytes.date(date) }
        bytes.number(Int64(payments.count))
        for payment in payments { bytes.text(payment) }
        return true
    }

    init(id: Text, unpacking bytes: inout PackReader) {
        self.init(id: id)
        revision = bytes.number()
        customer = bytes.text()
        number = bytes.text()
        state = InvoiceState(rawValue: UInt8(truncatingIfNeeded: bytes.number())) ?? .draft
        (isDebitNote, isSent, isVoid, isDisputed, _) = bytes.flags()
        currency = bytes.currency()
        (net, tax, total) = (bytes.number(), bytes.number(), bytes.number())
        (paid, credited, writtenOff) = (bytes.number(), bytes.number(), bytes.number())
        (dueOn, postedOn, sentOn, endedOn) = (bytes.date(), bytes.date(), bytes.date(), bytes.date())
        for _ in 0..<bytes.number() { payments.append(bytes.text()) }
    }
}

extension Payment: PackableRecord {
    func pack(into bytes: inout PackWriter) -> Bool {
        guard given.isEmpty else { return false }
        bytes.number(revision)
        bytes.textIfPresent(customer)
        bytes.currency(currency)
        for amount in [amount, refunded, reversed, paidOut] { bytes.number(amount) }
        bytes.flags(isSplit)
        bytes.number(Int64(matches.count))
        for match in matches {
            bytes.text(match.invoice)
            bytes.number(match.amount)
        }
        bytes.date(receivedOn)
        bytes.textIfPresent(reference)
        bytes.textIfPresent(method)
        return true
    }

    init(id: Text, unpacking bytes: inout PackReader) {
        self.init(id: id)
        revision = bytes.number()
        customer = bytes.textIfPresent()
        currency = bytes.currency()
        (amount, refunded, reversed, paidOut) = (bytes.number(), bytes.number(), bytes.number(), bytes.number())
        isSplit = bytes.flags().0
        for _ in 0..<bytes.number() { matches.append(Match(invoice: bytes.text(), amount: bytes.number())) }
        receivedOn = bytes.date()
        reference = bytes.textIfPresent()
        method = bytes.textIfPresent()
    }
}
