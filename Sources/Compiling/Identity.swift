import Encoding
import YAMLReading

/// The canonical form of a definition (S12): its keys, scalars and structure, without layout, comments and the way in which a
/// scalar is quoted. Its digest is the definition's identity.
enum CanonicalForm {
    static func bytes(_ root: LocatedNode) -> [UInt8] {
        var encoder = CanonicalEncoder()
        write(root, &encoder)
        return encoder.bytes
    }

    // The depth is bounded by the limit of the reader.
    private static func write(_ node: LocatedNode, _ encoder: inout CanonicalEncoder) {
        switch node.kind {
        case .scalar: encoder.encode(node.text)
        case .sequence:
            encoder.beginArray(count: node.count)
            for item in node.items { write(item, &encoder) }
        case .mapping:
            encoder.beginArray(count: node.count)
            for entry in node.entries {
                encoder.beginArray(count: 2)
                write(entry.key, &encoder)
                write(entry.value, &encoder)
            }
        }
    }
}
