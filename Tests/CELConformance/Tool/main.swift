import CELConformance
import Foundation

// `swift run cel-conformance FILE…`: runs files of conformance cases, names each failure, and ends with `N passed, N failed`.
// Ends with 0 if none failed, 1 if some did, 2 if a file cannot be read.

func stop(_ message: String) -> Never {
    FileHandle.standardError.write(Data((message + "\n").utf8))
    exit(2)
}

let paths = CommandLine.arguments.dropFirst()
if paths.isEmpty { stop("usage: cel-conformance FILE…") }
let data = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Data")
do {
    let report = try Report(paths.map { URL(fileURLWithPath: $0) }, Listings(in: data))
    for line in report.lines { print(line) }
    exit(report.failures.isEmpty ? 0 : 1)
} catch { stop("\(error)") }
