public import Evaluation
public import Foundation
import Patterns
import ZoneReading

/// What running files of cases came to.
public struct Report: Sendable {
    public var passedCount = 0
    /// The names of the cases that were held against a corrected expectation.
    public var errata: [String] = []
    /// The name of each case that failed, and why, in the order of the files.
    public var failures: [(name: String, expression: String, reason: String)] = []

    /// Runs all cases of files.
    ///
    /// - Parameter isStrict: whether only listed cases may be satisfied by a missing form.
    public init(_ files: [URL], _ listings: Listings, isStrict: Bool = false) throws {
        var runner = ConformanceRunner(try Self.environment(), listings, isStrict: isStrict)
        for file in files {
            for item in try ConformanceCase.read(file) {
                if listings.correction(for: item.name) != nil { errata.append(item.name) }
                switch runner.run(item) {
                case .passed: passedCount += 1
                case .failed(let reason): failures.append((item.name, item.expression, reason))
                }
            }
        }
    }

    /// The zones of the machine, and RE2; no clock.
    public static func environment() throws -> EvaluationEnvironment {
        let database = ZoneDatabase()
        return EvaluationEnvironment(
            zones: try database.table(of: try database.zoneNames()), patterns: RE2Matcher())
    }

    /// A line for each failure, and the two counts.
    public var lines: [String] {
        errata.map { "CORRECTED \($0): its expectation contradicts the specification (Data/errata.txt)" }
            + failures.map { "FAILED \($0.name): \($0.expression): \($0.reason)" }
            + ["\(passedCount) passed, \(failures.count) failed"]
    }
}
