package import Encoding
package import Evaluation

/// What of the records can matter to the runs that wait: by type the fields that some expression reads.
///
/// A change of anything else wakes nobody. What cannot be told field by field is watched as a whole.
package struct RecordWatch: Sendable {
    package private(set) var types: [(type: Text, reading: Code.Reading)] = []
    /// Whether nothing else of any record is read: no list is.
    package private(set) var isAll = true

    package init() {}

    /// - Parameter programs: all to which a run may be pinned.
    package init(_ programs: [Program]) {
        for program in programs {
            if !program.lists.isEmpty { isAll = false }
            for index in program.records.indices {
                for code in program.code {
                    add(program.records[index].type, code.reading(ofInput: Program.slot(ofRecord: index)))
                }
            }
        }
    }

    private mutating func add(_ type: Text, _ reading: Code.Reading) {
        guard let place = types.firstIndex(where: { $0.type == type }) else { return types.append((type, reading)) }
        switch (types[place].reading, reading) {
        case (.whole, _): break
        case (_, .whole): types[place].reading = .whole
        case (.fields(let known), .fields(let more)):
            types[place].reading = .fields(known + more.filter { !known.contains($0) })
        }
    }
}

extension Program {
    /// Whether a run that waits does nothing until a record that it holds changes or its timer fires: no expression asks for the time, no list is
    /// read, no pause ends with a day.
    package var waitsForRecordsAlone: Bool {
        guard lists.isEmpty, !code.contains(where: \.asksForTime) else { return false }
        return !steps.contains { step in
            if step.repetition != nil { return true }
            if case .sequence(let action) = step.action { return action.pause?.until != nil }
            return false
        }
    }
}
