/// How names are written, and how a text that is not written so would be.
extension NameStyle {
    package static let maximumNameBytes = 100

    package func accepts(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { accepts($0) }
    }

    /// A text of more than `maximumNameBytes` is no name.
    func accepts(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count <= Self.maximumNameBytes else { return false }
        switch self {
        case .snake: return Self.isName(bytes[...], separator: UInt8(ascii: "_"))
        case .kebab: return Self.isName(bytes[...], separator: UInt8(ascii: "-"))
        case .dotted:
            var start = 0
            for index in bytes.indices where bytes[index] == UInt8(ascii: ".") {
                guard Self.isName(bytes[start..<index], separator: UInt8(ascii: "_")) else { return false }
                start = index + 1
            }
            return start > 0 && Self.isName(bytes[start...], separator: UInt8(ascii: "_"))
        case .language: return Self.isLanguage(bytes)
        }
    }

    /// A letter first; letters, digits and single separators; no separator at an end.
    private static func isName(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, separator: UInt8) -> Bool {
        var previous = separator
        var isFirst = true
        for byte in bytes {
            let isLetter = byte &- UInt8(ascii: "a") < 26
            let isDigit = byte &- UInt8(ascii: "0") < 10
            guard isLetter || (isDigit && !isFirst) || (byte == separator && previous != separator) else {
                return false
            }
            previous = byte
            isFirst = false
        }
        return previous != separator
    }

    /// Two or three letters, or these, a hyphen and two capital letters.
    private static func isLanguage(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let parts = bytes.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard let first = parts.first.map(Array.init), first.count == 2 || first.count == 3, parts.count <= 2 else {
            return false
        }
        guard first.allSatisfy({ $0 &- UInt8(ascii: "a") < 26 }) else { return false }
        return parts.count == 1 || (parts[1].count == 2 && parts[1].allSatisfy { $0 &- UInt8(ascii: "A") < 26 })
    }

    package var example: String {
        switch self {
        case .snake: "first_reminder"
        case .kebab: "invoice-release"
        case .dotted: "invoice.post"
        case .language: "en"
        }
    }

    /// As a noun phrase, for messages.
    package var description: String {
        switch self {
        case .snake: "a name of small letters, digits and underscores, such as first_reminder"
        case .kebab: "a name of small letters, digits and hyphens, such as invoice-release"
        case .dotted: "a name in two parts with a point between them, such as invoice.post"
        case .language: "a language such as en or pt-BR"
        }
    }

    /// The name that the text comes to if capitals, blanks and other separators are written as this style asks; nil if
    /// no name is left, or a letter would be lost.
    package func mended(_ text: String) -> String? {
        switch self {
        case .snake: return Self.words(text)?.joined(separator: "_").acceptable(self)
        case .kebab: return Self.words(text)?.joined(separator: "-").acceptable(self)
        case .dotted:
            let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Self.words(String($0)) }
            guard parts.allSatisfy({ $0 != nil }) else { return nil }
            return parts.map { ($0 ?? []).joined(separator: "_") }.joined(separator: ".").acceptable(self)
        case .language:
            let parts = text.split(whereSeparator: { $0 == "-" || $0 == "_" })
            guard let first = parts.first, parts.count <= 2 else { return nil }
            let name = first.lowercased() + (parts.count == 2 ? "-" + parts[1].uppercased() : "")
            return name.acceptable(self)
        }
    }

    /// The words of a name in any style: `invoiceRelease`, `Invoice Release` and `invoice_release` have the same.
    private static func words(_ text: String) -> [String]? {
        var words: [String] = []
        var word = ""
        var previousWasSmall = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "A"..."Z":
                if previousWasSmall, !word.isEmpty {
                    words.append(word)
                    word = ""
                }
                word.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value) | 0x20))
                previousWasSmall = false
            case "a"..."z", "0"..."9":
                word.unicodeScalars.append(scalar)
                previousWasSmall = true
            case " ", "_", "-", ".", "/":
                if !word.isEmpty { words.append(word) }
                word = ""
                previousWasSmall = false
            default: return nil
            }
        }
        if !word.isEmpty { words.append(word) }
        return words.isEmpty ? nil : words
    }
}

extension String {
    fileprivate func acceptable(_ style: NameStyle) -> String? {
        style.accepts(self) && utf8.count <= NameStyle.maximumNameBytes ? self : nil
    }
}
