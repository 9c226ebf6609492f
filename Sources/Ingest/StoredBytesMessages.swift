package import Encoding
package import SourceText

/// The problems of stored or received bytes that should be the canonical encoding: E1200 to E1249.
package enum EncodingCodes {
    package static let cutOff = DiagnosticCode(
        "E1200", "Stored data is cut off",
        """
        The data ends in the middle of a value. It was not written or copied completely. Restore it from a backup, or read it \
        again from where it came.
        """)
    package static let notCanonical = DiagnosticCode(
        "E1201", "Stored data is not in its one form",
        """
        Each value is stored in exactly one form, so that a digest over data is a digest over what it says. This data says \
        something in another form: it was written by another program, or damaged.
        """)
    package static let duplicateKey = DiagnosticCode(
        "E1202", "Stored data has a key twice",
        "Of two values for one key nobody could say which one holds. The data was written by another program, or damaged."
    )
    package static let invalidUTF8 = DiagnosticCode(
        "E1203", "Stored text is not UTF-8", "A text in the data is not valid UTF-8. The data was damaged.")
    package static let tooDeep = DiagnosticCode(
        "E1204", "Stored data is nested too deeply", "Lists and maps may lie inside one another only so many times.")
    package static let trailingBytes = DiagnosticCode(
        "E1205", "Something behind the end of stored data",
        "One value was expected, and bytes follow it. Two pieces of data were joined, or the data was damaged.")
    package static let wrongType = DiagnosticCode(
        "E1206", "Stored data holds another value than expected",
        """
        At this place another kind of value is stored, or one that cannot be. The data is of another kind than it was taken \
        for, or damaged.
        """)
    package static let otherVersion = DiagnosticCode(
        "E1207", "Stored data is of another version",
        """
        The data has a field or a kind of value that this version of Proviso does not know, or lacks one that it needs. Read it \
        with the version that wrote it, or a later one.
        """)

    package static let all: [DiagnosticCode] = [
        cutOff, notCanonical, duplicateKey, invalidUTF8, tooDeep, trailingBytes, wrongType, otherVersion,
    ]
}

extension CanonicalDecodingError {
    /// The problem in words, at its byte in a listing of the data in hexadecimal: 32 bytes a line.
    ///
    /// - Parameter name: of the data, such as `the state of run INV-1`.
    package func diagnostic(in bytes: [UInt8], name: String) -> Diagnostic {
        let file = SourceFile(name: "\(name), in hexadecimal", text: Self.listing(bytes))
        let at = min(max(offset, 0), bytes.count)
        let start = at / 32 * 65 + at % 32 * 2
        let span = Span(min(start, file.bytes.count)..<min(start + 2, file.bytes.count))
        let words = words(bytes)
        return Diagnostic(
            words.code, at: Place(file, span), "\(words.message) It is at byte \(offset).", found: words.found,
            expected: words.expected, help: words.help)
    }

    private static func listing(_ bytes: [UInt8]) -> String {
        stride(from: 0, to: bytes.count, by: 32)
            .map { Hexadecimal.text(bytes[$0..<min($0 + 32, bytes.count)]) }.joined(separator: "\n")
    }

    private func words(_ bytes: [UInt8]) -> JSONMessages.Words {
        let byte = bytes.indices.contains(offset) ? "the byte 0x\(Hexadecimal.text([bytes[offset]]))" : "the end"
        let restore = "Restore the data from a backup, or read it again from where it came."
        switch reason {
        case .endOfBytes:
            return .init(
                EncodingCodes.cutOff, "The data is cut off.", found: "\(bytes.count) bytes",
                expected: "the rest of the value",
                help: restore)
        case .notShortest, .indefiniteLength, .reserved, .keysOutOfOrder, .keyType, .notNormal:
            return .init(
                EncodingCodes.notCanonical, "The data is not in its one form: \(form).", found: byte,
                expected: "the form that Documentation/Encoding.md states", help: restore)
        case .duplicateKey:
            return .init(
                EncodingCodes.duplicateKey, "The data has a key twice.", found: "a second key of one map",
                expected: "each key once", help: restore)
        case .invalidUTF8:
            return .init(
                EncodingCodes.invalidUTF8, "A text in the data is not UTF-8.", found: "bytes that are no text",
                expected: "text in UTF-8", help: restore)
        case .tooDeep:
            return .init(
                EncodingCodes.tooDeep, "The data is nested too deeply.", found: "level \(detail + 1)",
                expected: "at most \(detail) levels", help: "Check where the data is from.")
        case .trailingBytes:
            return .init(
                EncodingCodes.trailingBytes, "The value is complete, and bytes follow it.",
                found: bytes.count - offset == 1 ? "1 more byte" : "\(bytes.count - offset) more bytes",
                expected: "nothing more", help: restore)
        case .wrongType, .outOfRange, .wrongCount:
            return .init(
                EncodingCodes.wrongType, "The data holds another value than is expected here.", found: byte,
                expected: "the value that belongs here", help: "Check that this is the data you meant. \(restore)")
        case .unknownField, .missingField, .unknownTag:
            let found =
                switch reason {
                case .unknownField: "field \(detail), which is not known"
                case .missingField: "no field \(detail)"
                default: "a kind of value that is not known"
                }
            return .init(
                EncodingCodes.otherVersion, "The data is of another version.", found: found,
                expected: "the fields of this version", help: "Read it with the version of Proviso that wrote it.")
        }
    }

    private var form: String {
        switch reason {
        case .notShortest: "a number or a length takes more bytes than it needs"
        case .indefiniteLength: "a length is left open"
        case .keysOutOfOrder: "keys are not in their order"
        case .keyType: "a key is neither a number nor a text"
        case .notNormal: "a value is not in its normal form"
        default: "a byte has no meaning"
        }
    }
}
