import Amounts
import Dates
import Encoding
import Evaluation

struct Contract: BookRecord {
    enum Field: String, CaseIterable, Sendable {
        case id, customer, title
        case startsOn = "starts_on"
        case endsOn = "ends_on"
        case fee
        case purchaseOrder = "purchase_order"
        case status
    }

    static var kind: RecordKind { .contract }

    let id: Text
    var revision: Int64 = 0
    var given: [Text: Value] = [:]
    var customer = Text()
    var title = Text()
    var startsOn: CivilDate?
    var endsOn: CivilDate?
    var fee: Minor = 0
    var currency: Currency?
    var purchaseOrder: Text?
    var state = ContractState.active

    init(id: Text) { self.id = id }

    func value(of field: Field) -> Value {
        switch field {
        case .id: .string(id)
        case .customer: .string(customer)
        case .title: .string(title)
        case .startsOn: .date(startsOn)
        case .endsOn: .date(endsOn)
        case .fee: .money(fee, currency)
        case .purchaseOrder: .text(purchaseOrder)
        case .status: .string(state.rawValue)
        }
    }

    mutating func set(_ field: Field, _ value: Value) -> Bool {
        switch field {
        case .id: return true
        case .customer: return take(value.asText, into: &customer)
        case .title: return take(value.asText, into: &title)
        case .startsOn: return take(value.asDate, into: &startsOn)
        case .endsOn: return take(value.asDate, into: &endsOn)
        case .fee: return take(value, into: &fee, &currency)
        case .purchaseOrder: return take(value.asText, into: &purchaseOrder)
        case .status: return take(value.asText.flatMap { ContractState(rawValue: $0.string) }, into: &state)
        }
    }
}
