package import Encoding
package import Evaluation
package import Hosting

/// The notices that can be sent, and which calls send them: what a host needs to render the notice that a call names.
package struct NoticeOutlets: Sendable {
    /// Where the inputs of one notice come from in the calls of one primitive.
    package struct Sources: Hashable, Sendable {
        package var notice: Text
        /// By the notice's inputs: the call's input that gives it, or `nil` for none.
        package var inputs: [Text?]

        package init(notice: Text, inputs: [Text?]) {
            self.notice = notice
            self.inputs = inputs
        }
    }

    /// A primitive that sends notices.
    package struct Outlet: Hashable, Sendable {
        package var primitive: Text
        /// The input that names the notice.
        package var noticeInput: Text
        /// Sorted by notice.
        package var sources: [Sources]

        package init(primitive: Text, noticeInput: Text, sources: [Sources]) {
            self.primitive = primitive
            self.noticeInput = noticeInput
            self.sources = sources
        }
    }

    /// Sorted by name.
    package let notices: [Notice]
    /// Sorted by primitive.
    package let outlets: [Outlet]

    package static let none = NoticeOutlets(notices: [], outlets: [])

    package init(notices: [Notice], outlets: [Outlet]) {
        self.notices = notices.sorted { $0.name < $1.name }
        self.outlets = outlets.sorted { $0.primitive < $1.primitive }
    }

    package func notice(_ name: Text) -> Notice? { notices.first { $0.name == name } }

    /// The notice that a call sends, rendered; nothing if the call sends none that is known.
    ///
    /// - Parameters:
    ///   - languages: those that the recipient reads, the preferred first.
    ///   - record: a record of the billing system as it is now; `absent` where there is none.
    /// - Throws: why there is no text, of which a person must be told.
    package func rendering(
        of call: Call, for languages: [Text], _ environment: EvaluationEnvironment, record: (Query) -> Value
    ) throws(NoticeFailure) -> (notice: Notice, rendering: Rendering)? {
        guard let outlet = outlets.first(where: { $0.primitive == call.primitive }),
            let name = call[outlet.noticeInput]?.asText, let notice = notice(name),
            let sources = outlet.sources.first(where: { $0.notice == name })
        else { return nil }
        var values: [Value] = []
        for (input, source) in zip(notice.inputs, sources.inputs) {
            let given = source.flatMap { call[$0] } ?? .absent
            if let type = input.record, let id = given.asText {
                values.append(record(Query(type: type, id: id)))
            } else {
                values.append(given)
            }
        }
        return (notice, try notice.render(for: languages, values, environment))
    }
}
