import Amounts
import Dates
package import Definitions
import SourceText
package import YAMLReading

/// The parameters of settings: the same kinds of values for every tenant.
package enum ParameterChecks {
    static func check(_ library: Library, _ findings: inout Findings) {
        let all = SettingsChecks.current(library)
        var known: [String: (type: WrittenType, argument: ArgumentDefinition)] = [:]
        for settings in all {
            for parameter in settings.parameters {
                guard let type = type(of: parameter.node) else { continue }
                guard let other = known[parameter.name.value] else {
                    known[parameter.name.value] = (type, parameter)
                    continue
                }
                guard !fit(type, other.type) else { continue }
                findings.report(
                    ShapeCodes.parameterTypesDiffer, parameter.node.place,
                    "\"\(parameter.name.value)\" is \(type.phrase) here and \(other.type.phrase) in other settings.",
                    found: "\"\(parameter.node.text)\"", expected: other.type.phrase,
                    help: "Write both values in the same way, or give them different names.",
                    related: [.init(other.argument.node.place, "the other value")])
            }
        }
    }

    private static func fit(_ one: WrittenType, _ other: WrittenType) -> Bool {
        switch (one, other) {
        case (.money, .money), (.int, .decimal), (.decimal, .int): true
        default: one == other
        }
    }

    /// What kind of value stands there: what is written as an amount is one, and so on; what is nothing else is a text.
    ///
    /// - Returns: nothing for a group.
    package static func type(of node: LocatedNode) -> WrittenType? {
        if node.isMapping { return nil }
        if node.isSequence {
            let items = node.items.compactMap { type(of: $0) }
            guard let first = items.first else { return .list(.text) }
            return .list(items.allSatisfy { fit($0, first) } ? first : .text)
        }
        let text = node.text
        if !node.isPlain { return .text }
        if text == "true" || text == "false" { return .bool }
        if Int64(text) != nil { return .int }
        if (try? Decimal.parse(text)) != nil { return .decimal }
        if let money = try? Money.parse(text) { return .money(currency: money.currency.code) }
        if text.hasSuffix("%"), (try? Decimal.parse(String(text.dropLast()))) != nil { return .ratio }
        if (try? Period(text.hasPrefix("+") ? String(text.dropFirst()) : text)) != nil { return .period }
        if (try? CivilDate(text)) != nil { return .date }
        if (try? CivilTime(text)) != nil { return .time }
        if (try? Instant(text)) != nil { return .instant }
        return .text
    }

    /// A workflow that reads a parameter runs for every tenant.
    static func check(_ workflow: WorkflowDefinition, _ library: Library, _ findings: inout Findings) {
        let all = SettingsChecks.current(library)
        guard !library.hasUnreadable(.settings) else { return }
        var told: Set<String> = []
        for (name, place) in uses(in: workflow.node) where told.insert(name).inserted {
            let without = all.filter { settings in !settings.parameters.contains { $0.name.value == name } }
            guard !without.isEmpty || all.isEmpty else { continue }
            let known = Array(Set(all.flatMap(\.parameters).map(\.name.value))).sorted()
            let names = without.map { "\"\($0.heading.name.value)\"" }.joined(separator: ", ")
            let guess = known.contains(name) ? nil : didYouMean(name, among: known)
            findings.report(
                ShapeCodes.parameterMissing, place,
                known.contains(name)
                    ? "The settings \(names) do not give the parameter \"\(name)\"."
                    : "No settings give the parameter \"\(name)\".",
                found: "\"parameters.\(name)\"",
                expected: known.isEmpty ? "a parameter that the settings give" : "one of " + Findings.quoted(known),
                help: guess.map { "Write \"parameters.\($0)\"." }
                    ?? "Add \"\(name)\" under \"parameters\" in the settings.",
                related: without.prefix(3).map { .init($0.heading.name.place, "no \"\(name)\" here") })
        }
    }

    /// Where the values of a file name parameters, in order.
    static func uses(in node: LocatedNode) -> [(name: String, place: Place)] {
        var found: [(name: String, place: Place)] = []
        func walk(_ node: LocatedNode) {
            for entry in node.entries { walk(entry.value) }
            for item in node.items { walk(item) }
            guard node.isScalar, node.utf8Count > 11 else { return }
            node.withUTF8 { bytes in
                let word = Array("parameters.".utf8)
                var index = 0
                while index + word.count < bytes.count {
                    defer { index += 1 }
                    guard bytes[index] == word[0], bytes[index..<index + word.count].elementsEqual(word) else {
                        continue
                    }
                    if index > 0, isNamePart(bytes[index - 1]) || bytes[index - 1] == UInt8(ascii: ".") { continue }
                    var end = index + word.count
                    while end < bytes.count, isNamePart(bytes[end]) { end += 1 }
                    guard end > index + word.count else { continue }
                    let excerpt = Excerpt(node, index + word.count..<end)
                    found.append((excerpt.text, excerpt.place))
                }
            }
        }
        // Only these two hold expressions and periods; a description may say what it likes.
        for key in ["trigger", "records", "steps"] { if let part = node[key] { walk(part) } }
        return found
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: "_")
    }
}
