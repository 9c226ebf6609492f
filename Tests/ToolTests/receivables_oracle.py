"""Says from the dates alone which reminders a history of receivables calls for.

receivables_oracle.py FILE.csv [--pause] OFFSET=STAGE...   prints a line "TIME INVOICE STAGE" for each, sorted.

A stage is due OFFSET calendar days after the due date, at 09:00 UTC. It is made if the invoice was sent by then and not yet settled. With
--pause a disputed invoice gets none from the fifth day after it was sent on, since its dispute lasts until it is settled.
"""
import csv
import sys
from datetime import datetime, timedelta


def day(text):
    return datetime.strptime(text, "%m/%d/%Y")


arguments = [word for word in sys.argv[2:] if word != "--pause"]
lines = []
with open(sys.argv[1], newline="") as file:
    for row in csv.DictReader(file):
        sent = day(row["InvoiceDate"])
        ends = [day(row["SettledDate"])] if row["SettledDate"] else []
        if "--pause" in sys.argv and row["Disputed"] == "Yes":
            ends.append(sent + timedelta(days=5))
        for argument in arguments:
            offset, stage = argument.split("=")
            due = day(row["DueDate"]) + timedelta(days=int(offset), hours=9)
            if sent <= due and all(due < end for end in ends):
                lines.append(f"{due:%Y-%m-%dT%H:%M:%SZ} {row['invoiceNumber']} {stage}")
print("\n".join(sorted(lines)))
