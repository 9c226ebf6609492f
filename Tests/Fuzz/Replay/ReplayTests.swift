import Foundation
import FuzzTargets
import TestSupport
import Testing

/// The fuzz targets on their committed corpus, in-process and without instrumentation; `make fuzz` goes on from there.
@Suite struct ReplayTests {
    private static let seed = ProcessInfo.processInfo.environment["PROVISO_SEED"].flatMap { UInt64($0) } ?? 4217
    private static let corpus = repositoryRoot.appendingPathComponent("Tests/Fuzz/Corpus")

    private static func inputs(of target: FuzzTarget) throws -> [(name: String, bytes: [UInt8])] {
        let folder = corpus.appendingPathComponent(target.name)
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .sorted { $0.path < $1.path }
            .map { (name: $0.lastPathComponent, bytes: [UInt8](try Data(contentsOf: $0))) }
    }

    @Test func everyTargetHasACorpusOfSmallFiles() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.corpus.path).sorted()
        #expect(folders == FuzzTarget.all.map(\.name).sorted())
        for target in FuzzTarget.all {
            let inputs = try Self.inputs(of: target)
            #expect((20...400).contains(inputs.count), "\(target.name) has \(inputs.count)")
            for input in inputs { #expect(input.bytes.count <= 4096, "\(target.name)/\(input.name)") }
        }
    }

    @Test(arguments: FuzzTarget.all.map(\.name)) func theCorpusKeepsEveryProperty(_ name: String) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        for input in try Self.inputs(of: target) {
            check(target, input.bytes, "\(name)/\(input.name)")
        }
    }

    /// A few drawn changes of each file: a coverage-guided run finds more, but this one is in every `make test`.
    @Test(arguments: FuzzTarget.all.map(\.name)) func changedFilesKeepEveryProperty(_ name: String) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        let inputs = try Self.inputs(of: target)
        var generator = SeededGenerator(seed: Self.seed)
        for input in inputs {
            for _ in 0..<8 {
                let other = try #require(inputs.randomElement(using: &generator))
                let changed = Self.changed(input.bytes, other.bytes, &generator)
                check(target, changed, "seed \(Self.seed), from \(name)/\(input.name): \(changed)")
            }
        }
    }

    private func check(_ target: FuzzTarget, _ bytes: [UInt8], _ place: String) {
        do throws(BrokenProperty) {
            // An allocation of exactly these bytes, so that reading past them leaves it.
            let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
            defer { copy.deallocate() }
            copy.copyBytes(from: bytes)
            try target.check(UnsafeRawBufferPointer(copy))
        } catch { Issue.record("\(place): \(error)") }
    }

    private static func changed(
        _ bytes: [UInt8], _ other: [UInt8], _ generator: inout SeededGenerator
    ) -> [UInt8] {
        var bytes = bytes
        let at = Int.random(in: 0...bytes.count, using: &generator)
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: return Array(bytes[..<at])
        case 1: return bytes[..<at] + other.suffix(Int.random(in: 0...other.count, using: &generator))
        case 2:
            bytes.insert(UInt8.random(in: 0...255, using: &generator), at: at)
            return bytes
        case 3 where at < bytes.count:
            bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            return bytes
        case 4 where at < bytes.count:
            bytes.remove(at: at)
            return bytes
        default: return bytes + bytes[at...]
        }
    }
}
