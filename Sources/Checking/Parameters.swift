import Amounts
import Dates
import Definitions
import Encoding
import Evaluation
import Expressions
import Program
import SourceText
import YAMLReading

/// What the settings say to a workflow: the values of its parameters and the time zone of its runs.
///
/// A workflow that reads either is checked once for each settings file, so that what one tenant's settings lack is found
/// before a run of that tenant needs it.
extension WorkflowChecker {
    /// The parameters as one record under the name `parameters`.
    mutating func declareParameters() {
        var fields: [RecordDeclaration.Field] = []
        var shape: [Shape.Field] = []
        var values: [Value] = []
        for parameter in settings?.parameters ?? [] {
            guard let (type, value) = parameterValue(parameter) else { continue }
            fields.append(.init(parameter.name.value, type.0))
            shape.append(Shape.Field(Text(parameter.name.value), type.1, isRequired: true))
            values.append(value)
        }
        // What no settings give is told once, by its name (`ParameterChecks`), and not again by what an expression makes of it.
        for (name, _) in ParameterChecks.uses(in: workflow.node) where !fields.contains(where: { $0.name == name }) {
            fields.append(.init(name, .error))
        }
        let type = scope.declare(RecordDeclaration("the parameters of the settings", fields))
        let slot = scope.declare("parameters", settings == nil ? .error : type)
        assert(slot == Program.parametersSlot)
        if let shape = Shape(Text("the parameters of the settings"), shape) { parameters = .record(shape, values) }
    }

    /// What stands there says what it is: a period, a time of day, anything that is a value as an expression; else it is text.
    private func parameterValue(_ parameter: ArgumentDefinition) -> ((Type, ValueType), Value)? {
        let node = parameter.node
        if node.isSequence {
            let items = node.items.map(\.text)
            return ((.list(.string), .list(.string)), .list(items.map { .string($0) }))
        }
        guard node.isScalar else { return nil }
        let text = node.text
        guard node.isPlain else { return ((.string, .string), .string(text)) }
        if let period = Parametric<Period>.period(text) { return ((.period, .period), .period(period)) }
        if let time = Parametric<CivilTime>.time(text) { return ((.time, .time), .time(time)) }
        let source = ExpressionSource(text, name: "a parameter")
        let declarations = Declarations()
        if let checked = Expressions.compile(source, declarations).checked,
            let code = lower(checked, declarations, source, shapes: []).expression?.code
        {
            var evaluator = Evaluator(EvaluationEnvironment())
            if let value = try? evaluator.evaluate(code, []), let type = Self.type(of: value) { return (type, value) }
        }
        return ((.string, .string), .string(text))
    }

    private static func type(of value: Value) -> (Type, ValueType)? {
        switch value.kind {
        case .bool: (.bool, .bool)
        case .int: (.int, .int)
        case .decimal: (.decimal, .decimal)
        case .ratio: (.ratio, .ratio)
        case .money: (.money(value.asMoney?.currency), .money(value.asMoney?.currency))
        case .date: (.date, .date)
        case .timestamp: (.timestamp, .timestamp)
        default: nil
        }
    }

    // MARK: In the place of a value

    /// - Parameter isOffset: it may go back; what a file writes there itself was looked at when it was read.
    mutating func period(_ written: Written<Parametric<Period>>, isOffset: Bool = false) -> Period? {
        value(written, isOffset ? "a period such as -3 days" : "a period such as 3 days") { text in
            Parametric<Period>.period(text).flatMap { isOffset || !$0.goesBack ? $0 : nil }
        }
    }

    mutating func timeOfDay(_ written: Written<Parametric<CivilTime>>) -> CivilTime? {
        value(written, "a time of day such as 09:00") { Parametric<CivilTime>.time($0) }
    }

    mutating func integer(_ written: Written<Parametric<Int>>, _ bounds: ClosedRange<Int>) -> Int? {
        value(written, "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)") {
            Parametric<Int>.integer($0, bounds)
        }
    }

    private mutating func value<Value>(
        _ written: Written<Parametric<Value>>, _ expected: String, _ read: (String) -> Value?
    ) -> Value? {
        switch written.value {
        case .value(let value): return value
        case .parameter(let name):
            // A parameter that is not given is told once for all settings (`ParameterChecks`).
            guard let settings, let parameter = settings.parameters.first(where: { $0.name.value == name }) else {
                return nil
            }
            if parameter.node.isScalar, let value = read(parameter.node.text) { return value }
            diagnostics.append(
                Diagnostic(
                    CheckingCodes.badParameter, at: written.place,
                    "\"parameters.\(name)\" of the settings \"\(settings.heading.name.value)\" cannot stand here.",
                    found: parameter.node.isScalar ? "\"\(parameter.node.text)\"" : "something that is no single value",
                    expected: expected, help: "Change the value in the settings, or read another parameter.",
                    related: [.init(parameter.node.place, "its value")]))
            return nil
        }
    }

    // MARK: The time zone

    /// Where the settings find the zone through a record: that expression, in the names of this workflow.
    mutating func checkZone() -> CodeIndex? {
        guard let settings, case .expression(let excerpt) = settings.timezone.value else { return nil }
        let root = String(excerpt.text.prefix { $0 != "." })
        // What could not be read may have named one.
        let hasFallback = settings.fallbackTimezone != nil || library.isDamaged(settings.heading)
        if scope.variables.contains(where: { $0.name == root }) {
            guard let code = expression(excerpt, expected: .absent(.string)) else { return nil }
            if !hasFallback, expressions[code].checked.type.isAbsent {
                report(
                    CheckingCodes.noZone, workflow.heading.name.place,
                    "It is not clear in which time zone a run goes whose \"\(root)\" names none.",
                    found:
                        "\"timezone: \(excerpt.text)\" in the settings \"\(settings.heading.name.value)\", which may be absent",
                    expected: "a time zone for every run",
                    help: "Say in these settings under \"fallback_timezone\" which zone holds then.")
            }
            return code
        }
        guard !hasFallback else { return nil }
        report(
            CheckingCodes.noZone, workflow.heading.name.place, "It is not clear in which time zone this workflow runs.",
            found: "no record \"\(root)\"",
            expected:
                "the record \"\(root)\", since the settings \"\(settings.heading.name.value)\" say \"timezone: \(excerpt.text)\"",
            help:
                "Add \"\(root)\" to the records, or say in the settings under \"fallback_timezone\" which zone holds where there is none."
        )
        return nil
    }
}

extension Period {
    /// Any part of it is below zero.
    var goesBack: Bool { months < 0 || days < 0 || businessDays < 0 || seconds < 0 }
}
