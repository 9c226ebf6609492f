/// A TZif file that a test describes line by line and may then damage:
///
/// ```
/// version 2                      0 for version 1
/// time 1000 1                    a transition and its type, in the 64-bit data
/// type 3600 1 0                  offset, daylight mark, start of its designation
/// chars LMT CET CEST             each is ended with a NUL
/// standard 0 1                   indicators
/// ut 0 1
/// leap 100 1
/// footer CET-1CEST,M3.5.0,M10.5.0/3
/// set 4 39 ff                    bytes in hexadecimal from an offset on; a negative offset counts from the end
/// cut 10                         leaves so many bytes; a negative number takes so many from the end
/// add 00 0a                      bytes after the end
/// ```
struct TZifFile {
    var version: UInt8 = UInt8(ascii: "2")
    var times: [(Int64, UInt8)] = []
    var types: [(Int32, UInt8, UInt8)] = []
    var characters: [UInt8] = []
    var standard: [UInt8] = []
    var ut: [UInt8] = []
    var leaps: [(Int64, Int32)] = []
    var footer = ""
    var damages: [[String]] = []

    init(_ text: String) {
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            let rest = Array(words.dropFirst())
            switch words[0] {
            case "version": version = rest[0] == "0" ? 0 : rest[0].utf8.first ?? 0
            case "time": times.append((Int64(rest[0]) ?? 0, UInt8(rest[1]) ?? 0))
            case "type": types.append((Int32(rest[0]) ?? 0, UInt8(rest[1]) ?? 0, UInt8(rest[2]) ?? 0))
            case "chars": for word in rest { characters += Array(word.utf8) + [0] }
            case "standard": standard = rest.compactMap { UInt8($0) }
            case "ut": ut = rest.compactMap { UInt8($0) }
            case "leap": leaps.append((Int64(rest[0]) ?? 0, Int32(rest[1]) ?? 0))
            case "footer": footer = rest.joined(separator: " ")
            default: damages.append(words)
            }
        }
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        if version == 0 {
            bytes = block(timeSize: 4)
        } else {
            // An empty block for old readers, as `zic -b slim` writes it.
            var empty = self
            (empty.times, empty.leaps, empty.standard, empty.ut) = ([], [], [], [])
            (empty.types, empty.characters) = ([(0, 0, 0)], [0])
            bytes = empty.block(timeSize: 4) + block(timeSize: 8) + Array("\n\(footer)\n".utf8)
        }
        for damage in damages { Self.damage(&bytes, damage) }
        return bytes
    }

    private func block(timeSize: Int) -> [UInt8] {
        var bytes = Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15)
        for count in [ut.count, standard.count, leaps.count, times.count, types.count, characters.count] {
            Self.append(Int64(count), 4, &bytes)
        }
        for time in times { Self.append(time.0, timeSize, &bytes) }
        bytes += times.map(\.1)
        for type in types {
            Self.append(Int64(type.0), 4, &bytes)
            bytes += [type.1, type.2]
        }
        bytes += characters
        for leap in leaps {
            Self.append(leap.0, timeSize, &bytes)
            Self.append(Int64(leap.1), 4, &bytes)
        }
        return bytes + standard + ut
    }

    private static func append(_ value: Int64, _ size: Int, _ bytes: inout [UInt8]) {
        for shift in (0..<size).reversed() { bytes.append(UInt8(truncatingIfNeeded: value >> Int64(shift * 8))) }
    }

    private static func damage(_ bytes: inout [UInt8], _ words: [String]) {
        let hexadecimal = words.dropFirst(words[0] == "add" ? 1 : 2).compactMap { UInt8($0, radix: 16) }
        let number = Int(words[1]) ?? 0
        let place = number < 0 ? bytes.count + number : number
        switch words[0] {
        case "set": for (index, byte) in hexadecimal.enumerated() { bytes[place + index] = byte }
        case "cut": bytes = Array(bytes.prefix(place))
        default: bytes += hexadecimal
        }
    }
}
