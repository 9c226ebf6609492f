/// One line as the rules about bad lines look at it: its indentation, the dashes of list items, and a key with its value.
struct SourceLine {
    let bytes: ArraySlice<UInt8>
    /// Where the line begins and ends, without its line break.
    let range: Range<Int>
    /// Where its first character that is no blank stands; the end of a blank line.
    let content: Int
    /// Behind the dashes of list items: where a key or value begins.
    let body: Int
    /// The colon behind the first word or quoted text, followed by a blank or the end of the line.
    let colon: Int?
    /// Where the value behind that colon begins; the end if there is none.
    let value: Int

    init(_ source: [UInt8], _ range: Range<Int>) {
        bytes = source[range]
        self.range = range
        content = Self.skipBlanks(bytes, range.lowerBound)
        var body = content
        while body < range.upperBound, bytes[body] == UInt8(ascii: "-"), Self.isBlank(bytes, body + 1) {
            body = Self.skipBlanks(bytes, body + 1)
        }
        self.body = body
        colon = Self.colon(bytes, body)
        value = colon.map { [bytes] in Self.skipBlanks(bytes, $0 + 1) } ?? range.upperBound
    }

    var isBlank: Bool { content == range.upperBound }
    var isComment: Bool { content < range.upperBound && bytes[content] == UInt8(ascii: "#") }
    var indentation: Int { content - range.lowerBound }
    var hasDash: Bool { body > content }

    /// A line such as `steps:` without indentation.
    var isTopLevelKey: Bool {
        guard content == range.lowerBound, !isBlank, !isComment, !hasDash, colon != nil else { return false }
        return true
    }

    /// A blank, or the end of the line.
    static func isBlank(_ bytes: ArraySlice<UInt8>, _ index: Int) -> Bool {
        index >= bytes.endIndex || bytes[index] == 0x20
    }

    static func skipBlanks(_ bytes: ArraySlice<UInt8>, _ index: Int) -> Int {
        var index = index
        while index < bytes.endIndex, bytes[index] == 0x20 { index += 1 }
        return min(index, bytes.endIndex)
    }

    /// A key is one word of letters, digits, `_`, `-`, `.` and the like, or a quoted text.
    private static func colon(_ bytes: ArraySlice<UInt8>, _ start: Int) -> Int? {
        guard start < bytes.endIndex else { return nil }
        var index = start
        let quote = bytes[start]
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            index += 1
            while index < bytes.endIndex, bytes[index] != quote { index += 1 }
            index += 1
        } else {
            while index < bytes.endIndex, isKeyByte(bytes[index]) { index += 1 }
        }
        guard index > start, index < bytes.endIndex, bytes[index] == UInt8(ascii: ":"), isBlank(bytes, index + 1) else {
            return nil
        }
        return index
    }

    static func isKeyByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), 0x80...:
            true
        default: false
        }
    }
}
