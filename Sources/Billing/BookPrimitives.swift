import Encoding
import Evaluation
import Hosting

extension Draft {
    /// What a call of a primitive changes. An illegal transition is an outcome with a name.
    mutating func perform(_ call: Call) throws(Refusal) {
        switch call.primitive.string {
        case "notify.email":
            // A message changes no record; the book answers for it, and the caller has its inputs.
            break
        case "invoice.void":
            let id = try input("invoice", call)
            guard try record("invoice", id).value.field("status").asText != Text("paid") else {
                throw Refusal("already_paid")
            }
            try set("invoice", id, [("status", .string("void"))])
        case "subscription.suspend": try set("customer", try customer(call), [("suspended", .true)])
        case "subscription.resume": try set("customer", try customer(call), [("suspended", .false)])
        default: throw Refusal("unsupported")
        }
    }

    private func input(_ name: String, _ call: Call) throws(Refusal) -> Text {
        guard let id = call[Text(name)]?.asText else { throw Refusal("missing_input", field: name) }
        return id
    }

    private func customer(_ call: Call) throws(Refusal) -> Text {
        let id = try input("customer", call)
        return try record("customer", id).id
    }
}
