import FoundationEssentials
import Glibc

/// What the commands write. Results go to standard output, everything about how it went to standard error.
enum Output {
    static func write(_ text: String) { write(text, to: STDOUT_FILENO) }

    static func note(_ text: String) { write(text, to: STDERR_FILENO) }

    /// Whether a person reads it, and has not asked for plain text (https://no-color.org).
    static var isColoured: Bool {
        isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"]?.isEmpty ?? true
    }

    /// Writes a whole file, or nothing: what was there before stays until the new text is complete.
    static func replace(_ path: String, with text: String) throws(CommandFailure) {
        do {
            try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw CommandFailure(
                "\"\(path)\" cannot be written. Is there such a folder, with room in it and the right to write?",
                isMisuse: false)
        }
    }

    private static func write(_ text: String, to descriptor: Int32) { write(Array(text.utf8), to: descriptor) }

    /// - Returns: whether all of it was taken. A reader that has gone away, such as `head`, has all that it wanted.
    @discardableResult
    static func write(_ bytes: [UInt8], to descriptor: Int32 = STDOUT_FILENO) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var start = 0
            while start < bytes.count {
                let written = Glibc.write(descriptor, bytes.baseAddress.map { $0 + start }, bytes.count - start)
                if written < 0, errno == EINTR { continue }
                if written <= 0 { return false }
                start += written
            }
            return true
        }
    }
}
