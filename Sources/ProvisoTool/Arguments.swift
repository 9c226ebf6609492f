import SourceText

/// Why a command cannot do its work: said in one or two sentences, with the way out.
struct CommandFailure: Error {
    let message: String
    /// The words of the command are at fault, so that its usage helps.
    let isMisuse: Bool

    init(_ message: String, isMisuse: Bool = true) {
        self.message = message
        self.isMisuse = isMisuse
    }
}

/// The words after a subcommand: `--name VALUE` or `--name=VALUE`, flags, and what is neither. `--` ends the options.
struct Arguments {
    private var words: [String] = []
    private var values: [(name: String, value: String)] = []
    private var flags: Set<String> = []
    private let known: [String]

    /// - Parameters:
    ///   - valued: the options that take a value, without the two hyphens.
    ///   - flags: the options that take none.
    init(_ arguments: some Collection<String>, valued: [String], flags known: [String] = []) throws(CommandFailure) {
        self.known = valued + known
        var rest = arguments[...]
        while let word = rest.popFirst() {
            if word == "--" {
                words += rest
                return
            }
            guard word.hasPrefix("--") else {
                words.append(word)
                continue
            }
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            if valued.contains(name) {
                guard let value = parts.count == 2 ? String(parts[1]) : rest.popFirst() else {
                    throw CommandFailure("\"--\(name)\" needs a value behind it.")
                }
                values.append((name, value))
            } else if known.contains(name) {
                guard parts.count == 1 else { throw CommandFailure("\"--\(name)\" takes no value.") }
                flags.insert(name)
            } else {
                let guess = didYouMean(name, among: self.known).map { " Did you mean \"--\($0)\"?" } ?? ""
                throw CommandFailure("There is no option \"--\(name)\" here.\(guess)")
            }
        }
    }

    /// All that is no option.
    var paths: [String] { words }

    func has(_ flag: String) -> Bool { flags.contains(flag) }

    func all(_ name: String) -> [String] { values.filter { $0.name == name }.map(\.value) }

    /// The value of an option that may be given once.
    func value(_ name: String) throws(CommandFailure) -> String? {
        let all = all(name)
        guard all.count <= 1 else { throw CommandFailure("\"--\(name)\" was given \(all.count) times. Give it once.") }
        return all.first
    }

    func required(_ name: String, _ meaning: String) throws(CommandFailure) -> String {
        guard let value = try value(name) else { throw CommandFailure("\"--\(name)\" is missing: \(meaning).") }
        return value
    }

    /// A whole number within bounds.
    func number(_ name: String, in bounds: ClosedRange<Int>) throws(CommandFailure) -> Int? {
        guard let text = try value(name) else { return nil }
        guard let number = Int(text), bounds.contains(number) else {
            throw CommandFailure(
                "\"--\(name)\" takes a whole number from \(bounds.lowerBound) to \(bounds.upperBound), not \"\(text)\"."
            )
        }
        return number
    }

    /// One of a few words.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, silent: Choice
    ) throws(CommandFailure) -> Choice {
        guard let text = try value(name) else { return silent }
        if let choice = Choice(rawValue: text) { return choice }
        let all = Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
        throw CommandFailure("\"--\(name)\" takes one of \(all), not \"\(text)\".")
    }
}
