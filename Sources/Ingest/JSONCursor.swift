import Evaluation

// Reading JSON from the positions that simdjson's first stage found.
//
// The first stage says where every `{ } [ ] : ,` stands and where every string and every other scalar begins; nothing but
// blanks lies between the end of one and the next position. So the walk never looks at a blank, a string's closing quote is
// the last byte that is not blank before the next position, and every value is visited: nothing is skipped unseen, as simdjson's
// On-Demand would, and no number becomes a double on the way, as in its DOM.
//
// The bytes are followed by at least `JSONCursor.padding` readable ones, so that sixteen can be loaded wherever one is.
// Positions are offsets from `base`. In NDJSON one scan covers many lines; `end` is the end of the one being read.

/// The place in one JSON text, and the memory that reading it takes.
struct JSONCursor: ~Copyable {
    static let padding = 64

    var base: UnsafePointer<UInt8>
    var positions: UnsafePointer<UInt32>
    /// Which position is next.
    var index = 0
    /// Where the text begins.
    var start = 0
    /// The byte behind the text's last.
    var end = 0
    var depth = 0
    let limits: JSONLimits
    /// Problems that do not end the reading.
    var problems: [JSONFault] = []
    /// Of several layouts, which one is being read by.
    var owner = 0
    /// Problems beyond the limit.
    var untoldProblems = 0

    var stack = ValueStack()
    /// The bytes of the last string with escapes.
    var unescaped: [UInt8] = []
    /// Where the names of the objects around the place begin.
    var nameOffsets: [Int] = []
    var entries: ContiguousArray<MapEntry> = []

    init(limits: JSONLimits) {
        self.limits = limits
        base = UnsafePointer(bitPattern: 8).unsafelyUnwrapped
        positions = UnsafePointer(bitPattern: 8).unsafelyUnwrapped
    }

    /// The offset of what comes next; `end` if nothing does.
    @inline(__always)
    var next: Int { Swift.min(Int(positions[index]), end) }

    @inline(__always)
    func byte(_ offset: Int) -> UInt8 { base[offset] }

    @inline(__always)
    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    /// The byte behind the token that begins at `offset`: up to the next position, without the blanks before it.
    @inline(__always)
    func tokenEnd() -> Int {
        // Only right when `index` already points behind the token.
        var last = next
        while Self.isBlank(base[last &- 1]) { last &-= 1 }
        return last
    }

    /// Keeps a problem that does not end the reading.
    @inline(never)
    mutating func note(_ fault: JSONFault) {
        guard problems.count < limits.maximumProblems else {
            untoldProblems += 1
            return
        }
        var fault = fault
        fault.owner = owner
        problems.append(fault)
    }

    // MARK: Strings

    /// The content of the string that begins at `offset`, which is the position before `index`.
    ///
    /// - Returns: the offsets of its content; with `hasEscapes` the text is in `unescaped` instead.
    @inline(__always)
    mutating func string(at offset: Int) throws(JSONFault) -> (from: Int, to: Int, hasEscapes: Bool) {
        let close = tokenEnd() &- 1
        let from = offset &+ 1
        if close < from || base[close] != UInt8(ascii: "\"") {
            // The first stage closes every string; only what lies between two strings can be here.
            throw JSONFault(.openString, offset, Swift.min(offset &+ 1, end))
        }
        if !containsBackslash(from, close) { return (from, close, false) }
        try unescape(from, close)
        return (from, close, true)
    }

    @inline(__always)
    func containsBackslash(_ from: Int, _ to: Int) -> Bool {
        var offset = from
        let raw = UnsafeRawPointer(base)
        while offset < to {
            let word = raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self) ^ 0x5C5C_5C5C_5C5C_5C5C
            // The lowest bit set is at the first backslash; what is set above it may be a borrow.
            let found = (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
            if found != 0 { return offset &+ found.trailingZeroBitCount &>> 3 < to }
            offset &+= 8
        }
        return false
    }

    // MARK: Literals

    /// Whether the word at `offset`, which is the position before `index`, is exactly these four bytes.
    @inline(__always)
    func isWord(_ word: UInt32, length: Int, at offset: Int) -> Bool {
        let mask: UInt32 = length == 4 ? 0xFFFF_FFFF : 0
        let loaded = UnsafeRawPointer(base).loadUnaligned(fromByteOffset: offset, as: UInt32.self)
        return loaded & mask == word && tokenEnd() == offset &+ length
    }

    @inline(__always)
    func isTrue(at offset: Int) -> Bool { isWord(0x6575_7274, length: 4, at: offset) }

    @inline(__always)
    func isNull(at offset: Int) -> Bool { isWord(0x6C6C_756E, length: 4, at: offset) }

    @inline(__always)
    func isFalse(at offset: Int) -> Bool {
        let rest = UnsafeRawPointer(base).loadUnaligned(fromByteOffset: offset &+ 1, as: UInt32.self)
        return rest == 0x6573_6C61 && base[offset] == UInt8(ascii: "f") && tokenEnd() == offset &+ 5
    }

    // MARK: Objects and arrays

    @inline(__always)
    mutating func enter(at offset: Int) throws(JSONFault) {
        if depth >= limits.maximumDepthLevels { throw JSONFault(.tooDeep, offset, offset &+ 1) }
        depth &+= 1
    }

    /// Moves into an object or array that opens at `offset`; true if it is empty, and then it is behind it.
    @inline(__always)
    mutating func open(_ offset: Int, closing: UInt8) throws(JSONFault) -> Bool {
        try enter(at: offset)
        if next < end, base[next] == closing {
            index &+= 1
            depth &-= 1
            return true
        }
        return false
    }

    /// The offset of the next name's quote, having passed it.
    @inline(__always)
    mutating func nameOffset(in object: Int) throws(JSONFault) -> Int {
        let offset = next
        if offset >= end || base[offset] != UInt8(ascii: "\"") { throw nameFault(offset, object) }
        index &+= 1
        return offset
    }

    @inline(__always)
    mutating func colon(in object: Int) throws(JSONFault) {
        let offset = next
        if offset >= end { throw JSONFault(.endsTooSoon, end, end, related: object) }
        if base[offset] != UInt8(ascii: ":") { throw JSONFault(.colonExpected, offset, wordEnd(offset)) }
        index &+= 1
    }

    /// After a value: whether another follows (true) or the object or array ends.
    @inline(__always)
    mutating func comma(in container: Int, closing: UInt8) throws(JSONFault) -> Bool {
        let offset = next
        if offset >= end { throw JSONFault(.endsTooSoon, end, end, related: container) }
        let byte = base[offset]
        index &+= 1
        if byte == UInt8(ascii: ",") { return true }
        if byte == closing {
            depth &-= 1
            return false
        }
        let kind: JSONFault.Kind =
            closing == UInt8(ascii: "}") ? .commaOrEndOfObjectExpected : .commaOrEndOfArrayExpected
        throw JSONFault(kind, offset, wordEnd(offset), related: container)
    }

    @inline(never)
    func nameFault(_ offset: Int, _ object: Int) -> JSONFault {
        if offset >= end { return JSONFault(.endsTooSoon, end, end, related: object) }
        if base[offset] == UInt8(ascii: "}"), index > 0, base[Int(positions[index - 1])] == UInt8(ascii: ",") {
            return JSONFault(.trailingComma, Int(positions[index - 1]), Int(positions[index - 1]) + 1)
        }
        return JSONFault(.nameExpected, offset, wordEnd(offset))
    }

    @inline(never)
    func valueFault(_ offset: Int, in container: Int) -> JSONFault {
        if offset >= end {
            return container < 0
                ? JSONFault(.empty, start, start) : JSONFault(.endsTooSoon, end, end, related: container)
        }
        let byte = base[offset]
        if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}"), index > 0, container >= 0 {
            let previous = Int(positions[index - 1])
            if base[previous] == UInt8(ascii: ",") { return JSONFault(.trailingComma, previous, previous + 1) }
        }
        let to = wordEnd(offset)
        if byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".") { return JSONFault(.badNumber, offset, to) }
        for word in ["NaN", "Infinity", "nan", "inf", "-Infinity"] as [StaticString] where matches(word, offset, to) {
            return JSONFault(.notANumberWord, offset, to)
        }
        return JSONFault(.valueExpected, offset, to)
    }

    func matches(_ word: StaticString, _ from: Int, _ to: Int) -> Bool {
        guard to - from == word.utf8CodeUnitCount else { return false }
        for index in 0..<(to - from) where word.utf8Start[index] != base[from + index] { return false }
        return true
    }

    /// Where the word at `offset` ends: one structural character, a text with its quotation marks, or letters and digits up to
    /// the next blank or structural character. It shows people what was found.
    func wordEnd(_ offset: Int) -> Int {
        guard offset < end else { return offset }
        if base[offset] == UInt8(ascii: "\"") { return stringTokenEnd(offset) }
        if Self.isStructural(base[offset]) { return offset + 1 }
        var to = offset + 1
        while to < end, to - offset < 60, !Self.isBlank(base[to]), !Self.isStructural(base[to]) { to += 1 }
        // Not in the middle of a scalar.
        while to < end, base[to] & 0xC0 == 0x80 { to += 1 }
        return to
    }

    private static func isStructural(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: ":"),
            UInt8(ascii: ","), UInt8(ascii: "\""):
            true
        default: false
        }
    }

    /// The byte behind the closing quotation mark of the text at `offset`.
    func stringTokenEnd(_ offset: Int) -> Int {
        var to = offset + 1
        while to < end, base[to] != UInt8(ascii: "\"") { to += base[to] == UInt8(ascii: "\\") ? 2 : 1 }
        return Swift.min(to + 1, end)
    }
}
