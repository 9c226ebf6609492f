import Amounts
import Dates
import Encoding
import Evaluation
import Hosting

/// Calls as lines of JSON: when, for which run, at which step or stage, the primitive with its inputs, the idempotency key,
/// and what came of it.
///
/// The order of the names is fixed and amounts have all their digits, so equal calls are equal bytes.
struct CallLines: Sendable {
    private(set) var bytes: [UInt8] = []
    /// Many calls are made at one moment.
    private var moment: (at: Instant, text: [UInt8])?

    init() {}

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// Gives what was written, and begins anew with room for so many bytes.
    mutating func take(_ room: Int) -> [UInt8] {
        var taken: [UInt8] = []
        taken.reserveCapacity(room)
        swap(&taken, &bytes)
        return taken
    }

    /// Writes one line, without its line break.
    mutating func append(at: Instant, run: Text?, _ call: Call, _ answer: Answer) {
        literal("{\"at\":\"")
        append(at)
        literal("\",\"run\":")
        if let run { string(run) } else { literal("null") }
        literal(",\"step\":")
        string(call.step)
        literal(",\"primitive\":")
        string(call.primitive)
        literal(",\"inputs\":{")
        var isFirst = true
        for item in call.inputs where !item.value.isAbsent {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            string(item.name)
            bytes.append(UInt8(ascii: ":"))
            value(item.value)
        }
        literal("},\"key\":")
        string(call.key)
        if !call.assuming.isEmpty { append(call.assuming) }
        if let why = call.why {
            literal(",\"why\":")
            string(why)
        }
        literal(",\"answer\":")
        string(answer.name)
        bytes.append(UInt8(ascii: "}"))
    }

    mutating func endLine() { bytes.append(UInt8(ascii: "\n")) }

    private mutating func append(_ at: Instant) {
        if moment?.at != at {
            var text: [UInt8] = []
            at.write(to: &text)
            moment = (at, text)
        }
        if let moment { bytes += moment.text }
    }

    private mutating func append(_ assuming: [Call.Assumption]) {
        literal(",\"assuming\":[")
        var isFirst = true
        for assumption in assuming {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            // What has to be escaped in a part has to be in the whole.
            string(assumption.type)
            bytes.removeLast()
            bytes.append(UInt8(ascii: "/"))
            let start = bytes.count
            string(assumption.id)
            bytes.remove(at: start)
            bytes.removeLast()
            bytes.append(UInt8(ascii: "@"))
            number(assumption.revision)
            bytes.append(UInt8(ascii: "\""))
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func literal(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func string(_ text: Text) {
        text.withUTF8 { JSONText.appendString($0, to: &bytes) }
    }

    private mutating func number(_ number: Int64) {
        if (0..<10).contains(number) {
            bytes.append(UInt8(truncatingIfNeeded: 48 + number))
        } else {
            bytes += String(number).utf8
        }
    }

    private mutating func value(_ value: Value) {
        if let text = value.asText { return string(text) }
        var encoder = CanonicalEncoder()
        encoder.encode(value)
        // What was just encoded is canonical.
        if let text = try? JSONProjection.text(of: encoder.bytes) { bytes += text.utf8 }
    }
}

extension Happening {
    /// A call as one line of JSON, without the line break. Nothing if this is no call.
    public var callLine: String? {
        guard case .call(let call, let answer) = kind else { return nil }
        var lines = CallLines()
        lines.append(at: at, run: run, call, answer)
        return String(decoding: lines.bytes, as: UTF8.self)
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
