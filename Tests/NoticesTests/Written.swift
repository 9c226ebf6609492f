import Dates
import Encoding
import Evaluation
import Foundation

/// Values as the cases write them.
enum Written {
    static func value(_ text: String) throws -> Value {
        if text.hasPrefix("\"") { return .string(text.dropFirst().dropLast().replacing("\\n", with: "\n")) }
        if text == "true" || text == "false" { return .bool(text == "true") }
        if text.hasSuffix("Z"), let instant = try? Instant(text) { return .timestamp(instant) }
        if let date = try? CivilDate(text) { return .date(date) }
        if let time = try? CivilTime(text) { return .time(time) }
        return try AmountValues.value(text)
    }
}
