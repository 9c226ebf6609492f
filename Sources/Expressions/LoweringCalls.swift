import Amounts
import Encoding
import Evaluation

// Calls, lists and maps.

extension Lowering {
    /// The function of a call, if it is one of the language.
    func function(of id: NodeID) -> (function: FunctionID, isNamespaced: Bool)? {
        guard case .function(let reference) = checked.reference(of: id),
            let function = functions[reference.function]
        else { return nil }
        return (function, reference.isNamespaced)
    }

    /// The arguments of a call; a target that is only a part of the function's name is none.
    func arguments(of id: NodeID) -> [NodeID] {
        let isNamespaced =
            switch checked.reference(of: id) {
            case .function(let reference): reference.isNamespaced
            case .declared(_, _, let isNamespaced): isNamespaced
            default: false
            }
        return Array(syntax.children(of: id).dropFirst(isNamespaced ? 1 : 0))
    }

    mutating func lowerCall(_ id: NodeID, into target: Int) {
        guard let (function, _) = function(of: id) else { return lowerUnknown(id, syntax.name(of: id), into: target) }
        let arguments = arguments(of: id)
        switch function {
        case .dyn where arguments.count == 1: return lower(arguments[0], into: target)
        case .or where arguments.count == 2, .orValue where arguments.count == 2:
            return lowerDefault(id, function, arguments, into: target)
        case .sum where arguments.count == 2: return lowerSum(id, arguments, into: target)
        default: break
        }
        let hasZero = function == .sum && zero(of: id) != nil
        let first = builder.takeRegisters(max(1, arguments.count + (hasZero ? 1 : 0)))
        for (position, argument) in arguments.enumerated() { lower(argument, into: first + position) }
        if hasZero, let zero = zero(of: id) {
            emit(id, .move, target: first + arguments.count, first: builder.constant(zero), flag: 1)
        }
        builder.part = Int(id.index)
        builder.emitCall(function, target: target, first: first, count: arguments.count + (hasZero ? 1 : 0))
    }

    /// `target.orValue(x)`, `target.or(x)`: the argument is looked at only if the target holds nothing.
    private mutating func lowerDefault(
        _ id: NodeID, _ function: FunctionID, _ arguments: [NodeID], into target: Int
    ) {
        let first = operand(arguments[0])
        let isOptional = if case .optional = checked.type(of: arguments[0]) { true } else { false }
        let flag: UInt8 = function == .or ? 0 : (isCEL || isOptional ? 1 : 2)
        let jump = emit(id, .jumpIfValue, target: target, first: first, flag: flag)
        let outer = builder.charge(at: .instruction(jump))
        lower(arguments[1], into: target)
        if function == .or { emit(id, .requireOptional, target: target, first: .register(target)) }
        _ = builder.charge(at: outer)
        builder.land(jump)
        emit(id, .move, target: target, first: .register(target))
    }

    /// `sum(lines, amount)`: the list of the fields' values, summed.
    private mutating func lowerSum(_ id: NodeID, _ arguments: [NodeID], into target: Int) {
        guard case .enumeration(let name) = checked.reference(of: arguments[1]) else {
            return lowerUnknown(id, "sum", into: target)
        }
        let first = builder.takeRegisters(2)
        let (walk, element) = (builder.takeRegister(), builder.takeRegister())
        emit(id, .iterate, target: walk, first: operand(arguments[0]))
        emit(id, .beginBuilder, target: first)
        let next = emit(id, .next, target: element, first: .register(walk))
        let outer = builder.charge(at: .instruction(next))
        builder.addCost(1)
        var access = FieldAccess(Text(name))
        if case .list(let type) = checked.type(of: arguments[0]).present, case .record(let number) = type.present,
            shapes.indices.contains(number), let slot = shapes[number].slot(of: access.name)
        {
            access = FieldAccess(access.name, shape: shapes[number], slot: slot)
        }
        let field = builder.field(access)
        emit(arguments[1], .fieldOrAbsent, target: element, first: .register(element), second: field)
        emit(id, .append, target: first, first: .register(element))
        emit(id, .jump, second: UInt32(next))
        _ = builder.charge(at: outer)
        builder.land(next)
        emit(id, .finishList, target: first, first: .register(first))
        let zero = zero(of: id)
        if let zero { emit(id, .move, target: first + 1, first: builder.constant(zero), flag: 1) }
        builder.part = Int(id.index)
        builder.emitCall(.sum, target: target, first: first, count: zero == nil ? 1 : 2)
    }

    /// What the sum of an empty list is, if its kind is known.
    private func zero(of id: NodeID) -> Value? {
        switch checked.type(of: id) {
        case .money(let currency?): .money(Money(.zero, currency))
        case .decimal: .decimal(.zero)
        case .uint: .uint(0)
        default: nil
        }
    }

    // MARK: Lists and maps

    /// Lists up to this length are made from registers that lie side by side, longer ones one element after the other.
    private static let widestList = 16

    mutating func lowerList(_ id: NodeID, into target: Int) {
        let elements = Array(syntax.children(of: id))
        builder.addCost(elements.count)
        let isPlain = elements.allSatisfy { syntax[$0].kind != .optionalElement }
        guard isPlain, elements.count <= Self.widestList else { return lowerLongList(id, elements, into: target) }
        let first = builder.takeRegisters(max(1, elements.count))
        for (position, element) in elements.enumerated() { lower(element, into: first + position) }
        emit(id, .list, target: target, first: .register(first), second: UInt32(elements.count))
    }

    private mutating func lowerLongList(_ id: NodeID, _ elements: [NodeID], into target: Int) {
        let list = builder.takeRegister()
        emit(id, .beginBuilder, target: list)
        for element in elements {
            let mark = builder.registerMark
            let isOptional = syntax[element].kind == .optionalElement
            let value = operand(isOptional ? syntax.child(element, 0) : element)
            emit(element, isOptional ? .appendOptional : .append, target: list, first: value)
            builder.giveBack(to: mark)
        }
        emit(id, .finishList, target: target, first: .register(list))
    }

    mutating func lowerMap(_ id: NodeID, into target: Int) {
        let parts = Array(syntax.children(of: id))
        builder.addCost(parts.count / 2)
        let isPlain = parts.allSatisfy { syntax[$0].kind != .optionalElement }
        guard isPlain, parts.count <= Self.widestList else { return lowerLongMap(id, parts, into: target) }
        let first = builder.takeRegisters(max(1, parts.count))
        for (position, part) in parts.enumerated() { lower(part, into: first + position) }
        emit(id, .map, target: target, first: .register(first), second: UInt32(parts.count / 2))
    }

    private mutating func lowerLongMap(_ id: NodeID, _ parts: [NodeID], into target: Int) {
        let map = builder.takeRegister()
        emit(id, .beginBuilder, target: map)
        for position in stride(from: 0, to: parts.count - 1, by: 2) {
            let mark = builder.registerMark
            let key = operand(parts[position])
            let written = parts[position + 1]
            let isOptional = syntax[written].kind == .optionalElement
            let value = operand(isOptional ? syntax.child(written, 0) : written)
            emit(written, isOptional ? .appendPairOptional : .appendPair, target: map, first: key, second: value)
            builder.giveBack(to: mark)
        }
        emit(id, .finishMap, target: target, first: .register(map))
    }
}
