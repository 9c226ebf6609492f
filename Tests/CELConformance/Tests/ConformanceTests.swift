import CELConformance
import Foundation
import TestSupport
import Testing

/// The specification's suite in the dialect `cel`, and the runner itself.
@Suite struct ConformanceTests {
    private static let folder = repositoryRoot.appendingPathComponent("Tests/CELConformance/Data")
    private static let data = folder.appendingPathComponent("conformance.ndjson")

    @Test func everyCasePasses() throws {
        let report = try Report([Self.data], Listings(in: Self.folder), isStrict: true)
        for failure in report.failures { Issue.record("\(failure)") }
        #expect(report.passedCount == 1_384)
        #expect(report.errata.count == 2)
    }

    /// Without the lists exactly the listed cases fail: no case is listed that does not need it.
    @Test func theListsHoldWhatTheyMustAndNothingElse() throws {
        let listings = try Listings(in: Self.folder)
        let report = try Report([Self.data], Listings(), isStrict: true)
        #expect(report.failures.map(\.name).sorted() == listings.names.sorted())
    }

    /// A runner that finds nothing wrong proves nothing: with a wrong expectation, every case fails.
    @Test func wrongExpectationsFail() throws {
        var runner = ConformanceRunner(try Report.environment(), try Listings(in: Self.folder))
        var count = 0
        for line in try Data(contentsOf: Self.data).split(separator: UInt8(ascii: "\n")) {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
            let test = try #require(object["test"] as? [String: Any])
            if test["name"].map({ "\($0)".hasSuffix("unescaped_punctuation") }) == true { continue }
            for wrong in wrongTests(test) {
                var changed = object
                changed["test"] = wrong
                let item = try ConformanceCase(changed, place: "a changed case")
                count += 1
                if runner.run(item) == .passed {
                    Issue.record("\(item.name): \(item.expression) passes with the wrong expectation \(wrong)")
                }
            }
        }
        #expect(count > 2_000)
    }

    /// The test with other expectations than its own.
    private func wrongTests(_ test: [String: Any]) -> [[String: Any]] {
        var bare = test
        for key in ["value", "evalError", "typedResult"] { bare[key] = nil }
        func with(_ key: String, _ value: Any) -> [String: Any] { bare.merging([key: value]) { $1 } }
        if test["evalError"] != nil { return [with("value", ["boolValue": true]), with("value", ["nullValue": nil])] }
        if let typed = test["typedResult"] as? [String: Any] {
            return [
                with("typedResult", typed.merging(["deducedType": ["primitive": "BYTES"]]) { $1 }),
                with("typedResult", typed.merging(["deducedType": ["listType": ["elemType": ["dyn": [:]]]]]) { $1 }),
            ].filter { "\($0)" != "\(test)" }
        }
        let value = test["value"] as? [String: Any] ?? ["boolValue": true]
        return [with("evalError", [:])] + wrongValues(value).map { with("value", $0) }
    }

    private func wrongValues(_ value: [String: Any]) -> [[String: Any]] {
        guard let (kind, content) = value.first else { return [] }
        let text = "\(content)"
        switch kind {
        case "boolValue": return [["boolValue": text == "false" || text == "0"], ["int64Value": "1"]]
        case "int64Value": return [["uint64Value": text.replacing("-", with: "")], ["doubleValue": Double(text) ?? 0]]
        case "uint64Value": return [["int64Value": "\(text.count > 18 ? "1" : text)"], ["doubleValue": text]]
        case "doubleValue": return [["int64Value": "\(Int64(Double(text)?.rounded() ?? 0, orZero: ()))"]]
        case "stringValue": return [["stringValue": text + " "], ["bytesValue": Data(text.utf8).base64EncodedString()]]
        case "bytesValue":
            return [["stringValue": text], ["bytesValue": Data((text + "x").utf8).base64EncodedString()]]
        case "nullValue": return [["boolValue": false], ["listValue": [:]]]
        case "listValue":
            let elements = (content as? [String: Any])?["values"] as? [Any] ?? []
            return [["listValue": ["values": elements + [["nullValue": nil]]]], ["mapValue": [:]]]
        case "mapValue":
            let entries = (content as? [String: Any])?["entries"] as? [Any] ?? []
            let entry = ["key": ["stringValue": "a key that no case has"], "value": ["boolValue": true]]
            return [["mapValue": ["entries": entries + [entry]]], ["listValue": [:]]]
        case "typeValue": return [["typeValue": text + "s"], ["stringValue": text]]
        default: return [["stringValue": text]]
        }
    }

    /// What never was written satisfies no case that expects an error.
    @Test func anErrorMustBeTheRightOne() throws {
        var runner = ConformanceRunner(try Report.environment(), Listings())
        let refused = [
            ("1 +", false), ("nothing_of_this_name", true), ("no_function(1)", true), ("1.no_function()", true),
            ("'a' + 1", true), ("'a' + 1", false), ("size(1)", true), ("dyn(1).a", true), ("1 in 2", true),
        ]
        for (expression, isUnchecked) in refused {
            let outcome = runner.run(try errorCase(expression, isUnchecked, "division by zero"))
            #expect(outcome != .passed, "\(expression)")
        }
        #expect(runner.run(try errorCase("1 / 0", false, "division by zero")) == .passed)
        // What a case asks for by its own words is no missing form of ours, but a function must exist.
        #expect(runner.run(try errorCase("'a' + 1", true, "no such overload")) == .passed)
        #expect(runner.run(try errorCase("no_function(1)", true, "no such overload")) != .passed)
        var strict = ConformanceRunner(try Report.environment(), Listings(), isStrict: true)
        #expect(strict.run(try errorCase("'a' + 1", true, "no such overload")) != .passed)
    }

    private func errorCase(_ expression: String, _ isUnchecked: Bool, _ message: String) throws -> ConformanceCase {
        let test: [String: Any] = [
            "name": "case", "expr": expression, "disableCheck": isUnchecked,
            "evalError": ["errors": [["message": message]]],
        ]
        return try ConformanceCase(["file": "own", "section": "errors", "test": test], place: "an own case")
    }

    /// No rule of the language is written for a case. Names of one word are the language's own words, and so are the names
    /// of its functions' forms.
    @Test func noCaseIsNamedInTheSources() throws {
        let words: Set<String> = [
            "null_type", "starts_with", "ends_with", "ip_to_string", "cidr_to_string", "optional_none", "getDate",
            "getDayOfMonth", "getDayOfWeek", "getDayOfYear", "getFullYear", "getHours", "getMilliseconds", "getMinutes",
            "getSeconds",
        ]
        var names: Set<String> = []
        for item in try ConformanceCase.read(Self.data) {
            let parts = item.name.split(separator: "/", maxSplits: 2)
            names.insert(item.name)
            let name = String(parts[2])
            if name.contains(where: { !$0.isLowercase }), !words.contains(name) { names.insert(name) }
        }
        #expect(names.count > 2_000)
        let listing = try run("git", ["ls-files", "--cached", "--others", "--exclude-standard", "Sources"])
        for path in listing.outputText.split(separator: "\n") {
            let url = repositoryRoot.appendingPathComponent(String(path))
            guard let text = try? String(contentsOf: url, encoding: .utf8) else { continue }
            let found = Set(
                text.split(whereSeparator: { !($0.isLetter || $0.isNumber || "_/-".contains($0)) }).map(String.init))
            for name in names.intersection(found).sorted() { Issue.record("\(path) names the case \(name)") }
        }
    }
}

extension Int64 {
    fileprivate init(_ double: Double, orZero: Void) { self = Int64(exactly: double) ?? 0 }
}
