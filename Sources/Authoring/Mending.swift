package import SourceText

/// Applies the fixes that diagnostics carry.
package enum Mending {
    /// The text of a file after all fixes that go together, and how many these are; nil if there is none. Of fixes that touch one
    /// another the first in the file is made; the others may be offered again when the file has been checked anew.
    package static func mend(_ file: SourceFile, _ diagnostics: [Diagnostic]) -> (text: [UInt8], count: Int)? {
        var taken: [Fix.Edit] = []
        var count = 0
        let own = diagnostics.filter { $0.place.file === file || $0.place.file.name == file.name }.compactMap(\.fix)
        for fix in own.sorted(by: { start(of: $0) < start(of: $1) }) where !fix.edits.isEmpty {
            let new = fix.edits.filter { !taken.contains($0) }
            guard !new.isEmpty, !new.contains(where: { edit in taken.contains { touch($0, edit) } }) else { continue }
            taken += new
            count += 1
        }
        guard count > 0, let text = Fix("", taken).applied(to: file.bytes), text != file.bytes else { return nil }
        return (text, count)
    }

    private static func start(of fix: Fix) -> UInt32 { fix.edits.map(\.span.start).min() ?? 0 }

    private static func touch(_ one: Fix.Edit, _ other: Fix.Edit) -> Bool {
        one.span.start <= other.span.end && other.span.start <= one.span.end
    }
}
