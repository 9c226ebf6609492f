extension [Diagnostic] {
    /// In the order in which an author reads: by file in the order of its first diagnostic, then by place, then by code.
    public func sortedByPlace() -> [Diagnostic] {
        var files: [ObjectIdentifier: Int] = [:]
        for diagnostic in self where files[ObjectIdentifier(diagnostic.place.file)] == nil {
            files[ObjectIdentifier(diagnostic.place.file)] = files.count
        }
        return enumerated().map { index, diagnostic in
            (
                key: [
                    files[ObjectIdentifier(diagnostic.place.file)] ?? 0, Int(diagnostic.place.span.start),
                    Int(diagnostic.place.span.end),
                ], code: diagnostic.code.id, index: index, diagnostic: diagnostic
            )
        }.sorted { left, right in
            if left.key != right.key { return left.key.lexicographicallyPrecedes(right.key) }
            if left.code != right.code { return left.code < right.code }
            return left.index < right.index
        }.map(\.diagnostic)
    }
}
