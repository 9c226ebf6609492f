extension Text: CanonicallyCodable {
    public func encode(into encoder: inout CanonicalEncoder) {
        withUTF8 { encoder.encode(validUTF8: UnsafeRawBufferPointer($0)) }
    }

    public init(from decoder: inout CanonicalDecoder) throws(CanonicalDecodingError) {
        self.init(validUTF8: try decoder.decodeTextBuffer())
    }
}
