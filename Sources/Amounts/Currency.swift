/// A currency of ISO 4217, in two bytes.
///
/// The alphabetic code is the identity, packed as a number to the base 26: equal codes are equal values, and the order is the
/// alphabetical one. Current codes and those withdrawn since 2020 are known.
@frozen
public struct Currency: Hashable, Comparable, Sendable {
    /// `AAA` is 0, `USD` is 20 × 26² + 18 × 26 + 3.
    @usableFromInline
    package let packed: UInt16

    /// `packed` must come from a currency.
    @inlinable
    package init(packed: UInt16) { self.packed = packed }

    /// The currency of three upper-case letters; nothing if ISO 4217 has no such code.
    public init?(_ first: UInt8, _ second: UInt8, _ third: UInt8) {
        guard let packed = Self.pack(first, second, third), CurrencyIndex.shared.row(packed) != nil else { return nil }
        self.packed = packed
    }

    /// The currency of an alphabetic code, exactly as the standard writes it: `Currency("USD")`.
    public init?(_ code: some StringProtocol) {
        self.init(utf8: code.utf8)
    }

    /// The currency of an alphabetic code in UTF-8.
    public init?(utf8 bytes: some Collection<UInt8>) {
        var letters = bytes.makeIterator()
        guard let first = letters.next(), let second = letters.next(), let third = letters.next(), letters.next() == nil
        else { return nil }
        self.init(first, second, third)
    }

    /// The three letters of the alphabetic code.
    public var letters: (UInt8, UInt8, UInt8) {
        let value = UInt8(ascii: "A")
        return (
            value + UInt8(packed / 676), value + UInt8(packed / 26 % 26), value + UInt8(packed % 26)
        )
    }

    /// The alphabetic code: `USD`.
    public var code: String {
        let (first, second, third) = letters
        return String(decoding: [first, second, third], as: UTF8.self)
    }

    /// The numeric code: 840. Shared by a withdrawn code and its successor in one case (532).
    public var numericCode: Int { CurrencyIndex.shared.row(packed).map { Int($0.numericCode) } ?? 0 }

    /// How many decimal places the smallest unit in use has (0, 2, 3 or 4); nothing for metals and units of account.
    public var minorUnits: Int? { CurrencyIndex.shared.row(packed)?.minorUnits }

    /// Whether the code is in the standard's list of current codes; a withdrawn one still names old amounts.
    public var isCurrent: Bool { CurrencyIndex.shared.row(packed)?.isCurrent ?? false }

    /// Every known currency in alphabetical order of the codes, withdrawn ones included.
    public static let all: [Currency] = (0..<UInt16(26 * 26 * 26)).filter { CurrencyIndex.shared.row($0) != nil }
        .map(Currency.init(packed:))

    @inlinable
    public static func < (a: Currency, b: Currency) -> Bool { a.packed < b.packed }

    static func pack(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> UInt16? {
        let letters: ClosedRange<UInt8> = UInt8(ascii: "A")...UInt8(ascii: "Z")
        guard letters ~= first, letters ~= second, letters ~= third else { return nil }
        let values = (UInt16(first - 65), UInt16(second - 65), UInt16(third - 65))
        return values.0 * 676 + values.1 * 26 + values.2
    }
}

extension Currency: CustomStringConvertible {
    public var description: String { code }
}

/// The table by packed code: one byte for each of the 17,576 triples of letters leads to a row.
struct CurrencyIndex: Sendable {
    struct Row: Sendable {
        var numericCode: UInt16
        var minorUnits: Int?
        var isCurrent: Bool
    }

    static let shared = CurrencyIndex()

    /// 0 for no currency, else the position in `rows` plus one.
    private var positions = [UInt8](repeating: 0, count: 26 * 26 * 26)
    private var rows: [Row] = []

    private init() {
        for (list, isCurrent) in [(currentCurrencies, true), (withdrawnCurrencies, false)] {
            for entry in list {
                let letters = entry.code.withUTF8Buffer { ($0[0], $0[1], $0[2]) }
                guard let packed = Currency.pack(letters.0, letters.1, letters.2) else { continue }
                rows.append(
                    Row(
                        numericCode: entry.numericCode, minorUnits: entry.minorUnits.map(Int.init),
                        isCurrent: isCurrent))
                positions[Int(packed)] = UInt8(rows.count)
            }
        }
    }

    func row(_ packed: UInt16) -> Row? {
        guard Int(packed) < positions.count else { return nil }
        let position = Int(positions[Int(packed)])
        return position == 0 ? nil : rows[position - 1]
    }
}
