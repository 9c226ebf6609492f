import SourceText
import Testing
import YAMLReading

extension String {
    fileprivate func replaced(_ range: Range<String.Index>, with text: String) -> String {
        String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
    }

    fileprivate func firstRange(of text: String, in start: String.Index) -> Range<String.Index>? {
        self[start...].firstRange(of: text)
    }
}

/// Each slip that an author's keyboard makes, on every line of a workflow where it can happen: it is found on that line, and said
/// in words that name it.
@Suite struct SlipsEverywhereTests {
    private static let workflow = """
        workflow: invoice-release
        version: 3
        title: Release a drafted invoice
        description: >
          Routine invoices are posted and sent at once. Large ones wait for approvers
          who did not prepare them.

        trigger:
          event: invoice.drafted
          key: event.invoice               # one run per invoice
        may: [invoice.post, invoice.send, invoice.void]
        steps:
          - decide: approval-matrix
            as: route
            given:
              amount: convert(invoice.total, invoice.rate)
              first_invoice: customer.invoices_sent == 0
          - approve: Release ${invoice.number} over ${invoice.total} to ${customer.name}
            as: release
            if: route.levels.size() > 0
            except: [invoice.prepared_by]
            within: 3 business days
            outcomes:
              refused:
                - do: invoice.void
                  with: { invoice: invoice, reason: "Refused by ${release.by.name}" }
                - end: refused
              changed: [ begin_again ]
          - do: invoice.post
            with: { invoice: invoice }
            retry: { times: 6, first: 30 seconds, factor: 2, at_most: 1 hour }
        """

    /// A slip: the mended line, or nil where it cannot happen, and the codes that may be given for it.
    struct Slip: CustomTestStringConvertible {
        var name: String
        var codes: Set<String>
        var make: @Sendable (String) -> String?
        var testDescription: String { name }
    }

    /// The value of a line `key: value` that is neither quoted nor in brackets nor a block.
    private static func plainValue(_ line: String) -> Range<String.Index>? {
        guard let colon = line.firstRange(of: ": ") else { return nil }
        var end = line.firstRange(of: "  ", in: colon.upperBound)?.lowerBound ?? line.endIndex
        while end > colon.upperBound, line[line.index(before: end)] == " " { end = line.index(before: end) }
        guard colon.upperBound < end, !"[{\">|".contains(line[colon.upperBound]) else { return nil }
        return colon.upperBound..<end
    }

    /// Of a list or a group; a `}` that ends `${…}` is a matter of the expression.
    private static func endsWithBracket(_ line: String) -> Bool {
        line.hasSuffix("]") || (line.hasSuffix("}") && !line.contains("${customer"))
    }

    private static func beginning(with sign: String) -> Slip {
        // A word after `*` or `&` is an alias or an anchor to YAML, one after `!` a type.
        Slip(name: "a value that begins with \(sign)", codes: ["E1120", "E1122", "E1102", "E1103", "E1104", "E1127"]) {
            line in
            plainValue(line).map { line.replaced($0.lowerBound..<$0.lowerBound, with: sign) }
        }
    }

    private static let slips: [Slip] =
        ["!", "*", "&", "%", "@", "`", ">", "|", "? ", ": ", ", "].map(beginning) + [
            Slip(name: "a space is missing behind the colon", codes: ["E1141"]) { line in
                line.firstRange(of: ": ").map { line.replaced($0, with: ":") }
            },
            Slip(name: "the colon is missing", codes: ["E1140"]) { line in
                line.firstRange(of: ": ").map { line.replaced($0, with: " ") }
            },
            Slip(name: "a space is missing behind the dash", codes: ["E1142"]) { line in
                line.firstRange(of: "- ").flatMap { line.contains(": ") ? line.replaced($0, with: "-") : nil }
            },
            Slip(name: "a bracket is missing at the end", codes: ["E1130"]) { line in
                endsWithBracket(line) ? String(line.dropLast()) : nil
            },
            Slip(name: "a bracket too many", codes: ["E1131"]) { line in
                endsWithBracket(line) ? line + String(line.suffix(1)) : nil
            },
            Slip(name: "a colon in the value", codes: ["E1121"]) { line in
                plainValue(line).map { line.replaced($0.upperBound..<$0.upperBound, with: ": it") }
            },
            Slip(name: "a number sign in the value", codes: ["E1123"]) { line in
                plainValue(line).map { line.replaced($0.upperBound..<$0.upperBound, with: " #12") }
            },
            Slip(name: "a quotation mark is not closed", codes: ["E1127", "E1126"]) { line in
                plainValue(line).map { line.replaced($0.lowerBound..<$0.lowerBound, with: "\"") }
            },
            Slip(name: "a word in quotation marks before others", codes: ["E1126"]) { line in
                plainValue(line).map { line.replaced($0.lowerBound..<$0.lowerBound, with: "\"a\" ") }
            },
            Slip(name: "a list on the line of its key", codes: ["E1125"]) { line in
                plainValue(line).map { line.replaced($0.lowerBound..<$0.lowerBound, with: "- ") }
            },
            Slip(name: "a tab before the value", codes: ["E1106"]) { line in
                line.firstRange(of: ": ").map { line.replaced($0, with: ":\t") }
            },
            Slip(name: "a thousands comma in braces", codes: ["E1124"]) { line in
                line.firstRange(of: " }").map { line.replaced($0, with: ", amount: 1,200 USD }") }
            },
            Slip(name: "an expression in braces", codes: ["E1134"]) { line in
                line.firstRange(of: " }").map { line.replaced($0, with: ", why: by ${x} }") }
            },
            Slip(name: "a no-break space behind the colon", codes: ["E1148"]) { line in
                line.firstRange(of: ": ").map { line.replaced($0, with: ":\u{A0}") }
            },
        ]

    @Test(arguments: slips) func everySlipIsFoundOnItsLine(_ slip: Slip) {
        let lines = Self.workflow.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var tried = 0
        for index in lines.indices {
            // The text below `>` may hold anything, and a list may hold texts beside keys.
            if (4...5).contains(index) || lines[index].isEmpty { continue }
            if lines[index].hasSuffix("- end: refused"), slip.codes == ["E1140"] { continue }
            guard let changed = slip.make(lines[index]), changed != lines[index] else { continue }
            tried += 1
            var all = lines
            all[index] = changed
            let file = SourceFile(name: "slip.yaml", text: all.joined(separator: "\n"))
            let diagnostics = YAMLReader.read(file).diagnostics
            let what = "line \(index + 1): \(changed): \(diagnostics.map(shortForm))"
            #expect(diagnostics.count == 1, "\(what)")
            guard let first = diagnostics.first else { continue }
            #expect(file.position(at: Int(first.place.span.start)).line == index + 1, "\(what)")
            #expect(slip.codes.contains(first.code.id), "\(what)")
            if let fixed = first.fix?.applied(to: file.bytes) {
                #expect(YAMLReader.read(SourceFile(name: "slip.yaml", bytes: fixed)).diagnostics.isEmpty, "\(what)")
            }
        }
        #expect(tried > 2)
    }

    @Test func theWorkflowItselfIsRight() {
        #expect(YAMLReader.read(SourceFile(name: "slip.yaml", text: Self.workflow)).diagnostics.isEmpty)
    }
}
