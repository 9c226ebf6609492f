package import Encoding

/// The structured creditor reference of ISO 11649: `RF`, two check digits, and up to 21 letters and digits.
///
/// The check digits are those of ISO 7064 (mod 97-10): the reference with its first four characters moved to its end, letters as numbers from
/// A = 10 to Z = 35, is 1 modulo 97.
package enum CreditorReference {
    package static let longestBody = 21

    /// The reference for a number: its letters and digits, the last 21 of them.
    package static func make(for number: Text) -> Text {
        let body = compact(number).suffix(longestBody)
        guard !body.isEmpty else { return Text() }
        let rest = remainder(Array(body) + Array("RF00".utf8))
        let check = 98 - rest
        return Text("RF\(check < 10 ? "0" : "")\(check)" + String(decoding: body, as: UTF8.self))
    }

    /// Whether a text is such a reference and its check digits fit. Blanks, as they are printed, do not count.
    package static func isValid(_ text: Text) -> Bool {
        let all = compact(text)
        guard all.count >= 5, all.count <= longestBody + 4, all[0] == 0x52, all[1] == 0x46 else { return false }
        guard all[2...3].allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return false }
        return remainder(Array(all[4...]) + Array(all[..<4])) == 1
    }

    /// The letters and digits, as capitals.
    static func compact(_ text: Text) -> [UInt8] {
        text.utf8.compactMap { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A: byte
            case 0x61...0x7A: byte - 0x20
            default: nil
            }
        }
    }

    private static func remainder(_ characters: [UInt8]) -> Int {
        var rest = 0
        for character in characters {
            let isDigit = character <= 0x39
            let value = isDigit ? Int(character) - 0x30 : Int(character) - 0x41 + 10
            rest = (rest * (isDigit ? 10 : 100) + value) % 97
        }
        return rest
    }
}
