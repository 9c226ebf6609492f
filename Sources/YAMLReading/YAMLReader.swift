import CLibYAML
package import SourceText

/// Reads a file as YAML, keeps every place, and refuses what an author could not see or did not mean.
///
/// libyaml gives the events and stops at its first error. An error is first put into the author's words (`Diagnosis`).
/// Where that names the characters at fault, they are overwritten in a copy of the text, letter by letter, so that no place
/// moves, and reading begins again at the top-level key in which they stand; otherwise it goes on at the next top-level key.
/// So one bad line does not hide the problems of the others.
package struct YAMLReader {
    /// The tree, and what is wrong with the file. The tree is nil if the file cannot be read at all; otherwise it holds what could
    /// be read, and marks what could not (`LocatedNode.isDamaged`, `isIncomplete`).
    package struct Result: Sendable {
        package var tree: LocatedTree?
        /// Sorted by place.
        package var diagnostics: [Diagnostic]
    }

    package static func read(_ file: SourceFile) -> Result {
        var reader = YAMLReader(file)
        return reader.read()
    }

    private let file: SourceFile
    private let check: TextCheck
    /// The text to read, in which what was reported is overwritten.
    private var bytes: [UInt8]
    private var diagnostics: [Diagnostic]
    private var builder: TreeBuilder
    /// What was overwritten because it could not be read.
    private var overwritten: [Range<Int>] = []
    /// The lines of which was said why they cannot be read.
    private var unreadableLines: Set<Int> = []

    private init(_ file: SourceFile) {
        self.file = file
        check = TextCheck(file, maximumBytes: YAMLLimits.maximumFileBytes)
        bytes = check.bytes ?? []
        diagnostics = check.diagnostics
        builder = TreeBuilder(expectedBytes: bytes.count)
    }

    private mutating func read() -> Result {
        guard check.bytes != nil else { return Result(tree: nil, diagnostics: diagnostics) }
        let tabs = replaceTabs()
        if let empty = emptyFile() {
            if diagnostics.isEmpty { diagnostics.append(empty) }
            return Result(tree: nil, diagnostics: diagnostics)
        }
        readRuns(tabs)
        if let directive = builder.directive { diagnostics.append(Messages(file).directive(at: directive)) }
        guard builder.records.count > 1 || diagnostics.isEmpty else {
            return Result(tree: nil, diagnostics: diagnostics.sortedByPlace())
        }
        markDamage()
        return finished()
    }

    /// The tree with its comments, and the rules that need all of it.
    private mutating func finished() -> Result {
        let records = builder.records
        let comments = bytes.withUnsafeBufferPointer {
            CommentFinder(bytes: $0, records: records).comments(from: check.start)
        }
        var tree = LocatedTree(file: file, records: records, sideText: builder.sideText, comments: comments)
        var rules = NotationRules(tree: tree)
        rules.check(hasNonASCII: check.hasNonASCII)
        diagnostics += rules.diagnostics
        if !rules.damaged.isEmpty {
            for index in rules.damaged { builder.records[index].flags.insert(.damaged) }
            tree = LocatedTree(file: file, records: builder.records, sideText: builder.sideText, comments: comments)
        }
        return Result(tree: tree, diagnostics: diagnostics.sortedByPlace())
    }

    // MARK: Runs

    private mutating func readRuns(_ tabs: [Range<Int>]) {
        var start = check.start
        var places = 0
        var last: Diagnosis?
        while start < bytes.count {
            let range = start..<bytes.count
            var builder = builder
            self.builder = TreeBuilder(expectedBytes: 0)
            let stop = bytes.withUnsafeBufferPointer { builder.readRun($0, range) }
            self.builder = builder
            guard var diagnosis = diagnosis(of: stop) else { return }
            if let last, last.offset == diagnosis.offset, last.diagnostic.code == diagnosis.diagnostic.code {
                // The repair was none: what was said stands, and the rest of this key stays unread.
                diagnosis.repair = .skip
            } else if !isFollowOn(diagnosis, tabs) {
                diagnostics.append(diagnosis.diagnostic)
            }
            last = diagnosis
            places += 1
            if places >= YAMLLimits.maximumUnreadablePlaces {
                diagnostics.append(Messages(file).tooManyPlaces(at: diagnosis.offset))
                return
            }
            guard let next = recover(from: diagnosis, runStart: start) else { return }
            start = next
        }
    }

    /// What was reported already makes this line unreadable: another slip on it, a character on it that was replaced by spaces, or a tab in an
    /// indentation of the same top-level key, which was read as one space.
    private mutating func isFollowOn(_ diagnosis: Diagnosis, _ tabs: [Range<Int>]) -> Bool {
        let number = file.position(at: diagnosis.offset).line
        if !unreadableLines.insert(number).inserted { return true }
        let line = file.lineRange(number)
        if check.replaced.contains(where: { $0.range.overlaps(line) }) { return true }
        if tabs.isEmpty { return false }
        let section = section(around: diagnosis.offset)
        return tabs.contains { $0.overlaps(section) }
    }

    private func diagnosis(of stop: TreeBuilder.Stop) -> Diagnosis? {
        let messages = Messages(file)
        switch stop {
        case .endOfFile: return nil
        case .problem(let problem):
            let last = builder.records.last { $0.kind == .scalar && $0.start != $0.end }
            return Diagnosis(of: Fault(problem, file, bytes, last))
        case .tooDeep(let offset):
            return Diagnosis(messages.tooDeep(at: offset), offset, .skip)
        case .tooManyNodes(let offset):
            return Diagnosis(messages.tooManyNodes(at: offset), offset, .stop)
        case .secondDocument(let offset):
            return Diagnosis(messages.secondDocument(at: offset), offset, .stop)
        case .notAMapping(let kind, let span):
            return Diagnosis(ofRoot: kind, span, file, bytes)
        }
    }

    /// Where to read on, or nil if the rest stays unread.
    private mutating func recover(from diagnosis: Diagnosis, runStart: Int) -> Int? {
        switch diagnosis.repair {
        case .stop: return nil
        case .overwrite(let range):
            // What stands where a key should is no value: without its line the rest can be read.
            let line = SourceLine(bytes, file.lineRange(file.position(at: range.lowerBound).line))
            let isValue = range.lowerBound > line.range.lowerBound
            overwrite(isValue ? range : line.range, with: UInt8(ascii: isValue ? "x" : " "))
        case .blank(let range): overwrite(range, with: UInt8(ascii: " "))
        case .skip: return nextTopLevelKey(after: diagnosis.offset)
        }
        return builder.rewind(before: diagnosis.offset) ?? runStart
    }

    private mutating func overwrite(_ range: Range<Int>, with filler: UInt8) {
        overwritten.append(range)
        for index in range.clamped(to: 0..<bytes.count) where bytes[index] != 0x0A && bytes[index] != 0x0D {
            bytes[index] = filler
        }
    }

    /// The beginning of the next line that looks like `key:` without indentation.
    private func nextTopLevelKey(after offset: Int) -> Int? {
        var line = file.position(at: offset).line + 1
        while line <= file.lineCount {
            let range = file.lineRange(line)
            if SourceLine(bytes, range).isTopLevelKey { return range.lowerBound }
            line += 1
        }
        return nil
    }

    /// The lines from the top-level key at or before `offset` to the next one.
    private func section(around offset: Int) -> Range<Int> {
        var line = file.position(at: offset).line
        while line > 1, !SourceLine(bytes, file.lineRange(line)).isTopLevelKey { line -= 1 }
        return file.lineRange(line).lowerBound..<(nextTopLevelKey(after: offset) ?? bytes.count)
    }

    /// Marks the nodes that hold what could not be read.
    private mutating func markDamage() {
        for range in overwritten {
            var low = 0
            var high = builder.records.count
            while high - low > 1 {
                let middle = (low + high) / 2
                if Int(builder.records[middle].start) <= range.lowerBound { low = middle } else { high = middle }
            }
            if builder.records[low].kind == .scalar, Int(builder.records[low].end) > range.lowerBound {
                builder.records[low].flags.insert(.damaged)
            }
            while true {
                builder.records[low].flags.insert(.incomplete)
                if low == 0 { break }
                low = Int(builder.records[low].parent)
            }
        }
    }

    // MARK: Before the first run

    /// Reports the tabs and reads each as a space. Returns the tabs that stand in an indentation.
    private mutating func replaceTabs() -> [Range<Int>] {
        guard check.hasTabs else { return [] }
        var indentation: [Range<Int>] = []
        var elsewhere: [Range<Int>] = []
        var atLineStart = true
        for index in bytes.indices {
            switch bytes[index] {
            case 0x0A, 0x0D: atLineStart = true
            case 0x20: break
            case 0x09:
                if atLineStart { indentation.append(index..<index + 1) } else { elsewhere.append(index..<index + 1) }
                bytes[index] = 0x20
            default: atLineStart = false
            }
        }
        diagnostics += Messages(file).tabs(indentation: indentation, elsewhere: elsewhere)
        return indentation
    }

    private func emptyFile() -> Diagnostic? {
        var index = check.start
        var comments = 0
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x0A, 0x0D: index += 1
            case UInt8(ascii: "#"):
                comments += 1
                while index < bytes.count, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
            default: return nil
            }
        }
        return Messages(file).emptyFile(comments: comments)
    }
}
