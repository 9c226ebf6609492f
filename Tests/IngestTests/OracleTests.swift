import Amounts
import Dates
import Encoding
import Evaluation
import Foundation
import Ingest
import SourceText
import TestSupport
import Testing

/// JSON against another reader: Python's `json`, with numbers as `decimal.Decimal`, writes each document in one plain form.
@Suite struct OracleTests {
    private static let script = """
        import json, sys, decimal
        decimal.getcontext().prec = 100
        def number(text):
            value = decimal.Decimal(text)
            if value == 0: return "0"
            text = format(value, "f")
            if "." in text: text = text.rstrip("0").rstrip(".")
            return text
        def show(v):
            if isinstance(v, dict):
                keys = sorted(v, key=lambda k: k.encode())
                return "{" + ",".join(show(k) + ":" + show(v[k]) for k in keys) + "}"
            if isinstance(v, list): return "[" + ",".join(show(x) for x in v) + "]"
            if isinstance(v, str): return "s" + v.encode().hex()
            if v is None or v is True or v is False: return {None: "null", True: "true", False: "false"}[v]
            return number(v.text)
        class Number:
            def __init__(self, text): self.text = text
        for line in sys.stdin.buffer:
            print(show(json.loads(line, parse_float=Number, parse_int=Number)))
        """

    private func show(_ value: Value) -> String {
        switch value.kind {
        case .null: return "null"
        case .bool: return value.asBool == true ? "true" : "false"
        case .int: return "\(value.asInt ?? 0)"
        case .decimal: return value.asDecimal?.normalized.description ?? ""
        case .string: return "s" + Hexadecimal.text(value.asText?.utf8 ?? [])
        case .list: return "[" + (value.asList.map(Array.init) ?? []).map(show).joined(separator: ",") + "]"
        case .map:
            return "{"
                + (value.asMap.map(Array.init) ?? []).map { show($0.key) + ":" + show($0.value) }.joined(separator: ",")
                + "}"
        default: return "?"
        }
    }

    @Test func randomDocumentsAgreeWithPython() throws {
        let seed: UInt64 = 8259
        var generator = SeededGenerator(seed: seed)
        var text = ""
        for _ in 0..<3000 { text += document(&generator, depth: 4) + "\n" }
        let bytes = Array(text.utf8)
        let expected = try run("python3", ["-c", Self.script], input: bytes).outputText.split(separator: "\n").map(
            String.init)
        #expect(expected.count == 3000)
        var found: [String] = []
        var reader = JSONLinesReader(name: "random.ndjson")
        func deliver(_ number: Int, _ line: JSONLinesReader.Line) {
            switch line {
            case .value(let value): found.append(show(value))
            case .event: found.append("event")
            case .problems(let problems): found.append(problems.map(\.message).joined())
            }
        }
        reader.read(bytes, deliver)
        reader.finish(deliver)
        #expect(found.count == expected.count)
        let lines = text.split(separator: "\n")
        for (index, pair) in zip(found, expected).enumerated() where pair.0 != pair.1 {
            Issue.record("seed \(seed), line \(index + 1): \(lines[index])\n  \(pair.0)\n  \(pair.1)")
        }
    }

    // MARK: Random documents, with as many spellings of one thing as JSON allows

    private func document(_ generator: inout SeededGenerator, depth: Int) -> String {
        let blank = { (generator: inout SeededGenerator) in
            ["", "", "", " ", "\t", "  "].randomElement(using: &generator) ?? ""
        }
        switch Int.random(in: 0..<(depth > 0 ? 10 : 6), using: &generator) {
        case 0: return ["null", "true", "false"].randomElement(using: &generator) ?? "null"
        case 1, 2, 3: return number(&generator)
        case 4, 5: return string(&generator)
        case 6, 7:
            let values = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                blank(&generator) + document(&generator, depth: depth - 1) + blank(&generator)
            }
            return "[" + values.joined(separator: ",") + "]"
        default:
            let entries = (0..<Int.random(in: 0...30, using: &generator) % 9).map { index in
                blank(&generator) + name(index, &generator) + blank(&generator) + ":" + blank(&generator)
                    + document(&generator, depth: depth - 1)
            }
            return "{" + entries.joined(separator: ",") + "}" + blank(&generator)
        }
    }

    /// Distinct for each index.
    private func name(_ index: Int, _ generator: inout SeededGenerator) -> String {
        let tail = string(&generator).dropFirst().dropLast()
        return "\"\(index)-\(tail)\""
    }

    private func number(_ generator: inout SeededGenerator) -> String {
        func digits(_ count: Int) -> String {
            (0..<count).map { _ in String(Int.random(in: 0...9, using: &generator)) }.joined()
        }
        let wholeCount = Int.random(in: 0...19, using: &generator)
        let places = Bool.random(using: &generator) ? 0 : Int.random(in: 1...(36 - wholeCount), using: &generator)
        var text = Bool.random(using: &generator) ? "-" : ""
        text += wholeCount == 0 ? "0" : String(Int.random(in: 1...9, using: &generator)) + digits(wholeCount - 1)
        if places > 0 { text += "." + digits(places) }
        if Int.random(in: 0..<5, using: &generator) == 0 {
            let exponent = Int.random(in: -(38 - places)...(36 - wholeCount), using: &generator)
            let sign = exponent < 0 ? "-" : ["", "+"].randomElement(using: &generator) ?? ""
            text += (Bool.random(using: &generator) ? "e" : "E") + sign + "\(abs(exponent))"
        }
        return text
    }

    private func string(_ generator: inout SeededGenerator) -> String {
        let pool = [
            "a", "Z", "0", " ", "é", "e\u{301}", "😀", "\\n", "\\\"", "\\\\", "\\/", "\\u00e9", "\\ud83d\\ude00",
            "\\u0000", "{", "}",
            "[", "]", ":", ",", "\\t", "\\uFFFD", "abcdefgh",
        ]
        return "\""
            + (0..<Int.random(in: 0...12, using: &generator)).map { _ in pool.randomElement(using: &generator) ?? "" }
            .joined() + "\""
    }
}
