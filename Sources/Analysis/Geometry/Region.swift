/// A part of the inputs of a table, in the author's words, and one input out of it.
package struct Region: Hashable, Sendable {
    /// `amount in [5000 USD..25000 USD), first_invoice false`
    package let text: String
    /// `amount 5000 USD, first_invoice false`
    package let example: String

    init(_ box: Box, _ axes: [Axis]) {
        let words = zip(axes, box).compactMap { $0.words($1) }
        text = words.isEmpty ? "every input" : words.joined(separator: ", ")
        example = zip(axes, box).map { $0.example($1) }.joined(separator: ", ")
    }
}
