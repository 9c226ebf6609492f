import Glibc
public import SourceText

/// Finds and reads definition files.
public enum RuleFiles {
    /// The largest file that is read; what is longer is refused by its reader, which names the limit.
    static let largestByteCount = 16 << 20

    /// Why a path gives no files.
    public enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        case notThere(String)
        case notReadable(String)
        case nothingInside(String)

        public var description: String {
            switch self {
            case .notThere(let path): "There is no file or folder \"\(path)\". Correct the path."
            case .notReadable(let path): "\"\(path)\" cannot be read. Ask for the right to read it."
            case .nothingInside(let path):
                "The folder \"\(path)\" holds no file that ends in .yaml or .yml. Name another folder, or a file."
            }
        }
    }

    /// The files of these paths, each once, in the order of their names; of a folder, all files in it and below it that end in
    /// `.yaml` or `.yml` and are not hidden.
    public static func read(_ paths: [String]) throws(Problem) -> [SourceFile] {
        var names: Set<String> = []
        for path in paths { try find(path, &names) }
        return try contents(of: names)
    }

    /// The files of these paths and, beside them, those of some folders, which may be empty. A file that is found in both ways has the name by
    /// which its own path gives it.
    public static func read(_ paths: [String], beside folders: [String]) throws(Problem) -> [SourceFile] {
        var asked: Set<String> = []
        for path in paths { try find(path, &asked) }
        var names: Set<String> = []
        for folder in folders {
            do { try find(folder, &names) } catch .nothingInside { continue }
        }
        for path in asked.subtracting(names) {
            let last = path.split(separator: "/").last ?? ""
            for twin in names where twin.hasSuffix(last) && areOne(twin, path) { names.remove(twin) }
        }
        return try contents(of: names.union(asked))
    }

    private static func areOne(_ path: String, _ other: String) -> Bool {
        var (one, two) = (stat(), stat())
        return stat(path, &one) == 0 && stat(other, &two) == 0 && one.st_dev == two.st_dev && one.st_ino == two.st_ino
    }

    private static func contents(of names: Set<String>) throws(Problem) -> [SourceFile] {
        var files: [SourceFile] = []
        for result in Workers.map(names.sorted(), { name in Result { () throws(Problem) in try file(name) } }) {
            files.append(try result.get())
        }
        return files
    }

    /// One file, whatever it is called.
    public static func file(_ path: String) throws(Problem) -> SourceFile {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw isMissing ? .notThere(path) : .notReadable(path) }
        defer { _ = close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else { throw .notReadable(path) }
        var bytes: [UInt8] = []
        // One byte more than it seems to have, so that its end is found with the first reading. A pipe has no size.
        var room = max(Int(status.st_size) + 1, 1 << 12)
        while true {
            var got = 0
            let part = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                repeat { got = Glibc.read(descriptor, buffer.baseAddress, room) } while got < 0 && errno == EINTR
                count = max(got, 0)
            }
            guard got >= 0 else { throw .notReadable(path) }
            if bytes.isEmpty { bytes = part } else { bytes += part }
            // A regular file that has been read to its size has ended.
            if got == 0 || (got < room && status.st_mode & S_IFMT == S_IFREG) { break }
            room = 1 << 16
        }
        return SourceFile(name: path, bytes: bytes)
    }

    private static var isMissing: Bool { errno == ENOENT || errno == ENOTDIR }

    /// One file, if it is there and can be read.
    @Sendable
    public static func ifThere(_ path: String) -> SourceFile? { try? file(path) }

    private static func find(_ path: String, _ names: inout Set<String>) throws(Problem) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw isMissing ? .notThere(path) : .notReadable(path) }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            names.insert(path)
            return
        }
        var known: Set<String> = []
        try list(path.hasSuffix("/") ? path : path + "/", of: path, &known)
        names.formUnion(known)
        if known.isEmpty { throw .nothingInside(path) }
    }

    /// - Parameter folder: ends in a slash.
    private static func list(_ folder: String, of path: String, _ names: inout Set<String>) throws(Problem) {
        guard let stream = opendir(folder) else { throw .notReadable(path) }
        defer { _ = closedir(stream) }
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { raw in
                String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.utf8.first == UInt8(ascii: ".") { continue }
            if isFolder(folder + name, entry.pointee.d_type) {
                try list(folder + name + "/", of: path, &names)
            } else if name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
                names.insert(folder + name)
            }
        }
    }

    /// A link to a folder is not followed.
    private static func isFolder(_ path: String, _ type: UInt8) -> Bool {
        if type != UInt8(DT_UNKNOWN) { return type == UInt8(DT_DIR) }
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
