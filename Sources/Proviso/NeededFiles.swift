import Definitions
import SourceText

/// Which of many files are needed to check or to play some of them.
///
/// A file is needed by those that name it. A name counts wherever it stands as a word, be it in a description: so a file too many may be taken,
/// and none too few. Settings hold for all, whoever names them.
struct NeededFiles {
    private let files: [SourceFile]
    private let headings: [FileHeading?]
    private var names = NameIndex()

    /// - Parameters:
    ///   - headings: what the first line of each file says.
    ///   - read: the same files, if they were read: what they are called may only show in their whole text.
    init(_ files: [SourceFile], _ headings: [FileHeading?], read: [DefinitionFile] = []) {
        self.files = files
        self.headings = headings
        for (position, heading) in headings.enumerated() {
            let heading = heading?.name
            if let heading { names.add(heading, position) }
            if !read.isEmpty, let name = read[position].name?.value, name != heading { names.add(name, position) }
        }
    }

    /// Some files, those that they name, those that these name, and so on.
    func named(by asked: [Int]) -> Set<Int> {
        var all = Set(asked)
        var open = asked
        while let position = open.popLast() {
            names.forEachName(in: files[position]) { named in
                if headings[named]?.kind != .settings, all.insert(named).inserted { open.append(named) }
            }
        }
        return all
    }

    /// What has to be read so that the same is found in some files, and in those that they name, as if all were read; in order.
    ///
    /// Beside what they name, these are files that matter without being named.
    ///
    /// - Parameter isToBePlayed: what only shows once something runs matters too.
    /// - Returns: nothing if nearly all would have to be read: settings speak of everything, and so may a file that does not plainly say what it is.
    func part(for asked: [Int], isToBePlayed: Bool = false) -> [Int]? {
        guard asked.allSatisfy({ headings[$0].map { $0.kind != .settings } ?? false }) else { return nil }
        var part = named(by: asked)
        // Any workflow may go on from an event that is sent.
        if part.contains(where: { headings[$0]?.kind == .workflow && files[$0].contains("emit") }) {
            part.formUnion(named(by: all(.workflow)))
        }
        if isToBePlayed {
            part.formUnion(calendars(for: part))
            // The name of the price that rates usage may come from data.
            if part.contains(where: { headings[$0]?.name == "usage.rate" }) { part.formUnion(named(by: all(.price))) }
        }
        // Expressions name records by their plurals. Of a file that does not plainly say what it is, nobody knows who names it.
        part.formUnion(headings.indices.filter { headings[$0] == nil })
        part.formUnion(all(.settings) + all(.record))
        return part.sorted()
    }

    private func all(_ kind: DefinitionKind) -> [Int] { headings.indices.filter { headings[$0]?.kind == kind } }

    /// The calendars of the settings that some files can run under: those that they name, and those that hold for every tenant.
    private func calendars(for part: Set<Int>) -> Set<Int> {
        var settings = Set(all(.settings).filter { !files[$0].contains("applies_to") })
        for position in part {
            names.forEachName(in: files[position]) { if headings[$0]?.kind == .settings { settings.insert($0) } }
        }
        var calendars: Set<Int> = []
        for position in settings {
            names.forEachName(in: files[position]) { if headings[$0]?.kind == .calendar { calendars.insert($0) } }
        }
        return calendars
    }
}

/// The files that bear each name, found in a text by the first word of the name.
private struct NameIndex {
    private struct Entry {
        var name: [UInt8]
        var position: Int
        /// The entry with the same first word or one that is alike.
        var next: Int
    }

    private var entries: [Entry] = []
    /// By the hash of the first word, the last entry.
    private var last = [Int](repeating: -1, count: 1 << 11)

    mutating func add(_ name: String, _ position: Int) {
        let name = Array(name.utf8)
        let slot = name.withUnsafeBufferPointer { Self.word(in: $0, from: 0).slot(last.count) }
        entries.append(Entry(name: name, position: position, next: last[slot]))
        last[slot] = entries.count - 1
    }

    /// Calls `body` with the position of every file whose name stands in the text as a word or several.
    func forEachName(in file: SourceFile, _ body: (Int) -> Void) {
        file.bytes.withUnsafeBufferPointer { bytes in
            var start = 0
            while start < bytes.count {
                guard Self.isPart(bytes[start]) else {
                    start += 1
                    continue
                }
                let word = Self.word(in: bytes, from: start)
                var number = last[word.slot(last.count)]
                while number >= 0 {
                    if Self.stands(entries[number].name, in: bytes, at: start) { body(entries[number].position) }
                    number = entries[number].next
                }
                start = word.end
            }
        }
    }

    private struct Word {
        var end: Int
        var hash: UInt32

        func slot(_ count: Int) -> Int { Int(hash) & (count - 1) }
    }

    /// FNV-1a.
    private static func word(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Word {
        var word = Word(end: start, hash: 2_166_136_261)
        while word.end < bytes.count, isPart(bytes[word.end]) {
            word.hash = (word.hash ^ UInt32(bytes[word.end])) &* 16_777_619
            word.end += 1
        }
        return word
    }

    private static func stands(_ name: [UInt8], in bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        let end = start + name.count
        guard end <= bytes.count, end == bytes.count || !isPart(bytes[end]) else { return false }
        return bytes[start..<end].elementsEqual(name)
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: "_")
    }
}
