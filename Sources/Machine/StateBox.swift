package import Dates
package import Encoding

/// A state in a place of its own. It is handed on without being copied: from whoever keeps it to its advance, and back with the changes.
package final class StateBox: @unchecked Sendable {
    // Unchecked since it is variable; it is changed by the one advance that it was given to.
    @exclusivity(unchecked) var content: RunState

    package init(_ state: consuming RunState) { content = state }

    /// A copy.
    package var state: RunState { content }

    /// The state's canonical encoding.
    package func canonicalBytes() -> [UInt8] { content.canonicalBytes() }

    package var now: Instant { content.now }
    package var id: RunID { content.id }
    package var program: Digest { content.program }
    package var isEnded: Bool { content.isEnded }
    package var nextWake: Instant? { content.nextWake }
}
