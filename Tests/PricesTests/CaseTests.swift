import TestSupport
import Testing

/// Prices, scores and classes by words by example: each case names its convention, and the numbers behind it stand in its comments.
@Suite struct CaseTests {
    @Test func cases() throws { try checkCases("Cases") { try PriceFile($0).answers() } }
}
