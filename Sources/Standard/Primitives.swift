// swift-format-ignore-file
// The files of Rules/primitives: change them there, and run StandardTests with PROVISO_REWRITE=1.
extension StandardText {
    static let primitives = #"""
@@ contract.end.yaml
primitive: contract.end
version: 1
title: End a contract
description: >
  The contract ends on a day; nothing is drafted or subscribed to under it from then on.
effect: changes_record
inputs:
  contract: contract
  on: date
outcomes:
  accepted:
  unknown_contract:
  already_ended:
  ends_before_start:
conditional: true
@@ contract.start.yaml
primitive: contract.start
version: 1
title: Record a contract with a customer
description: >
  A contract runs from a day to a day, or until it is ended. Its fee is what one period of it costs.
effect: changes_record
inputs:
  customer: customer
  title: text
  starts_on: date
  ends_on: date?
  fee: money?
  purchase_order: purchase_order?
outcomes:
  accepted:
    contract: contract
  already_started:
  unknown_customer:
  unknown_purchase_order:
  other_customer:
  ends_before_start:
  not_positive:
  too_fine:
  too_large:
then:
  accepted: contract.signed
once_per: [customer, title, starts_on]
conditional: true
@@ credit_note.issue.yaml
primitive: credit_note.issue
version: 1
title: Issue a credit note
description: >
  For an amount with its tax, or for all that is left where none is given. All credits of an invoice never exceed what
  was billed; tax is credited in proportion, and the last credit takes what remains of it. What is more than the open
  balance becomes money of the customer, to be refunded or matched elsewhere.
effect: changes_document
inputs:
  invoice: invoice
  amount: money?
  reason: text?
  reference: text?
outcomes:
  accepted:
    credit_note: credit_note
    number: text
    amount: money
    tax: money
    balance: money
    freed: money
  already_issued:
  unknown_invoice:
  more_than_billed:
  not_positive:
  too_fine:
  too_large:
  other_currency:
  not_posted:
  already_credited:
  already_written_off:
  already_void:
  already_archived:
once_per: [invoice, reference]
conditional: true
@@ customer.record.yaml
primitive: customer.record
version: 1
title: Record a customer, or what has changed about one
description: >
  A customer that is not known is made; of one that is known the given fields are changed. What a customer owes is not
  touched.
effect: changes_record
inputs:
  customer: text
  name: text
  email: text?
  language: text?
  timezone: text?
  country: text?
  card: text?
  autopay: bool?
  terms: period?
outcomes:
  accepted:
    customer: customer
  no_id:
conditional: true
@@ debit_note.issue.yaml
primitive: debit_note.issue
version: 1
title: Issue a debit note
description: >
  A document of its own over what an earlier invoice did not bill, posted at once with a number of its series.
effect: changes_document
inputs:
  invoice: invoice
  amount: money
  description: text
  due_on: date?
  tax_rate: ratio?
  reference: text?
outcomes:
  accepted:
    debit_note: invoice
    number: text
    total: money
  already_issued:
  unknown_invoice:
  bad_rate:
  no_rate:
  not_positive:
  too_fine:
  too_large:
  other_currency:
  not_posted:
  already_credited:
  already_written_off:
  already_void:
  already_archived:
once_per: [invoice, reference]
conditional: true
@@ dispute.open.yaml
primitive: dispute.open
version: 1
title: Open a dispute about an invoice
description: >
  About all of it, or about an amount.
effect: changes_document
inputs:
  invoice: invoice
  reason: text
  amount: money?
outcomes:
  accepted:
    dispute: dispute
  unknown_invoice:
  more_than_billed:
  not_positive:
  too_fine:
  too_large:
  other_currency:
  not_posted:
  in_dispute:
  already_credited:
  already_written_off:
  already_void:
  already_archived:
then:
  accepted: invoice.disputed
conditional: true
@@ dispute.resolve.yaml
primitive: dispute.resolve
version: 1
title: Resolve a dispute
description: >
  With a credit note if an amount is given, in the same step.
effect: changes_document
inputs:
  invoice: invoice
  resolution: one of upheld, rejected, withdrawn
  credit: money?
outcomes:
  accepted:
    balance: money
    credit_note: credit_note?
    freed: money?
  unknown_invoice:
  no_dispute:
  more_than_billed:
  not_positive:
  too_fine:
  too_large:
  other_currency:
then:
  accepted: invoice.dispute_resolved
conditional: true
@@ interest.assess.yaml
primitive: interest.assess
version: 1
title: Charge interest for late payment
description: >
  Simple interest on the open balance for the days since the due date, or since interest was last charged, up to a
  day: a debit note. Days by the convention that is named; rounded half up.
effect: changes_document
inputs:
  invoice: invoice
  yearly_rate: ratio
  until: date
  days_by: one of actual_360, actual_365, thirty_360
outcomes:
  accepted:
    debit_note: invoice
    number: text
    interest: money
    days: int
  already_assessed:
  unknown_invoice:
  not_overdue:
  nothing_due:
  bad_rate:
  no_rate:
  too_large:
  not_posted:
  already_paid:
  in_dispute:
  already_credited:
  already_written_off:
  already_void:
  already_archived:
once_per: [invoice, until]
conditional: true
@@ invoice.add_line.yaml
primitive: invoice.add_line
version: 1
title: Add a line to a draft
description: >
  An amount, or a quantity at a unit price, which may have more digits than the currency; the product is rounded half
  up to its smallest unit.
effect: changes_document
inputs:
  invoice: invoice
  description: text
  amount: money?
  quantity: decimal?
  unit_price: money?
  tax_rate: ratio?
outcomes:
  accepted:
    total: money
  unknown_invoice:
  bad_line:
  too_fine:
  too_large:
  other_currency:
  already_posted:
  already_sent:
  partly_paid:
  already_paid:
  in_dispute:
  already_credited:
  already_written_off:
  already_void:
  already_archived:
conditional: true
@@ invoice.archive.yaml
primitive: invoice.archive
version: 1
title: Archive a document that has ended
description: >
  Paid, credited, written off or void, and without an open dispute. Nothing changes it from then on.
effect: changes_document
inputs:
  invoice: invoice
outcomes:
  accepted:
  unknown_invoice:
  not_posted:
  still_open:
  in_dispute:
  already_archived:
once_per: invoice
conditional: true
@@ invoice.discount.yaml
primitive: invoice.discount
version: 1
title: Give a discount on a draft
description: >
  An amount, or a share of the lines before tax. It is spread over the lines by their amounts, so that tax follows;
  the parts sum to the whole.
effect: changes_document
inputs:
  invoice: invoice
  amount: money?
  share: ratio?
  description: text?
outcomes:
  accepted:
    discount: money
    total: money
  unknown_invoice:
  bad_line:
  more_than_total:
  not_positive:
  too_fine:
  too_large:
  other_currency:
  already_posted:
  already_sent:
  partly_paid:
  already_paid:
  in_dispute:
  already_credited:
  already_written_off:
  already_void:
  already_archived:
conditional: true
@@ invoice.draft.yaml
primitive: invoice.draft
version: 1
title: Draft an invoice
description: >
  One line with an amount, or several lines. Without a due date it is due after the terms of the customer, 30 days if
  there are none. The exchange rate of the day is stored on the document with its source and time. A currency alone
  makes an empty draft, for lines to come.
effect: changes_document
inputs:
  customer: customer
  amount: money?
  description: text?
  lines:
    type: list of group?
    fields:
      description: text
      amount: money?
      quantity: decimal?
      unit_price: money?
      tax_rate: ratio?
  due_on: date?
  prepared_by: person?
  contract: contract?
  subscription: subscription?
  period_start: date?
  period_end: date?
  currency: text?
  reference: text?
outcomes:
  accepted:
    invoice: invoice
    total: money
  already_drafted:
  unknown_customer:
  unknown_contract:
  unknown_subscription:
  unknown_currency:
  other_customer:
  already_ended:
  bad_line:
  bad_period:
  no_lines:
  not_positive:
  too_fine:
  too_large:
  other_currency:
once_per: [customer, reference]
conditional: true
@@ invoice.move_due_date.yaml
primitive: invoice.move_due_date
version: 1
title: Let an invoice be due on another day
description: >
  Not before the day on which it was posted.
effect: changes_document
inputs:
  invoice: invoice
  due_on: date
outcomes:
  accepted:
  unknown_invoice:
  ends_before_start:
  not_posted:
  already_paid:
  already_credited:
  already_written_off:
  already_void:
  already_archived:
then:
  accepted: invoice.due_date_moved
conditional: true
@@ invoice.post.yaml
primitive: invoice.post
version: 1
title: Post an invoice
description: >
  The draft becomes final: it gets the next number of its series, without gaps, a creditor reference (ISO 11649), and
  its entries in the ledger, on the day that is named or today.
effect: changes_document
inputs:
  invoice: invoice
  on: date?
outcomes:
  accepted:
    number: text
    reference: text
    total: money
  unknown_invoice:
  no_lines:
  negative_total:
  no_rate:
  in_the_future:
  period_closed:
  already_posted:
  already_sent:
  partly_paid:
  already_paid:
  in_dispute:
  already_credited:
  already_written_off:
  already_void:
  already_archived:
then:
  accepted: invoice.posted
once_per: invoice
conditional: true
@@ invoice.send.yaml
primitive: invoice.send
version: 1
title: Send an invoice to its customer
description: >
  By email if the customer has an address.
effect: [changes_document, sends_notice]
inputs:
  invoice: invoice
outcomes:
  accepted:
    sent_on: date
  unknown_invoice:
  undeliverable:
    reason: text
  not_posted:
  already_sent:
  already_credited:
  already_written_off:
  already_void:
  already_archived:
then:
  accepted: invoice.sent
once_per: invoice
conditional: true
@@ invoice.tax.yaml
primitive: invoice.tax
version: 1
title: Set the tax of a draft
description: >
  On top of the lines, or included in them; rounded half up for each line or once for the invoice, whose cents the
  lines then share by largest remainder. Lines with a rate of their own keep it.
effect: changes_document
inputs:
  invoice: invoice
  rate: ratio
  included: bool?
  rounded: one of line, invoice
  name: text?
outcomes:
  accepted:
    tax: money
    total: money
  unknown_invoice:
  bad_rate:
  too_large:
  already_posted:
  already_sent:
  partly_paid:
  already_paid:
  in_dispute:
  already_credited:
  already_written_off:
  already_void:
  already_archived:
conditional: true
@@ invoice.void.yaml
primitive: invoice.void
version: 1
title: Make an invoice void
description: >
  A draft or an invoice on which nothing was paid or credited. A number that was given is kept and never given again;
  the entries are reversed.
effect: changes_document
inputs:
  invoice: invoice
  reason: text?
outcomes:
  accepted:
  unknown_invoice:
  partly_paid:
  already_paid:
  already_credited:
  already_written_off:
  already_void:
  already_archived:
then:
  accepted: invoice.voided
once_per: invoice
conditional: true
@@ invoice.write_off.yaml
primitive: invoice.write_off
version: 1
title: Write off what is open of an invoice
description: >
  The open balance becomes a loss; nothing can be collected on the invoice any more.
effect: moves_money
inputs:
  invoice: invoice
  reason: text?
outcomes:
  accepted:
    amount: money
  unknown_invoice:
  not_posted:
  already_paid:
  in_dispute:
  already_credited:
  already_written_off:
  already_void:
  already_archived:
once_per: invoice
conditional: true
@@ late_fee.assess.yaml
primitive: late_fee.assess
version: 1
title: Charge a fee for late payment
description: >
  A debit note over a fixed fee or over a share of the open balance, rounded half up. Once for an invoice and an
  occasion.
effect: changes_document
inputs:
  invoice: invoice
  fee: money?
  share: ratio?
  occasion: text?
outcomes:
  accepted:
    debit_note: invoice
    number: text
    fee: money
  already_assessed:
  unknown_invoice:
  not_overdue:
  no_fee:
  bad_rate:
  no_rate:
  not_positive:
  too_fine:
  too_large:
  other_currency:
  not_posted:
  already_paid:
  in_dispute:
  already_credited:
  already_written_off:
  already_void:
  already_archived:
once_per: [invoice, occasion]
conditional: true
@@ ledger.post.yaml
primitive: ledger.post
version: 1
title: Post an entry to the ledger
description: >
  The same amount on the debit of one account and on the credit of another. What customers owe, what they have paid in
  advance and tax follow from the documents and are not posted by hand.
effect: moves_money
inputs:
  debit: text
  credit: text
  amount: money
  reference: text
  on: date?
  memo: text?
outcomes:
  accepted:
    entry: int
  already_posted:
  same_account:
  book_account:
  in_the_future:
  period_closed:
  not_positive:
  too_fine:
  too_large:
once_per: reference
conditional: true
@@ notify.email.yaml
primitive: notify.email
version: 1
title: Send a notice by email
description: >
  About an invoice, or about another record that is named instead. A person gets a notice about a record once on a day
  ("on", today if silent), whoever asks.
effect: sends_notice
inputs:
  to: customer
  notice: notice
  about: invoice?
  subscription: subscription?
  contract: contract?
  payment: payment?
  credit_note: credit_note?
  statement: statement?
  on: date?
outcomes:
  accepted:
  already_sent:
  unknown_customer:
  unknown_invoice:
  unknown_subscription:
  unknown_contract:
  unknown_payment:
  unknown_credit_note:
  unknown_statement:
  undeliverable:
    reason: text
once_per: [to, notice, about, subscription, contract, payment, credit_note, statement, on]
conditional: true
@@ payment.charge.yaml
primitive: payment.charge
version: 1
title: Charge the card of a customer
description: >
  At most the open balance. A card declines as its number says: see the table of test cards.
effect: moves_money
inputs:
  invoice: invoice
  amount: money?
outcomes:
  accepted:
    payment: payment
    amount: money
    balance: money
  declined:
    class: one of hard, soft
    reason: text
  unknown_invoice:
  unknown_customer:
  no_card:
  more_than_balance:
  not_positive:
  too_fine:
  too_large:
  other_currency:
  not_posted:
  already_paid:
  in_dispute:
  already_credited:
  already_written_off:
  already_void:
  already_archived:
then:
  accepted: payment.received
  declined: payment.failed
conditional: true
@@ payment.match.yaml
primitive: payment.match
version: 1
title: Match a payment with the invoice that it is for
description: >
  With the invoice that is named; else with the one whose number or creditor reference the payment carries, else with
  the only open invoice of the customer over exactly this amount. What is more than the open balance stays with the
  payment. A payment that fits nothing is kept, unmatched.
effect: moves_money
inputs:
  payment: payment
  invoice: invoice?
outcomes:
  accepted:
    invoice: invoice
    matched: money
    left: money
    balance: money
    by: text
  unmatched:
    reason: text
  unknown_payment:
  unknown_invoice:
  already_matched:
  already_refunded:
  already_reversed:
  other_customer:
  other_currency:
  not_posted:
  already_paid:
  already_credited:
  already_written_off:
  already_void:
  already_archived:
then:
  accepted: payment.received
conditional: true
@@ payment.record.yaml
primitive: payment.record
version: 1
title: Record money that has come
description: >
  It belongs to no invoice until it is matched. It is posted on the day on which it was received.
effect: moves_money
inputs:
  payment: text
  customer: customer?
  amount: money
  received_on: date?
  reference: text?
  method: text?
outcomes:
  accepted:
    payment: payment
  already_recorded:
  unknown_customer:
  in_the_future:
  period_closed:
  not_positive:
  too_fine:
  too_large:
once_per: payment
conditional: true
@@ payment.refund.yaml
primitive: payment.refund
version: 1
title: Pay money back
description: >
  All that is left of the payment where no amount is given. What is not matched goes first; what was matched opens the
  balance of its invoices again, the latest first.
effect: moves_money
inputs:
  payment: payment
  amount: money?
  reason: text?
  reference: text?
outcomes:
  accepted:
    refund: text
    amount: money
    left: money
  already_refunded:
  unknown_payment:
  already_reversed:
  more_than_paid:
  already_archived:
  not_positive:
  too_fine:
  too_large:
  other_currency:
once_per: [payment, reference]
conditional: true
@@ payment.reverse.yaml
primitive: payment.reverse
version: 1
title: Record that a payment was taken back
description: >
  A returned debit or a chargeback. The balance of every invoice it was matched with is open again.
effect: moves_money
inputs:
  payment: payment
  reason: text?
outcomes:
  accepted:
    amount: money
  unknown_payment:
  already_refunded:
  already_reversed:
  already_archived:
then:
  accepted: payment.reversed
once_per: payment
conditional: true
@@ payment_plan.end.yaml
primitive: payment_plan.end
version: 1
title: End a payment plan
description: >
  Kept, if all its instalments are paid; broken otherwise, and the invoice is due at once.
effect: changes_document
inputs:
  payment_plan: payment_plan
  reason: text?
outcomes:
  accepted:
    kept: bool
  unknown_payment_plan:
  already_ended:
conditional: true
@@ payment_plan.start.yaml
primitive: payment_plan.start
version: 1
title: Agree on instalments
description: >
  The open balance in equal parts that sum to it, the odd cents first; the invoice is then due on the day of the last
  one.
effect: changes_document
inputs:
  invoice: invoice
  parts: int
  first_on: date
  every: period?
outcomes:
  accepted:
    payment_plan: payment_plan
    instalments:
      type: list of group
      fields:
        due_on: date
        amount: money
  already_started:
  unknown_invoice:
  bad_parts:
  bad_period:
  not_posted:
  already_paid:
  in_dispute:
  already_credited:
  already_written_off:
  already_void:
  already_archived:
conditional: true
@@ payout.split.yaml
primitive: payout.split
version: 1
title: Pay out a payment to those who have a share in it
description: >
  The shares are weights; the parts are rounded to the smallest unit and always sum to the whole, after the fee that
  is kept.
effect: moves_money
inputs:
  payment: payment
  shares:
    type: list of group
    fields:
      payee: text
      share: decimal
  fee: money?
outcomes:
  accepted:
    payouts:
      type: list of group
      fields:
        payee: text
        amount: money
    amount: money
  unknown_payment:
  already_split:
  already_refunded:
  already_reversed:
  bad_shares:
  more_than_paid:
  not_positive:
  too_fine:
  too_large:
  other_currency:
once_per: payment
conditional: true
@@ period.check.yaml
primitive: period.check
version: 1
title: Ask what stands in the way of closing a period
description: >
  Counts over all that the book holds: drafts, posted invoices that were not sent, payments without an invoice, usage
  that was not billed, open disputes.
effect: reads
inputs:
  until: date
outcomes:
  accepted:
    drafts: int
    unsent: int
    unmatched: int
    unbilled: int
    disputes: int
    balanced: bool
conditional: false
@@ period.close.yaml
primitive: period.close
version: 1
title: Close a period
description: >
  Nothing is posted on or before its last day from then on. A draft, or a payment without an invoice, stands in the
  way.
effect: changes_record
inputs:
  until: date
outcomes:
  accepted:
  already_closed:
  not_over:
  open_drafts:
    count: int
  unmatched_payments:
    count: int
once_per: until
conditional: true
@@ purchase_order.match.yaml
primitive: purchase_order.match
version: 1
title: Match an invoice with a purchase order
description: >
  Of the same customer, in the same currency, not expired, and with enough left.
effect: changes_document
inputs:
  invoice: invoice
  purchase_order: purchase_order
outcomes:
  accepted:
    left: money
  unknown_invoice:
  unknown_purchase_order:
  already_matched:
  other_customer:
  other_currency:
  expired:
  more_than_ordered:
    over: money
  already_sent:
  partly_paid:
  already_paid:
  in_dispute:
  already_credited:
  already_written_off:
  already_void:
  already_archived:
once_per: [invoice, purchase_order]
conditional: true
@@ purchase_order.record.yaml
primitive: purchase_order.record
version: 1
title: Record a purchase order of a customer
description: >
  What may be billed under it is its amount.
effect: changes_record
inputs:
  purchase_order: text
  customer: customer
  amount: money
  expires_on: date?
outcomes:
  accepted:
    purchase_order: purchase_order
  already_recorded:
  unknown_customer:
  not_positive:
  too_fine:
  too_large:
then:
  accepted: purchase_order.received
once_per: purchase_order
conditional: true
@@ rate.record.yaml
primitive: rate.record
version: 1
title: Record an exchange rate
description: >
  With its source and the instant it is of. A document keeps the rate that was the latest when it was posted.
effect: changes_record
inputs:
  base: text
  quote: text
  value: decimal
  source: text
  at: instant
outcomes:
  accepted:
  already_recorded:
  unknown_currency:
  not_positive:
once_per: [base, quote, at, source]
conditional: true
@@ statement.issue.yaml
primitive: statement.issue
version: 1
title: Issue a statement of account
description: >
  What was open before a day, all that was billed, credited, written off, paid and paid back until another, and what
  is open then.
effect: changes_document
inputs:
  customer: customer
  since: date
  until: date
  currency: text
outcomes:
  accepted:
    statement: statement
    opening: money
    closing: money
    lines: int
  already_issued:
  unknown_customer:
  unknown_currency:
  bad_period:
once_per: [customer, since, until, currency]
conditional: true
@@ subscription.cancel.yaml
primitive: subscription.cancel
version: 1
title: Cancel a subscription
description: >
  It ends on the day that is named, which is not billed any more. "unused" is what of the current period was for the
  days from then on.
effect: changes_record
inputs:
  subscription: subscription
  on: date
  reason: text?
outcomes:
  accepted:
    unused: money?
  unknown_subscription:
  already_cancelled:
  ends_before_start:
then:
  accepted: subscription.cancelled
conditional: true
@@ subscription.change.yaml
primitive: subscription.change
version: 1
title: Change the plan, the price or the quantity of a subscription
description: >
  The change holds from the day that is named, which belongs to the new plan. What is left of the period at the old
  price ("unused") and at the new one ("due") is prorated by actual days and rounded half up to the smallest unit of
  the currency.
effect: changes_record
inputs:
  subscription: subscription
  plan: text?
  price: money?
  quantity: decimal?
  on: date
outcomes:
  accepted:
    unused: money?
    due: money?
    days_left: int
    days: int
  unknown_subscription:
  already_suspended:
  already_cancelled:
  nothing_changed:
  outside_period:
  not_positive:
  too_fine:
  too_large:
  other_currency:
conditional: true
@@ subscription.co_term.yaml
primitive: subscription.co_term
version: 1
title: Let a subscription end together with another one
description: >
  The current period is shortened or lengthened to the end of the other one, and the price of the difference is
  prorated by actual days: "due" is to be billed, "unused" to be credited.
effect: changes_record
inputs:
  subscription: subscription
  with: subscription
outcomes:
  accepted:
    period_end: date
    due: money?
    unused: money?
  unknown_subscription:
  already_suspended:
  already_cancelled:
  other_customer:
  already_aligned:
  outside_period:
conditional: true
@@ subscription.next_period.yaml
primitive: subscription.next_period
version: 1
title: Begin the next billing period of a subscription
description: >
  To be called when the period has been billed. A period that ends on the last day of a month that was cut short goes
  back to its own day.
effect: changes_record
inputs:
  subscription: subscription
outcomes:
  accepted:
    period_start: date
    period_end: date
  unknown_subscription:
  already_suspended:
  already_cancelled:
conditional: true
@@ subscription.renew.yaml
primitive: subscription.renew
version: 1
title: Renew a subscription for another term
description: >
  The next term begins where the one before ends. A price given here holds from then on.
effect: changes_record
inputs:
  subscription: subscription
  term: period?
  price: money?
outcomes:
  accepted:
    term_end: date
  unknown_subscription:
  already_suspended:
  already_cancelled:
  no_term:
  bad_period:
  not_positive:
  too_fine:
  too_large:
  other_currency:
conditional: true
@@ subscription.resume.yaml
primitive: subscription.resume
version: 1
title: Resume what a customer has subscribed to
description: >
  What was suspended goes on: all of a customer, or one subscription if it is named.
effect: changes_record
inputs:
  customer: customer
  subscription: subscription?
outcomes:
  accepted:
  unknown_customer:
  unknown_subscription:
  other_customer:
  not_suspended:
  already_cancelled:
conditional: true
@@ subscription.start.yaml
primitive: subscription.start
version: 1
title: Start a subscription
description: >
  The first billing period begins on the first day. A period is a month unless "every" says otherwise; a term, if
  there is one, is renewed by subscription.renew.
effect: changes_record
inputs:
  customer: customer
  plan: text
  price: money?
  quantity: decimal?
  starts_on: date
  every: period?
  term: period?
  contract: contract?
outcomes:
  accepted:
    subscription: subscription
    period_end: date
  already_started:
  unknown_customer:
  unknown_contract:
  other_customer:
  already_ended:
  bad_period:
  not_positive:
  too_fine:
  too_large:
then:
  accepted: subscription.started
once_per: [customer, plan, starts_on]
conditional: true
@@ subscription.suspend.yaml
primitive: subscription.suspend
version: 1
title: Suspend what a customer has subscribed to
description: >
  All of a customer is suspended, or one subscription if it is named.
effect: changes_record
inputs:
  customer: customer
  subscription: subscription?
  reason: text?
outcomes:
  accepted:
  unknown_customer:
  unknown_subscription:
  other_customer:
  already_suspended:
  already_cancelled:
conditional: true
@@ usage.check.yaml
primitive: usage.check
version: 1
title: Ask whether the usage of a subscription is complete
description: >
  Counts the events of the days from one date until before another, and the days without any.
effect: reads
inputs:
  subscription: subscription
  since: date
  until: date
outcomes:
  accepted:
    events: int
    quantity: decimal
    days_missing: int
    late: int
  unknown_subscription:
  bad_period:
conditional: false
@@ usage.rate.yaml
primitive: usage.rate
version: 1
title: Bill the usage of a subscription on a draft
description: >
  All usage before a day that no invoice has billed yet, with what came late, becomes lines of the draft. By a unit
  price there is one line for each metric. By the name of a price there is one for each metric, period of the
  subscription and version of the price that held when it was used, and what was billed of that before counts. Amounts
  are rounded half up to the smallest unit of the currency; a unit price may have more digits. The usage keeps the
  invoice that billed it.
effect: changes_document
inputs:
  invoice: invoice
  subscription: subscription
  until: date
  metric: text?
  unit_price: money?
  price: price?
outcomes:
  accepted:
    quantity: decimal
    amount: money
    events: int
    late: int
    total: money
  unknown_invoice:
  unknown_subscription:
  unknown_price:
  other_customer:
  nothing_to_rate:
  not_positive:
  too_large:
  other_currency:
  already_posted:
  already_sent:
  partly_paid:
  already_paid:
  in_dispute:
  already_credited:
  already_written_off:
  already_void:
  already_archived:
conditional: true
@@ usage.record.yaml
primitive: usage.record
version: 1
title: Record metered usage
description: >
  Usage is recorded once under the id that its meter gave it. Usage of days that were billed already is "late": the
  next rating bills it.
effect: changes_record
inputs:
  event_id: text
  subscription: subscription
  metric: text
  quantity: decimal
  used_on: date
outcomes:
  accepted:
    usage: usage
    late: bool
  already_recorded:
  unknown_subscription:
  outside_period:
  not_positive:
then:
  accepted: usage.recorded
once_per: event_id
conditional: true

"""#
}
