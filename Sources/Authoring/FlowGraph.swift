/// The way through a workflow, for drawing.
package struct FlowGraph: Sendable {
    package enum Shape: Sendable {
        case step, question, end, person, timetable
    }

    struct Node: Sendable {
        var label: String
        var shape: Shape
    }

    struct Edge: Sendable {
        var from: Int
        var to: Int
        var label: String
    }

    private(set) var nodes: [Node] = []
    private(set) var edges: [Edge] = []

    mutating func node(_ label: String, _ shape: Shape) -> Int {
        nodes.append(Node(label: label, shape: shape))
        return nodes.count - 1
    }

    mutating func edge(_ from: Int, _ to: Int, _ label: String) {
        edges.append(Edge(from: from, to: to, label: label))
    }

    // MARK: Drawn

    /// As a Mermaid flowchart (https://mermaid.js.org/syntax/flowchart.html).
    package var mermaid: String {
        var text = "flowchart TD\n"
        for (index, node) in nodes.enumerated() {
            let label = Self.mermaidText(node.label)
            let shape =
                switch node.shape {
                case .step: "[\"\(label)\"]"
                case .question: "{\"\(label)\"}"
                case .end: "([\"\(label)\"])"
                case .person: "[/\"\(label)\"/]"
                case .timetable: "[[\"\(label)\"]]"
                }
            text += "  n\(index)\(shape)\n"
        }
        for edge in edges {
            let label = edge.label.isEmpty ? "" : "|\"\(Self.mermaidText(edge.label))\"|"
            text += "  n\(edge.from) -->\(label) n\(edge.to)\n"
        }
        return text
    }

    /// As Graphviz reads it (https://graphviz.org/doc/info/lang.html).
    package var dot: String {
        var text =
            "digraph workflow {\n  node [fontname=\"sans-serif\", fontsize=11];\n  edge [fontname=\"sans-serif\", fontsize=10];\n"
        for (index, node) in nodes.enumerated() {
            let shape =
                switch node.shape {
                case .step: "box"
                case .question: "diamond"
                case .end: "oval"
                case .person: "parallelogram"
                case .timetable: "box3d"
                }
            text += "  n\(index) [shape=\(shape), label=\"\(Self.dotText(node.label))\"];\n"
        }
        for edge in edges {
            text += "  n\(edge.from) -> n\(edge.to) [label=\"\(Self.dotText(edge.label))\"];\n"
        }
        return text + "}\n"
    }

    /// Signs that Mermaid would read as its own stand as entities.
    private static func mermaidText(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "#quot;"
            case "#": result += "#35;"
            case "<": result += "#lt;"
            case ">": result += "#gt;"
            case "&": result += "#amp;"
            case "\n": result += "<br>"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func dotText(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
