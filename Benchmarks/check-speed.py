"""How long `proviso check` takes, from start to exit: python3 Benchmarks/check-speed.py [PROGRAM]

Makes 1,000 workflow files of about 3 KB in a folder that is deleted afterwards, checks them together with Rules/, then one of them
with Rules/, then one of them alone, which needs a part of Rules/ and Workflows/, then plays one scenario file of the shelf, each several
times, and prints the shortest time of each.
"""

import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / ".build/release/proviso")
FILES = 1000

WORKFLOW = """workflow: follow-up-{n}
version: {version}
title: Follow up on invoices of segment {n}
owner: collections
description: >
  Invoices of segment {n} are looked at once they are sent: small ones are only reminded of, larger ones are seen by a
  manager first, and what stays open for a long time is made void or handed over. The thresholds are those of the
  policy of the year, {amount} USD and {more} USD.

trigger:
  event: invoice.sent
  key: event.invoice
  reopen: [payment.reversed]

records:
  invoice: event.invoice
  customer: invoice.customer

may: [notify.email, subscription.suspend, subscription.resume]

steps:
  - let:
      segment: {n}
      is_small: invoice.total < {amount} USD
      is_large: invoice.total >= {more} USD and not invoice.disputed
      fee: if invoice.total > {more} USD then 2% of invoice.total else 0 USD
      label: if customer.suspended then "suspended" else "active"

  - choose:
      - if: is_small and invoice.balance == invoice.total
        then:
          - flag: Invoice ${{invoice.number}} over ${{invoice.total}} is small (${{label}})
            to: billing-operations
      - if: is_large
        then:
          - approve: Follow up on ${{invoice.number}} over ${{invoice.balance}} of ${{customer.name}}
            as: release
            from: [finance-manager]
            covers: [invoice.total, invoice.customer]
            remind: 1 business day
            within: {days} business days
            escalate: collections-manager
            outcomes:
              refused:
                - flag: ${{invoice.number}} was refused by ${{release.by.name}}
                  to: collections
                - end: refused
              changed: [ begin_again ]
              late:
                - flag: ${{invoice.number}} waits for approval since ${{release.asked_at}}
                  to: collections-manager
                - end: not_released
      - else:
          - flag: Invoice ${{invoice.number}} needs nobody
            to: collections

  - sequence: reminders
    about: invoice
    from: invoice.due_on
    at_time: 09:00
    while: invoice.balance > 0 and invoice.status != void
    pause: {{ if: invoice.disputed, at_most: 60 days }}
    missed: latest
    stages:
      - at: +{days} days
        as: first_reminder
        why: The first one is friendly.
        do: notify.email
        with: {{ to: customer, notice: overdue-first, about: invoice }}
      - at: +{late} days
        as: second_reminder
        if: invoice.balance > {amount} USD or customer.name.startsWith("{n}")
        do: notify.email
        with: {{ to: customer, notice: overdue-second, about: invoice }}
      - at: +45 days
        as: suspend
        needs: {{ second_reminder: 6 days }}
        why: Nobody is suspended unwarned.
        do: subscription.suspend
        with: {{ customer: customer }}
      - at: +60 days
        as: hand_over
        flag: ${{invoice.number}} goes to collections with ${{invoice.balance}} open
        to: collections
    cleared:
      - do: subscription.resume
        if: customer.suspended
        with: {{ customer: customer }}
    give_up: 180 days
"""


def workflow(n):
    return WORKFLOW.format(
        n=n, version=1 + n % 3, amount=100 + n, more=5000 + n, days=1 + n % 9, late=12 + n % 9)


def shortest(command, arguments, times):
    best = None
    for _ in range(times):
        start = time.perf_counter()
        result = subprocess.run([PROGRAM, command, *arguments], capture_output=True, text=True, cwd=ROOT)
        elapsed = time.perf_counter() - start
        if result.returncode != 0:
            sys.exit((result.stdout + result.stderr)[:2000])
        best = elapsed if best is None else min(best, elapsed)
    return best


(ROOT / ".build").mkdir(exist_ok=True)
with tempfile.TemporaryDirectory(dir=ROOT / ".build") as folder:
    for n in range(FILES):
        (pathlib.Path(folder) / f"follow-up-{n}.yaml").write_text(workflow(n))
    size = sum(path.stat().st_size for path in pathlib.Path(folder).iterdir())
    print(f"{FILES} workflow files of {size / FILES / 1000:.1f} KB with Rules: {shortest('check', ['Rules', folder], 7):.3f} s")
    one = str(pathlib.Path(folder) / "follow-up-7.yaml")
    print(f"one of them with all of Rules: {shortest('check', ['Rules', one], 21) * 1000:.1f} ms")
    print(f"one of them with what it needs: {shortest('check', [one], 21) * 1000:.1f} ms")

scenario = "Workflows/collections/invoice-reminders.paid-late.test.yaml"
print(f"one scenario file: {shortest('test', [scenario], 21) * 1000:.1f} ms")
