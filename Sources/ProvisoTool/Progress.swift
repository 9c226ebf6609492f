import Glibc

/// A bar on a terminal that shows how far a long command is. Where nobody watches, nothing is written.
struct Progress {
    private static let width = 40
    private let isShown = isatty(STDERR_FILENO) == 1
    private let title: String
    private var shown = -1

    init(_ title: String) { self.title = title }

    /// - Parameter fraction: from 0 to 1.
    mutating func show(_ fraction: Double) {
        let percent = min(100, max(0, Int(fraction * 100)))
        guard isShown, percent != shown else { return }
        shown = percent
        let full = percent * Self.width / 100
        let bar = String(repeating: "█", count: full) + String(repeating: "░", count: Self.width - full)
        Output.note("\r\(title)  \(bar)  \(percent) %")
    }

    /// Takes the bar away, so that what follows stands alone.
    mutating func end() {
        guard isShown, shown >= 0 else { return }
        Output.note("\r\u{1B}[2K")
        shown = -1
    }
}
