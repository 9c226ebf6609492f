import Amounts
import Checking
import Compiling
import Dates
import Definitions
import Digests
import Encoding
import Evaluation
import Rules
import SourceText

/// A file of prices or scores and what it is asked:
///
/// ```
/// price: seats
/// …
/// >>> seats = 10; from = 2026-02-01; until = 2026-02-28
/// ```
struct PriceFile {
    private let book: Rulebook?
    private let problems: [String]
    private let questions: [String]

    init(_ input: String) {
        let lines = input.split(separator: "\n", omittingEmptySubsequences: false)
        questions = lines.filter { $0.hasPrefix(">>> ") }.map { String($0.dropFirst(4)) }
        let text = lines.filter { !$0.hasPrefix(">>> ") }.joined(separator: "\n") + "\n"
        let library = Library([SourceFile(name: "price.yaml", text: text)])
        let checks = PriceChecks(library, Shapes(library))
        let compiled =
            checks.prices.map { PriceCompiler.compile($0) { Digests.sha256($0) } }
            + checks.scorings.map { PriceCompiler.compile($0) { Digests.sha256($0) } }
        problems = (library.diagnostics + checks.diagnostics + compiled.flatMap(\.diagnostics)).map { problem in
            let position = problem.place.file.position(at: Int(problem.place.span.start))
            return "\(problem.code.id) \(position.line):\(position.column) \(problem.message)"
        }
        book = Rulebook(compiled.compactMap(\.rule))
    }

    func answers() throws -> String {
        guard let book else { return problems.joined(separator: "\n") }
        var output = problems
        for question in questions {
            output.append(">>> \(question)")
            do throws(RuleError) {
                output.append(Self.text(try book.decide(try values(question, book), EvaluationEnvironment()).value))
            } catch {
                let place = Place(SourceFile(name: "price.yaml", text: "\n"), Span(0..<0))
                let problem = error.kind.pricingDiagnostic(at: place)
                output.append(problem.map { "\($0.code.id) \($0.message) Found: \($0.found)." } ?? "\(error.kind)")
            }
        }
        return output.joined(separator: "\n")
    }

    private func values(_ question: String, _ book: Rulebook) throws(RuleError) -> [Value] {
        var given: [String: String] = [:]
        for part in question.split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1).map { $0.drop { $0 == " " } }
            guard pair.count == 2 else { continue }
            given[pair[0].split(separator: " ").joined()] = Self.trimmed(pair[1])
        }
        return book.inputs.map { input in given[input.name.string].map { Self.value($0, input.type) } ?? .absent }
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.hasSuffix(" ") { text.removeLast() }
        return String(text)
    }

    private static func value(_ text: String, _ type: ValueType) -> Value {
        switch type {
        case .int: Int64(text).map { .int($0) } ?? .absent
        case .decimal: (try? Decimal.parse(text)).map { .decimal($0) } ?? .absent
        case .money: (try? Money.parse(text)).map { .money($0) } ?? .absent
        case .ratio: ratio(text)
        case .bool: .bool(text == "true")
        case .date: (try? CivilDate(text)).map { .date($0) } ?? .absent
        case .list:
            .list(
                text.split(separator: "|").map { item in
                    let pair = item.split(separator: ":").map { trimmed($0.drop { $0 == " " }) }
                    let entries: [MapEntry] = [
                        (.string("on"), value(pair[0], .date)), (.string("quantity"), value(pair[1], .decimal)),
                    ]
                    return (try? Value.map(entries)) ?? .absent
                })
        default: .string(text)
        }
    }

    private static func ratio(_ text: String) -> Value {
        let digits = text.filter { $0 != "%" }
        guard let number = try? Decimal.parse(digits), let hundred = try? Ratio(1, over: 100),
            let ratio = try? Ratio(number).multiplying(text.hasSuffix("%") ? hundred : Ratio(.one))
        else { return .absent }
        return .ratio(ratio)
    }

    // MARK: Results

    private static func text(_ value: Value) -> String {
        guard let shape = value.shape, let slots = value.slots, shape.slot(of: "lines") != nil else {
            return "\(value)"
        }
        func field(_ name: Text, _ shape: Shape?, _ slots: ValueElements?) -> Value {
            shape?.slot(of: name).flatMap { slots?[$0] } ?? .absent
        }
        var output: [String] = []
        for line in field("lines", shape, slots).asList.map(Array.init) ?? [] {
            func part(_ name: Text) -> String? {
                let value = field(name, line.shape, line.slots)
                if value.isAbsent { return nil }
                return value.asText?.string ?? value.asMoney?.amountText ?? "\(value)"
            }
            var text = "  \(part("label") ?? ""):"
            if let quantity = part("quantity") { text += " \(quantity)" }
            if let price = part("unit_price") { text += " × \(price)" }
            if let base = part("base") { text += " \(base) × \(part("rate") ?? "")" }
            if let share = part("share") {
                text += " × \(share) (\(part("from") ?? "") to \(part("until") ?? ""))"
            }
            text += " = \(part("amount") ?? "")"
            if let tax = part("tax"), tax != "0.00", tax != "0", tax != "0.000" {
                text += ", net \(part("net") ?? ""), tax \(tax), gross \(part("gross") ?? "")"
            }
            output.append(text)
        }
        let sums = ["amount", "net", "tax"].map { (name: Text) in
            "\(name.string) \(field(name, shape, slots).asMoney?.amountText ?? "?")"
        }
        output.append("total \(field("total", shape, slots)): \(sums.joined(separator: ", "))")
        return output.joined(separator: "\n")
    }
}
