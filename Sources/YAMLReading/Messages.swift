import SourceText

/// The messages about the file as a whole and about what libyaml reads but these files do not allow.
struct Messages {
    let file: SourceFile

    init(_ file: SourceFile) { self.file = file }

    private func place(_ offset: Int, length: Int = 1) -> Place {
        Place(file, Span(min(offset, file.bytes.count)..<min(offset + length, file.bytes.count)))
    }

    func emptyFile(comments: Int) -> Diagnostic {
        let start = file.bytes.starts(with: [0xEF, 0xBB, 0xBF])
        let found =
            comments > 0
            ? "only comments"
            : file.bytes.isEmpty
                ? "a file of 0 bytes"
                : start && file.bytes.count == 3
                    ? "only an invisible byte-order mark" : "only blanks"
        return Diagnostic(
            SourceTextCodes.emptyFile, at: place(0, length: 0), "This file holds no definition.", found: found,
            expected: "a first line that names a kind and a name, such as \"workflow: invoice-release\"",
            help: "Write the definition, or delete the file.")
    }

    func tabs(indentation: [Range<Int>], elsewhere: [Range<Int>]) -> [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        if let first = indentation.first {
            let more = indentation.count > 1 ? " It is the first of \(indentation.count) such tabs in this file." : ""
            diagnostics.append(
                Diagnostic(
                    YAMLCodes.tabInIndentation, at: Place(file, Span(first)),
                    "This line is indented with a tab.\(more)",
                    found: "a tab in the indentation", expected: "spaces only, two for each level",
                    help: "Let your editor turn tabs into spaces, and check that the levels are what you meant."))
        }
        if let first = elsewhere.first {
            let all =
                elsewhere.count == 1 ? "Replace the tab by a space" : "Replace all \(elsewhere.count) tabs by spaces"
            let more = elsewhere.count > 1 ? " It is the first of \(elsewhere.count) such tabs in this file." : ""
            diagnostics.append(
                Diagnostic(
                    YAMLCodes.tab, at: Place(file, Span(first)), "A tab stands where a space should.\(more)",
                    found: "a tab",
                    expected: "a space", help: "\(all).",
                    fix: elsewhere.count > Fix.maximumEdits ? nil : Fix(all, elsewhere.map { Fix.Edit(Span($0), " ") }))
            )
        }
        return diagnostics
    }

    func directive(at offset: Int) -> Diagnostic {
        Diagnostic(
            YAMLCodes.directive, at: Place(file, Span(file.lineRange(file.position(at: offset).line))),
            "This line is an instruction to YAML, which these files do not use.",
            found: "a line that begins with \"%\"",
            expected: "a definition, which begins with its kind and name", help: "Delete the line.")
    }

    func tooDeep(at offset: Int) -> Diagnostic {
        Diagnostic(
            YAMLCodes.tooDeep, at: place(offset), "Too many levels stand inside each other here.",
            found: "more than \(YAMLLimits.maximumDepthLevels) levels",
            expected: "at most \(YAMLLimits.maximumDepthLevels) levels (the limit on depth)",
            help: "Move the inner part into a definition of its own.")
    }

    func tooManyNodes(at offset: Int) -> Diagnostic {
        Diagnostic(
            YAMLCodes.tooManyNodes, at: place(offset),
            "This file holds too many keys and values; what follows is not read.",
            found: "more than \(YAMLLimits.maximumNodes) keys and values",
            expected: "at most \(YAMLLimits.maximumNodes) (the limit on keys and values in a file)",
            help: "Put rows of data into a CSV file beside the definition.")
    }

    func tooManyPlaces(at offset: Int) -> Diagnostic {
        let next = file.lineRange(file.position(at: offset).line).upperBound + 1
        return Diagnostic(
            YAMLCodes.tooManyPlaces, at: place(next), "The rest of this file was not read.",
            found: "\(YAMLLimits.maximumUnreadablePlaces) lines that cannot be read",
            expected: "fewer than \(YAMLLimits.maximumUnreadablePlaces) (the limit on such lines in a file)",
            help: "Mend the first problems and check again.")
    }

    func secondDocument(at offset: Int) -> Diagnostic {
        let line = file.lineRange(file.position(at: offset).line)
        return Diagnostic(
            YAMLCodes.secondDocument, at: Place(file, Span(line)),
            "A second document begins here; it is not read.", found: "\"\(file.text(in: line))\"",
            expected: "one definition in a file",
            help: "Move what follows into a file of its own, and delete this line.")
    }

    /// `--- workflow: invoice-release`.
    func textBehindMark(_ mark: Range<Int>) -> Diagnostic {
        Diagnostic(
            YAMLCodes.notAMapping, at: Place(file, Span(mark)),
            "The first key does not stand at the beginning of its line.",
            found: "\(shown(file.text(in: mark).split(separator: " ").joined())) before it",
            expected: "a first line that names a kind and a name, such as \"workflow: invoice-release\"",
            help: "Delete what stands before the key.", fix: Fix("Delete it", [.init(Span(mark), "")]))
    }

    func notAMapping(_ kind: LocatedNode.Kind, _ span: Span) -> Diagnostic {
        let line = file.lineRange(file.position(at: Int(span.start)).line)
        return Diagnostic(
            YAMLCodes.notAMapping, at: Place(file, Span(Int(span.start)..<max(Int(span.start), line.upperBound))),
            "This file does not begin with a key.", found: kind == .sequence ? "a list" : "text without a key",
            expected: "a first line that names a kind and a name, such as \"workflow: invoice-release\"",
            help: "Write the kind and the name of the definition at the top, each key as \"key: value\".")
    }
}
