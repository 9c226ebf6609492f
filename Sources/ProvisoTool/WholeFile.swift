import Glibc

/// Writes whole files or nothing: a process that is killed and a disk that is full leave the file as it was.
enum WholeFile {
    /// Writes beside the file, sees to it that the bytes have reached the disk, and takes the file's place in one step. A link is followed and
    /// the file's rights stay.
    static func replace(_ path: String, with bytes: [UInt8]) throws(CommandFailure) {
        let target = resolved(path)
        var status = stat()
        let mode = stat(target, &status) == 0 ? status.st_mode & 0o7777 : 0o644
        let temporary = "\(target).\(getpid()).new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw failure(path) }
        var isWritten = write(bytes, to: descriptor) && fchmod(descriptor, mode) == 0 && fsync(descriptor) == 0
        isWritten = close(descriptor) == 0 && isWritten
        guard isWritten, rename(temporary, target) == 0 else {
            unlink(temporary)
            throw failure(path)
        }
    }

    /// Writes a file that is not there yet.
    static func create(_ path: String, with bytes: [UInt8]) throws(CommandFailure) {
        guard access(path, F_OK) != 0 else {
            throw CommandFailure("There is a file \"\(path)\" already. Give another name.", isMisuse: false)
        }
        try replace(path, with: bytes)
    }

    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            if written <= 0 { return false }
            rest = rest.dropFirst(written)
        }
        return true
    }

    private static func failure(_ path: String) -> CommandFailure {
        CommandFailure(
            "\"\(path)\" cannot be written; it is as it was. Is there such a folder, with room in it and the right to write?",
            isMisuse: false)
    }
}
