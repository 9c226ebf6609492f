import Amounts
import Dates
import Encoding
import Evaluation

// Exchange rates: an object with five fields.

extension JSONCursor {
    /// `{"from": "EUR", "to": "USD", "value": "1.0845", "source": "ECB", "time": "2026-03-31T14:00:00Z"}`. The time may also be seconds since
    /// 1970, which is how a rate leaves.
    @inline(never)
    mutating func rate(_ offset: Int, _ place: FieldPlace, in container: Int) throws(JSONFault) -> Value {
        index &-= 1
        let written = try value(in: container)
        if let rate = Rate(written) { return .rate(rate) }
        return noted(.badRate, offset, offset &+ 1, place)
    }
}

extension Rate {
    /// Nothing if a field is missing, is one too many or is of the wrong kind.
    fileprivate init?(_ object: Value) {
        guard let map = object.asMap, map.count == 5, let from = Currency(named: object["from"]),
            let to = Currency(named: object["to"]), let value = object["value"]?.asNumber,
            let source = object["source"]?.asText, let time = object["time"]?.asSeconds,
            let rate = try? Rate(from: from, to: to, value: value, source: source.string, time: time)
        else { return nil }
        self = rate
    }
}

extension Currency {
    fileprivate init?(named value: Value?) {
        guard let code = value?.asText else { return nil }
        self.init(code.string)
    }
}

extension Value {
    /// A number, or a text with one.
    fileprivate var asNumber: Decimal? {
        if let text = asText { return try? Decimal.parse(text.string) }
        return asDecimal ?? asInt.map { Decimal(Int128($0)) }
    }

    fileprivate var asSeconds: Int64? {
        if let text = asText { return (try? Instant(text.string))?.seconds }
        return asInt ?? asDecimal?.wholeNumber.flatMap { Int64(exactly: $0) }
    }
}
