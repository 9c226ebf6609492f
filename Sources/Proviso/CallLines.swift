import Amounts
import Dates
import Encoding
import Evaluation
import Hosting

/// Calls as lines of JSON: when, for which run, at which step or stage, the primitive with its inputs, the idempotency key,
/// and what came of it.
///
/// The order of the names is fixed and amounts have all their digits, so equal calls are equal bytes.
struct CallLines: ~Copyable {
    private var base: UnsafeMutableRawPointer
    private var count = 0
    private var capacity = 1_024

    init() { base = .allocate(byteCount: capacity, alignment: 16) }

    deinit { base.deallocate() }

    /// What was written.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    mutating func removeAll() { count = 0 }

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
            if !isFirst { byte(UInt8(ascii: ",")) }
            isFirst = false
            string(item.name)
            byte(UInt8(ascii: ":"))
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
        byte(UInt8(ascii: "}"))
    }

    mutating func endLine() { byte(UInt8(ascii: "\n")) }

    /// As `Instant.write` does.
    private mutating func append(_ at: Instant) {
        guard at.nanoseconds == 0 else {
            var text: [UInt8] = []
            at.write(to: &text)
            return append(text)
        }
        let (day, time) = (at.utc.date.components, Int(at.utc.time.secondsOfDay))
        two(day.year / 100)
        two(day.year % 100)
        byte(UInt8(ascii: "-"))
        two(day.month)
        byte(UInt8(ascii: "-"))
        two(day.day)
        byte(UInt8(ascii: "T"))
        two(time / 3600)
        byte(UInt8(ascii: ":"))
        two(time / 60 % 60)
        byte(UInt8(ascii: ":"))
        two(time % 60)
        byte(UInt8(ascii: "Z"))
    }

    /// A number from 0 to 99 as two digits.
    private mutating func two(_ number: Int) {
        byte(UInt8(truncatingIfNeeded: 48 + number / 10))
        byte(UInt8(truncatingIfNeeded: 48 + number % 10))
    }

    private mutating func append(_ assuming: [Call.Assumption]) {
        literal(",\"assuming\":[")
        var isFirst = true
        for assumption in assuming {
            if !isFirst { byte(UInt8(ascii: ",")) }
            isFirst = false
            // What has to be escaped in a part has to be in the whole: the quotation marks between the parts are written over.
            string(assumption.type)
            count -= 1
            let end = count
            string(assumption.id)
            base.storeBytes(of: UInt8(ascii: "/"), toByteOffset: end, as: UInt8.self)
            base.storeBytes(of: UInt8(ascii: "@"), toByteOffset: count - 1, as: UInt8.self)
            number(assumption.revision)
            byte(UInt8(ascii: "\""))
        }
        byte(UInt8(ascii: "]"))
    }

    private mutating func reserve(_ more: Int) {
        guard count + more > capacity else { return }
        capacity = max(2 * capacity, count + more)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        larger.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = larger
    }

    @inline(__always)
    private mutating func byte(_ byte: UInt8) {
        reserve(1)
        base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count += 1
    }

    private mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        reserve(bytes.count)
        (base + count).copyMemory(from: start, byteCount: bytes.count)
        count += bytes.count
    }

    private mutating func append(_ bytes: [UInt8]) { bytes.withUnsafeBytes { append($0) } }

    private mutating func literal(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func string(_ text: Text) {
        reserve(JSONText.mostBytes(text.utf8Count))
        count += JSONText.write(text, at: base + count)
    }

    private mutating func number(_ number: Int64) {
        guard number >= 0 else { return append(Array(String(number).utf8)) }
        var (unit, rest) = (Int64(1), number)
        while rest / unit >= 10 { unit *= 10 }
        while unit > 0 {
            byte(UInt8(truncatingIfNeeded: 48 + rest / unit))
            rest %= unit
            unit /= 10
        }
    }

    private mutating func value(_ value: Value) {
        if let text = value.asText { return string(text) }
        var encoder = CanonicalEncoder()
        encoder.encode(value)
        // What was just encoded is canonical.
        if let text = try? JSONProjection.text(of: encoder.bytes) { append(Array(text.utf8)) }
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
