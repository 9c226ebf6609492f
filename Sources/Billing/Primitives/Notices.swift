import Dates
import Encoding
import Evaluation

/// Messages to people.
extension Book {
    mutating func notify(_ inputs: Inputs) throws(Refusal) -> Done {
        let customer = try customers.require(try inputs.text(Self.to))
        let notice = try inputs.text(Self.notice)
        var fact = Fingerprint(customer.id, notice)
        var about: Text?
        for (kind, name) in Self.subjects {
            guard let id = inputs.textIfGiven(name) else { continue }
            guard revision(kind.type, id) != nil else { throw kind.unknown }
            fact.add(id)
            about = about ?? id
        }
        if noticesOn != today {
            // Notices of days that are named stay known with their days; those of a day that is over cannot come again.
            noticesOn = today
            noticesToday.removeAll(keepingCapacity: true)
        }
        if let day = inputs.dateIfGiven(Input.on), day != today {
            let subjects = Self.subjects.compactMap { inputs.textIfGiven($0.input) }
            try once([customer.id, notice, Text(day.description)] + subjects, else: "already_sent")
        }
        let isToday = inputs.dateIfGiven(Input.on).map { $0 == today } ?? true
        guard !isToday || !noticesToday.contains(fact) else { throw Refusal("already_sent", field: "notice") }
        try checkAddress(of: customer)
        if isToday { scratch.notice = fact }
        tell(customer, notice, about: about ?? Text())
        return .accepted()
    }

    private static let to = Text("to")
    private static let notice = Text("notice")
    /// What a notice can be about, and the input that names it.
    private static let subjects: [(kind: RecordKind, input: Text)] = [
        (.invoice, Text("about")), (.subscription, Text("subscription")), (.contract, Text("contract")),
        (.payment, Text("payment")), (.creditNote, Text("credit_note")), (.statement, Text("statement")),
    ]
}
