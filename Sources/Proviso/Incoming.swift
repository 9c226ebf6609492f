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
        let read = reader.cloudEvents(of: SourceFile(name: name, bytes: json), layouts)
        return (read.events.map(\.event), read.diagnostics)
    }

    /// A record of a declared type, or the data of an event, as a host gives it to an engine.
    ///
    /// - Returns: nothing if no file declares `type`, or something is wrong with the text.
    public func record(
        _ type: String, json: [UInt8], named name: String = "the record"
    ) -> (value: Value?, diagnostics: [Diagnostic]) {
        guard let shape = shape(type), let layout = try? RecordLayout(shape) else { return (nil, []) }
        var reader = JSONReader()
        let reading = reader.record(of: SourceFile(name: name, bytes: json), layout)
        return (reading.value, reading.diagnostics)
    }

    /// How the data of each declared event is read; an event of another type is refused.
    var layouts: CloudEventLayouts {
        CloudEventLayouts(
            routes.types.compactMap { type in
                guard let shape = routes[type]?.shape, let layout = try? RecordLayout(shape) else { return nil }
                return (type, layout)
            }, unknownTypes: .refuse)
    }
}
