import CLibYAML
import SourceText

/// A place that libyaml could not read, with the lines around it.
struct Fault {
    let file: SourceFile
    /// The text as it was read: what was reported before is overwritten.
    let bytes: [UInt8]
    let problem: String
    let context: String
    /// Where libyaml stopped, and where the thing began that it was reading then.
    let offset: Int
    let contextOffset: Int
    /// The last scalar before the place, if there is one.
    let lastScalar: NodeRecord?

    init(_ problem: proviso_yaml_problem, _ file: SourceFile, _ bytes: [UInt8], _ lastScalar: NodeRecord?) {
        self.file = file
        self.bytes = bytes
        self.problem = problem.problem.map { String(cString: $0) } ?? ""
        context = problem.context.map { String(cString: $0) } ?? ""
        offset = min(Int(problem.problem_offset), bytes.count)
        contextOffset = min(Int(problem.context_offset), bytes.count)
        self.lastScalar = lastScalar
    }

    /// A place that libyaml read, but not as it should be.
    init(at offset: Int, _ file: SourceFile, _ bytes: [UInt8]) {
        self.file = file
        self.bytes = bytes
        problem = ""
        context = ""
        self.offset = min(offset, bytes.count)
        contextOffset = self.offset
        lastScalar = nil
    }

    // MARK: Lines

    func lineNumber(_ offset: Int) -> Int { file.position(at: offset).line }

    func line(_ number: Int) -> SourceLine { SourceLine(bytes, file.lineRange(number)) }

    func line(at offset: Int) -> SourceLine { line(lineNumber(offset)) }

    /// The nearest line above that is neither blank nor a comment.
    func lineAbove(_ number: Int) -> (number: Int, line: SourceLine)? {
        var number = number - 1
        while number >= 1 {
            let line = line(number)
            if !line.isBlank && !line.isComment { return (number, line) }
            number -= 1
        }
        return nil
    }

    /// The nearest line below that is neither blank nor a comment.
    func lineBelow(_ number: Int) -> (number: Int, line: SourceLine)? {
        var number = number + 1
        while number <= file.lineCount {
            let line = line(number)
            if !line.isBlank && !line.isComment { return (number, line) }
            number += 1
        }
        return nil
    }

    /// True if the value on this line cannot go on below: nothing below is indented further.
    func isOneLine(_ number: Int) -> Bool {
        guard let below = lineBelow(number) else { return true }
        let line = line(number)
        return below.line.indentation <= line.body - line.range.lowerBound
    }

    /// The bytes of a line and of all lines below it that are indented further than it, or than `column`.
    func block(_ number: Int, rightOf column: Int? = nil) -> Range<Int> {
        let indentation = column ?? line(number).indentation
        var end = file.lineRange(number).upperBound
        var next = number
        while let below = lineBelow(next), below.line.indentation > indentation {
            end = below.line.range.upperBound
            next = below.number
        }
        return file.lineRange(number).lowerBound..<end
    }

    // MARK: Text

    func text(_ range: Range<Int>) -> String { file.text(in: range) }

    func place(_ range: Range<Int>) -> Place { Place(file, Span(range)) }

    func byte(_ offset: Int) -> UInt8 { offset < bytes.count ? bytes[offset] : 0x0A }

    /// From `start` to the end of its line, without blanks at the end and without a comment (` # `, with blanks round it).
    func value(from start: Int, in line: SourceLine) -> Range<Int> {
        var end = line.range.upperBound
        var index = start + 1
        while index < end {
            let hash = bytes[index] == UInt8(ascii: "#") && bytes[index - 1] == 0x20
            if hash, SourceLine.isBlank(line.bytes, index + 1) {
                end = index
                break
            }
            index += 1
        }
        while end > start, bytes[end - 1] == 0x20 { end -= 1 }
        return start..<max(start, end)
    }
}

/// From one place to another; nothing where the end comes before the beginning, as on a line that is cut off behind its hyphens.
func stretch(_ start: Int, to end: Int) -> Range<Int> { start..<max(start, end) }

/// A text in quotation marks that YAML reads back as that text. The text has no line break.
func quoted(_ text: String) -> String {
    let scalars = text.unicodeScalars
    if !scalars.contains("\"") && !scalars.contains("\\") { return "\"\(text)\"" }
    if !scalars.contains("'") { return "'\(text)'" }
    let escaped = scalars.map { $0 == "\\" || $0 == "\"" ? "\\\($0)" : String($0) }.joined()
    return "\"\(escaped)\""
}

/// A text as a message shows it: cut if it is long, and in the marks that it does not hold itself.
func shown(_ text: String, maximumCharacters: Int = 60) -> String {
    let isLong = text.unicodeScalars.count > maximumCharacters
    let short = isLong ? String(text.unicodeScalars.prefix(maximumCharacters - 1)) + "…" : text
    return short.unicodeScalars.contains("\"") && !short.unicodeScalars.contains("`") ? "`\(short)`" : "\"\(short)\""
}
