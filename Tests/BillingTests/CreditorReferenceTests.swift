import Billing
import Encoding
import TestSupport
import Testing

/// ISO 11649 and the test cards.
@Suite struct CreditorReferenceTests {
    /// The example that the banks print: RF18 5390 0754 7034.
    @Test func thePrintedExampleIsValid() {
        #expect(CreditorReference.make(for: Text("539007547034")) == Text("RF18539007547034"))
        #expect(CreditorReference.isValid(Text("RF18 5390 0754 7034")))
        #expect(CreditorReference.isValid(Text("rf18539007547034")))
        for wrong in [
            "RF19539007547034", "RF18539007547035", "RF18539007540734", "539007547034", "RF18", "RFAB539007547034",
        ] {
            #expect(!CreditorReference.isValid(Text(wrong)), "\(wrong)")
        }
    }

    /// No single digit can be changed, and no two neighbours exchanged, without it being seen.
    @Test func everySlipIsSeen() {
        var generator = SeededGenerator(seed: 11_649)
        for _ in 0..<300 {
            let number = Text("INV-\(generator.next() % 1_000_000_000)")
            let reference = Array(CreditorReference.make(for: number).utf8)
            #expect(CreditorReference.isValid(Text(String(decoding: reference, as: UTF8.self))))
            for place in 4..<reference.count where reference[place] >= 0x30 && reference[place] <= 0x39 {
                var slip = reference
                slip[place] = slip[place] == 0x39 ? 0x30 : slip[place] + 1
                #expect(!CreditorReference.isValid(Text(String(decoding: slip, as: UTF8.self))))
                guard place + 1 < reference.count, reference[place + 1] <= 0x39,
                    reference[place] != reference[place + 1]
                else { continue }
                slip = reference
                slip.swapAt(place, place + 1)
                #expect(!CreditorReference.isValid(Text(String(decoding: slip, as: UTF8.self))))
            }
        }
    }

    @Test func aTestCardSaysHowItDeclines() throws {
        #expect(TestCard(Text("4242424242424242")) == nil)
        #expect(TestCard(Text("4000000000000000")) == nil)
        let hard = try #require(TestCard(Text("4000000000001002")))
        #expect(hard.decline == .hard && hard.reason == Text("lost_card") && hard.declines(after: 1_000))
        let soft = try #require(TestCard(Text("4000 0000 0000 2301")))
        #expect(soft.decline == .soft && soft.declines(after: 2) && !soft.declines(after: 3))
        #expect(TestCard(Text("4000000000003000"))?.decline == .technical)
    }
}
