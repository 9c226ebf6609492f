/// Tells what the core may ask for from what it may not. It is a list of what is allowed: what nobody has thought of is a
/// stranger.
enum CoreSymbols {
    /// Memory, arithmetic that the processor has no instruction for, and the guard of the stack.
    private static let functions: Set<String> = [
        "__divti3", "__modti3", "__udivti3", "__umodti3", "__muloti4", "__multi3", "__stack_chk_fail", "floor", "free",
        "main", "malloc", "malloc_usable_size", "memcmp", "memcpy", "memmove", "memset", "posix_memalign", "sqrt",
        "trunc", "_GLOBAL_OFFSET_TABLE_",
    ]

    /// Parts of the standard library that reach the world outside.
    private static let worldly = [
        "5print", "8readLine", "9debugPrint", "Random", "11CommandLine", "Clock", "4Task", "5Actor", "getenv",
        "_stdlib_r",
        "arc4",
    ]

    /// Those that are not allowed, each once, in their order.
    static func strangers(among symbols: [String], modules: [String]) -> [String] {
        var found: [String] = []
        for symbol in symbols where !found.contains(symbol) && !isKnown(symbol, modules) { found.append(symbol) }
        return found
    }

    private static func isKnown(_ symbol: String, _ modules: [String]) -> Bool {
        if functions.contains(symbol) { return true }
        if symbol.hasPrefix("swift_") || symbol.hasPrefix("_swift") {
            return !["swift_task", "swift_job", "swift_async", "swift_continuation"].contains { symbol.hasPrefix($0) }
        }
        guard symbol.hasPrefix("$s") else { return symbol.hasPrefix("__swift_") || symbol.hasPrefix("symbolic _") }
        let name = symbol.dropFirst(2)
        if worldly.contains(where: { symbol.contains($0) }) { return false }
        // The standard library's own names begin with a letter: `s` for the module, `S` and one more for its usual types.
        // `So` are the names of C, `Sc` those of concurrency.
        guard name.first?.isNumber == true else { return !name.hasPrefix("So") && !name.hasPrefix("Sc") }
        let length = Int(name.prefix { $0.isNumber }) ?? 0
        let first = name.drop { $0.isNumber }
        // An associated type (`Tl`) has its own name first, and then its protocol's.
        if symbol.hasSuffix("Tl") { return isKnown("$s" + first.dropFirst(length).dropLast(2), modules) }
        return modules.contains(String(first.prefix(length)))
    }

    /// The language, the C library that it stands on, and mathematics. The compiler names the libraries of tasks and of
    /// regular expressions in every program; whether a module uses them is seen in its symbols.
    static func strangers(amongLibraries libraries: [String]) -> [String] {
        let known = [
            "libswiftCore.so", "libswift_Concurrency.so", "libswift_StringProcessing.so", "libswift_RegexParser.so",
            "libc.so.", "libm.so.", "libgcc_s.so.", "ld-linux-",
        ]
        return libraries.filter { library in !known.contains { library.hasPrefix($0) } }
    }
}
