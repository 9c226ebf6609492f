import SourceText

// Macros: calls whose arguments are not values but names and expressions over them. A call is a macro by its name and the
// number of its arguments; with another number of arguments it is a call like any other.

extension Parser {
    /// `has(a.b)`.
    mutating func makeHas(_ argument: NodeID, _ span: Span, _ name: Span) -> NodeID {
        let item = syntax[argument]
        guard item.kind == .select, !item.flags.contains(.optional) else {
            if item.kind != .missing {
                report(
                    SyntaxCodes.presenceOfNothing, item.span, "Only of a field can be asked whether it is there.",
                    found: "\"\(source.string(item.span))\"",
                    expected: "a field of something, such as has(invoice.due_on)",
                    help: "Name the field after a dot.")
            }
            return missing(at: span)
        }
        let quoted = item.flags.intersection(.quoted)
        return checked(
            syntax.add(
                .presence, span, name: item.nameSpan, flags: quoted, payload: item.payload, syntax.child(argument, 0)))
    }

    /// The macro that a member call is, if it is one.
    mutating func makeMacro(
        _ target: NodeID, _ name: Span, _ nameText: String, _ arguments: [NodeID], _ span: Span
    ) -> NodeID? {
        if syntax[target].kind == .name, syntax[target].flags.isEmpty, syntax.name(of: target) == "cel" {
            return makeCelMacro(name, nameText, arguments, span)
        }
        let count = arguments.count
        switch (nameText, count) {
        case ("all", 2): return comprehension(.all, target, arguments, 1, span, name)
        case ("exists", 2): return comprehension(.exists, target, arguments, 1, span, name)
        case ("exists_one", 2), ("existsOne", 2): return comprehension(.existsOne, target, arguments, 1, span, name)
        case ("map", 2), ("map", 3): return comprehension(.map, target, arguments, 1, span, name)
        case ("filter", 2): return comprehension(.filter, target, arguments, 1, span, name)
        case ("all", 3): return comprehension(.all, target, arguments, 2, span, name)
        case ("exists", 3): return comprehension(.exists, target, arguments, 2, span, name)
        case ("exists_one", 3), ("existsOne", 3): return comprehension(.existsOne, target, arguments, 2, span, name)
        case ("transformList", 3), ("transformList", 4):
            return comprehension(.transformList, target, arguments, 2, span, name)
        case ("transformMap", 3), ("transformMap", 4):
            return comprehension(.transformMap, target, arguments, 2, span, name)
        case ("transformMapEntry", 3), ("transformMapEntry", 4):
            return comprehension(.transformMapEntry, target, arguments, 2, span, name)
        case ("optMap", 2), ("optFlatMap", 2):
            guard declare(arguments[0], nameText) else { return missing(at: span) }
            return syntax.add(
                .optionalMap, span, name: name, flags: nameText == "optFlatMap" ? .flat : [],
                children: [target, arguments[0], arguments[1]])
        default: return nil
        }
    }

    private mutating func comprehension(
        _ kind: ComprehensionKind, _ range: NodeID, _ arguments: [NodeID], _ variables: Int, _ span: Span, _ name: Span
    ) -> NodeID {
        for variable in arguments.prefix(variables) where !declare(variable, source.string(name)) {
            return missing(at: span)
        }
        if variables == 2, syntax.name(of: arguments[0]) == syntax.name(of: arguments[1]) {
            report(
                SyntaxCodes.badMacro, syntax[arguments[1]].span, "The two names are the same.",
                found: "\"\(syntax.name(of: arguments[1]))\" twice", expected: "two different names",
                help: "Give the second one a name of its own.")
        }
        var flags: NodeFlags = variables == 2 ? .twoVariables : []
        if arguments.count - variables == 2 { flags.insert(.filtered) }
        return syntax.add(
            .comprehension, span, name: name, flags: flags, payload: UInt32(kind.rawValue),
            children: [range] + arguments)
    }

    /// Turns an argument into the declaration of a variable; `false` if it is no plain name.
    private mutating func declare(_ argument: NodeID, _ macro: String) -> Bool {
        let item = syntax[argument]
        if item.kind == .name, !item.flags.contains(.rooted) {
            syntax.nodes[Int(argument.index)].kind = .variable
            return true
        }
        if item.kind != .missing {
            report(
                SyntaxCodes.badMacro, item.span, "The first part of \(macro)() is a name for what it looks at.",
                found: "\"\(source.string(item.span))\"", expected: "a plain name, such as \(macro)(line, …)",
                help: "Write a name of your choice, then use it in the expression behind it.")
        }
        return false
    }

    /// The `cel.…` macros: `bind`, and the forms in which an optimiser hands over its work.
    private mutating func makeCelMacro(
        _ name: Span, _ nameText: String, _ arguments: [NodeID], _ span: Span
    ) -> NodeID? {
        switch (nameText, arguments.count) {
        case ("bind", 3):
            guard declare(arguments[0], "cel.bind") else { return missing(at: span) }
            return syntax.add(.bind, span, name: name, children: arguments)
        case ("block", 2):
            guard syntax[arguments[0]].kind == .list,
                !syntax.children(of: arguments[0]).contains(where: { syntax[$0].kind == .optionalElement })
            else {
                reportBlock(arguments[0], "a list of expressions")
                return missing(at: span)
            }
            let slots = Array(syntax.children(of: arguments[0]))
            return syntax.add(.block, span, name: name, children: slots + [arguments[1]])
        case ("index", 1):
            guard let slot = smallNumber(arguments[0]) else {
                reportBlock(arguments[0], "a whole number, 0 or more")
                return missing(at: span)
            }
            return syntax.add(.blockIndex, span, name: name, payload: slot)
        case ("iterVar", 2), ("accuVar", 2):
            guard let level = smallNumber(arguments[0]), let number = smallNumber(arguments[1]) else {
                reportBlock(arguments[0], "two whole numbers, 0 or more")
                return missing(at: span)
            }
            let prefix = nameText == "iterVar" ? "@it" : "@ac"
            return syntax.add(.name, span, name: name, payload: syntax.addName("\(prefix):\(level):\(number)"))
        default: return nil
        }
    }

    private func smallNumber(_ node: NodeID) -> UInt32? {
        guard case .int(let value)? = syntax.literal(of: node) else { return nil }
        return UInt32(exactly: value)
    }

    private mutating func reportBlock(_ argument: NodeID, _ expected: String) {
        let span = syntax[argument].span
        report(
            SyntaxCodes.badMacro, span, "This macro takes another argument here.",
            found: "\"\(source.string(span))\"", expected: expected, help: "Write \(expected).")
    }
}
