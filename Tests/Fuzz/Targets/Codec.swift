import Amounts
import Dates
import Encoding

extension FuzzTarget {
    /// The canonical encoding: bytes that are accepted are the only bytes of their value, so decoding every item by its type
    /// and encoding it anew must give the same bytes.
    package static let codec = FuzzTarget(name: "codec") { (bytes) throws(BrokenProperty) in
        let bytes = Array(bytes)
        var accepted = true
        do throws(CanonicalDecodingError) { try CanonicalDecoder.validate(bytes) } catch {
            accepted = false
            try require((0...bytes.count).contains(error.offset), "an error lies outside the bytes")
        }
        var encoder = CanonicalEncoder()
        var copied = true
        do throws(CanonicalDecodingError) {
            try CanonicalDecoder.decode(bytes) { (decoder) throws(CanonicalDecodingError) in
                try copy(&decoder, &encoder)
            }
        } catch { copied = false }
        try require(copied == accepted, "checking says \(accepted), decoding by type \(copied)")
        let projection = try? JSONProjection.text(of: bytes)
        try require((projection != nil) == accepted, "checking says \(accepted), the projection otherwise")
        try require(((try? DiagnosticNotation.text(of: bytes)) != nil) == accepted, "the notation says otherwise")
        guard accepted else { return }
        try require(encoder.bytes == bytes, "\(projection ?? "") has a second encoding")
    }

    /// Reads one item into values of our types and writes them.
    private static func copy(
        _ decoder: inout CanonicalDecoder, _ encoder: inout CanonicalEncoder
    ) throws(CanonicalDecodingError) {
        switch try decoder.peekKind() {
        case .unsigned: encoder.encode(try decoder.decodeUInt64())
        case .negative: encoder.encode(try decoder.decodeInt128())
        case .bytes: encoder.encode(bytes: try decoder.decodeBytes())
        case .text: encoder.encode(try decoder.decodeString())
        case .bool: encoder.encode(try decoder.decodeBool())
        case .null:
            _ = try decoder.decodeNullIfPresent()
            encoder.encodeNull()
        case .float: encoder.encode(try decoder.decodeDouble())
        case .array:
            var elements = try decoder.beginArray()
            encoder.beginArray(count: elements.remaining)
            while decoder.nextElement(&elements) { try copy(&decoder, &encoder) }
        case .map: try copyMap(&decoder, &encoder)
        case .tag: try copyTagged(&decoder, &encoder)
        }
    }

    private static func copyMap(
        _ decoder: inout CanonicalDecoder, _ encoder: inout CanonicalEncoder
    ) throws(CanonicalDecodingError) {
        if try decoder.mapHasFields() {
            var fields = try decoder.beginFields()
            var written = encoder.beginFields()
            while let number = try decoder.nextField(&fields) {
                encoder.field(number, &written)
                try copy(&decoder, &encoder)
            }
            encoder.endFields(written)
        } else {
            var keys = try decoder.beginTextMap()
            encoder.beginTextMap(count: keys.remaining)
            while let key = try decoder.nextKey(&keys) {
                encoder.encode(String(decoding: key, as: UTF8.self))
                try copy(&decoder, &encoder)
            }
        }
    }

    private static func copyTagged(
        _ decoder: inout CanonicalDecoder, _ encoder: inout CanonicalEncoder
    ) throws(CanonicalDecodingError) {
        switch try decoder.peekTag() {
        case CanonicalTag.bignum, CanonicalTag.negativeBignum: encoder.encode(try decoder.decodeInt128())
        case CanonicalTag.decimalFraction: encoder.encode(try decoder.decodeDecimal())
        case CanonicalTag.money: encoder.encode(try decoder.decodeMoney())
        case CanonicalTag.ratio: encoder.encode(try decoder.decodeRatio())
        case CanonicalTag.rate: encoder.encode(try decoder.decodeRate())
        case CanonicalTag.epochDays: encoder.encode(try decoder.decodeDate())
        case CanonicalTag.epochSeconds, CanonicalTag.extendedTime: encoder.encode(try decoder.decodeInstant())
        case CanonicalTag.duration: encoder.encode(try decoder.decodeDuration())
        case CanonicalTag.period: encoder.encode(try decoder.decodePeriod())
        case CanonicalTag.civilTime: encoder.encode(try decoder.decodeTime())
        case CanonicalTag.civilDateTime: encoder.encode(try decoder.decodeDateTime())
        default: throw decoder.failure(.unknownTag)
        }
    }
}
