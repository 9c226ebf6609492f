package import Dates
package import YAMLReading

/// The stretch of time in which a version holds, and which date of the business fact is meant.
package struct EffectivePeriod: Sendable {
    package let from: Written<CivilDate>?
    package let until: Written<CivilDate>?
    package let datedBy: WrittenName?

    init(_ group: GroupReader) throws(Unreadable) {
        from = try group.readIfPresent("effective", Take.date)
        until = try group.readIfPresent("until", Take.date)
        datedBy = try group.readIfPresent("dated_by", Take.name)
    }
}

package struct RuleDefinition: Sendable {
    /// The hit policies of DMN.
    package enum HitPolicy: String, Hashable, Sendable, CaseIterable {
        case unique, any, first, priority
        case ruleOrder = "rule order"
        case outputOrder = "output order"
        case collect
        case collectSum = "collect sum"
        case collectMin = "collect min"
        case collectMax = "collect max"
        case collectCount = "collect count"
    }

    package enum Body: Sendable {
        /// The text of the table, to be read by whoever knows tables.
        case table(Excerpt, hit: Written<HitPolicy>)
        /// A CSV file beside this one.
        case tableFile(Written<String>, hit: Written<HitPolicy>)
        case formulas([NamedEntry<Excerpt>])
        case choose([OptionDefinition])
        case score(ScoreDefinition)
        case words(WordsDefinition)
    }

    package let heading: Heading
    package let effective: EffectivePeriod
    package let inputs: [FieldDefinition]
    package let outputs: [FieldDefinition]
    package let body: Body
    package let node: LocatedNode

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        self.node = node
        heading = try Heading(group, .rule)
        effective = try EffectivePeriod(group)
        inputs = try FieldDefinition.list(group, "inputs")
        outputs = try FieldDefinition.list(group, "outputs")
        body = try Self.body(group)
    }

    private static func body(_ group: GroupReader) throws(Unreadable) -> Body {
        func hit() throws(Unreadable) -> Written<HitPolicy> {
            try group.read("hit") { node throws(Unreadable) in try Take.word(node) }
        }
        if group.has("table") {
            return .table(Excerpt(try group.read("table", Take.scalar)), hit: try hit())
        }
        if group.has("table_file") { return .tableFile(try group.read("table_file", Take.text), hit: try hit()) }
        if group.has("let") { return .formulas(try group.entries("let", Take.expression)) }
        if group.has("choose") {
            return .choose(try Take.list(try group.required("choose"), OptionDefinition.init))
        }
        if group.has("score") { return .score(try group.read("score", ScoreDefinition.init)) }
        return .words(try group.read("words", WordsDefinition.init))
    }
}

/// One case of a rule with `choose`.
package struct OptionDefinition: Sendable {
    package enum Result: Sendable {
        /// The value of the only output.
        case single(Excerpt)
        case named([NamedEntry<Excerpt>])
    }

    /// Nil for `else`.
    package let condition: Excerpt?
    package let result: Result
    package let why: FreeText?
    package let node: LocatedNode

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        self.node = node
        condition = try group.readIfPresent("if", Take.expression)
        let value = try group.required(condition == nil ? "else" : "then")
        result =
            value.isMapping ? .named(try Take.entries(value, Take.expression)) : .single(try Take.expression(value))
        why = try group.readIfPresent("why", Take.freeText)
    }
}

/// A sum of weighted values. Numbers are kept as they are written; whoever computes reads them exactly.
package struct ScoreDefinition: Sendable {
    package enum Scale: String, Sendable {
        case plain, logistic
    }

    package struct Term: Sendable {
        package let name: WrittenName
        package let value: Excerpt
        package let weight: Written<String>
        package let why: FreeText?

        init(_ node: LocatedNode) throws(Unreadable) {
            let group = try GroupReader(node)
            name = try group.read("name", Take.name)
            value = try group.read("value", Take.expression)
            weight = try group.read("weight", Take.text)
            why = try group.readIfPresent("why", Take.freeText)
        }
    }

    package let start: Written<String>
    package let terms: [Term]
    /// `plain` if nil.
    package let scale: Written<Scale>?

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        start = try group.read("start", Take.text)
        terms = try group.list("terms", Term.init)
        scale = try group.readIfPresent("scale") { node throws(Unreadable) in try Take.word(node) }
    }
}

/// A class that is found by the words of a text.
package struct WordsDefinition: Sendable {
    package let text: Excerpt
    package let classes: [NamedEntry<[Written<String>]>]
    package let otherwise: WrittenName

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        text = try group.read("text", Take.expression)
        classes = try group.entries("classes") { node throws(Unreadable) in try Take.list(node, Take.text) }
        otherwise = try group.read("otherwise", Take.name)
    }
}
