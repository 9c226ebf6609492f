package import Billing
package import Dates
package import Encoding
package import Hosting
package import Machine
package import Runner

/// One event of a history, with the partition it belongs to (S15).
package struct HistoryEvent: Sendable {
    package var at: Instant
    package var partition: Text
    package var event: DeliveredEvent
    /// Where in a file it is from, for messages.
    package var origin: Origin?

    package struct Origin: Sendable {
        package var line: Int
        /// The byte at which it begins.
        package var offset: Int
        package var type: Text

        package init(line: Int, offset: Int, type: Text) {
            self.line = line
            self.offset = offset
            self.type = type
        }
    }

    package init(at: Instant, partition: Text, event: DeliveredEvent, origin: Origin? = nil) {
        self.origin = origin
        self.at = at
        self.partition = partition
        self.event = event
    }
}

/// Something that happened while a history was replayed, in the order of (time, partition, sequence).
package struct Happening: Sendable {
    package enum Kind: Sendable {
        case call(Call, Answer)
        indirect case asked(ApprovalRequest)
        indirect case reminded(ApprovalRequest)
        indirect case escalated(ApprovalRequest)
        case denied(step: Text, person: Text, TraceEntry.Denial)
        indirect case flagged(FlagRequest)
        /// An event that a workflow has sent.
        case sent(Text, [NamedValue])
        /// An event that the billing system has told after a call.
        case told(Text, [NamedValue])
        /// An event of the history, or of a workflow, that a call has told before: nothing else has changed.
        case knownFact(Text)
        /// An event that was not delivered, since it follows from too many others.
        case endless(Text)
        case suspended(reason: Text, step: Text?)
        case ended(Text)
        case dormant(until: Instant)
        case missed(stage: Text)
        /// An event that the book could not take.
        indirect case refused(Refusal)
        case duplicate
    }

    package var at: Instant
    package var partition: Text
    /// The place among what happened in the partition, counted from 0.
    package var sequence: Int
    package var run: RunID?
    package var kind: Kind
    /// Of what is wrong with an event, where it is from.
    package var event: HistoryEvent.Origin?
}
