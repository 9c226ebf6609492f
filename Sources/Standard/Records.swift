// swift-format-ignore-file
// The files of Rules/records: change them there, and run StandardTests with PROVISO_REWRITE=1.
extension StandardText {
    static let records = #"""
@@ contract.yaml
record: contract
version: 1
title: A contract with a customer
fields:
  customer: customer
  title: text
  starts_on: date
  ends_on: date?
  fee: money?
  purchase_order: purchase_order?
  status: one of active, ended
material: [customer, fee]
@@ credit_note.yaml
record: credit_note
version: 1
title: A credit note
fields:
  number: text
  invoice: invoice
  customer: customer
  amount: money
  tax: money
  reason: text?
  issued_on: date
@@ customer.yaml
record: customer
version: 1
title: A customer
fields:
  name: { type: text, personal: true }
  email: { type: text, optional: true, personal: true }
  language: text?
  timezone: text?
  country: text?
  card: { type: text, optional: true, secret: true, title: The number of a card }
  autopay: bool?
  terms: { type: period, optional: true, title: How long an invoice has until it is due }
  suspended: bool
  invoices_sent: { type: int, title: How many invoices were sent }
  last_decline: { type: text, optional: true, title: Why the card was declined last }
  decline_class: one of hard, soft?
@@ dispute.yaml
record: dispute
version: 1
title: A dispute about an invoice
fields:
  invoice: invoice
  customer: customer
  amount: money
  reason: text?
  status: one of open, upheld, rejected, withdrawn
  opened_on: date
  resolved_on: date?
  credited: money
@@ invoice.yaml
record: invoice
version: 1
title: An invoice, or a debit note
fields:
  number: { type: text, title: "Its number; of a draft, its id" }
  kind: one of invoice, debit_note
  customer: customer
  currency: text
  net: { type: money, title: Before tax }
  tax: money
  total: money
  balance: { type: money, title: What is still open }
  paid: money
  credited: money
  written_off: money
  due_on: date
  status: one of draft, posted, sent, partially_paid, paid, disputed, credited, written_off, void, archived
  disputed: bool
  reference: { type: text, optional: true, title: The creditor reference (ISO 11649) }
  prepared_by: person?
  drafted_on: date?
  posted_on: date?
  sent_on: date?
  ended_on: { type: date, optional: true, title: "When it was paid, credited, written off or made void" }
  rate: { type: rate, optional: true, title: The exchange rate on the document }
  corrects: { type: invoice, optional: true, title: What a debit note is about }
  contract: contract?
  subscription: subscription?
  purchase_order: purchase_order?
  period_start: date?
  period_end: date?
  dispute: dispute?
  payment_plan: payment_plan?
  last_payment: payment?
  last_decline: text?
  decline_class: one of hard, soft?
  attempts: { type: int, title: How often a card was charged for it }
  interest_until: date?
  lines:
    type: list of group
    fields:
      description: text
      amount: money
      quantity: decimal?
      unit_price: money?
      discount: money?
      tax_rate: ratio?
      tax: money
material: [customer, total, lines, currency]
@@ payment.yaml
record: payment
version: 1
title: Money that has come
fields:
  customer: customer?
  amount: money
  matched: money
  left: { type: money, title: What is not matched }
  refunded: money
  status: one of unmatched, partly_matched, matched, refunded, reversed
  received_on: date
  reference: text?
  method: text?
  invoice: { type: invoice, optional: true, title: The invoice it was matched with last }
  paid_out: money
material: [amount, customer]
@@ payment_plan.yaml
record: payment_plan
version: 1
title: Instalments that were agreed on
fields:
  invoice: invoice
  customer: customer
  status: one of active, kept, broken
  instalments:
    type: list of group
    fields:
      due_on: date
      amount: money
      open: money
  next_on: date?
  next_amount: money?
@@ payout.yaml
record: payout
version: 1
title: What is paid out to one who has a share
fields:
  payment: payment
  payee: text
  amount: money
  made_on: date
@@ purchase_order.yaml
record: purchase_order
version: 1
title: A purchase order of a customer
fields:
  customer: customer
  amount: money
  used: money
  left: money
  expires_on: date?
material: [amount]
@@ statement.yaml
record: statement
version: 1
title: A statement of account
fields:
  customer: customer
  since: date
  until: date
  opening: money
  closing: money
  issued_on: date
  lines:
    type: list of group
    fields:
      on: date
      document: text
      kind: text
      amount: money
      balance: money
@@ subscription.yaml
record: subscription
version: 1
title: A subscription
fields:
  customer: customer
  plan: text
  price: { type: money, optional: true, title: Of one period }
  quantity: decimal
  status: one of active, suspended, cancelled
  starts_on: date
  every: period
  period_start: date
  period_end: { type: date, title: The first day of the next period }
  term: period?
  term_end: { type: date, optional: true, title: The first day after the term }
  renewals: int
  cancelled_on: date?
  billed_until: { type: date, optional: true, title: The day before which its usage is billed }
  contract: contract?
material: [customer, plan, price, quantity]
@@ usage.yaml
record: usage
version: 1
title: Metered usage
plural: usages
fields:
  customer: customer
  subscription: subscription
  metric: text
  quantity: decimal
  used_on: date
  late: bool
  invoice: { type: invoice, optional: true, title: The invoice that billed it }

"""#
}
