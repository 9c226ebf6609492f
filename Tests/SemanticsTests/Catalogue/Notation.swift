// A short way to write the workflows of the catalogue, in the order in which their files say things.

func perform(
    _ primitive: String, as name: String, if condition: ModelCondition? = nil,
    with inputs: KeyValuePairs<String, ModelExpression>, retry: ModelRetry = ModelRetry(),
    outcomes: KeyValuePairs<String, [ModelStep]> = [:], undo: [ModelStep] = []
) -> ModelStep {
    ModelStep(
        name: name, condition: condition, action: .perform(primitive: primitive, inputs: written(inputs)),
        outcomes: written(outcomes), undo: undo, retry: retry)
}

func approve(
    as name: String, if condition: ModelCondition? = nil, _ approval: ModelApproval,
    outcomes: KeyValuePairs<String, [ModelStep]> = [:]
) -> ModelStep {
    ModelStep(name: name, condition: condition, action: .approve(approval), outcomes: written(outcomes))
}

func decide(as name: String, _ rule: @escaping ModelRule) -> ModelStep { ModelStep(name: name, action: .decide(rule)) }

func advise(as name: String, _ rule: @escaping ModelRule) -> ModelStep { ModelStep(name: name, action: .advise(rule)) }

func wait(
    as name: String, if condition: ModelCondition? = nil, _ kind: ModelWait.Kind, within: ModelPeriod? = nil,
    outcomes: KeyValuePairs<String, [ModelStep]> = [:]
) -> ModelStep {
    let wait = ModelWait(kind: kind, within: within)
    return ModelStep(name: name, condition: condition, action: .wait(wait), outcomes: written(outcomes))
}

func sequence(_ name: String, _ sequence: ModelSequence) -> ModelStep {
    ModelStep(name: name, action: .sequence(sequence))
}

func flag(as name: String, if condition: ModelCondition? = nil, to role: String) -> ModelStep {
    ModelStep(name: name, condition: condition, action: .flag(to: role))
}

func emit(
    _ type: String, as name: String, if condition: ModelCondition? = nil,
    with fields: KeyValuePairs<String, ModelExpression>, undo: [ModelStep] = []
) -> ModelStep {
    ModelStep(name: name, condition: condition, action: .emit(type: type, fields: written(fields)), undo: undo)
}

func bind(_ name: String, _ value: @escaping ModelExpression) -> ModelStep {
    ModelStep(name: name, action: .bind([ModelStep.Input(name: name, value: value)]))
}

func choose(as name: String, _ cases: [ModelStep.Case]) -> ModelStep { ModelStep(name: name, action: .choose(cases)) }

func group(as name: String, if condition: ModelCondition? = nil, _ steps: [ModelStep], undo: [ModelStep] = [])
    -> ModelStep
{
    ModelStep(name: name, condition: condition, action: .group(steps), undo: undo)
}

func each(_ item: String, in source: ModelEach.Source, atMost: Int, _ step: ModelStep) -> ModelStep {
    ModelStep(
        name: step.name, condition: step.condition, action: step.action, outcomes: step.outcomes, retry: step.retry,
        each: ModelEach(item: item, source: source, atMost: atMost))
}

func end(_ result: String) -> ModelStep { ModelStep(name: "end", action: .end(result)) }

let carryOn = ModelStep(name: "continue", action: .carryOn)
let beginAgain = ModelStep(name: "begin_again", action: .beginAgain)

func stage(
    at offset: ModelPeriod, needs: [(other: String, period: ModelPeriod)] = [], _ step: ModelStep
) -> ModelSequence.Stage {
    ModelSequence.Stage(name: step.name, offsets: [offset], needs: needs, step: step)
}

/// `every` a period `after_stage` one whose own offset is given, `at_most` some times.
func stages(
    every period: ModelPeriod, after offset: ModelPeriod, atMost times: Int, _ step: ModelStep
) -> [ModelSequence.Stage] {
    (1...times).map { count in
        let offsets = [offset] + Array(repeating: period, count: count)
        return ModelSequence.Stage(name: "\(step.name)[\(count)]", offsets: offsets, step: step)
    }
}

func text(_ text: String) -> ModelExpression { { _ in .text(text) } }

func fieldOf(_ name: String, _ field: String) -> ModelExpression { { $0(name, field) } }

func record(_ name: String) -> ModelExpression { { $0(name) } }

private func written(_ inputs: KeyValuePairs<String, ModelExpression>) -> [ModelStep.Input] {
    inputs.map { ModelStep.Input(name: $0.key, value: $0.value) }
}

private func written(_ outcomes: KeyValuePairs<String, [ModelStep]>) -> [ModelStep.Branch] {
    outcomes.map { ModelStep.Branch(outcome: $0.key, steps: $0.value) }
}

/// The read plan of most workflows: the event's invoice and that invoice's customer.
let invoiceAndCustomer = [
    ModelWorkflow.ReadPlan(name: "invoice", type: "invoice", id: { $0("event", "invoice") }),
    ModelWorkflow.ReadPlan(name: "customer", type: "customer", id: { $0("invoice", "customer") }),
]

let keyedByInvoice: ModelExpression = { $0("event", "invoice") }

/// A notice to the customer about the invoice.
func remind(
    _ notice: String, as name: String, if condition: ModelCondition? = nil, retry: ModelRetry = ModelRetry(),
    outcomes: KeyValuePairs<String, [ModelStep]> = [:]
) -> ModelStep {
    perform(
        "notify.email", as: name, if: condition,
        with: ["about": record("invoice"), "notice": text(notice), "to": record("customer")],
        retry: retry, outcomes: outcomes)
}
