import CELConformance
import Expressions
import Foundation
import SourceText
import TestSupport
import Testing

/// Every expression of the specification's suite is read, and printing it keeps its meaning.
@Suite struct ConformanceSyntaxTests {
    @Test func everyExpressionIsReadAndPrinted() throws {
        let data = repositoryRoot.appendingPathComponent("Tests/CELConformance/Data/conformance.ndjson")
        let lines = try String(contentsOf: data, encoding: .utf8).split(separator: "\n")
        var count = 0
        for line in lines {
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            guard let test = object?["test"] as? [String: Any], let text = test["expr"] as? String else { continue }
            count += 1
            let parsed = parse(ExpressionSource(text), dialect: .cel)
            guard parsed.isValid else {
                Issue.record("\(text)\n\(brief(parsed.diagnostics))")
                continue
            }
            let printed = parsed.syntax.printed()
            let again = parse(ExpressionSource(printed), dialect: .cel)
            #expect(tree(again.syntax, again.syntax.root) == tree(parsed.syntax, parsed.syntax.root), "\(text)")
            #expect(again.syntax.printed() == printed)
        }
        #expect(count == 1_384)
    }

    /// The types deduced are those of the specification, and a case that is to be evaluated passes the checker.
    @Test func everyExpressionIsChecked() throws {
        let data = repositoryRoot.appendingPathComponent("Tests/CELConformance/Data/conformance.ndjson")
        for item in try ConformanceCase.read(data) {
            let compiled = compile(
                ExpressionSource(item.expression), item.declarations, dialect: .cel, isChecked: item.isChecked)
            switch item.expectation {
            case .error: continue
            case .value:
                #expect(compiled.checked != nil, "\(item.name): \(item.expression)\n\(brief(compiled.diagnostics))")
            case .typed(_, let deduced):
                let type = compiled.checked?.type
                #expect(
                    type == deduced,
                    "\(item.name): \(item.expression) has \(type as Any)\n\(brief(compiled.diagnostics))")
            }
        }
    }
}
