package import Encoding
package import Evaluation

// A notice made ready to be rendered: plain data, as a program is. Its code was typed by the checker over the declared inputs, so that
// rendering only evaluates, writes each value in the forms of the language, and joins.

/// A message in several languages.
package struct Notice: Sendable {
    package enum Piece: Sendable {
        case literal(Text)
        /// The value of this code, written in the forms of the language.
        case value(Int)
    }

    package struct Message: Sendable {
        package var language: Text
        package var subject: [Piece]
        package var body: [Piece]

        package init(language: Text, subject: [Piece], body: [Piece]) {
            self.language = language
            self.subject = subject
            self.body = body
        }
    }

    package struct Input: Hashable, Sendable {
        package var name: Text
        /// The type of the record that the input is; `nil` for a plain value.
        package var record: Text?
        package var isOptional: Bool

        package init(name: Text, record: Text?, isOptional: Bool) {
            self.name = name
            self.record = record
            self.isOptional = isOptional
        }
    }

    package var name: Text
    package var version: Int
    /// Its canonical digest (S12); each use journals it (S11).
    package var identity: Digest
    /// What the text speaks of, in the order of the slots of the code.
    package var inputs: [Input]
    /// The language for people whose own is not among the messages.
    package var fallback: Text
    /// The notice is sent only if this code gives true.
    package var onlyIf: Int?
    /// In the order of the file, one for each language; one is in the fallback language.
    package var messages: [Message]
    package var code: [Code]

    package init(
        name: Text, version: Int, identity: Digest, inputs: [Input], fallback: Text, onlyIf: Int?,
        messages: [Message], code: [Code]
    ) {
        self.name = name
        self.version = version
        self.identity = identity
        self.inputs = inputs
        self.fallback = fallback
        self.onlyIf = onlyIf
        self.messages = messages
        self.code = code
    }

    /// The message for people who read these languages, the preferred first: the first language that is there as asked; else the
    /// first of which another region's form is there (`pt` for `pt-BR`, `pt-BR` for `pt`); else the fallback.
    package func message(for languages: [Text]) -> Message? {
        for language in languages {
            if let exact = messages.first(where: { $0.language == language }) { return exact }
        }
        for language in languages {
            let base = LanguageForms.base(of: language)
            if let plain = messages.first(where: { $0.language == base }) { return plain }
            if let other = messages.first(where: { LanguageForms.base(of: $0.language) == base }) { return other }
        }
        return messages.first { $0.language == fallback }
    }
}

/// What a person receives.
package struct RenderedNotice: Hashable, Sendable {
    package var language: Text
    /// One line.
    package var subject: Text
    package var body: Text

    package init(language: Text, subject: Text, body: Text) {
        self.language = language
        self.subject = subject
        self.body = body
    }
}

/// What becomes of a notice: it is sent, or its `only_if` says that it is not.
package enum Rendering: Hashable, Sendable {
    case message(RenderedNotice)
    case withheld
}

/// Why a notice cannot be rendered.
package enum NoticeFailure: Error, Hashable, Sendable {
    /// An expression gave an error.
    case expression(EvaluationError)
    /// A value that has no form for people: an absent one, a list, a record.
    case noForm(ValueKind)
    /// The ratio has no end in decimals, and nothing was rounded that was not asked to be (S17).
    case endless
    /// There is no message in the language asked for nor in the fallback language.
    case noMessage
}
