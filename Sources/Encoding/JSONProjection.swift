import Amounts
import Dates

/// The canonical encoding as JSON: for people, for other programs, for what a host receives. It follows the advice of RFC
/// 8949 section 6.1 and is deterministic, but it is a projection: it cannot be read back without knowing the types.
///
/// | canonical | JSON |
/// | --- | --- |
/// | integer, decimal | a number with every digit, never with an exponent |
/// | money | `{"amount":"5000.00","currency":"USD"}` |
/// | ratio | `"2/3"` |
/// | date, time, instant, duration, period | a string in the form of ISO 8601 that `Dates` prints |
/// | bytes | a string in base64url without padding |
/// | map of fields | an object with the numbers as names |
/// | floating point | a number; what is not finite becomes null |
public enum JSONProjection {
    /// - Throws: what `CanonicalDecoder.validate` throws; only canonical bytes are projected.
    public static func text(
        of bytes: [UInt8], maximumDepth: Int = CanonicalDecoder.defaultMaximumDepth
    ) throws(CanonicalDecodingError) -> String {
        try CanonicalDecoder.decode(bytes, maximumDepth: maximumDepth) { (decoder) throws(CanonicalDecodingError) in
            var text: [UInt8] = []
            text.reserveCapacity(2 * bytes.count)
            try append(&decoder, to: &text)
            return String(decoding: text, as: UTF8.self)
        }
    }

    /// Appends the next item.
    public static func append(_ decoder: inout CanonicalDecoder, to text: inout [UInt8])
        throws(CanonicalDecodingError)
    {
        switch try decoder.peekKind() {
        case .unsigned: text += "\(try decoder.head(0))".utf8
        case .negative: text += "\(~Int128(try decoder.head(1)))".utf8
        case .bytes: appendBase64URL(try decoder.decodeByteBuffer(), to: &text)
        case .text: JSONText.appendString(try decoder.decodeTextBuffer(), to: &text)
        case .bool: text += "\(try decoder.decodeBool())".utf8
        case .null:
            _ = try decoder.decodeNullIfPresent()
            text += "null".utf8
        case .float:
            let value = try decoder.decodeDouble()
            text += (value.isFinite ? "\(value)" : "null").utf8
        case .tag: try appendTagged(&decoder, to: &text)
        case .array:
            var elements = try decoder.beginArray()
            var isFirst = true
            text.append(UInt8(ascii: "["))
            while decoder.nextElement(&elements) {
                if !isFirst { text.append(UInt8(ascii: ",")) }
                isFirst = false
                try append(&decoder, to: &text)
            }
            text.append(UInt8(ascii: "]"))
        case .map: try appendMap(&decoder, to: &text)
        }
    }

    private static func appendMap(_ decoder: inout CanonicalDecoder, to text: inout [UInt8])
        throws(CanonicalDecodingError)
    {
        var isFirst = true
        text.append(UInt8(ascii: "{"))
        func separate() {
            if !isFirst { text.append(UInt8(ascii: ",")) }
            isFirst = false
        }
        if try decoder.mapHasFields() {
            var fields = try decoder.beginFields()
            while let number = try decoder.nextGenericField(&fields) {
                separate()
                text += "\"\(number)\":".utf8
                try append(&decoder, to: &text)
            }
        } else {
            var keys = try decoder.beginTextMap()
            while let key = try decoder.nextKey(&keys) {
                separate()
                JSONText.appendString(key, to: &text)
                text.append(UInt8(ascii: ":"))
                try append(&decoder, to: &text)
            }
        }
        text.append(UInt8(ascii: "}"))
    }

    private static func appendTagged(_ decoder: inout CanonicalDecoder, to text: inout [UInt8])
        throws(CanonicalDecodingError)
    {
        func quoted(_ description: String) { text += "\"\(description)\"".utf8 }
        switch try decoder.peekTag() {
        case CanonicalTag.bignum, CanonicalTag.negativeBignum: text += "\(try decoder.decodeBignum())".utf8
        case CanonicalTag.decimalFraction: try decoder.decodeDecimal().write(to: &text)
        case CanonicalTag.money:
            let money = try decoder.decodeMoney()
            text += "{\"amount\":\"\(money.amountText)\",\"currency\":\"\(money.currency)\"}".utf8
        case CanonicalTag.rate: appendRate(try decoder.decodeRate(), to: &text)
        case CanonicalTag.ratio: quoted(try decoder.decodeRatio().description)
        case CanonicalTag.epochDays: quoted(try decoder.decodeDate().description)
        case CanonicalTag.epochSeconds, CanonicalTag.extendedTime: quoted(try decoder.decodeInstant().description)
        case CanonicalTag.duration: quoted(try decoder.decodeDuration().description)
        case CanonicalTag.period: quoted(try decoder.decodePeriod().description)
        case CanonicalTag.civilTime: quoted(try decoder.decodeTime().description)
        case CanonicalTag.civilDateTime: quoted(try decoder.decodeDateTime().description)
        default: throw decoder.failure(.unknownTag)
        }
    }

    private static func appendRate(_ rate: Rate, to text: inout [UInt8]) {
        text += "{\"from\":\"\(rate.from)\",\"to\":\"\(rate.to)\",\"value\":\"\(rate.value)\",\"source\":".utf8
        JSONText.appendString(rate.source, to: &text)
        text += ",\"time\":\(rate.time)}".utf8
    }

    private static func appendBase64URL(_ bytes: UnsafeRawBufferPointer, to text: inout [UInt8]) {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        text.append(UInt8(ascii: "\""))
        var index = 0
        while index < bytes.count {
            let count = min(3, bytes.count - index)
            var group: UInt32 = 0
            for part in 0..<3 { group = group << 8 | (part < count ? UInt32(bytes[index + part]) : 0) }
            for digit in 0...count { text.append(digits[Int(group >> UInt32(18 - 6 * digit)) & 63]) }
            index += 3
        }
        text.append(UInt8(ascii: "\""))
    }
}
