import SourceText
import TestSupport
import Testing
import YAMLReading

@Suite struct SlipTests {
    /// What an author gets to read for each slip, on each of the lines where it can happen.
    @Test func slipsAreMetInTheAuthorsWords() throws {
        try checkCases("Cases/slips.cases") { input in
            let file = SourceFile(name: "input.yaml", text: readable(input))
            let report = Report(YAMLReader.read(file).diagnostics)
            return report.diagnostics.isEmpty ? "no complaint" : TerminalRenderer().render(report)
        }
    }
}
