/// What every reader asks of a text before it looks at its notation: a size within the limit, UTF-8, and nothing in it that
/// cannot be seen.
///
/// A text with such problems can still be read: `bytes` holds it with each bad byte replaced by a harmless one, so that
/// offsets stay what they are and the other problems of the file are found in the same run.
public struct TextCheck: Sendable {
    public var diagnostics: [Diagnostic] = []
    /// The text to read, of the same length as the file; nil if it cannot be read at all.
    public var bytes: [UInt8]?
    /// Where the text begins, behind a byte-order mark.
    public var start = 0
    /// What was replaced in `bytes`, in no order.
    public var replaced: [Span] = []
    public var hasTabs = false
    public var hasNonASCII = false

    public init(_ file: SourceFile, maximumBytes: Int) {
        guard file.bytes.count <= maximumBytes else {
            diagnostics = [Self.tooLarge(file, maximumBytes)]
            return
        }
        if let encoding = Self.utf16(file.bytes) {
            diagnostics = [Self.utf16(file, encoding)]
            return
        }
        if file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
        var findings = TextFindings()
        file.bytes.withUnsafeBufferPointer { bytes in
            var index = start
            while let found = ByteSearch.firstUnusual(in: bytes, index..<bytes.count) {
                let byte = bytes[found]
                index = found + 1
                if byte == 0x09 {
                    hasTabs = true
                } else if byte >= 0x80 {
                    hasNonASCII = true
                    let decoded = bytes.decodeScalar(at: found)
                    index = found + decoded.length
                    findings.take(decoded, at: found)
                } else if byte != 0x0D {
                    findings.take(.scalar(UInt32(byte), length: 1), at: found)
                }
            }
        }
        bytes = findings.cleaned(file.bytes)
        replaced = Array(findings.places.joined())
        diagnostics = findings.diagnostics(in: file)
    }

    private static func tooLarge(_ file: SourceFile, _ maximumBytes: Int) -> Diagnostic {
        Diagnostic(
            SourceTextCodes.fileTooLarge, at: Place(file, Span(0..<0)), "This file is too large to be read.",
            found: "\(file.bytes.count) bytes", expected: "at most \(maximumBytes) bytes (the limit on a file's size)",
            help: "Move rows of data into a CSV file, or split the file in two.")
    }

    private static func utf16(_ file: SourceFile, _ encoding: String) -> Diagnostic {
        Diagnostic(
            SourceTextCodes.utf16, at: Place(file, Span(0..<0)), "This file is saved as \(encoding), not as UTF-8.",
            found: "text in which each letter takes two bytes or more", expected: "a file saved as UTF-8",
            help: "Open the file in your editor and save it again with the encoding UTF-8.")
    }

    /// UTF-16 or UTF-32 by its byte-order mark, or by a first character that has zero bytes beside it.
    private static func utf16(_ bytes: [UInt8]) -> String? {
        let head = Array(bytes.prefix(4))
        if head == [0, 0, 0xFE, 0xFF] || head == [0xFF, 0xFE, 0, 0] { return "UTF-32" }
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
        guard head.count == 4 else { return nil }
        let zeros = head.map { $0 == 0 }
        return zeros == [false, true, false, true] || zeros == [true, false, true, false] ? "UTF-16" : nil
    }
}

/// The characters that a text may not hold, by kind.
private struct TextFindings {
    enum Kind: Int, CaseIterable {
        case nul, notUTF8, control, byteOrderMark, invisible, direction
    }

    var places: [[Span]] = Kind.allCases.map { _ in [] }
    var scalars: [UInt32] = Kind.allCases.map { _ in 0 }

    mutating func take(_ decoded: DecodedScalar, at offset: Int) {
        let kind: Kind
        var value: UInt32 = 0
        switch decoded {
        case .malformed: kind = .notUTF8
        case .scalar(let scalar, _):
            guard let found = Self.kind(of: scalar) else { return }
            kind = found
            value = scalar
        }
        if places[kind.rawValue].isEmpty { scalars[kind.rawValue] = value }
        places[kind.rawValue].append(Span(offset..<offset + decoded.length))
    }

    static func kind(of scalar: UInt32) -> Kind? {
        switch scalar {
        case 0: .nul
        case 0x01...0x1F, 0x7F...0x9F, 0xFFFE, 0xFFFF: .control
        case 0xFEFF: .byteOrderMark
        case 0xAD, 0x200B, 0x2028, 0x2029, 0x2060: .invisible
        case 0x202A...0x202E, 0x2066...0x2069: .direction
        default: nil
        }
    }

    /// The bytes with every finding overwritten: letters that are not UTF-8 by question marks, the rest by spaces.
    func cleaned(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for kind in Kind.allCases {
            for span in places[kind.rawValue] {
                for index in span.range { bytes[index] = kind == .notUTF8 ? 0x3F : 0x20 }
            }
        }
        return bytes
    }

    func diagnostics(in file: SourceFile) -> [Diagnostic] {
        Kind.allCases.compactMap { kind in
            guard let first = places[kind.rawValue].first else { return nil }
            return diagnostic(kind, Place(file, first), places[kind.rawValue])
        }
    }

    private func diagnostic(_ kind: Kind, _ place: Place, _ all: [Span]) -> Diagnostic {
        let name = "the character \(characterName(scalars[kind.rawValue]))"
        let more = all.count > 1 ? " It is the first of \(all.count) such places in this file." : ""
        let deleted =
            all.count > Fix.maximumEdits
            ? nil
            : Fix(
                all.count == 1 ? "Delete the character" : "Delete all \(all.count) characters",
                all.map {
                    Fix.Edit($0, scalars[kind.rawValue] >= 0x2028 && scalars[kind.rawValue] <= 0x2029 ? " " : "")
                })
        switch kind {
        case .nul:
            return Diagnostic(
                SourceTextCodes.nul, at: place, "A byte of value zero stands here.\(more)", found: "a NUL byte",
                expected: "text only",
                help: "Delete it, or restore the file from the version before: it may have been damaged.")
        case .notUTF8:
            return notUTF8(place, more)
        case .control:
            return Diagnostic(
                SourceTextCodes.controlCharacter, at: place, "A control character stands here.\(more)", found: name,
                expected: "characters that can be seen", help: "Delete it.", fix: deleted)
        case .byteOrderMark:
            return Diagnostic(
                SourceTextCodes.byteOrderMark, at: place, "A byte-order mark stands inside the file.\(more)",
                found: name,
                expected: "a byte-order mark only at the beginning of a file, or none", help: "Delete it.", fix: deleted
            )
        case .invisible:
            return Diagnostic(
                SourceTextCodes.invisibleCharacter, at: place, "A character that cannot be seen stands here.\(more)",
                found: name, expected: "characters that can be seen, and ordinary spaces and line breaks",
                help: "Delete it; it was probably copied from a web page or a word processor.", fix: deleted)
        case .direction:
            return Diagnostic(
                SourceTextCodes.directionMark, at: place,
                "A character here makes text be shown in another order than it is read in.\(more)", found: name,
                expected: "text that is read as it is shown", help: "Delete it.", fix: deleted)
        }
    }

    /// Says which letter the bytes would be in Windows-1252, the encoding that such files mostly come from.
    private func notUTF8(_ place: Place, _ more: String) -> Diagnostic {
        let bytes = place.file.bytes[place.span.range]
        let shown = bytes.map { hexadecimal(UInt32($0), digits: 2) }.joined(separator: " ")
        let letter = bytes.count == 1 ? bytes.first.flatMap(windows1252) : nil
        let guess = letter.map { "; in a file saved as Windows-1252 it would be \"\($0)\"" } ?? ""
        return Diagnostic(
            SourceTextCodes.notUTF8, at: place, "This is not a character of UTF-8.\(more)",
            found: "the byte\(bytes.count == 1 ? "" : "s") \(shown)\(guess)", expected: "a file saved as UTF-8",
            help: "Save the file again with the encoding UTF-8, and write the character anew if it is shown wrongly.")
    }
}

/// The letter that a byte from 0xA0 stands for in Windows-1252; nil below, but for the euro sign and the quotation marks.
private func windows1252(_ byte: UInt8) -> Character? {
    switch byte {
    case 0x80: "€"
    case 0x91: "‘"
    case 0x92: "’"
    case 0x93: "“"
    case 0x94: "”"
    case 0x96: "–"
    case 0x97: "—"
    case 0xA0...0xFF: Character(Unicode.Scalar(byte))
    default: nil
    }
}

/// `U+200B (zero-width space)`, or only the number of a character that has no name here.
func characterName(_ scalar: UInt32) -> String {
    let names: [UInt32: String] = [
        0x00: "NUL", 0x07: "bell", 0x08: "backspace", 0x09: "tab", 0x0B: "vertical tab", 0x0C: "form feed",
        0x1B: "escape",
        0x7F: "delete", 0x85: "next line", 0xAD: "soft hyphen", 0x200B: "zero-width space", 0x2028: "line separator",
        0x2029: "paragraph separator", 0x2060: "word joiner", 0x202A: "left-to-right embedding",
        0x202B: "right-to-left embedding", 0x202C: "pop directional formatting", 0x202D: "left-to-right override",
        0x202E: "right-to-left override", 0x2066: "left-to-right isolate", 0x2067: "right-to-left isolate",
        0x2068: "first strong isolate", 0x2069: "pop directional isolate", 0xFEFF: "byte-order mark",
    ]
    let number = "U+\(hexadecimal(scalar, digits: 4))"
    return names[scalar].map { "\(number) (\($0))" } ?? number
}

func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
}
