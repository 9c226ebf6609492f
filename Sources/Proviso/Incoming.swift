import Checking
import Definitions
import Encoding
public import Evaluation
public import Ingest
import Program
public import SourceText

/// What comes in from outside as JSON, read by the shapes that the files declare.
extension RuleSet {
    /// Events in the JSON format of CloudEvents 1.0.2: one, or a batch in brackets.
    ///
    /// - Parameter name: what messages call the text.
    /// - Returns: no event if something is wrong with one of them; the diagnostics say what, and where.
    public func events(json: [UInt8], named name: String = "the events") -> (events: [Event], diagnostics: [Diagnostic])
    {
        var reader = JSONReader()
        let read = reader.cloudEvents(of: SourceFile(name: name, bytes: json), routes.layouts(shapes))
        return (read.events.map(\.event), read.diagnostics)
    }

    /// A record of a declared type, or the data of an event, as a host gives it to an engine.
    ///
    /// - Returns: nothing if no file declares `type`, or something is wrong with the text; the diagnostics say which.
    public func record(
        _ type: String, json: [UInt8], named name: String = "the record"
    ) -> (value: Value?, diagnostics: [Diagnostic]) {
        let file = SourceFile(name: name, bytes: json)
        guard let shape = shape(type) else { return (nil, [undeclared(type, file)]) }
        let layout: RecordLayout
        do throws(RecordLayoutError) { layout = try RecordLayout(shape, shapes: shapes.all) } catch {
            return (nil, [unreadable(type, error, file)])
        }
        var reader = JSONReader()
        let reading = reader.record(of: file, layout)
        return (reading.value, reading.diagnostics)
    }
}

extension RuleSet {
    private func undeclared(_ type: String, _ file: SourceFile) -> Diagnostic {
        let known = Set((library.records.map(\.heading) + library.events.map(\.heading)).map(\.name.value)).sorted()
        return Diagnostic(
            CheckingCodes.unknownName, at: Place(file, Span(0..<0)), "No file declares \"\(type)\".",
            found: "\"\(type)\"",
            expected: known.isEmpty
                ? "a record or an event that a file declares"
                : "one of " + known.prefix(12).map { "\"\($0)\"" }.joined(separator: ", ")
                    + (known.count > 12 ? ", …" : ""),
            help: didYouMean(type, among: known).map { "Write \"\($0)\"." }
                ?? "Name a declared record or event, or add the file that declares it.")
    }

    private func unreadable(_ type: String, _ error: RecordLayoutError, _ file: SourceFile) -> Diagnostic {
        let what =
            switch error {
            case .unknownShape(let name): "\"\(name)\", which no file declares"
            case .unsupportedType(let field, _): "the field \"\(field)\", whose type JSON has no form for"
            case .tooManyFields(let shape): "\"\(shape)\" with more than \(RecordLayout.maximumFields) fields"
            }
        return Diagnostic(
            CheckingCodes.unknownName, at: Place(file, Span(0..<0)), "\"\(type)\" cannot be read from JSON.",
            found: what, expected: "fields of declared types", help: "Correct the declaration of \"\(type)\".")
    }
}

extension EventRoutes {
    /// How the data of each declared event is read; an event of another type is refused.
    func layouts(_ shapes: Shapes) -> CloudEventLayouts {
        CloudEventLayouts(
            types.compactMap { type in
                guard let shape = self[type]?.shape, let layout = try? RecordLayout(shape, shapes: shapes.all) else {
                    return nil
                }
                return (type, layout)
            }, unknownTypes: .refuse)
    }
}
