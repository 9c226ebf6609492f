public import Dates
public import Encoding
public import Evaluation
public import SourceText

/// One CloudEvent (version 1.0.2 of the specification): the event, and what its envelope says besides.
public struct CloudEvent: Sendable {
    public var event: Event
    /// The media type of the data, if it is stated; without one the data is JSON.
    public var dataContentType: Text?
    public var dataSchema: Text?
    /// Extension attributes in the order of their names: text, whole numbers, true or false.
    public var extensions: [(name: Text, value: Value)]
}

/// Which shape the data of which type of event has.
public struct CloudEventLayouts: Sendable {
    /// What to do with an event whose type is not among the declared ones.
    public enum UnknownTypes: Hashable, Sendable {
        case refuse
        /// Its data is read without a shape.
        case readUndeclared
    }

    let all: [RecordLayout]
    private let indices: [Text: Int]
    public let unknownTypes: UnknownTypes
    /// The time of an event that states none, such as the time at which it was received; without one it is a problem.
    public var timeIfAbsent: Instant?

    public init(
        _ layouts: [(type: Text, layout: RecordLayout)] = [], unknownTypes: UnknownTypes = .readUndeclared,
        timeIfAbsent: Instant? = nil
    ) {
        all = layouts.map(\.layout)
        var indices: [Text: Int] = [:]
        for (index, (type, _)) in layouts.enumerated() where indices[type] == nil { indices[type] = index }
        self.indices = indices
        self.unknownTypes = unknownTypes
        self.timeIfAbsent = timeIfAbsent
    }

    func index(of type: Text) -> Int? { indices[type] }
}

/// What came of reading one text of CloudEvents.
public struct CloudEventReading: Sendable {
    /// Empty if there is an error among the diagnostics.
    public var events: [CloudEvent]
    public var diagnostics: [Diagnostic]
}

extension JSONReader {
    /// The event of a document in the structured mode of CloudEvents' JSON format, or the events of a batch, which is a list.
    public mutating func cloudEvents(of file: SourceFile, _ layouts: CloudEventLayouts) -> CloudEventReading {
        let (events, diagnostics) = readText(file, layouts.all) { (cursor) throws(JSONFault) in
            try cursor.cloudEvents(layouts)
        }
        return CloudEventReading(events: events ?? [], diagnostics: diagnostics)
    }
}

/// The attributes of the envelope that the specification names.
enum CloudEventAttribute: Int, CaseIterable {
    case specversion, id, source, type, datacontenttype, dataschema, subject, time, data, dataBase64

    var name: String { self == .dataBase64 ? "data_base64" : "\(self)" }
    var isRequired: Bool { rawValue <= CloudEventAttribute.type.rawValue }
}

/// The envelope of one event while it is read.
private struct Envelope {
    var texts = [Text?](repeating: nil, count: CloudEventAttribute.allCases.count)
    /// Where each attribute's name stands; -1 for one that has not come.
    var names = [Int](repeating: -1, count: CloudEventAttribute.allCases.count)
    var time: Instant?
    var data = Value.absent
    /// Where the positions of data lie that came before its type was known.
    var dataIndex = -1
    var extensions: [(name: Text, value: Value)] = []
    var extensionNames: [(name: Text, offset: Int)] = []

    subscript(attribute: CloudEventAttribute) -> Text? { texts[attribute.rawValue] }
}

extension JSONCursor {
    mutating func cloudEvents(_ layouts: CloudEventLayouts) throws(JSONFault) -> [CloudEvent] {
        let offset = next
        var events: [CloudEvent] = []
        guard offset < end, base[offset] == UInt8(ascii: "[") else {
            if let event = try cloudEvent(layouts, in: -1) { events.append(event) }
            return events
        }
        index += 1
        if try open(offset, closing: UInt8(ascii: "]")) { return [] }
        repeat {
            if let event = try cloudEvent(layouts, in: offset) { events.append(event) }
        } while try comma(in: offset, closing: UInt8(ascii: "]"))
        return events
    }

    /// The event that comes next; nothing if it has a problem, which is noted.
    mutating func cloudEvent(_ layouts: CloudEventLayouts, in container: Int) throws(JSONFault) -> CloudEvent? {
        let object = next
        if object >= end { throw valueFault(object, in: container) }
        guard base[object] == UInt8(ascii: "{") else {
            try skipValue(in: container)
            note(JSONFault(.notAnEvent, object, wordEnd(object)))
            return nil
        }
        index += 1
        let before = problems.count + untoldProblems
        var envelope = Envelope()
        if try !open(object, closing: UInt8(ascii: "}")) {
            repeat {
                try attribute(&envelope, layouts, in: object)
            } while try comma(in: object, closing: UInt8(ascii: "}"))
        }
        if envelope.dataIndex >= 0 {
            // The data came before the type: it is read now, and the place goes back behind the envelope.
            let behind = (index, depth)
            (index, depth) = (envelope.dataIndex, depth + 1)
            envelope.data = try data(envelope, layouts, in: object)
            (index, depth) = behind
        }
        finish(&envelope, layouts, object)
        guard problems.count + untoldProblems == before, let source = envelope[.source], let id = envelope[.id],
            let type = envelope[.type], let time = envelope.time
        else { return nil }
        return CloudEvent(
            event: Event(
                source: source, id: id, type: type, subject: envelope[.subject], time: time, data: envelope.data),
            dataContentType: envelope[.datacontenttype], dataSchema: envelope[.dataschema],
            extensions: envelope.extensions.sorted { $0.name < $1.name })
    }

    /// What an event cannot be without.
    private mutating func finish(_ envelope: inout Envelope, _ layouts: CloudEventLayouts, _ object: Int) {
        for attribute in CloudEventAttribute.allCases
        where attribute.isRequired && envelope.names[attribute.rawValue] < 0 {
            note(JSONFault(.attributeMissing, object, object + 1, slot: attribute.rawValue))
        }
        if envelope.names[CloudEventAttribute.time.rawValue] < 0 {
            envelope.time = layouts.timeIfAbsent
            if envelope.time == nil {
                note(JSONFault(.attributeMissing, object, object + 1, slot: CloudEventAttribute.time.rawValue))
            }
        }
        let isDeclared = envelope[.type].map { layouts.index(of: $0) != nil } ?? false
        let hasData = envelope.names[CloudEventAttribute.data.rawValue] >= 0
        if isDeclared, !hasData {
            note(JSONFault(.attributeMissing, object, object + 1, slot: CloudEventAttribute.data.rawValue))
        }
    }

    // MARK: Attributes

    private mutating func attribute(_ envelope: inout Envelope, _ layouts: CloudEventLayouts, in object: Int)
        throws(JSONFault)
    {
        let nameOffset = try nameOffset(in: object)
        let name = try text(at: nameOffset)
        try colon(in: object)
        guard let attribute = CloudEventAttribute.allCases.first(where: { Text($0.name) == name }) else {
            return try extensionAttribute(&envelope, name, nameOffset, in: object)
        }
        if envelope.names[attribute.rawValue] >= 0 {
            throw duplicateName(nameOffset, related: envelope.names[attribute.rawValue])
        }
        envelope.names[attribute.rawValue] = nameOffset
        switch attribute {
        case .data, .dataBase64:
            let other = attribute == .data ? CloudEventAttribute.dataBase64 : .data
            if envelope.names[other.rawValue] >= 0 {
                note(
                    JSONFault(.twoData, nameOffset, stringTokenEnd(nameOffset), related: envelope.names[other.rawValue])
                )
                return try skipValue(in: object)
            }
            if attribute == .dataBase64 { return try base64Data(&envelope, in: object) }
            if envelope[.type] == nil {
                envelope.dataIndex = index
                return try skipUnread(in: object)
            }
            envelope.data = try data(envelope, layouts, in: object)
        default: try textAttribute(attribute, &envelope, in: object)
        }
    }

    /// The data, by the shape of its event's type.
    private mutating func data(_ envelope: Envelope, _ layouts: CloudEventLayouts, in object: Int) throws(JSONFault)
        -> Value
    {
        let offset = next
        guard let type = envelope[.type], let declared = layouts.index(of: type) else {
            if let type = envelope[.type], layouts.unknownTypes == .refuse {
                _ = type
                let name = envelope.names[CloudEventAttribute.type.rawValue]
                note(JSONFault(.unknownEventType, name, stringTokenEnd(name)))
            }
            return try value(in: object)
        }
        owner = declared
        defer { owner = 0 }
        guard offset < end, base[offset] == UInt8(ascii: "{") else {
            try skipValue(in: object)
            note(JSONFault(.wrongType, offset, wordEnd(offset)))
            return .absent
        }
        index += 1
        return try record(0, layouts.all[declared], at: offset)
    }

    /// Passes a value by its brackets alone; it is read later.
    private mutating func skipUnread(in object: Int) throws(JSONFault) {
        var level = 0
        while true {
            let offset = next
            if offset >= end { throw JSONFault(.endsTooSoon, end, end, related: object) }
            switch base[offset] {
            case UInt8(ascii: "{"), UInt8(ascii: "["): level += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if level == 0 { return }
                level -= 1
            case UInt8(ascii: ",") where level == 0: return
            default: break
            }
            index += 1
        }
    }

    private mutating func base64Data(_ envelope: inout Envelope, in object: Int) throws(JSONFault) {
        let offset = next
        if offset >= end { throw valueFault(offset, in: object) }
        guard base[offset] == UInt8(ascii: "\"") else {
            return try refuse(.attributeType, .dataBase64, in: object, allowsNull: true)
        }
        index += 1
        let bytes = try withContent(offset) { (bytes) throws(JSONFault) -> [UInt8]? in Base64.bytes(bytes) }
        guard let bytes else {
            return note(JSONFault(.badBase64, offset, stringEnd, slot: CloudEventAttribute.dataBase64.rawValue))
        }
        envelope.data = .bytes(bytes)
    }

    /// Notes a value that an attribute cannot have and passes it. An optional attribute that is null is absent.
    private mutating func refuse(
        _ kind: JSONFault.Kind, _ attribute: CloudEventAttribute, in object: Int, allowsNull: Bool
    ) throws(JSONFault) {
        let offset = next
        let value = try value(in: object)
        if value.isNull, allowsNull { return }
        note(JSONFault(kind, offset, wordEnd(offset), slot: attribute.rawValue))
    }

    private mutating func textAttribute(
        _ attribute: CloudEventAttribute, _ envelope: inout Envelope, in object: Int
    ) throws(JSONFault) {
        let offset = next
        if offset >= end { throw valueFault(offset, in: object) }
        guard base[offset] == UInt8(ascii: "\"") else {
            try refuse(.attributeType, attribute, in: object, allowsNull: !attribute.isRequired)
            if attribute == .time, problems.last?.slot != attribute.rawValue {
                envelope.names[attribute.rawValue] = -1
            }
            return
        }
        index += 1
        let text = try text(at: offset)
        let to = stringEnd
        func fault(_ kind: JSONFault.Kind) -> JSONFault { JSONFault(kind, offset, to, slot: attribute.rawValue) }
        if text.isEmpty { return note(fault(.attributeEmpty)) }
        switch attribute {
        case .specversion: if text != "1.0" { note(fault(.otherVersion)) }
        case .source: if !URIReference.isValid(text, needsScheme: false) { note(fault(.badReference)) }
        case .dataschema: if !URIReference.isValid(text, needsScheme: true) { note(fault(.badReference)) }
        case .time:
            do throws(DateError) {
                envelope.time = try Instant(text.string)
            } catch { note(fault(.badAttributeTime)) }
        default: break
        }
        envelope.texts[attribute.rawValue] = text
    }

    /// An attribute that the specification does not name.
    private mutating func extensionAttribute(
        _ envelope: inout Envelope, _ name: Text, _ nameOffset: Int, in object: Int
    ) throws(JSONFault) {
        if let first = envelope.extensionNames.first(where: { $0.name == name }) {
            throw duplicateName(nameOffset, related: first.offset)
        }
        envelope.extensionNames.append((name, nameOffset))
        let isName = name.utf8.allSatisfy { $0 &- 0x61 < 26 || $0 &- 0x30 < 10 }
        if !isName || name.isEmpty { note(JSONFault(.badExtensionName, nameOffset, stringTokenEnd(nameOffset))) }
        let offset = next
        let value = try value(in: object)
        switch value.kind {
        case .null: break
        case .string, .bool: envelope.extensions.append((name, value))
        case .int where Int32(exactly: value.asInt ?? Int64.max) != nil: envelope.extensions.append((name, value))
        default: note(JSONFault(.badExtensionValue, offset, wordEnd(offset)))
        }
    }
}

/// URI references by the characters of RFC 3986.
enum URIReference {
    static func isValid(_ text: Text, needsScheme: Bool) -> Bool {
        let bytes = text.utf8
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "%"):
                guard index + 2 < bytes.count, isHexadecimal(bytes[index + 1]), isHexadecimal(bytes[index + 2]) else {
                    return false
                }
                index += 3
            case 0x00...0x20, 0x22, 0x3C, 0x3E, 0x5C, 0x5E, 0x60, 0x7B...0x7D, 0x7F...0xFF: return false
            default: index += 1
            }
        }
        guard needsScheme else { return true }
        let scheme = bytes.prefix { $0 != UInt8(ascii: ":") }
        guard scheme.count < bytes.count, let first = scheme.first, (first | 0x20) &- 0x61 < 26 else { return false }
        return scheme.allSatisfy { ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 || "+-.".utf8.contains($0) }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 6 }
}
