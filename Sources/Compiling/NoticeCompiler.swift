package import Checking
import Definitions
package import Encoding
import Evaluation
import Expressions
package import Notices
import Program
package import SourceText

/// Lowers checked notices, and finds which call's inputs each of them speaks of.
package enum NoticeCompiler {
    /// - Parameters:
    ///   - isForFindings: the notice is not to be sent, and has no identity.
    ///   - digest: SHA-256, given since the core links no C library.
    /// - Returns: no notice if an expression has a constant that cannot be a value; the diagnostics say which.
    package static func compile(
        _ checked: CheckedNotice, isForFindings: Bool = false, digest: ([UInt8]) -> Digest
    ) -> (notice: Notice?, diagnostics: [Diagnostic]) {
        var code: [Code] = []
        var diagnostics: [Diagnostic] = []
        for expression in checked.expressions {
            let lowered = lower(expression.checked, checked.declarations, expression.source, shapes: checked.shapes)
            diagnostics += lowered.diagnostics
            if let expression = lowered.expression { code.append(expression.code) }
        }
        guard code.count == checked.expressions.count else { return (nil, diagnostics) }
        let definition = checked.definition
        let notice = Notice(
            name: Text(definition.heading.name.value), version: definition.heading.version.value,
            identity: digest(isForFindings ? [] : Identity.bytes(of: definition.node, as: .notice)),
            inputs: definition.inputs.map { input in
                var record: Text?
                if case .record(let name) = input.type.value.required { record = Text(name) }
                return Notice.Input(
                    name: Text(input.name.value), record: record, isOptional: input.type.value.isOptional)
            },
            fallback: Text(definition.fallback.value), onlyIf: checked.onlyIf,
            messages: checked.messages.map { message in
                Notice.Message(
                    language: Text(message.language), subject: pieces(message.subject), body: pieces(message.body))
            }, code: code)
        return (notice, diagnostics)
    }

    private static func pieces(_ template: Template) -> [Notice.Piece] {
        template.pieces.map { piece in
            switch piece {
            case .literal(let text): .literal(text)
            case .value(let code): .value(code)
            }
        }
    }

    /// The latest version of every notice, and the calls that send them.
    package static func outbox(_ library: Library, _ notices: [Notice]) -> NoticeOutlets {
        var outlets: [NoticeOutlets.Outlet] = []
        for name in Set(library.primitives.map(\.heading.name.value)).sorted() {
            guard let primitive = library.primitive(name),
                let input = primitive.inputs.first(where: { $0.type.value.required == .notice })
            else { continue }
            var sources: [NoticeOutlets.Sources] = []
            for notice in Set(library.notices.map(\.heading.name.value)).sorted() {
                guard let definition = library.notice(notice) else { continue }
                sources.append(
                    NoticeOutlets.Sources(
                        notice: Text(notice),
                        inputs: definition.inputs.map { input in
                            if case .input(let name) = NoticeSources.source(of: input, in: primitive) {
                                Text(name)
                            } else {
                                nil
                            }
                        }))
            }
            outlets.append(
                NoticeOutlets.Outlet(primitive: Text(name), noticeInput: Text(input.name.value), sources: sources))
        }
        let latest = notices.filter { library.notice($0.name.string)?.heading.version.value == $0.version }
        return NoticeOutlets(notices: latest, outlets: outlets)
    }
}
