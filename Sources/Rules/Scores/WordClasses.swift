package import Encoding
package import Evaluation

/// A class that is found by the words of a text.
///
/// The class is the first in the order of the file of which one word stands in the text. A word stands there if its letters and digits
/// do, between boundaries and without regard to case; where it has several parts ("wrong amount"), they follow one another in the text, with
/// whatever is no letter and no digit in between. Letters are what Unicode calls alphabetic and the marks on them, digits its numbers;
/// each scalar is put into small letters by itself, and scalars are compared as they are: nothing is normalised.
package struct WordClasses: Sendable {
    package struct Class: Sendable {
        package var name: Text
        /// As the file writes them.
        package let words: [Text]
        /// The parts of each word.
        let parts: [[Text]]

        package init(_ name: Text, _ words: [Text]) {
            self.name = name
            self.words = words
            parts = words.map { WordClasses.parts(of: $0) }
        }
    }

    /// Over the inputs.
    package var text: Code
    package var classes: [Class]
    package var otherwise: Text

    package init(text: Code, classes: [Class], otherwise: Text) {
        self.text = text
        self.classes = classes
        self.otherwise = otherwise
    }

    /// `class`, one of the classes; and `found`, its words that stand in the text.
    package var outputs: [RuleOutput] { Self.outputs(classes.map(\.name), otherwise: otherwise) }

    package static func outputs(_ classes: [Text], otherwise: Text) -> [RuleOutput] {
        [
            RuleOutput("class", .string, words: classes.filter { $0 != otherwise } + [otherwise]),
            RuleOutput("found", .list(.string)),
        ]
    }

    /// The words of a text, in small letters.
    package static func parts(of text: Text) -> [Text] {
        var parts: [Text] = []
        var part = ""
        func close() {
            if !part.isEmpty { parts.append(Text(part)) }
            part = ""
        }
        for scalar in text.string.unicodeScalars {
            if isPartOfWord(scalar) { part += scalar.properties.lowercaseMapping } else { close() }
        }
        close()
        return parts
    }

    private static func isPartOfWord(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return (0x30...0x39).contains(scalar.value) || (0x41...0x5A).contains(scalar.value)
                || (0x61...0x7A).contains(scalar.value)
        }
        if scalar.properties.isAlphabetic { return true }
        return switch scalar.properties.generalCategory {
        case .decimalNumber, .letterNumber, .otherNumber, .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }

    func decide(
        _ values: [Value], _ rule: CompiledRule, _ evaluator: inout RuleEvaluator
    ) throws(RuleError.Kind) -> Decision {
        let parts = try parts(values, &evaluator)
        for (index, item) in classes.enumerated() {
            let found = found(item, in: parts)
            if !found.isEmpty { return decision(item.name, found, row: index + 1, rule) }
        }
        return decision(otherwise, [], row: nil, rule)
    }

    func explain(
        _ values: [Value], _ rule: CompiledRule, _ evaluator: inout RuleEvaluator, into explanation: inout Explanation
    ) throws(RuleError.Kind) {
        let parts = try parts(values, &evaluator)
        for item in classes {
            let words = found(item, in: parts).map { Value.string($0) }
            explanation.formulas.append(.init(name: item.name, value: .list(words)))
        }
        explanation.result = .success(try decide(values, rule, &evaluator))
    }

    private func decision(_ name: Text, _ found: [Text], row: Int?, _ rule: CompiledRule) -> Decision {
        Decision(
            value: .record(rule.outputShape, [.string(name), .list(found.map { Value.string($0) })]),
            version: rule.version, rows: row.map { RowNumbers($0) } ?? RowNumbers())
    }

    private func parts(
        _ values: [Value], _ evaluator: inout RuleEvaluator
    ) throws(RuleError.Kind) -> [Text] {
        let value: Value
        do throws(EvaluationError) { value = try evaluator.evaluate(text, values) } catch {
            throw .formula("text", error)
        }
        if value.isAbsent || value.isNull { throw .absentPart("text") }
        guard let text = value.asText else { throw .wrongPart("text", value, .string) }
        return Self.parts(of: text)
    }

    /// The words of a class that stand in a text.
    private func found(_ item: Class, in parts: [Text]) -> [Text] {
        zip(item.words, item.parts).filter { _, word in stands(word, in: parts) }.map(\.0)
    }

    private func stands(_ word: [Text], in parts: [Text]) -> Bool {
        guard !word.isEmpty, word.count <= parts.count else { return false }
        for start in 0...(parts.count - word.count) where parts[start..<start + word.count].elementsEqual(word) {
            return true
        }
        return false
    }
}
