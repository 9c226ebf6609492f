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
}
