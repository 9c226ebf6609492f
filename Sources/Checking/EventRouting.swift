import Definitions
import Encoding
import Evaluation
package import Program
package import SourceText

/// Finds the routes of all declared events, and of the inputs with which runs are started on demand.
package struct EventRouting: Sendable {
    package private(set) var diagnostics: [Diagnostic] = []
    package private(set) var routes = EventRoutes()

    package init(_ library: Library, _ shapes: Shapes) {
        for name in Set(library.events.map(\.heading.name.value)).sorted() {
            guard let event = library.event(name), let shape = shapes.shape(name) else { continue }
            let partition = partition(of: event, shape)
            routes.add(
                Text(name),
                EventRoute(shape: shape, partition: partition, records: Self.records(event.fields, shape)))
        }
        for workflow in library.workflows {
            guard case .demand(let demand) = workflow.trigger.kind,
                let shape = shapes.shape("the inputs of \(workflow.heading.name.value)")
            else { continue }
            let records = Self.records(demand.inputs, shape)
            routes.add(
                Trigger.demand(Text(workflow.heading.name.value)),
                EventRoute(
                    shape: shape, partition: records.first { $0.type == Text("customer") }?.slot, records: records))
        }
        addFollowing(library)
    }

    /// What follows from calls: by the latest version of each signature.
    private mutating func addFollowing(_ library: Library) {
        for name in Set(library.primitives.map(\.heading.name.value)).sorted() {
            guard let primitive = library.primitive(name) else { continue }
            for entry in primitive.then {
                for event in entry.value {
                    routes.add(Text(event.value), after: Text(entry.name.value), of: Text(name))
                }
            }
        }
    }

    private static func records(_ fields: [FieldDefinition], _ shape: Shape) -> [EventRoute.Record] {
        fields.compactMap { field in
            guard case .record(let type) = field.type.value.required, let slot = shape.slot(of: Text(field.name.value))
            else { return nil }
            return EventRoute.Record(slot: slot, type: Text(type))
        }
    }

    /// The field that the event's file names; where it names none, the first that is a customer.
    private mutating func partition(of event: EventDefinition, _ shape: Shape) -> Int? {
        if let written = event.partition {
            if let slot = shape.slot(of: Text(written.value)) { return slot }
            let known = event.fields.map(\.name.value)
            diagnostics.append(
                Diagnostic(
                    CheckingCodes.unknownName, at: written.place,
                    "\"\(event.heading.name.value)\" has no field \"\(written.value)\".",
                    found: "\"\(written.value)\"",
                    expected: "one of " + known.map { "\"\($0)\"" }.joined(separator: ", "),
                    help: didYouMean(written.value, among: known).map { "Write \"\($0)\"." }
                        ?? "Name one of the fields of this event."))
            return nil
        }
        if let slot = Self.records(event.fields, shape).first(where: { $0.type == Text("customer") })?.slot {
            return slot
        }
        diagnostics.append(
            Diagnostic(
                CheckingCodes.noPartition, at: event.heading.name.place,
                "It is not clear which customer \"\(event.heading.name.value)\" belongs to.",
                found: "no field of the type \"customer\", and no \"partition\"",
                expected: "a field that says which customer the event is about",
                help:
                    "Add a field \"customer: customer\", or name under \"partition\" the field that keeps such events together."
            ))
        return nil
    }
}
