package import Encoding
package import Hosting

/// What can happen to a run. Inputs are ordered by (time, rank, sequence) (S5).
package enum Input: Sendable {
    /// The first input: the event that started the run is in its state.
    case start
    /// A record that the run holds has changed.
    case recordChanged
    case event(ReceivedEvent)
    /// The trigger's `reopen`, for a dormant run.
    case reopen(ReceivedEvent)
    /// Another occurrence is to begin with this event (S8): the run is cancelled, and a dormant one ends.
    case replace(ReceivedEvent)
    case decision(Decision)
    case answer(key: Text, Answer)
    /// A planned time may have come; what is due is found from `now`.
    case timer

    /// The place among inputs of one time (S5).
    package var rank: Int {
        switch self {
        case .recordChanged: 0
        case .start, .event, .reopen, .replace: 1
        case .decision: 2
        case .answer: 3
        case .timer: 4
        }
    }
}

/// What a person decides.
package struct Decision: Sendable {
    package enum Kind: Sendable {
        /// For the approval step of this name.
        case approve(step: Text)
        case refuse(step: Text)
        /// "Do again": a suspended run tries its step in a new visit.
        case again
        case cancel
    }

    package var kind: Kind
    package var person: Text
    package var roles: [Text]
    package var comment: Text

    package init(_ kind: Kind, by person: Text, roles: [Text], comment: Text) {
        self.kind = kind
        self.person = person
        self.roles = roles
        self.comment = comment
    }
}
