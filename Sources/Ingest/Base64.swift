/// Base64 by RFC 4648 section 4, read strictly: padded, without blanks, and with nothing in the bits that are left over.
enum Base64 {
    static func bytes(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard text.count % 4 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3)
        var index = 0
        while index < text.count {
            let isLast = index + 4 == text.count
            let padding = !isLast ? 0 : text[index + 3] != 0x3D ? 0 : text[index + 2] != 0x3D ? 1 : 2
            var group: UInt32 = 0
            for part in 0..<4 {
                if part >= 4 - padding {
                    group <<= 6
                    continue
                }
                guard let digit = value(text[index + part]) else { return nil }
                group = group << 6 | digit
            }
            guard group & ((1 << UInt32(8 * padding)) - 1) == 0 else { return nil }
            for part in 0..<(3 - padding) { bytes.append(UInt8(truncatingIfNeeded: group >> UInt32(16 - 8 * part))) }
            index += 4
        }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt32? {
        switch digit {
        case 0x41...0x5A: UInt32(digit - 0x41)
        case 0x61...0x7A: UInt32(digit - 0x61) + 26
        case 0x30...0x39: UInt32(digit - 0x30) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
