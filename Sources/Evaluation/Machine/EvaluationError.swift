public import Encoding

/// Why an evaluation has no value.
///
/// The words for it are in `EvaluationErrorText.swift`.
public struct EvaluationError: Error, Hashable, Sendable {
    /// The raw values are part of stored journals: a number is never given to another kind.
    public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
        /// A result is beyond what its kind holds. Operands: those of the operation.
        case overflow = 1
        /// Operands: the dividend and the divisor.
        case divisionByZero = 2
        /// Subject: the field. Operand: what was asked for it.
        case noSuchField = 3
        /// Operand: the key.
        case noSuchKey = 4
        /// Operands: the position and the number of elements.
        case indexOutOfRange = 5
        /// The operation does not take values of these kinds. Subject: the operation.
        case wrongKinds = 6
        /// Operands: the two amounts.
        case currenciesDiffer = 7
        /// An absent value met an operation that needs a value. Subject: the operation.
        case absent = 8
        /// A number that a function takes is outside of what it can be. Subject: the function.
        case argumentOutOfRange = 9
        /// Text or a value does not convert. Subject: the function. Operand: what was given.
        case notConvertible = 10
        /// A date, an instant, a duration or a period is outside of the calendar's range.
        case dateOutOfRange = 11
        /// Operand: the key.
        case duplicateKey = 12
        /// Operand: the key.
        case unsupportedKey = 13
        /// An optional value that holds nothing was asked for its value.
        case noValue = 14
        /// Operand: the pattern.
        case invalidPattern = 15
        /// Operand: the zone's name.
        case unknownZone = 16
        /// Business days were counted without a calendar, or beyond its dates.
        case calendar = 17
        /// The result has no exact decimal. Operands: those of the operation.
        case notExact = 18
        /// A rate does not convert this amount. Operands: the amount and the rate.
        case rateDoesNotConvert = 19
        /// An amount's parts cannot be made of these weights or this count.
        case notAllocatable = 20
        /// A format clause that is not known or does not take its value. Subject: the clause.
        case invalidFormat = 21
        /// A name or a function that nothing declares was reached. Subject: the name.
        case unknownName = 22
        /// Rounding was asked in a way that does not exist. Operand: what was given.
        case unknownRounding = 23

        /// Operand: the limit.
        case costLimit = 64
        /// Operand: the limit.
        case depthLimit = 65
        /// Operand: the limit, in bytes.
        case memoryLimit = 66

        /// The inputs given are not those that the code was made for.
        case wrongInputs = 80

        /// Whether the whole evaluation ends, whatever `and` and `or` stand round it.
        public var isFinal: Bool { rawValue >= 64 }
    }

    public var kind: Kind
    /// The operation, function, field or name that it is about.
    public var subject: Text
    public var operands: [Value]
    /// The instruction that failed; what part of the expression that is, `CodePlaces` knows.
    public var instruction: Int

    public init(_ kind: Kind, _ subject: Text = "", _ operands: [Value] = [], instruction: Int = 0) {
        self.kind = kind
        self.subject = subject
        self.operands = operands
        self.instruction = instruction
    }
}

extension EvaluationError {
    init(_ kind: Kind, _ function: FunctionID, _ operands: Value...) {
        self.init(kind, Text(function.shownName), operands)
    }

    /// The values are not ones that the function takes; if one of them is absent, that is why.
    static func wrongKinds(_ function: FunctionID, _ operands: [Value]) -> EvaluationError {
        let kind: Kind = operands.contains(where: \.isAbsent) ? .absent : .wrongKinds
        return EvaluationError(kind, Text(function.shownName), operands)
    }

    static func wrongKinds(_ function: FunctionID, _ operands: Value...) -> EvaluationError {
        wrongKinds(function, operands)
    }
}
