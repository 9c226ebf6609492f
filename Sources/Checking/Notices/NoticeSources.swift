package import Definitions
import SourceText

/// Where the inputs of a notice come from when a call sends it: by name, or else as the only record of that type.
package enum NoticeSources {
    /// The input of a call that gives an input of a notice.
    package enum Source: Hashable, Sendable {
        case input(String)
        /// An optional input that the call does not give.
        case absent
        /// Several records of the type are given, and none of the name.
        case unclear([String])
        case missing
    }

    /// - Parameter given: the names of the inputs that the call gives; all of the signature if `nil`.
    package static func source(
        of input: FieldDefinition, in primitive: PrimitiveDefinition, given: [String]? = nil
    ) -> Source {
        let candidates = primitive.inputs.filter { given?.contains($0.name.value) ?? true }
        let type = input.type.value.required
        if let named = candidates.first(where: { $0.name.value == input.name.value }),
            fits(named.type.value.required, type)
        {
            return .input(named.name.value)
        }
        if case .record = type {
            let same = candidates.filter { $0.type.value.required == type }.map(\.name.value)
            if same.count == 1 { return .input(same[0]) }
            if same.count > 1 { return .unclear(same) }
        }
        return input.type.value.isOptional ? .absent : .missing
    }

    /// Whether a value that the call gives is one that the notice takes.
    private static func fits(_ given: WrittenType, _ wanted: WrittenType) -> Bool {
        switch (given, wanted) {
        case (.money(let one), .money(let other)): other == nil || one == other
        case (.person, .text), (.role, .text), (.oneOf, .text), (.int, .decimal): true
        default: given == wanted
        }
    }
}

extension WorkflowChecker {
    /// What a notice speaks of must come from the call that sends it.
    mutating func checkInputs(
        of notice: NoticeDefinition, at name: WrittenName, _ call: CallDefinition, _ primitive: PrimitiveDefinition
    ) {
        let given = call.inputs.map(\.name.value)
        for input in notice.inputs {
            // What the signature needs and the call lacks was reported.
            let isLeftOut: (String) -> Bool = { name in
                !given.contains(name)
                    && primitive.inputs.contains { $0.name.value == name && !$0.type.value.isOptional }
            }
            if case .input(let name) = NoticeSources.source(of: input, in: primitive), isLeftOut(name) { continue }
            let wanted = "\(input.name.value): \(input.type.value)"
            let message: String
            let help: String
            switch NoticeSources.source(of: input, in: primitive, given: given) {
            case .input, .absent: continue
            case .unclear(let names):
                message =
                    "It is not clear which of \(quoted(names)) is the \"\(input.name.value)\" that \"\(name.value)\" speaks of."
                help = "Give the input of the notice the name of the one that is meant."
            case .missing:
                message =
                    "\"\(name.value)\" speaks of \"\(input.name.value)\", which \"\(call.primitive.value)\" does not give."
                help = "Send another notice, or add to the call what the notice speaks of."
            }
            diagnostics.append(
                Diagnostic(
                    ShapeCodes.noticeInputNotGiven, at: name.place, message,
                    found: given.isEmpty ? "a call that gives nothing" : "a call that gives \(quoted(given))",
                    expected: wanted, help: help,
                    related: [.init(input.name.place, "what the notice speaks of")]))
        }
    }
}
