import Amounts
import TestSupport
import Testing

/// The cases beside this file: a line of input gives a line of output.
@Suite struct CaseTests {
    private func eachLine(_ input: String, _ body: ([Substring]) throws -> String) rethrows -> String {
        try input.split(separator: "\n").map { line in
            do { return try body(line.split(separator: " ")) } catch let error as AmountError { return "\(error)" }
        }.joined(separator: "\n")
    }

    @Test func numbers() throws {
        try checkCases("Cases/numbers.cases") { input in
            do {
                let value = try Decimal.parse(input)
                return "\(value.coefficient) e \(value.scale)"
            } catch let error as AmountError { return "\(error)" }
        }
    }

    @Test func arithmetic() throws {
        try checkCases("Cases/arithmetic.cases") { input in
            try eachLine(input) { words in
                let a = try Decimal.parse(String(words[0]))
                let b = try Decimal.parse(String(words[2]))
                switch words[1] {
                case "+": return try a.adding(b).description
                case "-": return try a.subtracting(b).description
                case "*": return try a.multiplying(b).description
                case "mod": return try a.remainder(dividingBy: b).description
                case "/": return try Ratio(a, over: b).description
                case "compare":
                    #expect((a.compare(b) == 0) == (Set([a, b]).count == 1))
                    return "\(a.compare(b))"
                default: return "unknown"
                }
            }
        }
    }

    @Test func rounding() throws {
        try checkCases("Cases/rounding.cases") { input in
            try eachLine(input) { words in
                let parts = try words[0].split(separator: "/").map { try Decimal.parse(String($0)) }
                let places = try #require(Int(words[1]))
                return try Rounding.allCases.map { rounding in
                    do {
                        if parts.count == 1 { return "\(try parts[0].rounded(places: places, rounding))" }
                        return "\(try Ratio(parts[0], over: parts[1]).rounded(places: places, rounding))"
                    } catch let error as AmountError { return "\(error)" }
                }.joined(separator: " ")
            }
        }
    }

    @Test func money() throws {
        try checkCases("Cases/money.cases") { input in
            var rate: Rate?
            let lines = try eachLine(input) { words in try moneyLine(words, &rate) }
            return lines.split(separator: "\n").joined(separator: "\n")
        }
    }

    private func moneyLine(_ words: [Substring], _ rate: inout Rate?) throws -> String {
        func money(_ words: ArraySlice<Substring>) throws -> Money { try Money.parse(words.joined(separator: " ")) }
        switch words[0] {
        case "print": return try money(words[1...]).description
        case "fits": return try money(words[1...]).fitsMinorUnits ? "yes" : "no"
        case "back": return try #require(rate).convertBack(money(words[1...]), places: 2, .halfEven).description
        case "rate":
            let from = try #require(Currency(words[1]))
            let to = try #require(Currency(words[2]))
            let made = try Rate(
                from: from, to: to, value: Decimal.parse(String(words[3])), source: "test", time: 1_772_442_000)
            rate = made
            // Said only where nothing else follows: the conversions are the output of the other cases.
            return from == to ? made.description : ""
        default: break
        }
        if words.count == 2, let rate { return try converted(money(words[...]), rate) }
        let a = try money(words[..<2])
        let b = try money(words[3...])
        switch words[2] {
        case "+": return try a.adding(b).description
        case "-": return try a.subtracting(b).description
        default: return "\(try a.compare(b))"
        }
    }

    private func converted(_ money: Money, _ rate: Rate) throws -> String {
        let rounded = try rate.convert(money, places: 2, .halfEven)
        do { return "\(try rate.convert(money).amount) \(rate.to), to 2 places \(rounded)" } catch {
            return "\(error), to 2 places \(rounded)"
        }
    }

    @Test func allocation() throws {
        try checkCases("Cases/allocation.cases") { input in
            try eachLine(input) { words in
                let whole = try Money.parse(words[..<2].joined(separator: " ").replacing(":", with: ""))
                let parts =
                    words.count > 2 && words[2] == "in"
                    ? try whole.instalments(#require(Int(words[3])))
                    : try whole.allocated(by: words[2...].map { try Decimal.parse(String($0)) })
                return parts.map { $0.amount.description }.joined(separator: " ")
            }
        }
    }
}
