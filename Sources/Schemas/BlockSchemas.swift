import Definitions

/// The JSON Schema of a group with fixed keys.
enum BlockSchemas {
    static func schema(_ block: BlockSchema) -> JSON {
        var names: [String] = []
        for key in block.keys where !names.contains(key.name) { names.append(key.name) }
        var members: [(String, JSON)] = [("title", .text(block.bareNoun)), ("type", .text("object"))]
        members.append(("properties", .object(names.map { name in (name, property(name, block)) })))
        let required = block.keys.filter { $0.presence == .required && $0.companions.isEmpty }.map(\.name)
        if !required.isEmpty { members.append(("required", .texts(required))) }
        members.append(("additionalProperties", .bool(false)))
        let rules = leading(block) + companions(block) + twins(block)
        if !rules.isEmpty { members.append(("allOf", .list(rules))) }
        return .object(members)
    }

    /// A key that means one thing beside one verb and another beside another takes either here; `twins` says when which.
    private static func property(_ name: String, _ block: BlockSchema) -> JSON {
        let keys = block.keys.filter { $0.name == name }
        if keys.count == 1 { return described(keys[0].form, [keys[0].note, beside(keys[0])]) }
        return .object([("description", .text(keys.map { "\($0.note) \(beside($0))" }.joined(separator: "\n")))])
    }

    private static func beside(_ key: KeySchema) -> String {
        key.companions.isEmpty ? "" : "Beside \(Form.alternatives(key.companions.map { "\"\($0)\"" }))."
    }

    /// A form with what its key says, and what can stand there.
    private static func described(_ form: Form, _ notes: [String]) -> JSON {
        var text = notes.filter { !$0.isEmpty }.joined(separator: " ")
        let words = FormSchemas.words(of: form)
        if words.isEmpty {
            text += "\n" + KindSchemas.capitalised(form.expectation) + "."
        } else {
            for word in words { text += "\n- \(word.text)" + (word.note.isEmpty ? "" : ": \(word.note)") }
        }
        guard case .object(let members) = FormSchemas.schema(form) else { return .bool(true) }
        return .object([("description", .text(text))] + members)
    }

    /// Of some keys a group has exactly one, of others at most one.
    private static func leading(_ block: BlockSchema) -> [JSON] {
        block.leading.map { leading in
            var choices = leading.names.map { JSON.object([("required", .texts([$0]))]) }
            if !leading.isRequired {
                choices.append(
                    .object([
                        (
                            "not",
                            .object([("anyOf", .list(leading.names.map { .object([("required", .texts([$0]))]) }))])
                        )
                    ]))
            }
            return .object([
                ("$comment", .text("\(leading.isRequired ? "One key" : "At most one key") says \(leading.purpose).")),
                ("oneOf", .list(choices)),
            ])
        }
    }

    /// Keys that may only, or must, stand beside another.
    private static func companions(_ block: BlockSchema) -> [JSON] {
        var rules: [JSON] = []
        var done: [String] = []
        for key in block.keys where !key.companions.isEmpty {
            if !done.contains(key.name) {
                done.append(key.name)
                let all = block.keys.filter { $0.name == key.name }.flatMap(\.companions)
                rules.append(.object([("if", has([key.name])), ("then", has(all))]))
            }
            guard key.presence == .required else { continue }
            rules.append(
                .object([("if", has(key.companions)), ("then", .object([("required", .texts([key.name]))]))]))
        }
        return rules
    }

    /// What a key of two meanings takes beside which other key.
    private static func twins(_ block: BlockSchema) -> [JSON] {
        block.keys.filter { key in block.keys.count { $0.name == key.name } > 1 }.map { key in
            .object([
                ("if", has(key.companions)),
                ("then", .object([("properties", .object([(key.name, described(key.form, [key.note]))]))])),
            ])
        }
    }

    private static func has(_ names: [String]) -> JSON {
        if names.count == 1 { return .object([("required", .texts(names))]) }
        return .object([("anyOf", .list(names.map { .object([("required", .texts([$0]))]) }))])
    }
}

extension BlockSchema {
    fileprivate var bareNoun: String { KindSchemas.capitalised(noun) }
}
