import Encoding

/// A line of JSON that is written name by name.
struct JSONLine: CustomStringConvertible {
    private var bytes: [UInt8] = [0x7B]

    private func adding(_ name: String, _ write: (inout [UInt8]) -> Void) -> JSONLine {
        var line = self
        if line.bytes.count > 1 { line.bytes.append(0x2C) }
        JSONText.appendString(name, to: &line.bytes)
        line.bytes.append(0x3A)
        write(&line.bytes)
        return line
    }

    /// Nothing is written for a value that is not there.
    func text(_ name: String, _ value: Text?) -> JSONLine {
        guard let value else { return self }
        return adding(name) { bytes in value.withUTF8 { JSONText.appendString($0, to: &bytes) } }
    }

    func number(_ name: String, _ value: Int) -> JSONLine { adding(name) { $0 += Array(String(value).utf8) } }

    var description: String { String(decoding: bytes + [0x7D], as: UTF8.self) }
}
