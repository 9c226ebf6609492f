internal import Encoding

// IP addresses and networks of CEL's network extension, as far as a value needs them: layout and text.

extension Value {
    /// An IP address: `version` is 4 or 6, and an address of version 4 lies in the lowest 32 bits.
    static func address(version: Int, _ bits: UInt128) -> Value {
        Value(
            meta: UInt64(ValueKind.address.rawValue) | UInt64(version) << 32, low: UInt64(truncatingIfNeeded: bits),
            high: UInt64(truncatingIfNeeded: bits >> 64))
    }

    /// A network; bits behind the prefix are kept as they were written.
    static func network(version: Int, _ bits: UInt128, prefixLength: Int) -> Value {
        Value(
            meta: UInt64(ValueKind.network.rawValue) | UInt64(version) << 32 | UInt64(prefixLength) << 40,
            low: UInt64(truncatingIfNeeded: bits), high: UInt64(truncatingIfNeeded: bits >> 64))
    }

    /// 4 or 6, of an address or a network.
    var addressVersion: Int { Int(meta >> 32 & 0xFF) }
    /// The bits of an address or a network.
    var addressBits: UInt128 { UInt128(high) << 64 | UInt128(low) }
    /// The length of a network's prefix.
    var prefixLength: Int { Int(meta >> 40 & 0xFF) }
}

enum AddressText {
    /// An address in its canonical form (RFC 5952 for version 6), a network with its prefix behind a slash.
    static func string(_ value: Value) -> String {
        let address =
            value.addressVersion == 4 ? dotted(UInt32(truncatingIfNeeded: value.low)) : groups(value.addressBits)
        return value.kind == .network ? "\(address)/\(value.prefixLength)" : address
    }

    private static func dotted(_ bits: UInt32) -> String {
        "\(bits >> 24).\(bits >> 16 & 0xFF).\(bits >> 8 & 0xFF).\(bits & 0xFF)"
    }

    /// Eight groups in hexadecimal without leading zeros, the first of the longest runs of two or more zero groups as `::`.
    private static func groups(_ bits: UInt128) -> String {
        let groups = (0..<8).map { UInt16(truncatingIfNeeded: bits >> UInt128(112 - 16 * $0)) }
        var longest = 0..<0
        var start = 0
        for index in 0...8 where index == 8 || groups[index] != 0 {
            if index - start > longest.count { longest = start..<index }
            start = index + 1
        }
        func joined(_ part: ArraySlice<UInt16>) -> String {
            part.map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard longest.count >= 2 else { return joined(groups[...]) }
        return joined(groups[..<longest.lowerBound]) + "::" + joined(groups[longest.upperBound...])
    }
}
