package import Encoding
package import Evaluation

/// What a shell must know of an event besides its data: the partition that it belongs to (S15), and which of its fields name
/// records (S8).
package struct EventRoute: Sendable {
    /// A field whose value is the identity of a record.
    package struct Record: Hashable, Sendable {
        package var slot: Int
        package var type: Text

        package init(slot: Int, type: Text) {
            self.slot = slot
            self.type = type
        }
    }

    package var shape: Shape
    /// The slot of the field whose value is the partition.
    package var partition: Int?
    package var records: [Record]

    package init(shape: Shape, partition: Int?, records: [Record]) {
        self.shape = shape
        self.partition = partition
        self.records = records
    }

    /// The partition of an event with this data; empty if the event says none.
    package func partition(of data: Value) -> Text {
        guard let partition, let slots = data.slots, slots.indices.contains(partition) else { return Text() }
        return slots[partition].asText ?? Text()
    }
}

/// The routes of events, by type.
package struct EventRoutes: Sendable {
    private var routes: [Text: EventRoute] = [:]
    /// The events that the billing system tells after an outcome of a call, as the signatures say.
    package private(set) var following: [(primitive: Text, outcome: Text, event: Text)] = []

    package init() {}

    package mutating func add(_ type: Text, _ route: EventRoute) { routes[type] = route }

    package mutating func add(_ event: Text, after outcome: Text, of primitive: Text) {
        following.append((primitive, outcome, event))
    }

    package subscript(type: Text) -> EventRoute? { routes[type] }

    /// In order.
    package var types: [Text] { routes.keys.sorted() }
}
