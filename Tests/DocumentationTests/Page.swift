import Foundation
import TestSupport

/// A page of the documentation, as far as it can be tried: its fenced blocks.
struct Page {
    struct Fence {
        var language: String
        var lines: [String]
        /// Of the first line inside, counted from 1.
        var line: Int
    }

    var path: String
    var lines: [String]
    var blocks: [Fence] = []

    init(_ path: String) throws {
        self.path = path
        lines = try String(contentsOf: repositoryRoot.appendingPathComponent(path), encoding: .utf8)
            .components(separatedBy: "\n")
        var open: Fence?
        for (index, line) in lines.enumerated() {
            if let block = open {
                if line == "```" {
                    blocks.append(block)
                    open = nil
                } else {
                    open?.lines.append(line)
                }
            } else if line.hasPrefix("```") {
                open = Fence(language: String(line.dropFirst(3)), lines: [], line: index + 2)
            }
        }
    }

    /// README and every page of `Documentation` that its readers follow. `Errors.md` shows what is wrong on purpose, and is written
    /// from the goldens of the messages; decisions tell what was thought on their day.
    static func all() throws -> [Page] {
        let folder = repositoryRoot.appendingPathComponent("Documentation")
        let pages = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".md") && $0 != "Errors.md" }.sorted()
        return try (["README.md"] + pages.map { "Documentation/" + $0 }).map(Page.init)
    }

    /// A command as a reader would type it, and what the page says that it prints.
    struct Command {
        var words: String
        /// The index of its line on the page.
        var index: Int
        var status: Int32
        /// The indices of the lines that show its output; nil where the page shows none.
        var output: Range<Int>?
    }

    /// The commands of `sh` blocks, which show no output, and of `console` blocks, where a line after `$ ` is a command and what
    /// follows is what it prints. Behind `# ends with 1` stands what a command ends with if it is not 0. A form with a placeholder
    /// (`FILE`, `[--json]`) is not a command.
    var commands: [Command] {
        blocks.flatMap { block -> [Command] in
            let isConsole = block.language == "console"
            guard isConsole || block.language == "sh" else { return [] }
            var commands: [Command] = []
            for (offset, line) in block.lines.enumerated() {
                let index = block.line - 1 + offset
                let text = isConsole ? (line.hasPrefix("$ ") ? String(line.dropFirst(2)) : nil) : line
                guard let text, !Self.isForm(text) else {
                    if isConsole, let last = commands.indices.last {
                        commands[last].output = (commands[last].output?.lowerBound ?? index)..<(index + 1)
                    }
                    continue
                }
                let parts = text.components(separatedBy: "  # ")
                let status = parts.dropFirst().first.flatMap {
                    $0.hasPrefix("ends with ") ? Int32($0.dropFirst(10)) : nil
                }
                commands.append(
                    Command(
                        words: parts[0], index: index, status: status ?? 0,
                        output: isConsole ? (index + 1)..<(index + 1) : nil))
            }
            return commands.filter { $0.words.hasPrefix("proviso ") }
        }
    }

    private static func isForm(_ line: String) -> Bool {
        line.contains("…") || line.contains("[")
            || line.components(separatedBy: "  # ")[0].split(separator: " ").contains { word in
                word.count > 2 && word.allSatisfy { $0.isUppercase || $0 == "_" }
            }
    }

    /// The whole definitions that the page shows, in its order.
    var definitions: [(line: Int, text: String)] {
        blocks.compactMap { block in
            guard block.language == "yaml", let first = block.lines.first(where: { !$0.hasPrefix("#") }),
                let colon = first.firstIndex(of: ":"), Self.kinds.contains(String(first[..<colon]))
            else { return nil }
            return (block.line, block.lines.joined(separator: "\n") + "\n")
        }
    }

    private static let kinds: Set<String> = [
        "workflow", "rule", "price", "calendar", "notice", "record", "event", "primitive", "settings", "scenario",
        "mapping",
    ]
}
