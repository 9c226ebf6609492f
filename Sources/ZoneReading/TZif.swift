public import Dates

/// Reads the compiled form of a time zone: TZif, RFC 8536 and its successor RFC 9636.
///
/// A file holds its data twice: first in 32 bits for old readers, which is stepped over, then in 64 bits, and after that a
/// POSIX `TZ` string for the time after its last transition. A file of version 1 has the 32-bit part alone.
///
/// ```
/// header   "TZif" version(1) reserved(15) isutcnt isstdcnt leapcnt timecnt typecnt charcnt   (4 bytes each)
/// data     times(timecnt) indices(timecnt) types(typecnt, 6 bytes) designations(charcnt)
///          leap seconds(leapcnt) standard indicators(isstdcnt) UT indicators(isutcnt)
/// footer   newline, TZ string, newline
/// ```
///
/// Every number of the file is checked before it is used to reach into the file, and whatever the RFC says must be so is
/// an error if it is not.
public enum TZif {
    /// The most bytes that a file may have. The largest file of the tz database has fewer than 4,000.
    public static let largestByteCount = 65_536

    /// - Parameter name: the name that the zone shall have.
    /// - Throws: `malformed`, `leapSeconds`, `tooLarge`, `impossible`.
    public static func zone(named name: String, from bytes: [UInt8]) throws(ZoneReadingError) -> Zone {
        guard bytes.count <= largestByteCount else {
            throw .tooLarge(name: name, byteCount: bytes.count, limit: largestByteCount)
        }
        var reader = TZifReader(bytes: bytes)
        do throws(TZifProblem) {
            return try reader.zone(named: name)
        } catch {
            switch error {
            case .malformed(let offset, let problem): throw .malformed(name: name, offset: offset, problem: problem)
            case .leapSeconds: throw .leapSeconds(name: name)
            case .impossible(let reason): throw .impossible(name: name, reason)
            }
        }
    }
}

enum TZifProblem: Error {
    case malformed(offset: Int, String)
    case leapSeconds
    case impossible(DateError)
}

private struct TZifReader {
    struct Header {
        var version: UInt8
        var utIndicators: Int
        var standardIndicators: Int
        var leapSeconds: Int
        var times: Int
        var types: Int
        var characters: Int

        /// The bytes of the data behind the header. No count reaches 2^32, so the sum is far from the limit of `Int`.
        func dataSize(timeSize: Int) -> Int {
            times * (timeSize + 1) + types * 6 + characters + leapSeconds * (timeSize + 4) + standardIndicators
                + utIndicators
        }
    }

    let bytes: [UInt8]
    var index = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func zone(named name: String) throws(TZifProblem) -> Zone {
        let first = try header()
        guard first.version > 0 else {
            let data = try self.data(first, timeSize: 4)
            guard index == bytes.count else { throw .malformed(offset: index, "there is more after the data") }
            return try made(name, data, rule: nil)
        }
        try need(first.dataSize(timeSize: 4), "the 32-bit data")
        index += first.dataSize(timeSize: 4)
        let start = index
        let second = try header()
        guard second.version == first.version else {
            throw .malformed(offset: start, "its two headers have different versions")
        }
        let data = try self.data(second, timeSize: 8)
        return try made(name, data, rule: footer(version: second.version))
    }

    private func made(
        _ name: String, _ data: (initial: Int32, transitions: [Zone.Transition]), rule: ZoneRule?
    ) throws(TZifProblem) -> Zone {
        do throws(DateError) {
            return try Zone(
                name: name, initialOffsetSeconds: data.initial, transitions: data.transitions, rule: rule)
        } catch { throw .impossible(error) }
    }

    // MARK: - Header

    private mutating func header() throws(TZifProblem) -> Header {
        try need(44, "a header")
        let start = index
        guard bytes[index..<(index + 4)].elementsEqual("TZif".utf8) else {
            throw .malformed(offset: index, "a header begins with TZif")
        }
        let version = bytes[index + 4]
        guard version == 0 || (UInt8(ascii: "2")...UInt8(ascii: "4")).contains(version) else {
            throw .malformed(offset: index + 4, "its version is not 1, 2, 3 or 4")
        }
        index += 20
        var counts: [Int] = []
        for _ in 0..<6 { counts.append(Int(UInt32(truncatingIfNeeded: integer(4)))) }
        let header = Header(
            version: version, utIndicators: counts[0], standardIndicators: counts[1], leapSeconds: counts[2],
            times: counts[3], types: counts[4], characters: counts[5])
        guard header.utIndicators == 0 || header.utIndicators == header.types else {
            throw .malformed(offset: start + 20, "it has neither no UT indicators nor one for each type")
        }
        guard header.standardIndicators == 0 || header.standardIndicators == header.types else {
            throw .malformed(offset: start + 24, "it has neither no standard indicators nor one for each type")
        }
        guard header.types > 0 else { throw .malformed(offset: start + 36, "it has no local time type") }
        guard header.types <= 256 else { throw .malformed(offset: start + 36, "it has more than 256 local time types") }
        guard header.characters > 0 else { throw .malformed(offset: start + 40, "it has no time zone designation") }
        return header
    }

    private func need(_ count: Int, _ what: String) throws(TZifProblem) {
        guard count <= bytes.count - index else {
            throw .malformed(offset: bytes.count, "it ends before the end of \(what)")
        }
    }

    /// A signed number of 4 or 8 bytes, highest first, which are known to be there.
    private mutating func integer(_ size: Int) -> Int64 {
        var value: Int64 = bytes[index] & 0x80 == 0 ? 0 : -1
        for byte in bytes[index..<(index + size)] { value = value << 8 | Int64(byte) }
        index += size
        return value
    }

    // MARK: - Data

    private mutating func data(
        _ header: Header, timeSize: Int
    ) throws(TZifProblem) -> (initial: Int32, transitions: [Zone.Transition]) {
        try need(header.dataSize(timeSize: timeSize), "its data")
        guard header.leapSeconds == 0 else { throw .leapSeconds }
        let timesStart = index
        var times: [Int64] = []
        times.reserveCapacity(header.times)
        for _ in 0..<header.times {
            let time = integer(timeSize)
            if let last = times.last, time <= last {
                throw .malformed(offset: index - timeSize, "its transitions are not in the order of time")
            }
            times.append(time)
        }
        let indices = Array(bytes[index..<(index + header.times)])
        index += header.times
        let offsets = try types(header)
        try indicators(header)
        var transitions: [Zone.Transition] = []
        transitions.reserveCapacity(header.times)
        for (place, time) in times.enumerated() {
            let type = Int(indices[place])
            guard type < offsets.count else {
                let offset = timesStart + header.times * timeSize + place
                throw .malformed(offset: offset, "a transition has a type that the file lacks")
            }
            transitions.append(Zone.Transition(seconds: time, offsetSeconds: offsets[type]))
        }
        return (offsets[0], transitions)
    }

    /// The offset of each local time type; steps over the designations after a look at them.
    private mutating func types(_ header: Header) throws(TZifProblem) -> [Int32] {
        let designations = index + header.types * 6
        var offsets: [Int32] = []
        for _ in 0..<header.types {
            let start = index
            let offset = integer(4)
            guard offset > -93_600, offset < 93_600 else {
                throw .malformed(offset: start, "an offset from UTC is 26 hours or more")
            }
            guard bytes[index] <= 1 else { throw .malformed(offset: index, "a daylight mark is neither 0 nor 1") }
            let designation = Int(bytes[index + 1])
            guard designation < header.characters,
                bytes[(designations + designation)..<(designations + header.characters)].contains(0)
            else { throw .malformed(offset: index + 1, "a designation lies outside the designations") }
            index += 2
            offsets.append(Int32(truncatingIfNeeded: offset))
        }
        index += header.characters
        return offsets
    }

    /// They matter only to `TZ` strings without rules, but what is not 0 or 1 shows a damaged file.
    private mutating func indicators(_ header: Header) throws(TZifProblem) {
        let standard = index
        index += header.standardIndicators + header.utIndicators
        for place in standard..<index where bytes[place] > 1 {
            throw .malformed(offset: place, "an indicator is neither 0 nor 1")
        }
        guard header.utIndicators > 0 else { return }
        for type in 0..<header.types {
            let isStandard = header.standardIndicators > 0 && bytes[standard + type] == 1
            let place = standard + header.standardIndicators + type
            if bytes[place] == 1, !isStandard {
                throw .malformed(offset: place, "a UT indicator is set where the standard indicator is not")
            }
        }
    }

    // MARK: - Footer

    /// The rule after the last transition; nil if the file gives none.
    private mutating func footer(version: UInt8) throws(TZifProblem) -> ZoneRule? {
        let newline = UInt8(ascii: "\n")
        try need(2, "its footer")
        guard bytes[index] == newline else { throw .malformed(offset: index, "a line break begins the footer") }
        let start = index + 1
        guard let end = bytes[start...].firstIndex(of: newline) else {
            throw .malformed(offset: bytes.count, "it ends before the end of its footer")
        }
        guard end == bytes.count - 1 else { throw .malformed(offset: end + 1, "there is more after the footer") }
        if start == end { return nil }
        do throws(DateError) {
            return try ZoneRule(posix: bytes.span.extracting(start..<end), longHours: version >= UInt8(ascii: "3"))
        } catch {
            guard case .unreadable(let text) = error else { throw .impossible(error) }
            throw .malformed(offset: start + text.offset, "in its rule, \(text.problem)")
        }
    }
}
