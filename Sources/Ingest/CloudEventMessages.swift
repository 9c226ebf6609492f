package import SourceText

/// The problems of a CloudEvents envelope: E1380 to E1399.
package enum CloudEventCodes {
    package static let notAnEvent = DiagnosticCode(
        "E1380", "Not an event of CloudEvents",
        """
        An event in the JSON format of CloudEvents is an object with specversion, id, source and type; a batch is a list of \
        such objects.
        """)
    package static let attributeMissing = DiagnosticCode(
        "E1381", "An attribute of an event is missing",
        """
        Every event has specversion, id, source and type. Proviso needs the time besides, since time is never taken from the \
        machine, and the data, where the event's type declares a shape.
        """)
    package static let attributeEmpty = DiagnosticCode(
        "E1382", "An attribute of an event is empty",
        "An attribute has at least one character; one that has nothing to say is left out.")
    package static let attributeType = DiagnosticCode(
        "E1383", "An attribute of an event is not a text",
        "The attributes that the specification of CloudEvents names are texts in quotation marks.")
    package static let otherVersion = DiagnosticCode(
        "E1384", "Another version of CloudEvents",
        "Events of version 1.0 are read, whatever the patch is: specversion is \"1.0\".")
    package static let badTime = DiagnosticCode(
        "E1385", "An event's time cannot be read",
        "The time is written as RFC 3339 has it: 2026-03-01T09:00:00Z, or with an offset such as +01:00.")
    package static let badReference = DiagnosticCode(
        "E1386", "An event's source or schema is not a URI",
        """
        The source is a URI reference, such as https://billing.example/eu, urn:billing:eu or /billing/eu; the schema is a URI. \
        Neither holds blanks or quotation marks, and other letters than A to Z are written with %.
        """)
    package static let badExtensionName = DiagnosticCode(
        "E1387", "An extension attribute with a name that CloudEvents does not allow",
        "The names of attributes consist of small letters a to z and digits, so that every transport can carry them.")
    package static let badExtensionValue = DiagnosticCode(
        "E1388", "An extension attribute with a value that CloudEvents does not allow",
        """
        An extension attribute is a text, true or false, or a whole number of 32 bits. Anything more belongs into the data.
        """)
    package static let twoData = DiagnosticCode(
        "E1389", "An event has data twice",
        "The data is either JSON, as data, or bytes, as data_base64, and never both.")
    package static let badBase64 = DiagnosticCode(
        "E1390", "Data that is not Base64",
        "Bytes are written in Base64 with + and / and padded with =, without blanks and line breaks.")
    package static let unknownType = DiagnosticCode(
        "E1391", "An event of a type that is not declared",
        "Only the types of events that are declared are taken here. Correct the type, or declare it.")

    package static let all: [DiagnosticCode] = [
        notAnEvent, attributeMissing, attributeEmpty, attributeType, otherVersion, badTime, badReference,
        badExtensionName, badExtensionValue, twoData, badBase64, unknownType,
    ]
}

extension JSONMessages {
    func envelopeWords(_ fault: JSONFault) -> Words {
        let attribute = CloudEventAttribute(rawValue: fault.slot)
        let name = attribute?.name ?? ""
        let found = shown(fault)
        switch fault.kind {
        case .notAnEvent:
            return Words(
                CloudEventCodes.notAnEvent, "This is not an event.", found: found,
                expected: "an object with specversion, id, source and type",
                help: "Send each event as an object, or a batch as a list of them.")
        case .attributeMissing:
            return Words(
                CloudEventCodes.attributeMissing, "This event has no \"\(name)\".", found: "no \"\(name)\"",
                expected: "\"\(name)\": \(Self.example(attribute))", help: "Have the sending system add \"\(name)\".")
        case .attributeEmpty:
            return Words(
                CloudEventCodes.attributeEmpty, "\"\(name)\" is empty.", found: "an empty text",
                expected: Self.example(attribute),
                help: attribute?.isRequired == true ? "Fill in \"\(name)\"." : "Fill in \"\(name)\", or leave it out.")
        case .attributeType:
            return Words(
                CloudEventCodes.attributeType, "\"\(name)\" is not a text.", found: found,
                expected: "a text such as \(Self.example(attribute))",
                help: found == "\"null\"" ? "Fill in \"\(name)\"." : "Put the value into quotation marks.")
        case .otherVersion:
            return Words(
                CloudEventCodes.otherVersion, "This event is of another version of CloudEvents.", found: found,
                expected: "\"1.0\"", help: "Have the sending system write events of version 1.0.")
        case .badAttributeTime:
            return Words(
                CloudEventCodes.badTime, "The event's time cannot be read.", found: found,
                expected: "a date and time such as \"2026-03-01T09:00:00Z\"",
                help: "Write date and time with a T between them and the offset from UTC behind.")
        case .badReference:
            return Words(
                CloudEventCodes.badReference, "\"\(name)\" is not a URI\(attribute == .source ? " reference" : "").",
                found: found, expected: Self.example(attribute),
                help: "Write blanks and special letters with %, or choose another name.")
        case .badExtensionName:
            return Words(
                CloudEventCodes.badExtensionName, "An attribute cannot be called \(found).", found: found,
                expected: "a name of small letters and digits",
                help: "Rename the attribute, or move it into the data.")
        case .badExtensionValue:
            return Words(
                CloudEventCodes.badExtensionValue, "An extension attribute cannot have this value.", found: found,
                expected: "a text, true, false or a whole number of 32 bits", help: "Move the value into the data.")
        case .twoData:
            return Words(
                CloudEventCodes.twoData, "This event has both data and data_base64.", found: "a second data",
                expected: "one of the two", help: "Send only one of them.")
        case .badBase64:
            return Words(
                CloudEventCodes.badBase64, "\"data_base64\" cannot be read.", found: found,
                expected: "bytes in Base64, such as \"AQID\"",
                help: "Write the bytes in Base64, padded with =.")
        default:
            return Words(
                CloudEventCodes.unknownType, "Events of this type are not declared.", found: typeText(fault),
                expected: "a declared type", help: "Correct the type, or declare an event of it.")
        }
    }

    /// The value behind the name that the fault points to.
    private func typeText(_ fault: JSONFault) -> String {
        let rest = file.text(in: clamped(fault.end)..<min(clamped(fault.end) + 80, file.bytes.count))
        let parts = rest.split(separator: "\"", omittingEmptySubsequences: false)
        return parts.count >= 3 ? Self.quoted(String(parts[1])) : "another type"
    }

    private static func example(_ attribute: CloudEventAttribute?) -> String {
        switch attribute {
        case .specversion: "\"1.0\""
        case .id: "\"A234-1234-1234\""
        case .source: "\"https://billing.example/eu\""
        case .type: "\"invoice.sent\""
        case .datacontenttype: "\"application/json\""
        case .dataschema: "\"https://billing.example/schemas/invoice\""
        case .subject: "\"INV-2026-000123\""
        case .time: "\"2026-03-01T09:00:00Z\""
        case .data: "{\"invoice\": \"INV-2026-000123\"}"
        case .dataBase64, nil: "\"AQID\""
        }
    }
}
