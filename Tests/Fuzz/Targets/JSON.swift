import Amounts
import Encoding
import Evaluation
import Ingest
import SourceText

extension FuzzTarget {
    /// The JSON reader against a second, plain one in this file: both take the same texts and give the same values. Lines of
    /// JSON are the same however the bytes arrive.
    package static let json = FuzzTarget(name: "json") { (bytes) throws(BrokenProperty) in
        let bytes = Array(bytes)
        var reader = JSONReader()
        let file = SourceFile(name: "fuzzed.json", bytes: bytes)
        let reading = reader.value(of: file)
        for diagnostic in reading.diagnostics { try inspect(diagnostic, in: file) }
        try require(
            (reading.value == nil) == reading.diagnostics.contains { $0.severity == .error },
            "a value and an error, or neither")
        var plain = PlainJSON(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes)
        let expected = plain.document()
        try require(
            (expected == nil) == (reading.value == nil),
            "accepted: \(reading.value != nil); plainly: \(expected != nil)")
        if let expected, let value = reading.value {
            try require(expected == value, "\(value) should be \(expected)")
        }
        try require(reader.value(of: file).value == reading.value, "a second reading differs")
        try lines(bytes)
        let cloud = reader.cloudEvents(of: file, CloudEventLayouts())
        for diagnostic in cloud.diagnostics { try inspect(diagnostic, in: file) }
        try require(
            cloud.events.isEmpty || reading.value != nil, "\(cloud.events.count) events of a text that is no JSON")
    }

    /// Lines that are scanned together are each what they are alone.
    private static func lines(_ bytes: [UInt8]) throws(BrokenProperty) {
        var together: [(line: Int, value: Value?)] = []
        var reader = JSONLinesReader(name: "fuzzed.ndjson")
        func deliver(_ line: Int, _ outcome: JSONLinesReader.Line) {
            if case .value(let value) = outcome { together.append((line, value)) } else { together.append((line, nil)) }
        }
        reader.read(bytes, deliver)
        reader.finish(deliver)
        var alone: [(line: Int, value: Value?)] = []
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            var text = Array(line)
            if index == 0, text.starts(with: mark) { text.removeFirst(3) }
            if text.allSatisfy({ [0x20, 0x09, 0x0D].contains($0) }) { continue }
            var plain = PlainJSON(text)
            alone.append((index + 1, plain.document()))
        }
        try require(
            together.map(\.line) == alone.map(\.line), "lines \(together.map(\.line)) and not \(alone.map(\.line))")
        for (one, other) in zip(together, alone) {
            try require(one.value == other.value, "line \(one.line) among others is another value")
        }
    }

    /// Every place of a diagnostic lies in its file.
    static func inspect(_ diagnostic: Diagnostic, in file: SourceFile) throws(BrokenProperty) {
        let id = diagnostic.code.id
        let spans =
            [diagnostic.place.span] + diagnostic.related.map(\.place.span) + (diagnostic.fix?.edits.map(\.span) ?? [])
        for span in spans {
            try require(
                span.start <= span.end && Int(span.end) <= file.bytes.count, "\(id) points outside the file: \(span)")
        }
        for part in [diagnostic.message, diagnostic.found, diagnostic.expected, diagnostic.help] {
            try require(!part.isEmpty, "\(id) says nothing in one of its parts")
        }
    }
}

/// RFC 8259 by recursive descent, as slow and as plain as can be, with the strictness of `JSONReader`: no name twice, no
/// half of a surrogate pair, numbers that a decimal holds, at most 48 levels.
private struct PlainJSON {
    let bytes: [UInt8]
    var at = 0
    var depth = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() -> Value? {
        guard bytes.withUnsafeBytes({ UTF8Check.isValid($0) }), let value = value() else { return nil }
        blanks()
        return at == bytes.count ? value : nil
    }

    var next: UInt8? { at < bytes.count ? bytes[at] : nil }

    mutating func blanks() {
        while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { at += 1 }
    }

    mutating func take(_ text: String) -> Bool {
        guard bytes[at...].starts(with: text.utf8) else { return false }
        at += text.utf8.count
        return true
    }

    mutating func value() -> Value? {
        blanks()
        switch next {
        case UInt8(ascii: "{"): return object()
        case UInt8(ascii: "["): return array()
        case UInt8(ascii: "\""): return string().map { .string(Text(String(decoding: $0, as: UTF8.self))) }
        case UInt8(ascii: "t"): return take("true") ? .true : nil
        case UInt8(ascii: "f"): return take("false") ? .false : nil
        case UInt8(ascii: "n"): return take("null") ? .null : nil
        default: return number()
        }
    }

    mutating func number() -> Value? {
        let start = at
        while let byte = next, "+-.0123456789eE".utf8.contains(byte) { at += 1 }
        let text = Array(bytes[start..<at])
        guard let decimal = try? Decimal.parse(text) else { return nil }
        let isWhole = !text.contains { ".eE".utf8.contains($0) }
        if isWhole, let int = Int64(exactly: decimal.coefficient) { return .int(int) }
        return .decimal(decimal)
    }

    mutating func array() -> Value? {
        guard enter() else { return nil }
        var elements: [Value] = []
        blanks()
        if take("]") { return leave(.list([])) }
        while true {
            guard let element = value() else { return nil }
            elements.append(element)
            blanks()
            if take("]") { return leave(.list(elements)) }
            guard take(",") else { return nil }
        }
    }

    mutating func object() -> Value? {
        guard enter() else { return nil }
        var entries: [MapEntry] = []
        var names: Set<[UInt8]> = []
        blanks()
        if take("}") { return leave(try? .map(entries)) }
        while true {
            blanks()
            guard next == UInt8(ascii: "\""), let name = string(), names.insert(name).inserted else { return nil }
            blanks()
            guard take(":"), let element = value() else { return nil }
            entries.append((key: .string(Text(String(decoding: name, as: UTF8.self))), value: element))
            blanks()
            if take("}") { return leave(try? .map(entries)) }
            guard take(",") else { return nil }
        }
    }

    mutating func enter() -> Bool {
        at += 1
        depth += 1
        return depth <= JSONLimits().maximumDepthLevels
    }

    mutating func leave(_ value: Value?) -> Value? {
        depth -= 1
        return value
    }

    /// The bytes that a string says.
    mutating func string() -> [UInt8]? {
        at += 1
        var said: [UInt8] = []
        while let byte = next {
            at += 1
            switch byte {
            case UInt8(ascii: "\""): return said
            case 0..<0x20: return nil
            case UInt8(ascii: "\\"):
                guard let escaped = escape() else { return nil }
                said += escaped
            default: said.append(byte)
            }
        }
        return nil
    }

    mutating func escape() -> [UInt8]? {
        guard let byte = next else { return nil }
        at += 1
        switch byte {
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "u"):
            guard let unit = codeUnit() else { return nil }
            if let scalar = Unicode.Scalar(unit) { return Array(String(scalar).utf8) }
            guard unit < 0xDC00, take("\\u"), let low = codeUnit(), (0xDC00...0xDFFF).contains(low),
                let scalar = Unicode.Scalar((unit - 0xD800) << 10 + (low - 0xDC00) + 0x10000)
            else { return nil }
            return Array(String(scalar).utf8)
        default: return nil
        }
    }

    mutating func codeUnit() -> UInt32? {
        guard at + 4 <= bytes.count else { return nil }
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(bytes[at])).hexDigitValue else { return nil }
            unit = unit << 4 | UInt32(digit)
            at += 1
        }
        return unit
    }
}
