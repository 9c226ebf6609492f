import Foundation
import TestSupport
import Testing

/// The number of workers, and which process it is, change no byte (S15, S18).
@Suite struct ReplayTests {
    private func replay(workers: Int) throws -> [String] {
        let result = try run(builtProgram("replayed"), [repositoryRoot.path, "\(workers)"])
        #expect(result.status == 0, "\(result.errorText.prefix(500))")
        return result.outputText.split(separator: "\n").map(String.init)
    }

    @Test func oneTwoAndSevenWorkersAndTwoProcessesGiveEqualBytes() throws {
        let alone = try replay(workers: 1)
        #expect(alone.count { $0.contains("call(") } > 500, "\(alone.count) lines are too few to say something")
        #expect(alone.count { $0.hasPrefix("C-") } == 23, "each of the partitions should have left its state")
        for workers in [1, 2, 7] {
            let other = try replay(workers: workers)
            let first = zip(alone, other).first { $0 != $1 }
            #expect(first == nil, "with \(workers) workers")
            #expect(alone.count == other.count)
        }
    }
}
