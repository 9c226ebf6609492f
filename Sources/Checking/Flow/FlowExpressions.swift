import Definitions
import Evaluation
import Expressions
import SourceText
import YAMLReading

/// What can be known of an expression from its tree alone.
struct FlowExpression {
    let syntax: Syntax
    private let source: ExpressionSource

    /// Nothing for a text that is no expression, of which the checker tells.
    init?(_ excerpt: Excerpt) {
        source = ExpressionSource(excerpt)
        let parsed = parse(source)
        guard parsed.isValid else { return nil }
        syntax = parsed.syntax
    }

    /// The names that it speaks of, but for those that it gives to the items of a list itself.
    var names: Set<String> {
        var names: Set<String> = []
        var own: Set<String> = []
        for index in syntax.nodes.indices {
            let id = NodeID(UInt32(index))
            switch syntax[id].kind {
            case .name: names.insert(syntax.name(of: id))
            case .variable: own.insert(syntax.name(of: id))
            default: break
            }
        }
        return names.subtracting(own)
    }

    /// Whether it is true or false whatever happens; nothing if it depends on something.
    var constant: Bool? {
        guard names.isEmpty else { return nil }
        let declarations = Declarations()
        guard let checked = compile(source, declarations, expected: .bool).checked,
            let code = lower(checked, declarations, source).expression?.code
        else { return nil }
        var evaluator = Evaluator(EvaluationEnvironment())
        return (try? evaluator.evaluate(code, []))?.asBool
    }

    /// Whether its form says that it is true or false, and no date.
    var isCondition: Bool {
        switch syntax[syntax.root].kind {
        case .and, .or, .not, .presence: true
        case .binary: syntax.operation(of: syntax.root)?.isRelation ?? false
        case .comprehension:
            switch syntax.comprehension(syntax.root)?.kind {
            case .all, .exists, .existsOne: true
            default: false
            }
        default: false
        }
    }
}

extension FreeText {
    /// The expressions whose values it shows.
    var expressions: [Excerpt] {
        pieces.compactMap { if case .expression(let excerpt) = $0 { excerpt } else { nil } }
    }
}

extension LocatedNode {
    /// The first key of a group; of anything else, the whole: what a message about a step points at.
    var headPlace: Place {
        var keys = entries.makeIterator()
        return keys.next()?.key.place ?? place
    }
}
