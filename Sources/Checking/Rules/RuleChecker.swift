package import Definitions
import Encoding
import Evaluation
import Expressions
import Rules
package import SourceText
import YAMLReading

/// Resolves one version of a rule: its table, formulas or cases against its own inputs and outputs. All problems are collected.
package struct RuleChecker {
    let rule: RuleDefinition
    var shapes: Shapes
    let signature: RuleSignature
    var diagnostics: [Diagnostic] = []
    var expressions: [ScopedExpression] = []
    var scopes: [Declarations] = []
    /// The inputs that something has used.
    var usedInputs: Set<Int> = []
    let inputNames: [String]

    private init(_ rule: RuleDefinition, _ shapes: Shapes) {
        self.rule = rule
        self.shapes = shapes
        signature = RuleSignature(rule, &self.shapes)
        inputNames = rule.inputs.map(\.name.value)
    }

    /// - Parameters:
    ///   - tableFile: the file that `table_file` names, if it was found.
    ///   - isDamaged: something in the file could not be read, so that what seems to be missing may only not have been read.
    /// - Returns: the checked rule, unless an error stands in its way, and all that was found.
    package static func check(
        _ rule: RuleDefinition, _ shapes: Shapes, tableFile: SourceFile?, isDamaged: Bool = false
    ) -> (checked: CheckedRule?, diagnostics: [Diagnostic]) {
        var checker = RuleChecker(rule, shapes)
        let body = checker.run(tableFile)
        if !isDamaged { checker.reportUnused() }
        let isFit = !checker.diagnostics.contains { $0.severity == .error }
        guard isFit, let body else { return (nil, checker.diagnostics) }
        let checked = CheckedRule(
            definition: rule, signature: checker.signature, body: body, expressions: checker.expressions,
            scopes: checker.scopes, shapes: checker.shapes.all, tableFile: tableFile)
        return (checked, checker.diagnostics)
    }

    /// Whether scores and words are checked elsewhere.
    package static func takes(_ rule: RuleDefinition) -> Bool {
        switch rule.body {
        case .table, .tableFile, .formulas, .choose: true
        case .score, .words: false
        }
    }

    private mutating func run(_ tableFile: SourceFile?) -> CheckedRule.Body? {
        checkHead()
        switch rule.body {
        case .table(let excerpt, let hit):
            var text = TableText(excerpt.node)
            let grid = text.grid()
            diagnostics += text.diagnostics
            return grid.flatMap { table($0, hit) }.map { .table($0) }
        case .tableFile(let name, let hit):
            guard let grid = grid(name, tableFile) else { return nil }
            return table(grid, hit).map { .table($0) }
        case .formulas(let entries): return formulas(entries).map { .formulas($0) }
        case .choose(let options): return choose(options).map { .choose($0) }
        case .score, .words: return nil
        }
    }

    // MARK: The head

    private mutating func checkHead() {
        diagnostics += rule.effective.problems(rule.inputs)
        if let datedBy = rule.effective.datedBy, let index = inputNames.firstIndex(of: datedBy.value) {
            usedInputs.insert(index)
        }
    }

    private mutating func reportUnused() {
        guard !diagnostics.contains(where: { $0.severity == .error }) else { return }
        for (index, field) in rule.inputs.enumerated() where !usedInputs.contains(index) {
            report(
                RuleCodes.unusedInput, field.name.place, "Nothing in this rule uses \"\(field.name.value)\".",
                found: "an input without a use", expected: "only inputs that the rule looks at",
                help: "Delete it, or add the column or expression that is missing.")
        }
    }

    // MARK: Expressions

    /// What expressions of the rule may name: the inputs.
    var inputScope: Declarations {
        var scope = shapes.declarations
        for (index, field) in rule.inputs.enumerated() {
            scope.declare(field.name.value, signature.inputTypes[index], isOptional: field.type.value.isOptional)
        }
        return scope
    }

    /// Keeps a scope, for expressions that are checked in it.
    mutating func add(_ scope: Declarations) -> Int {
        scopes.append(scope)
        return scopes.count - 1
    }

    /// Checks an expression and keeps it; what is wrong with it is reported at its place in the file.
    mutating func expression(_ source: ExpressionSource, scope: Int, expected: Type?) -> RuleExpression? {
        let compiled = Expressions.compile(source, scopes[scope], expected: expected)
        diagnostics += compiled.diagnostics
        for node in compiled.syntax.nodes.indices where compiled.syntax.nodes[node].kind == .name {
            let name = compiled.syntax.name(of: NodeID(UInt32(node)))
            if let index = inputNames.firstIndex(of: name) { usedInputs.insert(index) }
        }
        guard let checked = compiled.checked else { return nil }
        diagnostics += checkCost(checked, scopes[scope], source, limit: EvaluationLimits().cost)
        expressions.append(ScopedExpression(checked: checked, source: source, scope: scope))
        return expressions.count - 1
    }

    /// The reason of a case, over the inputs and the outputs.
    mutating func reason(_ text: FreeText, scope: Int) -> CheckedReason? {
        var pieces: [CheckedReason.Piece] = []
        for piece in text.pieces {
            switch piece {
            case .literal(let literal, _): pieces.append(.literal(literal))
            case .expression(let excerpt):
                guard let code = expression(ExpressionSource(excerpt), scope: scope, expected: nil) else { return nil }
                pieces.append(.value(code))
            }
        }
        return CheckedReason(pieces: pieces)
    }

    /// The inputs and behind them the outputs, for reasons.
    var reasonScope: Declarations {
        var scope = inputScope
        for (index, field) in signature.outputs.enumerated() where !inputNames.contains(field.name) {
            scope.declare(field.name, signature.outputs[index].type, isOptional: field.isOptional)
        }
        return scope
    }

    // MARK: Messages

    mutating func report(
        _ code: DiagnosticCode, _ place: Place, _ message: String, found: String, expected: String, help: String,
        related: [Diagnostic.Related] = [], fix: Fix? = nil
    ) {
        diagnostics.append(
            Diagnostic(
                code, at: place, message, found: found, expected: expected, help: help, related: related, fix: fix))
    }

    func quoted(_ names: [String]) -> String {
        let shown = names.prefix(8).map { "\"\($0)\"" }.joined(separator: ", ")
        return names.count > 8 ? shown + " and \(names.count - 8) more" : shown
    }
}
