import Analysis
import Foundation

// The notation of the cases, and the words of a region read back: both are read by these few lines, so that a region is held against what its
// words say to a reader.

struct NaiveMisreading: Error, CustomStringConvertible {
    var description: String
    init(_ text: String) { description = "cannot be read: \(text)" }
}

extension NaiveTable {
    /// ```
    /// columns: amount money USD | first bool | country text?
    /// policy: unique
    /// < 5000 USD | false | not("DE", "FR") => none ; why
    /// ```
    init(reading text: String) throws {
        columns = []
        rows = []
        policy = .unique
        for line in text.split(separator: "\n").map(String.init) {
            if let rest = line.after("columns: ") {
                columns = try rest.parts("|").map { try NaiveColumn(reading: $0) }
            } else if let rest = line.after("policy: ") {
                let words = rest.parts(" ")
                needsRow = !words.contains("optional")
                let known: [String: TableGeometry.Policy] = [
                    "unique": .unique, "any": .any, "first": .first, "priority": .priority, "all": .all,
                    "extreme": .extreme,
                ]
                guard let found = known[words[0]] else { throw NaiveMisreading(rest) }
                policy = found
            } else {
                let sides = line.parts("=>")
                guard sides.count == 2 else { throw NaiveMisreading(line) }
                let says = sides[1].parts(";")
                let cells = sides[0].parts("|")
                guard cells.count == columns.count else { throw NaiveMisreading(line) }
                let result = says[0].parts("#")
                rows.append(
                    NaiveRow(
                        cells: try zip(cells, columns).map { try NaiveCell(reading: $0, $1.kind) }, result: result[0],
                        reason: says.count > 1 ? says[1] : "", rank: result.count > 1 ? Int(result[1]) ?? 0 : 0))
            }
        }
    }
}

extension NaiveColumn {
    init(reading text: String) throws {
        let words = text.split(separator: " ", maxSplits: 1).map(String.init)
        guard words.count == 2 else { throw NaiveMisreading(text) }
        name = words[0]
        isOptional = words[1].hasSuffix("?")
        let type = isOptional ? String(words[1].dropLast()) : words[1]
        if let code = type.after("money ") {
            kind = .money(code)
        } else if let list = type.after("one of ") {
            kind = .choice(list.parts(","))
        } else {
            let known: [String: NaiveKind] = [
                "int": .int, "decimal": .decimal, "date": .date, "bool": .bool, "text": .text, "money": .anyMoney,
            ]
            guard let found = known[type] else { throw NaiveMisreading(text) }
            kind = found
        }
    }
}

extension NaiveCell {
    /// A cell, or what a region says of a column behind its name.
    init(reading text: String, _ kind: NaiveKind) throws {
        self.init()
        if text == "-" {
            isAny = true
        } else if let rest = text.after("? ") {
            condition = rest
        } else if let inner = text.after("not(") {
            isNot = true
            // A region may say `not("a") or absent`; of a text that is not one of some, the absent one is no part unless it is said.
            if let end = inner.range(of: ")"), inner[end.upperBound...] == " or absent" {
                tests = try inner[..<end.lowerBound].description.parts(",").map { try NaiveTest(reading: $0, kind) }
            } else {
                tests = try String(inner.dropLast()).parts(",").map { try NaiveTest(reading: $0, kind) }
            }
        } else {
            let alternatives = text.parts(" or ").flatMap {
                $0.hasPrefix("in ") || $0.hasPrefix("[") ? [$0] : $0.parts(",")
            }
            tests = try alternatives.map { try NaiveTest(reading: $0, kind) }
        }
    }
}

extension NaiveTest {
    init(reading text: String, _ kind: NaiveKind) throws {
        if text == "absent" {
            self = .absent
            return
        }
        if text == "present" {
            self = .given
            return
        }
        var text = text
        let isOther = text.hasSuffix(" in another currency") || text == "in another currency"
        if isOther { text = text == "in another currency" ? "any" : String(text.dropLast(20)) }
        if let code = text.after("in "), code.count == 3, code.uppercased() == code {
            self = .range(currency: code, nil, nil)
            return
        }
        if let rest = text.after("in ") { text = rest }
        var low: End?
        var high: End?
        for sign in ["<=", ">=", "<", ">"] {
            guard let rest = text.after(sign + " ") else { continue }
            let end = End(value: try NaiveValue(reading: rest, kind), isIncluded: sign.hasSuffix("="))
            if sign.hasPrefix("<") { high = end } else { low = end }
            self = Self.made(low, high, kind, isOther)
            return
        }
        if let first = text.first, "[(".contains(first), let middle = text.range(of: ".."), let last = text.last {
            low = End(
                value: try NaiveValue(
                    reading: text[text.index(after: text.startIndex)..<middle.lowerBound].description, kind),
                isIncluded: first == "[")
            high = End(
                value: try NaiveValue(reading: text[middle.upperBound...].dropLast().description, kind),
                isIncluded: last == "]")
        } else if text != "any" {
            low = End(value: try NaiveValue(reading: text, kind), isIncluded: true)
            high = low
        }
        self = Self.made(low, high, kind, isOther)
    }

    private static func made(_ low: End?, _ high: End?, _ kind: NaiveKind, _ isOther: Bool) -> NaiveTest {
        if isOther { return .otherCurrency([], low, high) }
        var currency: String?
        if kind == .anyMoney {
            currency = [low?.value.currency, high?.value.currency].compactMap { $0 }.first { !$0.isEmpty }
        }
        return .range(currency: currency, low, high)
    }
}

extension NaiveValue {
    init(reading text: String, _ kind: NaiveKind) throws {
        self.init()
        if text == "absent" {
            isAbsent = true
            return
        }
        switch kind {
        case .text, .choice:
            self.text = text.hasPrefix("\"") && text.hasSuffix("\"") ? String(text.dropFirst().dropLast()) : text
        case .bool:
            guard text == "true" || text == "false" else { throw NaiveMisreading(text) }
            parts = text == "true" ? 200 : 0
        case .date:
            let date = text.split(separator: "-").compactMap { Int($0) }
            guard date.count == 3 else { throw NaiveMisreading(text) }
            // Days from the end of December 2025; only for dates near to it.
            let days = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30]
            let before = days[..<date[1]].reduce(0, +)
            parts = 200 * ((date[0] - 2026) * 365 + before + date[2])
        case .int, .decimal, .money, .anyMoney:
            let words = text.split(separator: " ").map(String.init)
            if case .money(let code) = kind { currency = code }
            if words.count == 2 { currency = words[1] }
            guard let first = words.first, let number = Double(first) else { throw NaiveMisreading(text) }
            parts = Int((number * 200).rounded())
        }
    }
}

extension NaiveTable {
    /// What a region's words say, by column; any where they say nothing.
    func reading(region text: String) throws -> [NaiveCell] {
        var cells = columns.map { _ in NaiveCell.any }
        if text == "every input" { return cells }
        for (column, phrase) in phrases(text) {
            let kind = columns[column].kind
            if phrase == "any other value" || phrase == "any other value or absent" {
                cells[column] = otherValue(column)
                if phrase.hasSuffix("absent") { cells[column].tests.removeAll { $0 == .absent } }
                continue
            }
            var cell = try NaiveCell(reading: phrase, kind)
            if cell.isNot, !phrase.hasSuffix("absent") { cell.tests.append(.absent) }
            // What "another currency" is depends on what the rows name.
            cell.tests = cell.tests.map { test in
                guard case .otherCurrency(_, let low, let high) = test else { return test }
                return .otherCurrency(currencies(column), low, high)
            }
            cells[column] = cell
        }
        return cells
    }

    func reading(example text: String) throws -> [NaiveValue] {
        var values = columns.map { _ in NaiveValue() }
        for (column, phrase) in phrases(text) { values[column] = try NaiveValue(reading: phrase, columns[column].kind) }
        return values
    }

    /// The parts of a text that begin with the names of columns.
    private func phrases(_ text: String) -> [(column: Int, phrase: String)] {
        var phrases: [(Int, String)] = []
        for part in text.parts(", ") {
            if let column = columns.firstIndex(where: { part.hasPrefix($0.name + " ") }) {
                phrases.append((column, String(part.dropFirst(columns[column].name.count + 1))))
            } else if !phrases.isEmpty {
                phrases[phrases.count - 1].1 += ", " + part
            }
        }
        return phrases
    }

    private func currencies(_ column: Int) -> [String] {
        rows.flatMap(\.cells[column].tests).compactMap { if case .range(let code, _, _) = $0 { code } else { nil } }
    }

    private func otherValue(_ column: Int) -> NaiveCell {
        NaiveCell(isNot: true, tests: rows.flatMap(\.cells[column].tests) + [.absent])
    }
}

extension String {
    func after(_ prefix: String) -> String? { hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil }

    /// The parts between separators, without blanks round them; a separator inside quotation marks or round brackets is none.
    func parts(_ separator: String) -> [String] {
        var parts: [String] = []
        var part = ""
        var isQuoted = false
        var depth = 0
        var rest = Substring(self)
        while let character = rest.first {
            if !isQuoted, depth == 0, rest.hasPrefix(separator) {
                parts.append(part)
                part = ""
                rest = rest.dropFirst(separator.count)
                continue
            }
            if character == "\"" { isQuoted.toggle() }
            if part.hasSuffix("not"), character == "(" { depth = 1 }
            if character == ")", depth == 1 { depth = 0 }
            part.append(character)
            rest = rest.dropFirst()
        }
        parts.append(part)
        return parts.map { text in
            String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
    }
}
