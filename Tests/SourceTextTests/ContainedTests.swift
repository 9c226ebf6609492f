import SourceText
import Testing

@Suite struct ContainedTests {
    @Test(arguments: ["emit", "xemit", "emit: a", "eemit", "e emi emit", "- emitted", "ememit"])
    func contained(_ text: String) { #expect(SourceFile(name: "file", text: text).contains("emit")) }

    @Test(arguments: ["", "e", "emi", "emi t", "eimt", "EMIT", "emiemi"])
    func notContained(_ text: String) { #expect(!SourceFile(name: "file", text: text).contains("emit")) }
}
