import Encoding

/// The calls that the book carries out, by the names of their files in `Rules/primitives`.
enum Primitive: String, CaseIterable, Sendable {
    case recordCustomer = "customer.record"
    case startContract = "contract.start"
    case endContract = "contract.end"
    case startSubscription = "subscription.start"
    case changeSubscription = "subscription.change"
    case renewSubscription = "subscription.renew"
    case nextPeriod = "subscription.next_period"
    case coTerm = "subscription.co_term"
    case suspend = "subscription.suspend"
    case resume = "subscription.resume"
    case cancelSubscription = "subscription.cancel"
    case recordUsage = "usage.record"
    case checkUsage = "usage.check"
    case rateUsage = "usage.rate"
    case draft = "invoice.draft"
    case addLine = "invoice.add_line"
    case discount = "invoice.discount"
    case tax = "invoice.tax"
    case post = "invoice.post"
    case send = "invoice.send"
    case void = "invoice.void"
    case moveDueDate = "invoice.move_due_date"
    case writeOff = "invoice.write_off"
    case archive = "invoice.archive"
    case issueCredit = "credit_note.issue"
    case issueDebit = "debit_note.issue"
    case assessFee = "late_fee.assess"
    case assessInterest = "interest.assess"
    case recordPayment = "payment.record"
    case matchPayment = "payment.match"
    case charge = "payment.charge"
    case refund = "payment.refund"
    case reverse = "payment.reverse"
    case split = "payout.split"
    case startPlan = "payment_plan.start"
    case endPlan = "payment_plan.end"
    case openDispute = "dispute.open"
    case resolveDispute = "dispute.resolve"
    case issueStatement = "statement.issue"
    case recordOrder = "purchase_order.record"
    case matchOrder = "purchase_order.match"
    case recordRate = "rate.record"
    case postEntry = "ledger.post"
    case checkPeriod = "period.check"
    case closePeriod = "period.close"
    case notify = "notify.email"

    private static let byName = CaseNames<Primitive>()

    static func named(_ name: Text) -> Primitive? { byName[name] }
}

extension Book {
    /// The names of all primitives that the book carries out.
    package static var primitives: [String] { Primitive.allCases.map(\.rawValue) }

    mutating func carryOut(_ primitive: Primitive, _ inputs: Inputs) throws(Refusal) -> Done {
        switch primitive {
        case .recordCustomer: try recordCustomer(inputs)
        case .startContract: try startContract(inputs)
        case .endContract: try endContract(inputs)
        case .startSubscription: try startSubscription(inputs)
        case .changeSubscription: try changeSubscription(inputs)
        case .renewSubscription: try renewSubscription(inputs)
        case .nextPeriod: try beginNextPeriod(inputs)
        case .coTerm: try coTerm(inputs)
        case .suspend: try suspend(inputs)
        case .resume: try resume(inputs)
        case .cancelSubscription: try cancelSubscription(inputs)
        case .recordUsage: try recordUsage(inputs)
        case .checkUsage: try checkUsage(inputs)
        case .rateUsage: try rateUsage(inputs)
        case .draft: try draft(inputs)
        case .addLine: try addLine(inputs)
        case .discount: try discount(inputs)
        case .tax: try setTax(inputs)
        case .post: try post(inputs)
        case .send: try send(inputs)
        case .void: try void(inputs)
        case .moveDueDate: try moveDueDate(inputs)
        case .writeOff: try writeOff(inputs)
        case .archive: try archive(inputs)
        case .issueCredit: try issueCredit(inputs)
        case .issueDebit: try issueDebit(inputs)
        case .assessFee: try assessFee(inputs)
        case .assessInterest: try assessInterest(inputs)
        case .recordPayment: try recordPayment(inputs)
        case .matchPayment: try matchPayment(inputs)
        case .charge: try charge(inputs)
        case .refund: try refund(inputs)
        case .reverse: try reverse(inputs)
        case .split: try split(inputs)
        case .startPlan: try startPlan(inputs)
        case .endPlan: try endPlan(inputs)
        case .openDispute: try openDispute(inputs)
        case .resolveDispute: try resolveDispute(inputs)
        case .issueStatement: try issueStatement(inputs)
        case .recordOrder: try recordOrder(inputs)
        case .matchOrder: try matchOrder(inputs)
        case .recordRate: try recordRate(inputs)
        case .postEntry: try postEntry(inputs)
        case .checkPeriod: try checkPeriod(inputs)
        case .closePeriod: try closePeriod(inputs)
        case .notify: try notify(inputs)
        }
    }
}
