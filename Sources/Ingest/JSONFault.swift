/// One problem of a JSON text by its kind and place; `JSONMessages` puts it into words.
///
/// A trivial value: throwing it costs no allocation, and a reader of many lines may meet many.
struct JSONFault: Error {
    enum Kind: UInt8 {
        // The text.
        case empty
        case invalidUTF8
        case controlCharacter
        case openString
        case badEscape
        case loneSurrogate
        case valueExpected
        case nameExpected
        case colonExpected
        case commaOrEndOfObjectExpected
        case commaOrEndOfArrayExpected
        case trailingComma
        case endsTooSoon
        case moreAfterEnd
        case badNumber
        case notANumberWord
        case numberTooLong
        case numberTooFine
        case duplicateName
        case tooDeep
        case documentTooLong
        case lineTooLong
        case noMemory
        // What the text says, against a declared shape. These do not end the reading of a document.
        case wrongType
        case unknownField
        case missingField
        case nullField
        case notWhole
        case integerOutOfRange
        case badDate
        case badInstant
        case badTime
        case badPeriod
        case badDuration
        case badDecimalText
        case badMoney
        case unknownCurrency
        case otherCurrency
        case badRate
        // A CloudEvents envelope; `slot` is the attribute.
        case attributeMissing
        case attributeEmpty
        case attributeType
        case otherVersion
        case badAttributeTime
        case badReference
        case badExtensionName
        case badExtensionValue
        case twoData
        case badBase64
        case unknownEventType
        case notAnEvent
    }

    var kind: Kind
    /// The first byte of what is wrong, counted from the beginning of the text.
    var start: Int
    /// The byte behind it.
    var end: Int
    /// The offset of a first occurrence or of an opening bracket, where the kind has one; otherwise -1.
    var related = -1
    /// The field of the shape that is concerned.
    var slot = -1
    /// Which record's shape `slot` counts in: an index into the layouts of the root.
    var layout = -1
    /// The value is not the field's own but one in its list or map.
    var isElement = false
    /// Which of several layouts `layout` and `slot` count in.
    var owner = 0

    init(_ kind: Kind, _ start: Int, _ end: Int, related: Int = -1, slot: Int = -1, layout: Int = -1) {
        self.kind = kind
        self.start = start
        self.end = end
        self.related = related
        self.slot = slot
        self.layout = layout
    }
}
