import Foundation
import SourceText
import TestSupport

/// One golden: how a problem comes about, and the message that its author reads.
///
/// ```
/// === yaml input.yaml
/// the input, any number of lines; `¬hex;` stands for a character that would not be seen, and `¬xhex;` for a byte
/// --- E1101
/// the rendered messages
/// ```
///
/// The first line names the producer that reads the input (`Producers`) and the file's name as the message gives it. A
/// golden's file is named `E1101-a-few-words.txt`; its output holds that code.
struct Golden {
    var url: URL
    var producer: String
    var fileName: String
    /// As it stands in the golden.
    var input: String
    var expected: String

    var id: String { String(url.lastPathComponent.prefix(5)) }

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Goldens")

    static func all() throws -> [Golden] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "txt" }.sorted { $0.path < $1.path }.map(Golden.init)
    }

    init(_ url: URL) throws {
        self.url = url
        let text = try String(contentsOf: url, encoding: .utf8)
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let head = lines.removeFirst().split(separator: " ").map(String.init)
        guard head.count == 3, head[0] == "===", let end = lines.firstIndex(where: { $0.hasPrefix("--- E") }) else {
            throw GoldenError(
                description: "\(url.lastPathComponent) is not `=== producer name`, input, `--- E….`, output")
        }
        producer = head[1]
        fileName = head[2]
        input = lines[..<end].joined(separator: "\n") + "\n"
        expected = lines[(end + 1)...].joined(separator: "\n")
    }

    func write(_ output: String) throws {
        try "=== \(producer) \(fileName)\n\(input)--- \(id)\n\(output)".write(
            to: url, atomically: true, encoding: .utf8)
    }

    /// The bytes that the producer reads. `¬end;` at the end of the input takes away the line break behind it.
    var bytes: [UInt8] { Self.bytes(of: input) }

    static func bytes(of input: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = input[...]
        while let sign = rest.firstIndex(of: "¬"), let end = rest[sign...].firstIndex(of: ";") {
            bytes += Array(rest[..<sign].utf8)
            let name = rest[rest.index(after: sign)..<end]
            rest = rest[rest.index(after: end)...]
            if name == "end" {
                rest = rest.dropFirst()
            } else if let star = name.firstIndex(of: "*"), let count = Int(name[name.index(after: star)...]) {
                // `¬[*10000;`: so many of a text.
                let text = Array(name[..<star].utf8)
                bytes.reserveCapacity(bytes.count + count * text.count)
                for _ in 0..<count { bytes += text }
            } else if name.hasPrefix("x") {
                bytes += UInt8(name.dropFirst(), radix: 16).map { [$0] } ?? []
            } else if let scalar = UInt32(name, radix: 16).flatMap(Unicode.Scalar.init) {
                bytes += Array(String(scalar).utf8)
            }
        }
        return bytes + Array(rest.utf8)
    }

    /// What the author reads.
    func diagnostics() throws -> [Diagnostic] { try diagnostics(of: bytes) }

    func diagnostics(of bytes: [UInt8]) throws -> [Diagnostic] {
        guard let produce = Producers.all[producer] else {
            throw GoldenError(
                description: "\(url.lastPathComponent) names the producer \(producer), which is not known")
        }
        return produce(SourceFile(name: fileName, bytes: bytes))
    }
}

struct GoldenError: Error, CustomStringConvertible {
    var description: String
}
