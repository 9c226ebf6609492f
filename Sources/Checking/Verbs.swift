import Dates
import Definitions
import Encoding
import Evaluation
import Expressions
import Program
import SourceText
import YAMLReading

/// What a verb becomes, and what it leaves for the steps that follow.
struct CheckedVerb {
    var action: Action
    var resultType: Type?
    var resultShape: Shape?
    /// The outcomes that a branch may be given for.
    var outcomeNames: [String] = []
    /// The data that is there after each outcome for certain.
    var certainData: [String: [String]] = [:]
}

extension WorkflowChecker {
    mutating func verb(of step: StepDefinition) -> CheckedVerb? {
        switch step.verb {
        case .call(let call): return check(call, step)
        case .approve(let approve): return check(approve, step)
        case .wait(let wait): return check(wait, step)
        case .sequence(let sequence): return check(sequence)
        case .choose(let cases): return check(cases)
        case .letValues(let values): return check(values)
        case .flag(let flag):
            guard let text = template(flag.text) else { return nil }
            let within = step.within.flatMap { period($0) }
            return CheckedVerb(action: .flag(FlagAction(text: text, to: Text(flag.to.value), within: within)))
        case .emit(let emit): return check(emit)
        case .group(let steps):
            return block(steps, isCertain: step.condition == nil).map { CheckedVerb(action: .group($0)) }
        case .end(let result): return CheckedVerb(action: .end(Text(result.value)))
        case .proceed: return CheckedVerb(action: .proceed)
        case .beginAgain: return CheckedVerb(action: .beginAgain)
        case .decide(let decide): return check(decide, step, isAdvice: false)
        case .advise(let advise): return check(advise, step, isAdvice: true)
        case .unreadable: return nil
        }
    }

    // MARK: Calls

    private mutating func check(_ call: CallDefinition, _ step: StepDefinition) -> CheckedVerb? {
        let name = call.primitive.value
        calledPrimitives.insert(name)
        guard let primitive = library.primitive(name) else {
            // What stands under "may" was reported there.
            if !workflow.may.contains(where: { $0.value == name }) {
                reportUnknown(call.primitive, "primitive", library.primitives.map(\.heading.name.value))
            }
            return nil
        }
        if !workflow.may.contains(where: { $0.value == name }), !isLostInMay(name) {
            report(
                CheckingCodes.notInMay, call.primitive.place, "This workflow may not call \"\(name)\".",
                found: "a call of \"\(name)\"",
                expected: "one of the calls under \"may\"" + (workflow.may.isEmpty ? ", which lists none" : ""),
                help: "Add \"\(name)\" to \"may\" at the top of the file, if the workflow is meant to do this.")
        }
        let isIncomplete = primitive.inputs.isEmpty && library.isDamaged(primitive.heading)
        let inputs = arguments(
            call.inputs, primitive.inputs, of: name, at: call.primitive, isIncomplete: isIncomplete)
        checkNotices(call, primitive)
        checkConditional(call, primitive)
        var fields = [Shapes.ShapeField("outcome", (.string, .string))]
        for outcome in primitive.outcomes {
            for field in outcome.fields where !fields.contains(where: { $0.name == field.name.value }) {
                fields.append(
                    Shapes.ShapeField(
                        field.name.value, type(of: field, in: "the result of \(step.name)"), isOptional: true,
                        atMost: field.atMost?.value))
            }
        }
        let type = declare("the result of \(step.name)", fields)
        let outcomes = primitive.outcomes.map(\.name.value)
        return CheckedVerb(
            action: .call(
                CallAction(
                    primitive: Text(name), inputs: inputs, isNotice: primitive.has(.sendsNotice),
                    retry: step.retry.flatMap { retry($0) })),
            resultType: type, resultShape: shapes.shape("the result of \(step.name)"),
            outcomeNames: outcomes + (outcomes.contains("unavailable") ? [] : ["unavailable"]),
            certainData: Dictionary(
                primitive.outcomes.map { outcome in
                    let certain = outcome.fields.filter { !$0.type.value.isOptional }
                    return (outcome.name.value, ["outcome"] + certain.map(\.name.value))
                }, uniquingKeysWith: { first, _ in first }))
    }

    /// The type of what comes with an outcome; a group is a record of its own, called after its field.
    private mutating func type(of field: FieldDefinition, in owner: String) -> (Type, ValueType) {
        guard field.type.value.isGroup, !field.fields.isEmpty else {
            return Shapes.type(of: field.type.value.required, path: field.name.value, &scope)
        }
        let name = "\(owner).\(field.name.value)"
        let fields = field.fields.map { part in
            Shapes.ShapeField(
                part.name.value, type(of: part, in: name), isOptional: part.type.value.isOptional,
                atMost: part.atMost?.value)
        }
        return Shapes.wrapped(field.type.value.required, (declare(name, fields), .record(Text(name))))
    }

    /// Declares a shape in the scope as well as among the shapes.
    mutating func declare(_ name: String, _ fields: [Shapes.ShapeField]) -> Type {
        shapes.declare(name, fields)
        return scope.declare(
            RecordDeclaration(name, fields.map { .init($0.name, $0.type, isOptional: $0.isOptional) }))
    }

    /// Whether "may" could not be read, or names a call in a way that was reported.
    private func isLostInMay(_ name: String) -> Bool {
        if workflow.may.isEmpty, library.hasLostNames(workflow.heading) { return true }
        return didYouMean(name, among: workflow.may.map(\.value).filter { library.primitive($0) == nil }) != nil
    }

    /// There may be inputs that could not be read.
    func hasLostInputs(_ given: [ArgumentDefinition]) -> Bool {
        given.isEmpty && library.hasLostNames(workflow.heading)
    }

    /// The values of a call in the order of its signature.
    ///
    /// - Parameter isIncomplete: the signature could not be read whole, of which was told.
    private mutating func arguments(
        _ given: [ArgumentDefinition], _ signature: [FieldDefinition], of name: String, at place: WrittenName,
        isIncomplete: Bool
    ) -> [NamedArgument] {
        let known = signature.map(\.name.value)
        for argument in given where !isIncomplete && !known.contains(argument.name.value) {
            report(
                CheckingCodes.unknownInput, argument.name.place,
                "\"\(name)\" does not take \"\(argument.name.value)\".",
                found: "a value for \"\(argument.name.value)\"",
                expected: known.isEmpty ? "no values" : "one of " + quoted(known),
                help: suggestion(argument.name.value, known) ?? "Delete it, or name one of the inputs.",
                fix: fix(argument.name, known))
        }
        var arguments: [NamedArgument] = []
        for field in signature {
            guard let argument = given.first(where: { $0.name.value == field.name.value }) else {
                if !field.type.value.isOptional, !hasLostInputs(given) {
                    report(
                        CheckingCodes.missingInput, place.place, "\"\(name)\" needs \"\(field.name.value)\".",
                        found: "no value for \"\(field.name.value)\"",
                        expected: "\(field.name.value): \(field.type.value)",
                        help: "Add \"\(field.name.value)\" under \"with\".")
                }
                continue
            }
            if let value = value(argument, field.type.value) {
                arguments.append(
                    NamedArgument(Text(field.name.value), value, isOptional: field.type.value.isOptional))
            }
        }
        return arguments
    }

    /// What a signature asks for decides how a value is read: free text, a name, or an expression.
    private mutating func value(_ argument: ArgumentDefinition, _ written: WrittenType) -> Argument? {
        let type = written.required
        switch type {
        case .text:
            guard let text = argument.freeText else { return nil }
            reportIfName(text)
            return template(text).map { .template($0) }
        case .price:
            guard let text = argument.freeText else { return nil }
            checkPrice(text)
            return template(text).map { .template($0) }
        case .notice, .role:
            guard let text = argument.freeText, text.isLiteral else { return nil }
            return template(text).map { .template($0) }
        case .record(let record):
            return argument.expression.flatMap { identity($0, of: record) }.map { .code($0) }
        default:
            if type == .period { reportIfBackwards(argument) }
            var (expected, _) = Shapes.type(of: type, path: argument.name.value, &scope)
            if written.isOptional { expected = .absent(expected) }
            return argument.expression.flatMap { expression($0, expected: expected) }.map { .code($0) }
        }
    }

    /// A period that is given to a call or an event says how long something is; one that goes back is a slip.
    private mutating func reportIfBackwards(_ argument: ArgumentDefinition) {
        guard let text = argument.expression?.text, let period = try? Period(text), period.goesBack else { return }
        let forward = String(text.drop { $0 == "-" || $0 == " " })
        report(
            CheckingCodes.backwards, argument.expression?.place ?? argument.name.place,
            "\"\(argument.name.value)\" is how long something is, and this period goes back.", found: "\"\(text)\"",
            expected: "a period such as \(forward)",
            help: "Write \(forward). To count back from a date, calculate the date: invoice.due_on - \(forward).")
    }

    /// The notices that a call names are there, and speak of what the call gives.
    private mutating func checkNotices(_ call: CallDefinition, _ primitive: PrimitiveDefinition) {
        for input in primitive.inputs where input.type.value.required == .notice {
            guard let text = call.inputs.first(where: { $0.name.value == input.name.value })?.freeText, text.isLiteral
            else { continue }
            let name = Written(text.node.text, text.node)
            if let notice = library.notice(name.value) {
                checkInputs(of: notice, at: name, call, primitive)
            } else {
                reportUnknown(name, "notice", library.notices.map(\.heading.name.value))
            }
        }
    }

    private mutating func check(_ emit: EmitDefinition) -> CheckedVerb? {
        guard let event = library.event(emit.event.value) else {
            reportUnknown(emit.event, "event", library.events.map(\.heading.name.value))
            return nil
        }
        let isIncomplete = event.fields.isEmpty && library.isDamaged(event.heading)
        let data = arguments(
            emit.fields, event.fields, of: emit.event.value, at: emit.event, isIncomplete: isIncomplete)
        return CheckedVerb(action: .emit(EmitAction(type: Text(emit.event.value), data: data)))
    }

    // MARK: Branches and values

    private mutating func check(_ cases: [CaseDefinition]) -> CheckedVerb? {
        var checked: [ChooseCase] = []
        var otherwise: BlockIndex?
        for item in cases {
            let condition = item.condition.flatMap { expression($0, expected: .bool) }
            let steps = block(item.steps)
            if item.condition == nil {
                otherwise = steps
            } else if let condition, let steps {
                checked.append(ChooseCase(condition: condition, block: steps))
            }
        }
        return CheckedVerb(action: .choose(checked, otherwise: otherwise))
    }

    private mutating func check(_ values: [NamedEntry<Excerpt>]) -> CheckedVerb? {
        var checked: [LetValue] = []
        for entry in values {
            let code = expression(entry.value)
            let slot = scope.declare(entry.name.value, code.map { expressions[$0].checked.type } ?? .error)
            if let code {
                checked.append(LetValue(slot: slot, value: code))
                if !lastBare.isEmpty { bareAmounts[entry.name.value] = lastBare }
            }
        }
        return CheckedVerb(action: .letValues(checked))
    }

    // MARK: Waiting

    private mutating func check(_ approve: ApproveDefinition, _ step: StepDefinition) -> CheckedVerb? {
        guard let title = template(approve.title) else { return nil }
        let levels: CodeIndex? =
            switch approve.levels {
            case .expression(let excerpt): expression(excerpt, expected: .list(.string))
            case .listed(let levels): constant(levels.map { "\($0.value.count) of \($0.value.role)" })
            }
        let except = approve.except.compactMap { expression($0) }
        let covers = approve.covers.compactMap { expression($0) }
        guard let levels else { return nil }
        let person = declare("the person", [Shapes.ShapeField("name", (.string, .string))])
        let fields = [
            Shapes.ShapeField("outcome", (.string, .string)),
            Shapes.ShapeField("by", (person, .record(ResultShapes.person.name)), isOptional: true),
            Shapes.ShapeField("comment", (.string, .string), isOptional: true),
            Shapes.ShapeField("at", (.timestamp, .timestamp)), Shapes.ShapeField("asked_at", (.timestamp, .timestamp)),
            Shapes.ShapeField("on_behalf_of", (.string, .string), isOptional: true),
            Shapes.ShapeField("approvers", (.list(.string), .list(.string))),
        ]
        return CheckedVerb(
            action: .approve(
                ApproveAction(
                    title: title, levels: levels, except: except, covers: covers,
                    remind: approve.remind.flatMap { period($0) },
                    within: step.within.flatMap { period($0) }, escalate: approve.escalate.map { Text($0.value) })),
            resultType: declare("the approval \(step.name)", fields), resultShape: ResultShapes.approval,
            outcomeNames: ["approved", "refused", "changed", "late"],
            certainData: ["approved": ["by"], "refused": ["by"]])
    }

    private mutating func check(_ wait: WaitDefinition, _ step: StepDefinition) -> CheckedVerb? {
        let within = step.within.flatMap { period($0) }
        let outcomes = within == nil ? [] : ["late"]
        switch wait.goal {
        case .period(let written):
            guard let length = period(written) else { return nil }
            return CheckedVerb(action: .wait(WaitAction(goal: .period(length), within: within)), outcomeNames: outcomes)
        case .until(let excerpt, let atTime):
            guard let code = expression(excerpt) else { return nil }
            let isCondition = expressions[code].checked.type.present == .bool
            let time = atTime.flatMap { timeOfDay($0) } ?? .midnight
            return CheckedVerb(
                action: .wait(WaitAction(goal: isCondition ? .condition(code) : .time(code, time), within: within)),
                outcomeNames: outcomes)
        case .event(let name, let condition):
            guard let type = shapes.type(name.value) else {
                reportUnknown(name, "event", library.events.map(\.heading.name.value))
                return nil
            }
            // Inside the condition `event` is the event that is waited for.
            var code: CodeIndex?
            var slot = Program.eventSlot
            self.within { checker in
                slot = checker.scope.declare("event", type)
                code = condition.flatMap { checker.expression($0, expected: .bool) }
            }
            return CheckedVerb(
                action: .wait(WaitAction(goal: .event(Text(name.value), code, slot), within: within)), resultType: type,
                outcomeNames: outcomes)
        }
    }
}
