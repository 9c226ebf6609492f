internal import Encoding
public import Evaluation
public import SourceText

// What went wrong while an expression ran, said to its author at the part of the text that it is about.

extension LoweredExpression {
    /// An error of this expression's evaluation as a diagnostic.
    ///
    /// - Parameter showsValues: whether the values may be shown; where they can be personal or secret, only their kinds are.
    public func diagnostic(
        _ error: EvaluationError, _ source: ExpressionSource, showsValues: Bool = true
    ) -> Diagnostic {
        let bytes = places.part(ofInstruction: error.instruction).flatMap { places.range(ofPart: $0) }
        let range = bytes ?? 0..<source.text.count
        let span = Span(start: UInt32(range.lowerBound), end: UInt32(range.upperBound))
        let words = EvaluationWords(error, showsValues: showsValues)
        return Diagnostic(
            EvaluationCodes.code(of: error.kind), at: source.place(span), words.message, found: words.found,
            expected: words.expected, help: words.help)
    }
}

/// The four sentences of an error.
private struct EvaluationWords {
    let error: EvaluationError
    let showsValues: Bool

    init(_ error: EvaluationError, showsValues: Bool) {
        self.error = error
        self.showsValues = showsValues
    }

    private var subject: String { error.subject.string }

    /// An operand as it is written, or its kind.
    private func shown(_ index: Int) -> String {
        guard error.operands.indices.contains(index) else { return "nothing" }
        let value = error.operands[index]
        guard showsValues else { return Self.kind(value) }
        let text = value.description
        return text.unicodeScalars.count > 60 ? "\(String(text.unicodeScalars.prefix(50))) …" : text
    }

    private var all: String {
        let texts = error.operands.indices.map(shown)
        switch texts.count {
        case 0: return "nothing"
        case 1: return texts[0]
        default: return texts.dropLast().joined(separator: ", ") + " and " + texts[texts.count - 1]
        }
    }

    private var kinds: String {
        let texts = error.operands.map(Self.kind)
        switch texts.count {
        case 0: return "nothing"
        case 1: return texts[0]
        default: return texts.dropLast().joined(separator: ", ") + " and " + texts[texts.count - 1]
        }
    }

    /// What a value is, for people.
    private static func kind(_ value: Value) -> String {
        switch value.kind {
        case .absent: "an absent value"
        case .null: "null"
        case .bool: "true or false"
        case .int, .uint: "a whole number"
        case .double: "a number with a binary point"
        case .decimal: "a decimal number"
        case .ratio: "a ratio"
        case .money: "an amount"
        case .rate: "a rate"
        case .string: "text"
        case .bytes: "bytes"
        case .list: "a list"
        case .map: "a map"
        case .record: "a record"
        case .type: "a type"
        case .timestamp: "an instant"
        case .duration: "a duration"
        case .date: "a date"
        case .time: "a time of day"
        case .period: "a period"
        case .optional: "an optional value"
        case .address: "an address"
        case .network: "a network"
        }
    }

    // MARK: The sentences

    var message: String {
        switch error.kind {
        case .overflow: "The result of \"\(subject)\" is too large."
        case .divisionByZero: "This divides by zero."
        case .noSuchField: "There is no field \"\(subject)\" here."
        case .noSuchKey: "The map has no entry \(shown(0))."
        case .indexOutOfRange: "The list has no position \(shown(0))."
        case .wrongKinds: "\"\(subject)\" cannot be used with \(kinds)."
        case .currenciesDiffer: "Two currencies meet in \"\(subject)\"."
        case .absent: "\"\(subject)\" needs a value, and there is none."
        case .argumentOutOfRange: "\"\(subject)\" cannot work with \(shown(0))."
        case .notConvertible: "\"\(subject)\" cannot make anything of \(shown(0))."
        case .dateOutOfRange: "The result of \"\(subject)\" is no date of the calendar."
        case .duplicateKey: "The key \(shown(0)) stands twice in the map."
        case .unsupportedKey: "\(capital(Self.kind(error.operands.first ?? .absent))) cannot be a key of a map."
        case .noValue: "The optional value holds nothing."
        case .invalidPattern: "The pattern \(shown(0)) cannot be read."
        case .unknownZone: "The time zone \(shown(0)) is not known."
        case .calendar: "Business days cannot be counted here."
        case .notExact: "The result of \"\(subject)\" is not exact."
        case .rateDoesNotConvert: "The rate does not convert this amount."
        case .notAllocatable: "The amount cannot be divided in this way."
        case .invalidFormat: "The clause \"\(subject)\" of the format does not fit."
        case .unknownName: "Nothing is named \"\(subject)\" here."
        case .unknownRounding: "There is no rounding \(shown(0))."
        case .costLimit: "The expression costs more than the limit of \(limit) units of cost."
        case .depthLimit: "Values lie inside one another deeper than the limit of \(limit) levels of depth."
        case .memoryLimit: "The expression makes more than the limit of \(limit) bytes of memory."
        case .wrongInputs: "The values do not belong to this expression."
        }
    }

    /// A limit is shown always: it is no value of anybody.
    private var limit: String { error.operands.first?.description ?? "its" }

    private func capital(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    var found: String {
        switch error.kind {
        case .noSuchField where error.operands.isEmpty: "the field \"\(subject)\""
        case .noSuchField: "\"\(subject)\" asked of \(Self.kind(error.operands[0]))"
        case .noSuchKey: "the key \(shown(0))"
        case .indexOutOfRange: "the position \(shown(0)) of a list of \(error.operands.last?.description ?? "0")"
        case .absent where error.operands.contains { !$0.isAbsent }: all
        case .absent: "a field that is not there, or null"
        case .invalidFormat: error.operands.isEmpty ? "the clause \"\(subject)\"" : all
        case .unknownName: "the name \"\(subject)\""
        case .noValue: "an optional value without a value"
        case .calendar: error.operands.isEmpty ? "business days" : all
        case .costLimit, .depthLimit, .memoryLimit: "more than \(limit)"
        case .wrongInputs: error.operands.isEmpty ? "values of another program" : "\(all) of them"
        default: all
        }
    }

    var expected: String {
        switch error.kind {
        case .overflow: "a whole number of at most 64 bits, or a decimal of at most 38 digits"
        case .divisionByZero: "a divisor that is not zero"
        case .noSuchField: "a field that the value has"
        case .noSuchKey: "a key that the map has"
        case .indexOutOfRange: "a position from 0 to one less than the number of elements"
        case .wrongKinds: "values that \"\(subject)\" takes"
        case .currenciesDiffer: "amounts of one currency"
        case .absent: "a value"
        case .argumentOutOfRange: "a number within the bounds of \"\(subject)\""
        case .notConvertible: "a value that is written as \"\(subject)\" reads it"
        case .dateOutOfRange: "a date from 0001-01-01 to 9999-12-31 that exists"
        case .duplicateKey: "each key once"
        case .unsupportedKey: "a text, a whole number, or true or false"
        case .noValue: "an optional value that holds a value"
        case .invalidPattern: "a pattern in the language of RE2"
        case .unknownZone: "a name such as \"Europe/Berlin\", or an offset such as \"+02:00\""
        case .calendar: "a calendar that covers these days"
        case .notExact: "a result with an end of decimal places"
        case .rateDoesNotConvert: "a rate from the amount's currency"
        case .notAllocatable: "weights of which none is below zero and one above, and an amount of whole smallest units"
        case .invalidFormat: "a clause that takes the value behind it"
        case .unknownName: "a name that is declared here"
        case .unknownRounding: "half_even, half_up, half_down, up, down, ceiling or floor"
        case .costLimit, .depthLimit, .memoryLimit: "no more than that"
        case .wrongInputs: "one value for each name that the expression may use"
        }
    }

    var help: String {
        switch error.kind {
        case .overflow: "Calculate with smaller numbers, or round first."
        case .divisionByZero: "Test the divisor first: if x == 0 then … else … / x."
        case .noSuchField: "Mend the name, or ask first whether the field is there: x.\(subject) is present."
        case .noSuchKey: "Ask first whether it is there: key in map. Or give a default: map[?key].orValue(…)."
        case .indexOutOfRange: "Ask first how many there are: size(list). Or give a default: list[?i].orValue(…)."
        case .wrongKinds: "Convert the values first, or declare their kinds, so that this is found before it runs."
        case .currenciesDiffer: "Convert one of them first: convert(amount, rate)."
        case .absent: "Test it first, \"x is present and …\", or give a default: x.orValue(…)."
        case .argumentOutOfRange: "Give a number within the bounds."
        case .notConvertible: "Mend what is given, or test it first."
        case .dateOutOfRange: "Look at the date and the period that lead here."
        case .duplicateKey: "Leave one of them out."
        case .unsupportedKey: "Make a text of it: string(x)."
        case .noValue: "Give a default: x.orValue(…). Or ask first: x.hasValue()."
        case .invalidPattern: "Mend the pattern; a character with a meaning of its own needs a backslash."
        case .unknownZone: "Write the zone's name as the tz database has it."
        case .calendar: "Name a calendar in the settings, and list the holidays of these years in it."
        case .notExact: "Say how to round: round(…, 2, half_even)."
        case .rateDoesNotConvert: "Use the rate of these two currencies in this direction."
        case .notAllocatable: "Mend the weights, or round the amount first."
        case .invalidFormat: "Use %s, which takes every kind, or give a value of the clause's kind."
        case .unknownName: "Mend the name, or declare it."
        case .unknownRounding: "Write one of these names."
        case .costLimit: "Look through fewer elements, or do it in several steps."
        case .depthLimit: "Compare the parts that matter, one by one."
        case .memoryLimit: "Make fewer or shorter values, or do it in several steps."
        case .wrongInputs: "Compile the files again, and give every value that they name."
        }
    }
}
