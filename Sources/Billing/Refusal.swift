package import Encoding
package import Evaluation

/// Why a call or an event cannot be: a named outcome, what is known beside it, and the field that it is about.
package struct Refusal: Error, Hashable, Sendable {
    package var outcome: Text
    package var data: Value
    package var field: Text?

    package init(_ outcome: String, field: String? = nil, data: Value = .absent) {
        self.outcome = Text(outcome)
        self.field = field.map { Text($0) }
        self.data = data
    }

    static let tooFine = Refusal("too_fine", field: "amount")
    static let tooLarge = Refusal("too_large", field: "amount")
    static let otherCurrency = Refusal("other_currency", field: "amount")
    static let notPositive = Refusal("not_positive", field: "amount")
}

/// How a call ended that has changed something, or could have: an outcome of its signature, with its data.
struct Done {
    var outcome: Text
    var data: Value

    init(_ outcome: Text, _ fields: [(Text, Value)] = []) {
        self.outcome = outcome
        data = Value.group(fields)
    }

    /// What every primitive calls its success.
    static func accepted(_ fields: [(Text, Value)] = []) -> Done { Done(acceptedName, fields) }

    private static let acceptedName = Text("accepted")
}

extension Value {
    /// A map of these fields, those without a value left out; absent if none is left.
    static func group(_ fields: [(Text, Value)]) -> Value {
        guard !fields.isEmpty else { return .absent }
        var entries: ContiguousArray<MapEntry> = []
        for (name, value) in fields where !value.isAbsent { entries.append((.string(name), value)) }
        // The names are those of a signature, which are all different.
        return entries.isEmpty ? .absent : (try? .map(sorting: &entries)) ?? .absent
    }

    /// A field of a record or a map; absent if there is none of that name.
    func field(_ name: Text) -> Value { self[name] ?? .absent }

    static func text(_ text: Text?) -> Value { text.map { .string($0) } ?? .absent }
}
