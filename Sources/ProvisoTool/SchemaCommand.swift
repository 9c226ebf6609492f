import FoundationEssentials
import Proviso
import SourceText

/// `proviso schema [KIND…]`, `proviso schema --data PATH…`
enum SchemaCommand: Command {
    static let name = "schema"
    static let summary = "writes JSON Schemas of the files, for editors, and of the data that they declare"
    static let usage = """
        proviso schema [KIND…] [--out FOLDER]
        proviso schema --data [PATH…] [--out FOLDER]

        Without a kind: one schema for every file, by its first key. With --data: of each event, record and primitive that the
        files declare.
        Without --out one schema is written to standard output; with it each to a file of the folder, which is made if it is not there.
        Exit: 0 it is done, 1 the files have errors, 2 it could not be done.
        """

    static func run(_ words: ArraySlice<String>) async throws(CommandFailure) -> ExitCode {
        let arguments = try Arguments(words, valued: ["out"], flags: ["data"])
        let out = try arguments.value("out")
        let documents: [SchemaDocument]
        if arguments.has("data") {
            let paths = Rulebooks.folders(arguments.paths, near: nil)
            guard !paths.isEmpty else {
                throw CommandFailure("Say which files declare the data: proviso schema --data PATH…")
            }
            let rules = try Rulebooks.load(paths)
            guard rules.isSound else {
                Output.note(ReportFormat.text.rendered(Report(rules.diagnostics)))
                return .findings
            }
            documents = rules.dataSchemas
        } else {
            documents = try kinds(arguments.paths, isFolder: out != nil)
        }
        if let out { return try write(documents, to: out) }
        guard documents.count == 1, let only = documents.first else {
            throw CommandFailure(
                documents.isEmpty
                    ? "The files declare no event, no record and no primitive."
                    : "There are \(documents.count) schemas. Say where to write them: --out FOLDER.")
        }
        Output.write(only.text)
        return .fine
    }

    private static func kinds(_ names: [String], isFolder: Bool) throws(CommandFailure) -> [SchemaDocument] {
        if names.isEmpty {
            return [.file] + (isFolder ? SchemaDocument.kinds.compactMap { SchemaDocument.kind($0) } : [])
        }
        var documents: [SchemaDocument] = []
        for name in names {
            guard let document = SchemaDocument.kind(name) else {
                let guess = didYouMean(name, among: SchemaDocument.kinds).map { " Did you mean \"\($0)\"?" }
                throw CommandFailure(
                    "There is no kind of file \"\(name)\"."
                        + (guess ?? " There are \(SchemaDocument.kinds.joined(separator: ", "))."))
            }
            documents.append(document)
        }
        return documents
    }

    private static func write(_ documents: [SchemaDocument], to folder: String) throws(CommandFailure) -> ExitCode {
        do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
            throw CommandFailure("The folder \"\(folder)\" cannot be made. Name another.", isMisuse: false)
        }
        let prefix = folder.hasSuffix("/") ? folder : folder + "/"
        for document in documents { try Output.replace(prefix + document.fileName, with: document.text) }
        Output.note("\(documents.count) schema\(documents.count == 1 ? "" : "s") written to \(folder).\n")
        return .fine
    }
}
