import Definitions
import SourceText
import TestSupport
import Testing
import YAMLReading

/// Files that are broken on purpose: every key of every kind, misspelt, left out, with a value of the wrong type, given
/// twice, and moved to a group that it does not belong to. The mutator says which code must be reported and where, from
/// the schema alone.
@Suite struct MutationTests {
    @Test(arguments: Breakage.allCases)
    func brokenKeys(_ breakage: Breakage) throws {
        try forEveryKey { mutation in
            guard var expectation = breakage.made(mutation) else { return nil }
            if breakage == .movedOut || breakage == .movedIn { expectation.consequences = 2 }
            expectation.mends = breakage == .misspelt && !mutation.isKind
            return expectation
        }
    }

    @Test func valuesOfEveryWrongShape() throws {
        for shape in Mutation.shapes {
            try forEveryKey { mutation in
                guard mutation.schema?.form.accepts(shape) == false else { return nil }
                return mutation.replaced(by: shape)
            }
        }
    }

    // MARK: Running

    /// Breaks each key of each sample in its turn, and compares what is reported with what `mutate` says.
    private func forEveryKey(_ mutate: (Mutation) -> Expectation?) throws {
        var count = 0
        for sample in try Sample.all() {
            let tree = try #require(sample.file.tree)
            let groups = SchemaVisit.all(YAMLModel(tree.root), sample.kind)
            for (groupIndex, group) in groups.enumerated() {
                for index in group.group.entries.indices {
                    let root = YAMLModel(tree.root)
                    let visit = SchemaVisit.all(root, sample.kind)[groupIndex]
                    let mutation = Mutation(root: root, kind: sample.kind, visit: visit, index: index)
                    guard let expectation = mutate(mutation) else { continue }
                    count += 1
                    let problem = expectation.problem(in: root)
                    let path = "\(sample.name): \(visit.schema.name).\(mutation.name)"
                    if let problem { Issue.record("\(path)\n\(problem)") }
                }
            }
        }
        #expect(count > 100)
    }
}

/// One key of one group that is broken.
struct Mutation {
    let root: YAMLModel
    let kind: DefinitionKind
    let visit: SchemaVisit
    let index: Int
    let entry: YAMLModel.Entry
    let name: String
    let schema: KeySchema?

    init(root: YAMLModel, kind: DefinitionKind, visit: SchemaVisit, index: Int) {
        self.root = root
        self.kind = kind
        self.visit = visit
        self.index = index
        entry = visit.group.entries[index]
        name = entry.key.text ?? ""
        schema = visit.schema(of: name)
    }

    var isKind: Bool { visit.group === root && name == kind.rawValue }

    /// A value of each shape.
    static var shapes: [YAMLModel.Content] {
        [
            .scalar("something"), .list([.scalar("one"), .scalar("two")]),
            .group([.init(key: .scalar("one"), value: .scalar("two"))]),
        ]
    }

    func replaced(by shape: YAMLModel.Content) -> Expectation {
        let value = YAMLModel(shape)
        visit.group.entries[index].value = value
        if case .scalar = shape { return Expectation("E3006", value) }
        return Expectation("E3006", entry.key)
    }

    /// With a value of a shape that cannot stand here, if there is one.
    var withWrongShape: Expectation? {
        guard let form = schema?.form, let shape = Self.shapes.last(where: { !form.accepts($0) }) else { return nil }
        return replaced(by: shape)
    }

    var withWrongKind: Expectation? {
        guard let schema, schema.form.accepts(.scalar("")), let (text, code, part) = schema.form.wrongScalar else {
            return nil
        }
        let value = YAMLModel.scalar(text)
        value.isBare = true
        visit.group.entries[index].value = value
        return Expectation(code, value, part: part)
    }

    var withoutValue: Expectation? {
        if case .map(let map)? = schema?.form, map.mayBeEmpty { return nil }
        let value = YAMLModel.scalar("")
        value.isBare = true
        visit.group.entries[index].value = value
        return Expectation("E3007", entry.key)
    }

    /// In the innermost group around that does not know the key.
    var movedOut: Expectation? {
        guard let target = visit.around.last(where: { !$0.schema.keys.contains { $0.name == name } }) else {
            return nil
        }
        visit.group.entries.remove(at: index)
        target.group.entries.append(entry)
        return Expectation("E3004", entry.key)
    }

    /// In the first group inside that does not know the key.
    var movedIn: Expectation? {
        let target = SchemaVisit.all(root, kind).first { inner in
            inner.around.last?.group === visit.group && !inner.schema.keys.contains { $0.name == name }
                && !entry.value.all.contains { $0 === inner.group }
        }
        guard let target else { return nil }
        visit.group.entries.remove(at: index)
        target.group.entries.append(entry)
        if isKind { return root.entries.first.map { Expectation("E3001", $0.key) } }
        return Expectation("E3004", entry.key)
    }

    /// What must be reported once the key is gone.
    var afterRemoval: Expectation? {
        let rest = visit.group.entries
        guard let first = rest.first?.key else { return Expectation("E3008", visit.group) }
        if isKind { return Expectation("E3001", first) }
        let head = visit.isItem || visit.owner == nil ? first : visit.owner ?? first
        let names = rest.compactMap(\.key.text)
        if let leading = visit.schema.leading.first(where: { $0.names.contains(name) }), leading.isRequired {
            return Expectation("E3011", head)
        }
        if let orphan = rest.first(where: { entry in
            let twins = visit.schema.keys.filter { $0.name == entry.key.text }
            return twins.allSatisfy { !$0.companions.isEmpty && !$0.companions.contains { names.contains($0) } }
        }) {
            return Expectation("E3004", orphan.key)
        }
        if schema?.presence == .required { return Expectation("E3005", head) }
        if name == "as", visit.schema.name == .step {
            let wait = visit.group.entries.first { $0.key.text == "wait" || $0.key.text == "approve" }
            if let wait, wait.value.value("event") == nil { return Expectation("E3027", wait.key) }
        }
        if name == "fields", visit.schema.name == .field, let type = visit.group.value("type") {
            return Expectation("E3025", type)
        }
        return Expectation(nothing: root)
    }
}

/// What a broken file must be told, and where.
struct Expectation {
    var code: String?
    var place: YAMLModel
    /// The part of the place's text, in bytes.
    var part: Range<Int>?
    /// How many further diagnostics are allowed.
    var consequences = 0
    /// The fix gives a file without problems.
    var mends = false

    init(_ code: String, _ place: YAMLModel, part: Range<Int>? = nil, consequences: Int = 0, mends: Bool = false) {
        self.code = code
        self.place = place
        self.part = part
        self.consequences = consequences
        self.mends = mends
    }

    init(nothing root: YAMLModel) { place = root }

    /// What is not as expected in the file that the model writes, or nil.
    ///
    /// - Parameter check: what is found in a text; what is found elsewhere because of it counts as a consequence.
    func problem(
        in root: YAMLModel,
        _ check: (String) -> [Diagnostic] = {
            DefinitionFile.read(SourceFile(name: "broken.yaml", text: $0)).diagnostics
        }
    ) -> String? {
        let text = root.write()
        let file = SourceFile(name: "broken.yaml", text: text)
        let found = check(text)
        func report(_ problem: String) -> String {
            "\(problem)\n\(found.map(summary).joined(separator: "\n"))\n\(file.text(in: 0..<file.bytes.count))"
        }
        guard let code else { return found.isEmpty ? nil : report("nothing was expected") }
        var span = place.span
        if let part { span = Span(Int(span.start) + part.lowerBound..<Int(span.start) + part.upperBound) }
        let line = file.position(at: Int(span.start)).line
        guard
            let primary = found.first(where: {
                $0.code.id == code && $0.place.span == span && $0.place.file.name == file.name
            })
        else {
            return report("expected \(code) in line \(line) at \(span) «\(file.text(in: span))»")
        }
        if found.count > 1 + consequences { return report("expected at most \(consequences) consequences of \(code)") }
        guard mends else { return nil }
        guard let fix = primary.fix, fix.edits.count == 1 else { return report("expected a fix") }
        let edit = fix.edits[0]
        let mended =
            file.text(in: 0..<Int(edit.span.start)) + edit.replacement
            + file.text(in: Int(edit.span.end)..<file.bytes.count)
        let rest = DefinitionFile.read(SourceFile(name: "mended.yaml", text: mended)).diagnostics
        return rest.isEmpty ? nil : report("the fix leaves \(rest.map(summary).joined(separator: "\n"))")
    }
}

extension Form {
    /// Whether a value of this shape can stand here at all.
    func accepts(_ shape: YAMLModel.Content) -> Bool {
        switch (self, shape) {
        case (.argument, _), (.data, _): true
        case (.list, .list), (.oneOrMore, .list), (.block, .group), (.map, .group): true
        case (.list, _), (.block, _), (.map, _): false
        case (.oneOrMore(let form), _): form.accepts(shape)
        case (.byShape(let scalar, _, _), .scalar): scalar != nil
        case (.byShape(_, let list, _), .list): list != nil
        case (.byShape(_, _, let group), .group): group != nil
        case (_, .scalar): true
        default: false
        }
    }

    /// A text that cannot stand here, the code that says so, and which bytes of it are pointed to; nil if any text can.
    var wrongScalar: (text: String, code: String, part: Range<Int>?)? {
        switch self {
        case .text: ("${x}", "E3052", 0..<2)
        case .freeText, .argument: ("${x", "E3050", 0..<2)
        case .expression: ("a + ${b}", "E3053", 4..<6)
        case .table: ("a || b", "E3045", nil)
        case .name, .reference: ("Not a Näme", "E3020", nil)
        case .choice: ("elephant", "E3022", nil)
        case .type: ("Not-a-Type!", "E3023", nil)
        case .zone: ("CET", "E3042", nil)
        case .integer, .count, .times: ("many", "E3030", nil)
        case .period: ("soon", "E3037", nil)
        case .timeOfDay: ("morning", "E3039", nil)
        case .date: ("someday", "E3040", nil)
        case .instant, .moment: ("someday", "E3041", nil)
        case .boolean: ("maybe", "E3036", nil)
        case .number: ("many", "E3032", nil)
        case .money: ("much", "E3033", nil)
        case .percentage: ("much", "E3034", nil)
        case .currency: ("dollars", "E3035", nil)
        case .repetition: ("lines", "E3043", nil)
        case .level: ("two controllers", "E3044", nil)
        case .oneOrMore(let form): form.wrongScalar
        case .byShape(let scalar, _, _): scalar?.wrongScalar
        case .schedule: ("sometimes", "E3046", nil)
        case .data, .list, .block, .map: nil
        }
    }
}
