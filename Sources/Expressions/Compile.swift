public import SourceText

// The whole way of an expression before it runs.

/// What becomes of an expression's text.
public struct CompiledExpression: Sendable {
    /// The checked expression; `nil` if the text or its meaning has an error, or if it speaks of what could not be read.
    public var checked: Checked?
    /// The tree as far as it could be read.
    public var syntax: Syntax
    public var diagnostics: [Diagnostic]
}

/// Reads an expression, looks up its names and checks its types.
///
/// - Parameters:
///   - declarations: what it may name.
///   - expected: what the place of the expression takes; `nil` for anything.
///   - isChecked: `false` only looks names up and leaves the rest to the evaluation, as CEL allows.
/// - Returns: all problems at once; nothing is thrown.
public func compile(
    _ source: ExpressionSource, _ declarations: Declarations, dialect: Dialect = .proviso, expected: Type? = nil,
    limits: SyntaxLimits = .standard, isChecked: Bool = true
) -> CompiledExpression {
    let problems = Problems(source)
    let syntax = parse(source, dialect, limits, problems)
    // A tree with gaps is still checked: what is missing fits everywhere, and the author sees all problems at once.
    var checker = Checker(syntax, declarations, isChecked ? .checking : .resolving, problems)
    let checked = checker.run(expected: expected)
    return CompiledExpression(
        checked: problems.hasErrors || !checker.isWhole ? nil : checked, syntax: syntax, diagnostics: problems.list)
}
