package import Definitions
package import SourceText
import YAMLReading

/// What has changed between two definitions in what they say: the difference of their canonical forms, place by place.
package enum DefinitionDifference {
    package struct Change: Sendable {
        package enum Kind: String, Sendable {
            case added, removed, changed, moved
        }

        package var kind: Kind
        /// The keys and names on the way to it, from the outside inwards.
        package var path: [String]
        package var old: String?
        package var new: String?
        /// In the new definition; of what was removed, in the old one.
        package var place: Place
    }

    /// All changes, in the order of the new definition. None if and only if the two have one identity.
    package static func changes(from old: DefinitionFile, to new: DefinitionFile) -> [Change] {
        guard let kind = new.kind, let before = old.tree?.root, let after = new.tree?.root else { return [] }
        var comparison = Comparison()
        comparison.compare(before, after, .block(kind.block), [])
        return comparison.changes
    }
}

private struct Comparison {
    typealias Change = DefinitionDifference.Change

    var changes: [Change] = []

    private static func canonical(_ node: LocatedNode, _ form: Form) -> String {
        CanonicalForm.text(of: node, as: form) { ExpressionLayout.printed($0) }
    }

    /// A value for a person to read: without the marks of the canonical form where it is one scalar.
    private static func shown(_ node: LocatedNode, _ form: Form) -> String {
        var text = canonical(node, form)
        if node.isScalar, text.count >= 2, text.first == "\"" { text = String(text.dropFirst().dropLast()) }
        return text.count > 200 ? String(text.prefix(199)) + "…" : text
    }

    mutating func compare(_ old: LocatedNode, _ new: LocatedNode, _ form: Form, _ path: [String]) {
        if Self.canonical(old, form) == Self.canonical(new, form) { return }
        let before = changes.count
        let shape = PlaceForms.shape(form, new)
        if case .table = shape, old.isScalar, new.isScalar {
            rows(old, new, path)
        } else if old.isMapping, new.isMapping {
            entries(old, new, shape, path)
        } else if old.isSequence, new.isSequence {
            items(old, new, PlaceForms.item(of: shape), path)
        }
        // Whatever the parts have not shown is shown as a whole, so that no difference of identity is silent.
        if changes.count == before {
            add(.changed, path, Self.shown(old, form), Self.shown(new, form), new)
        }
    }

    private mutating func add(
        _ kind: Change.Kind, _ path: [String], _ old: String?, _ new: String?, _ node: LocatedNode
    ) { changes.append(Change(kind: kind, path: path, old: old, new: new, place: node.place)) }

    // MARK: Groups

    private mutating func entries(_ old: LocatedNode, _ new: LocatedNode, _ form: Form, _ path: [String]) {
        let before = PlaceForms(old, form)
        let after = PlaceForms(new, form)
        for entry in new.entries {
            let key = entry.key.text
            if let counterpart = old.entry(key) {
                compare(counterpart.value, entry.value, after.value(of: entry.key), path + [key])
            } else {
                add(.added, path + [key], nil, Self.shown(entry.value, after.value(of: entry.key)), entry.key)
            }
        }
        for entry in old.entries where new.entry(entry.key.text) == nil {
            let key = entry.key.text
            add(.removed, path + [key], Self.shown(entry.value, before.value(of: entry.key)), nil, entry.key)
        }
        if case .map(let map) = form, map.isOrdered {
            order(old.entries.map(\.key.text), new.entries.map(\.key.text), path, new)
        }
    }

    // MARK: Lists

    private mutating func items(_ old: LocatedNode, _ new: LocatedNode, _ form: Form, _ path: [String]) {
        let before = old.items.map { (label: Self.label($0), node: $0) }
        let after = new.items.map { (label: Self.label($0), node: $0) }
        let isNamed = Self.areUnique(before.map(\.label)) && Self.areUnique(after.map(\.label))
        guard isNamed else { return byPosition(before.map(\.node), after.map(\.node), form, path) }
        for (label, node) in after {
            if let counterpart = before.first(where: { $0.label == label })?.node {
                compare(counterpart, node, form, path + [label])
            } else {
                add(.added, path + [label], nil, Self.shown(node, form), node)
            }
        }
        for (label, node) in before where !after.contains(where: { $0.label == label }) {
            add(.removed, path + [label], Self.shown(node, form), nil, node)
        }
        order(before.map(\.label), after.map(\.label), path, new)
    }

    private mutating func byPosition(_ old: [LocatedNode], _ new: [LocatedNode], _ form: Form, _ path: [String]) {
        for (index, node) in new.enumerated() {
            let here = path + ["\(index + 1)"]
            if index < old.count {
                compare(old[index], node, form, here)
            } else {
                add(.added, here, nil, Self.shown(node, form), node)
            }
        }
        for (index, node) in old.enumerated().dropFirst(new.count) {
            add(.removed, path + ["\(index + 1)"], Self.shown(node, form), nil, node)
        }
    }

    /// What stands in both, if it stands in another order.
    private mutating func order(_ old: [String], _ new: [String], _ path: [String], _ node: LocatedNode) {
        let before = old.filter { new.contains($0) }
        let after = new.filter { old.contains($0) }
        if before != after, Self.areUnique(before) {
            add(.moved, path, before.joined(separator: ", "), after.joined(separator: ", "), node)
        }
    }

    private static func areUnique(_ labels: [String]) -> Bool {
        !labels.contains("") && Set(labels).count == labels.count
    }

    /// What tells an item from the others: its name, else what it does; of a value, the value.
    private static func label(_ item: LocatedNode) -> String {
        guard item.isMapping else { return item.isScalar ? item.text : "" }
        for key in ["as", "id", "name"] {
            if let value = item[key], value.isScalar { return value.text }
        }
        for key in ["sequence", "do", "decide", "advise", "emit", "end", "flag", "approve", "at", "column", "event"] {
            if let value = item[key], value.isScalar { return value.text }
        }
        return item.entries.first { _ in true }.map {
            $0.value.isScalar ? "\($0.key.text) \($0.value.text)" : $0.key.text
        } ?? ""
    }

    // MARK: Tables

    private mutating func rows(_ old: LocatedNode, _ new: LocatedNode, _ path: [String]) {
        let before = Self.rows(old)
        let after = Self.rows(new)
        for (index, row) in after.enumerated() where !before.contains(row) {
            add(.added, path + ["row \(index)"], nil, row, new)
        }
        for (index, row) in before.enumerated() where !after.contains(row) {
            add(.removed, path + ["row \(index)"], row, nil, old)
        }
        if Set(before) == Set(after), before.count == after.count {
            add(.moved, path, before.joined(separator: "; "), after.joined(separator: "; "), new)
        }
    }

    private static func rows(_ node: LocatedNode) -> [String] {
        node.text.split(separator: "\n").map {
            TableText.cells(Array($0.utf8)).joined(separator: " | ").replacing("|  |", with: "||")
        }.filter { !$0.isEmpty }
    }
}
