import Foundation

/// `make bench`: measures every group, or those whose name holds the first argument, and prints a row a figure. Ends with a
/// status other than 0 if a bound is missed.
let groups: [Benchmark] = [
    amountsBenchmark,
    datesBenchmark,
    yamlBenchmark,
    definitionsBenchmark,
    evaluationLayoutBenchmark,
    evaluationBenchmark,
    ingestBenchmark,
    expressionBenchmark,
    machineBenchmark,
    tablesBenchmark,
    pricesBenchmark,
    analysisBenchmark,
    dryRunBenchmark,
]
let wanted = CommandLine.arguments.dropFirst().first
var missed = 0
for group in groups where wanted.map({ group.name.contains($0) }) ?? true {
    print("\n\(group.name)")
    for figure in try group.measure() {
        print("  " + figure.row)
        if !figure.holds { missed += 1 }
    }
}
print(missed == 0 ? "\nevery bound holds" : "\n\(missed) bounds missed")
exit(missed == 0 ? 0 : 1)
