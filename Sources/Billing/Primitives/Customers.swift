import Amounts
import Dates
import Encoding
import Evaluation

/// Customers and contracts.
extension Book {
    mutating func recordCustomer(_ inputs: Inputs) throws(Refusal) -> Done {
        guard let id = inputs.textIfGiven(Input.customer) else { throw Refusal("no_id", field: "customer") }
        var customer = customers.find(id) ?? Customer(id: id)
        for field in Customer.Field.allCases {
            let value = inputs.value(Text(field.rawValue))
            if !value.isAbsent, !value.isNull { _ = customer.set(field, value) }
        }
        customers.put(customer)
        return .accepted([("customer", .string(id))])
    }

    mutating func startContract(_ inputs: Inputs) throws(Refusal) -> Done {
        let customer = try customers.require(try inputs.text(Input.customer))
        let title = try inputs.text(Text("title"))
        let start = try inputs.date(Text("starts_on"))
        try once([customer.id, title, Text(start.description)], else: "already_started")
        var contract = Contract(id: newID("K", contracts))
        contract.customer = customer.id
        contract.title = title
        contract.startsOn = start
        if let end = inputs.dateIfGiven(Text("ends_on")) {
            guard end >= start else { throw Refusal("ends_before_start", field: "ends_on") }
            contract.endsOn = end
        }
        if inputs.moneyIfGiven(Input.fee) != nil { (contract.fee, contract.currency) = try optional(inputs, Input.fee) }
        if let id = inputs.textIfGiven(Input.purchaseOrder) {
            guard try purchaseOrders.require(id).customer == customer.id else {
                throw Refusal("other_customer", field: "purchase_order")
            }
            contract.purchaseOrder = id
        }
        contracts.put(contract)
        tell(
            .signed,
            [
                ("contract", .string(contract.id)), ("customer", .string(customer.id)), ("title", .string(title)),
                ("starts_on", .date(start)), ("ends_on", .date(contract.endsOn)), ("fee", contract.value(of: .fee)),
            ])
        return .accepted([("contract", .string(contract.id))])
    }

    private func optional(_ inputs: Inputs, _ name: Text) throws(Refusal) -> (Minor, Currency?) {
        let (amount, currency) = try inputs.amount(name)
        return (amount, currency)
    }

    mutating func endContract(_ inputs: Inputs) throws(Refusal) -> Done {
        var contract = try contracts.require(try inputs.text(Input.contract))
        try contract.state.check()
        let date = try inputs.date(Input.on)
        if let start = contract.startsOn, date < start { throw Refusal("ends_before_start", field: "on") }
        contract.endsOn = date
        contract.state = .ended
        contracts.put(contract)
        return .accepted()
    }

    /// The contract that a call names: of this customer, and not ended.
    func contract(_ inputs: Inputs, of customer: Text) throws(Refusal) -> Text? {
        guard let id = inputs.textIfGiven(Input.contract) else { return nil }
        let contract = try contracts.require(id)
        guard contract.customer == customer else { throw Refusal("other_customer", field: "contract") }
        try contract.state.check()
        return id
    }
}
