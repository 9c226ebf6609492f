import Amounts
import Dates
import Encoding
import Evaluation
import Ingest
import SourceText
import TestSupport

/// The bytes of a case's input, in which `⟦c3 28⟧` stands for raw bytes.
func rawBytes(_ input: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = input[...]
    while let open = rest.firstIndex(of: "⟦"), let close = rest[open...].firstIndex(of: "⟧") {
        bytes += rest[..<open].utf8
        bytes += Hexadecimal.bytes(rest[rest.index(after: open)..<close].filter { $0 != " " }) ?? []
        rest = rest[rest.index(after: close)...]
    }
    return bytes + rest.utf8
}

/// A value with the kind of each scalar to be seen: `5` is an int, `5.` a decimal, `5 USD` money, `@…` a date or time.
func describe(_ value: Value) -> String {
    switch value.kind {
    case .absent: return "absent"
    case .null: return "null"
    case .bool: return value.asBool == true ? "true" : "false"
    case .int: return "\(value.asInt ?? 0)"
    case .uint: return "\(value.asUInt ?? 0)u"
    case .decimal:
        let text = value.asDecimal?.description ?? ""
        return text.contains(".") ? text : text + "."
    case .ratio: return "ratio \(value.asRatio?.description ?? "")"
    case .rate: return "rate \(value.asRate?.description ?? "") at \(value.asRate?.time ?? 0)"
    case .money: return value.asMoney?.description ?? ""
    case .string: return quoted(value.asText?.string ?? "")
    case .bytes: return "h'\(Hexadecimal.text(value.asBytes ?? []))'"
    case .list: return "[" + (value.asList.map(Array.init) ?? []).map(describe).joined(separator: ", ") + "]"
    case .map:
        return "{"
            + (value.asMap.map(Array.init) ?? []).map { "\(describe($0.key)): \(describe($0.value))" }
            .joined(separator: ", ") + "}"
    case .record:
        let fields = zip(value.shape?.fields ?? [], value.slots.map(Array.init) ?? [])
        let shown = fields.filter { !$1.isAbsent }.map { "\($0.name): \(describe($1))" }
        return "\(value.shape?.name.string ?? "")(\(shown.joined(separator: ", ")))"
    case .timestamp: return "@\(value.asInstant?.description ?? "")"
    case .date: return "@\(value.asDate?.description ?? "")"
    case .time: return "@\(value.asTime?.description ?? "")"
    case .period: return "period \(value.asPeriod?.description ?? "")"
    case .duration: return "duration \(value.asDuration?.description ?? "")"
    default: return "\(value.kind)"
    }
}

func quoted(_ text: String) -> String {
    var bytes: [UInt8] = []
    JSONText.appendString(text, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
}

/// A diagnostic with all that it says.
func describe(_ diagnostic: Diagnostic) -> String {
    func place(_ place: Place) -> String {
        let start = place.file.position(at: Int(place.span.start))
        let end = place.file.position(at: Int(place.span.end))
        return start.line == end.line
            ? "\(start.line):\(start.column)-\(end.column)" : "\(start.line):\(start.column)-\(end.line):\(end.column)"
    }
    var lines = ["\(diagnostic.code.id) at \(place(diagnostic.place)): \(diagnostic.message)"]
    lines.append("  found \(diagnostic.found), expected \(diagnostic.expected)")
    lines.append("  \(diagnostic.help)")
    for related in diagnostic.related { lines.append("  \(place(related.place)): \(related.message)") }
    if let fix = diagnostic.fix { lines.append("  fix: \(fix.title)") }
    return lines.joined(separator: "\n")
}

func describe(_ reading: Reading) -> String {
    (reading.value.map { [describe($0)] } ?? []).joined() + reading.diagnostics.map(describe).joined(separator: "\n")
}
