import Definitions

/// The JSON Schema of what may stand at a place.
enum FormSchemas {
    static func schema(_ form: Form) -> JSON {
        switch form {
        case .text, .freeText, .expression: any(["string", "number", "boolean"])
        case .argument: any(["string", "number", "boolean", "array", "object"])
        case .data: any(["string", "number", "boolean", "array", "object", "null"])
        case .table, .schedule, .zone: any(["string"])
        case .name(let style): pattern(Patterns.name(style), atMost: NameStyle.maximumNameBytes)
        case .reference(let reference): pattern(Patterns.name(reference.style), atMost: NameStyle.maximumNameBytes)
        case .choice(let words): .object([("enum", .texts(words.map(\.text)))])
        case .type: pattern(Patterns.type)
        case .integer(let bounds): integer(bounds, "^(\(Patterns.digits)|\(Patterns.parameter))$")
        case .count(let bounds): integer(bounds, "^\(Patterns.digits)$")
        case .times(let bounds): integer(bounds, "^(\(Patterns.digits)( times?)?|\(Patterns.parameter))$")
        case .period(let sense): pattern(Patterns.period(sense))
        case .timeOfDay: pattern(Patterns.timeOfDay)
        case .date: pattern(Patterns.date)
        case .instant: pattern(Patterns.instant)
        case .moment: pattern(Patterns.moment)
        case .boolean: .object([("enum", .list([.bool(true), .bool(false), .text("true"), .text("false")]))])
        case .number: .object([("type", .texts(["number", "string"])), ("pattern", .text(Patterns.number))])
        case .money: pattern(Patterns.money)
        case .percentage: pattern(Patterns.percentage)
        case .currency: pattern("^[A-Z]{3}$")
        case .repetition: pattern("^[a-z][a-z0-9_]* in \\S[\\s\\S]*$")
        case .level: pattern(Patterns.level)
        case .list(let item, let minimum): list(item, minimum)
        case .oneOrMore(let one): .object([("anyOf", .list([schema(one), list(one, 1)]))])
        case .block(let name): .object([("$ref", .text("#/$defs/\(name.rawValue)"))])
        case .map(let map): self.map(map)
        case .byShape(let scalar, let list, let group):
            .object([("anyOf", .list([scalar, list, group].compactMap { $0 }.map(schema)))])
        }
    }

    /// The words of a choice, wherever in the form it stands.
    static func words(of form: Form) -> [Word] {
        switch form {
        case .choice(let words): words
        case .oneOrMore(let form), .list(let form, _): words(of: form)
        default: []
        }
    }

    private static func any(_ types: [String]) -> JSON {
        .object([("type", types.count == 1 ? .text(types[0]) : .texts(types))])
    }

    private static func pattern(_ pattern: String, atMost: Int? = nil) -> JSON {
        .object(
            [("type", .text("string")), ("pattern", .text(pattern))]
                + (atMost.map { [("maxLength", .number($0))] } ?? []))
    }

    /// A number, or the same in quotation marks, which the bounds of a number do not reach.
    private static func integer(_ bounds: ClosedRange<Int>, _ pattern: String) -> JSON {
        .object([
            ("type", .texts(["integer", "string"])), ("minimum", .number(bounds.lowerBound)),
            ("maximum", .number(bounds.upperBound)), ("pattern", .text(pattern)),
        ])
    }

    private static func list(_ item: Form, _ minimum: Int) -> JSON {
        .object(
            [("type", .text("array")), ("items", schema(item))]
                + (minimum > 0 ? [("minItems", .number(minimum))] : []))
    }

    private static func map(_ map: MapSchema) -> JSON {
        var members: [(String, JSON)] = [
            ("type", map.mayBeEmpty ? .texts(["object", "null"]) : .text("object")),
            ("propertyNames", .object([("pattern", .text(Patterns.name(map.key.style)))])),
            ("additionalProperties", schema(map.value)),
        ]
        if !map.mayBeEmpty { members.append(("minProperties", .number(1))) }
        if map.isSingle { members.append(("maxProperties", .number(1))) }
        return .object(members)
    }
}

/// Regular expressions (ECMA-262) of the small notations: as strict as an expression can be that never refuses what the program takes.
enum Patterns {
    static let digits = "-?(0|[1-9][0-9]*)"
    static let parameter = "parameters\\.[a-z][a-z0-9]*(_[a-z0-9]+)*"
    static let number = "^[-+]?([0-9]+(\\.[0-9]+)?|\(parameter))$"
    static let money = "^([-+]?[0-9]+(\\.[0-9]+)? [A-Z]{3}|\(parameter))$"
    static let percentage = "^([-+]?[0-9]+(\\.[0-9]+)? ?%|\(parameter))$"
    private static let day = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    private static let clock = "([01][0-9]|2[0-3]):[0-5][0-9]"
    static let date = "^\(day)$"
    static let timeOfDay = "^(\(clock)(:[0-5][0-9])?|\(parameter))$"
    static let instant = "^\(day)[Tt]\(clock):[0-5][0-9](\\.[0-9]+)?([Zz]|[-+]\(clock))$"
    static let moment = "^\(day)([Tt]\(clock):[0-5][0-9](\\.[0-9]+)?([Zz]|[-+]\(clock)))?$"
    static let level =
        "^([1-9][0-9]* of )?[a-z][a-z0-9]*(-[a-z0-9]+)*( or [a-z][a-z0-9]*(-[a-z0-9]+)*)*$"

    static func name(_ style: NameStyle) -> String {
        let snake = "[a-z][a-z0-9]*(_[a-z0-9]+)*"
        return switch style {
        case .snake: "^\(snake)$"
        case .kebab: "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
        case .dotted: "^\(snake)(\\.\(snake))+$"
        case .language: "^[a-z]{2,3}(-[A-Z]{2})?$"
        }
    }

    static func period(_ sense: PeriodSense) -> String {
        let units: String
        switch sense {
        case .exactLength: units = "hour|minute|second"
        case .length, .offset: units = "year|month|week|day|business day|hour|minute|second"
        }
        let part = "\(sense == .offset ? "[-+]?" : "")[0-9]+ +(\(units))s?"
        return "^(\(part)( +\(part))*|\(parameter))$"
    }

    static var type: String {
        let word = "[a-z][a-z0-9]*([_-][a-z0-9]+)*"
        let plain = "(approval level|money [A-Z]{3}|[a-z][a-z0-9]*(_[a-z0-9]+)*)"
        return "^((list of )*(\(plain)\\??|one of \(word)( *, *\(word))*\\??))$"
    }
}
