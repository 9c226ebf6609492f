/// The candidate that an author most likely meant by `name`, or nil if none is close enough.
///
/// Distance counts inserted, deleted, replaced and swapped neighbouring letters (optimal string alignment). One slip is
/// allowed in a name of three letters or more, two from six on, three from ten on. Case, and `_` against `-` or a space, count
/// nothing: `First-Reminder` is `first_reminder`. A name that begins with a word of the candidate counts too: `recipient` for
/// `recipient_email`. Of equally close candidates the one with the same first letter wins, then the first one given.
public func didYouMean(_ name: String, among candidates: some Sequence<String>) -> String? {
    let wanted = folded(name)
    guard !wanted.isEmpty, wanted.count <= maximumSuggestionScalars else { return nil }
    let allowed = wanted.count < 3 ? 0 : wanted.count < 6 ? 1 : wanted.count < 10 ? 2 : 3
    var best: (candidate: String, score: Int)?
    for candidate in candidates {
        let folded = folded(candidate)
        guard !folded.isEmpty, candidate != name else { continue }
        var score: Int?
        if let distance = editDistance(wanted, folded, atMost: allowed) {
            score = distance * 4
        } else if wanted.count >= 4, folded.starts(with: wanted + [separator]) {
            score = allowed * 4 + 2
        }
        guard var score else { continue }
        if wanted.first != folded.first { score += 1 }
        if best.map({ score < $0.score }) ?? true { best = (candidate, score) }
    }
    return best?.candidate
}

/// Nothing longer is a slip of the keyboard.
private let maximumSuggestionScalars = 64
private let separator = Unicode.Scalar(UInt8(ascii: "_"))

private func folded(_ name: String) -> [Unicode.Scalar] {
    name.unicodeScalars.map { scalar in
        switch scalar {
        case "-", " ": separator
        case "A"..."Z": Unicode.Scalar(UInt8(scalar.value) | 0x20)
        default: scalar
        }
    }
}

/// The optimal string alignment distance (Damerau 1964; no substring is edited twice), or nil if it is above `limit`.
func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar], atMost limit: Int) -> Int? {
    if abs(left.count - right.count) > limit { return nil }
    if left.isEmpty || right.isEmpty { return left.count + right.count }
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in 1...left.count {
        var current = [row]
        for column in 1...right.count {
            let isSame = left[row - 1] == right[column - 1]
            var distance = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (isSame ? 0 : 1))
            if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                distance = min(distance, beforeLast[column - 2] + 1)
            }
            current.append(distance)
        }
        if let least = current.min(), least > limit { return nil }
        (beforeLast, last) = (last, current)
    }
    return last[right.count] <= limit ? last[right.count] : nil
}
