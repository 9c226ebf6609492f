internal import CRE2
public import Encoding
public import Evaluation
internal import Synchronization

/// RE2 behind `matches()`: no pattern makes a match take more than linear time, and none can exhaust the memory.
///
/// What a pattern means is RE2's syntax (https://github.com/google/re2/wiki/Syntax), as CEL's specification demands. A
/// pattern is compiled once and kept; how many are kept has a limit, and which are makes no difference to any result.
public final class RE2Matcher: PatternMatcher {
    /// The most memory of one pattern's automata.
    public static let largestPatternBytes = 1 << 20
    /// The most patterns that are kept; beyond, all are forgotten and the next are compiled anew.
    public static let largestPatternCount = 256

    /// A compiled pattern, or nothing if the text is none.
    private final class Compiled: @unchecked Sendable {
        // Unchecked since it is a pointer: what it points to does not change, and RE2 lets threads share it.
        let pointer: OpaquePointer?

        init(_ text: Text) {
            pointer = text.withUTF8 { bytes in
                cre2_pattern_create(
                    bytes.bindMemory(to: CChar.self).baseAddress, bytes.count, Int64(RE2Matcher.largestPatternBytes))
            }
        }

        deinit { cre2_pattern_destroy(pointer) }
    }

    private let kept = Mutex<[Text: Compiled]>([:])

    public init() {}

    public func matches(_ text: UnsafeRawBufferPointer, _ pattern: Text) -> Bool? {
        let compiled = compiled(pattern)
        guard let pointer = compiled.pointer else { return nil }
        return cre2_pattern_matches(pointer, text.bindMemory(to: CChar.self).baseAddress, text.count) == 1
    }

    private func compiled(_ pattern: Text) -> Compiled {
        if let found = kept.withLock({ $0[pattern] }) { return found }
        let made = Compiled(pattern)
        kept.withLock { kept in
            if kept.count >= Self.largestPatternCount { kept.removeAll() }
            kept[pattern] = made
        }
        return made
    }
}
