public import Foundation

/// What a finished program left: its exit code and all that it printed.
public struct ProgramResult: Sendable {
    public var status: Int32
    public var output: [UInt8]
    public var errors: [UInt8]

    public var outputText: String { String(decoding: output, as: UTF8.self) }
    public var errorText: String { String(decoding: errors, as: UTF8.self) }
}

/// Runs a program found on the search path, gives it `input`, and waits for its end.
public func run(
    _ program: String, _ arguments: [String], input: [UInt8] = [], in folder: URL = repositoryRoot,
    environment: [String: String] = [:]
) throws -> ProgramResult {
    let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("proviso-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let names = ["in", "out", "err"].map { scratch.appendingPathComponent($0) }
    try Data(input).write(to: names[0])
    for name in names[1...] { try Data().write(to: name) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = try FileHandle(forReadingFrom: names[0])
    process.standardOutput = try FileHandle(forWritingTo: names[1])
    process.standardError = try FileHandle(forWritingTo: names[2])
    // `waitUntilExit` turns a run loop, and where several tests wait at once its wake-up can be minutes late.
    let isOver = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in isOver.signal() }
    try process.run()
    isOver.wait()
    return ProgramResult(
        status: process.terminationStatus, output: [UInt8](try Data(contentsOf: names[1])),
        errors: [UInt8](try Data(contentsOf: names[2])))
}
