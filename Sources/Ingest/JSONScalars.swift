import Amounts
import Dates
import Encoding
import Evaluation

// Scalars that JSON has no form of its own for: they are written as text, money as an object.

extension JSONCursor {
    /// The content of the string at `offset` without its escapes, lent to `body`.
    @inline(__always)
    mutating func withContent<Result>(
        _ offset: Int, _ body: (UnsafeBufferPointer<UInt8>) throws(JSONFault) -> Result
    ) throws(JSONFault) -> Result {
        let content = try string(at: offset)
        if content.hasEscapes { return try unescaped.withUnsafeBufferPointer(body) }
        return try body(UnsafeBufferPointer(start: base + content.from, count: content.to &- content.from))
    }

    /// Where the string at `offset` ends, behind its closing quote; `index` is behind it.
    var stringEnd: Int { tokenEnd() }

    @inline(__always)
    mutating func date(_ offset: Int, _ place: FieldPlace) throws(JSONFault) -> Value {
        let date = try withContent(offset) { (bytes) throws(JSONFault) -> CivilDate? in
            do throws(DateError) { return try CivilDate(utf8: bytes.span) } catch { return nil }
        }
        if let date { return .date(date) }
        return noted(.badDate, offset, stringEnd, place)
    }

    mutating func decimalText(_ offset: Int, _ place: FieldPlace) throws(JSONFault) -> Value {
        let value = try withContent(offset) { (bytes) throws(JSONFault) -> Decimal? in
            do throws(AmountError) { return try Decimal.parse(UnsafeRawBufferPointer(bytes)) } catch { return nil }
        }
        if let value { return .decimal(value) }
        return noted(.badDecimalText, offset, stringEnd, place)
    }

    /// The types that events seldom have.
    @inline(never)
    mutating func otherValue(
        _ plan: UnsafeMutablePointer<TypePlan>, _ byte: UInt8, _ layout: RecordLayout, _ place: FieldPlace,
        _ offset: Int,
        in container: Int
    ) throws(JSONFault) -> Value {
        let isText = byte == UInt8(ascii: "\"")
        switch plan.pointee.code {
        case .dynamic:
            index &-= 1
            return try value(in: container)
        case .uint where byte &- 0x30 <= 9:
            let number = try number(at: offset)
            let value = try decimal(number, at: offset)
            guard let whole = value.wholeNumber else { return noted(.notWhole, offset, number.end, place) }
            guard let narrow = UInt64(exactly: whole) else {
                return noted(.integerOutOfRange, offset, number.end, place)
            }
            return .uint(narrow)
        case .uint where byte == UInt8(ascii: "-"):
            return noted(.integerOutOfRange, offset, try number(at: offset).end, place)
        case .ratio where byte &- 0x30 <= 9 || byte == UInt8(ascii: "-"):
            return .ratio(Ratio(try decimal(try number(at: offset), at: offset)))
        case .rate where byte == UInt8(ascii: "{"): return try rate(offset, place, in: container)
        case .map where byte == UInt8(ascii: "{"):
            return try map(plan.pointee.inner, layout, place.element, at: offset)
        case .timestamp where isText:
            return try scalar(offset, .badInstant, place) { (bytes) throws(DateError) in
                .timestamp(try Instant(utf8: bytes.span))
            }
        case .time where isText:
            return try scalar(offset, .badTime, place) { (bytes) throws(DateError) in
                .time(try CivilTime(utf8: bytes.span))
            }
        case .period where isText:
            return try scalar(offset, .badPeriod, place) { (bytes) throws(DateError) in
                .period(try Period(utf8: bytes.span))
            }
        case .duration where isText:
            return try scalar(offset, .badDuration, place) { (bytes) throws(DateError) in
                .duration(try ExactDuration(utf8: bytes.span))
            }
        case .bytes where isText:
            let bytes = try withContent(offset) { (bytes) throws(JSONFault) -> [UInt8]? in Base64.bytes(bytes) }
            if let bytes { return .bytes(bytes) }
            return noted(.wrongType, offset, stringEnd, place)
        default: return try misfit(byte, offset, place, in: container)
        }
    }

    private mutating func scalar(
        _ offset: Int, _ fault: JSONFault.Kind, _ place: FieldPlace,
        _ read: (UnsafeBufferPointer<UInt8>) throws(DateError) -> Value
    ) throws(JSONFault) -> Value {
        let value = try withContent(offset) { (bytes) throws(JSONFault) -> Value? in
            do throws(DateError) { return try read(bytes) } catch { return nil }
        }
        if let value { return value }
        return noted(fault, offset, stringEnd, place)
    }

    /// An object whose names are not declared, with values of one type.
    private mutating func map(_ type: Int, _ layout: RecordLayout, _ place: FieldPlace, at offset: Int)
        throws(JSONFault) -> Value
    {
        try map(at: offset) { (cursor) throws(JSONFault) in
            let at = cursor.next
            let value = try cursor.value(type, layout, place, in: offset)
            guard value.isNull, layout.types[type].code != .dynamic else { return value }
            return cursor.noted(.nullField, at, at + 4, place)
        }
    }
}

// MARK: Money

extension JSONCursor {
    /// `{"amount": "5000.00", "currency": "USD"}` or `"5000.00 USD"`; where the field's currency is declared, the amount alone will do.
    @inline(__always)
    mutating func money(_ plan: UnsafeMutablePointer<TypePlan>, _ byte: UInt8, _ offset: Int, _ place: FieldPlace)
        throws(JSONFault) -> Value
    {
        if byte == UInt8(ascii: "{") { return try moneyObject(plan, offset, place) }
        if byte == UInt8(ascii: "\""), let value = try moneyText(plan, offset, place) { return value }
        guard let currency = plan.pointee.currency else { return try misfit(byte, offset, place, in: offset) }
        if byte == UInt8(ascii: "-") || byte &- 0x30 <= 9 {
            return .money(Money(try decimal(try number(at: offset), at: offset), currency))
        }
        if byte == UInt8(ascii: "\"") {
            let amount = try decimalText(offset, place)
            guard let amount = amount.asDecimal else { return amount }
            return .money(Money(amount, currency))
        }
        return try misfit(byte, offset, place, in: offset)
    }

    /// An amount and its currency as one text; nothing if it is not written so.
    private mutating func moneyText(_ plan: UnsafeMutablePointer<TypePlan>, _ offset: Int, _ place: FieldPlace)
        throws(JSONFault) -> Value?
    {
        let money = try withContent(offset) { (bytes) throws(JSONFault) -> Money? in
            guard bytes.count > 4, bytes[bytes.count - 4] == 0x20,
                let currency = Currency(bytes[bytes.count - 3], bytes[bytes.count - 2], bytes[bytes.count - 1]),
                let amount = try? Decimal.parse(Array(bytes[..<(bytes.count - 4)]))
            else { return nil }
            return Money(amount, currency)
        }
        guard let money else { return nil }
        if let declared = plan.pointee.currency, declared != money.currency {
            return noted(.otherCurrency, offset, stringEnd, place)
        }
        return .money(money)
    }

    private mutating func moneyObject(_ plan: UnsafeMutablePointer<TypePlan>, _ object: Int, _ place: FieldPlace)
        throws(JSONFault) -> Value
    {
        var amount: Decimal?
        var currency: Currency?
        var isGood = true
        var names = (amount: -1, currency: -1)
        if try open(object, closing: UInt8(ascii: "}")) {
            return noted(.badMoney, object, object + 1, place)
        }
        repeat {
            let name = try nameOffset(in: object)
            if isName("amount", name) {
                if names.amount >= 0 { throw duplicateName(name, related: names.amount) }
                names.amount = name
                try colon(in: object)
                amount = try moneyAmount(object, place)
                isGood = isGood && amount != nil
            } else if isName("currency", name) {
                if names.currency >= 0 { throw duplicateName(name, related: names.currency) }
                names.currency = name
                try colon(in: object)
                currency = try moneyCurrency(plan, object, place)
                isGood = isGood && currency != nil
            } else {
                _ = try string(at: name)
                try colon(in: object)
                try skipValue(in: object)
                isGood = false
                _ = noted(.badMoney, name, stringTokenEnd(name), place)
            }
        } while try comma(in: object, closing: UInt8(ascii: "}"))
        if let amount, let currency, isGood { return .money(Money(amount, currency)) }
        // What is wrong inside was noted there; what is not there at all, here.
        if isGood { return noted(.badMoney, object, object + 1, place) }
        return .none
    }

    /// Whether the string that begins at `offset` is this name.
    @inline(__always)
    private func isName(_ name: StaticString, _ offset: Int) -> Bool {
        let count = name.utf8CodeUnitCount
        if base[offset &+ 1 &+ count] != UInt8(ascii: "\"") { return false }
        var index = 0
        while index < count {
            if base[offset &+ 1 &+ index] != name.utf8Start[index] { return false }
            index &+= 1
        }
        return true
    }

    private mutating func moneyAmount(_ object: Int, _ place: FieldPlace) throws(JSONFault) -> Decimal? {
        let offset = next
        if offset >= end { throw valueFault(offset, in: object) }
        let byte = base[offset]
        index &+= 1
        if byte == UInt8(ascii: "-") || byte &- 0x30 <= 9 { return try decimal(try number(at: offset), at: offset) }
        if byte == UInt8(ascii: "\"") { return try decimalText(offset, place).asDecimal }
        index &-= 1
        try skipValue(in: object)
        _ = noted(.badMoney, offset, wordEnd(offset), place)
        return nil
    }

    private mutating func moneyCurrency(
        _ plan: UnsafeMutablePointer<TypePlan>, _ object: Int, _ place: FieldPlace
    ) throws(JSONFault) -> Currency? {
        let offset = next
        if offset >= end { throw valueFault(offset, in: object) }
        guard base[offset] == UInt8(ascii: "\"") else {
            try skipValue(in: object)
            _ = noted(.badMoney, offset, wordEnd(offset), place)
            return nil
        }
        index &+= 1
        let currency = try withContent(offset) { (bytes) throws(JSONFault) -> Currency? in
            bytes.count == 3 ? Currency(bytes[0], bytes[1], bytes[2]) : nil
        }
        guard let currency else {
            _ = noted(.unknownCurrency, offset, stringEnd, place)
            return nil
        }
        if let declared = plan.pointee.currency, declared != currency {
            _ = noted(.otherCurrency, offset, stringEnd, place)
            return nil
        }
        return currency
    }
}
