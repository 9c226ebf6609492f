package import Checking
import Dates
import Definitions
package import Encoding
import Evaluation
import Expressions
package import Rules
package import SourceText
import YAMLReading

/// Lowers a checked rule: checked syntax becomes code, cells become what is looked up.
package struct RuleCompiler {
    private let rule: CheckedRule
    private var code: [Code] = []
    private var diagnostics: [Diagnostic] = []

    /// - Parameters:
    ///   - isForFindings: the rule is not to be asked, and has no identity.
    ///   - digest: SHA-256, given since the core links no C library.
    /// - Returns: no rule if an expression has a constant that cannot be a value; the diagnostics say which.
    package static func compile(
        _ rule: CheckedRule, isForFindings: Bool = false, digest: ([UInt8]) -> Digest
    ) -> (rule: CompiledRule?, diagnostics: [Diagnostic]) {
        var compiler = RuleCompiler(rule: rule)
        for expression in rule.expressions {
            let lowered = lower(
                expression.checked, rule.scopes[expression.scope], expression.source, shapes: rule.shapes)
            compiler.diagnostics += lowered.diagnostics
            if let expression = lowered.expression { compiler.code.append(expression.code) }
        }
        guard compiler.code.count == rule.expressions.count else { return (nil, compiler.diagnostics) }
        return (compiler.compiled(digest(isForFindings ? [] : compiler.identity())), compiler.diagnostics)
    }

    /// All versions of all rules, by name; a name whose versions do not fit each other is left out, since the checker has reported it.
    package static func rulebooks(_ rules: [CompiledRule]) -> [Rulebook] {
        Set(rules.map(\.name)).sorted().compactMap { name in Rulebook(rules.filter { $0.name == name }) }
    }

    /// What makes a rule the rule that it is: its file, and the file of its table.
    private func identity() -> [UInt8] {
        Identity.bytes(of: rule.definition.node, as: .rule) + (rule.tableFile?.bytes ?? [])
    }

    private func compiled(_ identity: Digest) -> CompiledRule? {
        let definition = rule.definition
        let datedBy = definition.effective.datedBy.flatMap { name in
            rule.signature.inputs.firstIndex { $0.name.value == name.value }
        }
        return CompiledRule(
            name: Text(definition.heading.name.value), version: definition.heading.version.value,
            identity: identity,
            days: EffectiveDays(from: definition.effective.from?.value, until: definition.effective.until?.value),
            datedBy: datedBy, inputs: rule.signature.ruleInputs, outputs: rule.signature.ruleOutputs
        ) { shape in
            switch rule.body {
            case .table(let table): .table(self.table(table, shape))
            case .formulas(let formulas):
                .formulas(
                    Formulas(
                        formulas.formulas.map { .init(Text($0.name), code[$0.expression]) }, outputs: formulas.outputs))
            case .choose(let cases):
                .choose(
                    Choices(
                        cases.map { item in
                            .init(
                                condition: item.condition.map { code[$0] }, outputs: item.outputs.map(output),
                                why: item.why.map { Reason(pieces($0.pieces)) })
                        }))
            }
        }
    }

    private func table(_ table: CheckedTable, _ shape: Shape) -> DecisionTable {
        DecisionTable(
            hit: table.hit, columns: table.columns.map(\.input),
            rows: table.rows.map { row in
                DecisionTable.Row(
                    cells: row.cells.map { cell in
                        switch cell.test {
                        case .any: .any
                        case .values(let test): .test(test)
                        case .condition(let expression): .condition(code[expression])
                        }
                    },
                    outputs: row.outputs.map { output($0.result) }, why: row.why.map { Reason(pieces($0.pieces)) })
            }, shape: shape)
    }

    private func output(_ result: CheckedTable.Result) -> DecisionTable.Output {
        switch result {
        case .constant(let value): .constant(value)
        case .expression(let expression): .expression(code[expression])
        case .text(let pieces): .text(Reason(self.pieces(pieces)))
        }
    }

    private func pieces(_ pieces: [CheckedReason.Piece]) -> [Reason.Piece] {
        pieces.map { piece in
            switch piece {
            case .literal(let text): .literal(Text(text))
            case .value(let expression): .value(code[expression])
            }
        }
    }
}
