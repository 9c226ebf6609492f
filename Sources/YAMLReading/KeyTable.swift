/// Finds the keys of a mapping that are given twice, without making a string of any.
struct KeyTable {
    let records: [NodeRecord]
    let source: UnsafeBufferPointer<UInt8>
    let side: UnsafeBufferPointer<UInt8>
    private var keys: [UInt32] = []

    /// Up to so many keys are compared each with each; more are sorted first.
    private static let pairwiseKeys = 8

    init(records: [NodeRecord], source: UnsafeBufferPointer<UInt8>, side: UnsafeBufferPointer<UInt8>) {
        self.records = records
        self.source = source
        self.side = side
    }

    /// Calls `report` with the first use and the repeated one, for every repeated key, in the order of the file.
    mutating func duplicates(in mapping: Int, _ report: (_ first: Int, _ second: Int) -> Void) {
        keys.removeAll(keepingCapacity: true)
        var index = mapping + 1
        let end = Int(records[mapping].next)
        while index < end {
            if records[index].kind == .scalar { keys.append(UInt32(truncatingIfNeeded: index)) }
            let value = Int(records[index].next)
            index = value < end ? Int(records[value].next) : end
        }
        if keys.count <= Self.pairwiseKeys {
            for second in keys.indices.dropFirst() {
                for first in 0..<second where equal(Int(keys[first]), Int(keys[second])) {
                    report(Int(keys[first]), Int(keys[second]))
                    break
                }
            }
        } else {
            sorted(report)
        }
    }

    private mutating func sorted(_ report: (_ first: Int, _ second: Int) -> Void) {
        let table = self
        keys.sort { table.precedes(Int($0), Int($1)) }
        var pairs: [(Int, Int)] = []
        var first = 0
        for index in keys.indices.dropFirst() {
            if equal(Int(keys[first]), Int(keys[index])) {
                pairs.append((Int(keys[first]), Int(keys[index])))
            } else {
                first = index
            }
        }
        for pair in pairs.sorted(by: { $0.1 < $1.1 }) { report(pair.0, pair.1) }
    }

    @inline(__always)
    private func bytes(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        let record = records[index]
        let range = Int(record.textStart)..<Int(record.textStart) + Int(record.extent)
        return UnsafeBufferPointer(rebasing: (record.flags.contains(.verbatim) ? source : side)[range])
    }

    @inline(__always)
    private func equal(_ first: Int, _ second: Int) -> Bool {
        guard records[first].extent == records[second].extent else { return false }
        let left = bytes(first)
        let right = bytes(second)
        var index = 0
        while index < left.count {
            if left[index] != right[index] { return false }
            index += 1
        }
        return true
    }

    /// By length, then by bytes, then by place: equal keys come together, the first of them first.
    private func precedes(_ first: Int, _ second: Int) -> Bool {
        let left = bytes(first)
        let right = bytes(second)
        if left.count != right.count { return left.count < right.count }
        for index in 0..<left.count where left[index] != right[index] { return left[index] < right[index] }
        return first < second
    }
}
