import Scenarios
package import SourceText

/// The problems of a history, as a whole: E4000 to E4019.
package enum HistoryCodes {
    package static let outOfOrder = DiagnosticCode(
        "E4000", "An event that happened before the one above it",
        """
        A history of events, one a line, is read once and played as it is read, so that it can be longer than the memory. Its \
        lines stand in the order of their times. An event that comes too late is left out, since what it would have changed has \
        been played already.
        """)
    package static let duplicate = DiagnosticCode(
        "E4001", "An event that was there before",
        """
        Events are told apart by their source and id. What comes again changes nothing: the first one holds. A row that stands \
        twice in a file gives the same events twice; if two rows mean two things, the mapping's `id` must tell them apart.
        """)
    package static let refused = DiagnosticCode(
        "E4002", "An event that cannot have happened",
        """
        The billing book holds what the events tell, and refuses an event that contradicts it: a payment for an invoice that was \
        never sent, or of more than is open. It is left out, and everything else is played.
        """)
    package static let all: [DiagnosticCode] = [outOfOrder, duplicate, refused]
}

/// The messages of those codes.
package enum HistoryMessages {
    /// - Parameter file: the line or row alone, with its number.
    package static func outOfOrder(_ file: SourceFile, time: String, before: String, line: Int) -> Diagnostic {
        Diagnostic(
            HistoryCodes.outOfOrder, at: whole(file), "This event happened before the one on line \(line).",
            found: "the time \(time)", expected: "\(before) or later",
            help: "Sort the file by the times of its events.")
    }

    package static func duplicate(_ file: SourceFile, id: String, source: String, line: Int) -> Diagnostic {
        Diagnostic(
            HistoryCodes.duplicate, at: whole(file), "The event \"\(id)\" was there before, on line \(line).",
            found: "the id \"\(id)\" of \"\(source)\" again", expected: "each event once",
            help: "Delete the line, or give it an id of its own if something else happened.")
    }

    package static func refused(_ file: SourceFile, type: String, problem: String, field: String?) -> Diagnostic {
        Diagnostic(
            HistoryCodes.refused, at: whole(file), "The billing book cannot take \"\(type)\": \(words(problem)).",
            found: field.map { "\(words(problem)), in \"\($0)\"" } ?? words(problem),
            expected: "an event that agrees with what has happened before it",
            help: "Correct the row, or add the event that is missing before it.")
    }

    /// - Parameter path: of the history, since no line alone is the cause.
    package static func endless(_ path: String, event: String, workflow: String) -> Diagnostic {
        let words = EndlessEvents(event, of: workflow)
        return Diagnostic(
            ScenarioCodes.endlessEvents, at: whole(SourceFile(name: path, bytes: [])), words.message,
            found: words.found, expected: words.expected, help: words.help)
    }

    private static func words(_ name: String) -> String { name.split(separator: "_").joined(separator: " ") }

    private static func whole(_ file: SourceFile) -> Place { Place(file, Span(0..<file.bytes.count)) }
}
