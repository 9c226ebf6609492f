import Dates
import Foundation
import TestSupport
import Testing
import ZoneReading

@Suite struct TZifTests {
    private func read(_ bytes: [UInt8]) -> Result<Zone, ZoneReadingError> {
        do { return .success(try TZif.zone(named: "Test/Zone", from: bytes)) } catch { return .failure(error) }
    }

    private func shown(_ zone: Zone) -> String {
        var text = "\(zone.initialOffsetSeconds)"
        for change in zone.transitions { text += " \(change.seconds):\(change.offsetSeconds)" }
        return "\(text) then \(zone.rule)"
    }

    @Test func filesAreReadOrRefused() throws {
        try checkCases("Cases") { input in
            switch read(TZifFile(input).bytes) {
            case .success(let zone): shown(zone)
            case .failure(let error): "! \(error)"
            }
        }
    }

    @Test func aFileThatIsTooLargeIsRefused() {
        let bytes = [UInt8](repeating: 0, count: TZif.largestByteCount + 1)
        #expect(
            read(bytes)
                == .failure(.tooLarge(name: "Test/Zone", byteCount: 65_537, limit: 65_536)))
    }

    @Test func everyFileOfTheSystemIsReadAndComesBackFromItsBytes() throws {
        let database = ZoneDatabase()
        let names = try database.zoneNames()
        #expect(names.contains("Europe/Berlin") && names.contains("UTC") && !names.contains("localtime"))
        #expect(names == names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        var distinct: [[UInt8]: String] = [:]
        for name in names {
            let zone = try database.zone(named: name)
            let bytes = zone.canonicalBytes
            #expect(try Zone(canonicalBytes: bytes) == zone, "\(name)")
            #expect(try ZoneRule(posix: zone.rule.description) == zone.rule, "\(name)")
            #expect(distinct.updateValue(name, forKey: bytes) == nil, "\(name) has the bytes of another zone")
        }
        let table = try database.table(of: names.reversed() + ["UTC"])
        #expect(table.zones.map(\.name) == names)
        #expect(table["Asia/Tokyo"]?.rule.standardOffsetSeconds == 32_400)
        #expect(table["asia/tokyo"] == nil && table[""] == nil)
        #expect(database.version?.hasPrefix("20") == true)
    }

    /// `zic`, the tz database's own compiler, writes each zone in two ways: "fat" with transitions to 2037, "slim" without
    /// those that the rule says.
    @Test func fatAndSlimFilesGiveEqualZones() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("proviso-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for style in ["fat", "slim"] {
            let made = try run(
                "/usr/sbin/zic",
                ["-b", style, "-d", folder.appendingPathComponent(style).path, "/usr/share/zoneinfo/tzdata.zi"])
            try #require(made.status == 0, "\(made.errorText)")
        }
        let fat = ZoneDatabase(path: folder.appendingPathComponent("fat").path)
        let slim = ZoneDatabase(path: folder.appendingPathComponent("slim").path)
        let names = try fat.zoneNames()
        #expect(names.count > 300)
        #expect(try slim.zoneNames() == names)
        // Older releases of `zic` lose changes in slim files: those of Gaza and Hebron after 2072, and Ojinaga's of 2022, where
        // the rule then contradicts the last transition.
        let lossy: Set = ["Asia/Gaza", "Asia/Hebron", "America/Ojinaga"]
        for name in names {
            let left = try fat.zone(named: name)
            let isEqual = (try? slim.zone(named: name)) == left
            #expect(isEqual || lossy.contains(name), "\(name)")
        }
    }

    @Test func namesThatAreNoZonesAreRefused() {
        let database = ZoneDatabase()
        let bad = [
            "", "/etc/passwd", "../zoneinfo/UTC", "Europe/../UTC", "Europe//Berlin", "Europe/", ".", "Europe/Berlin\0",
            "Europe/Berlin ", "Zürich", "localtime", "posixrules", "Factory", "right/UTC", "posix/UTC", "-x",
            String(repeating: "a", count: 101),
        ]
        for name in bad {
            #expect(throws: ZoneReadingError.badName(name)) { try database.zone(named: name) }
        }
        for name in ["Europe", "europe/berlin", "Europe/Berlin/Mitte", "tzdata", "EST5", "Mars/Olympus"] {
            #expect(throws: ZoneReadingError.unknownZone(name)) { try database.zone(named: name) }
        }
        #expect(throws: ZoneReadingError.noDatabase(path: "/nowhere", reason: "it is no folder")) {
            try ZoneDatabase(path: "/nowhere").zone(named: "UTC")
        }
        #expect(throws: ZoneReadingError.self) { try ZoneDatabase(path: "/nowhere").zoneNames() }
        #expect(ZoneDatabase(path: "/nowhere").version == nil)
    }

    /// What is refused is refused with an error; what is read answers questions about all of time.
    @Test func damagedFilesNeverTrap() throws {
        let seed = UInt64(ProcessInfo.processInfo.environment["PROVISO_SEED"] ?? "") ?? 7
        var generator = SeededGenerator(seed: seed)
        let sources = try [
            "Europe/Dublin", "Africa/Casablanca", "Pacific/Apia", "Asia/Tokyo", "America/New_York", "UTC",
            "America/Scoresbysund", "Australia/Lord_Howe",
        ].map { [UInt8](try Data(contentsOf: URL(fileURLWithPath: ZoneDatabase.systemPath + "/" + $0))) }
        var readable = 0
        for round in 0..<30_000 {
            var bytes = sources[round % sources.count]
            for _ in 0..<Int.random(in: 1...4, using: &generator) { mutate(&bytes, &generator) }
            guard case .success(let zone) = read(bytes) else { continue }
            readable += 1
            if round % 4 == 0 { try ask(zone, &generator) }
        }
        #expect(readable > 1_000, "seed \(seed): \(readable)")
    }

    private func mutate(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: bytes = Array(bytes.prefix(place))
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
        case 3: bytes[place] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &generator) ?? 0
        case 4: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &generator)
        case 5:
            // The counts of the second header, or the footer.
            let footer = max(0, bytes.count - Int.random(in: 1...40, using: &generator))
            bytes[min(footer, bytes.count - 1)] = UInt8.random(in: 0x20...0x7E, using: &generator)
        default: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        }
    }

    private func ask(_ zone: Zone, _ generator: inout SeededGenerator) throws {
        #expect(try Zone(canonicalBytes: zone.canonicalBytes) == zone)
        #expect(try ZoneRule(posix: zone.rule.description) == zone.rule)
        let seconds = [
            Instant.earliest.seconds, Instant.latest.seconds,
            Int64.random(in: Instant.earliest.seconds...Instant.latest.seconds, using: &generator),
        ]
        for second in seconds {
            let instant = try Instant(seconds: second)
            let offset = zone.offsetSeconds(at: instant)
            #expect(offset.magnitude < 93_600)
            _ = zone.nextTransition(after: instant)
            guard let local = try? zone.civil(at: instant), let kind = try? zone.kind(of: local) else { continue }
            // What a clock shows at an instant is shown at that instant.
            switch kind {
            case .single(let only): #expect(only == instant)
            case .doubled(let first, let second): #expect(first <= instant && instant <= second)
            case .skipped: Issue.record("\(local) is shown at \(instant)")
            }
        }
    }

    @Test func damagedCanonicalBytesNeverTrap() throws {
        var generator = SeededGenerator(seed: 11)
        let zones = try ["Europe/Dublin", "Pacific/Apia", "UTC"].map { try ZoneDatabase().zone(named: $0) }
        for round in 0..<20_000 {
            var bytes = zones[round % zones.count].canonicalBytes
            for _ in 0..<Int.random(in: 1...3, using: &generator) { mutate(&bytes, &generator) }
            guard let zone = try? Zone(canonicalBytes: bytes) else { continue }
            #expect(zone.canonicalBytes == bytes)
        }
    }
}
