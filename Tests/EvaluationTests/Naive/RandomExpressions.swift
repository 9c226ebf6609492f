import Amounts
import Dates
import Evaluation
import Expressions
import TestSupport

/// Makes expressions of stated types out of declared variables; now and then a part has another type than it should.
struct RandomExpressions {
    enum Kind: CaseIterable {
        case bool, int, uint, number, ratio, money, string, bytes, list, texts, map, optional, date, period, timestamp,
            duration
    }

    let dialect: Dialect
    /// One part in so many is of another kind than its place asks for; 0 for none.
    let illOneIn: Int
    var generator: SeededGenerator
    private var scope: [(name: String, kind: Kind)] = []
    private var nextName = 0

    init(_ dialect: Dialect, illOneIn: Int, seed: UInt64) {
        self.dialect = dialect
        self.illOneIn = illOneIn
        generator = SeededGenerator(seed: seed)
    }

    var isCEL: Bool { dialect == .cel }

    mutating func pick<T>(_ options: [T]) -> T { options[Int.random(in: 0..<options.count, using: &generator)] }

    mutating func chance(_ oneIn: Int) -> Bool { oneIn > 0 && Int.random(in: 0..<oneIn, using: &generator) == 0 }

    mutating func expression() -> String {
        scope = Self.variables(dialect).map { ($0.name, $0.kind) }
        return make(pick(kinds), Int.random(in: 1...5, using: &generator))
    }

    private var kinds: [Kind] {
        isCEL ? Kind.allCases.filter { ![.ratio, .money, .date, .period].contains($0) } : Kind.allCases
    }

    // MARK: Variables

    static func variables(_ dialect: Dialect) -> [(name: String, kind: Kind, type: Type)] {
        let both: [(String, Kind, Type)] = [
            ("flag", .bool, .bool), ("n", .int, .int), ("big", .int, .int), ("u", .uint, .uint),
            ("name", .string, .string), ("text", .string, .string), ("raw", .bytes, .bytes),
            ("ns", .list, .list(.int)), ("words", .texts, .list(.string)), ("m", .map, .map(key: .string, value: .int)),
            ("maybe", .optional, .optional(.int)), ("at", .timestamp, .timestamp), ("span", .duration, .duration),
        ]
        if dialect == .cel { return both + [("x", .number, .double)] }
        return both + [
            ("x", .number, .decimal), ("share", .ratio, .ratio), ("usd", .money, .money(Currency("USD"))),
            ("eur", .money, .money(Currency("EUR"))), ("day", .date, .date), ("wait", .period, .period),
        ]
    }

    static func values(_ dialect: Dialect) throws -> [Value] {
        let dollar = Currency("USD").map { Money(Decimal(12), $0) }
        let euro = try Currency("EUR").map { Money(try Decimal.parse("0.05"), $0) }
        let both: [Value] = try [
            .true, .int(3), .int(.max), .uint(5), .string("Acme"),
            .string(String(repeating: "a,b", count: 50)), .bytes([0, 255]), .list([.int(1), .int(0), .int(-2)]),
            .list([.string("US"), .string(String(repeating: "x", count: 70))]),
            .map([(.string("a"), .int(1)), (.string("b"), .int(2)), (.string("null"), .int(0))]), .optional(.int(4)),
            .timestamp(Instant("2026-03-02T09:00:00Z")), .duration(ExactDuration(seconds: 90)),
        ]
        if dialect == .cel { return both + [.double(2.5)] }
        return try both + [
            .decimal(Decimal.parse("2.50")), .ratio(Ratio(1, over: 3)), dollar.map { .money($0) } ?? .null,
            euro.map { .money($0) } ?? .null, .date(CivilDate(year: 2026, month: 1, day: 31)),
            .period(Period(months: 1)),
        ]
    }

    // MARK: Expressions

    private mutating func make(_ wanted: Kind, _ depth: Int) -> String {
        let kind = chance(illOneIn) ? pick(kinds) : wanted
        if depth <= 0 || chance(6) { return leaf(kind) }
        if chance(9) { return conditional(kind, depth) }
        if chance(14) { return binding(kind, depth) }
        switch kind {
        case .bool: return condition(depth)
        case .int: return integer(depth)
        case .uint: return "\(sub(.uint, depth)) \(pick(["+", "-", "*"])) \(sub(.uint, depth))"
        case .number: return number(depth)
        case .ratio: return pick([true, false]) ? "(\(sub(.int, depth)) / \(sub(.number, depth)))" : leaf(.ratio)
        case .money: return money(depth)
        case .string: return text(depth)
        case .bytes: return "\(sub(.bytes, depth)) + \(sub(.bytes, depth))"
        case .list, .texts: return list(kind, depth)
        case .map: return map(depth)
        case .optional: return optional(depth)
        case .date: return "\(sub(.date, depth)) \(pick(["+", "-"])) \(sub(.period, depth))"
        case .period: return period(depth)
        case .timestamp: return "\(sub(.timestamp, depth)) \(pick(["+", "-"])) \(sub(.duration, depth))"
        case .duration: return "\(sub(.timestamp, depth)) - \(sub(.timestamp, depth))"
        }
    }

    /// A part in brackets, unless it needs none.
    private mutating func sub(_ kind: Kind, _ depth: Int) -> String {
        let text = make(kind, depth - 1)
        return text.utf8.allSatisfy { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A } ? text : "(\(text))"
    }

    private mutating func leaf(_ kind: Kind) -> String {
        let names = scope.filter { $0.kind == kind }.map(\.name)
        if !names.isEmpty, chance(2) { return pick(names) }
        switch kind {
        case .bool: return pick(["true", "false"])
        case .int: return pick(["0", "1", "2", "-7", "9223372036854775807", "100"])
        case .uint: return pick(["0u", "1u", "18446744073709551615u"])
        case .number: return isCEL ? pick(["0.0", "1.5", "-2.25", "1e300"]) : pick(["0.0", "1.5", "-2.250", "0.001"])
        case .ratio: return pick(["2%", "0%", "12.5%"])
        case .money: return pick(["5 USD", "-12.50 EUR", "800 JPY", "0 USD"])
        case .string: return pick(["\"\"", "\"US\"", "\"a,b,c\"", "\"größer\"", "\"12\""])
        case .bytes: return pick(["b\"\"", "b\"ab\""])
        case .list: return pick(["[]", "[1, 2, 3]", "[0]"])
        case .texts: return pick(["[\"US\", \"CA\"]", "[]", "[\"\"]"])
        case .map: return pick(["{}", "{\"a\": 1}", "{\"b\": 2, \"c\": 0}"])
        case .optional: return pick(["optional.of(1)", "optional.none()"])
        case .date: return pick(["2026-01-31", "2024-02-29", "9999-12-31"])
        case .period: return pick(["1 month", "3 days", "2 hours", "1 year 6 months"])
        case .timestamp: return pick(["timestamp(\"2026-03-29T01:30:00Z\")", "timestamp(0)"])
        case .duration: return pick(["duration(\"90s\")", "duration(\"-1h\")"])
        }
    }

    private mutating func conditional(_ kind: Kind, _ depth: Int) -> String {
        let (condition, first, second) = (sub(.bool, depth), sub(kind, depth), sub(kind, depth))
        return !isCEL && chance(2)
            ? "(if \(condition) then \(first) else \(second))" : "(\(condition) ? \(first) : \(second))"
    }

    /// `body` with a new name in scope.
    private mutating func with(_ kind: Kind, _ body: (inout Self, String) -> String) -> String {
        nextName += 1
        let name = "v\(nextName)"
        scope.append((name, kind))
        defer { scope.removeLast() }
        return body(&self, name)
    }

    private mutating func binding(_ kind: Kind, _ depth: Int) -> String {
        let bound = pick(kinds)
        let value = make(bound, depth - 1)
        return with(bound) { maker, name in "cel.bind(\(name), \(value), \(maker.make(kind, depth - 1)))" }
    }

    private mutating func condition(_ depth: Int) -> String {
        let comparable: [Kind] =
            isCEL ? [.int, .number, .string, .timestamp] : [.int, .number, .string, .money, .date, .ratio]
        switch Int.random(in: 0..<12, using: &generator) {
        case 0: return "\(sub(.bool, depth)) && \(sub(.bool, depth)) && \(sub(.bool, depth))"
        case 1: return "\(sub(.bool, depth)) || \(sub(.bool, depth))"
        case 2: return isCEL ? "!\(sub(.bool, depth))" : "not \(sub(.bool, depth))"
        case 3:
            let kind = pick(kinds)
            return "\(sub(kind, depth)) \(pick(["==", "!="])) \(sub(kind, depth))"
        case 4, 5:
            let kind = pick(comparable)
            return "\(sub(kind, depth)) \(pick(["<", "<=", ">", ">="])) \(sub(kind, depth))"
        case 6:
            let isText = chance(2)
            return "\(sub(isText ? .string : .int, depth)) in \(sub(isText ? .texts : .list, depth))"
        case 7:
            return "\(sub(.string, depth)).\(pick(["contains", "startsWith", "endsWith"]))(\(make(.string, depth - 1)))"
        case 8: return "\(sub(.optional, depth)).hasValue()"
        case 9:
            return isCEL || chance(2)
                ? "has(\(pick(["m", "{\"a\": 1}"])).\(pick(["a", "z"])))" : "m.\(pick(["a", "z"])) is present"
        default: return quantifier(depth)
        }
    }

    private mutating func quantifier(_ depth: Int) -> String {
        let isMap = chance(3)
        let range = sub(isMap ? .map : .list, depth)
        if chance(3) {
            return with(isMap ? .string : .int) { maker, first in
                maker.with(.int) { maker, second in
                    let macro = maker.pick(["all", "exists", "existsOne"])
                    return "\(range).\(macro)(\(first), \(second), \(maker.make(.bool, depth - 1)))"
                }
            }
        }
        return with(isMap ? .string : .int) { maker, name in
            "\(range).\(maker.pick(["all", "exists", "exists_one"]))(\(name), \(maker.make(.bool, depth - 1)))"
        }
    }

    private mutating func integer(_ depth: Int) -> String {
        switch Int.random(in: 0..<8, using: &generator) {
        case 0, 1: return "\(sub(.int, depth)) \(pick(["+", "-", "*"])) \(sub(.int, depth))"
        case 2:
            return isCEL
                ? "\(sub(.int, depth)) \(pick(["/", "%"])) \(sub(.int, depth))"
                : "mod(\(make(.int, depth - 1)), \(make(.int, depth - 1)))"
        case 3: return "size(\(make(pick([.string, .list, .map, .bytes]), depth - 1)))"
        case 4: return "\(sub(.list, depth))[\(make(.int, depth - 1))]"
        case 5:
            return chance(2)
                ? "\(sub(.map, depth)).\(pick(["a", "b"]))" : "\(sub(.map, depth))[\(make(.string, depth - 1))]"
        case 6:
            return chance(2)
                ? "\(sub(.optional, depth)).orValue(\(make(.int, depth - 1)))" : "\(sub(.optional, depth)).value()"
        default:
            return chance(2) ? "\(sub(.string, depth)).indexOf(\(make(.string, depth - 1)))" : "-\(sub(.int, depth))"
        }
    }

    private mutating func number(_ depth: Int) -> String {
        if isCEL { return "\(sub(.number, depth)) \(pick(["+", "-", "*", "/"])) \(sub(.number, depth))" }
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: return "round(\(make(pick([.number, .ratio]), depth - 1)), 2, \(pick(["half_even", "up"])))"
        case 1: return "\(pick(["min", "max"]))(\(make(.number, depth - 1)), \(make(.int, depth - 1)))"
        case 2: return "abs(\(make(.number, depth - 1)))"
        default: return "\(sub(.number, depth)) \(pick(["+", "-", "*"])) \(sub(pick([.number, .int]), depth))"
        }
    }

    private mutating func money(_ depth: Int) -> String {
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: return "\(sub(.money, depth)) * \(sub(pick([.int, .number]), depth))"
        case 1: return "\(sub(.ratio, depth)) of \(sub(.money, depth))"
        case 2: return "-\(sub(.money, depth))"
        case 3: return "sum([\(make(.money, depth - 1)), \(make(.money, depth - 1))])"
        default: return "\(sub(.money, depth)) \(pick(["+", "-"])) \(sub(.money, depth))"
        }
    }

    private mutating func text(_ depth: Int) -> String {
        switch Int.random(in: 0..<6, using: &generator) {
        case 0, 1: return "\(sub(.string, depth)) + \(sub(.string, depth))"
        case 2: return "string(\(make(pick(isCEL ? [.int, .bool] : [.int, .bool, .money, .date]), depth - 1)))"
        case 3: return "\(sub(.string, depth)).substring(\(make(.int, depth - 1)))"
        case 4: return "\(sub(.texts, depth)).join(\"-\")"
        default: return "\(sub(.string, depth)).\(pick(["lowerAscii", "upperAscii"]))()"
        }
    }

    private mutating func list(_ kind: Kind, _ depth: Int) -> String {
        let element: Kind = kind == .list ? .int : .string
        switch Int.random(in: 0..<7, using: &generator) {
        case 0: return "\(sub(kind, depth)) + \(sub(kind, depth))"
        case 1: return "[\(make(element, depth - 1)), \(make(element, depth - 1))]"
        case 2 where kind == .list: return "[?\(make(.optional, depth - 1)), \(make(.int, depth - 1))]"
        case 3 where kind == .texts: return "\(sub(.string, depth)).split(\",\")"
        case 4:
            return with(.int) { maker, name in
                let filter = maker.chance(2) ? "\(maker.make(.bool, depth - 2)), " : ""
                return "\(maker.sub(.list, depth)).map(\(name), \(filter)\(maker.make(element, depth - 1)))"
            }
        case 5:
            return with(.int) { maker, first in
                maker.with(.int) { maker, second in
                    "\(maker.sub(.list, depth)).transformList(\(first), \(second), \(maker.make(element, depth - 1)))"
                }
            }
        default:
            return with(element) { maker, name in
                "\(maker.sub(kind, depth)).filter(\(name), \(maker.make(.bool, depth - 1)))"
            }
        }
    }

    private mutating func map(_ depth: Int) -> String {
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: return "{\(make(.string, depth - 1)): \(make(.int, depth - 1)), \"z\": \(make(.int, depth - 1))}"
        case 1: return "{?\"a\": \(make(.optional, depth - 1)), \"z\": \(make(.int, depth - 1))}"
        default:
            return with(.string) { maker, key in
                maker.with(.int) { maker, value in
                    "\(maker.sub(.map, depth)).transformMap(\(key), \(value), \(maker.make(.int, depth - 1)))"
                }
            }
        }
    }

    private mutating func optional(_ depth: Int) -> String {
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: return "\(sub(.list, depth))[?\(make(.int, depth - 1))]"
        case 1: return "\(sub(.map, depth)).?\(pick(["a", "z"]))"
        case 2: return "\(sub(.optional, depth)).or(\(make(.optional, depth - 1)))"
        case 3: return "optional.of(\(make(.int, depth - 1)))"
        default:
            return with(.int) { maker, name in
                "\(maker.sub(.optional, depth)).optMap(\(name), \(maker.make(.int, depth - 1)))"
            }
        }
    }

    private mutating func period(_ depth: Int) -> String {
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: return "\(sub(.date, depth)) - \(sub(.date, depth))"
        case 1: return "\(sub(.int, depth)) * \(sub(.period, depth))"
        default: return "\(sub(.period, depth)) \(pick(["+", "-"])) \(sub(.period, depth))"
        }
    }
}
