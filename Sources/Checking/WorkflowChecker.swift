import Amounts
import Dates
package import Definitions
import Encoding
import Evaluation
import Expressions
import Program
package import Rules
package import SourceText
import YAMLReading

/// Resolves one workflow: every name against the library, every expression against the declared data. All problems are collected.
package struct WorkflowChecker {
    let library: Library
    var shapes: Shapes
    let workflow: WorkflowDefinition
    /// Those under which the workflow is to run.
    let settings: SettingsDefinition?
    var parameters = Value.absent
    /// The rules that can be asked, by name, and those that are.
    let rulebooks: [String: Rulebook]
    var askedRulebooks: [Rulebook] = []
    var lists: [ListRead] = []
    private var pendingLists: [NamedEntry<Excerpt>] = []
    /// What expressions may name at the place that is being read; its variables are the slots of the program.
    var scope: Declarations
    var diagnostics: [Diagnostic] = []
    var steps: [Step] = []
    var blocks: [Block] = []
    var templates: [Template] = []
    var expressions: [CheckedExpression] = []
    var calledPrimitives: Set<String> = []
    /// Nothing that it speaks of was unreadable elsewhere.
    var isWhole = true
    /// The computed values that are the numbers of amounts, with the currencies of these; `nil` for one that nobody knows.
    var bareAmounts: [String: [Currency?]] = [:]
    /// The same of the expression that was checked last.
    var lastBare: [Currency?] = []
    /// The slots of results whose step may not have been done.
    var weakened: Set<Slot> = []

    private init(
        _ workflow: WorkflowDefinition, _ library: Library, _ shapes: Shapes, _ settings: SettingsDefinition?,
        _ rulebooks: [String: Rulebook]
    ) {
        self.workflow = workflow
        self.settings = settings
        self.rulebooks = rulebooks
        self.library = library
        self.shapes = shapes
        scope = shapes.declarations
        // What a step or a key that could not be read would have named is not reported as unknown.
        scope.isIncomplete = library.hasLostNames(workflow.heading)
        let currencies = Set(SettingsChecks.running(workflow, library).compactMap { $0.reportingCurrency?.value })
        scope.usualCurrency = currencies.count == 1 ? currencies.first.flatMap { Currency($0) } : nil
    }

    /// - Parameters:
    ///   - settings: those under which it is to run; they give parameters and the time zone.
    ///   - rulebooks: the rules that it can ask, by name.
    /// - Returns: the checked workflow, unless an error stands in its way, and all that was found.
    package static func check(
        _ workflow: WorkflowDefinition, _ library: Library, _ shapes: Shapes, settings: SettingsDefinition? = nil,
        rulebooks: [String: Rulebook] = [:]
    ) -> (checked: CheckedWorkflow?, diagnostics: [Diagnostic]) {
        var checker = WorkflowChecker(workflow, library, shapes, settings, rulebooks)
        let checked = checker.run()
        let isFit = checker.isWhole && !checker.diagnostics.contains { $0.severity == .error }
        return (isFit ? checked : nil, checker.diagnostics)
    }

    private mutating func run() -> CheckedWorkflow? {
        declareStart()
        declareParameters()
        var records = recordOfTrigger()
        // A run's key and condition are asked before its records are read, so they cannot name them.
        let trigger = checkTrigger()
        records += checkRecords()
        let zone = checkZone()
        checkLists()
        checkMay()
        let body = block(workflow.steps, isCertain: true)
        // What is missing from a file that could not be read whole may only not have been read.
        if !library.isDamaged(workflow.heading) {
            if isWhole { reportUnused() }
            if case .event(let event) = workflow.trigger.kind { checkReopening(event) }
        }
        guard let trigger, let body else { return nil }
        dropUnreadResults()
        return CheckedWorkflow(
            definition: workflow, trigger: trigger, zone: zone, parameters: parameters, lists: lists,
            rulebooks: askedRulebooks, records: records, slotCount: scope.variables.count, steps: steps,
            blocks: blocks, body: body, templates: templates, expressions: expressions, declarations: scope,
            shapes: shapes.all)
    }

    // MARK: The head of the file

    /// The read plan: a record's type is that of the reference that leads to it.
    private mutating func checkRecords() -> [RecordRead] {
        var reads: [RecordRead] = []
        for entry in workflow.records {
            let name = entry.name.value
            if Self.isList(entry.value) {
                // Lists are read behind the records, so that they have their places behind them too.
                pendingLists.append(entry)
                continue
            }
            guard let identity = expression(entry.value) else {
                scope.declare(name, .error)
                continue
            }
            guard case .abstract(let target, _) = expressions[identity].checked.type.present,
                let type = shapes.type(target)
            else {
                scope.declare(name, .error)
                // What comes from something that was reported is not reported again.
                if isReported(entry.value) || leadsToUnreadable(identity) { continue }
                report(
                    CheckingCodes.unknownName, entry.value.place, "\"\(entry.value.text)\" does not lead to a record.",
                    found: "a value that is no reference to a record",
                    expected: "a field whose type is the name of a record, such as event.invoice",
                    help:
                        "Write the field that says which \(name) it is, or give that field the type of a record in its file."
                )
                continue
            }
            scope.declare(name, type)
            reads.append(RecordRead(name: Text(name), type: Text(target), identity: identity))
        }
        return reads
    }

    /// Whether an expression is a path that begins with something of which an error was told.
    func isReported(_ excerpt: Excerpt) -> Bool {
        let root = excerpt.text.prefix { $0 != "." }
        return scope.variables.contains { $0.name == root && $0.type == .error }
    }

    /// Whether an expression gives the identity of a record whose file could not be read.
    private func leadsToUnreadable(_ index: CodeIndex) -> Bool {
        guard case .abstract(let target, _) = expressions[index].checked.type.present else { return false }
        return library.isUnreadable(.record, target)
    }

    private mutating func checkLists() {
        for entry in pendingLists { if let list = list(entry) { lists.append(list) } }
    }

    private mutating func checkMay() {
        for name in workflow.may where library.primitive(name.value) == nil {
            reportUnknown(name, "primitive", library.primitives.map(\.heading.name.value))
        }
    }

    private mutating func reportUnused() {
        for name in workflow.may where !calledPrimitives.contains(name.value) && library.primitive(name.value) != nil {
            report(
                CheckingCodes.mayUnused, name.place, "No step calls \"\(name.value)\".",
                found: "\"\(name.value)\" under \"may\"",
                expected: "only what the steps call", help: "Delete it, or add the step that is missing.")
        }
    }

    private mutating func checkReopening(_ event: EventTrigger) {
        guard let reopen = event.reopen.first else { return }
        func count(_ steps: [StepDefinition]) -> Int {
            steps.count { if case .sequence = $0.verb { true } else { false } }
        }
        guard count(workflow.steps) != 1 || count(workflow.allSteps) != 1 else { return }
        report(
            CheckingCodes.reopenWithoutSequence, reopen.place,
            "It is not clear in which sequence an ended run would go on.",
            found: count(workflow.allSteps) == 0
                ? "no sequence"
                : "\(count(workflow.allSteps)) sequences, \(count(workflow.steps)) of them among the outermost steps",
            expected: "exactly one sequence, among the outermost steps",
            help: "Delete \"reopen\", or write the steps so that there is one sequence that it can start again.")
    }

    // MARK: Steps

    /// A list of steps. What is named in it can be read in every step that follows in the file; behind a list that may not have
    /// been done, it may be absent (S9).
    mutating func block(_ definitions: [StepDefinition], isCertain: Bool = false) -> BlockIndex? {
        let known = scope.variables.count
        let established = scope.present
        let start = diagnostics.count
        var indices: [StepIndex] = []
        for definition in definitions {
            if let index = step(definition) { indices.append(index) }
        }
        scope.present = established
        if !isCertain { for slot in known..<scope.variables.count { weaken(slot) } }
        guard indices.count == definitions.count || diagnostics.count > start else { return nil }
        blocks.append(Block(indices))
        return blocks.count - 1
    }

    mutating func step(_ definition: StepDefinition) -> StepIndex? {
        definition.repetition.map { repeated(definition, $0) } ?? single(definition)
    }

    /// A step for itself, whether it is repeated or not.
    mutating func single(_ definition: StepDefinition) -> StepIndex? {
        let condition = definition.condition.flatMap { expression($0, expected: .bool) }
        let why = definition.why.flatMap { template($0) }
        let established = scope.present
        let guarded = condition.map { expressions[$0].checked }
        scope.present += known(guarded?.presentIfTrue ?? [], isAtOnce: definition.isDoneAtOnce)
        let verb = verb(of: definition)
        scope.present = established + known(guarded?.presentIfTrue ?? [], isAtOnce: false)
        guard let verb else {
            scope.present = established
            // Of a step that was reported nothing is known, and nothing is said of whoever reads its result.
            if scope.variables.allSatisfy({ $0.name != definition.name }) { scope.declare(definition.name, .error) }
            return nil
        }
        // The result can be read in the branches of the outcomes, where it is always there, and by the steps that follow.
        let result = verb.resultType.map { scope.declare(definition.name, $0) }
        let outcomes = outcomes(definition, verb, result)
        let undo = definition.undo.isEmpty ? nil : block(definition.undo)
        scope.present = established
        if definition.leaves { scope.present += known(guarded?.presentIfFalse ?? [], isAtOnce: false) }
        if let result, condition != nil { weaken(result) }
        steps.append(
            Step(
                name: Text(definition.name), condition: condition, why: why, action: verb.action, result: result,
                resultShape: verb.resultShape, outcomes: outcomes, undo: undo))
        return steps.count - 1
    }

    /// What has this slot may not be there: the fields of a result may all be absent, and so may another value.
    private mutating func weaken(_ slot: Slot) {
        weakened.insert(slot)
        var variable = scope.variables[slot]
        guard case .record(let number) = variable.type else {
            variable.isOptional = true
            scope.declare(variable)
            return
        }
        var record = scope.records[number]
        for index in record.fields.indices { record.fields[index].isOptional = true }
        variable.type = scope.declare(record)
        scope.declare(variable)
    }

    /// What a guard has established: of a step that acts at once, all of it; later the records may have changed, and only what
    /// does not change is still known.
    private func known(_ paths: [String], isAtOnce: Bool) -> [String] {
        isAtOnce
            ? paths
            : paths.filter { path in !workflow.records.contains { $0.name.value == path.prefix { $0 != "." } } }
    }

    /// Says which fields of a result have a value; the others may have none.
    private mutating func settle(_ slot: Slot, _ certain: [String], _ original: Type) {
        guard case .record(let number) = original else { return }
        var record = scope.records[number]
        for index in record.fields.indices where certain.contains(record.fields[index].name) {
            record.fields[index].isOptional = false
        }
        var variable = scope.variables[slot]
        variable.type = scope.declare(record)
        scope.declare(variable)
    }

    private mutating func outcomes(
        _ definition: StepDefinition, _ verb: CheckedVerb, _ result: Slot?
    ) -> [Outcome] {
        let known = verb.outcomeNames
        var outcomes: [Outcome] = []
        defer {
            // Where no branch comes back, the steps that follow are reached only after "accepted" or "approved".
            if let result, let type = verb.resultType, !verb.certainData.isEmpty {
                let isAccepted = definition.outcomes.allSatisfy(\.value.neverReturn)
                let certain = verb.certainData["accepted"] ?? verb.certainData["approved"] ?? []
                settle(result, isAccepted ? certain : [], type)
            }
        }
        for entry in definition.outcomes {
            if let result, let type = verb.resultType, !verb.certainData.isEmpty {
                settle(result, verb.certainData[entry.name.value] ?? [], type)
            }
            if !known.contains(entry.name.value) {
                report(
                    CheckingCodes.unknownOutcome, entry.name.place, "\"\(entry.name.value)\" cannot happen here.",
                    found: "a branch for \"\(entry.name.value)\"",
                    expected: known.isEmpty ? "no branches without a time limit" : "one of " + quoted(known),
                    help: suggestion(entry.name.value, known)
                        ?? (known.isEmpty
                            ? "Add \"within\" with the time after which the outcome is \"late\", or delete the branch."
                            : known.count == 1
                                ? "Write \"\(known[0])\", or delete the branch."
                                : "Delete the branch, or name one of the outcomes."),
                    fix: fix(entry.name, known))
            }
            if let block = block(entry.value) { outcomes.append(Outcome(Text(entry.name.value), block)) }
        }
        return outcomes.sorted { $0.name < $1.name }
    }

    // MARK: Messages

    mutating func report(
        _ code: DiagnosticCode, _ place: Place, _ message: String, found: String, expected: String, help: String,
        fix: Fix? = nil
    ) {
        diagnostics.append(Diagnostic(code, at: place, message, found: found, expected: expected, help: help, fix: fix))
    }

    mutating func reportUnknown(_ name: WrittenName, _ kind: String, _ known: [String]) {
        if let kind = DefinitionKind(rawValue: kind), library.isUnreadable(kind, name.value) { return }
        // That it is not written as a name was told.
        if library.isDamaged(workflow.heading), !NameStyle.allCases.contains(where: { $0.accepts(name.value) }) {
            return
        }
        let known = Array(Set(known)).sorted()
        report(
            CheckingCodes.unknownName, name.place, "There is no \(kind) \"\(name.value)\".", found: "\"\(name.value)\"",
            expected: known.isEmpty
                ? "the name of \("aeiou".contains(kind.prefix(1)) ? "an" : "a") \(kind) that a file defines"
                : "one of " + quoted(known),
            help: suggestion(name.value, known) ?? "Correct the name, or add the file that defines it.",
            fix: fix(name, known))
    }

    func suggestion(_ name: String, _ known: [String]) -> String? {
        didYouMean(name, among: known).map { "Write \"\($0)\"." }
    }

    func fix(_ name: WrittenName, _ known: [String]) -> Fix? {
        didYouMean(name.value, among: known).map { Fix("Write \"\($0)\"", [.init(name.node.span, $0)]) }
    }

    func quoted(_ names: [String]) -> String {
        let shown = names.prefix(8).map { "\"\($0)\"" }.joined(separator: ", ")
        return names.count > 8 ? shown + " and \(names.count - 8) more" : shown
    }
}
