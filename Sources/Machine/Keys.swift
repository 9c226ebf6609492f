import Dates
package import Encoding

/// Writes readable keys whose parts cannot be mistaken for one another: what would part them is percent-encoded (S4).
///
/// The bytes lie in memory that the caller lends, since a key is written at each call and each wake; a longer key takes memory of its own.
struct KeyWriter: ~Copyable {
    private var base: UnsafeMutableRawPointer
    private var capacity: Int
    private var count = 0
    private var isOwned = false

    /// The key of a run, with what `write` adds.
    static func key(of id: RunID, _ write: (inout KeyWriter) -> Void = { _ in }) -> Text {
        withUnsafeTemporaryAllocation(byteCount: 256, alignment: 1) { memory in
            // The memory of a temporary allocation that is not empty is there.
            var writer = KeyWriter(memory.baseAddress.unsafelyUnwrapped, memory.count)
            writer.name(id.tenant)
            writer.step(id.workflow)
            writer.append(UInt8(ascii: "/"))
            writer.name(id.key)
            writer.append(UInt8(ascii: "#"))
            writer.number(id.occurrence)
            write(&writer)
            return writer.text
        }
    }

    /// Whatever is written is well-formed: whole texts, and ASCII between them.
    private var text: Text { Text(validUTF8: UnsafeRawBufferPointer(start: base, count: count)) }

    private init(_ base: UnsafeMutableRawPointer, _ capacity: Int) {
        self.base = base
        self.capacity = capacity
    }

    deinit { if isOwned { base.deallocate() } }

    mutating func number(_ number: Int) {
        if number >= 0, number < 10 {
            append(UInt8(truncatingIfNeeded: 48 + number))
        } else {
            for digit in String(number).utf8 { append(digit) }
        }
    }

    /// The name of a workflow or a step, which holds nothing that would part a key.
    mutating func step(_ name: Text) {
        append(UInt8(ascii: "/"))
        name.withUTF8 { append($0) }
    }

    /// As `yyyy-MM-dd`: a civil date lies in the years 1 to 9999.
    mutating func date(_ date: CivilDate) {
        let components = date.components
        twoDigits(components.year / 100)
        twoDigits(components.year % 100)
        append(UInt8(ascii: "-"))
        twoDigits(components.month)
        append(UInt8(ascii: "-"))
        twoDigits(components.day)
    }

    /// A number from 0 to 99.
    private mutating func twoDigits(_ number: Int) {
        append(UInt8(truncatingIfNeeded: 48 + number / 10))
        append(UInt8(truncatingIfNeeded: 48 + number % 10))
    }

    /// What may hold anything.
    mutating func name(_ name: Text) {
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
    @inline(__always)
    private static func parts(_ byte: UInt8) -> Bool {
        // One bit for each ASCII character.
        let set: UInt64 = byte < 0x40 ? 0x8029_FFFF_FFFF : 0x8000_0000_2800_0001
        return byte < 0x80 && set &>> UInt64(byte & 0x3F) & 1 == 1
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 55 + value }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        if count == capacity { reserve(1) }
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
        if isOwned { base.deallocate() }
        isOwned = true
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
    package var text: Text { KeyWriter.key(of: self) }
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
