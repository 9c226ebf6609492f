public import Dates

/// Why a zone could not be read from the tz database.
public enum ZoneReadingError: Error, Hashable, Sendable {
    /// Not a name of the tz database: letters, digits, `_`, `-` and `+` in parts parted by `/`.
    case badName(String)
    /// A name under which the database has no file.
    case unknownZone(String)
    /// The database's folder cannot be read.
    case noDatabase(path: String, reason: String)
    /// The file is there and cannot be read.
    case unreadable(name: String, reason: String)
    case tooLarge(name: String, byteCount: Int, limit: Int)
    /// The file is damaged or no TZif file; `offset` is the first byte that is wrong, counted from 0.
    case malformed(name: String, offset: Int, problem: String)
    /// The file counts leap seconds, as those under `right/` do; its times are not POSIX times.
    case leapSeconds(name: String)
    /// The file is well formed and its parts make no zone.
    case impossible(name: String, DateError)
    /// The folder holds more zones than `ZoneDatabase.largestZoneCount`.
    case tooManyZones(limit: Int)
}

extension ZoneReadingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .badName(let name):
            "\"\(name)\" is not a time zone's name; a name is like Europe/Berlin or America/New_York."
        case .unknownZone(let name):
            "The time zone \(name) is not in the time zone database; its names are like Europe/Berlin."
        case .noDatabase(let path, let reason):
            "The time zone database at \(path) cannot be read: \(reason)."
        case .unreadable(let name, let reason):
            "The file of the time zone \(name) cannot be read: \(reason)."
        case .tooLarge(let name, let byteCount, let limit):
            "The file of the time zone \(name) has \(byteCount) bytes; at most \(limit) are read."
        case .malformed(let name, let offset, let problem):
            "The file of the time zone \(name) is damaged at byte \(offset): \(problem)."
        case .leapSeconds(let name):
            "The file of the time zone \(name) counts leap seconds, so its times are not those of other clocks."
        case .impossible(let name, let error):
            "The file of the time zone \(name) describes no time zone. \(error)"
        case .tooManyZones(let limit):
            "The time zone database holds more than \(limit) time zones."
        }
    }
}
