import Dates
package import SourceText
import YAMLReading

/// Why a scalar cannot stand where it stands.
package struct Misreading: Error {
    package var code: DiagnosticCode
    /// What is wrong, as the end of a sentence that begins with the place: `is not a period`.
    package var problem: String
    package var expected: String
    package var help: String
    /// What was certainly meant.
    package var mend: String?
    /// The part of the text that is at fault; all of it if nil.
    package var part: Excerpt?

    init(
        _ code: DiagnosticCode, _ problem: String, expected: String, help: String, mend: String? = nil,
        part: Excerpt? = nil
    ) {
        self.code = code
        self.problem = problem
        self.expected = expected
        self.help = help
        self.mend = mend
        self.part = part
    }
}

/// Reads scalars as what their place asks for. The validation reports what is thrown; the definitions take what is
/// returned.
package enum Reading {
    // MARK: Numbers

    static func integer(_ text: String, _ bounds: ClosedRange<Int>) throws(Misreading) -> Parametric<Int> {
        if let parameter = parameter(text) { return .parameter(parameter) }
        return .value(try count(text, bounds))
    }

    /// Digits only.
    package static func count(_ text: String, _ bounds: ClosedRange<Int>) throws(Misreading) -> Int {
        let expected = "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
        let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
        guard !digits.isEmpty, digits.allSatisfy(isDigit), digits.count == 1 || digits.first != UInt8(ascii: "0") else {
            let bare = String(text.filter { $0 != "," && $0 != "_" && $0 != " " && $0 != "'" })
            let mend = bare != text && !bare.isEmpty && bare.utf8.allSatisfy(isDigit) ? bare : withoutZeros(text)
            throw Misreading(
                DefinitionCodes.badInteger, "is not a whole number", expected: expected,
                help: mend.map { "Write \($0)." } ?? "Write the number in digits.", mend: mend)
        }
        guard let value = Int(text), bounds.contains(value) else {
            let isLow = text.hasPrefix("-") || Int(text).map { $0 < bounds.lowerBound } == true
            throw Misreading(
                DefinitionCodes.integerRange, "is too \(isLow ? "small" : "large")", expected: expected,
                help: "Write a number from \(bounds.lowerBound) to \(bounds.upperBound).")
        }
        return value
    }

    /// `3 times`, `1 time` or `3`.
    static func times(_ text: String, _ bounds: ClosedRange<Int>) throws(Misreading) -> Parametric<Int> {
        for suffix in [" times", " time"] where text.hasSuffix(suffix) {
            return .value(try count(String(text.dropLast(suffix.count)), bounds))
        }
        if let parameter = parameter(text) { return .parameter(parameter) }
        do { return .value(try count(text, bounds)) } catch {
            var error = error
            error.expected = "how often, such as 3 times, from \(bounds.lowerBound) to \(bounds.upperBound)"
            error.help = error.mend.map { "Write \($0) times." } ?? "Write a number and \"times\"."
            error.mend = error.mend.map { "\($0) times" }
            throw error
        }
    }

    private static func withoutZeros(_ text: String) -> String? {
        guard text.utf8.count > 1, text.utf8.allSatisfy(isDigit) else { return nil }
        let rest = text.drop { $0 == "0" }
        return rest.isEmpty ? "0" : String(rest)
    }

    /// Checks the form only: `12`, `-0.50`. The text is the value; whoever computes with it reads it exactly.
    package static func number(_ text: String) throws(Misreading) -> String {
        guard isNumber(text) else {
            let mend = numberMend(text)
            throw Misreading(
                DefinitionCodes.badNumber, "is not a number", expected: "a number such as 1200 or 0.05",
                help: mend.map { "Write \($0)." } ?? "Write the number in digits, with a point before the decimals.",
                mend: mend)
        }
        return text
    }

    package static func money(_ text: String) throws(Misreading) -> (number: String, currency: String) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 2, isNumber(parts[0]), isCurrency(parts[1]) { return (parts[0], parts[1]) }
        var mend: String?
        if parts.count == 2, let number = isNumber(parts[0]) ? parts[0] : numberMend(parts[0]) {
            let currency = parts[1].uppercased()
            if isCurrency(currency) { mend = "\(number) \(currency)" }
        } else if parts.count == 1, isNumber(String(text.dropLast(3))), isCurrency(text.suffix(3).uppercased()) {
            mend = "\(text.dropLast(3)) \(text.suffix(3).uppercased())"
        }
        let sign = text.unicodeScalars.first { $0.properties.generalCategory == .currencySymbol }
        throw Misreading(
            DefinitionCodes.badMoney, "is not an amount of money",
            expected: "an amount with its currency, such as 0.05 USD",
            help: mend.map { "Write \($0)." }
                ?? sign.map { "Write the currency's three letters behind the number; \"\($0)\" stands for several." }
                ?? "Write the number, a blank and the currency in three capital letters.",
            mend: mend)
    }

    package static func percentage(_ text: String) throws(Misreading) -> String {
        let number = String(text.dropLast())
        if text.hasSuffix("%"), isNumber(number) { return number }
        let bare = text.hasSuffix(" %") ? String(text.dropLast(2)) : nil
        let mend = bare.flatMap { isNumber($0) ? "\($0)%" : nil }
        throw Misreading(
            DefinitionCodes.badPercentage, "is not a percentage",
            expected: "a number with a percent sign, such as 2.5%",
            help: mend.map { "Write \($0)." } ?? "Write the number with a percent sign directly behind it.", mend: mend)
    }

    static func currency(_ text: String) throws(Misreading) -> String {
        if isCurrency(text) { return text }
        let upper = text.uppercased()
        let mend = isCurrency(upper) ? upper : nil
        throw Misreading(
            DefinitionCodes.badCurrency, "is not a currency", expected: "three capital letters, such as USD",
            help: mend.map { "Write \($0)." } ?? "Write the currency's three letters of ISO 4217.", mend: mend)
    }

    static func isCurrency(_ text: String) -> Bool {
        text.utf8.count == 3 && text.utf8.allSatisfy { $0 &- UInt8(ascii: "A") < 26 }
    }

    /// An optional sign, digits without a superfluous zero in front, and a point with digits behind it.
    private static func isNumber(_ text: String) -> Bool {
        let bytes = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = parts.first, !whole.isEmpty, bytes.count <= 40 else { return false }
        guard whole.count == 1 || whole.first != UInt8(ascii: "0") else { return false }
        return parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(isDigit) }
    }

    /// `1,200`, `1_200.50` and `.5` as `1200`, `1200.50` and `0.5`; not `1,5`, which may be meant either way.
    private static func numberMend(_ text: String) -> String? {
        if text.hasPrefix("."), isNumber("0" + text) { return "0" + text }
        let separators: [Character] = [",", "_", "'"]
        for separator in separators where text.contains(separator) {
            let whole = text.prefix { $0 != "." }
            let groups = whole.split(separator: separator, omittingEmptySubsequences: false)
            guard groups.dropFirst().allSatisfy({ $0.count == 3 }), groups[0].count <= 3 else { continue }
            let bare = text.filter { $0 != separator }
            if isNumber(bare) { return bare }
        }
        return nil
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    package static func boolean(_ text: String) throws(Misreading) -> Bool {
        if text == "true" { return true }
        if text == "false" { return false }
        let mend: String? =
            switch text.lowercased() {
            case "yes", "y", "on", "true": "true"
            case "no", "n", "off", "false": "false"
            default: nil
            }
        throw Misreading(
            DefinitionCodes.badBoolean, "is neither true nor false", expected: "true or false",
            help: mend.map { "Write \($0)." } ?? "Write true or false.", mend: mend)
    }

    // MARK: Small notations

    /// The name in `parameters.name`.
    static func parameter(_ text: String) -> String? {
        let prefix = "parameters."
        guard text.hasPrefix(prefix) else { return nil }
        let name = String(text.dropFirst(prefix.count))
        return NameStyle.snake.accepts(name) ? name : nil
    }

    static func zone(_ node: LocatedNode) throws(Misreading) -> WrittenZone {
        let text = node.text
        if text == "UTC" { return .named(text) }
        let isRegion = text.contains("/")
        let isName = text.utf8.allSatisfy {
            ($0 | 0x20) &- UInt8(ascii: "a") < 26 || isDigit($0) || [0x2F, 0x5F, 0x2D, 0x2B].contains($0)
        }
        if isRegion, isName, !text.hasPrefix("/"), !text.hasSuffix("/") { return .named(text) }
        if !isRegion, text.contains(".") { return .expression(Excerpt(node)) }
        throw Misreading(
            DefinitionCodes.badZone, "is not a time zone",
            expected: "a region and city such as America/New_York, UTC, or an expression such as customer.timezone",
            help:
                "Write the region and city whose clock counts; abbreviations such as CET or EST mean different things.")
    }

    static func repetition(_ node: LocatedNode) throws(Misreading) -> Repetition {
        let whole = Excerpt(node)
        let bytes = whole.bytes
        let name = bytes.prefix { !isBlank($0) }
        var index = name.count
        while index < bytes.count, isBlank(bytes[index]) { index += 1 }
        let isIn = bytes[index...].starts(with: "in".utf8) && index + 2 < bytes.count && isBlank(bytes[index + 2])
        let list = Excerpt(node, min(index + 2, bytes.count)..<bytes.count).trimmed
        let text = String(decoding: name, as: UTF8.self)
        guard isIn, !list.range.isEmpty, index > name.count else {
            throw Misreading(
                DefinitionCodes.badRepetition, "does not say a name and a list",
                expected: "a name, \"in\" and a list, such as line in invoice.lines",
                help: "Write the name by which the steps speak of one item, \"in\", and the list.")
        }
        let part = Excerpt(node, 0..<name.count)
        try self.name(text, .snake, part: part)
        return Repetition(name: text, nameExcerpt: part, list: list)
    }

    /// `controller`, `2 of controller`, `maria or controller`, `2 of maria or lee or kim`.
    static func level(_ node: LocatedNode) throws(Misreading) -> Level {
        let whole = Excerpt(node).trimmed
        var words: [(text: String, part: Excerpt)] = []
        var start = whole.range.lowerBound
        for word in whole.text.split(separator: " ", omittingEmptySubsequences: false) {
            let end = start + word.utf8.count
            if !word.isEmpty { words.append((String(word), Excerpt(node, start..<end))) }
            start = end + 1
        }
        var people = 1
        if words.count > 2, words[1].text == "of" {
            do { people = try count(words[0].text, 1...100) } catch {
                var error = error
                error.part = words[0].part
                throw error
            }
            words.removeFirst(2)
        } else if words.count == 2, let people = Int(words[0].text), people > 0, NameStyle.kebab.accepts(words[1].text)
        {
            throw Misreading(
                DefinitionCodes.badLevel, "is not a level of an approval",
                expected: "a number of people, \"of\" and their role, such as 2 of controller",
                help: "Write \(people) of \(words[1].text).", mend: "\(people) of \(words[1].text)")
        }
        var names: [String] = []
        for (index, word) in words.enumerated() {
            let isName = index % 2 == 0
            guard isName != (word.text == "or"), isName || index + 1 < words.count else {
                throw Misreading(
                    DefinitionCodes.badLevel, "is not a level of an approval",
                    expected:
                        "a role, a person, or a number of people, such as controller, 2 of controller or maria or lee",
                    help: "Write the role alone, or a number, \"of\" and the role; several with \"or\" between them.")
            }
            guard isName else { continue }
            if !word.text.contains("@") { try name(word.text, .kebab, part: words.count == 1 ? nil : word.part) }
            names.append(word.text)
        }
        return Level(count: people, names: names)
    }

    static func name(_ text: String, _ style: NameStyle, part: Excerpt?) throws(Misreading) {
        guard text.utf8.count <= NameStyle.maximumNameBytes else {
            throw Misreading(
                DefinitionCodes.nameTooLong, "is too long",
                expected: "at most \(NameStyle.maximumNameBytes) characters (the limit on a name)",
                help: "Write a shorter name.",
                part: part)
        }
        guard !style.accepts(text) else { return }
        let mend = style.mended(text)
        throw Misreading(
            DefinitionCodes.badName, "is not written as names are here", expected: style.description,
            help: mend.map { "Write \($0)." } ?? "Write \(style.description).", mend: mend, part: part)
    }
}
