import Encoding
import Evaluation
import Hosting
import Machine
import Program
import Runner
import Simulation

/// The records as a run read them in one advance, by the names that its workflow gives them.
struct ReadValues {
    private let named: [(name: String, value: Value)]

    init(_ traced: TracedChange, _ program: Program) {
        var named: [(name: String, value: Value)] = [("event", traced.change.state.event)]
        for record in program.records {
            // Of two records of one type it is not known here which of them bears the name.
            let read = traced.records.filter { $0.key.type == record.type }
            guard read.count == 1 else { continue }
            named.append((record.name.string, read[0].value))
        }
        self.named = named
    }

    /// The values of a condition's names, to be put behind it: ` (invoice.balance is 1200.00 USD)`.
    func read(in condition: String) -> String {
        var told: [String] = []
        for path in Self.paths(in: condition) {
            guard let value = value(of: path) else { continue }
            let text = "\(path.joined(separator: ".")) is \(Self.shown(value))"
            if !told.contains(text) { told.append(text) }
        }
        return told.isEmpty ? "" : " (\(told.joined(separator: ", ")))"
    }

    private func value(of path: [String]) -> Value? {
        guard path.count > 1, var value = named.first(where: { $0.name == path[0] })?.value else { return nil }
        for name in path.dropFirst() { value = Self.field(Text(name), of: value) }
        // A record or a group says too much for a line.
        return value.shape == nil ? value : nil
    }

    private static func field(_ name: Text, of value: Value) -> Value {
        if let slot = value.shape?.slot(of: name), let slots = value.slots, slot < slots.count { return slots[slot] }
        return value[name] ?? .absent
    }

    static func shown(_ value: Value) -> String {
        if value.isAbsent { return "absent" }
        return value.asText?.string ?? "\(value)"
    }

    /// Names with fields, such as `invoice.balance`, outside of quotation marks; a name that is called is none.
    private static func paths(in condition: String) -> [[String]] {
        var paths: [[String]] = []
        let bytes = Array(condition.utf8)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                index += 1
                while index < bytes.count, bytes[index] != byte { index += 1 }
                index += 1
                continue
            }
            guard isLetter(byte) else {
                index += 1
                continue
            }
            let start = index
            while index < bytes.count, isPart(bytes[index]) { index += 1 }
            let isCalled = index < bytes.count && bytes[index] == UInt8(ascii: "(")
            var names = String(decoding: bytes[start..<index], as: UTF8.self).split(separator: ".").map(String.init)
            if isCalled { names.removeLast() }
            if names.count > 1 { paths.append(names) }
        }
        return paths
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte == UInt8(ascii: "_")
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        isLetter(byte) || byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: ".")
    }
}
