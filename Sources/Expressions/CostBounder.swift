import Evaluation

/// Walks over the checked tree once and finds the most that each part can cost, and the largest that its value can be.
///
/// Every part counts as if it were evaluated, but for the two ways of a condition: the costlier one counts.
struct CostBounder {
    private let checked: Checked
    private let syntax: Syntax
    private let declarations: Declarations
    private let sizes: ValueSizes
    /// What the macros' variables can be, by number.
    private var locals: [Int: SizeBound] = [:]
    private var blocks: [[SizeBound]] = []
    /// How often the part that is looked at can be evaluated.
    private var currentRounds = 1
    /// By node: all that it can cost, in all its rounds, and the rounds.
    var total: [Int]
    var rounds: [Int]

    init(_ checked: Checked, _ declarations: Declarations, _ sizes: ValueSizes) {
        self.checked = checked
        syntax = checked.syntax
        self.declarations = declarations
        self.sizes = sizes
        total = [Int](repeating: 0, count: checked.syntax.nodes.count)
        rounds = [Int](repeating: 1, count: checked.syntax.nodes.count)
    }

    typealias Bound = (cost: Int, size: SizeBound)

    /// The bound of one evaluation of a node.
    mutating func bound(_ id: NodeID) -> Bound {
        let bound = nodeBound(id)
        rounds[Int(id.index)] = currentRounds
        total[Int(id.index)] = SizeBound.product(bound.cost, currentRounds)
        return bound
    }

    private mutating func nodeBound(_ id: NodeID) -> Bound {
        if syntax[id].kind == .presence {
            return (syntax[id].childCount == 1 ? 1 + bound(syntax.child(id, 0)).cost : 2, SizeBound())
        }
        switch checked.reference(of: id) {
        case .variable(let slot):
            let variable = declarations.variables[slot]
            return (1, size(of: variable.type, atMost: variable.atMost))
        case .local(let number) where syntax[id].kind == .name: return (1, locals[number] ?? unknown)
        case .today, .now, .type, .enumeration, .unit: return (1, .text(64))
        default: break
        }
        switch syntax[id].kind {
        case .literal: return (0, literal(id))
        case .select: return select(id)
        case .index:
            let (target, index) = (bound(syntax.child(id, 0)), bound(syntax.child(id, 1)))
            return (add(1, target.cost, index.cost), target.size.part)
        case .list, .map: return aggregate(id)
        case .binary: return binary(id)
        case .conditional:
            let condition = bound(syntax.child(id, 0))
            let (first, second) = (bound(syntax.child(id, 1)), bound(syntax.child(id, 2)))
            return (add(1, condition.cost, max(first.cost, second.cost)), .either(first.size, second.size))
        case .comprehension: return comprehension(id)
        case .optionalMap:
            let target = bound(syntax.child(id, 0))
            bind(syntax.child(id, 1), target.size)
            let body = bound(syntax.child(id, 2))
            return (add(1, target.cost, body.cost), body.size)
        case .bind:
            let value = bound(syntax.child(id, 1))
            bind(syntax.child(id, 0), value.size)
            let body = bound(syntax.child(id, 2))
            return (add(1, value.cost, body.cost), body.size)
        case .block: return block(id)
        case .blockIndex:
            let number = syntax.blockIndex(of: id)
            return (1, blocks.last.flatMap { $0.indices.contains(number) ? $0[number] : nil } ?? unknown)
        case .call, .memberCall: return call(id)
        default:
            var cost = 1
            var size = SizeBound()
            for child in syntax.children(of: id) {
                let part = bound(child)
                cost = add(cost, part.cost)
                size = .either(size, part.size)
            }
            return (cost, size)
        }
    }

    private func add(_ units: Int...) -> Int { units.reduce(0, SizeBound.sum) }

    private mutating func bind(_ variable: NodeID, _ size: SizeBound) {
        if case .local(let number) = checked.reference(of: variable) { locals[number] = size }
    }

    // MARK: Sizes

    /// A value of which nothing is known.
    private var unknown: SizeBound {
        SizeBound(
            count: max(sizes.values, sizes.textBytes), values: sizes.values,
            bytes: SizeBound.product(sizes.values, sizes.textBytes))
    }

    private func size(of type: Type, atMost: Int? = nil, depth: Int = 0) -> SizeBound {
        // Records may lie in one another without end.
        guard depth < 4 else { return unknown }
        switch type {
        case .string, .bytes: return .text(atMost ?? sizes.textBytes)
        case .list(let element):
            return .list(atMost ?? sizes.elements, size(of: element, depth: depth + 1))
        case .map(let key, let value):
            let (one, other) = (size(of: key, depth: depth + 1), size(of: value, depth: depth + 1))
            return .list(atMost ?? sizes.elements, .both(one, other))
        case .optional(let inner), .absent(let inner), .wrapper(let inner):
            return size(of: inner, atMost: atMost, depth: depth)
        case .record(let number) where declarations.records.indices.contains(number):
            var whole = SizeBound()
            for field in declarations.records[number].fields {
                whole = .both(whole, size(of: field.type, atMost: field.atMost, depth: depth + 1))
            }
            whole.element = []
            return whole
        case .dyn, .error, .parameter, .variable, .abstract, .record: return unknown
        default: return .text(64)
        }
    }

    private func literal(_ id: NodeID) -> SizeBound {
        switch syntax.literal(of: id) {
        case .string(let text): .text(text.utf8.count)
        case .bytes(let bytes): .text(bytes.count)
        default: .text(64)
        }
    }

    // MARK: Nodes

    private mutating func select(_ id: NodeID) -> Bound {
        let target = syntax.child(id, 0)
        let bound = bound(target)
        guard case .record(let number) = checked.type(of: target).present,
            declarations.records.indices.contains(number),
            let field = declarations.records[number].field(syntax.name(of: id))
        else { return (add(1, bound.cost), bound.size.part) }
        let declared = declarations.records[number].fields[field]
        return (add(1, bound.cost), size(of: declared.type, atMost: declared.atMost))
    }

    private mutating func aggregate(_ id: NodeID) -> Bound {
        let parts = syntax.children(of: id)
        let isMap = syntax[id].kind == .map
        let count = isMap ? parts.count / 2 : parts.count
        var cost = 1 + count
        var whole = SizeBound()
        var element = SizeBound()
        for part in parts {
            let bound = bound(part)
            cost = add(cost, bound.cost)
            whole = .both(whole, bound.size)
            element = isMap ? .both(element, bound.size) : .either(element, bound.size)
        }
        return (cost, SizeBound(count: count, values: whole.values, bytes: whole.bytes, element: [element]))
    }

    private mutating func binary(_ id: NodeID) -> Bound {
        let (left, right) = (bound(syntax.child(id, 0)), bound(syntax.child(id, 1)))
        let cost = add(1, left.cost, right.cost)
        switch syntax.operation(of: id) {
        case .add:
            // Texts and lists in a row; numbers cost nothing more.
            let whole = SizeBound.both(left.size, right.size)
            return (add(cost, isScalar(id) ? 0 : max(whole.count, whole.bytes / 64)), isScalar(id) ? .text(64) : whole)
        case .in:
            // Each element is compared with the value, and whichever is smaller ends the comparison.
            let walk = add(right.size.values, right.size.bytes / 64)
            return (add(cost, walk), SizeBound())
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
            return (add(cost, min(left.size.walk, right.size.walk)), SizeBound())
        default: return (cost, .text(64))
        }
    }

    /// Whether a node's type says that its value has no parts.
    private func isScalar(_ id: NodeID) -> Bool {
        switch checked.type(of: id) {
        case .bool, .int, .uint, .double, .decimal, .money, .ratio, .quotient, .date, .time, .period, .timestamp,
            .duration:
            true
        default: false
        }
    }

    private mutating func comprehension(_ id: NodeID) -> Bound {
        guard let parts = syntax.comprehension(id) else { return (1, unknown) }
        let range = bound(parts.range)
        let element = range.size.part
        bind(parts.variable, element)
        if let second = parts.secondVariable { bind(second, element) }
        let outer = currentRounds
        currentRounds = SizeBound.product(outer, range.size.count)
        let filter = parts.filter.map { bound($0).cost } ?? 0
        let body = bound(parts.body)
        currentRounds = outer
        let cost = add(1, range.cost, SizeBound.product(range.size.count, add(1, filter, body.cost)))
        switch parts.kind {
        case .all, .exists, .existsOne: return (cost, SizeBound())
        case .filter: return (cost, range.size)
        case .transformMap: return (cost, .list(range.size.count, .both(element, body.size)))
        case .transformMapEntry:
            return (cost, .list(SizeBound.product(range.size.count, body.size.count), body.size.part))
        default: return (cost, .list(range.size.count, body.size))
        }
    }

    private mutating func block(_ id: NodeID) -> Bound {
        let children = Array(syntax.children(of: id))
        var cost = 1
        blocks.append([])
        for slot in children.dropLast() {
            let bound = bound(slot)
            cost = add(cost, bound.cost)
            blocks[blocks.count - 1].append(bound.size)
        }
        let body: Bound = children.last.map { bound($0) } ?? (cost: 0, size: unknown)
        blocks.removeLast()
        return (add(cost, body.cost), body.size)
    }

    // MARK: Calls

    private mutating func call(_ id: NodeID) -> Bound {
        var cost = 1
        var whole = SizeBound(count: 0, values: 1, bytes: 0)
        var arguments: [SizeBound] = []
        let isNamespaced =
            switch checked.reference(of: id) {
            case .function(let reference): reference.isNamespaced
            default: false
            }
        for child in syntax.children(of: id).dropFirst(isNamespaced ? 1 : 0) {
            let bound = bound(child)
            cost = add(cost, bound.cost)
            whole = .both(whole, bound.size)
            arguments.append(bound.size)
        }
        guard case .function(let reference) = checked.reference(of: id) else { return (cost, unknown) }
        let name = FunctionTable.of(syntax.dialect).entries[reference.function].name
        return (add(cost, walk(name, arguments, whole)), result(id, name, arguments, whole))
    }

    /// What a call costs besides its arguments: it walks over each text, and over each element, at most twice.
    private func walk(_ name: String, _ arguments: [SizeBound], _ whole: SizeBound) -> Int {
        let texts = whole.bytes / 64
        switch name {
        case "dyn", "or", "orValue": return 0
        case "replace" where arguments.count >= 3:
            return add(texts, SizeBound.product(arguments[0].count + 1, arguments[2].count / 64))
        case "split": return add(texts, arguments.first?.count ?? 0)
        case "instalments": return 10_000
        case "sum": return add(texts, SizeBound.product(2, whole.values))
        case "join", "format":
            return add(
                SizeBound.product(2, texts), SizeBound.product(20, whole.values), SizeBound.product(2, whole.count))
        default: return add(texts, SizeBound.product(2, whole.values))
        }
    }

    /// How large the result can be.
    private func result(
        _ id: NodeID, _ name: String, _ arguments: [SizeBound], _ whole: SizeBound
    ) -> SizeBound {
        let first = arguments.first ?? SizeBound()
        switch name {
        case "replace" where arguments.count >= 3:
            return .text(SizeBound.sum(first.count, SizeBound.product(first.count + 1, arguments[2].count)))
        case "join" where !arguments.isEmpty:
            let separators = arguments.count > 1 ? SizeBound.product(first.count, arguments[1].count) : 0
            return .text(SizeBound.sum(first.bytes, separators))
        case "format":
            return .text(add(SizeBound.product(2, whole.bytes), SizeBound.product(1_500, whole.values)))
        case "strings.quote": return .text(add(2, SizeBound.product(2, first.bytes)))
        case "base64.encode": return .text(SizeBound.sum(4, SizeBound.product(2, first.bytes)))
        case "split":
            return SizeBound(count: first.count + 1, values: first.count + 2, bytes: first.bytes, element: [first])
        case "string", "lowerAscii", "upperAscii", "reverse", "trim", "substring", "charAt", "bytes":
            return .text(max(64, first.bytes))
        case "optional.unwrap", "unwrapOpt": return first
        case "first", "last", "min", "max", "math.greatest", "math.least", "sum":
            return .either(whole, first.part)
        case "allocate": return arguments.count > 1 ? .list(arguments[1].count, .text(64)) : unknown
        case "instalments": return .list(10_000, SizeBound(count: 2, values: 5, bytes: 128))
        default: return isScalar(id) ? .text(64) : .both(whole, .text(64))
        }
    }
}
