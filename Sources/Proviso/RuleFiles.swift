import FoundationEssentials
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
        var files: [SourceFile] = []
        for name in names.sorted() { files.append(try file(name)) }
        return files
    }

    /// One file, whatever it is called.
    public static func file(_ path: String) throws(Problem) -> SourceFile {
        guard FileManager.default.fileExists(atPath: path) else { throw .notThere(path) }
        guard let data = try? Data(contentsOf: URL(filePath: path)) else { throw .notReadable(path) }
        return SourceFile(name: path, bytes: [UInt8](data))
    }

    /// The bytes of a file that may be large; they are read as they are needed.
    static func mapped(_ path: String) throws(Problem) -> Data {
        guard FileManager.default.fileExists(atPath: path) else { throw .notThere(path) }
        guard let data = try? Data(contentsOf: URL(filePath: path), options: .mappedIfSafe) else {
            throw .notReadable(path)
        }
        return data
    }

    /// One file, if it is there and can be read.
    @Sendable
    public static func ifThere(_ path: String) -> SourceFile? { try? file(path) }

    private static func find(_ path: String, _ names: inout Set<String>) throws(Problem) {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { throw .notThere(path) }
        guard isFolder else {
            names.insert(path)
            return
        }
        guard let inside = try? FileManager.default.subpathsOfDirectory(atPath: path) else { throw .notReadable(path) }
        let prefix = path.hasSuffix("/") ? path : path + "/"
        let found = inside.filter { name in
            (name.hasSuffix(".yaml") || name.hasSuffix(".yml"))
                && !name.split(separator: "/").contains { $0.hasPrefix(".") }
        }
        if found.isEmpty { throw .nothingInside(path) }
        for name in found { names.insert(prefix + name) }
    }
}
