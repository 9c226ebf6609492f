import Encoding

/// A JSON object whose names stand in the order in which they are added.
struct JSONObject {
    private var parts: [String] = []

    var text: String { "{" + parts.joined(separator: ",") + "}" }

    mutating func add(_ name: String, _ value: String?) { add(name, raw: value.map(Self.quoted) ?? "null") }

    mutating func add(_ name: String, _ value: Int) { add(name, raw: "\(value)") }

    mutating func add(_ name: String, _ value: Bool) { add(name, raw: "\(value)") }

    mutating func add(_ name: String, _ values: [String]) {
        add(name, raw: "[" + values.map(Self.quoted).joined(separator: ",") + "]")
    }

    /// A value that is JSON already.
    mutating func add(_ name: String, raw: String) { parts.append("\(Self.quoted(name)):\(raw)") }

    /// A list of objects, one a line.
    static func list(_ objects: [String]) -> String {
        objects.isEmpty ? "[]" : "[\n" + objects.joined(separator: ",\n") + "\n]"
    }

    private static func quoted(_ text: String) -> String {
        var bytes: [UInt8] = []
        JSONText.appendString(text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
