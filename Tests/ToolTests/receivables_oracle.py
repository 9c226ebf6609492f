"""Says from the dates alone which reminders a history of receivables calls for.

oracle.py FILE.csv OFFSET=STAGE...   prints a line "TIME INVOICE STAGE" for each, sorted.

A stage is due OFFSET calendar days after the due date, at 09:00 UTC. It is made if the invoice was sent by then and not yet settled.
"""
import csv
import sys
from datetime import datetime, timedelta


def day(text):
    return datetime.strptime(text, "%m/%d/%Y")


lines = []
with open(sys.argv[1], newline="") as file:
    for row in csv.DictReader(file):
        for argument in sys.argv[2:]:
            offset, stage = argument.split("=")
            due = day(row["DueDate"]) + timedelta(days=int(offset), hours=9)
            is_open = not row["SettledDate"] or due < day(row["SettledDate"])
            if day(row["InvoiceDate"]) <= due and is_open:
                lines.append(f"{due:%Y-%m-%dT%H:%M:%SZ} {row['invoiceNumber']} {stage}")
print("\n".join(sorted(lines)))
