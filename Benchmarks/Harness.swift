import Foundation

/// One figure and what it is held against.
///
/// Figures that depend on the machine are compared within one run: as a ratio to something else measured beside them, or
/// against a bound that an issue states for this kind of machine.
struct Figure {
    enum Bound {
        case atMost(Double)
        case atLeast(Double)
        case none
    }

    var name: String
    var value: Double
    var unit: String
    var bound: Bound

    var holds: Bool {
        switch bound {
        case .atMost(let limit): value <= limit
        case .atLeast(let limit): value >= limit
        case .none: true
        }
    }

    var row: String {
        let shown =
            switch bound {
            case .atMost(let limit): "at most \(Self.short(limit))"
            case .atLeast(let limit): "at least \(Self.short(limit))"
            case .none: ""
            }
        let columns = [(name, 56), ("\(Self.short(value)) \(unit)", 20), (shown, 18)]
        let text = columns.map { $0.0 + String(repeating: " ", count: max(1, $0.1 - $0.0.count)) }.joined()
        return text + (holds ? "" : "MISSED")
    }

    private static func short(_ value: Double) -> String {
        let scaled = value >= 100 ? value.rounded() : (value * 100).rounded() / 100
        return scaled == scaled.rounded() ? String(Int(scaled)) : String(scaled)
    }
}

/// A group of figures that are measured together.
struct Benchmark: Sendable {
    var name: String
    var measure: @Sendable () throws -> [Figure]
}

/// The processor's time of one operation in nanoseconds: the lowest of `rounds` means, each over at least
/// `atLeastMilliseconds`.
///
/// It is the time that this thread had a core to itself, so that a machine which is shared with other work gives the same
/// figures; and the lowest is taken since whatever else the machine does, to its caches for one, only ever adds.
func nanoseconds(rounds: Int = 7, atLeastMilliseconds: Int = 20, operations: Int, _ body: () throws -> Void) rethrows
    -> Double
{
    var best = Double.infinity
    for _ in 0..<rounds {
        var repetitions = 0
        let start = threadNanoseconds()
        var elapsed = 0.0
        repeat {
            // As often again as before: to ask the clock is a call of the system, and takes as long as a part of what is measured.
            for _ in 0..<max(1, repetitions) {
                try body()
                repetitions += 1
            }
            elapsed = threadNanoseconds() - start
        } while elapsed < Double(atLeastMilliseconds) * 1e6
        best = min(best, elapsed / Double(repetitions * operations))
    }
    return best
}

/// What this thread has used of a processor so far.
private func threadNanoseconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
}

/// Keeps the optimiser from removing a computation whose result nobody reads.
@inline(never) @_optimize(none)
func blackHole<Value>(_ value: Value) {}
