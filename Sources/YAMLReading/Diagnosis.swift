import CLibYAML
import SourceText

/// What libyaml could not read, in the author's words, and how reading goes on.
///
/// libyaml's own words name what it expected in its grammar. What an author did is nearly always one of a few slips, and
/// which one shows in the line itself. So each of libyaml's complaints leads to the slips that cause it, and the lines
/// around the place decide between them; files `Slips….swift` hold those, and each says the line rightly written.
struct Diagnosis {
    enum Repair {
        /// The value is read as if it were so many letters; it was reported.
        case overwrite(Range<Int>)
        /// The lines are read as if they were blank.
        case blank(Range<Int>)
        /// Reading goes on at the next top-level key.
        case skip
        /// The rest is not read.
        case stop
    }

    var diagnostic: Diagnostic
    /// The place at fault, at or before the place where reading stopped.
    var offset: Int
    var repair: Repair

    init(_ diagnostic: Diagnostic, _ offset: Int, _ repair: Repair) {
        self.diagnostic = diagnostic
        self.offset = offset
        self.repair = repair
    }

    /// A file, or what follows an error in it, that begins with something else than a key.
    init(ofRoot kind: LocatedNode.Kind, _ span: Span, _ file: SourceFile, _ bytes: [UInt8]) {
        let start = Int(span.start)
        let fault = Fault(at: start, file, bytes)
        let number = fault.lineNumber(start)
        let isFirstOfSeveral = fault.lineBelow(number) != nil
        let behindMark = start > fault.line(number).content
        if let slip = fault.lookalike() {
            self = slip
        } else if kind == .scalar, !behindMark, fault.missingBlank(fault.line(number)) != nil || isFirstOfSeveral {
            self = fault.missingColon(number)
        } else {
            let messages = Messages(file)
            let diagnostic =
                behindMark
                ? messages.textBehindMark(stretch(fault.line(number).content, to: start))
                : messages.notAMapping(kind, span)
            self.init(diagnostic, start, .skip)
        }
    }

    init(of fault: Fault) {
        self =
            fault.lookalike() ?? fault.behindSign() ?? fault.specific() ?? fault.bracketAbove(
                fault.lineNumber(fault.offset))
            ?? Diagnosis(fault.unreadable(), fault.offset, .skip)
    }
}

extension Fault {
    /// `!paid > 0`: the value begins with a sign that gives it a type or a name, and what follows cannot be read.
    fileprivate func behindSign() -> Diagnosis? {
        let line = line(at: offset)
        let start = line.colon == nil ? line.body : line.value
        guard start < offset, "!&*".utf8.contains(byte(start)) else { return nil }
        return beginsWithSign(at: start)
    }

    /// The slip that libyaml's complaint and the line show together; nil if none is known.
    func specific() -> Diagnosis? {
        switch (context, problem) {
        case (_, "found character that cannot start any token"):
            return beginsWithSign(at: offset)
        case ("while scanning an alias", _), ("while scanning an anchor", _), ("while scanning a tag", _),
            ("while parsing a tag", _):
            return beginsWithSign(at: contextOffset)
        case ("while scanning a block scalar", _): return textBehindBlockSign(at: contextOffset)
        case (let scanning, let problem) where scanning.hasSuffix("a quoted scalar"):
            return problem.contains("stream") || problem.contains("document")
                ? unclosedQuote(at: contextOffset) : badEscape(at: offset, quote: contextOffset)
        case ("while parsing a flow sequence", _), ("while parsing a flow mapping", _): return inBrackets()
        case ("while parsing a flow node", _): return emptyItem() ?? inBrackets()
        case (_, "mapping values are not allowed in this context"): return misplacedColon()
        case ("while scanning a simple key", _): return missingColon(lineNumber(contextOffset))
        case (_, "block sequence entries are not allowed in this context"): return dashBehindKey()
        case (_, "mapping keys are not allowed in this context"): return beginsWithSign(at: offset)
        case ("while parsing a block mapping", _), ("while parsing a block collection", _): return misplacedLine()
        case ("while parsing a block node", _): return beginsWithSign(at: offset)
        case (_, "did not find expected <document start>"): return secondDocument()
        case ("while scanning a directive", _), ("while parsing a directive", _),
            ("while scanning a %YAML directive", _),
            ("while scanning a %TAG directive", _):
            return Diagnosis(
                Messages(file).directive(at: contextOffset), contextOffset, .blank(line(at: contextOffset).range))
        default: return nil
        }
    }

    private func secondDocument() -> Diagnosis? {
        guard let above = lineAbove(lineNumber(offset)) else { return nil }
        if byte(above.line.content) == UInt8(ascii: "%") {
            return Diagnosis(
                Messages(file).directive(at: above.line.content), above.line.content, .blank(above.line.range))
        }
        return Diagnosis(Messages(file).secondDocument(at: above.line.content), offset, .stop)
    }

    func unreadable() -> Diagnostic {
        var line = line(at: offset)
        // At the end of the file the last line that holds something is the one to look at.
        if line.isBlank, let above = lineAbove(lineNumber(offset)) { line = above.line }
        return Diagnostic(
            YAMLCodes.unreadable, at: place(stretch(line.content, to: line.range.upperBound)),
            "This line cannot be read.",
            found: shown(text(stretch(line.content, to: line.range.upperBound))),
            expected: "a line such as \"key: value\" or \"- item\"",
            help: "Check the indentation, the colon and the quotation marks of this line and of the one above.")
    }
}
