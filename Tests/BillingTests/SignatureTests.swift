import Billing
import Definitions
import Encoding
import Evaluation
import Hosting
import TestSupport
import Testing

/// The files of `Rules/` and the book say the same.
@Suite struct SignatureTests {
    /// Every file is read, and without a finding.
    @Test func theFilesAreSound() {
        #expect(Signatures.library.findings == [])
        #expect(Signatures.library.primitives.count >= 46)
        #expect(Signatures.library.records.count >= 12)
        #expect(Signatures.library.events.count >= 26)
    }

    /// The book carries out what is declared, and nothing else.
    @Test func thePrimitivesAreTheFiles() {
        #expect(Signatures.library.primitives.map(\.heading.name.value).sorted() == Book.primitives.sorted())
        var book = Signatures.newBook()
        let call = Call(
            key: Text("k"), primitive: Text("invoice.burn"), inputs: [], assuming: [], step: Text("s"), why: nil)
        #expect(BookScript.words(book.perform(call)) == "unsupported")
    }

    /// The events that change the book are declared.
    @Test func theEventsAreDeclared() {
        for name in Book.knownEvents { #expect(Signatures.library.event(name) != nil, "\(name)") }
        #expect(Book.knownEvents.count >= 15)
    }

    /// The fields that the book keeps are those of the record's file, and the other way round.
    @Test func theRecordsAreTheFiles() throws {
        let kept = Book.keptFields
        #expect(Set(kept.keys) == Set(Signatures.library.records.map(\.heading.name.value)))
        for record in Signatures.library.records {
            let declared = record.fields.map(\.name.value) + ["id"]
            #expect(kept[record.heading.name.value]?.sorted() == declared.sorted(), "\(record.heading.name.value)")
        }
    }

    /// What reads changes nothing, and what can be conditional says so.
    @Test func effectsAreStated() {
        for primitive in Signatures.library.primitives {
            #expect(primitive.isConditional == !primitive.isReading, "\(primitive.heading.name.value)")
        }
    }
}
