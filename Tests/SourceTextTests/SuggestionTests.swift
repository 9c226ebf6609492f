import SourceText
import TestSupport
import Testing

@Suite struct SuggestionTests {
    /// Input: a name, then the candidates. Output: the one that is suggested.
    @Test func theNameThatWasMeantIsSuggested() throws {
        try checkCases("Cases/suggestions.cases") { input in
            let names = input.split(separator: " ").map(String.init)
            return didYouMean(names[0], among: names.dropFirst()) ?? "none"
        }
    }
}
