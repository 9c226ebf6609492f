import CLibYAML
import SourceText

/// What libyaml could not read, in the author's words, and how reading goes on.
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

    init(of problem: proviso_yaml_problem, in file: SourceFile, bytes: [UInt8]) {
        let offset = Int(problem.problem_offset)
        let line = file.lineRange(file.position(at: offset).line)
        diagnostic = Diagnostic(
            YAMLCodes.unreadable, at: Place(file, Span(line)), "This line cannot be read.",
            found: "\"\(file.text(in: line))\"", expected: "a line such as \"key: value\" or \"- item\"",
            help: "Check the indentation, the colon and the quotation marks of this line and of the one above.")
        self.offset = offset
        repair = .skip
    }
}
