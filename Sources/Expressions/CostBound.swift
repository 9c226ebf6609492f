import Evaluation
public import SourceText

// The most that an expression can cost, computed before it runs: the same rules as the meter's (Documentation/Language.md,
// "Cost"), with the largest size that each value can have.
//
// A size bounds a value as a whole: how many elements or bytes it has at its top, how many values and how many bytes of
// text it holds with everything inside it. All sums and products stop at a ceiling instead of overflowing.

/// How large values can be that no declaration bounds.
public struct ValueSizes: Hashable, Sendable {
    /// Bytes of one text.
    public var textBytes: Int
    /// Elements of one list, or entries of one map.
    public var elements: Int
    /// Values inside one value of unknown kind, at all depths.
    public var values: Int

    public init(textBytes: Int = 256, elements: Int = 100, values: Int = 1_000) {
        self.textBytes = textBytes
        self.elements = elements
        self.values = values
    }

    public static let standard = ValueSizes()
}

/// The largest that a value can be.
struct SizeBound {
    /// Elements of a list, entries of a map, bytes of a text.
    var count = 1
    /// Values at all depths, itself included.
    var values = 1
    /// Bytes of all texts in it.
    var bytes = 0
    /// The largest of its elements, or of a map's values; nothing if it has none or they can be as large as itself.
    var element: [SizeBound] = []

    static let ceiling = 1 << 60

    static func sum(_ a: Int, _ b: Int) -> Int { min(a + b, ceiling) }

    static func product(_ a: Int, _ b: Int) -> Int {
        let (result, overflow) = a.multipliedReportingOverflow(by: b)
        return overflow ? ceiling : min(result, ceiling)
    }

    static func text(_ bytes: Int) -> SizeBound { SizeBound(count: bytes, values: 1, bytes: bytes) }

    static func list(_ count: Int, _ element: SizeBound) -> SizeBound {
        SizeBound(
            count: count, values: sum(1, product(count, element.values)), bytes: product(count, element.bytes),
            element: [element])
    }

    /// What an element can be: any part, if nothing else is known.
    var part: SizeBound { element.first ?? SizeBound(count: max(count, values, bytes), values: values, bytes: bytes) }

    /// Large enough for either.
    static func either(_ a: SizeBound, _ b: SizeBound) -> SizeBound {
        SizeBound(
            count: max(a.count, b.count), values: max(a.values, b.values), bytes: max(a.bytes, b.bytes),
            element: a.element.isEmpty && b.element.isEmpty ? [] : [either(a.part, b.part)])
    }

    /// One made of both.
    static func both(_ a: SizeBound, _ b: SizeBound) -> SizeBound {
        SizeBound(
            count: sum(a.count, b.count), values: sum(a.values, b.values), bytes: sum(a.bytes, b.bytes),
            element: a.element.isEmpty && b.element.isEmpty ? [] : [either(a.part, b.part)])
    }

    /// The most that comparing it, or walking over all that is in it, costs.
    var walk: Int { Self.sum(values, bytes / 64) }
}

/// The most that an expression can cost, and the part of it that costs most.
public struct CostBound: Hashable, Sendable {
    /// Units of cost.
    public var units: Int
    /// The smallest part that makes up more than half of it.
    public var dominant: NodeID
    /// What the dominant part makes up, and how often it is evaluated at most.
    public var dominantUnits: Int
    public var dominantRounds: Int
}

extension Checked {
    /// The most that this expression can cost over values of declared sizes; of `sizes` where none is declared.
    public func costBound(_ declarations: Declarations, sizes: ValueSizes = .standard) -> CostBound {
        var bounder = CostBounder(self, declarations, sizes)
        let bound = bounder.bound(root)
        var dominant = root
        while let child = syntax.children(of: dominant).first(where: { bounder.total[Int($0.index)] > bound.cost / 2 })
        {
            dominant = child
        }
        return CostBound(
            units: bound.cost, dominant: dominant, dominantUnits: bounder.total[Int(dominant.index)],
            dominantRounds: bounder.rounds[Int(dominant.index)])
    }
}

/// Reports an expression that can cost more than a limit, with the part that costs most.
public func checkCost(
    _ checked: Checked, _ declarations: Declarations, _ source: ExpressionSource, limit: Int,
    sizes: ValueSizes = .standard
) -> [Diagnostic] {
    let bound = checked.costBound(declarations, sizes: sizes)
    guard bound.units > limit else { return [] }
    let problems = Problems(source)
    let node = checked.syntax[bound.dominant]
    let text = checked.syntax.source(node.span)
    let shown = text.utf8.count > 60 ? text.prefix(50) + " …" : text[...]
    let rounds = bound.dominantRounds > 1 ? ", evaluated up to \(grouped(bound.dominantRounds)) times," : ""
    let isTooManyToCount = bound.units >= SizeBound.ceiling
    problems.add(
        CostCodes.tooCostly, node.span,
        "This expression can cost \(isTooManyToCount ? "more than can be counted" : "up to \(grouped(bound.units)) units"), "
            + "and \(grouped(limit)) is the limit.",
        found: isTooManyToCount
            ? "\"\(shown)\"\(rounds) can cost more than can be counted"
            : "\"\(shown)\"\(rounds) can cost up to \(grouped(bound.dominantUnits)) of them",
        expected: "an expression that always stays within the limit",
        help: "Declare how many elements the lists in it have at most, or look through fewer of them: "
            + "a list inside a list multiplies.")
    return problems.list
}

/// 12,000
private func grouped(_ number: Int) -> String {
    var digits = Array(String(number))
    var index = digits.count - 3
    while index > 0 {
        digits.insert(",", at: index)
        index -= 3
    }
    return String(digits)
}

/// What an expression can cost: E2590.
public enum CostCodes {
    public static let tooCostly = DiagnosticCode(
        "E2590", .error, "An expression can cost too much",
        "What an expression can cost at most is known before it runs, and this is more than its place allows.")

    public static let all = [tooCostly]
}
