import Dates
import Encoding

/// The days and moments that cells have written, kept by what they have written: a file has many rows and few days.
struct CSVDays {
    /// How a column writes days, and what they stand for.
    enum Reading {
        case date(DateFormat)
        case moment(CSVMapping.Moment)
    }

    enum Found {
        /// Days or seconds since 1970.
        case number(Int64)
        case noDate
        /// A time outside the calendar.
        case noTime
    }

    /// The words of a text that lies in them whole (`Text`), and what it stands for. A text of no bytes is never looked for: it marks a free place.
    private struct Known {
        var first: UInt64 = 0
        var second: UInt64 = 0
        var number: Int64 = 0
    }

    private static let places = 1024

    private var readings: [Reading] = []
    /// Of each reading so many places, each for one of the texts that belong there.
    private var known: ContiguousArray<Known> = []

    /// The number of a reading; one that there is already keeps its own.
    mutating func number(of reading: Reading) -> Int {
        if let same = readings.firstIndex(where: { $0.isSame(as: reading) }) { return same }
        readings.append(reading)
        known += ContiguousArray(repeating: Known(), count: Self.places)
        return readings.count - 1
    }

    @inline(__always)
    private func number(_ place: Int, _ first: UInt64, _ second: UInt64) -> Int64? {
        known[place].second == second && known[place].first == first ? known[place].number : nil
    }

    /// - Parameter bytes: without spaces around them, and with room behind them to load sixteen.
    mutating func read(_ bytes: UnsafeRawBufferPointer, _ reading: Int) -> Found {
        guard let base = bytes.baseAddress, (1...Text.inlineCapacity).contains(bytes.count) else {
            return readings[reading].read(bytes)
        }
        let text = Text(paddedUTF8: base, count: bytes.count)
        let (_, first, second) = text.words
        // Two texts may meet at a place, so there are two places for them.
        let place = reading * Self.places + Int(text.mark >> 55) << 1
        if let number = number(place, first, second) ?? number(place + 1, first, second) { return .number(number) }
        let found = readings[reading].read(bytes)
        if case .number(let number) = found {
            known[place + 1] = known[place]
            known[place] = Known(first: first, second: second, number: number)
        }
        return found
    }
}

extension CSVDays.Reading {
    fileprivate func isSame(as other: Self) -> Bool {
        switch (self, other) {
        case (.date(let one), .date(let other)): one == other
        case (.moment(let one), .moment(let other)):
            one.format == other.format && one.time == other.time && one.zone == other.zone && one.plus == other.plus
        default: false
        }
    }

    fileprivate func read(_ bytes: UnsafeRawBufferPointer) -> CSVDays.Found {
        switch self {
        case .date(let format): return format.read(bytes).map { .number(Int64($0.date.daysSinceEpoch)) } ?? .noDate
        case .moment(let moment):
            guard let (date, time) = moment.format.read(bytes) else { return .noDate }
            do throws(DateError) {
                let moved = try date.adding(months: Int(moment.plus.months)).adding(days: Int(moment.plus.days))
                return .number(
                    try moment.zone.instant(of: CivilDateTime(moved, time ?? moment.time))
                        .adding(ExactDuration(seconds: moment.plus.seconds)).seconds)
            } catch { return .noTime }
        }
    }
}
