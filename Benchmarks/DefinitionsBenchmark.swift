import Definitions
import SourceText
import YAMLReading

/// A workflow file of about 3 KB from its bytes to its definition and its canonical form, against reading it as YAML alone.
let definitionsBenchmark = Benchmark(name: "definitions") {
    let bytes = Array(reminderWorkflow.utf8)
    let file = DefinitionFile.read(SourceFile(name: "workflow.yaml", bytes: bytes))
    guard let tree = file.tree, file.definition != nil, file.diagnostics.isEmpty else {
        throw DefinitionsBenchmarkError(description: file.diagnostics.first?.message ?? "no definition")
    }
    var yaml = Double.infinity
    var whole = Double.infinity
    var canonical = Double.infinity
    for _ in 0..<8 {
        yaml = min(
            yaml,
            nanoseconds(rounds: 1, operations: 1) {
                blackHole(YAMLReader.read(SourceFile(name: "workflow.yaml", bytes: bytes)).tree?.nodeCount)
            })
        whole = min(
            whole,
            nanoseconds(rounds: 1, operations: 1) {
                blackHole(DefinitionFile.read(SourceFile(name: "workflow.yaml", bytes: bytes)).diagnostics.count)
            })
        canonical = min(
            canonical,
            nanoseconds(rounds: 1, operations: 1) {
                blackHole(CanonicalForm.bytes(of: tree.root, as: .workflow).count)
            })
    }
    return [
        Figure(name: "keys and values in the file", value: Double(tree.nodeCount), unit: "", bound: .none),
        Figure(name: "reading it as YAML", value: yaml / 1000, unit: "us", bound: .none),
        Figure(name: "reading it as a definition", value: whole / 1000, unit: "us", bound: .none),
        Figure(name: "as a definition against YAML alone", value: whole / yaml, unit: "x", bound: .atMost(4)),
        Figure(name: "its canonical form", value: canonical / 1000, unit: "us", bound: .none),
    ]
}

struct DefinitionsBenchmarkError: Error, CustomStringConvertible {
    var description: String
}

private let reminderWorkflow: String = {
    var text = """
        workflow: invoice-reminders
        version: 2
        title: Reminders for unpaid invoices
        owner: collections
        trigger:
          event: invoice.sent
          key: event.invoice
          reopen: [payment.reversed]
        records:
          invoice: event.invoice
          customer: invoice.customer
        may: [notify.email, payment.charge, subscription.suspend, subscription.resume]
        steps:
          - sequence: reminders
            about: invoice
            from: invoice.due_on
            at_time: 09:00
            while: invoice.balance > 0 and invoice.status != void
            pause: { if: invoice.disputed, at_most: 60 days }
            missed: latest
            stages:

        """
    for number in 1...10 {
        text += """
                  - at: +\(number * 5) days
                    as: reminder_\(number)
                    if: customer.autopay and invoice.last_decline != stolen_card
                    why: Reminder ${invoice.reminders + 1} of ten.
                    do: notify.email
                    with: { to: customer, notice: overdue-\(number), about: invoice }
                    outcomes: { declined: [ continue ] }

            """
    }
    return text + """
            cleared:
              - do: subscription.resume
                if: customer.suspended
                with: { customer: customer }
            give_up: 180 days

        """
}()
