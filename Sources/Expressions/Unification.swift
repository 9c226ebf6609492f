// Which type fits where, while some types are still open. This is the assignability of the CEL specification's gradual
// typing: a variable takes the type it first meets, and becomes more general when it later meets a more general one
// (`dyn`, or an aggregate of it); `dyn` fits everywhere.

struct Substitution {
    private var types: [Type?] = []
    /// The changes since the last `mark`, to be undone when an overload does not fit.
    private var trail: [(variable: Int, before: Type?)] = []

    mutating func fresh() -> Type {
        types.append(nil)
        return .variable(types.count - 1)
    }

    /// What a variable stands for at the moment, followed to its end.
    func resolve(_ type: Type) -> Type {
        var type = type
        while case .variable(let number) = type, let bound = types[number] { type = bound }
        return type
    }

    /// A type with every variable replaced by what it stands for; an open one becomes `dyn` if `closing`.
    func apply(_ type: Type, closing: Bool = false) -> Type {
        switch type {
        case .variable:
            let resolved = resolve(type)
            if case .variable = resolved { return closing ? .dyn : resolved }
            return apply(resolved, closing: closing)
        case .list(let element): return .list(apply(element, closing: closing))
        case .map(let key, let value):
            return .map(key: apply(key, closing: closing), value: apply(value, closing: closing))
        case .optional(let inner): return .optional(apply(inner, closing: closing))
        case .type(let inner): return .type(apply(inner, closing: closing))
        case .wrapper(let inner): return .wrapper(apply(inner, closing: closing))
        case .absent(let inner): return .absent(apply(inner, closing: closing))
        case .abstract(let name, let parameters):
            return .abstract(name, parameters.map { apply($0, closing: closing) })
        default: return type
        }
    }

    /// Whether a value of type `from` can stand where `to` is expected; what is learnt about variables is kept if so.
    mutating func assign(_ from: Type, to: Type) -> Bool {
        if from == to { return true }
        let mark = trail.count
        if fits(from, to) { return true }
        rollback(mark)
        return false
    }

    /// The same for several at once: all or none.
    mutating func assign(_ from: [Type], to: [Type]) -> Bool {
        guard from.count == to.count else { return false }
        let mark = trail.count
        for (source, target) in zip(from, to) where !fits(source, target) {
            rollback(mark)
            return false
        }
        return true
    }

    private mutating func rollback(_ mark: Int) {
        while trail.count > mark {
            let change = trail.removeLast()
            types[change.variable] = change.before
        }
    }

    private mutating func bind(_ variable: Int, _ type: Type) {
        trail.append((variable, types[variable]))
        types[variable] = type
    }

    private mutating func fits(_ from: Type, _ to: Type) -> Bool {
        if case .variable(let number) = to { return fitsVariable(from, number) }
        if case .variable(let number) = from { return fitsVariable(to, number) }
        if from.isOpen || to.isOpen { return true }
        switch (from, to) {
        case (.null, .wrapper), (.wrapper, .null), (.null, .null): return true
        case (.null, .abstract), (.null, .timestamp), (.null, .duration), (.abstract, .null), (.timestamp, .null),
            (.duration, .null), (.null, .record), (.record, .null):
            return true
        case (.wrapper(let inner), .wrapper(let other)): return fits(inner, other)
        case (.wrapper(let inner), _): return fits(inner, to)
        case (_, .wrapper(let inner)): return fits(from, inner)
        case (.list(let element), .list(let other)): return fits(element, other)
        case (.map(let key, let value), .map(let otherKey, let otherValue)):
            return fits(key, otherKey) && fits(value, otherValue)
        case (.optional(let inner), .optional(let other)): return fits(inner, other)
        case (.type, .type): return true
        case (.abstract(let name, let parameters), .abstract(let otherName, let others)):
            guard name == otherName, parameters.count == others.count else { return false }
            for (parameter, other) in zip(parameters, others) where !fits(parameter, other) { return false }
            return true
        case (.money(let currency), .money(let other)): return currency == nil || other == nil || currency == other
        case (.rate, .rate): return true
        case (.absent(let inner), .absent(let other)): return fits(inner, other)
        default: return from == to
        }
    }

    private mutating func fitsVariable(_ type: Type, _ number: Int) -> Bool {
        if case .variable(number) = type { return true }
        if let bound = types[number] {
            guard fits(type, bound) else { return false }
            let general = mostGeneral(type, bound)
            if !occurs(number, in: general) { bind(number, general) }
            return true
        }
        guard !occurs(number, in: type) else { return false }
        bind(number, type)
        return true
    }

    private func occurs(_ number: Int, in type: Type) -> Bool {
        if case .variable(let other) = type {
            if other == number { return true }
            guard let bound = types[other] else { return false }
            return occurs(number, in: bound)
        }
        return type.parts.contains { occurs(number, in: $0) }
    }

    /// The type of which a list is that already holds `before` and now `next`; `nil` if they have no common type but `dyn`.
    mutating func join(_ before: Type, _ next: Type) -> Type? {
        guard assign(before, to: next) else { return nil }
        return mostGeneral(before, next)
    }

    func mostGeneral(_ left: Type, _ right: Type) -> Type { isMoreGeneral(left, right) ? left : right }

    private func isMoreGeneral(_ left: Type, _ right: Type) -> Bool {
        if left.isOpen { return true }
        if case .variable = left { return true }
        if right.isOpen { return false }
        if case .variable = right { return false }
        switch (left, right) {
        case (.list(let element), .list(let other)): return isMoreGeneral(element, other)
        case (.map(let key, let value), .map(let otherKey, let otherValue)):
            return isMoreGeneral(key, otherKey) && isMoreGeneral(value, otherValue)
        case (.optional(let inner), .optional(let other)): return isMoreGeneral(inner, other)
        case (.abstract(let name, let parameters), .abstract(let otherName, let others)):
            return name == otherName && parameters.count == others.count
                && zip(parameters, others).allSatisfy { isMoreGeneral($0, $1) }
        case (.type, .type): return true
        case (.money(nil), .money): return true
        case (.wrapper(let inner), .wrapper(let other)): return isMoreGeneral(inner, other)
        case (.wrapper(let inner), _): return inner == right
        default: return left == right
        }
    }
}
