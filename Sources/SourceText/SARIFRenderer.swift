/// Diagnostics as a SARIF 2.1.0 log (OASIS, Static Analysis Results Interchange Format): one run, one rule for each code that
/// occurs, one result for each diagnostic, with its fixes.
public struct SARIFRenderer: Sendable {
    private let toolVersion: String

    /// - Parameter toolVersion: the version of Proviso, as a semantic version.
    public init(toolVersion: String) { self.toolVersion = toolVersion }

    public func render(_ report: Report) -> String {
        var codes: [DiagnosticCode] = []
        for code in report.diagnostics.map(\.code).sorted(by: { $0.id < $1.id }) where codes.last != code {
            codes.append(code)
        }
        let driver: JSONText.Value = .object([
            ("name", .text("proviso")), ("semanticVersion", .text(toolVersion)),
            ("rules", .list(codes.map(rule))),
        ])
        return JSONText.document(
            .object([
                (
                    "$schema",
                    .text("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
                ),
                ("version", .text("2.1.0")),
                (
                    "runs",
                    .list([
                        .object([
                            ("tool", .object([("driver", driver)])), ("columnKind", .text("unicodeCodePoints")),
                            ("results", .list(report.diagnostics.map { result($0, codes) })),
                        ])
                    ])
                ),
            ]))
    }

    private func rule(_ code: DiagnosticCode) -> JSONText.Value {
        .object([
            ("id", .text(code.id)), ("shortDescription", message("\(code.title).")),
            ("fullDescription", message(code.explanation)),
            ("defaultConfiguration", .object([("level", .text(code.severity.rawValue))])),
        ])
    }

    private func result(_ diagnostic: Diagnostic, _ codes: [DiagnosticCode]) -> JSONText.Value {
        let text =
            "\(diagnostic.message) Found: \(diagnostic.found). Expected: \(diagnostic.expected). \(diagnostic.help)"
        let related = diagnostic.related.enumerated().map { index, related in
            location(related.place, [("id", .number(index)), ("message", message(related.message))])
        }
        return .object([
            ("ruleId", .text(diagnostic.code.id)),
            ("ruleIndex", codes.firstIndex(of: diagnostic.code).map { .number($0) } ?? .absent),
            ("level", .text(diagnostic.severity.rawValue)), ("message", message(text)),
            ("locations", .list([location(diagnostic.place, [])])),
            ("relatedLocations", related.isEmpty ? .absent : .list(related)),
            ("fixes", diagnostic.fix.map { .list([fix($0, diagnostic.place.file)]) } ?? .absent),
        ])
    }

    private func message(_ text: String) -> JSONText.Value { .object([("text", .text(text))]) }

    private func location(_ place: Place, _ more: [(String, JSONText.Value)]) -> JSONText.Value {
        let physical: JSONText.Value = .object([
            ("artifactLocation", artifact(place.file)), ("region", region(place.span, place.file)),
        ])
        return .object([("physicalLocation", physical)] + more)
    }

    private func artifact(_ file: SourceFile) -> JSONText.Value { .object([("uri", .text(Self.uri(file.name)))]) }

    private func region(_ span: Span, _ file: SourceFile) -> JSONText.Value {
        let start = file.position(at: Int(span.start))
        let end = file.position(at: Int(span.end))
        return .object([
            ("startLine", .number(start.line)), ("startColumn", .number(start.column)), ("endLine", .number(end.line)),
            ("endColumn", .number(end.column)), ("byteOffset", .number(Int(span.start))),
            ("byteLength", .number(span.range.count)),
        ])
    }

    private func fix(_ fix: Fix, _ file: SourceFile) -> JSONText.Value {
        let replacements = fix.edits.map { edit in
            JSONText.Value.object([
                ("deletedRegion", region(edit.span, file)), ("insertedContent", message(edit.replacement)),
            ])
        }
        let change: JSONText.Value = .object([
            ("artifactLocation", artifact(file)), ("replacements", .list(replacements)),
        ])
        return .object([("description", message("\(fix.title).")), ("artifactChanges", .list([change]))])
    }

    /// A path as a relative URI reference (RFC 3986): what is no unreserved character or `/` is written as `%` and two digits, and
    /// a first segment with a colon cannot be taken for a scheme, since the colon is written so too.
    static func uri(_ path: String) -> String {
        path.replacing("\\", with: "/").utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                String(UnicodeScalar(byte))
            default: "%" + hexadecimal(UInt32(byte), digits: 2)
            }
        }.joined()
    }
}
