import Encoding

// IP addresses and networks: CEL's network extension.
//
// An IPv6 address that stands for an IPv4 one (`::ffff:c0a8:1`) is that IPv4 address; written with dots
// (`::ffff:192.168.0.1`) it is refused, and so is a zone (`fe80::1%eth0`).

enum Network {
    static func call(
        _ function: FunctionID, _ arguments: Arguments, _ context: inout CallContext
    ) throws(EvaluationError) -> Value {
        guard let target = arguments.first else { throw EvaluationError.wrongKinds(function) }
        if arguments.count == 2 { return try contains(function, target, arguments[1]) }
        guard arguments.count == 1 else { throw EvaluationError.wrongKinds(function, Array(arguments)) }
        switch (function, target.kind) {
        case (.ip, .string): return try address(target, function)
        case (.ip, .network): return .address(version: target.addressVersion, target.addressBits)
        case (.cidr, .string): return try network(target, function)
        case (.isIP, .string): return .bool(AddressParser.address(target.content.utf8) != nil)
        case (.isCIDR, .string): return .bool(AddressParser.network(target.content.utf8) != nil)
        case (.ipIsCanonical, .string):
            return .bool(AddressText.string(try address(target, function)) == target.content.string)
        case (.masked, .network):
            let bits = target.addressBits & mask(target)
            return .network(version: target.addressVersion, bits, prefixLength: target.prefixLength)
        case (.prefixLength, .network): return .int(Int64(target.prefixLength))
        case (.family, .address): return .int(Int64(target.addressVersion))
        case (_, .address): return .bool(try test(function, target))
        default: throw EvaluationError.wrongKinds(function, target)
        }
    }

    private static func address(_ value: Value, _ function: FunctionID) throws(EvaluationError) -> Value {
        guard let address = AddressParser.address(value.content.utf8) else {
            throw EvaluationError(.notConvertible, function, value)
        }
        return address
    }

    private static func network(_ value: Value, _ function: FunctionID) throws(EvaluationError) -> Value {
        guard let network = AddressParser.network(value.content.utf8) else {
            throw EvaluationError(.notConvertible, function, value)
        }
        return network
    }

    private static func mask(_ network: Value) -> UInt128 {
        let width = network.addressVersion == 4 ? 32 : 128
        let all: UInt128 = width == 32 ? 0xFFFF_FFFF : .max
        let free = width - network.prefixLength
        return free == 128 ? 0 : (all >> UInt128(free)) << UInt128(free)
    }

    private static func contains(_ function: FunctionID, _ target: Value, _ other: Value) throws(EvaluationError)
        -> Value
    {
        guard target.kind == .network else { throw EvaluationError.wrongKinds(function, target, other) }
        var inner = other
        switch (function, other.kind) {
        case (.containsIP, .string): inner = try address(other, function)
        case (.containsCIDR, .string): inner = try network(other, function)
        case (.containsIP, .address), (.containsCIDR, .network): break
        default: throw EvaluationError.wrongKinds(function, target, other)
        }
        guard inner.addressVersion == target.addressVersion else { return .false }
        if inner.kind == .network, inner.prefixLength < target.prefixLength { return .false }
        return .bool(inner.addressBits & mask(target) == target.addressBits & mask(target))
    }

    /// The classes of addresses as RFC 4291, 1122 and 3927 define them.
    private static func test(_ function: FunctionID, _ address: Value) throws(EvaluationError) -> Bool {
        let bits = address.addressBits
        let isFour = address.addressVersion == 4
        func begins(_ prefix: UInt128, _ length: Int) -> Bool {
            bits >> UInt128((isFour ? 32 : 128) - length) == prefix
        }
        let isLoopback = isFour ? begins(127, 8) : bits == 1
        let isLinkLocal = isFour ? begins(0xA9FE, 16) : begins(0x3FA, 10)
        let isMulticast = isFour ? begins(0xE, 4) : begins(0xFF, 8)
        switch function {
        case .isUnspecified: return bits == 0
        case .isLoopback: return isLoopback
        case .isLinkLocalUnicast: return isLinkLocal
        case .isLinkLocalMulticast: return isFour ? begins(0xE00000, 24) : isMulticast && (bits >> 112) & 0xF == 2
        case .isGlobalUnicast:
            let isBroadcast = isFour && bits == 0xFFFF_FFFF
            return !isBroadcast && bits != 0 && !isLoopback && !isMulticast && !isLinkLocal
        default: throw EvaluationError.wrongKinds(function, address)
        }
    }
}

enum AddressParser {
    static func address(_ text: [UInt8]) -> Value? {
        if let four = dotted(text[...]) { return .address(version: 4, UInt128(four)) }
        guard let six = groups(text[...]) else { return nil }
        return six >> 32 == 0xFFFF ? .address(version: 4, six & 0xFFFF_FFFF) : .address(version: 6, six)
    }

    static func network(_ text: [UInt8]) -> Value? {
        guard let slash = text.firstIndex(of: UInt8(ascii: "/")),
            let address = address(Array(text[..<slash])), let length = number(text[(slash + 1)...], atMost: 3)
        else { return nil }
        // A mapped address has no network of its own: which of the two lengths would be meant?
        let isMapped = address.addressVersion == 4 && text[..<slash].contains(UInt8(ascii: ":"))
        guard !isMapped, length <= (address.addressVersion == 4 ? 32 : 128) else { return nil }
        return .network(version: address.addressVersion, address.addressBits, prefixLength: length)
    }

    /// Decimal digits without a leading zero.
    private static func number(_ digits: ArraySlice<UInt8>, atMost count: Int) -> Int? {
        guard !digits.isEmpty, digits.count <= count, digits.count == 1 || digits.first != UInt8(ascii: "0") else {
            return nil
        }
        var value = 0
        for digit in digits {
            guard digit &- 0x30 < 10 else { return nil }
            value = value * 10 + Int(digit &- 0x30)
        }
        return value
    }

    private static func dotted(_ text: ArraySlice<UInt8>) -> UInt32? {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bits: UInt32 = 0
        for part in parts {
            guard let value = number(part, atMost: 3), value < 256 else { return nil }
            bits = bits << 8 | UInt32(value)
        }
        return bits
    }

    /// Eight groups of up to four hexadecimal digits, one run of zero groups perhaps as `::`; the last two perhaps dotted,
    /// unless they are a mapped address.
    private static func groups(_ text: ArraySlice<UInt8>) -> UInt128? {
        var text = text
        var tail: [UInt16] = []
        if let colon = text.lastIndex(of: UInt8(ascii: ":")), text[colon...].contains(UInt8(ascii: ".")) {
            guard let four = dotted(text[(colon + 1)...]) else { return nil }
            tail = [UInt16(four >> 16), UInt16(truncatingIfNeeded: four)]
            // The colon stays if it is the second of `::`.
            text = text[..<(colon > text.startIndex && text[colon - 1] == UInt8(ascii: ":") ? colon + 1 : colon)]
        }
        guard let (head, middle) = split(text) else { return nil }
        guard let before = hexadecimal(head), let after = hexadecimal(middle ?? []) else { return nil }
        let groups: [UInt16]
        if middle != nil {
            let zeros = 8 - before.count - after.count - tail.count
            guard zeros >= 1 else { return nil }
            groups = before + [UInt16](repeating: 0, count: zeros) + after + tail
        } else {
            groups = before + tail
        }
        guard groups.count == 8 else { return nil }
        let bits = groups.reduce(0 as UInt128) { $0 << 16 | UInt128($1) }
        return !tail.isEmpty && bits >> 32 == 0xFFFF ? nil : bits
    }

    /// What stands before and behind the only `::`; nothing behind if there is none.
    private static func split(_ text: ArraySlice<UInt8>) -> (ArraySlice<UInt8>, ArraySlice<UInt8>?)? {
        let colon = UInt8(ascii: ":")
        var found: Int?
        for index in text.indices.dropLast() where text[index] == colon && text[index + 1] == colon {
            if found != nil { return nil }
            found = index
        }
        guard let found else { return (text, nil) }
        return (text[..<found], text[(found + 2)...])
    }

    private static func hexadecimal(_ text: ArraySlice<UInt8>) -> [UInt16]? {
        if text.isEmpty { return [] }
        var groups: [UInt16] = []
        for part in text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false) {
            guard !part.isEmpty, part.count <= 4, groups.count < 8,
                part.allSatisfy({ $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 6 }),
                let value = UInt16(String(decoding: part, as: UTF8.self), radix: 16)
            else { return nil }
            groups.append(value)
        }
        return groups
    }
}
