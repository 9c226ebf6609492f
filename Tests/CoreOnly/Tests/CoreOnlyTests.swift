import Foundation
import TestSupport
import Testing

/// The core asks for nothing but memory, arithmetic and the language itself.
///
/// What is inspected: the object files of each module that `core-only` links, every function of them, also one that nothing
/// calls; and the libraries that the linked file names. Swift's own library is not ours to inspect: it can print, and it
/// draws a random number once a process to seed the hashes of `Dictionary` and `Set`. So neither is ever iterated in the
/// core, and two processes are compared byte by byte elsewhere (`ReplayTests`).
@Suite struct CoreOnlyTests {
    private static let modules = [
        "Amounts", "Dates", "Encoding", "Evaluation", "Hosting", "Program", "Machine", "Rules", "Runner",
    ]

    /// Where the tests were built.
    private var products: URL {
        URL(fileURLWithPath: builtProgram("core-only")).deletingLastPathComponent()
    }

    @Test func theRunComesToItsEnd() throws {
        let result = try run(products.appendingPathComponent("core-only").path, [])
        #expect(result.status == 0, "\(result.errorText)")
    }

    @Test func theObjectFilesAskForNothingElse() throws {
        let list = products.appendingPathComponent("core-only.product/Objects.LinkFileList")
        let linked = try String(contentsOf: list, encoding: .utf8).split(separator: "\n").map(String.init)
        for module in Self.modules + ["core_only"] {
            let objects = linked.filter { $0.contains("/\(module).build/") }
            #expect(!objects.isEmpty, "there is nothing of \(module) to look into")
            let listing = try run("nm", ["--undefined-only", "--format=posix"] + objects)
            #expect(listing.status == 0, "\(listing.errorText)")
            let symbols = listing.outputText.split(separator: "\n").map { String($0.split(separator: " ")[0]) }
                .filter { !$0.hasSuffix(":") }
            #expect(!symbols.isEmpty)
            #expect(CoreSymbols.strangers(among: symbols, modules: Self.modules) == [], "in \(module)")
        }
    }

    /// What is inspected is all that is linked.
    @Test func nothingElseIsLinked() throws {
        let list = products.appendingPathComponent("core-only.product/Objects.LinkFileList")
        let folders = try String(contentsOf: list, encoding: .utf8).split(separator: "\n")
            .compactMap { $0.split(separator: "/").dropLast().last.map(String.init) }
        #expect(Set(folders) == Set((Self.modules + ["core_only"]).map { "\($0).build" }))
    }

    @Test func theLinkedFileNeedsNoOtherLibrary() throws {
        let listing = try run("readelf", ["--dynamic", "--wide", products.appendingPathComponent("core-only").path])
        let libraries = listing.outputText.split(separator: "\n").filter { $0.contains("(NEEDED)") }.map { line in
            String(line.drop { $0 != "[" }.dropFirst().dropLast())
        }
        #expect(libraries.contains { $0.hasPrefix("libswiftCore.so") }, "\(listing.outputText)")
        #expect(CoreSymbols.strangers(amongLibraries: libraries) == [])
    }

    // MARK: The inspection itself

    @Test(arguments: [
        "$s10Foundation4DateV3nowACvgZ", "$ss5print_9separator10terminatoryypd_S2StF",
        "$ss8readLine16strippingNewlineSSSgSb_tF", "$ss27SystemRandomNumberGeneratorV4nexts6UInt64VyF",
        "$ss11CommandLineO9argumentsSaySSGvgZ", "$s15Synchronization5MutexV", "$s8Dispatch0A5QueueC",
        "$ss15ContinuousClockV3nowAB7InstantVvg", "$sScTss5NeverORszABRs_rlE", "$s9Checking7LibraryV", "clock_gettime",
        "gettimeofday", "time", "open", "read", "write", "socket", "getrandom", "arc4random", "getenv",
        "pthread_create",
        "swift_task_create", "sodium_init", "yaml_parser_parse", "$sSo7timevalV", "exp10",
    ])
    func aStrangerIsSeen(_ symbol: String) {
        let known = ["$sSayxGSTsMc", "swift_retain", "malloc", "$s8Encoding4TextV", "$ss6HasherV", "__divti3"]
        #expect(CoreSymbols.strangers(among: known + [symbol], modules: Self.modules) == [symbol])
    }

    @Test(arguments: ["libFoundation.so", "libsodium.so.23", "libyaml-0.so.2", "libdispatch.so", "libre2.so.9"])
    func aLibraryIsSeen(_ library: String) {
        #expect(CoreSymbols.strangers(amongLibraries: ["libswiftCore.so", "libc.so.6", library]) == [library])
    }
}
