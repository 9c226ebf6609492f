import Definitions
import Proviso
import SourceText
import Standard
import Testing

/// The standard definitions hold where no file declares a primitive.
@Suite struct CompletingTests {
    @Test func filesOfOnesOwnGoBefore() {
        let all = StandardDefinitions.files.count
        func added(_ texts: String...) -> Int {
            let files = texts.map { DefinitionFile.read(SourceFile(name: "own.yaml", text: $0)) }
            return RuleSet.completed(files).count - files.count
        }
        #expect(added() == all)
        #expect(added("workflow: mine\nversion: 1\n") == all)
        #expect(added("# A note.\n\nrecord:   invoice # ours\nversion: 1\n") == all - 1)
        #expect(added("event: invoice.sent\n", "record: customer\n") == all - 2)
        #expect(added("event: of.ours\n", "") == all)
        #expect(added("primitive: of.ours\nversion: 1\n", "workflow: mine\n") == 0)
    }
}
