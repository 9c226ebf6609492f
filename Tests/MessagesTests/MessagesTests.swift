import Foundation
import Proviso
import SourceText
import TestSupport
import Testing

/// What a person reads is held here: every code has a golden, and every message says what is wrong, what was found, what is expected
/// and what to do, in words that need no programmer.
@Suite struct MessagesTests {
    private struct Reading {
        var golden: Golden
        var diagnostics: [Diagnostic]

        var name: String { golden.url.lastPathComponent }
        var output: String { TerminalRenderer().render(Report(diagnostics)) }
    }

    /// Some inputs are megabytes, so each is read once.
    private static let readings = Result {
        try Golden.all().map { Reading(golden: $0, diagnostics: try $0.diagnostics()) }
    }

    private var isRewriting: Bool { ProcessInfo.processInfo.environment["PROVISO_REWRITE"] == "1" }

    @Test func codesAreUniqueAndWellFormed() {
        #expect(catalogue.problems == [])
        for code in catalogue.codes {
            #expect(!code.title.isEmpty && !code.title.hasSuffix("."), "\(code.id): \(code.title)")
            #expect(code.title.first?.isUppercase == true, "\(code.id): \(code.title)")
            #expect(code.explanation.hasSuffix("."), "\(code.id): \(code.explanation)")
            #expect(!code.explanation.contains("\n"), "\(code.id) has a line break in its explanation")
        }
    }

    /// Every code that is written anywhere in `Sources` is in the catalogue: a module cannot forget to join.
    @Test func everyCodeIsInTheCatalogue() throws {
        let known = Set(catalogue.codes.map(\.id))
        var count = 0
        for (path, text) in try sources() {
            for found in text.matches(of: /"(E[0-9]{4})"/) {
                count += 1
                #expect(known.contains(String(found.1)), "\(path) has \(found.1), which no list of codes holds")
            }
        }
        #expect(count == known.count, "\(count) codes are written, \(known.count) are in the catalogue")
    }

    @Test func theWorldOfTheGoldensReadsWell() {
        #expect(World.files.count > 8)
        #expect(RuleSet(World.files).diagnostics.map(\.message) == [])
    }

    @Test func everyCodeHasItsGolden() throws {
        let ids = try Self.readings.get().map(\.golden.id)
        #expect(ids.count == Set(ids).count, "two goldens of one code")
        #expect(Set(catalogue.codes.map(\.id)).subtracting(ids).sorted() == [], "codes without a golden")
        #expect(Set(ids).subtracting(catalogue.codes.map(\.id)).sorted() == [], "goldens without a code")
    }

    @Test func goldensGiveTheirMessages() throws {
        for reading in try Self.readings.get() {
            let codes = reading.diagnostics.map(\.code.id)
            #expect(codes.contains(reading.golden.id), "\(reading.name) gives \(codes)")
            let output = reading.output
            let expected = reading.golden.expected
            if isRewriting {
                try reading.golden.write(output)
            } else if output != expected {
                Issue.record("\(reading.name)\n--- expected\n\(expected)\n--- actual\n\(output)")
            }
        }
    }

    /// Place, what was found, what is expected, and the next act; sentences as sentences, noun phrases as such.
    @Test func messagesSayWhatAPersonNeeds() throws {
        for reading in try Self.readings.get() {
            for diagnostic in reading.diagnostics {
                let name = "\(reading.name), \(diagnostic.code.id)"
                #expect(isSentence(diagnostic.message), "\(name): \(diagnostic.message)")
                #expect(isSentence(diagnostic.help), "\(name): \(diagnostic.help)")
                for phrase in [diagnostic.found, diagnostic.expected] {
                    #expect(!phrase.isEmpty && !phrase.hasSuffix("."), "\(name): \(phrase)")
                    #expect(phrase.first?.isUppercase != true, "\(name): \(phrase)")
                }
                #expect(diagnostic.found != diagnostic.expected, "\(name)")
                for related in diagnostic.related { #expect(!related.message.hasSuffix("."), "\(name)") }
                #expect(Int(diagnostic.place.span.end) <= diagnostic.place.file.bytes.count, "\(name)")
                if let fix = diagnostic.fix {
                    #expect(fix.applied(to: diagnostic.place.file.bytes) != nil, "\(name): the fix cannot be made")
                    #expect(!fix.title.hasSuffix("."), "\(name): \(fix.title)")
                }
            }
        }
    }

    /// A certain mend mends: the problem is gone afterwards, and no other has come.
    @Test func fixesMend() throws {
        for reading in try Self.readings.get() {
            for diagnostic in reading.diagnostics {
                guard let fixed = diagnostic.fix?.applied(to: diagnostic.place.file.bytes) else { continue }
                let after = try reading.golden.diagnostics(of: fixed)
                #expect(
                    after.count < reading.diagnostics.count,
                    "\(reading.name): after \(diagnostic.fix?.title ?? "") \(after.map(\.message))")
            }
        }
    }

    private func isSentence(_ text: String) -> Bool {
        guard let first = text.first, text.hasSuffix(".") else { return false }
        return !first.isLowercase
    }

    /// No word of the workshop: none of these, and no type's name.
    @Test func messagesHoldNoWordsOfTheWorkshop() throws {
        let forbidden = try workshopWords()
        #expect(forbidden.count > 20)
        for reading in try Self.readings.get() {
            for diagnostic in reading.diagnostics {
                let sentences =
                    [diagnostic.message, diagnostic.found, diagnostic.expected, diagnostic.help]
                    + diagnostic.related.map(\.message) + [diagnostic.fix?.title ?? ""]
                for sentence in sentences {
                    let found = words(sentence).intersection(forbidden)
                    #expect(found.isEmpty, "\(reading.name): \(found.sorted()) in \"\(sentence)\"")
                }
            }
        }
        for code in catalogue.codes {
            let found = words(code.title + " " + code.explanation).intersection(forbidden)
            #expect(found.isEmpty, "\(code.id): \(found.sorted()) in the catalogue")
        }
    }

    private func words(_ text: String) -> Set<String> {
        Set(text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init))
    }

    /// `token` and the like, and the names of all types in Sources that are not also words of English: those with a capital letter
    /// inside (`SourceFile`), and never a plain word such as `Place`.
    private func workshopWords() throws -> Set<String> {
        var names: Set<String> = ["token", "tokens", "node", "nodes", "nil", "parser", "parse", "scalar", "scalars"]
        names.formUnion(names.map { $0.prefix(1).uppercased() + $0.dropFirst() })
        let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "actor", "typealias"]
        for (_, text) in try sources() {
            for line in text.split(separator: "\n") {
                let words = line.split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
                for (kind, name) in zip(words, words.dropFirst()) where kinds.contains(kind) {
                    guard name.first?.isUppercase == true, name.dropFirst().contains(where: \.isUppercase) else {
                        continue
                    }
                    names.insert(String(name))
                }
            }
        }
        return names.subtracting(["JSON", "CSV", "YAML", "SARIF", "UTF8"])
    }

    private func sources() throws -> [(path: String, text: String)] {
        try run("git", ["ls-files", "--cached", "--others", "--exclude-standard", "Sources"]).outputText
            .split(separator: "\n").map(String.init).filter { $0.hasSuffix(".swift") }
            .compactMap { path in
                let url = repositoryRoot.appendingPathComponent(path)
                return (try? String(contentsOf: url, encoding: .utf8)).map { (path, $0) }
            }
    }

    /// `Documentation/Errors.md` is what the catalogue and the goldens give.
    @Test func theErrorsPageIsGenerated() throws {
        let url = repositoryRoot.appendingPathComponent("Documentation/Errors.md")
        let page = try errorsPage()
        if isRewriting {
            try page.write(to: url, atomically: true, encoding: .utf8)
        } else {
            let committed = try String(contentsOf: url, encoding: .utf8)
            #expect(committed == page, "run the tests with PROVISO_REWRITE=1, and read the difference")
        }
    }

    private func errorsPage() throws -> String {
        let readings = try Self.readings.get()
        var page = """
            # Errors

            Every problem that a file can have, with its code, an example and the message that it gives. This page is printed from the
            catalogue of codes and from the examples in `Tests/MessagesTests/Goldens`, which the tests run.

            In an example `¬` and a number in hexadecimal, or a letter and a count, stand for characters that could not be seen here.

            """
        for code in catalogue.codes {
            page += "\n## \(code.id) \(code.title)\n\n\(wrapped(code.explanation))\n"
            guard let reading = readings.first(where: { $0.golden.id == code.id }) else { continue }
            let own = reading.diagnostics.filter { $0.code == code }
            page += "\n```\n\(reading.golden.input)```\n\ngives\n\n```\n\(TerminalRenderer().render(Report(own)))```\n"
        }
        return page
    }

    /// Lines of at most 120 characters.
    private func wrapped(_ text: String) -> String {
        var lines: [String] = [""]
        for word in text.split(separator: " ") {
            if lines[lines.count - 1].count + word.count + 1 > 120 { lines.append("") }
            lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
        }
        return lines.joined(separator: "\n")
    }
}
