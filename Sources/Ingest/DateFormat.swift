public import Dates

/// How a column writes dates: `M/d/yyyy`, `dd.MM.yyyy`, `yyyy-MM-dd HH:mm`.
///
/// The letters are those of Unicode's date patterns (UTS #35): `yyyy` a year of four digits; `M` and `d` a month and a day of one
/// or two digits, `MM` and `dd` of exactly two; `MMM` an English month name of three letters; `H`, `HH`, `mm` and `ss` a time of
/// 24 hours. Every other character stands for itself. Years of two digits are not read: they would have to be guessed.
public struct DateFormat: Hashable, Sendable {
    /// Why a pattern is none.
    public enum PatternError: Error, Hashable, Sendable {
        /// Letters that mean nothing here, such as `yy` or `DD`.
        case unknownLetters(String)
        /// The year, the month and the day must each stand once, and the parts of a time at most once.
        case partMissingOrTwice(String)
    }

    enum Part: Hashable {
        case year, month, day, monthName, hour, minute, second
    }

    enum Piece: Hashable {
        /// A part of one or two digits, or of exactly so many.
        case number(Part, least: Int, most: Int)
        case monthName
        case literal(UInt8)
    }

    public let pattern: String
    let pieces: [Piece]
    /// Whether the pattern has a time of day.
    public let hasTime: Bool

    public init(_ pattern: String) throws(PatternError) {
        var pieces: [Piece] = []
        var parts: [Part: Int] = [:]
        let letters = Array(pattern.utf8)
        var index = 0
        while index < letters.count {
            let letter = letters[index]
            guard Self.isLetter(letter) else {
                pieces.append(.literal(letter))
                index += 1
                continue
            }
            var count = 1
            while index + count < letters.count, letters[index + count] == letter { count += 1 }
            let run = String(decoding: letters[index..<index + count], as: UTF8.self)
            guard let (part, piece) = Self.piece(run) else { throw .unknownLetters(run) }
            parts[part, default: 0] += 1
            pieces.append(piece)
            index += count
        }
        let once: [(Part, String)] = [(.year, "yyyy"), (.month, "M or MM"), (.day, "d or dd")]
        for (part, letters) in once where parts[part] != 1 { throw .partMissingOrTwice(letters) }
        let times = [parts[.hour] ?? 0, parts[.minute] ?? 0, parts[.second] ?? 0]
        guard times.allSatisfy({ $0 <= 1 }), times[0] == times[1], times[2] <= times[1] else {
            throw .partMissingOrTwice("HH:mm")
        }
        self.pattern = pattern
        self.pieces = pieces
        hasTime = times[0] == 1
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 26 && byte != UInt8(ascii: "T")
    }

    private static func piece(_ run: String) -> (Part, Piece)? {
        switch run {
        case "yyyy": (.year, .number(.year, least: 4, most: 4))
        case "M": (.month, .number(.month, least: 1, most: 2))
        case "MM": (.month, .number(.month, least: 2, most: 2))
        case "MMM": (.month, .monthName)
        case "d": (.day, .number(.day, least: 1, most: 2))
        case "dd": (.day, .number(.day, least: 2, most: 2))
        case "H": (.hour, .number(.hour, least: 1, most: 2))
        case "HH": (.hour, .number(.hour, least: 2, most: 2))
        case "mm": (.minute, .number(.minute, least: 2, most: 2))
        case "ss": (.second, .number(.second, least: 2, most: 2))
        default: nil
        }
    }

    /// The date, and the time if the pattern has one, that these bytes are; nothing if they are of another form or there is
    /// no such day.
    public func read(_ bytes: UnsafeRawBufferPointer) -> (date: CivilDate, time: CivilTime?)? {
        var found = (year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0)
        var index = 0
        for piece in pieces {
            switch piece {
            case .literal(let byte):
                guard index < bytes.count, bytes[index] == byte else { return nil }
                index += 1
            case .monthName:
                guard let month = Self.month(bytes, index) else { return nil }
                found.month = month
                index += 3
            case .number(let part, let least, let most):
                let start = index
                var value = 0
                while index < bytes.count, index - start < most, bytes[index] &- 0x30 <= 9 {
                    value = value * 10 + Int(bytes[index] - 0x30)
                    index += 1
                }
                guard index - start >= least else { return nil }
                switch part {
                case .year: found.year = value
                case .month, .monthName: found.month = value
                case .day: found.day = value
                case .hour: found.hour = value
                case .minute: found.minute = value
                case .second: found.second = value
                }
            }
        }
        guard index == bytes.count else { return nil }
        do throws(DateError) {
            let date = try CivilDate(year: found.year, month: found.month, day: found.day)
            let time = try CivilTime(hour: found.hour, minute: found.minute, second: found.second)
            return (date, hasTime ? time : nil)
        } catch { return nil }
    }

    private static func month(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Int? {
        guard index + 3 <= bytes.count else { return nil }
        let names = Array("janfebmaraprmayjunjulaugsepoctnovdec".utf8)
        for month in 0..<12 where (0..<3).allSatisfy({ bytes[index + $0] | 0x20 == names[month * 3 + $0] }) {
            return month + 1
        }
        return nil
    }
}
