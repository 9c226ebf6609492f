import Definitions

/// The reference of all kinds of files and their keys, as a page: printed from the schema, so that it says what the program does.
package enum FileReference {
    package static func page() -> String {
        var page = """
            # Files

            Every kind of file and every key that it may have. This page is printed from the schema by which the program reads files.

            A file has one definition. Its first key names the kind. The place types the value, not YAML: `no` is a name where a name stands, and
            nothing is a number by accident. A key in bold must be there; one with "beside" may only stand beside one of the keys named, and if it is
            bold must stand there.

            ## In an editor

            `proviso schema --out schemas` writes JSON Schemas (2020-12) of all kinds, which common editors use to complete and to check while
            typing. With the YAML language server (Visual Studio Code and others) this setting is enough:

            ```json
            { "yaml.schemas": { "./schemas/proviso.schema.json": ["Rules/**/*.yaml", "Workflows/**/*.yaml"] } }
            ```

            or this line at the top of a file:

            ```yaml
            # yaml-language-server: $schema=../schemas/workflow.schema.json
            ```

            A schema knows keys, words and forms. What names mean and which types values have, `proviso check` says.

            `proviso schema --data Rules --out schemas` writes a schema of the data of every event and record that the files declare, for those
            who send them, and of every primitive, for those who carry it out: what it is given, and under `$defs/outcome` what it answers.


            """
        var told: [BlockName] = []
        for kind in DefinitionKind.allCases {
            page += section(kind.schema, level: "##", title: "`\(kind.rawValue)`", &told)
            for block in kind.block.reachable.dropFirst() where !told.contains(block) {
                page += section(block.schema, level: "###", title: KindSchemas.capitalised(block.schema.noun), &told)
            }
        }
        while page.hasSuffix("\n\n") { page.removeLast() }
        return page
    }

    private static func section(_ block: BlockSchema, level: String, title: String, _ told: inout [BlockName]) -> String
    {
        told.append(block.name)
        var text = "\(level) \(title)\n\n"
        for leading in block.leading {
            let names = Form.alternatives(leading.names.map { "`\($0)`" })
            text += "\(leading.isRequired ? "One key" : "At most one key") says \(leading.purpose): \(names).\n\n"
        }
        text += "| key | what it says | what stands there |\n| --- | --- | --- |\n"
        for key in block.keys {
            let name = key.presence == .required ? "**`\(key.name)`**" : "`\(key.name)`"
            let beside =
                key.companions.isEmpty ? "" : " Beside \(Form.alternatives(key.companions.map { "`\($0)`" }))."
            text += "| \(name) | \(cell(key.note))\(beside) | \(takes(key.form)) |\n"
        }
        return text + "\n"
    }

    private static func takes(_ form: Form) -> String {
        let words = FormSchemas.words(of: form)
        guard !words.isEmpty else { return cell(form.expectation) }
        let list = words.map { word in word.note.isEmpty ? "`\(word.text)`" : "`\(word.text)`: \(cell(word.note))" }
        return list.joined(separator: words.allSatisfy(\.note.isEmpty) ? ", " : "; ")
    }

    private static func cell(_ text: String) -> String { text.replacingBars }
}

extension String {
    /// A bar would end the cell of the table.
    fileprivate var replacingBars: String {
        split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
}
