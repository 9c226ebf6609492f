import Amounts
import Foundation
import TestSupport
import Testing

/// The arithmetic against vectors of an independent oracle: Python's `decimal` and `fractions`, in `oracle.py` beside this file.
///
/// `PROVISO_SEED` in the environment draws other vectors; a failure names the seed.
@Suite struct OracleTests {
    private static let lines = 110_000

    @Test func theArithmeticAgreesWithTheOracle() throws {
        let seed = ProcessInfo.processInfo.environment["PROVISO_SEED"] ?? "4217"
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("oracle.py")
        let made = try run(
            "python3", [script.path, seed, "\(Self.lines)"], environment: ["PYTHONIOENCODING": "utf-8"])
        try #require(made.status == 0, "\(made.errorText)")
        var strata = Strata()
        var failures = 0
        for bytes in made.output.split(separator: UInt8(ascii: "\n")) {
            let line = String(decoding: bytes, as: UTF8.self)
            let vector = try #require(Vector(line))
            strata.count(vector)
            let actual = try vector.evaluate()
            if actual != vector.expected {
                failures += 1
                if failures <= 20 { Issue.record("seed \(seed): \(actual), but the oracle says: \(line)") }
            }
        }
        #expect(failures == 0, "seed \(seed)")
        strata.check(lines: Self.lines)
    }
}

/// One line of the oracle; its fields are explained there.
private struct Vector {
    var operation: Substring
    var a: Substring
    var b: Substring
    var places: Int
    var rounding: Rounding
    var expected: String
    var exact: Substring
    var near: Substring

    init?(_ line: String) {
        // By bytes: by characters it would take longer than all the arithmetic.
        let fields = line.utf8.split(separator: 0x09, omittingEmptySubsequences: false).map { Substring($0) }
        guard fields.count == 9 else { return nil }
        operation = fields[0]
        a = fields[1]
        b = fields[2]
        places = Int(fields[3]) ?? 0
        rounding = Rounding(name: fields[4]) ?? .halfEven
        expected = String(fields[5])
        exact = fields[7]
        near = fields[8]
    }

    static func decimal(_ text: Substring) throws -> Decimal {
        let parts = text.utf8.split(separator: UInt8(ascii: ",")).map { Substring($0) }
        return try Decimal(
            coefficient: try #require(Int128(parts[0])), scale: try #require(Int(parts[1])))
    }

    static func ratio(_ text: Substring) throws -> Ratio {
        let parts = text.utf8.split(separator: UInt8(ascii: "/")).map { Substring($0) }
        return try Ratio(try #require(Int128(parts[0])), over: try #require(Int128(parts[1])))
    }

    /// The result as the oracle writes it: a text or the name of an error.
    func evaluate() throws -> String {
        do { return try result() } catch let error as AmountError {
            if case .notANumber = error { return "notANumber" }
            return "\(error)"
        }
    }

    private func result() throws -> String {
        switch operation {
        case "add": return try Self.decimal(a).adding(Self.decimal(b)).description
        case "subtract": return try Self.decimal(a).subtracting(Self.decimal(b)).description
        case "multiply": return try Self.decimal(a).multiplying(Self.decimal(b)).description
        case "remainder": return try Self.decimal(a).remainder(dividingBy: Self.decimal(b)).description
        case "compare": return try comparison(Self.decimal(a), Self.decimal(b))
        case "negate": return try Self.decimal(a).negated().description
        case "absolute": return try Self.decimal(a).absolute().description
        case "normalize": return try Self.decimal(a).normalized.description
        case "print": return try printed(Self.decimal(a))
        case "parse": return try Decimal.parse(String(a)).description
        case "round": return try Self.decimal(a).rounded(places: places, rounding).description
        case "multiply_round":
            return try Self.decimal(a).multiplying(Self.decimal(b), places: places, rounding).description
        default: return try ratioResult()
        }
    }

    private func ratioResult() throws -> String {
        switch operation {
        case "ratio": return try Ratio(Self.decimal(a), over: Self.decimal(b)).description
        case "ratio_add": return try Self.ratio(a).adding(Self.ratio(b)).description
        case "ratio_subtract": return try Self.ratio(a).subtracting(Self.ratio(b)).description
        case "ratio_multiply": return try Self.ratio(a).multiplying(Self.ratio(b)).description
        case "ratio_divide": return try Self.ratio(a).dividing(by: Self.ratio(b)).description
        case "ratio_compare": return try "\(Self.ratio(a).compare(Self.ratio(b)))"
        case "ratio_round": return try Self.ratio(a).rounded(places: places, rounding).description
        default: return "unknown operation"
        }
    }

    /// The comparison, if every other way to compare says the same.
    private func comparison(_ a: Decimal, _ b: Decimal) -> String {
        let order = a.compare(b)
        let agrees =
            b.compare(a) == -order && (a == b) == (order == 0) && (a < b) == (order < 0) && (a > b) == (order > 0)
            && (order != 0 || a.hashValue == b.hashValue) && Ratio(a).compare(Ratio(b)) == order
            && Ratio(a).compare(b) == order
        return agrees ? "\(order)" : "contradiction at \(order)"
    }

    /// The text, if reading it gives the same coefficient and scale back.
    private func printed(_ value: Decimal) throws -> String {
        let text = value.description
        let back = try Decimal.parse(text)
        var bytes: [UInt8] = []
        value.write(to: &bytes)
        let agrees = back.coefficient == value.coefficient && back.scale == value.scale && bytes == Array(text.utf8)
        return agrees ? text : "\(text) reads back as \(back)"
    }
}

/// What the vectors are made of, counted from the lines and not taken from what the oracle meant to draw.
private struct Strata {
    private var atEdge = 0
    private var ties = 0
    private var positive = 0
    private var negative = 0
    private var errors: [String: Int] = [:]
    private var scales: Set<Int> = []
    private var operations: Set<Substring> = []
    private var modes: Set<String> = []

    private static let edges: Set<String> = {
        let limit = UInt128(1) << 127
        return Set((0...20).map { limit - 10 + UInt128($0) }.flatMap { ["\($0)", "-\($0)"] })
    }()

    mutating func count(_ vector: Vector) {
        operations.insert(vector.operation)
        if ["overflow", "tooManyPlaces", "divisionByZero", "notANumber"].contains(vector.expected) {
            errors[vector.expected, default: 0] += 1
        }
        for operand in [vector.a, vector.b] {
            if operand.hasPrefix("-") { negative += 1 } else if !operand.isEmpty { positive += 1 }
            let parts = operand.utf8.split(separator: UInt8(ascii: ",")).map { Substring($0) }
            if parts.count == 2, let scale = Int(parts[1]) { scales.insert(scale) }
        }
        if Self.edges.contains(String(vector.near)) { atEdge += 1 }
        if vector.operation.hasSuffix("round") {
            modes.insert("\(vector.operation) \(vector.rounding)")
            if Self.isTie(vector.exact, places: vector.places) { ties += 1 }
        }
    }

    /// Whether the digits from the place after `places` on are a five and zeros.
    static func isTie(_ exact: Substring, places: Int) -> Bool {
        let digits = exact.utf8.drop { $0 == UInt8(ascii: "-") }
        let point = digits.firstIndex(of: UInt8(ascii: ".")) ?? digits.endIndex
        let whole = digits.distance(from: digits.startIndex, to: point)
        guard whole > 0 else { return false }
        // One leading zero, so that the first digit cut may be the first written.
        let all = [UInt8(ascii: "0")] + digits[..<point] + digits[point...].dropFirst()
        let kept = 1 + whole + places
        guard kept >= 1, kept < all.count else { return false }
        return all[kept] == UInt8(ascii: "5") && all[(kept + 1)...].allSatisfy { $0 == UInt8(ascii: "0") }
    }

    func check(lines: Int) {
        #expect(lines >= 100_000)
        #expect(atEdge * 5 >= lines, "\(atEdge) of \(lines) lines are within 10 of an edge")
        #expect(ties * 5 >= lines, "\(ties) of \(lines) lines are ties")
        #expect(positive * 4 >= lines && negative * 4 >= lines, "\(positive) positive, \(negative) negative operands")
        #expect(scales == Set(0...Decimal.maximumScale))
        #expect(operations.count == 19, "\(operations.sorted())")
        #expect(modes.count == 3 * Rounding.allCases.count)
        for name in ["overflow", "tooManyPlaces", "divisionByZero", "notANumber"] {
            #expect(errors[name, default: 0] > 100, "\(name): \(errors[name, default: 0])")
        }
    }
}
