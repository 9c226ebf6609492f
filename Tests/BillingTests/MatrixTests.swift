import Amounts
import Billing
import Definitions
import Encoding
import Evaluation
import Foundation
import Hosting
import SourceText
import TestSupport
import Testing
import YAMLReading

/// `Tests/Primitives/matrix.yaml`: every primitive in every state, for every outcome, repeated, stale, and with too many digits.
///
/// With `PROVISO_REWRITE=1` the cells are written anew; read the difference before it is committed.
@Suite struct MatrixTests {
    private static let url = repositoryRoot.appendingPathComponent("Tests/Primitives/matrix.yaml")

    @Test func everyCellHolds() throws {
        let text = try String(contentsOf: Self.url, encoding: .utf8)
        let read = YAMLReader.read(SourceFile(name: "matrix.yaml", text: text))
        #expect(read.diagnostics.map { "\($0.place.span.start): \($0.message)" } == [])
        let root = try #require(read.tree?.root)
        var matrix = try Matrix(root)
        var found: [String: [String]] = [:]
        var count = 0
        for primitive in Signatures.library.primitives {
            let name = primitive.heading.name.value
            guard let entry = root[name] else {
                Issue.record("\(name) has no entry in the matrix")
                continue
            }
            let cells = try matrix.cells(of: primitive, entry)
            found[name] = cells.map { state, outcomes in
                "    \(state): { " + outcomes.map { "\($0.0): \($0.1)" }.joined(separator: ", ") + " }"
            }
            count += cells.reduce(0) { $0 + $1.1.count }
            for problem in matrix.takeProblems() { Issue.record("\(name): \(problem)") }
            guard ProcessInfo.processInfo.environment["PROVISO_REWRITE"] != "1" else { continue }
            for (state, outcomes) in cells {
                for (label, outcome) in outcomes {
                    let written = entry["cells"]?[state]?[label]?.text
                    #expect(written == outcome, "\(name), \(state), \(label)")
                }
            }
        }
        for entry in root.entries where !["base", "states"].contains(entry.key.text) {
            #expect(Signatures.primitive(entry.key.text) != nil, "\(entry.key.text) is no primitive")
        }
        #expect(count > 2_000)
        if ProcessInfo.processInfo.environment["PROVISO_REWRITE"] == "1" { try Self.rewrite(text, found) }
    }

    /// The text with the cells of each entry put in anew; they stand last in it.
    private static func rewrite(_ text: String, _ cells: [String: [String]]) throws {
        var result: [String] = []
        var isInCells = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if !line.hasPrefix(" ") {
                isInCells = false
                result.append(line)
                continue
            }
            if line == "  cells:" {
                isInCells = true
                let owner = result.last { !$0.hasPrefix(" ") && $0.hasSuffix(":") }.map { String($0.dropLast()) }
                result.append(line)
                result += cells[owner ?? ""] ?? []
            } else if !isInCells {
                result.append(line)
            }
        }
        try result.joined(separator: "\n").write(to: url, atomically: true, encoding: .utf8)
    }
}

/// What the matrix asks for, and what really comes of it.
struct Matrix {
    private let root: LocatedNode
    private let base: LocatedNode
    private let states: LocatedNode
    private var books: [String: Book] = [:]
    private var problems: [String] = []
    /// What was told after calls: by outcome and event.
    private var told: Set<[String]> = []

    init(_ root: LocatedNode) throws {
        self.root = root
        guard let base = root["base"], let states = root["states"] else { throw ScriptError("no base or no states") }
        self.base = base
        self.states = states
    }

    mutating func takeProblems() -> [String] {
        defer { problems = [] }
        return problems
    }

    private mutating func expect(_ isTrue: Bool, _ problem: @autoclosure () -> String) {
        if !isTrue, problems.count < 20 { problems.append(problem()) }
    }

    /// The states that a record can have, by the tables of the book.
    private static let lifeCycles = Book.lifeCycles

    /// For each state the outcome of each case.
    mutating func cells(
        of primitive: PrimitiveDefinition, _ entry: LocatedNode
    ) throws -> [(String, [(String, String)])] {
        let actsOn = entry["acts_on"]?.text ?? "nothing"
        checkRecord(primitive, actsOn)
        let cases = primitive.outcomes.map(\.name.value)
        for name in cases { expect(entry["cases"]?[name] != nil, "no case for the outcome \(name)") }
        for written in entry["cases"].map({ Array($0.entries) }) ?? [] {
            expect(cases.contains(written.key.text), "\(written.key.text) is no outcome")
        }
        let known = actsOn == "none" ? ["any"] : Self.lifeCycles[actsOn] ?? []
        expect(states[actsOn].map { $0.entries.map(\.key.text) } == known, "the states of \(actsOn) are not \(known)")
        var cells: [(String, [(String, String)])] = []
        var made: Set<String> = []
        for state in known {
            var outcomes: [(String, String)] = []
            for name in cases {
                guard let item = entry["cases"]?[name] else { continue }
                if item.isScalar {
                    expect(item.text.count > 15, "\(name) does not say why it does not apply")
                    made.insert(name)
                    continue
                }
                let outcome = try play(primitive, entry, item, actsOn, state, "\(state), \(name)")
                if outcome == name { made.insert(name) }
                outcomes.append((name, outcome))
            }
            cells.append((state, outcomes))
        }
        for name in cases { expect(made.contains(name), "no state in which its case gives \(name)") }
        for entry in primitive.then {
            for event in entry.value {
                expect(
                    told.contains([entry.name.value, event.value]), "no state in which it tells \(event.value)")
            }
        }
        told = []
        return cells
    }

    /// A primitive that takes a record with a life cycle acts on it.
    private mutating func checkRecord(_ primitive: PrimitiveDefinition, _ actsOn: String) {
        let taken = primitive.inputs.compactMap { input -> String? in
            guard case .record(let name) = input.type.value else { return nil }
            return Self.lifeCycles[name] == nil ? nil : name
        }
        expect(taken.isEmpty || taken.contains(actsOn), "it takes \(taken) and acts on \(actsOn)")
    }

    private mutating func book(_ actsOn: String, _ state: String, reporting: String?) throws -> Book {
        let key = "\(actsOn) \(state) \(reporting ?? "")"
        if let book = books[key] { return book }
        var script = BookScript(Signatures.newBook(reporting: reporting.flatMap { Currency($0) }))
        try script.play(base)
        if let steps = states[actsOn]?[state] { try script.play(steps) }
        if reporting == nil, actsOn != "none" {
            let id = [
                "invoice": "I-1", "payment": "P-1", "subscription": "S-1", "contract": "K-1", "payment_plan": "PP-1",
            ]
            let record = script.book.record(Query(type: Text(actsOn), id: Text(id[actsOn] ?? "")))
            expect(record?.value["status"]?.asText == Text(state), "the steps to \(state) do not lead there")
        }
        books[key] = script.book
        return script.book
    }

    // MARK: A cell

    private mutating func play(
        _ primitive: PrimitiveDefinition, _ entry: LocatedNode, _ item: LocatedNode, _ actsOn: String, _ state: String,
        _ place: String
    ) throws -> String {
        let name = primitive.heading.name.value
        var script = BookScript(try book(actsOn, state, reporting: item["reporting"]?.text), keys: "given")
        for steps in [entry["given"], item["given"]] {
            if let steps { try script.play(steps) }
        }
        guard let ordinary = entry["call"] else { throw ScriptError("\(name) has no call") }
        let inputs = item["call"] ?? ordinary
        let call = try script.call(name, inputs, ordinary, key: "cell")
        _ = script.book.takeChanged()
        _ = script.book.takeFollowing()

        let before = Snapshot(script.book)
        var book = script.book
        let answer = book.perform(call)
        let after = Snapshot(book)
        let outcome: String
        if case .outcome(let named, _) = answer { outcome = named.string } else { outcome = "\(answer)" }
        expect(
            primitive.outcomes.contains { $0.name.value == outcome }, "\(place): \(outcome) is not among the outcomes")
        checkData(primitive, answer, place)
        checkTold(primitive, outcome, book.takeFollowing(), place)
        let mayChange = ["accepted", "declined", "unmatched"].contains(outcome)
        expect(mayChange || before == after, "\(place): \(outcome), and yet something has changed")
        expect(book.problems().isEmpty, "\(place): \(book.problems())")

        // Again under its key, and another one under it.
        expect(entry["repeated"]?.text == "same", "repeated: is not \"same\"")
        expect(book.perform(call) == answer, "\(place): another answer to the same call")
        expect(book.takeFollowing().isEmpty, "\(place): a repeated call tells something")
        var other = call
        other.inputs = []
        expect(BookScript.words(book.perform(other)) == "key_conflict", "\(place): another call under the same key")
        expect(Snapshot(book) == after, "\(place): a repeated call has changed something")

        try checkStale(primitive, entry, script.book, call, place)
        try checkDigits(primitive, entry, script.book, call, isRefused: !mayChange, outcome, place)
        return outcome
    }

    /// Only declared data comes with an outcome, of its declared types.
    private mutating func checkData(_ primitive: PrimitiveDefinition, _ answer: Answer, _ place: String) {
        guard case .outcome(let name, let data) = answer,
            let outcome = primitive.outcomes.first(where: { $0.name.value == name.string })
        else { return }
        for entry in data.asMap.map(Array.init) ?? [] {
            let known = outcome.fields.first { $0.name.value == entry.key.asText?.string }
            expect(known != nil, "\(place): \(name) has no field \(entry.key)")
        }
        for field in outcome.fields where !field.type.value.isOptional {
            expect(data[Text(field.name.value)] != nil, "\(place): \(name) comes without \(field.name.value)")
        }
    }

    /// What is told after a call is what its signature says, with all that the events declare.
    private mutating func checkTold(
        _ primitive: PrimitiveDefinition, _ outcome: String, _ events: [ToldEvent], _ place: String
    ) {
        let following = primitive.then.filter { $0.name.value == outcome }.flatMap(\.value).map(\.value)
        for event in events {
            told.insert([outcome, event.type.string])
            expect(following.contains(event.type.string), "\(place): tells \(event.type)")
            let fields = Signatures.library.event(event.type.string)?.fields ?? []
            for given in event.data {
                expect(
                    fields.contains { $0.name.value == given.name.string },
                    "\(place): \(event.type) has no field \(given.name)")
            }
            for field in fields where !field.type.value.isOptional {
                let value = event.data.first { $0.name.string == field.name.value }?.value ?? .absent
                expect(!value.isAbsent, "\(place): \(event.type) is told without \(field.name.value)")
            }
        }
    }

    private mutating func checkStale(
        _ primitive: PrimitiveDefinition, _ entry: LocatedNode, _ book: Book, _ call: Call, _ place: String
    ) throws {
        let written = entry["stale"]?.text ?? ""
        guard primitive.isConditional else {
            return expect(written.count > 15, "stale: does not say why it does not apply")
        }
        guard written == "stale" else {
            return expect(written.count > 15, "stale: does not say why it does not apply")
        }
        var book = book
        var isTried = false
        for input in primitive.inputs {
            guard case .record(let type) = input.type.value.required,
                let id = call[Text(input.name.value)]?.asText,
                let record = book.record(Query(type: Text(type), id: id))
            else { continue }
            isTried = true
            var stale = call
            stale.key = Text("stale \(input.name.value)")
            stale.assuming = [.init(type: Text(type), id: id, revision: record.revision + 1)]
            let before = Snapshot(book)
            expect(book.perform(stale) == .stale, "\(place): made on a stale \(input.name.value)")
            expect(Snapshot(book) == before, "\(place): a stale call has changed something")
            stale.assuming[0].revision = record.revision
            var fresh = book
            expect(fresh.perform(stale) != .stale, "\(place): stale on the revision that it has")
        }
        _ = isTried
    }

    private mutating func checkDigits(
        _ primitive: PrimitiveDefinition, _ entry: LocatedNode, _ book: Book, _ call: Call, isRefused: Bool,
        _ outcome: String, _ place: String
    ) throws {
        let amounts = primitive.inputs.filter { if case .money = $0.type.value.required { true } else { false } }
        if amounts.isEmpty {
            return expect((entry["digits"]?.text.count ?? 0) > 15, "digits: does not say why it does not apply")
        }
        for amount in amounts {
            let written = entry["digits"]?[amount.name.value]?.text ?? ""
            guard written == "too_fine" else {
                expect(written.count > 15, "digits: says nothing about \(amount.name.value)")
                continue
            }
            var book = book
            var fine = call
            fine.key = Text("fine")
            let money = Value.money(try Money.parse("1.0001 USD"))
            fine.inputs = call.inputs.filter { $0.name.string != amount.name.value }
            fine.inputs.append(NamedValue(Text(amount.name.value), money))
            let before = Snapshot(book)
            let answer = book.perform(fine)
            let isExpected = BookScript.words(answer) == "too_fine"
            // What is refused for another reason may be refused for that.
            expect(
                isExpected || (isRefused && answer != .outcome(Text("accepted"), .absent)),
                "\(place): \(answer) for 1.0001 USD")
            if isExpected { expect(Snapshot(book) == before, "\(place): too_fine, and yet something has changed") }
        }
    }
}

/// All that can be seen of a book.
struct Snapshot: Equatable {
    private var records: [HostRecord] = []
    private var documents: [String]
    private var postings: [String]
    private var balances: [String]

    init(_ book: Book) {
        for record in Signatures.library.records { records += book.records(of: Text(record.heading.name.value)) }
        documents = book.documentLines()
        postings = book.ledgerLines()
        balances = book.balances.map { "\($0.account) \($0.currency) \($0.amount)" }
    }
}
