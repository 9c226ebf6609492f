import Dates
import Definitions
import Encoding
import Evaluation
import Expressions
import Program
import SourceText
import YAMLReading

extension WorkflowChecker {
    /// Checks an expression and keeps it; what is wrong with it is reported at its place in the file.
    mutating func expression(_ excerpt: Excerpt, expected: Type? = nil) -> CodeIndex? {
        compile(ExpressionSource(excerpt), expected: expected)
    }

    private mutating func compile(_ source: ExpressionSource, expected: Type?) -> CodeIndex? {
        guard !source.isRefused(in: library, workflow.heading) else {
            isWhole = false
            return nil
        }
        let compiled = Expressions.compile(source, scope, expected: expected)
        diagnostics += compiled.diagnostics.map(orderTold)
        guard let checked = compiled.checked else {
            if !compiled.diagnostics.contains(where: { $0.severity == .error }) { isWhole = false }
            return nil
        }
        diagnostics += checkCost(checked, scope, source, limit: EvaluationLimits().cost)
        let loss = CurrencyLoss.check(checked, source, bare: bareAmounts, usual: scope.usualCurrency)
        diagnostics += loss.diagnostics
        lastBare = loss.bare
        expressions.append(CheckedExpression(checked: checked, source: source))
        return expressions.count - 1
    }

    /// An expression that stands for a record, as that record's identity: the record itself, or a reference to it.
    ///
    /// - Parameter record: which record it must be, if only one will do; a text may be its id.
    mutating func identity(_ excerpt: Excerpt, of record: String? = nil) -> CodeIndex? {
        let source = ExpressionSource(excerpt)
        guard let index = compile(source, expected: nil) else { return nil }
        if let record { reportIfOther(expressions[index].checked.type.present, than: record, excerpt) }
        guard case .record = expressions[index].checked.type.present else { return index }
        // Nothing asks for the record as a whole: what is not read of it can change without waking anybody.
        expressions.removeLast()
        return compile(
            ExpressionSource(text: source.text + Array(".id".utf8), file: source.file, pieces: source.pieces),
            expected: nil)
    }

    private mutating func reportIfOther(_ type: Type, than record: String, _ excerpt: Excerpt) {
        let given: String
        switch type {
        case .record(let number): given = scope.records[number].name
        case .abstract(let name, _): given = name
        default: return
        }
        guard given != record else { return }
        func article(_ noun: String) -> String { ("aeiou".contains(noun.prefix(1)) ? "an " : "a ") + noun }
        report(
            CheckCodes.wrongResult, excerpt.place,
            "This place takes \(article(record)), and \"\(excerpt.text)\" is \(article(given)).",
            found: article(given), expected: article(record), help: "Name \(article(record)).")
    }

    /// An expression that the language itself writes.
    mutating func written(_ text: String) -> CodeIndex? {
        compile(ExpressionSource(text, name: "the trigger"), expected: nil)
    }

    /// A list of texts that the file gives literally.
    mutating func constant(_ texts: [String]) -> CodeIndex? {
        compile(
            ExpressionSource("[" + texts.map { "\"\($0)\"" }.joined(separator: ", ") + "]", name: "the levels"),
            expected: .list(.string))
    }

    mutating func template(_ text: FreeText) -> TemplateIndex? {
        var pieces: [Template.Piece] = []
        for piece in text.pieces {
            switch piece {
            case .literal(let literal, _): pieces.append(.literal(Text(literal)))
            case .expression(let excerpt):
                guard let code = expression(excerpt) else { return nil }
                checkShown(expressions[code].checked, excerpt)
                pieces.append(.value(code))
            }
        }
        templates.append(Template(pieces))
        return templates.count - 1
    }

    /// Rule 3 of the notation: free text that is nothing but a name with a value here was meant to be the value.
    mutating func reportIfName(_ text: FreeText) {
        guard text.isLiteral, text.node.isPlain else { return }
        let written = text.node.text
        let head = written.prefix { $0 != "." }
        let isPath = written.utf8.allSatisfy { byte in
            byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_") || (byte >= 0x30 && byte <= 0x39)
                || (byte >= 0x61 && byte <= 0x7A)
        }
        guard isPath, scope.variables.contains(where: { $0.name == head }) else { return }
        // Inside braces and brackets the braces of the reference need quotation marks.
        let reference = text.node.parent?.isFlow == true ? "\"${\(written)}\"" : "${\(written)}"
        report(
            CheckingCodes.textIsName, text.place, "This text is only the name \"\(written)\".",
            found: "\"\(written)\" as text",
            expected: "text, or the value as \(reference)",
            help: "Write \(reference) for its value, or put the text in quotation marks.",
            fix: Fix("Write \(reference)", [.init(text.node.span, reference)]))
    }
}

extension ExpressionSource {
    /// Whether a `${` stands inside, of which was told when the file was read.
    func isRefused(in library: Library, _ heading: Heading) -> Bool {
        library.isDamaged(heading) && String(decoding: text, as: UTF8.self).contains("${")
    }

    init(_ excerpt: Excerpt) {
        self.init(
            text: excerpt.bytes, file: excerpt.file,
            pieces: excerpt.pieces.map { Piece(offset: UInt32($0.offset), fileOffset: UInt32($0.fileOffset)) })
    }
}
