internal import Encoding
internal import Evaluation
internal import Ingest
internal import SourceText

/// Many expressions, one JSON object a line: `{"expr": "…", "input": {…}}`, and an answer a line.
///
/// An answer has the line's other fields as they were, so that the two can be matched, and then `value`, or `error` with a
/// `code` and a `message`. A line that cannot be read is answered so too, and touches no other.
public enum TrialBatch {
    /// Answers every line, in their order, through `write`; a line break stands behind each answer.
    ///
    /// - Returns: how many lines had a value, and how many an error.
    public static func run(
        _ bytes: [UInt8], name: String, _ trial: inout ExpressionTrial, _ write: (String) -> Void
    ) -> (values: Int, errors: Int) {
        var lines: [(Int, JSONLinesReader.Line)] = []
        var reader = JSONLinesReader(name: name)
        reader.read(bytes) { lines.append(($0, $1)) }
        reader.finish { lines.append(($0, $1)) }
        var counts = (values: 0, errors: 0)
        for (number, line) in lines {
            var text = Array("{".utf8)
            let problem: (code: String, message: String)?
            switch line {
            case .value(let value): problem = answer(value, number, name, &trial, &text)
            case .problems(let diagnostics):
                problem = (diagnostics.first?.code.id ?? "", diagnostics.first?.message ?? "")
            case .event: problem = ("", "")
            }
            if let problem {
                counts.errors += 1
                appendName("error", to: &text)
                text += "{\"code\":".utf8
                JSONText.appendString(problem.code, to: &text)
                text += ",\"message\":".utf8
                JSONText.appendString(problem.message, to: &text)
                text.append(UInt8(ascii: "}"))
            } else {
                counts.values += 1
            }
            text += "}\n".utf8
            write(String(decoding: text, as: UTF8.self))
        }
        return counts
    }

    private static func appendName(_ name: String, to text: inout [UInt8]) {
        if text.count > 1 { text.append(UInt8(ascii: ",")) }
        JSONText.appendString(name, to: &text)
        text.append(UInt8(ascii: ":"))
    }

    /// Writes the fields of an answer; returns what is wrong instead of a value.
    private static func answer(
        _ line: Value, _ number: Int, _ name: String, _ trial: inout ExpressionTrial, _ text: inout [UInt8]
    ) -> (code: String, message: String)? {
        if let fields = line.asMap {
            for (key, value) in fields {
                guard let field = key.asText, !["expr", "input", "value", "error"].contains(field.string) else {
                    continue
                }
                appendName(field.string, to: &text)
                ValueTexts.append(value, to: &text)
            }
        }
        guard let expression = line["expr"]?.asText else {
            return ("", "The line needs an \"expr\", which is text: {\"expr\": \"1 + 1\", \"input\": {}}.")
        }
        let input = line["input"] ?? .null
        guard input.isNull || input.kind == .map else {
            return ("", "The \"input\" is an object with a field for each name of the expression.")
        }
        let outcome = trial.run(expression.string, name: "\(name):\(number)", over: input)
        guard let value = outcome.value else {
            let problem = outcome.diagnostics.first
            return (problem?.code.id ?? "", problem?.message ?? "")
        }
        appendName("value", to: &text)
        ValueTexts.append(value, to: &text)
        return nil
    }
}
