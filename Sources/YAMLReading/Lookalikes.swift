import SourceText

/// Characters that look like a space, a dash, a colon or a quotation mark of the notation and are none: what word processors,
/// web pages and keyboards of other scripts write.
enum Lookalike {
    /// The Unicode scalars that look like `-`, with their names.
    static let dashes: [Unicode.Scalar: String] = [
        "\u{2010}": "hyphen", "\u{2011}": "non-breaking hyphen", "\u{2012}": "figure dash", "\u{2013}": "en dash",
        "\u{2014}": "em dash", "\u{2212}": "minus sign",
    ]
    static let colons: [Unicode.Scalar: String] = ["\u{FF1A}": "full-width colon", "\u{FE55}": "small colon"]

    static func space(_ place: Place, _ scalar: Unicode.Scalar, all spans: [Span]) -> Diagnostic {
        Diagnostic(
            YAMLCodes.lookalike, at: place, "A character that only looks like a space stands where a space should.",
            found: "the character \(number(scalar))\(scalar == "\u{A0}" ? " (no-break space)" : "")",
            expected: "an ordinary space",
            help: "Write a space instead; it was probably copied from a web page or a word processor.",
            fix: Fix("Replace it by a space", spans.map { Fix.Edit($0, " ") }))
    }

    static func sign(_ sign: String, _ place: Place, _ scalar: Unicode.Scalar, _ name: String, _ replacement: String)
        -> Diagnostic
    {
        Diagnostic(
            YAMLCodes.lookalike, at: place,
            "A character that only looks like \"\(sign)\" stands where \"\(sign)\" should.",
            found: "the character \(number(scalar)) (\(name))", expected: "\"\(sign)\" as the keyboard writes it",
            help: "Write \"\(sign)\" instead; some programs replace it as one types.",
            fix: Fix("Replace it by \"\(sign)\"", [.init(place.span, replacement)]))
    }

    private static func number(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// `“text”` and the like: what stands between, if the text begins and ends with marks of one kind.
    static func insideCurlyMarks(_ text: String) -> String? {
        let pairs: [(Character, Character)] = [("“", "”"), ("„", "“"), ("‘", "’"), ("«", "»"), ("”", "”")]
        guard text.count > 1, let first = text.first, let last = text.last else { return nil }
        return pairs.contains { $0.0 == first && $0.1 == last } ? String(text.dropFirst().dropLast()) : nil
    }
}

extension Fault {
    /// On the line at fault or the one above, a lookalike in a place where it matters; nil if there is none.
    func lookalike() -> Diagnosis? {
        let number = lineNumber(offset)
        for candidate in [number, lineNumber(contextOffset), lineAbove(number)?.number ?? number] {
            let line = line(candidate)
            let text = file.text(in: line.range)
            guard text.utf8.contains(where: { $0 >= 0x80 }) else { continue }
            guard let found = space(text, line) ?? dash(text, line) ?? colon(text, line) else { continue }
            return Diagnosis(found, Int(found.place.span.start), .blank(block(candidate)))
        }
        return nil
    }

    /// A space of another kind in the indentation, behind a dash or behind a colon.
    private func space(_ text: String, _ line: SourceLine) -> Diagnostic? {
        var spans: [Span] = []
        var first: Unicode.Scalar?
        var mayStand = true
        var index = line.range.lowerBound
        for scalar in text.unicodeScalars {
            // What follows bytes that are no UTF-8 has no certain place.
            if scalar == "\u{FFFD}" { break }
            let length = scalar.utf8.count
            if mayStand, scalar.value >= 0x80, scalar.properties.isWhitespace {
                first = first ?? scalar
                spans.append(Span(index..<index + length))
            } else if scalar != " " {
                mayStand = scalar == ":" || scalar == "-"
            }
            index += length
        }
        return first.map { Lookalike.space(Place(file, spans[0]), $0, all: spans) }
    }

    /// `– do: invoice.post`.
    private func dash(_ text: String, _ line: SourceLine) -> Diagnostic? {
        var scalars = text.unicodeScalars.drop { $0 == " " }
        guard let first = scalars.popFirst(), let name = Lookalike.dashes[first], scalars.first == " " else {
            return nil
        }
        return Lookalike.sign("-", place(line.content..<line.content + first.utf8.count), first, name, "-")
    }

    /// `title：Release`.
    private func colon(_ text: String, _ line: SourceLine) -> Diagnostic? {
        guard line.colon == nil else { return nil }
        var index = line.range.lowerBound
        var behind = text.unicodeScalars[...]
        while let scalar = behind.popFirst(), scalar != "\u{FFFD}" {
            if let name = Lookalike.colons[scalar] {
                let isSpaced = behind.first == " " || behind.isEmpty
                return Lookalike.sign(
                    ":", place(index..<index + scalar.utf8.count), scalar, name, isSpaced ? ":" : ": ")
            }
            index += scalar.utf8.count
        }
        return nil
    }
}
