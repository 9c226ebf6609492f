import Definitions
import Encoding
import Evaluation
import Expressions
import Program
import SourceText

/// Lists of records: `due: Subscriptions.where(s, s.period_end == planned.day)`.
extension WorkflowChecker {
    /// The parts of what stands for a list, if it is one.
    private struct Writing {
        var plural: String
        var name: String
        var condition: Excerpt
    }

    /// Whether an entry of `records` asks for a list: it begins with the name of many records, with a capital.
    static func isList(_ excerpt: Excerpt) -> Bool {
        guard let first = excerpt.text.utf8.first else { return false }
        return first >= 0x41 && first <= 0x5A && excerpt.text.contains(".")
    }

    private func writing(_ excerpt: Excerpt) -> Writing? {
        let text = Array(excerpt.text.utf8)
        guard let point = text.firstIndex(of: UInt8(ascii: ".")), text.last == UInt8(ascii: ")"),
            text[point...].starts(with: Array(".where(".utf8)),
            let comma = text.firstIndex(of: UInt8(ascii: ","))
        else { return nil }
        let plural = String(decoding: text[..<point], as: UTF8.self)
        let name = String(decoding: text[(point + 7)..<comma], as: UTF8.self).filter { $0 != " " }
        let start = excerpt.range.lowerBound
        guard NameStyle.snake.accepts(name) else { return nil }
        let condition = Excerpt(excerpt.node, (start + comma + 1)..<(start + text.count - 1)).trimmed
        return condition.range.isEmpty ? nil : Writing(plural: plural, name: name, condition: condition)
    }

    /// `credit_notes` is written as `CreditNotes` or `Credit_notes`.
    private static func plain(_ name: String) -> String { name.lowercased().filter { $0 != "_" } }

    mutating func list(_ entry: NamedEntry<Excerpt>) -> ListRead? {
        let name = entry.name.value
        let excerpt = entry.value
        guard let writing = writing(excerpt) else {
            scope.declare(name, .error)
            report(
                CheckingCodes.badList, excerpt.place, "\"\(excerpt.text)\" is not a list of records.",
                found: "\"\(excerpt.text)\"",
                expected: "the name of many records, \"where\", a name for one of them and a condition",
                help: "Write it as in Invoices.where(i, i.balance > 0).")
            return nil
        }
        guard let record = library.records.first(where: { Self.plain($0.pluralName) == Self.plain(writing.plural) }),
            let type = shapes.type(record.heading.name.value)
        else {
            scope.declare(name, .error)
            if library.hasUnreadable(.record) { return nil }
            let known = Set(library.records.map { $0.pluralName.prefix(1).uppercased() + $0.pluralName.dropFirst() })
                .sorted()
            report(
                CheckingCodes.badList, excerpt.place, "No records are called \"\(writing.plural)\".",
                found: "\"\(writing.plural)\"",
                expected: known.isEmpty ? "the name of records that a file defines" : "one of " + quoted(known),
                help: suggestion(writing.plural, known) ?? "Correct the name, or add the file that defines the record.")
            return nil
        }
        guard !isTaken(writing.name, at: writing.condition.place) else { return nil }
        let slot = scope.declare(name, .list(type), atMost: ListRead.maximumRecords)
        var read: ListRead?
        within { checker in
            let itemSlot = checker.scope.declare(writing.name, type)
            guard let condition = checker.expression(writing.condition, expected: .bool) else { return }
            read = ListRead(
                name: Text(name), type: Text(record.heading.name.value), slot: slot, itemSlot: itemSlot,
                condition: condition, conditions: checker.conditions(writing.condition, of: writing.name, itemSlot))
        }
        return read
    }

    /// The comparisons of a field with a value that all have to hold: what a host can look for.
    private mutating func conditions(_ excerpt: Excerpt, of name: String, _ item: Slot) -> [ListRead.Condition] {
        let text = excerpt.text
        // Only the plainest writing is taken apart; any other condition is asked of every record.
        guard !text.contains("("), !text.contains(" or "), !text.contains("||"), !text.contains("\""),
            !text.contains("?")
        else { return [] }
        var found: [ListRead.Condition] = []
        for part in text.split(separator: " and ") {
            let words = part.split(separator: " ", maxSplits: 2).map(String.init)
            guard words.count == 3, words[0].hasPrefix("\(name)."),
                ListRead.Condition.comparisons.contains(words[1])
            else { continue }
            let field = String(words[0].dropFirst(name.count + 1))
            guard NameStyle.snake.accepts(field), !words[2].contains("\(name).") else { continue }
            let before = (diagnostics, expressions.count)
            guard let code = written(words[2]), diagnostics.count == before.0.count else {
                diagnostics = before.0
                continue
            }
            guard
                !expressions[code].checked.references.contains(where: {
                    if case .variable(item) = $0 { true } else { false }
                })
            else { continue }
            found.append(ListRead.Condition(field: Text(field), comparison: Text(words[1]), value: code))
        }
        return found
    }

    /// A name in scope cannot be used for something else.
    mutating func isTaken(_ name: String, at place: Place) -> Bool {
        guard scope.variables.contains(where: { $0.name == name }) else { return false }
        report(
            CheckingCodes.nameTaken, place, "\"\(name)\" means something else here already.",
            found: "a second \"\(name)\"", expected: "a name that is not in use", help: "Choose another name.")
        return true
    }

    /// What is declared inside cannot be named behind; the slots stay its own.
    mutating func within(_ body: (inout WorkflowChecker) -> Void) {
        let outside = scope
        body(&self)
        let inside = scope
        scope = outside
        for record in inside.records.dropFirst(outside.records.count) { scope.declare(record) }
        for words in inside.enumerations.dropFirst(outside.enumerations.count) { scope.declare(words) }
        for variable in inside.variables.dropFirst(outside.variables.count) {
            var hidden = variable
            // No author can write a blank inside a name.
            hidden.name = "\(variable.name) \(scope.variables.count)"
            scope.declare(hidden)
        }
    }
}

extension ListRead.Condition {
    fileprivate static let comparisons = ["==", "<", "<=", ">", ">="]
}
