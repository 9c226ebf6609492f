package import Amounts
package import Definitions
import Encoding
package import Evaluation
package import Expressions
package import Rules
package import SourceText
import YAMLReading

/// A rule with a score or with words, whose numbers, words and expressions have been resolved.
package struct CheckedScoring: Sendable {
    package enum Body: Sendable {
        case score(CheckedScore)
        case words(CheckedWords)
    }

    package var definition: RuleDefinition
    package var signature: ScoringSignature
    package var body: Body
    package var expressions: [CheckedExpression]
    /// What the expressions name: the inputs.
    package var scope: Declarations
    package var shapes: [Shape]
}

package struct CheckedScore: Sendable {
    package struct Term: Sendable {
        package var name: String
        /// A position among the expressions.
        package var value: Int
        package var weight: Decimal
        package var why: [Piece]?
    }

    /// Text with expressions in it.
    package enum Piece: Sendable {
        case literal(String)
        case value(Int)
    }

    package var start: Decimal
    package var terms: [Term]
    package var isLogistic: Bool
}

package struct CheckedWords: Sendable {
    package var text: Int
    package var classes: [(name: String, words: [String])]
    package var otherwise: String
}

/// What a score or a class by words is given and what it gives, as those see it who ask: advice.
package struct ScoringSignature: Sendable {
    package var inputs: [FieldDefinition]
    package var inputTypes: [Type]
    package var ruleInputs: [RuleInput]
    /// `score`, `sum` and `terms`; or `class` and `found`.
    package var outputs: [Shapes.ShapeField]
    package var ruleOutputs: [RuleOutput]

    /// - Parameter shapes: gets the enumerations and records of the types.
    /// - Returns: nothing for a rule of another kind.
    package init?(_ rule: RuleDefinition, _ shapes: inout Shapes) {
        inputs = rule.inputs
        (inputTypes, ruleInputs) = shapes.inputs(rule.inputs)
        let name = rule.heading.name.value
        switch rule.body {
        case .score:
            ruleOutputs = Score.outputs
            let term = shapes.declareResult("a term of \(name)", Score.termFields)
            outputs = ruleOutputs.map { output in
                Shapes.ShapeField(output.name.string, (output.name == "terms" ? .list(term) : .decimal, output.type))
            }
        case .words(let words):
            ruleOutputs = WordClasses.outputs(
                words.classes.map { Text($0.name.value) }, otherwise: Text(words.otherwise.value))
            let type = shapes.enumeration("class", ruleOutputs[0].words?.map(\.string) ?? [])
            outputs = [
                Shapes.ShapeField("class", (type, .string)),
                Shapes.ShapeField("found", (.list(.string), .list(.string))),
            ]
        default: return nil
        }
    }
}

/// Resolves one version of a score or of a classification. All problems are collected.
package struct ScoreChecker {
    static let maximumTerms = 1_000
    static let maximumWords = 10_000

    private let rule: RuleDefinition
    private var expressions: InputExpressions

    /// - Returns: the checked rule, unless it is of another kind or an error stands in its way, and all that was found.
    package static func check(
        _ rule: RuleDefinition, _ shapes: Shapes, isDamaged: Bool = false
    ) -> (checked: CheckedScoring?, diagnostics: [Diagnostic]) {
        var shapes = shapes
        guard let signature = ScoringSignature(rule, &shapes) else { return (nil, []) }
        var checker = ScoreChecker(
            rule: rule, expressions: InputExpressions(rule.inputs, signature.inputTypes, shapes.declarations))
        let body = checker.body()
        checker.expressions.checkDays(rule.effective)
        if !isDamaged { checker.expressions.reportUnused("rule") }
        let found = checker.expressions.diagnostics
        guard let body, !found.contains(where: { $0.severity == .error }) else { return (nil, found) }
        let checked = CheckedScoring(
            definition: rule, signature: signature, body: body, expressions: checker.expressions.checked,
            scope: checker.expressions.scope, shapes: shapes.all)
        return (checked, found)
    }

    private mutating func body() -> CheckedScoring.Body? {
        switch rule.body {
        case .score(let score): self.score(score).map { .score($0) }
        case .words(let words): self.words(words).map { .words($0) }
        default: nil
        }
    }

    // MARK: Scores

    private mutating func score(_ written: ScoreDefinition) -> CheckedScore? {
        if written.terms.count > Self.maximumTerms {
            let first = written.terms[Self.maximumTerms].name
            expressions.report(
                PriceCodes.tooMany, first.place, "This score has \(written.terms.count) terms.",
                found: "\(written.terms.count) terms",
                expected: "at most \(Self.maximumTerms) (the limit on a score's terms)",
                help: "Leave out what weighs least.")
            return nil
        }
        let start = number(written.start)
        var terms: [CheckedScore.Term] = []
        var seen: [String: Place] = [:]
        for term in written.terms {
            if let first = seen.updateValue(term.name.place, forKey: term.name.value) {
                expressions.report(
                    PriceCodes.nameTwice, term.name.place, "Two terms are called \"\(term.name.value)\".",
                    found: "a second term \"\(term.name.value)\"", expected: "each name once",
                    help: "Rename one of the two.",
                    related: [.init(first, "the first one")])
            }
            let value = expressions.add(term.value, PriceCodes.termValue, takes: "a number, or true or false") {
                $0 == .int || $0 == .decimal || $0 == .bool
            }
            let weight = number(term.weight)
            var why: [CheckedScore.Piece]?
            if let text = term.why {
                guard let pieces = pieces(text) else { continue }
                why = pieces
            }
            guard let value, let weight else { continue }
            terms.append(.init(name: term.name.value, value: value, weight: weight, why: why))
        }
        guard let start, terms.count == written.terms.count else { return nil }
        return CheckedScore(start: start, terms: terms, isLogistic: written.scale?.value == .logistic)
    }

    private mutating func pieces(_ text: FreeText) -> [CheckedScore.Piece]? {
        var pieces: [CheckedScore.Piece] = []
        for piece in text.pieces {
            switch piece {
            case .literal(let literal, _): pieces.append(.literal(literal))
            case .expression(let excerpt):
                let code = expressions.add(excerpt, PriceCodes.termValue, takes: "a value", mayBeAbsent: true) { _ in
                    true
                }
                guard let code else { return nil }
                pieces.append(.value(code))
            }
        }
        return pieces
    }

    private mutating func number(_ written: Written<String>) -> Decimal? {
        if let number = try? Decimal.parse(written.value) { return number }
        expressions.report(
            PriceCodes.badNumber, written.place, "This number has more digits than a number can have.",
            found: written.value,
            expected: "at most 38 digits, of which at most 38 behind the point", help: "Write fewer digits.")
        return nil
    }

    // MARK: Words

    private mutating func words(_ written: WordsDefinition) -> CheckedWords? {
        let text = expressions.add(written.text, PriceCodes.badExpression, takes: "text") { $0 == .string }
        var seen: [[Text]: (place: Place, name: String)] = [:]
        var count = 0
        for item in written.classes {
            count += item.value.count
            for word in item.value {
                let parts = WordClasses.parts(of: Text(word.value))
                if parts.isEmpty {
                    expressions.report(
                        PriceCodes.emptyWord, word.place, "This word has no letter and no digit.",
                        found: "\"\(word.value)\"",
                        expected: "a word, or several", help: "Delete it, or write the word that is meant.")
                } else if let first = seen[parts] {
                    expressions.report(
                        PriceCodes.maskedWord, word.place,
                        first.name == item.name.value
                            ? "This word stands in the class twice."
                            : "A text with this word already belongs to \"\(first.name)\".",
                        found: "\"\(word.value)\" under \"\(item.name.value)\"", expected: "each word once",
                        help: "Delete one of the two, or put the classes into another order.",
                        related: [.init(first.place, "the first one")])
                } else {
                    seen[parts] = (word.place, item.name.value)
                }
            }
        }
        if count > Self.maximumWords {
            expressions.report(
                PriceCodes.tooMany, written.otherwise.place, "This classification has \(count) words.",
                found: "\(count) words",
                expected: "at most \(Self.maximumWords) (the limit on a classification's words)",
                help: "Leave out what a shorter word already finds.")
        }
        guard let text else { return nil }
        return CheckedWords(
            text: text, classes: written.classes.map { ($0.name.value, $0.value.map(\.value)) },
            otherwise: written.otherwise.value)
    }
}
