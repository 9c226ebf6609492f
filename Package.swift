// swift-tools-version: 6.2
import PackageDescription

/// Every target is compiled under the same settings; a warning is an error everywhere.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// `data` names the folders of a test target that hold cases and not code.
func tests(_ name: String, _ dependencies: [Target.Dependency], data: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies + ["TestSupport"], exclude: data, swiftSettings: settings)
}

/// The program carries its libraries of Swift: it needs no Swift on the machine, and starts in half the time. No test links it, since a
/// test needs them as they are; so its target has nothing but the start. `PROVISO_DYNAMIC` leaves them out.
let wholeProgram: [LinkerSetting] =
    Context.environment["PROVISO_DYNAMIC"] == nil
    ? [.unsafeFlags(["-static-stdlib"]), .linkedLibrary("_FoundationCShims"), .linkedLibrary("_FoundationCollections")]
    : []

// One line a module, from the ground up. What each makes and what it must not know: Documentation/Architecture.md.
var targets: [Target] = [
    module("Amounts"),
    module("SourceText"),
    module("Dates"),
    module("ZoneReading", ["Dates"]),
    module("Encoding", ["Amounts", "Dates"]),
    module("Evaluation", ["Amounts", "Dates", "Encoding"]),
    module("Expressions", ["SourceText", "Amounts", "Dates", "Encoding", "Evaluation"]),
    .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),
    module("Patterns", ["Encoding", "Evaluation", "CRE2"]),
    .target(name: "CLibYAML", linkerSettings: [.linkedLibrary("yaml")]),
    module("YAMLReading", ["SourceText", "CLibYAML"]),
    module("Definitions", ["SourceText", "YAMLReading", "Dates"]),
    .target(name: "CSIMDJSON", linkerSettings: [.linkedLibrary("simdjson")]),
    module("Ingest", ["Amounts", "Dates", "Encoding", "SourceText", "Evaluation", "CSIMDJSON"]),
    .systemLibrary(name: "CSodium"),
    module("Digests", ["Encoding", "CSodium"]),
    module("Rules", ["Amounts", "Dates", "Encoding", "Evaluation"]),
    module("Analysis", ["Amounts", "Dates", "Encoding"]),
    module("Program", ["Dates", "Encoding", "Evaluation", "Rules"]),
    module("Hosting", ["Encoding", "Evaluation"]),
    module("Notices", ["Amounts", "Dates", "Encoding", "Evaluation", "Hosting"]),
    module("Machine", ["Dates", "Encoding", "Evaluation", "Hosting", "Program", "Rules"]),
    module("Runner", ["Dates", "Encoding", "Evaluation", "Hosting", "Machine", "Program"]),
    module("Stores", ["Dates", "Encoding", "Hosting", "Machine", "Runner"]),
    module("Generation", ["Dates", "Encoding"]),
    module("Billing", ["Amounts", "Dates", "Encoding", "Evaluation", "Hosting"]),
    module(
        "Simulation",
        ["Billing", "Dates", "Encoding", "Evaluation", "Hosting", "Machine", "Program", "Runner", "Stores"]),
    module(
        "Checking",
        [
            "Amounts", "Analysis", "Dates", "Definitions", "Encoding", "Evaluation", "Expressions", "Ingest", "Program",
            "Rules",
            "SourceText",
            "YAMLReading",
        ]),
    module(
        "Mappings",
        [
            "Amounts", "Checking", "Dates", "Definitions", "Encoding", "Evaluation", "Ingest", "SourceText",
            "YAMLReading",
        ]),
    module("Schemas", ["Checking", "Definitions"]),
    module(
        "Compiling",
        [
            "Amounts", "Checking", "Dates", "Definitions", "Encoding", "Evaluation", "Expressions", "Machine",
            "Notices", "Program", "Rules", "SourceText", "YAMLReading",
        ]),
]

targets += [
    module(
        "Explaining",
        [
            "Dates", "Definitions", "Encoding", "Evaluation", "Hosting", "Machine", "Program", "Runner", "Simulation",
            "YAMLReading",
        ]),
    module("Standard", ["SourceText"]),
    module("Authoring", ["Definitions", "Expressions", "SourceText", "YAMLReading"]),
    module(
        "Scenarios",
        [
            "Amounts", "Billing", "Checking", "Dates", "Definitions", "Encoding", "Evaluation", "Hosting", "Machine",
            "Notices", "Program", "Rules", "Runner", "Simulation", "SourceText", "YAMLReading",
        ]),
    module(
        "Proviso",
        [
            "Amounts", "Authoring", "Billing", "Checking", "Compiling", "Dates", "Definitions", "Digests", "Encoding",
            "Evaluation", "Explaining", "Hosting", "Ingest", "Machine", "Mappings", "Notices", "Patterns", "Program",
            "Rules", "Runner", "Scenarios", "Schemas", "Simulation", "SourceText", "Standard", "Stores", "YAMLReading",
            "ZoneReading",
        ]),
    module(
        "ExpressionTrial",
        [
            "Amounts", "Dates", "Encoding", "Evaluation", "Expressions", "Ingest", "Patterns", "SourceText",
            "ZoneReading",
        ]),
    .systemLibrary(name: "CAllocator"),
    module(
        "ProvisoTool",
        [
            "Amounts", "CAllocator", "Dates", "Encoding", "Evaluation", "ExpressionTrial", "Expressions", "Generation",
            "Hosting",
            "Ingest", "Proviso",
            "SourceText",
        ]),
    .executableTarget(
        name: "ProvisoMain", dependencies: ["ProvisoTool"], swiftSettings: settings, linkerSettings: wholeProgram),
]

targets += [
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    tests("AmountsTests", ["Amounts"], data: ["Cases", "oracle.py"]),
    tests("DatesTests", ["Dates", "ZoneReading"], data: ["Cases", "oracle.py"]),
    tests("ZoneReadingTests", ["Dates", "ZoneReading"], data: ["Cases"]),
    tests("SourceTextTests", ["SourceText"], data: ["Cases"]),
    tests("EncodingTests", ["Amounts", "Dates", "Encoding"], data: ["Cases"]),
    tests(
        "IngestTests", ["Amounts", "Dates", "Encoding", "Evaluation", "Ingest", "SourceText"], data: ["Cases"]),
    tests("DigestsTests", ["Digests", "Encoding"]),
    tests("YAMLReadingTests", ["SourceText", "YAMLReading"], data: ["Cases"]),
    tests(
        "EvaluationTests", ["Amounts", "Dates", "Encoding", "Evaluation", "Expressions", "SourceText"], data: ["Cases"]),
    tests(
        "ExpressionTrialTests", ["Evaluation", "Expressions", "ExpressionTrial", "Ingest", "SourceText"],
        data: ["Cases"]),
    tests("AnalysisTests", ["Amounts", "Analysis", "Encoding"], data: ["Cases"]),
    tests("PatternsTests", ["Encoding", "Patterns"]),
    .target(
        name: "CELConformance",
        dependencies: ["Dates", "Encoding", "Evaluation", "Expressions", "Patterns", "SourceText", "ZoneReading"],
        path: "Tests/CELConformance/Runner", swiftSettings: settings),
    .executableTarget(
        name: "cel-conformance", dependencies: ["CELConformance"], path: "Tests/CELConformance/Tool",
        swiftSettings: settings),
    .testTarget(
        name: "CELConformanceTests", dependencies: ["CELConformance", "TestSupport"],
        path: "Tests/CELConformance/Tests", swiftSettings: settings),
    tests(
        "ExpressionsTests", ["Amounts", "CELConformance", "Dates", "Expressions", "SourceText"], data: ["Cases"]),
    tests(
        "DefinitionsTests", ["Authoring", "Checking", "SourceText", "YAMLReading", "Dates", "Definitions", "Proviso"],
        data: ["Cases"]),
    tests(
        "MessagesTests",
        [
            "Amounts", "Checking", "Dates", "Definitions", "Encoding", "Evaluation", "Expressions", "Ingest",
            "Mappings", "Proviso", "Scenarios", "SourceText", "YAMLReading",
        ], data: ["Cases", "Goldens", "World"]),
    tests(
        "SemanticsTests",
        [
            "Checking", "Compiling", "Dates", "Definitions", "Digests", "Encoding", "Evaluation", "Hosting", "Machine",
            "Program", "Rules", "Runner", "SourceText", "Stores",
        ], data: ["Cases", "Workflows"]),
    tests("AuthoringTests", ["Authoring", "Definitions", "Expressions", "SourceText", "YAMLReading"], data: ["Cases"]),
    tests(
        "NoticesTests",
        [
            "Amounts", "Checking", "Compiling", "Dates", "Definitions", "Digests", "Encoding", "Evaluation", "Hosting",
            "Notices", "SourceText",
        ], data: ["Cases"]),
    tests("CheckingTests", ["Checking", "Definitions", "Proviso", "SourceText"], data: ["Cases"]),
    tests(
        "SchemasTests", ["Checking", "Definitions", "Ingest", "Schemas", "SourceText"],
        data: ["Broken", "Cases", "requirements.txt", "validate.py", "validate_data.py"]),
    tests(
        "BillingTests",
        [
            "Amounts", "Billing", "Dates", "Definitions", "Encoding", "Evaluation", "Hosting", "SourceText", "Standard",
            "YAMLReading",
        ], data: ["Cases"]),
    tests(
        "RulesTests", ["Amounts", "Dates", "Encoding", "Evaluation", "Expressions", "Proviso", "Rules", "SourceText"],
        data: ["Cases"]),
    tests(
        "ScenariosTests", ["Authoring", "Checking", "Definitions", "Proviso", "SourceText", "YAMLReading"],
        data: ["Cases", "Verbs", "Workflows"]),
    tests(
        "PricesTests",
        [
            "Amounts", "Checking", "Compiling", "Dates", "Definitions", "Digests", "Encoding", "Evaluation", "Rules",
            "SourceText",
        ], data: ["Cases", "oracle.py"]),
    tests(
        "ProvisoTests",
        [
            "Amounts", "Dates", "Definitions", "Encoding", "Evaluation", "Generation", "Hosting", "Ingest", "Proviso",
            "SourceText", "Standard",
        ]),
    tests("ToolTests", ["ProvisoTool"], data: ["Cases", "Files", "history_checker.py", "receivables_oracle.py"]),
    .executableTarget(
        name: "core-only",
        dependencies: ["Dates", "Encoding", "Evaluation", "Hosting", "Machine", "Program", "Rules", "Runner"],
        path: "Tests/CoreOnly/Program", swiftSettings: settings, linkerSettings: [.linkedLibrary("m")]),
    .testTarget(
        name: "CoreOnlyTests", dependencies: ["core-only", "TestSupport"], path: "Tests/CoreOnly/Tests",
        swiftSettings: settings),
    .executableTarget(
        name: "replayed",
        dependencies: [
            "Amounts", "Billing", "Checking", "Compiling", "Dates", "Digests", "Encoding", "Evaluation", "Hosting",
            "Machine", "Program", "Runner", "Simulation", "SourceText",
        ], path: "Tests/Replay/Program", swiftSettings: settings),
    .testTarget(
        name: "ReplayTests", dependencies: ["replayed", "TestSupport"], path: "Tests/Replay/Tests",
        swiftSettings: settings),
    tests("TidyTests", []),
    .executableTarget(
        name: "benchmarks",
        dependencies: [
            "Amounts", "Dates", "ZoneReading", "SourceText", "CLibYAML", "Definitions", "YAMLReading", "Encoding",
            "Evaluation", "Expressions", "Ingest", "Checking", "Compiling", "Digests", "Hosting", "Machine", "Program",
            "Rules", "Runner", "Stores", "Generation", "Proviso",
        ],
        path: "Benchmarks",
        swiftSettings: settings),
]

targets += [
    .executableTarget(
        name: "embedding",
        dependencies: ["Dates", "Encoding", "Evaluation", "Hosting", "Ingest", "Proviso", "SourceText"],
        path: "Examples/Embedding",
        swiftSettings: settings),
    tests("DocumentationTests", ["ProvisoTool", "embedding"]),
]

// What is fuzzed: the tests run its corpus, and `make fuzz` drives it with libFuzzer, whose runtime is linked only there.
targets += [
    .target(
        name: "FuzzTargets",
        dependencies: ["Amounts", "Dates", "Encoding", "Evaluation", "Ingest", "SourceText", "YAMLReading"],
        path: "Tests/Fuzz/Targets", swiftSettings: settings),
    .testTarget(
        name: "FuzzTests", dependencies: ["FuzzTargets", "TestSupport"], path: "Tests/Fuzz/Replay",
        swiftSettings: settings),
]
if Context.environment["PROVISO_FUZZ"] != nil {
    targets += [
        .executableTarget(
            name: "fuzz", dependencies: ["FuzzTargets"], path: "Tests/Fuzz/Driver", swiftSettings: settings)
    ]
}

var products: [Product] = [
    .executable(name: "proviso", targets: ["ProvisoMain"]),
    .library(name: "Proviso", targets: ["Proviso"]),
]

// `PROVISO_ONLY=RulesTests,benchmarks swift build --build-tests` builds these targets and what they need, and nothing else:
// the short way round while one module is worked on.
if let only = Context.environment["PROVISO_ONLY"], !only.isEmpty {
    var wanted: Set<String> = []
    var open = only.split(separator: ",").map(String.init)
    while let name = open.popLast() {
        guard wanted.insert(name).inserted, let target = targets.first(where: { $0.name == name }) else { continue }
        for dependency in target.dependencies {
            if case .byNameItem(let name, _) = dependency { open.append(name) }
        }
    }
    // No test may link the program, but those of its commands run it.
    if wanted.contains("ProvisoTool") { wanted.insert("ProvisoMain") }
    targets.removeAll { !wanted.contains($0.name) }
    products.removeAll { $0.name == "proviso" ? !wanted.contains("ProvisoTool") : !wanted.contains("Proviso") }
}

let package = Package(name: "proviso", products: products, targets: targets)
