/// Zones by name, as one value: what an environment holds so that the same inputs give the same bytes, wherever they run.
public struct ZoneTable: Hashable, Sendable {
    /// In the order of their names' bytes, each name once.
    public let zones: [Zone]

    /// No zones: only `UTC` and fixed offsets can be named.
    public static let empty = ZoneTable(sorted: [])

    private init(sorted zones: [Zone]) { self.zones = zones }

    /// - Throws: `contradiction` if two different zones have one name. The same zone twice counts once.
    public init(_ zones: [Zone] = []) throws(DateError) {
        var sorted: [Zone] = []
        for zone in zones.sorted(by: { Self.precedes($0.name, $1.name) }) {
            guard let last = sorted.last, last.name == zone.name else {
                sorted.append(zone)
                continue
            }
            guard last == zone else { throw .contradiction("Two different zones are named \(zone.name).") }
        }
        self.zones = sorted
    }

    private static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    /// The zone of a name, written exactly so.
    public subscript(name: String) -> Zone? {
        var low = 0
        var high = zones.count
        while low < high {
            let middle = (low + high) / 2
            if Self.precedes(zones[middle].name, name) { low = middle + 1 } else { high = middle }
        }
        guard low < zones.count, zones[low].name.utf8.elementsEqual(name.utf8) else { return nil }
        return zones[low]
    }
}
