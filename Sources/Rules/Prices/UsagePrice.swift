import Amounts
package import Encoding
package import Evaluation

/// How a metered quantity is put to a price that rates usage by itself: all that the price must be given is that quantity, and the day that
/// picks its version where it has versions.
package struct UsagePrice: Sendable {
    /// Why a rule cannot rate usage.
    package enum Misfit: Error, Hashable, Sendable {
        case notAPrice
        /// No number must be given: there is no place for the quantity.
        case noQuantity
        /// Something else must be given, which usage does not say.
        case needs(Text)
    }

    /// The optional input that takes what was billed before in the same period.
    package static let billedBefore = Text("billed_before")

    package let book: Rulebook
    private let quantity: Int
    private let billedBefore: Int?

    package init(_ book: Rulebook) throws(Misfit) {
        guard case .price = book.latest.body else { throw .notAPrice }
        let required = book.inputs.indices.filter { book.inputs[$0].isRequired && $0 != book.datedBy }
        let numbers = required.filter { book.inputs[$0].type.isNumber }
        guard let quantity = numbers.first else { throw .noQuantity }
        if let other = required.first(where: { $0 != quantity }) { throw .needs(book.inputs[other].name) }
        self.book = book
        self.quantity = quantity
        billedBefore = book.inputs.firstIndex {
            $0.name == Self.billedBefore && !$0.isRequired && $0.type.isNumber
        }
    }

    /// The values that the price is asked with, in the order of its inputs.
    ///
    /// - Returns: nothing for a quantity that is not whole where it must be.
    package func values(quantity: Value, billedBefore: Value, on date: Value) -> [Value]? {
        var values = Array(repeating: Value.absent, count: book.inputs.count)
        if let datedBy = book.datedBy { values[datedBy] = date }
        guard let whole = quantity.asInput(book.inputs[self.quantity].type) else { return nil }
        values[self.quantity] = whole
        if let slot = self.billedBefore {
            guard let before = billedBefore.asInput(book.inputs[slot].type) else { return nil }
            values[slot] = before
        }
        return values
    }
}

extension ValueType {
    fileprivate var isNumber: Bool { self == .decimal || self == .int }
}

extension Value {
    /// A quantity as an input of this type; nothing if it is not whole where it must be.
    fileprivate func asInput(_ type: ValueType) -> Value? {
        type == .int ? asDecimal?.wholeNumber.flatMap { Int64(exactly: $0) }.map { .int($0) } : self
    }
}
