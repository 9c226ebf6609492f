import SourceText
import YAMLReading

/// Which kind of definition a file is. Its first key says so; where it does not, the other keys mostly tell what was
/// meant.
struct KindFinding {
    var kind: DefinitionKind?
    /// The first key, if it should have named the kind and was reported.
    var reportedKey: LocatedNode?
    var diagnostics: [Diagnostic] = []

    init() {}

    init(_ tree: LocatedTree) {
        let keys = tree.root.entries.map(\.key)
        guard let first = keys.first else { return }
        let named = DefinitionKind(rawValue: first.text)
        if let named, Self.fit(named, keys) * 2 > keys.count {
            kind = named
            return
        }
        let likely = Self.likely(keys)
        if let named, likely == nil || likely == named {
            kind = named
            return
        }
        kind = likely
        if first.isDamaged { return }
        let place = first.place
        if let likely, let key = keys.first(where: { $0.textEquals(likely.rawValue) }) {
            diagnostics = [
                Diagnostic(
                    DefinitionCodes.kindNotFirst, at: key.place,
                    "\"\(likely.rawValue)\" is not the first key of this file.",
                    found: "\"\(shortened(first.text))\" as the first key",
                    expected: "\"\(likely.rawValue)\" as the first key",
                    help: "Move the line to the top of the file.", related: [.init(place, "the file begins here")])
            ]
            return
        }
        reportedKey = first
        let all = DefinitionKind.allCases.map(\.rawValue)
        let guess = didYouMean(first.text, among: all)
        if let guess { kind = DefinitionKind(rawValue: guess) ?? likely }
        let expected = "one of " + Form.alternatives(all.map { "\"\($0)\"" })
        diagnostics = [
            Diagnostic(
                DefinitionCodes.unknownKind, at: place, "The first key does not say what this file defines.",
                found: "the key \"\(shortened(first.text))\"", expected: expected,
                help: guess.map { "Write \"\($0)\"." }
                    ?? likely.map {
                        "It looks like \($0.schema.noun): write \"\($0.rawValue):\" and its name at the top."
                    }
                    ?? "Write the kind and the name at the top, such as \"workflow: invoice-release\".",
                fix: guess.map { Fix("Write \"\($0)\"", [.init(first.span, $0)]) })
        ]
    }

    private static func fit(_ kind: DefinitionKind, _ keys: [LocatedNode]) -> Int {
        let index = BlockIndex.of(kind.block)
        return keys.count { index.knows(KeyID($0)) }
    }

    /// The kind that knows most of the keys, if it knows more of them than any other does and more than half.
    private static func likely(_ keys: [LocatedNode]) -> DefinitionKind? {
        let fits = DefinitionKind.allCases.map { ($0, fit($0, keys)) }
        guard let best = fits.max(by: { $0.1 < $1.1 }), best.1 * 2 > keys.count else { return nil }
        return fits.filter { $0.1 == best.1 }.count == 1 ? best.0 : nil
    }
}
