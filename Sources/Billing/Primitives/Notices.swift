import Dates
import Encoding
import Evaluation
import Hosting

/// Messages to people.
extension Book {
    mutating func notify(_ inputs: Inputs) throws(Refusal) -> Done {
        let customer = try inputs.text(Self.to)
        let email = try customers.ask(customer) { $0.pointee.email }
        let notice = try inputs.text(Self.notice)
        var fact = Fingerprint()
        fact.add(customer)
        fact.add(notice)
        var about: Text?
        // The inputs that may still name one: not those of the person and the notice.
        var left = inputs.all.count - 2
        for index in Self.subjects.indices where left > 0 {
            guard let place = inputs.place(of: Self.subjects[index].input) else { continue }
            left -= 1
            guard let id = inputs.all[place].value.asText, !id.isEmpty else { continue }
            let kind = Self.subjects[index].kind
            guard revision(kind.type, id) != nil else { throw kind.unknown }
            fact.add(id)
            about = about ?? id
        }
        noticesToday.begin(today)
        let day = inputs.dateIfGiven(Input.on)
        if let day, day != today {
            let subjects = Self.subjects.compactMap { inputs.textIfGiven($0.input) }
            try once([customer, notice, Text(day.description)] + subjects, else: "already_sent")
        }
        let isToday = day.map { $0 == today } ?? true
        guard !isToday || !noticesToday.contains(fact) else { throw Refusal("already_sent", field: "notice") }
        try checkAddress(email)
        if isToday { scratch.notice = fact }
        tell(customer, at: email, notice, about: about ?? Text())
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

/// The notices that went out on a day: by person, notice and record.
struct NoticesOfDay: Sendable {
    private var day: CivilDate?
    /// Most partitions have no more than one in a day.
    private var first: Fingerprint?
    private var others: Set<Fingerprint> = []

    /// Notices of days that are named stay known with their days; those of a day that is over cannot come again.
    mutating func begin(_ day: CivilDate) {
        guard self.day != day else { return }
        self.day = day
        first = nil
        if !others.isEmpty { others.removeAll(keepingCapacity: true) }
    }

    func contains(_ notice: Fingerprint) -> Bool { first == notice || others.contains(notice) }

    mutating func insert(_ notice: Fingerprint) {
        if first == nil { first = notice } else { others.insert(notice) }
    }
}
