import FoundationEssentials
import Proviso
import SourceText

/// Finds the files that a command works with.
enum Rulebooks {
    static func load(_ paths: [String]) throws(CommandFailure) -> RuleSet {
        do throws(RuleFiles.Problem) {
            return try RuleSet.load(paths)
        } catch { throw CommandFailure(error.description, isMisuse: false) }
    }

    /// The rule set of these files, with the standard primitives where they declare none.
    static func rules(_ files: [SourceFile]) -> RuleSet { RuleSet(completing: files) }

    /// The rule set of these paths; an empty one for none.
    static func loadAny(_ paths: [String]) throws(CommandFailure) -> RuleSet {
        paths.isEmpty ? RuleSet([]) : try load(paths)
    }

    /// The files of these paths and, for folders, all that is below them.
    static func files(_ paths: [String]) throws(CommandFailure) -> [SourceFile] {
        do throws(RuleFiles.Problem) {
            return try RuleFiles.read(paths)
        } catch { throw CommandFailure(error.description, isMisuse: false) }
    }

    /// Files and those that belong together with them: all of the folders.
    static func files(_ paths: [String], beside folders: [String]) throws(CommandFailure) -> [SourceFile] {
        do throws(RuleFiles.Problem) {
            return try RuleFiles.read(paths, beside: folders)
        } catch { throw CommandFailure(error.description, isMisuse: false) }
    }

    static func file(_ path: String) throws(CommandFailure) -> SourceFile {
        do throws(RuleFiles.Problem) {
            return try RuleFiles.file(path)
        } catch { throw CommandFailure(error.description, isMisuse: false) }
    }

    /// The folders of a rule set: those that were given, else `Rules` and `Workflows` of the nearest folder above the file, or above
    /// where the command is run, that has `Rules`.
    static func folders(_ given: [String], near file: String?) -> [String] {
        if !given.isEmpty { return given }
        let here = FileManager.default.currentDirectoryPath
        return file.map { folders(above: $0) }.flatMap { $0.isEmpty ? nil : $0 } ?? folders(from: here, here)
    }

    /// `Rules` and `Workflows` of the nearest folder above the file that has `Rules`.
    static func folders(above file: String) -> [String] {
        let here = FileManager.default.currentDirectoryPath
        return folders(from: parent(absolute(file, here)), here)
    }

    private static func folders(from start: String, _ here: String) -> [String] {
        var folder = start
        while true {
            if isFolder(folder + "/Rules") {
                let found = ["Rules", "Workflows"].map { folder == "/" ? "/" + $0 : folder + "/" + $0 }
                return found.filter(isFolder).map { shortened($0, here) }
            }
            if folder == "/" || folder.isEmpty { return [] }
            folder = parent(folder)
        }
    }

    /// Whether a file is a path, or lies below it.
    static func isInside(_ file: String, _ path: String) -> Bool {
        file == path || file.hasPrefix(path.hasSuffix("/") ? path : path + "/")
    }

    static func isFile(_ path: String) -> Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
    }

    private static func absolute(_ path: String, _ here: String) -> String {
        path.hasPrefix("/") ? path : here + "/" + path
    }

    private static func parent(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
        return String(path[..<slash])
    }

    /// As a person would write it from here.
    private static func shortened(_ path: String, _ here: String) -> String {
        path.hasPrefix(here + "/") ? String(path.dropFirst(here.utf8.count + 1)) : path
    }
}
