import Amounts
import Dates
import Encoding
import TestSupport

/// Any item of the format as a value, to be drawn at random, written and read.
indirect enum Item: Hashable, CanonicallyCodable {
    case integer(Int128)
    case bytes([UInt8])
    case text(String)
    case bool(Bool)
    case null
    case double(UInt64)
    case list([Item])
    case fields([UInt64: Item])
    case map([[UInt8]: Item])
    case decimal(Decimal)
    case money(Money)
    case ratio(Ratio)
    case rate(Rate)
    case date(CivilDate)
    case time(CivilTime)
    case dateTime(CivilDateTime)
    case instant(Instant)
    case duration(ExactDuration)
    case period(Period)

    func encode(into encoder: inout CanonicalEncoder) {
        switch self {
        case .integer(let value): encoder.encode(value)
        case .bytes(let value): encoder.encode(bytes: value)
        case .text(let value): encoder.encode(value)
        case .bool(let value): encoder.encode(value)
        case .null: encoder.encodeNull()
        case .double(let bits): encoder.encode(Double(bitPattern: bits))
        case .list(let values): encoder.encode(values)
        case .fields(let values):
            var fields = encoder.beginFields()
            for key in values.keys.sorted() { encoder.field(key, values[key], &fields) }
            encoder.endFields(fields)
        case .map(let values):
            let keys = values.keys.sorted { left, right in
                left.withUnsafeBytes { left in right.withUnsafeBytes { CanonicalOrder.precedes(left, $0) } }
            }
            encoder.beginTextMap(count: keys.count)
            for key in keys {
                key.withUnsafeBytes { encoder.encode(validUTF8: $0) }
                values[key]?.encode(into: &encoder)
            }
        case .decimal(let value): encoder.encode(value)
        case .money(let value): encoder.encode(value)
        case .ratio(let value): encoder.encode(value)
        case .rate(let value): encoder.encode(value)
        case .date(let value): encoder.encode(value)
        case .time(let value): encoder.encode(value)
        case .dateTime(let value): encoder.encode(value)
        case .instant(let value): encoder.encode(value)
        case .duration(let value): encoder.encode(value)
        case .period(let value): encoder.encode(value)
        }
    }

    init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        switch try decoder.peekKind() {
        case .unsigned, .negative: self = .integer(try decoder.decodeInt128())
        case .bytes: self = .bytes(try decoder.decodeBytes())
        case .text: self = .text(try decoder.decodeString())
        case .bool: self = .bool(try decoder.decodeBool())
        case .null:
            _ = try decoder.decodeNullIfPresent()
            self = .null
        case .float: self = .double(try decoder.decodeDouble().bitPattern)
        case .array: self = .list(try decoder.decodeArray())
        case .map: self = try Self.readMap(&decoder)
        case .tag: self = try Self.readTagged(&decoder)
        }
    }

    private static func readMap(_ decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) -> Item {
        if try decoder.mapHasFields() {
            var fields = try decoder.beginFields()
            var values: [UInt64: Item] = [:]
            while let number = try decoder.nextField(&fields) { values[number] = try Item(from: &decoder) }
            return .fields(values)
        }
        var keys = try decoder.beginTextMap()
        var values: [[UInt8]: Item] = [:]
        while let key = try decoder.nextKey(&keys) { values[[UInt8](key)] = try Item(from: &decoder) }
        return .map(values)
    }

    private static func readTagged(_ decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) -> Item {
        switch try decoder.peekTag() {
        case CanonicalTag.decimalFraction: .decimal(try decoder.decodeDecimal())
        case CanonicalTag.money: .money(try decoder.decodeMoney())
        case CanonicalTag.ratio: .ratio(try decoder.decodeRatio())
        case CanonicalTag.rate: .rate(try decoder.decodeRate())
        case CanonicalTag.epochDays: .date(try decoder.decodeDate())
        case CanonicalTag.epochSeconds, CanonicalTag.extendedTime: .instant(try decoder.decodeInstant())
        case CanonicalTag.duration: .duration(try decoder.decodeDuration())
        case CanonicalTag.period: .period(try decoder.decodePeriod())
        case CanonicalTag.civilTime: .time(try decoder.decodeTime())
        case CanonicalTag.civilDateTime: .dateTime(try decoder.decodeDateTime())
        default: .integer(try decoder.decodeInt128())
        }
    }
}

extension Item {
    /// A value drawn at random, at most `depth` containers deep.
    static func random(_ generator: inout SeededGenerator, depth: Int) throws -> Item {
        switch Int.random(in: 0..<(depth > 0 ? 20 : 16), using: &generator) {
        case 0, 1: return .integer(integer(&generator))
        case 2:
            return .bytes(
                (0..<Int.random(in: 0...40, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator)
                })
        case 3, 4: return .text(text(&generator))
        case 5: return .bool(Bool.random(using: &generator))
        case 6: return .null
        case 7: return .double(double(&generator).bitPattern)
        case 8: return .decimal(try decimal(&generator))
        case 9:
            return .money(
                Money(try decimal(&generator), Currency.all.randomElement(using: &generator) ?? Currency.all[0]))
        case 10:
            let denominator = max(1, integer(&generator).magnitude >> 1)
            return .ratio(try Ratio(integer(&generator), over: Int128(denominator)))
        case 11: return .date(try CivilDate(daysSinceEpoch: Int.random(in: -719_162...2_932_896, using: &generator)))
        case 12:
            let nanoseconds = Bool.random(using: &generator) ? 0 : Int.random(in: 0...999_999_999, using: &generator)
            return .instant(
                try Instant(
                    seconds: Int64.random(in: -62_135_596_800...253_402_300_799, using: &generator),
                    nanoseconds: nanoseconds))
        case 13:
            let seconds = Int64.random(in: -100_000...100_000, using: &generator)
            let nanoseconds = Bool.random(using: &generator) ? 0 : Int.random(in: 0...999_999_999, using: &generator)
            return .duration(try ExactDuration(seconds: seconds, nanoseconds: seconds < 0 ? -nanoseconds : nanoseconds))
        case 14:
            return .period(
                try Period(
                    months: Int.random(in: -50...50, using: &generator),
                    days: Int.random(in: -50...50, using: &generator),
                    businessDays: Int.random(in: -5...5, using: &generator),
                    seconds: Int.random(in: -100_000...100_000, using: &generator)))
        case 15:
            let time = try CivilTime(secondsOfDay: Int.random(in: 0..<86_400, using: &generator))
            if Bool.random(using: &generator) { return .time(time) }
            return .dateTime(CivilDateTime(try CivilDate(daysSinceEpoch: 20_000), time))
        default: return try container(&generator, depth: depth)
        }
    }

    private static func container(_ generator: inout SeededGenerator, depth: Int) throws -> Item {
        let count = Int.random(in: 0...(Int.random(in: 0...9, using: &generator) == 0 ? 40 : 6), using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: return .list(try (0..<count).map { _ in try random(&generator, depth: depth - 1) })
        case 1:
            var fields: [UInt64: Item] = [:]
            for _ in 0..<count {
                fields[UInt64.random(in: 0...300, using: &generator)] = try random(&generator, depth: depth - 1)
            }
            return .fields(fields)
        default:
            // An empty map has no keys to tell of what kind it is; it counts as one of fields.
            var map: [[UInt8]: Item] = [Array("key".utf8): .null]
            for _ in 0..<count { map[Array(text(&generator).utf8)] = try random(&generator, depth: depth - 1) }
            return .map(map)
        }
    }

    /// Of every width, and often at the edge of one.
    private static func integer(_ generator: inout SeededGenerator) -> Int128 {
        let wide = Int128(truncatingIfNeeded: generator.next()) << 64 | Int128(generator.next())
        let cut = wide >> Int128(Int.random(in: 0...127, using: &generator))
        let edges: [Int128] = [
            0, 23, 24, 255, 256, 65_535, 65_536, 0xFFFF_FFFF, 0x1_0000_0000, Int128(UInt64.max), Int128(UInt64.max) + 1,
        ]
        guard Bool.random(using: &generator) else { return cut }
        let edge = edges.randomElement(using: &generator) ?? 0
        return Bool.random(using: &generator) ? edge : ~edge
    }

    private static func decimal(_ generator: inout SeededGenerator) throws -> Decimal {
        let coefficient = integer(&generator)
        return try Decimal(
            coefficient: Bool.random(using: &generator) ? coefficient / 1000 * 1000 : coefficient,
            scale: Int.random(in: 0...38, using: &generator))
    }

    private static func double(_ generator: inout SeededGenerator) -> Double {
        let value =
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: Double(bitPattern: generator.next())
            case 1: Double(Float(bitPattern: UInt32(truncatingIfNeeded: generator.next())))
            case 2: Double(Int.random(in: -4096...4096, using: &generator)) / 1024
            default: Double(Int.random(in: -9...9, using: &generator)) / 16_777_216
            }
        return value.isNaN ? Double.nan : value
    }

    private static func text(_ generator: inout SeededGenerator) -> String {
        let pool: [String] = [
            "a", "Z", "0", " ", "\"", "\\", "\n", "\u{0}", "é", "e\u{301}", "€", "😀", "-", "_", "INV", "\r\n",
        ]
        return (0..<Int.random(in: 0...30, using: &generator)).map { _ in pool.randomElement(using: &generator) ?? "" }
            .joined()
    }
}
