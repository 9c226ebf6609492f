/// All codes of all modules, as one list in the order of their numbers.
///
/// A module keeps its own codes in a list called `all`; the catalogue takes those lists and is what documentation and SARIF are
/// printed from.
public struct Catalogue: Sendable {
    public let codes: [DiagnosticCode]

    public init(_ lists: [[DiagnosticCode]]) {
        codes = lists.joined().sorted { $0.id < $1.id }
    }

    /// What breaks the catalogue's own rules: an id given twice, or one that is not `E` and four digits. Empty if all is well.
    public var problems: [String] {
        var problems: [String] = []
        for (index, code) in codes.enumerated() {
            let digits = code.id.utf8.dropFirst()
            if code.id.utf8.first != UInt8(ascii: "E") || digits.count != 4
                || !digits.allSatisfy({ (0x30...0x39).contains($0) })
            {
                problems.append("\(code.id) is not E and four digits")
            }
            if index > 0, codes[index - 1].id == code.id { problems.append("\(code.id) is given twice") }
        }
        return problems
    }

    public subscript(id: String) -> DiagnosticCode? { codes.first { $0.id == id } }
}
