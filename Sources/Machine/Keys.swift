import Dates
package import Encoding

/// Writes readable keys whose parts cannot be mistaken for one another: what would part them is percent-encoded (S4).
struct KeyWriter {
    private var bytes: [UInt8] = []

    init(_ id: RunID) {
        bytes.reserveCapacity(96)
        name("", id.tenant)
        name("/", id.workflow)
        name("/", id.key)
        literal("#")
        number(id.occurrence)
    }

    var text: Text { Text(utf8: bytes) ?? Text() }

    mutating func literal(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func number(_ number: Int) {
        if number >= 0, number < 10 {
            bytes.append(UInt8(48 + number))
        } else {
            bytes.append(contentsOf: String(number).utf8)
        }
    }

    /// The name of a step, which holds nothing that would part a key.
    mutating func step(_ separator: StaticString, _ name: Text) {
        literal(separator)
        name.withUTF8 { bytes.append(contentsOf: $0) }
    }

    mutating func date(_ date: CivilDate) { bytes.append(contentsOf: date.description.utf8) }

    mutating func name(_ separator: StaticString, _ name: Text) {
        literal(separator)
        name.withUTF8 { name in
            for byte in name {
                switch byte {
                case UInt8(ascii: "/"), UInt8(ascii: "#"), UInt8(ascii: "@"), UInt8(ascii: "["), UInt8(ascii: "]"),
                    UInt8(ascii: "%"), 0...0x20, 0x7F:
                    bytes.append(UInt8(ascii: "%"))
                    for digit in [byte >> 4, byte & 15] { bytes.append(digit < 10 ? 48 + digit : 55 + digit) }
                default:
                    bytes.append(byte)
                }
            }
        }
    }
}

extension RunID {
    /// The run that a call's key belongs to, or `nil` if it is no such key.
    package init?(key: Text) {
        let parts = key.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count >= 3, let hash = parts[2].lastIndex(of: UInt8(ascii: "#")),
            let occurrence = Int(String(decoding: parts[2][(hash + 1)...], as: UTF8.self)),
            let tenant = Text(percentDecoding: parts[0]), let workflow = Text(percentDecoding: parts[1]),
            let key = Text(percentDecoding: parts[2][..<hash])
        else { return nil }
        self.init(tenant: tenant, workflow: workflow, key: key, occurrence: occurrence)
    }

    /// The run as a readable key: `tenant/workflow/business-key#occurrence`.
    package var text: Text { KeyWriter(self).text }
}

extension Text {
    /// Undoes what `KeyWriter.name` wrote.
    fileprivate init?(percentDecoding bytes: ArraySlice<UInt8>) {
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
