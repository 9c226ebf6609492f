package import Encoding
package import Evaluation

extension Notice {
    /// The notice in the best of the languages that are asked for.
    ///
    /// - Parameters:
    ///   - languages: those that the recipient reads, the preferred first; the fallback if there is none.
    ///   - inputs: the values in the order of `inputs`, records as records; what is optional may be absent.
    ///   - environment: the clock, calendar and zones that the expressions may ask.
    package func render(
        for languages: [Text], _ inputs: [Value], _ environment: EvaluationEnvironment
    ) throws(NoticeFailure) -> Rendering {
        guard let message = message(for: languages) else { throw .noMessage }
        var evaluator = Evaluator(environment)
        func value(_ index: Int) throws(NoticeFailure) -> Value {
            do throws(EvaluationError) { return try evaluator.evaluate(code[index], inputs) } catch {
                throw .expression(error)
            }
        }
        if let onlyIf, try value(onlyIf).asBool != true { return .withheld }
        let forms = LanguageForms(message.language)
        func text(_ pieces: [Piece]) throws(NoticeFailure) -> String {
            var text = ""
            for piece in pieces {
                switch piece {
                case .literal(let literal): text += literal.string
                case .value(let index): text += try forms.text(try value(index))
                }
            }
            return text
        }
        let subject = Self.oneLine(try text(message.subject))
        let body = try text(message.body)
        return .message(RenderedNotice(language: message.language, subject: Text(subject), body: Text(body)))
    }

    /// A line break that came with a value would end the subject and begin another header of the message.
    private static func oneLine(_ text: String) -> String {
        var line = ""
        for scalar in text.unicodeScalars {
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            if isControl || scalar.value == 0x2028 || scalar.value == 0x2029 {
                line += " "
            } else {
                line.unicodeScalars.append(scalar)
            }
        }
        return line
    }
}
