import Dates
package import Encoding

/// Writes readable keys whose parts cannot be mistaken for one another: what would part them is percent-encoded (S4).
///
/// The bytes lie in memory of the writer's own, since a key is written at each call and each wake.
struct KeyWriter: ~Copyable {
    private var base: UnsafeMutableRawPointer
    private var capacity = 128
    private var count = 0

    init(_ id: RunID) {
        base = .allocate(byteCount: capacity, alignment: 1)
        name("", id.tenant)
        name("/", id.workflow)
        name("/", id.key)
        literal("#")
        number(id.occurrence)
    }

    deinit { base.deallocate() }

    /// Whatever is written is well-formed: whole texts, and ASCII between them.
    var text: Text { Text(validUTF8: UnsafeRawBufferPointer(start: base, count: count)) }

    mutating func literal(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func number(_ number: Int) {
        if number >= 0, number < 10 {
            append(UInt8(truncatingIfNeeded: 48 + number))
        } else {
            for digit in String(number).utf8 { append(digit) }
        }
    }

    /// The name of a step, which holds nothing that would part a key.
    mutating func step(_ separator: StaticString, _ name: Text) {
        literal(separator)
        name.withUTF8 { append($0) }
    }

    /// As `yyyy-MM-dd`: a civil date lies in the years 1 to 9999.
    mutating func date(_ date: CivilDate) {
        let components = date.components
        digits(components.year, from: 1000)
        append(UInt8(ascii: "-"))
        digits(components.month, from: 10)
        append(UInt8(ascii: "-"))
        digits(components.day, from: 10)
    }

    private mutating func digits(_ number: Int, from first: Int) {
        var unit = first
        while unit > 0 {
            append(UInt8(truncatingIfNeeded: 48 + number / unit % 10))
            unit /= 10
        }
    }

    mutating func name(_ separator: StaticString, _ name: Text) {
        literal(separator)
        name.withUTF8 { name in
            guard name.contains(where: Self.parts) else { return append(name) }
            for byte in name {
                if Self.parts(byte) {
                    append(UInt8(ascii: "%"))
                    append(Self.digit(byte >> 4))
                    append(Self.digit(byte & 15))
                } else {
                    append(byte)
                }
            }
        }
    }

    /// Whether a byte would part a key, or cannot be seen in it: `%`, `#`, `/`, `@`, `[`, `]`, blanks and controls.
    private static func parts(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "/"), UInt8(ascii: "#"), UInt8(ascii: "@"), UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: "%"), 0...0x20, 0x7F:
            true
        default: false
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 55 + value }

    private mutating func append(_ byte: UInt8) {
        reserve(1)
        base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count += 1
    }

    private mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        reserve(bytes.count)
        (base + count).copyMemory(from: start, byteCount: bytes.count)
        count += bytes.count
    }

    private mutating func reserve(_ more: Int) {
        guard count + more > capacity else { return }
        capacity = max(2 * capacity, count + more)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 1)
        larger.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = larger
    }
}

extension RunID {
    /// The run that a call's key belongs to, or `nil` if it is no such key.
    package init?(key: Text) {
        let id = key.withUTF8 { key -> RunID? in
            guard let first = key.firstIndex(of: UInt8(ascii: "/")),
                let second = key[(first + 1)...].firstIndex(of: UInt8(ascii: "/"))
            else { return nil }
            let end = key[(second + 1)...].firstIndex(of: UInt8(ascii: "/")) ?? key.count
            guard let hash = key[(second + 1)..<end].lastIndex(of: UInt8(ascii: "#")),
                let occurrence = Int(decimalDigits: key[(hash + 1)..<end]),
                let tenant = Text(percentDecoding: key[..<first]),
                let workflow = Text(percentDecoding: key[(first + 1)..<second]),
                let name = Text(percentDecoding: key[(second + 1)..<hash])
            else { return nil }
            return RunID(tenant: tenant, workflow: workflow, key: name, occurrence: occurrence)
        }
        guard let id else { return nil }
        self = id
    }

    /// The run as a readable key: `tenant/workflow/business-key#occurrence`.
    package var text: Text { KeyWriter(self).text }
}

extension Text {
    /// Undoes what `KeyWriter.name` wrote.
    fileprivate init?(percentDecoding bytes: Slice<UnsafeRawBufferPointer>) {
        guard bytes.contains(UInt8(ascii: "%")) else {
            self.init(validUTF8: UnsafeRawBufferPointer(rebasing: bytes))
            return
        }
        var decoded: [UInt8] = []
        var index = bytes.startIndex
        while index < bytes.endIndex {
            guard bytes[index] == UInt8(ascii: "%") else {
                decoded.append(bytes[index])
                index += 1
                continue
            }
            guard index + 2 < bytes.endIndex,
                let byte = UInt8(String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
            else { return nil }
            decoded.append(byte)
            index += 3
        }
        self.init(utf8: decoded)
    }
}

extension Int {
    /// A number as `KeyWriter` writes one.
    fileprivate init?(decimalDigits bytes: Slice<UnsafeRawBufferPointer>) {
        guard (1...18).contains(bytes.count) else { return nil }
        self = 0
        for byte in bytes {
            guard (48...57).contains(byte) else { return nil }
            self = self * 10 + Int(byte - 48)
        }
    }
}
