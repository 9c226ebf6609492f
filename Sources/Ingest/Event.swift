public import Dates
public import Encoding
public import Evaluation

/// Something that happened, as a workflow is told of it: the attributes of CloudEvents that Proviso uses, and the data.
public struct Event: Sendable {
    /// Who says so. Together with `id` it is the event's identity: an event that comes again has the same two.
    public var source: Text
    public var id: Text
    /// What kind of thing happened: `invoice.sent`.
    public var type: Text
    /// Whom or what it is about, if the source says so.
    public var subject: Text?
    /// When it happened.
    public var time: Instant
    /// A record of the shape that is declared for `type`, or whatever the source sent.
    public var data: Value

    public init(source: Text, id: Text, type: Text, subject: Text? = nil, time: Instant, data: Value) {
        self.source = source
        self.id = id
        self.type = type
        self.subject = subject
        self.time = time
        self.data = data
    }

    /// What two deliveries of one event have in common, and no two events: the lengths keep `a`, `bc` from `ab`, `c`.
    public var deduplicationKey: Text { Text("\(source.utf8Count):\(source) \(id)") }
}
