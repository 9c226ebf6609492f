"""Checks the calls of `five-reminders` over a generated history, from the events and the calls alone.

history_checker.py EVENTS.ndjson CALLS.ndjson   ends with 1 and says what is wrong, or prints what was found to be right.

What must be sent is computed anew from each invoice's own events: a reminder at each of five offsets from the due date at 09:00 UTC, if the
invoice is open then. A dispute stops the clock, and what is left moves by its days; one that was due while it lasted, on the day of its end, goes
out with its end. After 120 days of dispute a person must look, and nothing more is sent. Once paid or void, nothing is sent any more.
"""
import json
import sys
from collections import defaultdict
from datetime import datetime, timedelta
from decimal import Decimal

STAGES = [("due_soon", -3), ("first", 1), ("second", 7), ("third", 14), ("last", 30)]
LONGEST_DISPUTE = timedelta(days=120)
DIGITS = {"USD": 2, "EUR": 2, "GBP": 2, "JPY": 0, "KWD": 3}
problems = []


def wrong(text):
    problems.append(text)


def instant(text):
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")


def lines(path):
    with open(path) as file:
        for line in file:
            yield json.loads(line)


def amount(money):
    text, currency = money["amount"], money["currency"]
    if len(text.partition(".")[2]) != DIGITS[currency]:
        wrong(f"{text} {currency} has not the digits of its currency")
    return Decimal(text)


class Invoice:
    def __init__(self, event):
        data = event["data"]
        self.id, self.customer, self.currency = data["invoice"], data["customer"], data["total"]["currency"]
        self.sent, self.total = instant(event["time"]), amount(data["total"])
        self.paid = self.back = Decimal(0)
        self.dues = [(self.sent, datetime.strptime(data["due_on"], "%Y-%m-%d"))]
        self.disputes, self.ended, self.is_void = [], None, False

    @property
    def open(self):
        return Decimal(0) if self.is_void else self.total - self.paid + self.back

    def take(self, event):
        time, kind, data = instant(event["time"]), event["type"], event["data"]
        if kind == "payment.received":
            self.paid += amount(data["amount"])
        elif kind == "payment.reversed":
            self.back += amount(data["amount"])
        elif kind == "invoice.voided":
            self.is_void = True
        elif kind == "invoice.disputed":
            self.disputes.append([time, None])
        elif kind == "invoice.dispute_resolved":
            self.disputes[-1][1] = time
        elif kind == "invoice.due_date_moved":
            self.dues.append((time, datetime.strptime(data["due_on"], "%Y-%m-%d")))
        if not 0 <= self.open <= self.total:
            wrong(f"{self.id}: {self.open} of {self.total} is open")
        if self.open == 0 and self.ended is None:
            self.ended = time

    def expected(self):
        """Each reminder with its time; a due date that moves takes those with it that are not sent."""
        for stage, offset in STAGES:
            for known, (since, due) in enumerate(self.dues):
                time = due + timedelta(days=offset, hours=9)
                is_last = known + 1 == len(self.dues)
                if is_last or time < self.dues[known + 1][0]:
                    break
            for began, resolved in self.disputes:
                if time < began:
                    continue
                if resolved is None or resolved - began >= LONGEST_DISPUTE:
                    time = None
                    break
                time = max(time + timedelta(days=(resolved.date() - began.date()).days), resolved)
            if time and (self.ended is None or time < self.ended):
                yield (self.id, stage), time


invoices, before = {}, None
for event in lines(sys.argv[1]):
    if before and event["time"] < before:
        wrong(f"{event['id']} stands behind a later event")
    before = event["time"]
    if event["type"] == "invoice.sent":
        invoices[event["data"]["invoice"]] = Invoice(event)
    elif "invoice" in event["data"]:
        invoices[event["data"]["invoice"]].take(event)

calls, last = {}, ("", "")
for call in lines(sys.argv[2]):
    invoice, time = invoices[call["inputs"]["about"]], instant(call["at"])
    if (call["at"], invoice.customer) < last:
        wrong(f"{call['key']} is out of order")
    last = (call["at"], invoice.customer)
    if call["answer"] != "accepted" or call["inputs"]["to"] != invoice.customer:
        wrong(f"{call['key']} was answered {call['answer']}")
    if (invoice.id, call["step"]) in calls:
        wrong(f"{invoice.id} got {call['step']} twice")
    if invoice.ended and time >= invoice.ended:
        wrong(f"{invoice.id} got {call['step']} after it was paid")
    if any(began <= time and (end is None or time < end) for began, end in invoice.disputes):
        wrong(f"{invoice.id} got {call['step']} while it was disputed")
    calls[invoice.id, call["step"]] = time

expected = {key: time for invoice in invoices.values() for key, time in invoice.expected()}
for key in sorted(expected.keys() - calls.keys())[:20]:
    wrong(f"{key[0]} did not get {key[1]}, due at {expected[key]}")
for key in sorted(calls.keys() - expected.keys())[:20]:
    wrong(f"{key[0]} got {key[1]}, which it should not")
for key in sorted(key for key in calls if key in expected and calls[key] != expected[key])[:20]:
    wrong(f"{key[0]} got {key[1]} at {calls[key]} and not at {expected[key]}")

# The ledger: what was billed is what was paid, less what came back, what is void, and what is open; to the last digit.
ledger = defaultdict(Decimal)
for invoice in invoices.values():
    left = Decimal(0) if invoice.is_void else invoice.total
    for account, value in [("billed", left), ("paid", -invoice.paid), ("back", invoice.back), ("open", -invoice.open)]:
        ledger[invoice.currency, account] += value
for currency in sorted({currency for currency, _ in ledger}):
    if sum(value for (code, _), value in ledger.items() if code == currency) != 0:
        wrong(f"the ledger in {currency} does not balance")

print("\n".join(problems[:50]) if problems else
      f"right: {len(calls)} reminders of {len(invoices)} invoices, none late, twice, skipped, paused or paid; ledger balanced")
sys.exit(1 if problems else 0)
