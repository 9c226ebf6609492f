/// One character as a terminal shows it: the text to print, which never controls the terminal, and how many columns it takes.
struct DisplayCharacter {
    var text: String
    var columns: Int

    init(_ character: Character, atColumn column: Int = 0) {
        let scalars = character.unicodeScalars
        if character == "\t" {
            columns = DisplayText.tabColumns - column % DisplayText.tabColumns
            text = String(repeating: " ", count: columns)
        } else if scalars.contains(where: DisplayText.mustNotBePrinted) {
            text = scalars.map(DisplayText.printable).joined()
            columns = text.unicodeScalars.reduce(0) { $0 + DisplayText.columns($1) }
        } else {
            text = String(character)
            columns = DisplayText.columns(character)
        }
    }
}

/// How characters look in a terminal with a fixed width: Unicode Standard Annex 11 for wide ones, its general categories for
/// those that take no room.
enum DisplayText {
    static let tabColumns = 4

    /// The text with everything replaced that would control a terminal or be invisible in it; a line break becomes `⏎`.
    static func harmless(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: mustNotBePrinted) else { return text }
        return text.unicodeScalars.map { mustNotBePrinted($0) ? printable($0) : String($0) }.joined()
    }

    /// Controls, and marks that change the order in which a line is shown or hide in it.
    static func mustNotBePrinted(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E: false
        case 0...0x1F, 0x7F...0x9F, 0xAD, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF,
            0xFFF9...0xFFFB, 0xE0000...0xE007F:
            true
        default: false
        }
    }

    /// `␛` for a control character that has a picture, `⏎` for a line break, else its number in angle brackets.
    static func printable(_ scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 0x0A: "⏎"
        case 0...0x1F: Unicode.Scalar(0x2400 + scalar.value).map { String($0) } ?? "�"
        case 0x7F: "␡"
        default: mustNotBePrinted(scalar) ? "<U+\(hexadecimal(scalar.value, digits: 4))>" : String(scalar)
        }
    }

    static func columns(_ character: Character) -> Int {
        let scalars = character.unicodeScalars
        // Variation selector 16 asks for the picture, which is wide.
        if scalars.contains("\u{FE0F}") { return 2 }
        return scalars.reduce(0) { max($0, columns($1)) }
    }

    static func columns(_ scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x300 { return 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        if scalar.properties.isEmojiPresentation { return 2 }
        return wide.contains { $0.contains(scalar.value) } ? 2 : 1
    }

    /// The blocks whose East_Asian_Width is Wide or Fullwidth, in whole ranges.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
        0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F,
        0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x17000...0x18AFF, 0x1B000...0x1B2FF, 0x1F200...0x1F2FF, 0x20000...0x3FFFD,
    ]
}
