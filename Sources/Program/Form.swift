import Encoding
package import Evaluation

/// What a value of a run looks like, as far as its bytes do not say it.
///
/// A record is encoded as a map of its present fields, since its shape belongs to the program and not to the data. When
/// it comes back it is given its shape again, and is read by slot as before.
package indirect enum Form: Hashable, Sendable {
    /// The bytes say it all.
    case plain
    /// A record, with the forms of the fields that are not plain, by their slots.
    case record(Shape, [Int: Form] = [:])
    case list(Form)

    /// The value in this form: itself if it has it already, or has fields that the shape does not know.
    package func formed(_ value: Value) -> Value {
        switch self {
        case .plain: return value
        case .record(let shape, let inner):
            guard let entries = value.asMap else { return value }
            var known = 0
            var slots: [Value] = []
            slots.reserveCapacity(shape.fields.count)
            for (index, field) in shape.fields.enumerated() {
                if let value = entries[field.name] {
                    known += 1
                    slots.append(inner[index]?.formed(value) ?? value)
                } else {
                    slots.append(.absent)
                }
            }
            return known == entries.count ? .record(shape, slots) : value
        case .list(let form):
            guard let elements = value.asList, elements.contains(where: { $0.kind == .map }) else { return value }
            return .list(elements.map(form.formed))
        }
    }
}
