package import Encoding

/// What the number of a test card says about how its charges end.
///
/// The last four of the sixteen digits of a number that begins with 4000 0000 0000: how it declines (1 hard, 2 soft, 3 technical), how many charges
/// decline before they are accepted (0 for all of them), and the reason. Every other number is accepted.
package struct TestCard: Hashable, Sendable {
    package enum Decline: Hashable, Sendable {
        /// It will never be accepted: another card is needed.
        case hard
        /// It may be accepted later.
        case soft
        /// The gateway did not get through; nothing happened.
        case technical
    }

    package let decline: Decline
    /// How many charges decline; all of them without.
    package let count: Int?
    package let reason: Text

    /// Nothing for a card that is accepted.
    package init?(_ number: Text) {
        let digits = number.utf8.filter { $0 != 0x20 }
        guard digits.count == 16, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        guard digits.starts(with: Array("400000000000".utf8)) else { return nil }
        let last = digits.suffix(4).map { Int($0) - 0x30 }
        let reasons: [String]
        switch last[0] {
        case 1:
            decline = .hard
            reasons = ["do_not_honor", "stolen_card", "lost_card", "closed_account", "invalid_number"]
        case 2:
            decline = .soft
            reasons = ["declined", "insufficient_funds", "over_limit", "authentication_required", "expired_card"]
        case 3:
            decline = .technical
            reasons = ["gateway_unavailable"]
        default: return nil
        }
        count = last[1] == 0 ? nil : last[1]
        let index = last[2] * 10 + last[3]
        reason = Text(index < reasons.count ? reasons[index] : reasons[0])
    }

    /// Whether the next charge declines, after so many.
    package func declines(after charges: Int) -> Bool { count.map { charges < $0 } ?? true }
}
