import Glibc
import Proviso
import SourceText

/// `proviso graph WORKFLOW`
enum GraphCommand: Command {
    static let name = "graph"
    static let summary = "draws the way through a workflow, for Mermaid or as SVG"
    static let usage = """
        proviso graph WORKFLOW.yaml [--format mermaid|dot|svg] [--out FILE]

        Draws the steps, the conditions and what follows each outcome. Mermaid is shown by GitHub, GitLab and many editors.

          --format  "mermaid" if silent; "svg" needs Graphviz
          --out     where it goes; to standard output if silent

        Exit: 0 it is drawn, 1 the file has an error, 2 it could not be done.
        """

    private enum Format: String, CaseIterable {
        case mermaid, dot, svg
    }

    static func run(_ words: ArraySlice<String>) async throws(CommandFailure) -> ExitCode {
        let arguments = try Arguments(words, valued: ["format", "out"])
        let format: Format = try arguments.choice("format", silent: .mermaid)
        guard let path = arguments.paths.first, arguments.paths.count == 1 else {
            throw CommandFailure("Say which workflow to draw: proviso graph WORKFLOW.yaml.")
        }
        let (drawing, diagnostics) = AuthorTools.drawing(try Rulebooks.file(path))
        guard let drawing else {
            if diagnostics.isEmpty {
                throw CommandFailure(
                    "\"\(path)\" does not define a workflow. Name a file that begins with \"workflow:\".",
                    isMisuse: false)
            }
            Output.note(ReportFormat.text.rendered(Report(diagnostics)) + "\n")
            return .findings
        }
        let text =
            switch format {
            case .mermaid: Array(drawing.mermaid.utf8)
            case .dot: Array(drawing.dot.utf8)
            case .svg: try Graphviz.svg(drawing.dot)
            }
        if let out = try arguments.value("out") {
            try WholeFile.replace(out, with: text)
        } else {
            Output.write(String(decoding: text, as: UTF8.self))
        }
        return .fine
    }
}

/// The program `dot`, if it is installed.
private enum Graphviz {
    /// The drawing as SVG. What goes to the program and what comes back lie in files without a name, so that neither can wait for the
    /// other.
    static func svg(_ dot: String) throws(CommandFailure) -> [UInt8] {
        guard let input = tmpfile(), let output = tmpfile() else {
            throw CommandFailure("There is no room for a temporary file.", isMisuse: false)
        }
        defer {
            fclose(input)
            fclose(output)
        }
        let bytes = Array(dot.utf8)
        guard fwrite(bytes, 1, bytes.count, input) == bytes.count, fflush(input) == 0 else {
            throw CommandFailure("There is no room for a temporary file.", isMisuse: false)
        }
        rewind(input)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, fileno(input), STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, fileno(output), STDOUT_FILENO)
        var words: [UnsafeMutablePointer<CChar>?] = [strdup("dot"), strdup("-Tsvg"), nil]
        defer { for word in words { free(word) } }
        var process = pid_t()
        guard posix_spawnp(&process, "dot", &actions, nil, &words, environ) == 0 else {
            throw CommandFailure(
                "SVG needs Graphviz, and there is no program \"dot\". Install the package \"graphviz\", or take --format mermaid.",
                isMisuse: false)
        }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else { throw CommandFailure("Graphviz could not draw the workflow.", isMisuse: false) }
        rewind(output)
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&buffer, 1, buffer.count, output)
            if count == 0 { return result }
            result += buffer[..<count]
        }
    }
}
