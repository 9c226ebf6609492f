/// One Unicode scalar read from bytes, or the extent of bytes that are not UTF-8.
public enum DecodedScalar: Hashable, Sendable {
    case scalar(UInt32, length: Int)
    /// The longest run that begins like a scalar and is none, at least one byte (the Unicode Standard, section 3.9).
    case malformed(length: Int)

    public var length: Int {
        switch self {
        case .scalar(_, let length), .malformed(let length): length
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Reads the scalar at `offset`, which must lie inside; well-formed is what table 3-7 of the Unicode Standard says.
    public func decodeScalar(at offset: Int) -> DecodedScalar {
        let lead = self[offset]
        if lead < 0x80 { return .scalar(UInt32(lead), length: 1) }
        let count: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch lead {
        case 0xC2...0xDF: count = 2
        case 0xE0:
            count = 3
            second = 0xA0...0xBF
        case 0xED:
            count = 3
            second = 0x80...0x9F
        case 0xE1...0xEF: count = 3
        case 0xF0:
            count = 4
            second = 0x90...0xBF
        case 0xF1...0xF3: count = 4
        case 0xF4:
            count = 4
            second = 0x80...0x8F
        default: return .malformed(length: 1)
        }
        var value = UInt32(lead) & (0x7F >> UInt32(count))
        for index in 1..<count {
            let at = offset + index
            guard at < self.count, (index == 1 ? second : 0x80...0xBF).contains(self[at]) else {
                return .malformed(length: index)
            }
            value = value << 6 | UInt32(self[at] & 0x3F)
        }
        return .scalar(value, length: count)
    }
}
