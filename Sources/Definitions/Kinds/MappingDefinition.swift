package import Dates
package import YAMLReading

/// How a file of rows and columns becomes events.
package struct MappingDefinition: Sendable {
    package enum Delimiter: String, Sendable {
        case comma, semicolon, tab, pipe
    }

    package let heading: Heading
    package let delimiter: Written<Delimiter>?
    package let absent: [Written<String>]
    package let dates: Written<String>?
    package let timezone: Written<WrittenZone>?
    package let numbers: NumbersDefinition?
    package let currency: WrittenName?
    package let yes: [Written<String>]
    package let no: [Written<String>]
    package let events: [RowEventDefinition]
    package let node: LocatedNode

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        self.node = node
        heading = try Heading(group, .mapping)
        delimiter = try group.readIfPresent("delimiter") { node throws(Unreadable) in try Take.word(node) }
        absent = try group.list("absent", Take.text)
        dates = try group.readIfPresent("dates", Take.text)
        timezone = try group.readIfPresent("timezone", Take.zone)
        numbers = try group.readIfPresent("numbers", NumbersDefinition.init)
        currency = try group.readIfPresent("currency", Take.name)
        yes = try group.list("yes", Take.text)
        no = try group.list("no", Take.text)
        events = try group.list("events", RowEventDefinition.init)
    }
}

package struct NumbersDefinition: Sendable {
    package enum Sign: String, Sendable {
        case point, comma, blank, apostrophe
    }

    package let decimalSign: Written<Sign>?
    package let groupingSign: Written<Sign>?
    package let parentheses: Written<Bool>?
    package let signs: [Written<String>]

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        decimalSign = try group.readIfPresent("decimal_sign") { node throws(Unreadable) in try Take.word(node) }
        groupingSign = try group.readIfPresent("grouping_sign") { node throws(Unreadable) in try Take.word(node) }
        parentheses = try group.readIfPresent("parentheses", Take.boolean)
        signs = try group.list("signs", Take.text)
    }
}

/// One event that a row gives.
package struct RowEventDefinition: Sendable {
    package let event: WrittenName
    package let conditions: [RowConditionDefinition]
    /// The names between `${` and `}` are columns.
    package let id: FreeText
    package let at: Written<String>
    package let plus: Written<Parametric<Period>>?
    package let atTime: Written<Parametric<CivilTime>>?
    package let data: [NamedEntry<CellDefinition>]
    package let node: LocatedNode

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        self.node = node
        event = try group.read("event", Take.name)
        conditions = try group.list("only_if", RowConditionDefinition.init)
        id = try group.read("id", Take.freeText)
        at = try group.read("at", Take.text)
        plus = try group.readIfPresent("plus", Take.period)
        atTime = try group.readIfPresent("at_time", Take.timeOfDay)
        data = try group.entries("data", CellDefinition.init)
    }
}

package struct RowConditionDefinition: Sendable {
    package enum Test: Sendable {
        case isOne([Written<String>])
        case isNone([Written<String>])
        case present(Written<Bool>)
    }

    package let column: Written<String>
    package let test: Test

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        column = try group.read("column", Take.text)
        if group.has("is") {
            test = .isOne(try group.list("is", Take.text))
        } else if group.has("is_not") {
            test = .isNone(try group.list("is_not", Take.text))
        } else {
            test = .present(try group.read("present", Take.boolean))
        }
    }
}

/// Where the value of a field comes from.
package struct CellDefinition: Sendable {
    package enum Origin: Sendable {
        case column(Written<String>)
        case text(FreeText)
    }

    package let origin: Origin
    package let dates: Written<String>?
    package let currency: WrittenName?
    package let currencyColumn: Written<String>?
    package let node: LocatedNode

    init(_ node: LocatedNode) throws(Unreadable) {
        self.node = node
        guard node.isMapping else {
            origin = .column(try Take.text(node))
            (dates, currency, currencyColumn) = (nil, nil, nil)
            return
        }
        let group = try GroupReader(node)
        if let column = try group.readIfPresent("column", Take.text) {
            origin = .column(column)
        } else {
            origin = .text(try group.read("text", Take.freeText))
        }
        dates = try group.readIfPresent("dates", Take.text)
        currency = try group.readIfPresent("currency", Take.name)
        currencyColumn = try group.readIfPresent("currency_column", Take.text)
    }
}
