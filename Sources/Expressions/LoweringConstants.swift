import Amounts
import Dates
import Encoding
import Evaluation

// Constants: what is written, and the parts that follow from it alone.
//
// The nodes lie in an order in which children come first, so one pass finds every constant part.

extension Lowering {
    mutating func fold() {
        var folding = Folding(isCEL: isCEL)
        for index in syntax.nodes.indices {
            let id = NodeID(UInt32(index))
            constants[index] = constant(id, &folding)
        }
    }

    private mutating func constant(_ id: NodeID, _ folding: inout Folding) -> Value? {
        switch syntax[id].kind {
        case .literal: return syntax.literal(of: id).flatMap { value(of: $0, id) }
        case .name, .select, .unit, .call, .memberCall: break
        case .list, .map, .negate, .not, .binary: break
        default: return nil
        }
        switch checked.reference(of: id) {
        case .type(let type): return .type(named: Text(type.runtimeName))
        case .enumeration(let name): return .string(name)
        case .unit(let unit): return .period(unit.period)
        case .none, .function: break
        default: return nil
        }
        switch syntax[id].kind {
        case .list: return constants(of: syntax.children(of: id)).map { .list($0) }
        case .map:
            guard let parts = constants(of: syntax.children(of: id)) else { return nil }
            return folding.map(stride(from: 0, to: parts.count - 1, by: 2).map { (parts[$0], parts[$0 + 1]) })
        case .not: return call(.not, syntax.children(of: id), &folding)
        case .negate: return call(.negate, syntax.children(of: id), &folding)
        case .binary:
            guard let (function, _) = function(of: id) else { return nil }
            return call(function, syntax.children(of: id), &folding)
        case .call, .memberCall:
            guard let (function, _) = function(of: id), function.isFoldable else { return nil }
            return call(function, arguments(of: id)[...], &folding)
        default: return nil
        }
    }

    private func constants(of nodes: ArraySlice<NodeID>) -> [Value]? {
        var values: [Value] = []
        values.reserveCapacity(nodes.count)
        for node in nodes {
            guard let value = constants[Int(node.index)] else { return nil }
            values.append(value)
        }
        return values
    }

    private func call(_ function: FunctionID, _ nodes: ArraySlice<NodeID>, _ folding: inout Folding) -> Value? {
        guard !nodes.isEmpty, let arguments = constants(of: nodes) else { return nil }
        return folding.call(function, arguments)
    }

    // MARK: Literals

    private func value(of literal: Literal, _ id: NodeID) -> Value? {
        switch literal {
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .int(let value): return .int(value)
        case .uint(let value): return .uint(value)
        case .double(let value): return .double(value)
        case .string(let text): return .string(text)
        case .bytes(let bytes): return .bytes(bytes)
        case .decimal(let value): return .decimal(value)
        case .percent(let value): return percent(value, id)
        case .money(let value): return .money(value)
        case .date(let value): return .date(value)
        case .time(let value): return .time(value)
        case .instant(let value): return .timestamp(value)
        case .period(let value): return .period(value)
        }
    }

    private func percent(_ value: Decimal, _ id: NodeID) -> Value? {
        if let ratio = try? Ratio(value, over: Decimal(100)) { return .ratio(ratio) }
        report(
            id, LoweringCodes.percentageTooLong, "This percentage has more digits than a ratio can have.",
            expected: "a percentage of at most 36 decimal places", help: "Write fewer digits.")
        return nil
    }
}

extension Type {
    /// The name of the type as a value has it.
    fileprivate var runtimeName: String {
        switch self {
        case .null: "null_type"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string, .enumeration: "string"
        case .bytes: "bytes"
        case .timestamp: "google.protobuf.Timestamp"
        case .duration: "google.protobuf.Duration"
        case .list: "list"
        case .map: "map"
        case .optional: "optional_type"
        case .type: "type"
        case .wrapper(let inner), .absent(let inner): inner.runtimeName
        case .abstract(let name, _): name
        case .decimal: "decimal"
        case .money: "money"
        case .ratio, .quotient: "ratio"
        case .rate: "rate"
        case .date: "date"
        case .time: "time"
        case .period: "period"
        case .record, .error, .dyn, .parameter, .variable: "dyn"
        }
    }
}
