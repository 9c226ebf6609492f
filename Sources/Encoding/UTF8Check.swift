/// Whether bytes are well-formed UTF-8 (Unicode 16, table 3-7: no overlong form, no surrogate, nothing beyond U+10FFFF).
public enum UTF8Check {
    @inlinable
    public static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let base = bytes.baseAddress else { return true }
        var index = 0
        let end = bytes.count
        while end &- index >= 8 {
            if base.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 { break }
            index &+= 8
        }
        while index < end {
            if base.load(fromByteOffset: index, as: UInt8.self) >= 0x80 {
                return firstFault(bytes, from: index) == nil
            }
            index &+= 1
        }
        return true
    }

    /// The offset of the first byte that does not belong to a well-formed sequence, searched from `start`.
    public static func firstFault(_ bytes: UnsafeRawBufferPointer, from start: Int = 0) -> Int? {
        var index = start
        let end = bytes.count
        while index < end {
            let lead = bytes[index]
            if lead < 0x80 {
                index += 1
                continue
            }
            let length: Int
            var low: UInt8 = 0x80
            var high: UInt8 = 0xBF
            switch lead {
            case 0xC2...0xDF: length = 2
            case 0xE0: (length, low) = (3, 0xA0)
            case 0xE1...0xEC, 0xEE, 0xEF: length = 3
            case 0xED: (length, high) = (3, 0x9F)
            case 0xF0: (length, low) = (4, 0x90)
            case 0xF1...0xF3: length = 4
            case 0xF4: (length, high) = (4, 0x8F)
            default: return index
            }
            guard end - index >= length, bytes[index + 1] >= low, bytes[index + 1] <= high else { return index }
            for following in 2..<max(length, 2) where bytes[index + following] & 0xC0 != 0x80 { return index }
            index += length
        }
        return nil
    }
}
