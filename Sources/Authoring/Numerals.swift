/// Numbers and currencies in a text.
enum Numerals {
    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    private static func isWord(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 26 || isDigit(byte) || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: "-")
    }

    /// Unsigned decimals that are no part of a name, a date or a text in quotation marks.
    static func all(in text: String) -> [Range<Int>] {
        let bytes = Array(text.utf8)
        var ranges: [Range<Int>] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\"") {
                index += 1
                while index < bytes.count, bytes[index] != UInt8(ascii: "\"") { index += 1 }
                index += 1
                continue
            }
            guard isDigit(bytes[index]) else {
                if isWord(bytes[index]), bytes[index] != UInt8(ascii: "-") {
                    while index < bytes.count, isWord(bytes[index]) { index += 1 }
                } else {
                    index += 1
                }
                continue
            }
            let start = index
            while index < bytes.count,
                isDigit(bytes[index])
                    || (bytes[index] == UInt8(ascii: ".") && index + 1 < bytes.count && isDigit(bytes[index + 1]))
            { index += 1 }
            // A date, a time and a name with digits are none.
            if index < bytes.count, isWord(bytes[index]) || bytes[index] == UInt8(ascii: ":") {
                while index < bytes.count, isWord(bytes[index]) || bytes[index] == UInt8(ascii: ":") { index += 1 }
                continue
            }
            ranges.append(start..<index)
        }
        return ranges
    }

    static func first(in text: String) -> Range<Int>? { all(in: text).first }

    /// Three capitals behind a blank or a bracket, not part of a longer word.
    static func currencies(in text: String) -> [Range<Int>] {
        let bytes = Array(text.utf8)
        func isCapital(_ index: Int) -> Bool { bytes[index] &- UInt8(ascii: "A") < 26 }
        guard bytes.count >= 4 else { return [] }
        return (1...bytes.count - 3).filter { index in
            isCapital(index) && isCapital(index + 1) && isCapital(index + 2) && !isWord(bytes[index - 1])
                && (index + 3 == bytes.count || !isWord(bytes[index + 3]))
                && all(in: String(decoding: bytes[..<index], as: UTF8.self)).last != nil
        }.map { $0..<$0 + 3 }
    }

    /// The number, one larger in its last digit.
    static func moved(_ digits: some Collection<UInt8>) -> String {
        var bytes = Array(digits)
        var index = bytes.count - 1
        while index >= 0 {
            if bytes[index] == UInt8(ascii: ".") {
                index -= 1
                continue
            }
            if bytes[index] < UInt8(ascii: "9") {
                bytes[index] += 1
                return String(decoding: bytes, as: UTF8.self)
            }
            bytes[index] = UInt8(ascii: "0")
            index -= 1
        }
        return "1" + String(decoding: bytes, as: UTF8.self)
    }
}
