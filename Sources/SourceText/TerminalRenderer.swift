/// Diagnostics for a person at a terminal: the sentence, the line with the place marked, what was found and expected, what to
/// do, and the line as it should be where that is certain.
///
/// Nothing of an author's text reaches the terminal that could control it.
public struct TerminalRenderer: Sendable {
    public var colour: Bool
    /// How many columns of a source line are shown; a longer one is cut around the place.
    public var maximumLineColumns: Int

    public init(colour: Bool = false, maximumLineColumns: Int = 100) {
        self.colour = colour
        self.maximumLineColumns = max(20, maximumLineColumns)
    }

    public func render(_ report: Report) -> String {
        var parts = report.diagnostics.map(render)
        for (file, count) in report.omitted {
            parts.append("… and \(count) more in \(DisplayText.harmless(file.name)).\n")
        }
        return parts.joined(separator: "\n")
    }

    public func render(_ diagnostic: Diagnostic) -> String {
        let lines = [Int](visibleLines(diagnostic))
        let gutter = max(1, lines.max().map { String($0).count } ?? 1)
        var text = ""
        let heading = "\(diagnostic.severity.rawValue) \(diagnostic.code.id)"
        text += "\(paint(heading, diagnostic.severity)): \(bold(DisplayText.harmless(diagnostic.message)))\n"
        text += excerpt(diagnostic.place, gutter, diagnostic.severity)
        let indent = String(repeating: " ", count: gutter + 1)
        text += "\(indent)found: \(DisplayText.harmless(diagnostic.found))\n"
        text += "\(indent)expected: \(DisplayText.harmless(diagnostic.expected))\n"
        text += "\(indent)help: \(DisplayText.harmless(diagnostic.help))\n"
        if let fix = diagnostic.fix { text += mended(fix, diagnostic.place.file, gutter) }
        for related in diagnostic.related {
            text += "\(indent)see: \(DisplayText.harmless(related.message))\n"
            text += excerpt(related.place, gutter, .note)
        }
        return text
    }

    // MARK: Excerpts

    private func visibleLines(_ diagnostic: Diagnostic) -> [Int] {
        let places = [diagnostic.place] + diagnostic.related.map(\.place)
        return places.flatMap { [$0.file.position(at: Int($0.span.start)).line, lastLine($0)] }
    }

    /// The last line that holds something of the span.
    private func lastLine(_ place: Place) -> Int {
        let start = place.file.position(at: Int(place.span.start)).line
        guard place.span.end > place.span.start else { return start }
        return max(start, place.file.position(at: Int(place.span.end) - 1).line)
    }

    private func excerpt(_ place: Place, _ gutter: Int, _ severity: Severity) -> String {
        let position = place.file.position(at: Int(place.span.start))
        let blank = String(repeating: " ", count: gutter)
        var text = "\(blank)--> \(DisplayText.harmless(place.file.name)):\(position.line):\(position.column)\n"
        text += "\(blank) |\n"
        let last = lastLine(place)
        for line in [position.line, last].sorted() {
            if line == last, last > position.line, text.hasSuffix("…\n") == false, last > position.line + 1 {
                text += "\(blank) | …\n"
            }
            text += sourceLine(place, line, gutter, severity)
            if last == position.line { break }
        }
        return text
    }

    /// One line of a file, and below it the marks.
    private func sourceLine(_ place: Place, _ line: Int, _ gutter: Int, _ severity: Severity) -> String {
        let range = place.file.lineRange(line)
        let span = place.span.range
        let start = max(range.lowerBound, min(span.lowerBound, range.upperBound))
        let end = min(max(span.upperBound, start), range.upperBound)
        // Of a line in the middle or at the end of a long span, the indentation is not marked.
        let from =
            start == range.lowerBound && span.lowerBound < range.lowerBound ? contentStart(place.file, range) : start
        let shown = window(place.file, range, max(from, start)..<max(end, from))
        let marks = String(repeating: "^", count: max(1, shown.marked))
        let number = String(repeating: " ", count: gutter - String(line).count) + String(line)
        let blank = String(repeating: " ", count: gutter)
        var text = "\(number) | \(shown.text)"
        while text.last == " " { text.removeLast() }
        text += "\n\(blank) | \(String(repeating: " ", count: shown.before))\(paint(marks, severity))\n"
        return text
    }

    private func contentStart(_ file: SourceFile, _ range: Range<Int>) -> Int {
        range.first { file.bytes[$0] != 0x20 } ?? range.lowerBound
    }

    /// The part of a line that is shown, how many columns stand before the marks, and how many are marked.
    private func window(_ file: SourceFile, _ range: Range<Int>, _ marked: Range<Int>) -> (
        text: String, before: Int, marked: Int
    ) {
        // A line of megabytes is cut by bytes first, so that only what may be shown is looked at.
        let reach = maximumLineColumns * 8
        let near = max(range.lowerBound, marked.lowerBound - reach)..<min(range.upperBound, marked.lowerBound + reach)
        let isCut = near.lowerBound > range.lowerBound
        let first = min(isCut ? Self.scalarStart(file, near.lowerBound) : near.lowerBound, marked.lowerBound)
        let head = characters(file, first..<marked.lowerBound, at: 0)
        let headColumns = head.reduce(0) { $0 + $1.columns }
        let middleEnd = min(marked.upperBound, max(near.upperBound, marked.lowerBound))
        let middle = characters(file, marked.lowerBound..<middleEnd, at: headColumns)
        let middleColumns = middle.reduce(0) { $0 + $1.columns }
        let tail = characters(file, middleEnd..<max(near.upperBound, middleEnd), at: headColumns + middleColumns)

        var budget = maximumLineColumns
        let shownMiddle = Self.prefix(middle, &budget, reserve: budget / 4)
        var headBudget = budget / 2 + max(0, budget / 2 - tail.reduce(0) { $0 + $1.columns })
        let cutHead = first > range.lowerBound
        let shownHead = Array(Self.prefix(head.reversed(), &headBudget, reserve: 0).reversed())
        budget -= shownHead.reduce(0) { $0 + $1.columns }
        let shownTail = shownMiddle.count == middle.count ? Self.prefix(tail, &budget, reserve: 0) : []
        let isCutBefore = cutHead || shownHead.count < head.count
        let isCutAfter =
            shownMiddle.count < middle.count || shownTail.count < tail.count || near.upperBound < range.upperBound
        let text =
            (isCutBefore ? "…" : "") + (shownHead + shownMiddle + shownTail).map(\.text).joined()
            + (isCutAfter ? "…" : "")
        return (
            text, (isCutBefore ? 1 : 0) + shownHead.reduce(0) { $0 + $1.columns },
            shownMiddle.reduce(0) { $0 + $1.columns }
        )
    }

    private static func scalarStart(_ file: SourceFile, _ offset: Int) -> Int {
        var offset = offset
        while offset < file.bytes.count, file.bytes[offset] & 0xC0 == 0x80 { offset += 1 }
        return offset
    }

    /// As many of the characters as fit, leaving `reserve` columns.
    private static func prefix(_ characters: [DisplayCharacter], _ budget: inout Int, reserve: Int)
        -> [DisplayCharacter]
    {
        var taken: [DisplayCharacter] = []
        for character in characters {
            if budget - character.columns < reserve { break }
            budget -= character.columns
            taken.append(character)
        }
        return taken
    }

    private func characters(_ file: SourceFile, _ range: Range<Int>, at column: Int) -> [DisplayCharacter] {
        guard !range.isEmpty else { return [] }
        var column = column
        var text = file.text(in: range)
        // A byte-order mark at the beginning of a file is no part of its first line.
        if range.lowerBound == 0, text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
        return text.map { character in
            let display = DisplayCharacter(character, atColumn: column)
            column += display.columns
            return display
        }
    }

    // MARK: The mended line

    private static let maximumMendedLines = 3

    private func mended(_ fix: Fix, _ file: SourceFile, _ gutter: Int) -> String {
        let blank = String(repeating: " ", count: gutter)
        var text = "\(blank) write:\n"
        let groups = fix.mendedLines(of: file)
        for (line, content) in groups.prefix(Self.maximumMendedLines) {
            for (index, part) in content.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                let number = index == 0 ? String(line) : ""
                let padding = String(repeating: " ", count: max(0, gutter - number.count))
                text += "\(padding)\(number) | \(paint(cut(String(part)), Ink.mended))\n"
            }
        }
        if groups.count > Self.maximumMendedLines {
            text += "\(blank) … and \(groups.count - Self.maximumMendedLines) more lines\n"
        }
        return text
    }

    private func cut(_ line: String) -> String {
        var budget = maximumLineColumns
        var column = 0
        let characters = line.prefix(maximumLineColumns + 1).map { character in
            let display = DisplayCharacter(character, atColumn: column)
            column += display.columns
            return display
        }
        let shown = Self.prefix(characters, &budget, reserve: 0)
        let isCut = shown.count < characters.count || line.count > characters.count
        return shown.map(\.text).joined() + (isCut ? "…" : "")
    }

    // MARK: Colour

    private enum Ink: String {
        case error = "1;31"
        case warning = "1;33"
        case note = "1;36"
        case mended = "32"
        case bold = "1"
    }

    private func paint(_ text: String, _ severity: Severity) -> String {
        let ink: Ink =
            switch severity {
            case .error: .error
            case .warning: .warning
            case .note: .note
            }
        return paint(text, ink)
    }

    private func paint(_ text: String, _ ink: Ink) -> String {
        colour ? "\u{1B}[\(ink.rawValue)m\(text)\u{1B}[0m" : text
    }

    private func bold(_ text: String) -> String { paint(text, Ink.bold) }
}
