package import Dates
package import SourceText
package import YAMLReading

/// A value with the scalar, list or group that it was written as.
package struct Written<Value: Sendable>: Sendable {
    package let value: Value
    package let node: LocatedNode

    package init(_ value: Value, _ node: LocatedNode) {
        self.value = value
        self.node = node
    }

    package var place: Place { node.place }

    package func map<Other: Sendable>(_ transform: (Value) -> Other) -> Written<Other> {
        Written<Other>(transform(value), node)
    }
}

package typealias WrittenName = Written<String>

/// A value that stands in the file, or the name of a parameter of the settings: `3 days`, `parameters.patience`.
package enum Parametric<Value: Sendable>: Sendable {
    case value(Value)
    /// The name without `parameters.`.
    case parameter(String)

    /// The value, unless it is a parameter's.
    package var value: Value? {
        if case .value(let value) = self { value } else { nil }
    }
}

extension Parametric: Equatable where Value: Equatable {}

/// A time zone: named, or found by an expression such as `customer.timezone`.
package enum WrittenZone: Sendable {
    case named(String)
    case expression(Excerpt)
}

/// `line in invoice.lines`.
package struct Repetition: Sendable {
    package let name: String
    package let nameExcerpt: Excerpt
    package let list: Excerpt
}

extension Repetition {
    /// A scalar that has been validated; nil for anything else.
    package static func written(_ node: LocatedNode) -> Repetition? { try? Reading.repetition(node) }
}

/// One level of an approval: how many people of which role, or of these roles and people.
package struct Level: Hashable, Sendable {
    package let count: Int
    package let names: [String]

    /// As it is written.
    package var role: String { names.joined(separator: " or ") }
}

extension Parametric where Value == Period {
    /// A parameter's value as a period; `nil` if it is none.
    package static func period(_ text: String) -> Period? { (try? Reading.period(text, .offset))?.value }
}

extension Parametric where Value == CivilTime {
    package static func time(_ text: String) -> CivilTime? { (try? Reading.timeOfDay(text))?.value }
}

extension Parametric where Value == Int {
    package static func integer(_ text: String, _ bounds: ClosedRange<Int>) -> Int? {
        (try? Reading.times(text, bounds))?.value ?? (try? Reading.integer(text, bounds))?.value
    }
}

/// A date, or an instant.
package enum Moment: Hashable, Sendable {
    case date(CivilDate)
    case instant(Instant)
}
