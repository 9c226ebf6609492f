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

    /// The commands of recipes in `yml` blocks, of `sh` blocks, which show no output, and of `console` blocks, where a line after `$ ` is a command and what
    /// follows is what it prints. Behind `# exit 1` stands what a command ends with if it is not 0. A form with a placeholder
    /// (`FILE`, `[--json]`) is not a command.
    var commands: [Command] {
        blocks.flatMap { block -> [Command] in
            let isConsole = block.language == "console"
            // A recipe for continuous integration runs commands, a line each.
            if block.language == "yml" {
                return block.lines.enumerated().compactMap { offset, line in
                    let words = line.trimmingCharacters(in: .whitespaces).drop { $0 == "-" || $0 == " " }
                    let command = words.hasPrefix("run: ") ? String(words.dropFirst(5)) : String(words)
                    guard command.hasPrefix("proviso ") else { return nil }
                    return Command(words: command, index: block.line - 1 + offset, status: 0, output: nil)
                }
            }
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
                let parts = text.components(separatedBy: "    # exit ")
                let status = parts.dropFirst().first.flatMap { Int32($0) }
                commands.append(
                    Command(
                        words: parts[0].components(separatedBy: "  # ")[0], index: index, status: status ?? 0,
                        output: isConsole ? (index + 1)..<(index + 1) : nil))
            }
            return commands.filter { $0.words.hasPrefix("proviso ") || $0.words.hasPrefix("echo ") }
        }
    }

    /// The files that the page tells its readers to write: the line above the block names the file, and ends with a colon.
    var files: [(index: Int, path: String, text: String)] {
        blocks.compactMap { block in
            let above = lines[..<(block.line - 2)].last { !$0.isEmpty } ?? ""
            let names = above.components(separatedBy: "`").filter { $0.hasSuffix(".yaml") && !$0.contains(" ") }
            guard block.language == "yaml", above.hasSuffix(":"), let path = names.last else { return nil }
            return (block.line, path, block.lines.joined(separator: "\n") + "\n")
        }
    }

    private static func isForm(_ line: String) -> Bool {
        line.contains("…") || line.contains("[")
            || line.components(separatedBy: " # ")[0].split(separator: " ").contains { word in
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

    /// The first line of a definition, which names it.
    static func heading(of text: String) -> Substring { text.prefix { $0 != "\n" } }

    /// Whether a page shows a file: whole, or in parts that stand in the file in this order, with `# …` for what is left out between them and
    /// at the end.
    static func shows(_ text: String, of file: String) -> Bool {
        if text == file { return true }
        let parts = text.components(separatedBy: "\n").split {
            $0.allSatisfy { $0 == " " || $0 == "#" || $0 == "…" } && $0.contains("…")
        }
        guard text.contains("# …") else { return false }
        var rest = file.components(separatedBy: "\n")[...]
        for part in parts {
            let lines = part.filter { !$0.isEmpty }
            let own = rest.filter { !$0.isEmpty }
            guard let start = own.indices.first(where: { own[$0...].starts(with: lines) }) else { return false }
            rest = own[(start + lines.count)...]
        }
        return true
    }

    private static let kinds: Set<String> = [
        "workflow", "rule", "price", "calendar", "notice", "record", "event", "primitive", "settings", "scenario",
        "mapping",
    ]
}
