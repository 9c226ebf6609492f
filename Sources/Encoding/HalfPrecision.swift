/// IEEE 754 binary16 by its bits, so that no runtime function of the platform takes part.
enum HalfPrecision {
    /// The bits of a number that binary16 holds exactly, or nothing.
    static func bits(of value: Float) -> UInt16? {
        let bits = value.bitPattern
        let sign = UInt16(truncatingIfNeeded: bits >> 16) & 0x8000
        let exponent = Int((bits >> 23) & 0xFF)
        let fraction = bits & 0x7F_FFFF
        if exponent == 0xFF { return fraction == 0 ? sign | 0x7C00 : nil }
        if exponent == 0 { return fraction == 0 ? sign : nil }
        let unbiased = exponent - 127
        if unbiased > 15 || unbiased < -24 { return nil }
        if unbiased >= -14 {
            guard fraction & 0x1FFF == 0 else { return nil }
            return sign | UInt16(unbiased + 15) << 10 | UInt16(truncatingIfNeeded: fraction >> 13)
        }
        // Below 2^-14 the leading one is written out and the exponent stays at its lowest.
        let whole = fraction | 0x80_0000
        let shift = UInt32(-14 - unbiased + 13)
        guard whole & ((1 << shift) - 1) == 0 else { return nil }
        return sign | UInt16(truncatingIfNeeded: whole >> shift)
    }

    static func value(of bits: UInt16) -> Float {
        let sign = UInt32(bits & 0x8000) << 16
        let exponent = UInt32(bits >> 10) & 0x1F
        let fraction = UInt32(bits & 0x3FF)
        switch exponent {
        case 0x1F: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
        case 0:
            // fraction / 2^24 exactly: both are powers of two apart and small.
            let magnitude = Float(fraction) * Float(bitPattern: (127 - 24) << 23)
            return Float(bitPattern: sign | magnitude.bitPattern)
        default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
        }
    }
}
