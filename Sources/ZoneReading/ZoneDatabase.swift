public import Dates
import Glibc

/// The tz database of a machine: a folder of TZif files, one for each zone, as Debian's `tzdata` installs it.
///
/// What is read from it is a value and depends on the machine no more. Nothing is kept between two readings.
public struct ZoneDatabase: Sendable {
    /// Where Debian and most other systems have it.
    public static let systemPath = "/usr/share/zoneinfo"
    /// The most zones that `zoneNames` lists. The tz database has about 600 names.
    public static let largestZoneCount = 10_000
    /// The most bytes of a name. The longest of the tz database has 32.
    public static let largestNameByteCount = 100

    public let path: String

    public init(path: String = ZoneDatabase.systemPath) { self.path = path }

    /// Reads one zone.
    ///
    /// Names are case-sensitive. `localtime` and `posixrules` are no zones but this machine's choices; `right/` counts leap
    /// seconds; `posix/` repeats what stands without it: none of them is a name here.
    public func zone(named name: String) throws(ZoneReadingError) -> Zone {
        guard Self.isName(name) else { throw .badName(name) }
        return try TZif.zone(named: name, from: bytes(ofZone: name))
    }

    /// Reads several zones into one value.
    public func table(of names: [String]) throws(ZoneReadingError) -> ZoneTable {
        var zones: [Zone] = []
        for name in names { zones.append(try zone(named: name)) }
        do { return try ZoneTable(zones) } catch { throw .impossible(name: names.first ?? "", error) }
    }

    /// The release of the database, such as `2026a`; nil if its folder does not say.
    public var version: String? {
        for (file, prefix) in [("tzdata.zi", "# version "), ("+VERSION", "")] {
            guard let bytes = try? File.bytes(path + "/" + file, atMost: 128, whole: false) else { continue }
            let line = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
            if line.hasPrefix(prefix) { return String(line.dropFirst(prefix.count)) }
        }
        return nil
    }

    /// Whether a text could name a zone: it cannot lead out of the folder, and is none of the names that are no zones.
    static func isName(_ name: String) -> Bool {
        guard (1...largestNameByteCount).contains(name.utf8.count) else { return false }
        let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        for part in parts {
            guard let first = part.first, first != UInt8(ascii: "-") else { return false }
            for byte in part {
                let isLetterOrDigit =
                    (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10
                guard isLetterOrDigit || "_+-".utf8.contains(byte) else { return false }
            }
        }
        return !notZones.contains(name) && !repeated.contains { name.hasPrefix($0) }
    }

    private static let notZones = ["localtime", "posixrules", "Factory"]
    private static let repeated = ["posix/", "right/"]

    private func bytes(ofZone name: String) throws(ZoneReadingError) -> [UInt8] {
        do throws(File.Failure) {
            return try File.bytes(path + "/" + name, atMost: TZif.largestByteCount, whole: true)
        } catch {
            switch error {
            case .missing:
                guard File.isFolder(path) else { throw .noDatabase(path: path, reason: "it is no folder") }
                throw .unknownZone(name)
            case .notAFile: throw .unknownZone(name)
            case .tooLarge(let count): throw .tooLarge(name: name, byteCount: count, limit: TZif.largestByteCount)
            case .failed(let reason): throw .unreadable(name: name, reason: reason)
            }
        }
    }
}

// MARK: - Listing

extension ZoneDatabase {
    /// The names of all zones, in the order of their bytes. Files that are not TZif are no zones.
    public func zoneNames() throws(ZoneReadingError) -> [String] {
        var names: [String] = []
        try list("", depth: 0, into: &names)
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Names have at most three parts; one more is looked at.
    private func list(_ prefix: String, depth: Int, into names: inout [String]) throws(ZoneReadingError) {
        let folder = prefix.isEmpty ? path : path + "/" + prefix.dropLast()
        for entry in try File.entries(folder, asked: path) {
            let name = prefix + entry
            guard Self.isName(name), !Self.repeated.contains(name + "/") else { continue }
            let file = path + "/" + name
            if File.isFolder(file) {
                if depth < 3 { try list(name + "/", depth: depth + 1, into: &names) }
                continue
            }
            guard let start = try? File.bytes(file, atMost: 4, whole: false), start.elementsEqual("TZif".utf8) else {
                continue
            }
            guard names.count < Self.largestZoneCount else { throw .tooManyZones(limit: Self.largestZoneCount) }
            names.append(name)
        }
    }
}
