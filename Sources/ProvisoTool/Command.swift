/// The exit codes of every subcommand.
enum ExitCode: Int32 {
    /// All is fine.
    case fine = 0
    /// Something was found: an error in a file, a scenario that fails, a row that was left out.
    case findings = 1
    /// The command could not do its work: it was misused, or a file is not there.
    case couldNotRun = 2
}

/// One subcommand.
protocol Command: Sendable {
    static var name: String { get }
    /// One line for the list of subcommands.
    static var summary: String { get }
    /// How it is used, with every option.
    static var usage: String { get }

    static func run(_ words: ArraySlice<String>) async throws(CommandFailure) -> ExitCode
}
