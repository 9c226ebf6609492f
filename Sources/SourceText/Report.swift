/// The diagnostics of one run, in the order in which they are shown: by file as given, then by place; each once, and no
/// more of one file than an author can use.
public struct Report: Sendable {
    /// Of one file, so many are shown; the others are counted.
    public static let maximumDiagnosticsPerFile = 100

    public let diagnostics: [Diagnostic]
    /// The files of which not all was shown, with the number of diagnostics left out.
    public let omitted: [(file: SourceFile, count: Int)]

    public init(_ all: [Diagnostic], maximumPerFile: Int = Report.maximumDiagnosticsPerFile) {
        var shown: [Diagnostic] = []
        var omitted: [(file: SourceFile, count: Int)] = []
        var previous: Diagnostic?
        var count = 0
        for diagnostic in all.sortedByPlace() {
            let isSameFile = previous.map { $0.place.file === diagnostic.place.file } ?? false
            if isSameFile, let previous, Self.isSame(previous, diagnostic) { continue }
            count = isSameFile ? count + 1 : 1
            previous = diagnostic
            if count <= maximumPerFile {
                shown.append(diagnostic)
            } else if count == maximumPerFile + 1 {
                omitted.append((diagnostic.place.file, 1))
            } else {
                omitted[omitted.count - 1].count += 1
            }
        }
        diagnostics = shown
        self.omitted = omitted
    }

    private static func isSame(_ left: Diagnostic, _ right: Diagnostic) -> Bool {
        left.code == right.code && left.place.span == right.place.span && left.message == right.message
    }

    public func count(of severity: Severity) -> Int { diagnostics.filter { $0.severity == severity }.count }

    public var omittedCount: Int { omitted.reduce(0) { $0 + $1.count } }
}
