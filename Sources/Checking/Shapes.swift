import Amounts
package import Definitions
import Encoding
package import Evaluation
package import Expressions

/// The declared data as the two sides need it: types for checking expressions, shapes for the records that they read.
/// A field has the same position in both.
package struct Shapes: Sendable {
    package private(set) var declarations = Declarations()
    private var types: [String: Type] = [:]
    private var shapes: [String: Shape] = [:]
    private let library: Library

    package init(_ library: Library) {
        self.library = library
        for record in library.records where types[record.heading.name.value] == nil {
            guard let latest = library.record(record.heading.name.value) else { continue }
            let isIncomplete = latest.fields.isEmpty && library.isDamaged(latest.heading)
            declare(record.heading.name.value, latest.fields, isRecord: true, isIncomplete: isIncomplete)
        }
        for event in library.events where types[event.heading.name.value] == nil {
            guard let latest = library.event(event.heading.name.value) else { continue }
            let isIncomplete = latest.fields.isEmpty && library.isDamaged(latest.heading)
            declare(event.heading.name.value, latest.fields, isIncomplete: isIncomplete)
        }
        for workflow in library.workflows {
            guard case .demand(let demand) = workflow.trigger.kind,
                workflow.heading.version.value == library.workflow(workflow.heading.name.value)?.heading.version.value
            else { continue }
            let isIncomplete = demand.inputs.isEmpty && library.isDamaged(workflow.heading)
            declare("the inputs of \(workflow.heading.name.value)", demand.inputs, isIncomplete: isIncomplete)
        }
        // Signatures have no shape of their own; their words are declared here, so that every workflow knows them by one number.
        for primitive in library.primitives {
            for field in primitive.inputs + primitive.outcomes.flatMap(\.fields) {
                _ = type(of: field.type.value, path: field.name.value)
            }
        }
        all = declarations.records.compactMap { shapes[$0.name] }
    }

    /// The shapes by the numbers of their declarations.
    package private(set) var all: [Shape] = []

    /// The type of a record or event that is declared.
    package func type(_ name: String) -> Type? { types[name] }

    package func shape(_ name: String) -> Shape? { shapes[name] }

    /// The shapes of all declared records, in the order of their files.
    package var records: [Shape] { library.records.compactMap { shapes[$0.heading.name.value] } }

    /// Declares a shape that the language or a signature defines.
    ///
    /// Every record has an `id`, whether its file lists it or not.
    @discardableResult
    package mutating func declare(
        _ name: String, _ fields: [FieldDefinition], isRecord: Bool = false, isIncomplete: Bool = false
    ) -> Type {
        let id = isRecord && !fields.contains { $0.name.value == "id" } ? [ShapeField("id", (.string, .string))] : []
        return declare(
            name,
            id
                + fields.map { field in
                    ShapeField(
                        field.name.value, type(of: field, in: name), isOptional: field.type.value.isOptional,
                        marks: Shape.Marks(field), atMost: field.atMost?.value)
                }, isIncomplete: isIncomplete)
    }

    /// The type of a field; a group is a record of its own, called after its field: `invoice.lines`.
    package mutating func type(of field: FieldDefinition, in owner: String) -> (Type, ValueType) {
        guard field.type.value.isGroup else { return type(of: field.type.value.required, path: field.name.value) }
        let name = "\(owner).\(field.name.value)"
        // Of a group whose fields could not be read, none is missed.
        let type = types[name] ?? declare(name, field.fields, isIncomplete: field.fields.isEmpty)
        return Self.wrapped(field.type.value.required, (type, .record(Text(name))))
    }

    static func wrapped(_ written: WrittenType, _ group: (Type, ValueType)) -> (Type, ValueType) {
        guard case .list(let item) = written else { return group }
        let inner = wrapped(item.required, group)
        return (.list(inner.0), .list(inner.1))
    }

    /// A field with its type for the checker and its type for the data.
    package struct ShapeField {
        var name: String
        var type: Type
        var valueType: ValueType
        var isOptional: Bool
        var marks: Shape.Marks
        /// The most items of a list, or bytes of a text, that it can have.
        var atMost: Int?

        init(
            _ name: String, _ type: (Type, ValueType), isOptional: Bool = false, marks: Shape.Marks = [],
            atMost: Int? = nil
        ) {
            self.name = name
            self.type = type.0
            valueType = type.1
            self.isOptional = isOptional
            self.marks = marks
            self.atMost = atMost
        }
    }

    @discardableResult
    package mutating func declare(_ name: String, _ fields: [ShapeField], isIncomplete: Bool = false) -> Type {
        let type = declarations.declare(
            RecordDeclaration(
                name, fields.map { .init($0.name, $0.type, isOptional: $0.isOptional, atMost: $0.atMost) },
                isIncomplete: isIncomplete))
        types[name] = type
        shapes[name] = Shape(
            Text(name),
            fields.map { Shape.Field(Text($0.name), $0.valueType, isRequired: !$0.isOptional, marks: $0.marks) })
        return type
    }

    /// Declares a list of words and gives its type.
    mutating func enumeration(_ name: String, _ words: [String]) -> Type {
        declarations.declare(EnumerationDeclaration(name, words))
    }

    /// A written type as the checker and as the data know it. The value of a field that names a record is that record's identity.
    package mutating func type(of written: WrittenType, path: String) -> (Type, ValueType) {
        Self.type(of: written, path: path, &declarations)
    }

    /// The same; a list of names is declared in `declarations`, where the type is looked up later.
    package static func type(
        of written: WrittenType, path: String, _ declarations: inout Declarations
    ) -> (Type, ValueType) {
        switch written {
        case .text, .notice, .price, .role, .person, .approvalLevel: return (.string, .string)
        case .int: return (.int, .int)
        case .decimal: return (.decimal, .decimal)
        case .bool: return (.bool, .bool)
        case .date: return (.date, .date)
        case .time: return (.time, .time)
        case .instant: return (.timestamp, .timestamp)
        case .period: return (.period, .period)
        case .ratio: return (.ratio, .ratio)
        case .rate: return (.rate(from: nil, to: nil), .rate)
        case .money(let code):
            let currency = code.flatMap { Currency($0) }
            return (.money(currency), .money(currency))
        case .group: return (.dyn, .dynamic)
        case .oneOf(let words):
            // The same words of the same field are the same type wherever they stand.
            let enumeration = EnumerationDeclaration(path, words)
            if let known = declarations.enumerations.firstIndex(of: enumeration) {
                return (.enumeration(known), .string)
            }
            return (declarations.declare(enumeration), .string)
        case .list(let item):
            let (type, valueType) = type(of: item, path: path, &declarations)
            return (.list(type), .list(valueType))
        case .record(let name): return (.abstract(name, []), .string)
        case .optional(let inner): return type(of: inner, path: path, &declarations)
        }
    }
}

extension Shape.Marks {
    init(_ field: FieldDefinition) {
        self = []
        if field.isPersonal { insert(.personal) }
        if field.isSecret { insert(.secret) }
        if field.isMaterial { insert(.material) }
    }
}
