import SourceText

// Lists, maps, indexing, macros.

extension Checker {
    mutating func checkList(_ id: NodeID, _ expecting: Type) -> Type {
        var expected = Type.dyn
        if case .list(let element) = expecting.present { expected = element }
        var element: Type?
        for child in syntax.children(of: id) {
            let found = check(child, expecting: expected)
            element = element.map { join($0, found) ?? .dyn } ?? found
        }
        return .list(element ?? substitution.fresh())
    }

    /// The type of what is one or the other; `nil` if only `dyn` is both.
    mutating func join(_ left: Type, _ right: Type) -> Type? {
        if left == right { return left }
        let (first, second) = (substitution.resolve(left), substitution.resolve(right))
        if case .type = first, case .type = second { return .type(.dyn) }
        if dialect == .proviso, let joined = joinDialect(first, second) { return joined }
        return substitution.join(left, right)
    }

    private mutating func joinDialect(_ left: Type, _ right: Type) -> Type? {
        if left.isAbsent || right.isAbsent { return join(left.present, right.present).map { .absent($0) } }
        switch (left, right) {
        case (.money, .money): return .money(nil)
        case (.int, .decimal), (.decimal, .int): return .decimal
        case (.int, .ratio), (.ratio, .int), (.decimal, .ratio), (.ratio, .decimal): return .ratio
        case (.int, .quotient), (.quotient, .int), (.decimal, .quotient), (.quotient, .decimal), (.ratio, .quotient),
            (.quotient, .ratio):
            return .quotient
        case (.enumeration, .string), (.string, .enumeration): return .string
        case (.rate, .rate): return .rate(from: nil, to: nil)
        default: return nil
        }
    }

    mutating func checkOptionalElement(_ id: NodeID) -> Type {
        let value = syntax.child(id, 0)
        let found = check(value)
        guard mode == .checking else { return .dyn }
        let inner = substitution.fresh()
        guard !substitution.assign(found, to: .optional(inner)) else { return substitution.apply(inner) }
        problems.add(
            CheckCodes.wrongArguments, span(value), "Behind \"?\" stands an optional value.",
            found: "\(quoted(value)), which is \(names.phrase(type(value)))", expected: "an optional value",
            help: "Remove the \"?\", or write optional.of(…).")
        return .error
    }

    mutating func checkMap(_ id: NodeID) -> Type {
        let children = Array(syntax.children(of: id))
        var key: Type?
        var value: Type?
        for position in stride(from: 0, to: children.count - 1, by: 2) {
            let foundKey = check(children[position])
            checkKey(children[position], foundKey)
            let foundValue = check(children[position + 1])
            key = key.map { join($0, foundKey) ?? .dyn } ?? foundKey
            value = value.map { join($0, foundValue) ?? .dyn } ?? foundValue
        }
        return .map(key: key ?? substitution.fresh(), value: value ?? substitution.fresh())
    }

    /// A key is a whole number, true or false, or text.
    private mutating func checkKey(_ id: NodeID, _ found: Type) {
        guard mode == .checking else { return }
        switch substitution.resolve(found) {
        case .int, .uint, .bool, .string, .dyn, .error, .variable, .enumeration: return
        default: break
        }
        problems.add(
            CheckCodes.badKey, span(id), "This cannot be the key of a map.",
            found: "\(quoted(id)), which is \(names.phrase(type(id)))",
            expected: "text, a whole number, or true or false", help: "Write a key of one of these kinds.")
    }

    mutating func checkMessage(_ id: NodeID) -> Type {
        for child in syntax.children(of: id) { check(child) }
        guard mode == .checking else {
            refer(id, .unknown)
            return .dyn
        }
        problems.add(
            CheckCodes.unknownType, syntax[id].nameSpan, "There is no type \"\(syntax.name(of: id))\" to be made here.",
            found: "\"\(syntax.name(of: id))\"", expected: "a map, such as {\"key\": value}",
            help: "Remove the name before the brace, and put the keys in quotes.")
        return .error
    }

    mutating func checkIndex(_ id: NodeID) -> Type {
        let operand = syntax.child(id, 0)
        let key = syntax.child(id, 1)
        let isOptional = syntax[id].flags.contains(.optional)
        check(operand)
        check(key)
        let name = isOptional ? "_[?_]" : "_[_]"
        guard let number = table.number(name) else { return .error }
        guard mode == .checking else { return resolve(id, number, [operand, key]) }
        let found = substitution.apply(types[Int(operand.index)])
        if found.isAbsent {
            reportAbsent(operand, "looked into")
            return .error
        }
        switch found {
        case .dyn, .variable:
            if case .variable = found { _ = substitution.assign(.dyn, to: found) }
            refer(id, .function(FunctionReference(function: number, overload: nil)))
            return isOptional ? .optional(.dyn) : .dyn
        case .error: return .error
        case .list, .map, .optional: return resolve(id, number, [operand, key])
        default:
            problems.add(
                CheckCodes.notIndexable, span(operand), "\(capitalized(quoted(operand))) is neither a list nor a map.",
                found: names.phrase(found), expected: "a list or a map before the bracket",
                help: "Remove the brackets, or check the name before them.")
            return .error
        }
    }

    // MARK: Macros

    /// The types of a macro's variables over a range: element, or index and element; key, or key and value.
    private mutating func elements(_ range: NodeID, two: Bool) -> (Type, Type) {
        check(range)
        guard mode == .checking else { return (.dyn, .dyn) }
        let found = substitution.apply(types[Int(range.index)])
        if found.isAbsent {
            reportAbsent(range, "walked over")
            return (.error, .error)
        }
        switch found {
        case .list(let element): return two ? (.int, element) : (element, .error)
        case .map(let key, let value): return (key, value)
        case .error: return (.error, .error)
        case .dyn: return (.dyn, .dyn)
        case .variable:
            _ = substitution.assign(.dyn, to: found)
            return (.dyn, .dyn)
        default:
            problems.add(
                CheckCodes.notWalkable, span(range), "\(capitalized(quoted(range))) is neither a list nor a map.",
                found: names.phrase(found), expected: "a list or a map before the dot",
                help: "Name a list, such as the lines of an invoice.")
            return (.error, .error)
        }
    }

    mutating func checkComprehension(_ id: NodeID) -> Type {
        guard let parts = syntax.comprehension(id) else { return .error }
        let two = parts.secondVariable != nil
        let (first, second) = elements(parts.range, two: two)
        enter(parts.variable, first)
        if let variable = parts.secondVariable { enter(variable, second) }
        defer { leave(two ? 2 : 1) }
        let known = present.count
        defer { present.removeLast(present.count - known) }
        if let filter = parts.filter {
            checkCondition(filter)
            present += facts(filter, when: true)
        }
        switch parts.kind {
        case .all, .exists, .existsOne:
            checkCondition(parts.body)
            return .bool
        case .filter:
            checkCondition(parts.body)
            return .list(first)
        case .map, .transformList: return .list(check(parts.body))
        case .transformMap: return .map(key: first, value: check(parts.body))
        case .transformMapEntry: return checkEntry(parts.body)
        }
    }

    private mutating func checkEntry(_ body: NodeID) -> Type {
        let found = check(body)
        guard mode == .checking else { return .dyn }
        let key = substitution.fresh()
        let value = substitution.fresh()
        if substitution.assign(found, to: .map(key: key, value: value)) { return substitution.apply(found) }
        problems.add(
            CheckCodes.wrongArguments, span(body), "transformMapEntry gives each entry as a map of one entry.",
            found: "\(quoted(body)), which is \(names.phrase(type(body)))", expected: "a map such as {key: value}",
            help: "Put the entry in braces.")
        return .error
    }

    mutating func checkOptionalMap(_ id: NodeID) -> Type {
        let target = syntax.child(id, 0)
        let found = check(target)
        var inner = Type.dyn
        if mode == .checking {
            inner = substitution.fresh()
            if !substitution.assign(found, to: .optional(inner)) {
                problems.add(
                    CheckCodes.wrongArguments, span(target), "\(capitalized(quoted(target))) is no optional value.",
                    found: names.phrase(type(target)), expected: "an optional value before the dot",
                    help: "Write .?name for a field that may be absent.")
                inner = .error
            }
        }
        enter(syntax.child(id, 1), substitution.apply(inner))
        defer { leave(1) }
        let body = check(syntax.child(id, 2))
        guard syntax[id].flags.contains(.flat), mode == .checking else { return .optional(body) }
        let result = substitution.fresh()
        if substitution.assign(body, to: .optional(result)) { return .optional(substitution.apply(result)) }
        problems.add(
            CheckCodes.wrongArguments, span(syntax.child(id, 2)), "optFlatMap gives an optional value.",
            found: names.phrase(type(syntax.child(id, 2))), expected: "an optional value",
            help: "Use optMap for a plain value.")
        return .error
    }

    mutating func checkBind(_ id: NodeID, _ expecting: Type) -> Type {
        let value = check(syntax.child(id, 1))
        enter(syntax.child(id, 0), value)
        defer { leave(1) }
        return check(syntax.child(id, 2), expecting: expecting)
    }

    mutating func checkBlock(_ id: NodeID) -> Type {
        let children = syntax.children(of: id)
        blocks.append([])
        for slot in children.dropLast() {
            let type = check(slot)
            blocks[blocks.count - 1].append(type)
        }
        defer { blocks.removeLast() }
        guard let body = children.last else { return .error }
        return check(body)
    }

    mutating func checkBlockIndex(_ id: NodeID) -> Type {
        let slot = syntax.blockIndex(of: id)
        if let block = blocks.last, block.indices.contains(slot) { return block[slot] }
        guard mode == .checking else {
            refer(id, .unknown)
            return .dyn
        }
        problems.add(
            CheckCodes.unknownName, span(id), "There is no slot \(slot) before this one.", found: quoted(id),
            expected: "the number of a slot of cel.block that stands before", help: "Check the number.")
        return .error
    }
}
