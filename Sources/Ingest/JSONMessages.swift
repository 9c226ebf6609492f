import Encoding
import Evaluation
import SourceText

/// Puts the faults of one text into words.
struct JSONMessages {
    let file: SourceFile
    /// Where the faults' offsets count from, in the file.
    let origin: Int
    let limits: JSONLimits
    let layouts: [RecordLayout]

    func diagnostics(_ problems: (told: [JSONFault], untold: Int)) -> [Diagnostic] {
        var all = problems.told.map(diagnostic)
        if problems.untold > 0 {
            let more = counted(problems.untold, "more problem", "more problems")
            all.append(
                Diagnostic(
                    JSONCodes.manyProblems, at: Place(file, Span(file.bytes.count..<file.bytes.count)),
                    "This text has \(more).",
                    found: "\(counted(limits.maximumProblems + problems.untold, "problem", "problems"))",
                    expected: "at most \(limits.maximumProblems) to be shown",
                    help: "Correct the problems that are shown, and read the text again."))
        }
        return all
    }

    func diagnostic(_ fault: JSONFault) -> Diagnostic {
        let words =
            Self.isAboutText(fault.kind)
            ? textWords(fault) : Self.isAboutEnvelope(fault.kind) ? envelopeWords(fault) : fieldWords(fault)
        var related: [Diagnostic.Related] = []
        if fault.related >= 0 {
            let from = clamped(fault.related)
            let isTwice = fault.kind == .duplicateName || fault.kind == .twoData
            let message = isTwice ? "the first one stands here" : "it is opened here"
            related = [Diagnostic.Related(Place(file, Span(from..<clamped(fault.related + 1))), message)]
        }
        var fix: Fix?
        if fault.kind == .trailingComma {
            fix = Fix("Delete the comma", [Fix.Edit(Span(clamped(fault.start)..<clamped(fault.end)), "")])
        }
        return Diagnostic(
            words.code, at: Place(file, Span(clamped(fault.start)..<max(clamped(fault.start), clamped(fault.end)))),
            words.message, found: words.found, expected: words.expected, help: words.help, related: related, fix: fix)
    }

    private static func isAboutText(_ kind: JSONFault.Kind) -> Bool {
        kind.rawValue < JSONFault.Kind.wrongType.rawValue
    }

    private static func isAboutEnvelope(_ kind: JSONFault.Kind) -> Bool {
        kind.rawValue >= JSONFault.Kind.attributeMissing.rawValue
    }

    func layout(_ fault: JSONFault) -> RecordLayout? {
        layouts.indices.contains(fault.owner) ? layouts[fault.owner] : nil
    }

    func clamped(_ offset: Int) -> Int { min(max(offset + origin, 0), file.bytes.count) }

    /// What stands from `start` to `end`, in quotation marks and not too long; a character that cannot be seen by its name.
    func shown(_ fault: JSONFault) -> String {
        let text = file.text(in: clamped(fault.start)..<max(clamped(fault.start), clamped(fault.end)))
        if let first = text.unicodeScalars.first, let name = Self.invisible(first) { return name }
        return Self.quoted(text)
    }

    /// The name of a character that cannot be seen.
    static func invisible(_ scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0: "a NUL byte"
        case 9: "a tab"
        case 0..<0x20, 0x7F: "the control character U+\(hexadecimal(scalar))"
        case 0xA0, 0x2007, 0x202F: "a no-break space (U+\(hexadecimal(scalar)))"
        case 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0x3000, 0xFEFF:
            "the invisible character U+\(hexadecimal(scalar))"
        default: nil
        }
    }

    private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    static func quoted(_ text: String) -> String {
        var text = text
        if text.utf8.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") {
            text = String(text.dropFirst().dropLast())
        }
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(40) {
            scalars.append(scalar.value < 0x20 || scalar.value == 0x7F ? "\u{FFFD}" : scalar)
        }
        return "\"\(String(scalars))\(text.unicodeScalars.count > 40 ? "…" : "")\""
    }

    struct Words {
        var code: DiagnosticCode
        var message: String
        var found: String
        var expected: String
        var help: String

        init(_ code: DiagnosticCode, _ message: String, found: String, expected: String, help: String) {
            (self.code, self.message, self.found) = (code, message, found)
            (self.expected, self.help) = (expected, help)
        }
    }

    func counted(_ count: Int, _ one: String, _ many: String) -> String { count == 1 ? "1 \(one)" : "\(count) \(many)" }

    static func bytes(_ count: Int) -> String {
        count % (1 << 20) == 0 ? "\(count >> 20) MiB" : count % 1024 == 0 ? "\(count >> 10) KiB" : "\(count) bytes"
    }
}

// MARK: What is not JSON

extension JSONMessages {
    private func textWords(_ fault: JSONFault) -> Words {
        switch fault.kind {
        case .empty:
            let mark = file.bytes.starts(with: [0xEF, 0xBB, 0xBF])
            return Words(
                JSONCodes.empty, "There is no JSON here.",
                found: mark ? "a byte-order mark and nothing else" : "nothing",
                expected: "one JSON value", help: "Check that the file was written and sent completely.")
        case .invalidUTF8:
            let byte = file.bytes.indices.contains(clamped(fault.start)) ? file.bytes[clamped(fault.start)] : 0
            return Words(
                JSONCodes.invalidUTF8, "These bytes are not UTF-8.", found: "the byte 0x\(Hexadecimal.text([byte]))",
                expected: "text in UTF-8", help: "Save or send the file again as UTF-8.")
        case .controlCharacter:
            let byte = file.bytes.indices.contains(clamped(fault.start)) ? file.bytes[clamped(fault.start)] : 0
            let escape = byte == 9 ? "\\t" : "\\u00\(Hexadecimal.text([byte]))"
            return Words(
                JSONCodes.controlCharacter, "A control character stands inside a text.",
                found: shown(fault),
                expected: "the escape \(escape)", help: "Delete the character, or write \(escape) in its place.")
        case .openString:
            return Words(
                JSONCodes.openString, "This text has no closing quotation mark.",
                found:
                    "a text that begins with \(Self.quoted(String(file.text(in: clamped(fault.start)..<clamped(fault.end)).dropFirst())))",
                expected: "a quotation mark at the end of the text",
                help: "Close the text, and write quotation marks inside of it as \\\".")
        case .badEscape, .loneSurrogate: return escapeWords(fault)
        case .endsTooSoon:
            return Words(
                JSONCodes.endsTooSoon, "The JSON ends before it is complete.", found: "the end",
                expected: opensList(fault)
                    ? "the rest of the list and its closing ]" : "the rest of the object and its closing }",
                help: "Check that the whole text was written and sent, or add the missing end.")
        case .moreAfterEnd:
            return Words(
                JSONCodes.moreAfterEnd, "The value is complete, and something follows it.", found: shown(fault),
                expected: "nothing more",
                help: "Delete what follows, or write each value on a line of its own.")
        case .trailingComma:
            return Words(
                JSONCodes.trailingComma, "A comma follows the last entry.", found: "a comma",
                expected: "another entry, or the closing bracket", help: "Delete the comma.")
        case .badNumber, .notANumberWord, .numberTooLong, .numberTooFine: return numberWords(fault)
        case .duplicateName:
            return Words(
                JSONCodes.duplicateName, "The name \(shown(fault)) is given twice in this object.",
                found: "a second \(shown(fault))", expected: "each name once",
                help: "Delete one of the two, or rename it if both are meant.")
        case .tooDeep:
            return Words(
                JSONCodes.tooDeep, "This is nested more than \(limits.maximumDepthLevels) levels deep.",
                found: "level \(limits.maximumDepthLevels + 1)",
                expected: "at most \(limits.maximumDepthLevels) levels",
                help: "Check how the text was made; if it is meant so, write it flatter.")
        case .documentTooLong:
            return Words(
                JSONCodes.documentTooLong, "This document is longer than \(Self.bytes(limits.maximumDocumentBytes)).",
                found: "\(file.bytes.count) bytes", expected: "at most \(limits.maximumDocumentBytes) bytes",
                help: "Write many events as NDJSON, one a line.")
        case .lineTooLong:
            return Words(
                JSONCodes.lineTooLong, "This line is longer than \(Self.bytes(limits.maximumLineBytes)).",
                found: "more than \(limits.maximumLineBytes) bytes without a line break",
                expected: "at most \(limits.maximumLineBytes) bytes a line",
                help: "Write each event on a line of its own.")
        case .noMemory:
            return Words(
                JSONCodes.noMemory, "There is not enough memory to read this.", found: "\(file.bytes.count) bytes",
                expected: "memory of five times that size", help: "Read it in smaller pieces, for example as NDJSON.")
        default: return unexpectedWords(fault)
        }
    }

    private func opensList(_ fault: JSONFault) -> Bool {
        fault.related >= 0 && clamped(fault.related) < file.bytes.count
            && file.bytes[clamped(fault.related)] == UInt8(ascii: "[")
    }

    private func unexpectedWords(_ fault: JSONFault) -> Words {
        let found = shown(fault)
        let first = clamped(fault.start) < file.bytes.count ? file.bytes[clamped(fault.start)] : 0
        let expected =
            switch fault.kind {
            case .nameExpected: "a name in double quotation marks, or }"
            case .colonExpected: "a colon after the name"
            case .commaOrEndOfObjectExpected: "a comma or }"
            case .commaOrEndOfArrayExpected: "a comma or ]"
            default: "a value: an object, a list, a text in double quotation marks, a number, true, false or null"
            }
        let help =
            switch first {
            case UInt8(ascii: "'"): "Write double quotation marks instead of single ones."
            case UInt8(ascii: "/"), UInt8(ascii: "#"): "Delete the comment: JSON has none."
            case 0x00..<0x20, 0x7F..<0xFF: "Delete the character, or replace it with an ordinary space."
            case UInt8(ascii: "$"), UInt8(ascii: "("):
                "Write the amount as a number with digits alone, and the currency as a field of its own."
            case UInt8(ascii: "0")...UInt8(ascii: "9") where fault.kind == .nameExpected:
                "If this is the rest of a number, delete the thousands separator; otherwise put the name into double quotation marks."
            case UInt8(ascii: "\\"): "Delete the backslash, or put the text into double quotation marks."
            default:
                switch fault.kind {
                case .nameExpected: "Put the name into double quotation marks."
                case .colonExpected: "Write a colon between the name and its value."
                case .commaOrEndOfObjectExpected, .commaOrEndOfArrayExpected:
                    "Write a comma between two entries, or the closing bracket."
                default:
                    first == UInt8(ascii: ",") || first == UInt8(ascii: "}") || first == UInt8(ascii: "]")
                        ? "Write the value that is missing here, or delete what is too much."
                        : "Put texts into double quotation marks; true, false and null are written in small letters."
                }
            }
        return Words(
            JSONCodes.unexpected, "JSON cannot have \(found) here.", found: found, expected: expected, help: help)
    }

    private func escapeWords(_ fault: JSONFault) -> Words {
        if fault.kind == .loneSurrogate {
            return Words(
                JSONCodes.loneSurrogate, "The escape \(shown(fault)) is half of a character.", found: shown(fault),
                expected: "two escapes that belong together, such as \\ud83d\\ude00",
                help: "Have the sending system keep such characters whole, or delete the half.")
        }
        return Words(
            JSONCodes.badEscape, "JSON has no escape \(shown(fault)).", found: shown(fault),
            expected: "one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u and four hexadecimal digits",
            help: "Write a backslash that is meant as itself twice.")
    }

    private func numberWords(_ fault: JSONFault) -> Words {
        switch fault.kind {
        case .notANumberWord:
            return Words(
                JSONCodes.badNumber, "\(shown(fault)) is not a number.", found: shown(fault), expected: "digits",
                help: "Have the sending system leave out what it could not compute, or send null.")
        case .numberTooLong, .numberTooFine:
            let isFine = fault.kind == .numberTooFine
            return Words(
                JSONCodes.numberTooLong,
                "The number \(shown(fault)) \(isFine ? "has more than 38 places after the point" : "is too large to be kept exactly").",
                found: shown(fault), expected: isFine ? "at most 38 places after the point" : "at most 38 digits",
                help: "Have the sending system round the number as its business rule says.")
        default:
            return Words(
                JSONCodes.badNumber, "\(shown(fault)) is not written as JSON writes numbers.", found: shown(fault),
                expected: "a number such as 0.5, -12 or 1250.00", help: numberHelp(fault))
        }
    }

    private func numberHelp(_ fault: JSONFault) -> String {
        let text = file.text(in: clamped(fault.start)..<clamped(fault.end))
        if text.hasPrefix("+") { return "Delete the plus." }
        if text.hasPrefix(".") || text.hasPrefix("-.") { return "Write a 0 before the point." }
        if text.hasSuffix(".") { return "Delete the point, or write a digit behind it." }
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        if digits.hasPrefix("0"), digits.dropFirst().first?.isNumber == true {
            return "Delete the leading zeros, or put a number that is a name, such as an account, into quotation marks."
        }
        return "Write only digits, with a point before the places; put anything else into quotation marks."
    }
}
