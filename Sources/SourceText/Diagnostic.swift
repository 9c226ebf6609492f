/// How much a diagnostic weighs. An error stops a file from being used; a warning does not.
public enum Severity: String, Hashable, Sendable, CaseIterable {
    case error
    case warning
    case note
}

/// One kind of problem: its stable code and what the catalogue says of it.
///
/// A code is never given to another problem. Each module keeps its own codes in a list called `all`, in its own hundred;
/// the catalogue is those lists together, and `Documentation/Errors.md` is printed from it.
public struct DiagnosticCode: Hashable, Sendable {
    /// `E` and four digits, for example `E1042`.
    public let id: String
    public let severity: Severity
    /// A few words that name the problem, for a list: `A key is given twice`.
    public let title: String
    /// A paragraph for authors: what the problem is, why it is one, and what to do.
    public let explanation: String

    /// A problem that stops a file from being used.
    public init(_ id: String, _ title: String, _ explanation: String) {
        self.init(id, .error, title, explanation)
    }

    public init(_ id: String, _ severity: Severity, _ title: String, _ explanation: String) {
        self.id = id
        self.severity = severity
        self.title = title
        self.explanation = explanation
    }
}

/// Where in which text.
public struct Place: Sendable {
    public var file: SourceFile
    public var span: Span

    public init(_ file: SourceFile, _ span: Span) {
        self.file = file
        self.span = span
    }
}

/// An edit that is certain to be what the author meant: the text of each span is replaced.
public struct Fix: Sendable {
    public struct Edit: Hashable, Sendable {
        public var span: Span
        public var replacement: String

        public init(_ span: Span, _ replacement: String) {
            self.span = span
            self.replacement = replacement
        }
    }

    /// A fix with more edits than this is not offered: nobody reads them, and an editor's own command does it better.
    public static let maximumEdits = 1000

    /// What the edit does, as an instruction: `Write "amount"`.
    public var title: String
    public var edits: [Edit]

    public init(_ title: String, _ edits: [Edit]) {
        self.title = title
        self.edits = edits
    }
}

/// One problem in one text, said to the person who wrote the text.
///
/// The four sentences answer, in this order: what is wrong here, what stood there, what can stand there, what to do
/// now. They speak of the file as its author sees it and never of how it is read.
public struct Diagnostic: Sendable {
    /// A second place that the problem involves, such as the first use of a key that is given twice.
    public struct Related: Sendable {
        public var place: Place
        public var message: String

        public init(_ place: Place, _ message: String) {
            self.place = place
            self.message = message
        }
    }

    public var code: DiagnosticCode
    public var place: Place
    /// The problem with the author's own names in it: `The key "amont" is not known here.`
    public var message: String
    /// What was found, as a noun phrase without a full stop: `the key "amont"`.
    public var found: String
    /// What can stand there, as a noun phrase without a full stop: `one of "amount", "invoice"`.
    public var expected: String
    /// The next act, as an instruction with a full stop: `Write "amount".`
    public var help: String
    public var related: [Related]
    public var fix: Fix?

    public init(
        _ code: DiagnosticCode, at place: Place, _ message: String, found: String, expected: String, help: String,
        related: [Related] = [], fix: Fix? = nil
    ) {
        self.code = code
        self.place = place
        self.message = message
        self.found = found
        self.expected = expected
        self.help = help
        self.related = related
        self.fix = fix
    }

    public var severity: Severity { code.severity }
}
