/// One record of the billing system as it is now.
struct ModelRecord: Sendable {
    var type: String
    var id: String
    var revision: Int
    var fields: ModelFields
}

/// The billing system: all its records. A test owns it, changes it, and then tells the engines.
struct ModelWorld: Sendable {
    private(set) var records: [ModelRecord] = []

    func record(_ type: String, _ id: String) -> ModelRecord? {
        for record in records where record.id == id && record.type == type { return record }
        return nil
    }

    func value(_ type: String, _ id: String, _ name: String) -> ModelValue {
        guard let record = record(type, id) else { return .absent }
        return field(name, of: record.fields)
    }

    /// Writes some fields: a record that is not there begins at revision 1, one that is there rises by one.
    mutating func set(_ type: String, _ id: String, _ changes: ModelFields) {
        for index in records.indices where records[index].type == type && records[index].id == id {
            records[index].revision += 1
            for change in changes {
                records[index].fields.removeAll { $0.name == change.name }
                records[index].fields.append(change)
            }
            return
        }
        records.append(ModelRecord(type: type, id: id, revision: 1, fields: changes))
    }

    mutating func remove(_ type: String, _ id: String) {
        records.removeAll { $0.type == type && $0.id == id }
    }
}
