extension Value {
    /// Whether the value may have more than a few hundred bytes: a list, a map, a text of more than 256 bytes, or a record with one of these. Nothing is
    /// counted, since it is asked of each result at each advance of a run.
    package var mayBeLarge: Bool { Word(borrowing: self).mayBeLarge }
}

extension Word {
    fileprivate var mayBeLarge: Bool {
        if isKind(.list) || isKind(.map) { return true }
        // A long text has its length in the upper half of its second word (`Text`).
        if isKind(.string) { return object != nil && high >> 32 > 256 }
        guard isKind(.record), let elements else { return false }
        for index in 0..<elementCount where elements[index].mayBeLarge { return true }
        return false
    }
}
