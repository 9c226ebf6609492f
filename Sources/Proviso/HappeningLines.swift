import Amounts
import Dates
import Encoding
import Evaluation
import Hosting

extension Happening {
    /// A call as one line of JSON, without the line break: when, for which run, at which step or stage, the primitive with its
    /// inputs, the idempotency key, and what came of it. Nothing if this is no call.
    ///
    /// The order of the names is fixed and amounts have all their digits, so equal calls are equal bytes.
    public var callLine: String? {
        guard case .call(let call, let answer) = kind else { return nil }
        var line = JSONLine()
        line.add("at", at.description)
        line.add("run", run)
        line.add("step", call.step)
        line.add("primitive", call.primitive)
        line.add("inputs", call.inputs)
        line.add("key", call.key)
        if !call.assuming.isEmpty {
            line.add("assuming", call.assuming.map { "\($0.type)/\($0.id)@\($0.revision)" })
        }
        if let why = call.why { line.add("why", why) }
        line.add("answer", answer.name)
        return line.text
    }
}

extension Answer {
    /// The outcome's name, or the answer's own.
    var name: Text {
        switch self {
        case .outcome(let name, _): name
        case .transient: "transient"
        case .unknown: "unknown"
        case .absent: "absent"
        case .deferred: "deferred"
        case .stale: "stale"
        }
    }
}

/// One JSON object in one line, its names in the order in which they are added.
private struct JSONLine {
    private var bytes: [UInt8] = [UInt8(ascii: "{")]

    var text: String { String(decoding: bytes + [UInt8(ascii: "}")], as: UTF8.self) }

    mutating func add(_ name: String, _ value: String) { add(name, Text(value)) }

    mutating func add(_ name: String, _ value: Text?) {
        key(name)
        if let value { write(.string(value)) } else { bytes += Array("null".utf8) }
    }

    mutating func add(_ name: String, _ values: [String]) {
        key(name)
        write(.list(values.map { .string($0) }))
    }

    mutating func add(_ name: String, _ values: [NamedValue]) {
        key(name)
        bytes.append(UInt8(ascii: "{"))
        var isFirst = true
        for item in values where !item.value.isAbsent {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            JSONText.appendString(item.name.string, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            write(item.value)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func key(_ name: String) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        JSONText.appendString(name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func write(_ value: Value) {
        var encoder = CanonicalEncoder()
        encoder.encode(value)
        // What was just encoded is canonical.
        if let text = try? JSONProjection.text(of: encoder.bytes) { bytes += Array(text.utf8) }
    }
}
