import Dates
import SourceText

// What a name means. The innermost macro variable wins; then the longest dotted name that is declared, looked up in the
// container first; then the types of the language; in the dialect also its units, its clock and its enumerations.

extension Checker {
    mutating func checkName(_ id: NodeID, _ expecting: Type) -> Type {
        let name = syntax.name(of: id)
        let isRooted = syntax[id].flags.contains(.rooted)
        if !isRooted, let number = local(name) {
            refer(id, .local(number))
            return scope[number].type
        }
        if let slot = slot(name, isRooted) {
            refer(id, .variable(slot))
            if reportAmbiguity(id, name, expecting) { return .error }
            let variable = declarations.variables[slot]
            return variable.isOptional && !isPresent(id) ? .absent(variable.type) : variable.type
        }
        if let type = Self.typeValues[name] {
            refer(id, .type(type))
            return .type(type)
        }
        if dialect == .proviso, let type = checkDialectName(id, name, expecting) { return type }
        return unknownName(id, name, expecting)
    }

    private func slot(_ name: String, _ isRooted: Bool) -> Int? {
        if isRooted || declarations.container.isEmpty { return declarations.slot(name) }
        for candidate in declarations.candidates(name) {
            if let slot = declarations.slot(candidate) { return slot }
        }
        return nil
    }

    static let typeValues: [String: Type] = [
        "bool": .bool, "int": .int, "uint": .uint, "double": .double, "string": .string, "bytes": .bytes,
        "list": .list(.dyn), "map": .map(key: .dyn, value: .dyn), "null_type": .null, "type": .type(.dyn),
        "optional_type": .optional(.dyn), "google.protobuf.Timestamp": .timestamp,
        "google.protobuf.Duration": .duration, "net.IP": .abstract("net.IP", []),
        "net.CIDR": .abstract("net.CIDR", []),
    ]

    /// The clock, units, and the names of the enumeration that is expected.
    private mutating func checkDialectName(_ id: NodeID, _ name: String, _ expecting: Type) -> Type? {
        if case .enumeration(let number) = expecting.present,
            declarations.enumerations[number].values.contains(name)
        {
            refer(id, .enumeration(name))
            return .enumeration(number)
        }
        switch name {
        case "today":
            refer(id, .today)
            return .date
        case "now":
            refer(id, .now)
            return .timestamp
        default: break
        }
        for unit in PeriodUnit.allCases where unit.plural == name || unit.singular == name {
            refer(id, .unit(unit))
            return .period
        }
        return nil
    }

    /// A name that is a variable, where a name of an enumeration would stand too.
    private mutating func reportAmbiguity(_ id: NodeID, _ name: String, _ expecting: Type) -> Bool {
        guard mode == .checking, dialect == .proviso, case .enumeration(let number) = expecting.present,
            declarations.enumerations[number].values.contains(name)
        else { return false }
        problems.add(
            CheckCodes.ambiguousName, span(id),
            "\"\(name)\" is both a value in scope and one of the names of \(declarations.enumerations[number].name).",
            found: "\"\(name)\"", expected: "the name in quotes, or another name for the value",
            help:
                "Write \"\(name)\" in quotes for the name of \(declarations.enumerations[number].name), or rename the value."
        )
        return true
    }

    /// Whether a name stands for nothing yet: neither variable nor type. It may be a name of an enumeration.
    @inline(never)
    func isBareName(_ id: NodeID) -> Bool {
        let node = syntax[id]
        guard node.kind == .name, node.flags.isEmpty else { return false }
        let name = syntax.name(of: id)
        return local(name) == nil && slot(name, false) == nil
    }

    private mutating func unknownName(_ id: NodeID, _ name: String, _ expecting: Type) -> Type {
        guard mode == .checking else {
            refer(id, .unknown)
            return .dyn
        }
        if case .enumeration(let number) = expecting.present {
            checkEnumerationValue(id, name, number)
            return .error
        }
        if declarations.isIncomplete { return reported(id) }
        var known = scope.reversed().map(\.name) + declarations.variables.map(\.name)
        if dialect == .proviso { known += ["today", "now"] }
        let near = didYouMean(name, among: known) ?? lowered(name)
        let inFields = near == nil ? declarations.variables.first { hasField($0.type, name) } : nil
        problems.add(
            CheckCodes.unknownName, span(id), "There is no value called \"\(name)\" here.", found: "\"\(name)\"",
            expected: known.isEmpty ? "a name that is declared; none is" : "one of \(listed(known))",
            help: near.map { "Write \($0)." }
                ?? inFields.map { "Write \($0.name).\(name)." }
                ?? (dialect == .proviso ? "Check the name; put a text in quotes." : "Check the name, or declare it."),
            replacement: near ?? inFields.map { "\($0.name).\(name)" })
        return .error
    }

    /// Of what stands here nothing can be known, since what declares it could not be read. Nothing is said of it again.
    mutating func reported(_ id: NodeID) -> Type {
        isWhole = false
        return .error
    }

    /// Whether nothing is known of a value since something before its last dot was reported.
    func isReported(_ id: NodeID) -> Bool {
        if type(id) == .error { return true }
        return syntax[id].kind == .select && isReported(syntax.child(id, 0))
    }

    /// `True`, `NULL` and their like.
    private func lowered(_ name: String) -> String? {
        let low = name.lowercased()
        return ["true", "false", "null"].contains(low) ? low : nil
    }

    private func hasField(_ type: Type, _ name: String) -> Bool {
        guard case .record(let number) = type else { return false }
        return declarations.records[number].field(name) != nil
    }

    mutating func checkEnumerationValue(_ id: NodeID, _ value: String, _ number: Int) {
        let enumeration = declarations.enumerations[number]
        guard !enumeration.values.contains(value) else { return }
        let near = didYouMean(value, among: enumeration.values)
        problems.add(
            CheckCodes.unknownEnumerationValue, span(id),
            "\"\(value)\" is not one of the names of \(enumeration.name).",
            found: "\"\(value)\"", expected: "one of \(listed(enumeration.values))",
            help: near.map { "Write \($0)." } ?? "Choose one of them.",
            replacement: near.map { syntax[id].kind == .literal ? "\"\($0)\"" : $0 })
    }

    /// Up to eight names, in quotes.
    func listed(_ names: [String]) -> String {
        let shown = names.prefix(8).map { "\"\($0)\"" }.joined(separator: ", ")
        return names.count > 8 ? "\(shown), …" : shown
    }

    // MARK: Selection

    mutating func checkSelect(_ id: NodeID) -> Type {
        if let type = checkQualified(id) { return type }
        let operand = syntax.child(id, 0)
        return checkField(id, of: operand, check(operand))
    }

    /// A chain of selections that is itself a declared name or a type.
    private mutating func checkQualified(_ id: NodeID) -> Type? {
        guard let (name, first, isRooted) = dottedName(id) else { return nil }
        if !isRooted, local(first) != nil { return nil }
        if declarations.hasQualifiedNames, let slot = slot(name, isRooted) {
            refer(id, .variable(slot))
            let variable = declarations.variables[slot]
            return variable.isOptional && !isPresent(id) ? .absent(variable.type) : variable.type
        }
        if let type = Self.typeValues[name] {
            refer(id, .type(type))
            return .type(type)
        }
        return nil
    }

    /// The dotted name that a chain of plain selections spells; `nil` if it is something else, or if no such name can be
    /// declared.
    func dottedName(_ id: NodeID) -> (name: String, first: String, isRooted: Bool)? {
        var first = id
        while syntax[first].kind == .select {
            guard syntax[first].flags.isEmpty else { return nil }
            first = syntax.child(first, 0)
        }
        guard syntax[first].kind == .name else { return nil }
        let head = syntax.name(of: first)
        guard
            declarations.hasQualifiedNames || head == "google" || head == "net" || table.namespaces.contains(head)
                || !declarations.functions.isEmpty
        else { return nil }
        var name = ""
        appendName(id, &name)
        return (name, head, syntax[first].flags.contains(.rooted))
    }

    private func appendName(_ id: NodeID, _ name: inout String) {
        if syntax[id].kind == .select {
            appendName(syntax.child(id, 0), &name)
            name += "."
        }
        name += syntax.name(of: id)
    }

    /// The field of an operand, for `a.b` and `a.?b`.
    private mutating func checkField(_ id: NodeID, of operand: NodeID, _ found: Type) -> Type {
        guard mode == .checking else { return .dyn }
        let isOptional = syntax[id].flags.contains(.optional)
        var type = substitution.apply(found)
        var isWrapped = isOptional
        if case .optional(let inner) = type {
            type = inner
            isWrapped = true
        }
        if type.isAbsent, !isOptional { reportAbsent(operand, "looked into") }
        type = type.present
        let result = fieldType(id, operand, type)
        if isWrapped { return .optional(result.present) }
        if case .absent(let inner) = result, isPresent(id) { return inner }
        return result
    }

    private mutating func fieldType(_ id: NodeID, _ operand: NodeID, _ type: Type) -> Type {
        let name = syntax.name(of: id)
        switch type {
        case .map(let key, let value):
            if key.isOpen || substitution.assign(.string, to: key) {
                return dialect == .proviso ? value : value
            }
        case .record(let number):
            let record = declarations.records[number]
            if let field = record.field(name) {
                refer(id, .field(field))
                return record.fields[field].isOptional
                    ? .absent(record.fields[field].type) : record.fields[field].type
            }
            if record.isIncomplete { return reported(id) }
            return unknownField(id, name, record.fields.map(\.name), "the record \(record.name)")
        case .variable:
            _ = substitution.assign(.dyn, to: type)
            return .dyn
        case .error, .dyn: return .dyn
        default:
            if dialect == .proviso, let fields = builtInFields(type) {
                if let field = fields.first(where: { $0.name == name }) { return field.type }
                return unknownField(id, name, fields.map(\.name), names.phrase(type))
            }
        }
        problems.add(
            CheckCodes.noFields, syntax[id].nameSpan, "\(capitalized(quoted(operand))) has no fields.",
            found: "\".\(name)\" behind \(names.phrase(type))", expected: "a record or a map before the dot",
            help: "Check the name before the dot.")
        return .error
    }

    private mutating func unknownField(_ id: NodeID, _ name: String, _ known: [String], _ owner: String) -> Type {
        let near = didYouMean(name, among: known)
        problems.add(
            CheckCodes.unknownField, syntax[id].nameSpan, "\(capitalized(owner)) has no field \"\(name)\".",
            found: "\"\(name)\"", expected: known.isEmpty ? "no field" : "one of \(listed(known))",
            help: near.map { "Write \($0)." } ?? "Check the name.", replacement: near)
        return .error
    }

    /// The parts of the dialect's own values.
    private func builtInFields(_ type: Type) -> [(name: String, type: Type)]? {
        switch type {
        case .money: [("amount", .decimal), ("currency", .string)]
        case .date: [("year", .int), ("month", .int), ("day", .int), ("weekday", .int)]
        case .time: [("hour", .int), ("minute", .int), ("second", .int)]
        case .period: [("months", .int), ("days", .int), ("business_days", .int), ("seconds", .int)]
        case .rate: [("from", .string), ("to", .string), ("value", .decimal), ("source", .string)]
        case .abstract("instalment", let parts): [("amount", parts.first ?? .money(nil)), ("due_on", .date)]
        default: nil
        }
    }

    func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    // MARK: Presence

    /// `has(a.b)` and `a.b is present`.
    mutating func checkPresence(_ id: NodeID) -> Type {
        guard syntax[id].childCount == 1 else {
            _ = checkName(id, .dyn)
            return .bool
        }
        let operand = syntax.child(id, 0)
        var type = checkedType(operand)
        guard mode == .checking else { return .bool }
        if case .optional(let inner) = type { type = inner }
        if type.isAbsent { reportAbsent(operand, "looked into") }
        _ = fieldType(id, operand, type.present)
        return .bool
    }

    /// What a node is called in `present`; `nil` if it is no name or field.
    func path(_ id: NodeID) -> String? {
        let node = syntax[id]
        switch node.kind {
        case .name:
            let name = syntax.name(of: id)
            if !node.flags.contains(.rooted), let number = local(name) { return "#\(scope[number].serial)" }
            return name
        case .presence where node.childCount == 0: return syntax.name(of: id)
        case .select, .presence:
            guard let prefix = path(syntax.child(id, 0)) else { return nil }
            return "\(prefix).\(syntax.name(of: id))"
        default: return nil
        }
    }

    func isPresent(_ id: NodeID) -> Bool {
        guard !present.isEmpty, let path = path(id) else { return false }
        return present.contains(path)
    }

    /// The paths that are present when a condition is true, or when it is false.
    @inline(never)
    func facts(_ id: NodeID, when outcome: Bool) -> [String] {
        let node = syntax[id]
        switch node.kind {
        case .presence: return outcome ? path(id).map { [$0] } ?? [] : []
        case .not: return facts(syntax.child(id, 0), when: !outcome)
        case .and: return outcome ? syntax.children(of: id).flatMap { facts($0, when: true) } : []
        case .or: return outcome ? [] : syntax.children(of: id).flatMap { facts($0, when: false) }
        case .binary:
            // An absent field equals nothing: what is equal is present.
            let operation = syntax.operation(of: id)
            guard operation == .equal && outcome || operation == .notEqual && !outcome else { return [] }
            return syntax.children(of: id).compactMap { path($0) }
        default: return []
        }
    }
}
