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

    /// Writes one line, without its line break. The run that has made the call is what its key begins with.
    mutating func append(at: Instant, _ call: Call, _ answer: Answer) {
        let name = answer.name
        reserve(Self.room(call, name))
        var end = base + count
        Self.literal("{\"at\":\"", &end)
        Self.put(at, &end)
        Self.literal("\",\"run\":", &end)
        Self.putRun(of: call.key, &end)
        Self.literal(",\"step\":", &end)
        Self.put(call.step, &end)
        Self.literal(",\"primitive\":", &end)
        Self.put(call.primitive, &end)
        Self.literal(",\"inputs\":{", &end)
        var isFirst = true
        for item in call.inputs where !item.value.isAbsent {
            if !isFirst { Self.put(UInt8(ascii: ","), &end) }
            isFirst = false
            Self.put(item.name, &end)
            Self.put(UInt8(ascii: ":"), &end)
            if let text = item.value.asText {
                Self.put(text, &end)
            } else {
                count = end - base
                append(item.value)
                reserve(Self.room(call, name))
                end = base + count
            }
        }
        Self.literal("},\"key\":", &end)
        Self.put(call.key, &end)
        if !call.assuming.isEmpty { Self.put(call.assuming, &end) }
        if let why = call.why {
            Self.literal(",\"why\":", &end)
            Self.put(why, &end)
        }
        Self.literal(",\"answer\":", &end)
        Self.put(name, &end)
        Self.put(UInt8(ascii: "}"), &end)
        count = end - base
    }

    mutating func endLine() {
        reserve(1)
        base.storeBytes(of: UInt8(ascii: "\n"), toByteOffset: count, as: UInt8.self)
        count += 1
    }

    // MARK: Room

    /// As many bytes as a line may have, but for inputs that are no texts.
    private static func room(_ call: Call, _ answer: Text) -> Int {
        // What is in every line beside its texts has fewer than 160 bytes.
        var texts = call.step.utf8Count + call.primitive.utf8Count + 2 * call.key.utf8Count + answer.utf8Count
        texts += call.why?.utf8Count ?? 0
        for item in call.inputs { texts += item.name.utf8Count + (item.value.asText?.utf8Count ?? 0) }
        for item in call.assuming { texts += item.type.utf8Count + item.id.utf8Count }
        return 160 + JSONText.mostBytes(texts) + 24 * (6 + 2 * call.inputs.count) + 64 * call.assuming.count
    }

    private mutating func reserve(_ more: Int) {
        guard count + more > capacity else { return }
        capacity = max(2 * capacity, count + more)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        larger.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = larger
    }

    // MARK: Where there is room

    @inline(__always)
    private static func put(_ byte: UInt8, _ end: inout UnsafeMutableRawPointer) {
        end.storeBytes(of: byte, as: UInt8.self)
        end += 1
    }

    @inline(__always)
    private static func literal(_ text: StaticString, _ end: inout UnsafeMutableRawPointer) {
        end.copyMemory(from: text.utf8Start, byteCount: text.utf8CodeUnitCount)
        end += text.utf8CodeUnitCount
    }

    @inline(__always)
    private static func put(_ text: Text, _ end: inout UnsafeMutableRawPointer) {
        end += JSONText.write(text, at: end)
    }

    /// The run that a key begins with: what is before the third slash, since no slash is in its parts (`RunID.text`).
    private static func putRun(of key: Text, _ end: inout UnsafeMutableRawPointer) {
        let start = end
        put(key, &end)
        let whole = UnsafeRawBufferPointer(start: start, count: end - start)
        var slashes = 0
        guard
            let third = whole.firstIndex(where: { byte in
                slashes += byte == UInt8(ascii: "/") ? 1 : 0
                return slashes == 3
            })
        else { return }
        end = start + third
        put(UInt8(ascii: "\""), &end)
    }

    /// As `Instant.write` does.
    private static func put(_ at: Instant, _ end: inout UnsafeMutableRawPointer) {
        let local = at.utc
        let time = Int(local.time.secondsOfDay)
        put(local.date, &end)
        put(UInt8(ascii: "T"), &end)
        putTwo(time / 3600, &end)
        put(UInt8(ascii: ":"), &end)
        putTwo(time / 60 % 60, &end)
        put(UInt8(ascii: ":"), &end)
        putTwo(time % 60, &end)
        if at.nanoseconds > 0 { putFraction(Int(at.nanoseconds), &end) }
        put(UInt8(ascii: "Z"), &end)
    }

    /// As `CivilDate.write` does.
    private static func put(_ date: CivilDate, _ end: inout UnsafeMutableRawPointer) {
        let day = date.components
        putTwo(day.year / 100, &end)
        putTwo(day.year % 100, &end)
        put(UInt8(ascii: "-"), &end)
        putTwo(day.month, &end)
        put(UInt8(ascii: "-"), &end)
        putTwo(day.day, &end)
    }

    /// A number from 0 to 99 as two digits.
    @inline(__always)
    private static func putTwo(_ number: Int, _ end: inout UnsafeMutableRawPointer) {
        put(UInt8(truncatingIfNeeded: 48 + number / 10), &end)
        put(UInt8(truncatingIfNeeded: 48 + number % 10), &end)
    }

    /// A point and up to nine digits, without zeros at the end.
    private static func putFraction(_ nanoseconds: Int, _ end: inout UnsafeMutableRawPointer) {
        put(UInt8(ascii: "."), &end)
        var (unit, rest) = (100_000_000, nanoseconds)
        while rest > 0 {
            put(UInt8(truncatingIfNeeded: 48 + rest / unit), &end)
            rest %= unit
            unit /= 10
        }
    }

    private static func put(_ assuming: [Call.Assumption], _ end: inout UnsafeMutableRawPointer) {
        literal(",\"assuming\":[", &end)
        for index in assuming.indices {
            if index > 0 { put(UInt8(ascii: ","), &end) }
            // What has to be escaped in a part has to be in the whole: the quotation marks between the parts are written over.
            put(assuming[index].type, &end)
            end -= 1
            let middle = end
            put(assuming[index].id, &end)
            middle.storeBytes(of: UInt8(ascii: "/"), as: UInt8.self)
            (end - 1).storeBytes(of: UInt8(ascii: "@"), as: UInt8.self)
            put(assuming[index].revision, &end)
            put(UInt8(ascii: "\""), &end)
        }
        put(UInt8(ascii: "]"), &end)
    }

    private static func put(_ number: Int64, _ end: inout UnsafeMutableRawPointer) {
        if number < 0 { put(UInt8(ascii: "-"), &end) }
        var (unit, rest) = (UInt64(1), number.magnitude)
        while rest / unit >= 10 { unit *= 10 }
        while unit > 0 {
            put(UInt8(truncatingIfNeeded: 48 + rest / unit), &end)
            rest %= unit
            unit /= 10
        }
    }

    // MARK: Values

    private mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            guard let start = bytes.baseAddress else { return }
            reserve(bytes.count)
            (base + count).copyMemory(from: start, byteCount: bytes.count)
            count += bytes.count
        }
    }

    /// As `JSONProjection` has it; amounts, dates and whole numbers, which many calls have, without its detour.
    private mutating func append(_ value: Value) {
        if let money = value.asMoney {
            append("{\"amount\":\"")
            append(money.amountText)
            append("\",\"currency\":\"")
            append(money.currency.code)
            return append("\"}")
        }
        if let number = value.asInt { return append(String(number)) }
        if let date = value.asDate {
            reserve(12)
            var end = base + count
            Self.put(UInt8(ascii: "\""), &end)
            Self.put(date, &end)
            Self.put(UInt8(ascii: "\""), &end)
            count = end - base
            return
        }
        var encoder = CanonicalEncoder()
        encoder.encode(value)
        // What was just encoded is canonical.
        if let text = try? JSONProjection.text(of: encoder.bytes) { append(text) }
    }
}

extension Happening {
    /// A call as one line of JSON, without the line break. Nothing if this is no call.
    public var callLine: String? {
        guard case .call(let call, let answer) = kind else { return nil }
        var lines = CallLines()
        lines.append(at: at, call, answer)
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
