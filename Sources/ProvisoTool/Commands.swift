import Glibc
import SourceText

/// The `proviso` command.
package enum Commands {
    private static var commands: [any Command.Type] {
        [
            CheckCommand.self, TestCommand.self, DryRunCommand.self, ExplainCommand.self, GenerateCommand.self,
            EvalCommand.self, DecideCommand.self, FmtCommand.self, DiffCommand.self, GraphCommand.self, NewCommand.self,
            SchemaCommand.self,
        ]
    }

    package static func main() async {
        // A reader that has gone away is no reason to be killed.
        signal(SIGPIPE, SIG_IGN)
        exit(await run(CommandLine.arguments.dropFirst()).rawValue)
    }

    private static func run(_ words: ArraySlice<String>) async -> ExitCode {
        guard let word = words.first else {
            Output.note(overview)
            return .couldNotRun
        }
        if ["help", "--help", "-h"].contains(word) { return help(words.dropFirst().first) }
        if word == "--version" {
            Output.write("proviso \(version)\n")
            return .fine
        }
        guard let command = commands.first(where: { $0.name == word }) else {
            let guess = didYouMean(word, among: commands.map { $0.name }).map { " Did you mean \"\($0)\"?" } ?? ""
            Output.note("There is no command \"\(word)\".\(guess)\n\n\(overview)")
            return .couldNotRun
        }
        let rest = words.dropFirst()
        if rest.contains("--help") || rest.contains("-h") { return help(word) }
        do throws(CommandFailure) {
            return try await command.run(rest)
        } catch {
            Output.note(error.message + "\n")
            if error.isMisuse { Output.note("\nusage: \(command.usage.prefix { $0 != "\n" })\n") }
            return .couldNotRun
        }
    }

    private static func help(_ name: String?) -> ExitCode {
        guard let command = commands.first(where: { $0.name == name }) else {
            Output.write(overview)
            return .fine
        }
        Output.write("\(command.usage)\n")
        return .fine
    }

    private static var overview: String {
        var text = "proviso keeps billing rules outside the code.\n\n"
        for command in commands {
            text +=
                "  \(command.name)\(String(repeating: " ", count: max(1, 10 - command.name.count)))\(command.summary)\n"
        }
        return text + "\nproviso COMMAND --help says more.\n"
    }
}
