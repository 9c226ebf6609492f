public import Foundation

/// The two lists beside the data: cases whose expected error is a missing name or form, and cases whose expectation
/// contradicts the specification; each with the specification's sentence.
public struct Listings {
    private var missingForms: [String: String] = [:]
    private var errata: [String: Any] = [:]

    /// Nothing is listed.
    public init() {}

    /// Reads `listed-errors.txt` and `errata.txt` of a folder.
    public init(in folder: URL) throws {
        for (name, sentence) in try Self.entries(folder.appendingPathComponent("listed-errors.txt")) {
            missingForms[name] = sentence
        }
        for (line, _) in try Self.entries(folder.appendingPathComponent("errata.txt")) {
            let parts = line.split(separator: " ", maxSplits: 1)
            guard parts.count == 2 else { throw UnreadableCase("an erratum has a name and a value: \(line)") }
            errata[String(parts[0])] = try JSONSerialization.jsonObject(with: Data(parts[1].utf8))
        }
    }

    /// A line `> sentence` holds for the entries on the lines behind it; `#` begins a comment.
    private static func entries(_ file: URL) throws -> [(entry: String, sentence: String)] {
        var sentence = ""
        var entries: [(entry: String, sentence: String)] = []
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") where !line.hasPrefix("#") {
            if line.hasPrefix("> ") {
                sentence = String(line.dropFirst(2))
            } else if sentence.isEmpty || entries.contains(where: { $0.entry == line }) {
                throw UnreadableCase("\(file.lastPathComponent): without a sentence, or twice: \(line)")
            } else {
                entries.append((String(line), sentence))
            }
        }
        return entries
    }

    /// The names of all listed cases, in order.
    public var names: [String] { missingForms.keys.sorted() + errata.keys.sorted() }

    func isMissingFormListed(_ name: String) -> Bool { missingForms[name] != nil }
    func correction(for name: String) -> Any? { errata[name] }
}
