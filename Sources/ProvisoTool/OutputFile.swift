import Glibc

/// A file that is written piece by piece beside its place and takes its place when it is whole: what was there before stays until then.
final class OutputFile {
    private let path: String
    private let draft: String
    private var descriptor: Int32

    init(_ path: String) throws(CommandFailure) {
        self.path = path
        draft = "\(path).\(getpid()).part"
        descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        if descriptor < 0 { throw Self.failure(path) }
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unlink(draft)
    }

    /// - Returns: whether there was room for it.
    func write(_ bytes: [UInt8]) -> Bool { Output.write(bytes, to: descriptor) }

    func finish() throws(CommandFailure) {
        let isClosed = close(descriptor) == 0
        descriptor = -1
        guard isClosed, rename(draft, path) == 0 else {
            unlink(draft)
            throw Self.failure(path)
        }
    }

    static func failure(_ path: String) -> CommandFailure {
        CommandFailure(
            "\"\(path)\" cannot be written. Is there such a folder, with room in it and the right to write?",
            isMisuse: false)
    }
}
