import Evaluation

// Macros: bounded walks, and names for values.

extension Lowering {
    mutating func lowerComprehension(_ id: NodeID, into target: Int) {
        guard let parts = syntax.comprehension(id) else { return lowerUnknown(id, "", into: target) }
        let range = operand(parts.range)
        let walk = Walk(
            id: id, parts: parts, iterator: builder.takeRegister(), variable: builder.takeRegisters(2),
            body: builder.takeRegister())
        if case .local(let number) = checked.reference(of: parts.variable) { locals[number] = .register(walk.variable) }
        if let second = parts.secondVariable, case .local(let number) = checked.reference(of: second) {
            locals[number] = .register(walk.variable + 1)
        }
        emit(id, .iterate, target: walk.iterator, first: range, flag: parts.secondVariable == nil ? 0 : 1)
        loopDepth += 1
        defer { loopDepth -= 1 }
        switch parts.kind {
        case .all, .exists: lowerQuantifier(walk, into: target)
        case .existsOne: lowerExistsOne(walk, into: target)
        default: lowerCollection(walk, into: target)
        }
    }

    struct Walk {
        var id: NodeID
        var parts: Syntax.Comprehension
        var iterator: Int
        var variable: Int
        var body: Int
    }

    /// Emits the head of the loop and charges what follows to it. Returns the head and where costs went before.
    private mutating func beginLoop(_ walk: Walk) -> (head: Int, outer: CodeBuilder.CostSite) {
        let isPair = walk.parts.secondVariable != nil
        let head = emit(
            walk.parts.variable, isPair ? .nextPair : .next, target: walk.variable, first: .register(walk.iterator))
        let outer = builder.charge(at: .instruction(head))
        builder.addCost(1)
        return (head, outer)
    }

    private mutating func endLoop(_ walk: Walk, _ head: Int, _ outer: CodeBuilder.CostSite) {
        emit(walk.id, .jump, second: UInt32(head))
        _ = builder.charge(at: outer)
        builder.land(head)
    }

    /// `all` and `exists`: the first element that decides ends the walk; an error counts only if none decides.
    private mutating func lowerQuantifier(_ walk: Walk, into target: Int) {
        let isAll = walk.parts.kind == .all
        let kept = builder.takeRegister()
        emit(walk.id, .clear, target: kept)
        emit(walk.id, .move, target: target, first: builder.constant(.bool(isAll)), flag: 1)
        let (head, outer) = beginLoop(walk)
        let start = builder.position
        lower(walk.parts.body, into: walk.body)
        emit(walk.parts.body, isAll ? .jumpIfTrue : .jumpIfFalse, first: .register(walk.body), second: UInt32(head))
        _ = builder.addHandler(from: start, register: kept, result: walk.body, value: isAll, target: head)
        emit(walk.id, .move, target: target, first: builder.constant(.bool(!isAll)))
        _ = builder.charge(at: outer)
        builder.land(head)
        emit(walk.id, isAll ? .endAnd : .endOr, target: target, first: .register(kept))
    }

    /// `exists_one` looks at every element, and an error anywhere is an error.
    private mutating func lowerExistsOne(_ walk: Walk, into target: Int) {
        let count = builder.takeRegister()
        emit(walk.id, .move, target: count, first: builder.constant(.int(0)), flag: 1)
        let (head, outer) = beginLoop(walk)
        lower(walk.parts.body, into: walk.body)
        emit(walk.parts.body, .countTrue, target: count, first: .register(walk.body))
        endLoop(walk, head, outer)
        emit(walk.id, .isOne, target: target, first: .register(count))
    }

    /// `map`, `filter` and the transforming macros.
    private mutating func lowerCollection(_ walk: Walk, into target: Int) {
        let collection = builder.takeRegister()
        emit(walk.id, .beginBuilder, target: collection)
        let (head, outer) = beginLoop(walk)
        if let filter = walk.parts.filter {
            lower(filter, into: walk.body)
            let jump = emit(filter, .jumpIfFalse, first: .register(walk.body), second: UInt32(head))
            _ = builder.charge(at: .instruction(jump))
        }
        let mark = builder.registerMark
        let body = operand(walk.parts.body)
        let variable = Operand.register(walk.variable)
        switch walk.parts.kind {
        case .filter:
            emit(walk.parts.body, .jumpIfFalse, first: body, second: UInt32(head))
            emit(walk.id, .append, target: collection, first: variable)
        case .transformMap:
            emit(walk.id, .appendPair, target: collection, first: variable, second: body)
        case .transformMapEntry: emit(walk.id, .appendEntries, target: collection, first: body)
        default: emit(walk.id, .append, target: collection, first: body)
        }
        builder.giveBack(to: mark)
        endLoop(walk, head, outer)
        let isMap = walk.parts.kind == .transformMap || walk.parts.kind == .transformMapEntry
        emit(walk.id, isMap ? .finishMap : .finishList, target: target, first: .register(collection))
    }

    /// `target.optMap(v, body)`, `optFlatMap`.
    mutating func lowerOptionalMap(_ id: NodeID, into target: Int) {
        let optional = operand(syntax.child(id, 0))
        let variable = builder.takeRegister()
        let jump = emit(id, .jumpIfNone, target: variable, first: optional)
        let outer = builder.charge(at: .instruction(jump))
        if case .local(let number) = checked.reference(of: syntax.child(id, 1)) { locals[number] = .register(variable) }
        let body = operand(syntax.child(id, 2))
        let isFlat = syntax[id].flags.contains(.flat)
        emit(id, isFlat ? .requireOptional : .wrap, target: variable, first: body)
        _ = builder.charge(at: outer)
        builder.land(jump)
        emit(id, .move, target: target, first: .register(variable))
    }

    /// `cel.bind(name, value, body)`.
    mutating func lowerBind(_ id: NodeID, into target: Int) {
        let value = operand(syntax.child(id, 1))
        if case .local(let number) = checked.reference(of: syntax.child(id, 0)) { locals[number] = value }
        lower(syntax.child(id, 2), into: target)
    }

    /// `cel.block([slots], body)`: each slot once, in order; a slot's error counts where the slot is used.
    mutating func lowerBlock(_ id: NodeID, into target: Int) {
        let children = Array(syntax.children(of: id))
        guard let body = children.last else { return lowerUnknown(id, "", into: target) }
        blocks.append([])
        for slot in children.dropLast() {
            let register = builder.takeRegister()
            let start = builder.position
            lower(slot, into: register)
            if let handler = builder.addHandler(from: start, register: register, result: register, value: true) {
                builder.landHandler(handler)
            }
            blocks[blocks.count - 1].append(.register(register))
        }
        lower(body, into: target)
        blocks.removeLast()
    }

    mutating func lowerBlockIndex(_ id: NodeID, into target: Int) {
        let number = syntax.blockIndex(of: id)
        guard let block = blocks.last, block.indices.contains(number) else {
            return lowerUnknown(id, "cel.index", into: target)
        }
        emit(id, .check, target: target, first: block[number])
    }
}
