import Encoding

/// Where a text is broken that the first stage refused: it says only that it is.
enum JSONDiagnosis {
    /// The first byte that is not UTF-8, control character in a string or string without an end, whichever comes first.
    static func fault(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> JSONFault {
        let bytes = UnsafeRawBufferPointer(start: base, count: end)
        let broken = UTF8Check.firstFault(bytes, from: start)
        let inString = stringFault(base, start, end)
        if let broken, broken <= inString?.related ?? inString?.start ?? end {
            return JSONFault(.invalidUTF8, broken, broken + 1)
        }
        if var inString {
            if inString.kind == .controlCharacter { inString.related = -1 }
            return inString
        }
        if let broken { return JSONFault(.invalidUTF8, broken, broken + 1) }
        // A backslash outside of a string makes the first stage misjudge the quotes behind it.
        var at = start
        while at < end, base[at] != UInt8(ascii: "\\") { at += 1 }
        return JSONFault(.valueExpected, min(at, end), min(at + 1, end))
    }

    private static func stringFault(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> JSONFault? {
        var at = start
        while at < end {
            let byte = base[at]
            if byte == UInt8(ascii: "\\") { return JSONFault(.valueExpected, at, at + 1) }
            if byte != UInt8(ascii: "\"") {
                at += 1
                continue
            }
            let open = at
            at += 1
            while at < end, base[at] != UInt8(ascii: "\"") {
                if base[at] < 0x20 {
                    // A line break tells of a forgotten quote rather than of a control character.
                    if base[at] == 0x0A || base[at] == 0x0D { return JSONFault(.openString, open, at) }
                    return JSONFault(.controlCharacter, at, at + 1)
                }
                at += base[at] == UInt8(ascii: "\\") && at + 1 < end && base[at + 1] >= 0x20 ? 2 : 1
            }
            if at >= end { return JSONFault(.openString, open, end) }
            at += 1
        }
        return nil
    }
}
