// swift-format-ignore-file
// The files of Rules/events: change them there, and run StandardTests with PROVISO_REWRITE=1.
extension StandardText {
    static let events = #"""
@@ contract.signed.yaml
event: contract.signed
version: 1
title: A contract was signed
fields:
  contract: contract
  customer: customer
  title: text
  starts_on: date
  ends_on: date?
  fee: money?
@@ credit_note.requested.yaml
event: credit_note.requested
version: 1
title: Somebody asks for a credit note
fields:
  invoice: invoice
  customer: customer
  amount: money?
  reason: text?
  requested_by: person?
@@ customer.changed.yaml
event: customer.changed
version: 1
title: Something about a customer has changed
fields:
  customer: customer
  name: text?
  email: text?
  language: text?
  timezone: text?
  country: text?
  card: { type: text, optional: true, secret: true }
  autopay: bool?
@@ deal.closed.yaml
event: deal.closed
version: 1
title: A deal was closed
fields:
  deal: text
  customer: customer
  name: text?
  email: text?
  plan: text
  price: money
  quantity: decimal?
  starts_on: date
  every: period?
  term: period?
  closed_by: person?
@@ dispute.received.yaml
event: dispute.received
version: 1
title: A customer says that an invoice is wrong
fields:
  invoice: invoice
  customer: customer
  amount: money?
  reason: text
@@ instalment.agreed.yaml
event: instalment.agreed
version: 1
title: An instalment of a payment plan was agreed on
fields:
  payment_plan: payment_plan
  invoice: invoice
  customer: customer
  due_on: date
@@ invoice.dispute_resolved.yaml
event: invoice.dispute_resolved
version: 1
title: A dispute about an invoice is over
fields:
  invoice: invoice
  customer: customer
@@ invoice.disputed.yaml
event: invoice.disputed
version: 1
title: A customer disputes an invoice
fields:
  invoice: invoice
  customer: customer
@@ invoice.drafted.yaml
event: invoice.drafted
version: 1
title: An invoice was drafted
fields:
  invoice: invoice
  customer: customer
  prepared_by: person?
@@ invoice.due_date_moved.yaml
event: invoice.due_date_moved
version: 1
title: An invoice is due on another day
fields:
  invoice: invoice
  customer: customer
  due_on: date
@@ invoice.overdue.yaml
event: invoice.overdue
version: 1
title: An invoice is overdue
fields:
  invoice: invoice
  customer: customer
@@ invoice.posted.yaml
event: invoice.posted
version: 1
title: An invoice was posted
fields:
  invoice: invoice
  customer: customer
@@ invoice.reviewed.yaml
event: invoice.reviewed
version: 1
title: A draft was looked at, or need not be
fields:
  invoice: invoice
  customer: customer
@@ invoice.sent.yaml
event: invoice.sent
version: 1
title: An invoice was sent to its customer
fields:
  invoice: invoice
  customer: customer
  number: text?
  total: money
  due_on: date
@@ invoice.voided.yaml
event: invoice.voided
version: 1
title: An invoice was made void
fields:
  invoice: invoice
  customer: customer
@@ milestone.reached.yaml
event: milestone.reached
version: 1
title: A milestone of a contract was reached
fields:
  contract: contract
  customer: customer
  milestone: text
  amount: money
  reported_by: person?
@@ payment.failed.yaml
event: payment.failed
version: 1
title: A charge was declined
fields:
  invoice: invoice
  customer: customer
  amount: money
  class: one of hard, soft
  reason: text?
@@ payment.received.yaml
event: payment.received
version: 1
title: Money for an invoice has come
fields:
  invoice: invoice
  customer: customer
  amount: money
  payment: { type: text, optional: true, title: The id of the payment }
  method: text?
@@ payment.reversed.yaml
event: payment.reversed
version: 1
title: A payment for an invoice was taken back
fields:
  invoice: invoice
  customer: customer
  amount: money
  payment: payment?
@@ payment_plan.requested.yaml
event: payment_plan.requested
version: 1
title: A customer asks for instalments
fields:
  invoice: invoice
  customer: customer
  parts: int
  first_on: date
  requested_by: person?
@@ plan_change.requested.yaml
event: plan_change.requested
version: 1
title: A customer wants another plan
fields:
  subscription: subscription
  customer: customer
  plan: text
  price: money?
  quantity: decimal?
  on: date
  requested_by: person?
@@ purchase_order.received.yaml
event: purchase_order.received
version: 1
title: A purchase order has come
fields:
  purchase_order: purchase_order
  customer: customer
  amount: money
  expires_on: date?
@@ rate.published.yaml
event: rate.published
version: 1
title: An exchange rate was published
partition: base
fields:
  base: text
  quote: text
  value: decimal
  source: text
  at: instant
@@ refund.requested.yaml
event: refund.requested
version: 1
title: Somebody asks for money to be paid back
fields:
  payment: payment
  customer: customer
  amount: money
  reason: text?
  requested_by: person?
@@ remittance.received.yaml
event: remittance.received
version: 1
title: Money has come for which the invoice is not known yet
fields:
  payment: { type: payment, title: The id of the payment }
  customer: customer?
  amount: money
  received_on: date?
  reference: text?
  method: text?
@@ subscription.cancelled.yaml
event: subscription.cancelled
version: 1
title: A subscription was cancelled
fields:
  subscription: subscription
  customer: customer
  on: date
  reason: text?
@@ subscription.started.yaml
event: subscription.started
version: 1
title: A subscription has started
fields:
  subscription: subscription
  customer: customer
  plan: text
  price: money?
  quantity: decimal?
  starts_on: date
  every: period?
  term: period?
@@ usage.bill_requested.yaml
event: usage.bill_requested
version: 1
title: The usage of a subscription is to be billed
fields:
  subscription: subscription
  customer: customer
  since: date
  until: date
@@ usage.recorded.yaml
event: usage.recorded
version: 1
title: A meter reports usage
fields:
  event_id: text
  subscription: subscription
  customer: customer
  metric: text
  quantity: decimal
  used_on: date
@@ write_off.requested.yaml
event: write_off.requested
version: 1
title: Somebody asks for an invoice to be written off
fields:
  invoice: invoice
  customer: customer
  reason: text?
  requested_by: person?

"""#
}
