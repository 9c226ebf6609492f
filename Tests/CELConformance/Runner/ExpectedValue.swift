import Dates
import Encoding
import Evaluation
import Foundation

// Values in protobuf-JSON: `{"int64Value": "123"}`.

enum ExpectedValue {
    /// The value of its JSON.
    static func read(_ json: Any, _ place: String) throws -> Value {
        guard let object = json as? [String: Any], let (kind, content) = object.first, object.count == 1 else {
            throw UnreadableCase("\(place): a value has one key that names its kind")
        }
        func unreadable() -> UnreadableCase { UnreadableCase("\(place): \(kind) cannot be read: \(content)") }
        switch kind {
        case "nullValue": return .null
        case "boolValue":
            guard let bool = content as? Bool else { throw unreadable() }
            return .bool(bool)
        case "int64Value":
            guard let int = Int64("\(content)") else { throw unreadable() }
            return .int(int)
        case "uint64Value":
            guard let uint = UInt64("\(content)") else { throw unreadable() }
            return .uint(uint)
        case "doubleValue":
            guard let double = double(content) else { throw unreadable() }
            return .double(double)
        case "stringValue":
            guard let text = content as? String else { throw unreadable() }
            return .string(text)
        case "bytesValue":
            guard let text = content as? String, let bytes = Data(base64Encoded: text) else { throw unreadable() }
            return .bytes(bytes)
        case "typeValue":
            guard let name = content as? String else { throw unreadable() }
            return .type(named: Text(name))
        case "listValue":
            let elements = (content as? [String: Any])?["values"] as? [Any] ?? []
            return .list(try elements.map { try read($0, place) })
        case "mapValue": return try map(content, place)
        case "objectValue": return try message(content, place)
        default: throw UnreadableCase("\(place): the kind \(kind) is not known")
        }
    }

    private static func double(_ content: Any) -> Double? {
        switch content as? String {
        case "NaN"?: .nan
        case "Infinity"?: .infinity
        case "-Infinity"?: -.infinity
        case let text?: Double(text)
        case nil: (content as? NSNumber)?.doubleValue
        }
    }

    private static func map(_ content: Any, _ place: String) throws -> Value {
        let entries = (content as? [String: Any])?["entries"] as? [[String: Any]] ?? []
        return try .map(
            entries.map { entry in
                guard let key = entry["key"], let value = entry["value"] else {
                    throw UnreadableCase("\(place): an entry has a key and a value")
                }
                return (try read(key, place), try read(value, place))
            })
    }

    /// The two messages that are values of the language: instants and durations.
    private static func message(_ content: Any, _ place: String) throws -> Value {
        let object = content as? [String: Any] ?? [:]
        let type = object["@type"] as? String ?? ""
        guard let text = object["value"] as? String else { throw UnreadableCase("\(place): \(type) without a value") }
        switch type.split(separator: "/").last {
        case "google.protobuf.Timestamp"?: return .timestamp(try Instant(text))
        case "google.protobuf.Duration"?: return .duration(try ExactDuration(text))
        default: throw UnreadableCase("\(place): the message \(type) is not known")
        }
    }
}
