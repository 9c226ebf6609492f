import CLibYAML
import SourceText
import YAMLReading

/// The located tree against libyaml's bare events, on one megabyte of workflow files written one after the other.
let yamlBenchmark = Benchmark(name: "yaml") {
    let bytes = Array(workflowYAML(bytes: 1_000_000).utf8)
    let result = YAMLReader.read(SourceFile(name: "workflow.yaml", bytes: bytes))
    guard let tree = result.tree, result.diagnostics.isEmpty else {
        throw YAMLBenchmarkError(description: result.diagnostics.first?.message ?? "no tree")
    }
    // The two are timed by turns, so that what else the machine does meets both.
    var bare = Double.infinity
    var located = Double.infinity
    for _ in 0..<12 {
        bare = min(bare, nanoseconds(rounds: 1, operations: 1) { blackHole(bareEvents(bytes)) })
        located = min(
            located,
            nanoseconds(rounds: 1, operations: 1) {
                blackHole(YAMLReader.read(SourceFile(name: "workflow.yaml", bytes: bytes)).tree?.nodeCount)
            })
    }
    return [
        Figure(name: "nodes in 1 MB of workflow YAML", value: Double(tree.nodeCount), unit: "", bound: .none),
        Figure(name: "comments in it", value: Double(tree.comments.count), unit: "", bound: .none),
        Figure(name: "libyaml's bare events", value: bare / 1e6, unit: "ms", bound: .none),
        Figure(name: "located tree", value: located / 1e6, unit: "ms", bound: .none),
        Figure(name: "located tree against bare events", value: located / bare, unit: "x", bound: .atMost(1.6)),
    ]
}

struct YAMLBenchmarkError: Error, CustomStringConvertible {
    var description: String
}

/// Reads all events and frees each: the least that anyone who uses libyaml does.
private func bareEvents(_ bytes: [UInt8]) -> Int {
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    defer { parser.deallocate() }
    guard yaml_parser_initialize(parser) == 1 else { return 0 }
    defer { yaml_parser_delete(parser) }
    return bytes.withUnsafeBufferPointer { bytes in
        yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
        var event = yaml_event_t()
        var count = 0
        while yaml_parser_parse(parser, &event) == 1 {
            count += 1
            let isEnd = event.type == YAML_STREAM_END_EVENT
            yaml_event_delete(&event)
            if isEnd { break }
        }
        return count
    }
}

/// Workflow YAML of about the given size: steps with conditions, texts, comments and lists under keys of one mapping.
private func workflowYAML(bytes: Int) -> String {
    var text = """
        workflow: invoice-release
        version: 3
        title: Release a drafted invoice
        owner: revenue-operations

        """
    var index = 0
    while text.utf8.count < bytes {
        index += 1
        text += """

            # the steps of part \(index)
            steps_\(index):
              - decide: approval-matrix
                as: route
                given:
                  amount: convert(invoice.total, invoice.rate)   # the rate stored on the document
                  first_invoice: customer.invoices_sent == 0
              - approve: Release ${invoice.number} over ${invoice.total} to ${customer.name}
                as: release
                if: route.levels.size() > 0
                except: [invoice.prepared_by]
                covers: [invoice.total, invoice.customer, invoice.lines]
                within: 3 business days
                outcomes:
                  refused:
                    - do: invoice.void
                      with: { invoice: invoice, reason: "Refused by ${release.by.name}" }
                    - end: refused
                  late:
                    - flag: >
                        ${invoice.number} waits for approval
                        since ${release.asked_at}
                      to: controller
              - do: invoice.post
                with: { invoice: invoice }
              - do: invoice.send
                with:
                  invoice: invoice
                  amount: 5000 USD
                  due_on: 2026-03-01
                retry: { times: 6, first: 30 seconds, factor: 2, at_most: 1 hour }

            """
    }
    return text
}
