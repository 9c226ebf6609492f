import Encoding
import Evaluation
import FoundationEssentials
import Glibc
import Ingest
import SourceText

/// A file of rows, read piece by piece and row by row, and what it means.
final class RowFile: Sendable {
    let name: String
    let mapping: CSVMapping
    /// The bytes that it had when it was opened.
    let byteCount: Int
    private let descriptor: Int32

    init(_ path: String, _ mapping: CSVMapping) throws(RuleFiles.Problem) {
        name = path
        self.mapping = mapping
        guard FileManager.default.fileExists(atPath: path) else { throw .notThere(path) }
        let opened = open(path, O_RDONLY)
        var status = stat()
        // It is read twice: no pipe.
        guard opened >= 0, fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            if opened >= 0 { close(opened) }
            throw .notReadable(path)
        }
        byteCount = Int(status.st_size)
        descriptor = opened
    }

    deinit { close(descriptor) }

    /// Reads what comes from a place on, as much as there is room for; says how much it was, which is less only at the end of the file.
    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard let base = buffer.baseAddress else { return 0 }
        var got = 0
        while got < buffer.count {
            let more = pread(descriptor, base + got, buffer.count - got, off_t(offset + got))
            if more < 0, errno == EINTR { continue }
            guard more > 0 else { break }
            got += more
        }
        return got
    }

    /// Up to `count` bytes from a place on.
    func bytes(_ count: Int, at offset: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, got in
            got = read(at: offset, into: UnsafeMutableRawBufferPointer(buffer))
        }
    }

    /// The row that begins there, for messages.
    func row(at offset: Int, line: Int) -> SourceFile {
        let bytes = bytes(1_000, at: offset)
        let end = bytes.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
        return SourceFile(name: name, bytes: Array(bytes[..<end]), firstLine: line)
    }
}
