/// Why bytes are not the canonical encoding of what was asked for, and where.
///
/// It is a trivial value, so that throwing it costs no more than returning it. Words for people are made from it by an
/// outer module: the core only says which rule was broken.
@frozen
public struct CanonicalDecodingError: Error, Hashable, Sendable {
    @frozen
    public enum Reason: UInt8, Hashable, Sendable, CaseIterable {
        /// The bytes end inside an item, or an item says that it is longer than the bytes that are left.
        case endOfBytes
        /// A number, a length or a floating-point number takes more bytes than it needs.
        case notShortest
        /// A length is left open (RFC 8949 section 3.2), which this format never does.
        case indefiniteLength
        /// A head byte that RFC 8949 reserves, or a simple value that this format does not use.
        case reserved
        /// Another kind of item than the reader asked for.
        case wrongType
        /// The right kind of item with a value that the reader cannot hold.
        case outOfRange
        /// A map's keys are not in the order of their bytes.
        case keysOutOfOrder
        /// A map has one key twice.
        case duplicateKey
        /// A map's key is neither an unsigned integer nor text, or one map has both.
        case keyType
        /// Text that is not UTF-8.
        case invalidUTF8
        /// More containers inside one another than the limit allows.
        case tooDeep
        /// Bytes after the end of the one item that was expected.
        case trailingBytes
        /// A value written in another than its normal form, such as the decimal 5.0 instead of 5.
        case notNormal
        /// A field number that the type does not have.
        case unknownField
        /// A field that the type cannot be without.
        case missingField
        /// An array or a map with another number of elements than the type has.
        case wrongCount
        /// A tag that this format does not define.
        case unknownTag
    }

    public var reason: Reason
    /// The byte at which the offending item begins, counted from 0.
    public var offset: Int
    /// The field number for `unknownField` and `missingField`, the limit for `tooDeep`; otherwise 0.
    public var detail: UInt64

    @inlinable
    public init(_ reason: Reason, at offset: Int, detail: UInt64 = 0) {
        self.reason = reason
        self.offset = offset
        self.detail = detail
    }
}
