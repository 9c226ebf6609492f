import Billing
import Checking
public import Encoding
public import Hosting
public import Ingest

/// The reference billing book as a host: what each primitive means, in memory. It serves where there is no billing system yet, and in
/// tests of one.
public struct ReferenceBook: BillingHost {
    private var book: Book

    public init(_ rules: Rules) { book = Book(shapes: rules.shapes.records) }

    /// Changes the records as an event tells that it happened.
    ///
    /// - Returns: why the event cannot have happened; then nothing is changed.
    public mutating func record(_ event: Event) -> (problem: Text, field: Text?)? {
        do throws(Refusal) {
            try book.apply(event.type, event.data)
            return nil
        } catch { return (error.outcome, error.field) }
    }

    public mutating func perform(_ calls: [Call]) async -> [Answer] { calls.map { book.perform($0) } }

    public mutating func read(_ queries: [Query]) async -> [HostRecord?] { queries.map { book.record($0) } }

    public mutating func answers(toKeys keys: [Text]) async -> [Answer] {
        keys.map { book.known($0) ?? .absent }
    }
}
