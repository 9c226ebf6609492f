import Glibc

/// Reading small files without Foundation.
enum File {
    enum Failure: Error {
        case missing
        /// A folder, a pipe, a device.
        case notAFile
        case tooLarge(Int)
        case failed(String)
    }

    /// The bytes of a regular file.
    ///
    /// - Parameter whole: whether a file with more bytes than `limit` is a failure; else its first ones are returned.
    static func bytes(_ path: String, atMost limit: Int, whole: Bool) throws(Failure) -> [UInt8] {
        // A pipe under a zone's name must not hold the process up.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw errno == ENOENT || errno == ENOTDIR ? .missing : .failed(reason(errno)) }
        defer { _ = close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw .failed(reason(errno)) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
        if whole, status.st_size > limit { throw .tooLarge(Int(status.st_size)) }
        return try read(file, atMost: limit, whole: whole)
    }

    private static func read(_ file: Int32, atMost limit: Int, whole: Bool) throws(Failure) -> [UInt8] {
        let room = whole ? limit + 1 : limit
        var failure: Failure?
        let bytes = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            while count < room, let base = buffer.baseAddress {
                let got = Glibc.read(file, base + count, room - count)
                if got < 0, errno == EINTR { continue }
                if got < 0 { failure = .failed(reason(errno)) }
                if got <= 0 { break }
                count += got
            }
        }
        if let failure { throw failure }
        // It grew since its size was taken.
        if whole, bytes.count > limit { throw .tooLarge(bytes.count) }
        return bytes
    }

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The names in a folder, without `.` and `..`, in no order.
    static func entries(_ folder: String, asked: String) throws(ZoneReadingError) -> [String] {
        guard let stream = opendir(folder) else { throw .noDatabase(path: asked, reason: reason(errno)) }
        defer { _ = closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { raw in
                String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    private static func reason(_ code: Int32) -> String {
        guard let text = strerror(code) else { return "error \(code)" }
        return String(cString: text)
    }
}
