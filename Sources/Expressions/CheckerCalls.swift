import SourceText

// Calls: which form of a function the types of the arguments choose. Several forms that fit leave the choice to the values.

extension Checker {
    mutating func checkCall(_ id: NodeID) -> Type {
        let name = syntax.name(of: id)
        let isRooted = syntax[id].flags.contains(.rooted)
        let arguments = Array(syntax.children(of: id))
        if dialect == .proviso, mode == .checking, let type = checkDialectFunction(id, name, arguments) { return type }
        for argument in arguments { check(argument) }
        return resolve(id, isRooted ? [name] : declarations.candidates(name), arguments, isMember: false)
    }

    mutating func checkMemberCall(_ id: NodeID) -> Type {
        let name = syntax.name(of: id)
        let target = syntax.child(id, 0)
        let rest = Array(syntax.children(of: id).dropFirst())
        if let (prefix, first, isRooted) = dottedName(target), isRooted || local(first) == nil {
            let qualified = "\(prefix).\(name)"
            let candidates = isRooted ? [qualified] : declarations.candidates(qualified)
            if candidates.contains(where: { table.number($0) != nil || declarations.function($0) != nil }) {
                for argument in rest { check(argument) }
                if name == "greatest" || name == "least", prefix == "math" { return checkExtreme(id, qualified, rest) }
                return resolve(id, candidates, rest, isMember: false, isNamespaced: true)
            }
        }
        let arguments = [target] + rest
        for argument in arguments { check(argument) }
        if mode == .checking, name == "orValue", type(target).isAbsent { return checkDefault(id, target, rest) }
        return resolve(id, [name], arguments, isMember: true)
    }

    /// Finds the function and the form, and gives the form's result.
    private mutating func resolve(
        _ id: NodeID, _ candidates: [String], _ arguments: [NodeID], isMember: Bool, isNamespaced: Bool = false
    ) -> Type {
        for name in candidates {
            if let function = declarations.function(name) {
                return resolveDeclared(id, function, arguments, isMember, isNamespaced)
            }
            if let number = table.number(name) {
                return resolve(id, number, arguments, isMember: isMember, isNamespaced: isNamespaced)
            }
        }
        guard mode == .checking else {
            refer(id, .unknown)
            return .dyn
        }
        return unknownFunction(id, candidates.last ?? "", isMember)
    }

    private mutating func resolveDeclared(
        _ id: NodeID, _ function: FunctionDeclaration, _ arguments: [NodeID], _ isMember: Bool, _ isNamespaced: Bool
    ) -> Type {
        if mode == .resolving {
            refer(id, .declared(name: function.name, overload: nil, isNamespaced: isNamespaced))
            return .dyn
        }
        let (result, overload) = choose(function.overloads, arguments, isMember)
        refer(
            id,
            .declared(
                name: function.name, overload: overload.map { function.overloads[$0].id },
                isNamespaced: isNamespaced))
        return result ?? noOverload(id, function.name, function.overloads, arguments, isMember)
    }

    /// The same for a function of the language, by its number.
    mutating func resolve(
        _ id: NodeID, _ function: Int, _ arguments: [NodeID], isMember: Bool = false, isNamespaced: Bool = false
    ) -> Type {
        if mode == .resolving {
            refer(id, .function(FunctionReference(function: function, overload: nil, isNamespaced: isNamespaced)))
            return .dyn
        }
        if dialect == .proviso {
            for argument in arguments where type(argument).isAbsent {
                reportAbsent(argument, "given to a function")
                return .error
            }
        }
        let entry = table.entries[function]
        let (result, overload) = choose(entry.overloads, arguments, isMember)
        refer(id, .function(FunctionReference(function: function, overload: overload, isNamespaced: isNamespaced)))
        return result ?? noOverload(id, entry.name, entry.overloads, arguments, isMember)
    }

    /// The result of the forms that fit, and the form if it is only one.
    private mutating func choose(
        _ overloads: [OverloadDeclaration], _ arguments: [NodeID], _ isMember: Bool
    ) -> (result: Type?, overload: Int?) {
        let found = arguments.map { types[Int($0.index)] }
        if found.contains(.error) { return (.error, nil) }
        var result: Type?
        var chosen: Int?
        var count = 0
        for (position, overload) in overloads.enumerated() {
            guard overload.isMember == isMember, overload.parameters.count == found.count else { continue }
            let (parameters, produced) = instantiate(overload)
            guard substitution.assign(found, to: parameters) else { continue }
            count += 1
            chosen = position
            let type = substitution.apply(produced)
            result = result.map { $0.isOpen || $0 == type ? $0 : .dyn } ?? type
        }
        return (result, count == 1 ? chosen : nil)
    }

    /// A form with fresh variables for its type parameters.
    private mutating func instantiate(_ overload: OverloadDeclaration) -> ([Type], Type) {
        guard overload.parameters.contains(where: \.hasVariables) || overload.result.hasVariables else {
            return (overload.parameters, overload.result)
        }
        var fresh: [String: Type] = [:]
        func replace(_ type: Type) -> Type {
            switch type {
            case .parameter(let name):
                if let known = fresh[name] { return known }
                let variable = substitution.fresh()
                fresh[name] = variable
                return variable
            case .list(let element): return .list(replace(element))
            case .map(let key, let value): return .map(key: replace(key), value: replace(value))
            case .optional(let inner): return .optional(replace(inner))
            case .type(let inner): return .type(replace(inner))
            case .wrapper(let inner): return .wrapper(replace(inner))
            case .abstract(let name, let parameters): return .abstract(name, parameters.map(replace))
            default: return type
            }
        }
        return (overload.parameters.map(replace), replace(overload.result))
    }

    /// `math.greatest` and `math.least`: numbers, or one list of numbers.
    private mutating func checkExtreme(_ id: NodeID, _ name: String, _ arguments: [NodeID]) -> Type {
        if let number = table.number(name) {
            refer(id, .function(FunctionReference(function: number, overload: 0, isNamespaced: true)))
        }
        guard mode == .checking else { return .dyn }
        var found = arguments.map { type($0) }
        if found.count == 1, case .list(let element) = found[0] { found = [element] }
        let isNumeric = found.allSatisfy { $0 == .int || $0 == .uint || $0 == .double || $0 == .decimal || $0.isOpen }
        guard isNumeric, let first = found.first else {
            return noOverload(id, name, [], arguments, false)
        }
        return found.allSatisfy { $0 == first } ? first : .dyn
    }

    // MARK: Problems

    private mutating func unknownFunction(_ id: NodeID, _ name: String, _ isMember: Bool) -> Type {
        let known =
            table.entries.filter { entry in entry.overloads.contains { $0.isMember == isMember } }.map(\.name)
            .filter { $0.utf8.first.map(isLetter) ?? false } + declarations.functions.map(\.name)
        let otherForm = table.entries.first { $0.name == name }
        let near = didYouMean(name, among: known) ?? foreignFunction(name)
        let isMacro = ["all", "exists", "exists_one", "map", "filter", "has"].contains(name)
        var help = near.map { "Write \($0)." } ?? "Check the name of the function."
        if otherForm != nil {
            help = isMember ? "Write it as \(name)(…)." : "Write it behind its value: value.\(name)(…)."
        } else if isMacro {
            help = "Write list.\(name)(item, condition on item)."
        }
        problems.add(
            CheckCodes.unknownFunction, syntax[id].nameSpan, "There is no function \"\(name)\" of this form.",
            found: "\"\(name)\"", expected: "a function of the language", help: help,
            replacement: otherForm == nil && !isMacro ? didYouMean(name, among: known) : nil)
        return .error
    }

    /// The function of the language that does what another language calls by this name.
    private func foreignFunction(_ name: String) -> String? {
        let names = [
            "length": "size", "len": "size", "count": "size", "lower": "lowerAscii", "upper": "upperAscii",
            "toLowerCase": "lowerAscii", "toUpperCase": "upperAscii", "includes": "contains", "substr": "substring",
            "any": "exists", "every": "all", "some": "exists", "starts_with": "startsWith", "ends_with": "endsWith",
        ]
        return names[name]
    }

    mutating func noOverload(
        _ id: NodeID, _ name: String, _ overloads: [OverloadDeclaration], _ arguments: [NodeID], _ isMember: Bool
    ) -> Type {
        let found = arguments.map { names.phrase(type($0)) }
        let forms = overloads.filter { $0.isMember == isMember }.map { form($0, name) }
        var help = "Change the arguments so that they fit one of the forms."
        if forms.isEmpty, !overloads.isEmpty {
            help = isMember ? "Write it as \(name)(…)." : "Write it behind its value: value.\(name)(…)."
        }
        problems.add(
            CheckCodes.wrongArguments, syntax[id].nameSpan,
            "\"\(name)\" cannot be used with \(found.isEmpty ? "no argument" : found.joined(separator: ", ")).",
            found: found.isEmpty ? "no argument" : found.joined(separator: ", "),
            expected: forms.isEmpty ? "other arguments" : forms.prefix(4).joined(separator: ", or "), help: help)
        return .error
    }

    private func form(_ overload: OverloadDeclaration, _ name: String) -> String {
        let phrases = overload.parameters.map { names.phrase($0) }
        return overload.isMember
            ? "\(phrases.first ?? "").\(name)(\(phrases.dropFirst().joined(separator: ", ")))"
            : "\(name)(\(phrases.joined(separator: ", ")))"
    }
}
