import Amounts
import Encoding

extension LinePoint {
    /// Below zero, zero or above. A number and a text never meet on one line.
    func compare(_ other: LinePoint) -> Int {
        switch (self, other) {
        case (.number(let a), .number(let b)): a.compare(b)
        case (.number(let a), .ratio(let b)): -b.compare(a)
        case (.ratio(let a), .number(let b)): a.compare(b)
        case (.ratio(let a), .ratio(let b)): a.compare(b)
        case (.text(let a), .text(let b)): a == b ? 0 : (a < b ? -1 : 1)
        case (.text, _): 1
        case (_, .text): -1
        }
    }
}

/// A place between two neighbours on a line: before or behind a point.
struct Cut: Sendable, Comparable {
    var point: LinePoint
    var isBehind: Bool

    func compare(_ other: Cut) -> Int {
        let order = point.compare(other.point)
        if order != 0 || isBehind == other.isBehind { return order }
        return isBehind ? 1 : -1
    }

    static func < (left: Cut, right: Cut) -> Bool { left.compare(right) < 0 }
    static func == (left: Cut, right: Cut) -> Bool { left.compare(right) == 0 }
}

/// What kind of line the values of a domain lie on.
enum LineKind: Sendable {
    /// Between two points lies another.
    case dense
    /// Each point has a next one; the first and the last.
    case steps(first: Int128, last: Int128)
    /// Texts in the order of their bytes: the next one behind a text is that text with a zero scalar behind it.
    case text

    init(_ domain: Domain) {
        switch domain {
        case .whole: self = .steps(first: Int128(Int64.min), last: Int128(Int64.max))
        case .number, .money, .other: self = .dense
        case .date: self = .steps(first: -719_162, last: 2_932_896)
        case .time: self = .steps(first: 0, last: 86_399)
        case .instant:
            self = .steps(first: -62_135_596_800_000_000_000, last: 253_402_300_799_999_999_999)
        case .boolean: self = .steps(first: 0, last: 1)
        case .choice, .text: self = .text
        }
    }

    /// Where a cut lies on such a line.
    enum Position: Sendable {
        case start, end
        case inside(Cut)
    }

    /// The one cut that parts the same points, so that equal partings are equal cuts: on lines whose points have neighbours always one
    /// before a point.
    func position(_ cut: Cut) -> Position {
        switch (self, cut.point) {
        case (.dense, _): return .inside(cut)
        case (.text, .text(let text)):
            let next = cut.isBehind ? Text(String(describing: text) + "\u{0}") : text
            return next == Text() ? .start : .inside(Cut(point: .text(next), isBehind: false))
        case (.text, _): return .inside(cut)
        case (.steps(let first, let last), .number(let number)):
            let next = Self.firstWhole(number, isBehind: cut.isBehind)
            if next <= first { return .start }
            if next > last { return .end }
            return .inside(Cut(point: .number(Decimal(next)), isBehind: false))
        case (.steps(let first, let last), .ratio(let ratio)):
            guard let down = try? ratio.rounded(places: 0, .floor), let whole = down.wholeNumber else {
                return ratio.isNegative ? .start : .end
            }
            let next = whole + 1
            if next <= first { return .start }
            if next > last { return .end }
            return .inside(Cut(point: .number(Decimal(next)), isBehind: false))
        case (.steps, .text): return .end
        }
    }

    /// The first whole number that is not before the cut.
    private static func firstWhole(_ number: Decimal, isBehind: Bool) -> Int128 {
        if let whole = number.wholeNumber {
            return isBehind && whole < Int128.max ? whole + 1 : whole
        }
        // A number with a fraction is below 2¹²⁷/10, so neither can overflow.
        guard let down = try? number.rounded(places: 0, .floor), let whole = down.wholeNumber else { return 0 }
        return whole + 1
    }
}
