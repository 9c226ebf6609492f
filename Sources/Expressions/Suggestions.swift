// "Did you mean": the known name that is nearest to an unknown one.

/// The known word that was probably meant: the one with the fewest insertions, deletions, replacements and swaps of
/// neighbours, at most a third of the word's length (and at least one); `nil` if none is that near.
func nearest(_ word: String, _ known: [String]) -> String? {
    let bytes = Array(word.lowercased().utf8)
    let atMost = max(1, bytes.count / 3)
    var best: (word: String, distance: Int)?
    for candidate in known where candidate != word {
        let other = Array(candidate.lowercased().utf8)
        guard abs(other.count - bytes.count) <= atMost else { continue }
        let distance = editDistance(bytes, other)
        if distance <= atMost, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.word
}

/// The restricted Damerau-Levenshtein distance.
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var before: [Int] = []
    var above = Array(0...right.count)
    for row in 0..<left.count {
        var current = [row + 1]
        for column in 0..<right.count {
            var cost = above[column] + (left[row] == right[column] ? 0 : 1)
            cost = min(cost, above[column + 1] + 1, current[column] + 1)
            if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                cost = min(cost, before[column - 1] + 1)
            }
            current.append(cost)
        }
        before = above
        above = current
    }
    return above[right.count]
}
