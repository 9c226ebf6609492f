import Amounts
import Encoding
import Evaluation

// How the rows that fit are found without looking at each.
//
// Every column is cut into regions (see `ColumnLines`). For each region, or for each few neighbouring ones where a table is so large that
// one for each would fill the memory, there is a set of the rows whose cell may fit there, one bit a row. The rows that may fit a lookup
// are the intersection of one set for each column; what a set of several regions says too much is taken back by looking at the row's own
// stretches of regions. Cells that are conditions are in every set and are asked afterwards.
//
// What a lookup costs depends on the number of columns and on a 64th of the number of rows, and not on what the cells are.

/// The index of a decision table.
package final class TableIndex: Sendable {
    /// A class, so that it is handed on without counting its parts; nothing in it changes once it is made.
    private final class Column: @unchecked Sendable {
        let input: Int
        let currencies: [Currency]
        /// One for each currency, and one for all others, which is the last.
        let lines: [RegionLine]
        let others: RegionLine
        /// How many regions, by a power of two, share one set of rows.
        let shift: Int
        let setWordCount: Int
        /// The sets, one behind the other, in plain memory.
        let sets: UnsafeMutablePointer<UInt64>
        /// For each row the stretches of its cell, first and last region alternately, where sets are shared; `starts` says where they begin.
        let stretches: [UInt32]
        let starts: [UInt32]

        init(
            input: Int, currencies: [Currency], lines: [RegionLine], shift: Int, sets content: [UInt64],
            stretches: [UInt32], starts: [UInt32]
        ) {
            self.input = input
            self.currencies = currencies
            self.lines = lines
            others = lines[lines.count - 1]
            self.shift = shift
            self.stretches = stretches
            self.starts = starts
            setWordCount = content.count
            sets = .allocate(capacity: max(1, content.count))
            for (index, word) in content.enumerated() { (sets + index).initialize(to: word) }
        }

        deinit { sets.deallocate() }
    }

    private let columns: [Column]
    private let rowCount: Int
    private let wordCount: Int

    /// The most bytes that the sets of one table take; with more rows or regions, more regions share one.
    private static let mostSetBytes = 6 << 20

    package init(_ rows: [DecisionTable.Row], columns inputs: [Int]) {
        rowCount = rows.count
        wordCount = (rows.count + 63) / 64
        var columns: [Column] = []
        let used = inputs.indices.filter { column in
            rows.contains { if case .test = $0.cells[column] { true } else { false } }
        }
        for index in used {
            columns.append(
                Self.column(rows, index, inputs[index], words: wordCount, mostBytes: Self.mostSetBytes / used.count))
        }
        self.columns = columns
    }

    /// The bytes of all that a lookup reads.
    package var byteCount: Int {
        columns.reduce(0) { sum, column in
            sum + column.setWordCount * 8 + (column.stretches.count + column.starts.count) * 4
                + column.lines.reduce(0) { $0 + $1.byteCount } + column.currencies.count * 2
        }
    }

    // MARK: Making

    private static func column(
        _ rows: [DecisionTable.Row], _ index: Int, _ input: Int, words: Int, mostBytes: Int
    ) -> Column {
        var currencies: [Currency] = []
        for row in rows {
            guard case .test(let test) = row.cells[index] else { continue }
            for line in test.lines where !currencies.contains(line.currency) { currencies.append(line.currency) }
        }
        currencies.sort()
        var lines: [RegionLine] = []
        var base = 1
        for place in 0...currencies.count {
            let sets: [ValueSet] = rows.compactMap { row in
                guard case .test(let test) = row.cells[index] else { return nil }
                return place < currencies.count ? test.amounts(currencies[place]) : test.values
            }
            let line = line(sets, base: base)
            base += line.regionCount
            lines.append(line)
        }
        let regionCount = base
        var shift = 0
        while ((regionCount - 1) >> shift + 1) * words * 8 > mostBytes { shift += 1 }
        let filled = filled(
            rows, index, currencies, lines, words: words, regionCount: regionCount, shift: shift)
        return Column(
            input: input, currencies: currencies, lines: lines, shift: shift, sets: filled.sets,
            stretches: filled.stretches, starts: filled.starts)
    }

    /// The values at which the sets begin and end.
    private static func line(_ sets: [ValueSet], base: Int) -> RegionLine {
        var points: [Value] = []
        var isEquality = true
        for set in sets {
            for range in set.ranges {
                if let lower = range.lower { points.append(lower.value) }
                if let upper = range.upper, range.point == nil { points.append(upper.value) }
            }
            if isEquality { isEquality = set.ranges.allSatisfy { $0.point != nil } || set.isAllButPoints }
        }
        points.sort { ValueOrder.compare($0, $1) < 0 }
        var distinct: [Value] = []
        distinct.reserveCapacity(points.count)
        for point in points {
            if let last = distinct.last, ValueOrder.compare(last, point) == 0 { continue }
            distinct.append(point)
        }
        return RegionLine(distinct, base: base, isEquality: isEquality)
    }

    private static func filled(
        _ rows: [DecisionTable.Row], _ index: Int, _ currencies: [Currency], _ lines: [RegionLine], words: Int,
        regionCount: Int, shift: Int
    ) -> (sets: [UInt64], stretches: [UInt32], starts: [UInt32]) {
        var sets = [UInt64](repeating: 0, count: ((regionCount - 1) >> shift + 1) * words)
        var stretches: [UInt32] = []
        var starts: [UInt32] = []
        var everywhere = [UInt64](repeating: 0, count: words)
        for (row, content) in rows.enumerated() {
            starts.append(UInt32(stretches.count))
            guard case .test(let test) = content.cells[index] else {
                everywhere[row >> 6] |= 1 << UInt64(row & 63)
                stretches += [0, UInt32(regionCount - 1)]
                continue
            }
            for stretch in Self.stretches(test, currencies, lines) {
                stretches += [UInt32(stretch.lowerBound), UInt32(stretch.upperBound)]
                for set in (stretch.lowerBound >> shift)...(stretch.upperBound >> shift) {
                    sets[set * words + row >> 6] |= 1 << UInt64(row & 63)
                }
            }
        }
        starts.append(UInt32(stretches.count))
        if everywhere.contains(where: { $0 != 0 }) {
            for place in sets.indices { sets[place] |= everywhere[place % words] }
        }
        // Where each region has a set of its own, the sets say all.
        return shift == 0 ? (sets, [], []) : (sets, stretches, starts)
    }

    private static func stretches(
        _ test: UnaryTest, _ currencies: [Currency], _ lines: [RegionLine]
    ) -> [ClosedRange<Int>] {
        var found: [ClosedRange<Int>] = test.fitsAbsent ? [0...0] : []
        for (place, line) in lines.enumerated() {
            let set = place < currencies.count ? test.amounts(currencies[place]) : test.values
            for range in set.ranges {
                if let regions = line.regions(of: range) { found.append(regions) }
            }
        }
        return found
    }

    // MARK: Looking up

    /// Calls `body` with each row whose cells that are known values all fit, in the order of the table, until it returns false.
    ///
    /// - Parameter values: those of the rule's inputs, as their types have them.
    @inline(__always)
    func forEach(
        _ values: [Value], _ body: (Int) throws(RuleError.Kind) -> Bool
    ) throws(RuleError.Kind) {
        let regions = regions(values)
        switch columns.count {
        case 0:
            for row in 0..<rowCount where try !body(row) { return }
        case 1: try walk(columns[0], regions[0], columns[0], regions[0], [], body)
        default: try walk(columns[0], regions[0], columns[1], regions[1], Array(regions.dropFirst(2)), body)
        }
    }

    /// The first row whose cells that are known values all fit, and the next one; -1 for none.
    ///
    /// - Parameter isFirst: the next one is of no interest.
    func firstTwo(_ values: [Value], isFirst: Bool) -> (first: Int, second: Int) {
        guard columns.count == 1 || columns.count == 2 else {
            var found = (first: -1, second: -1)
            // The closure throws nothing.
            try? forEach(values) { (row) throws(RuleError.Kind) in
                if found.first >= 0 {
                    found.second = row
                    return false
                }
                found.first = row
                return !isFirst
            }
            return found
        }
        let one = columns[0]
        let two = columns[columns.count &- 1]
        let (first, second) = values.withUnsafeBufferPointer { values -> (Int, Int) in
            guard let base = values.baseAddress else { return (0, 0) }
            return (region(base, one), one === two ? 0 : region(base, two))
        }
        if one === two { return firstTwo(in: one, first, isFirst: isFirst) }
        let left = one.sets + (first &>> one.shift) &* wordCount
        let right = two.sets + (second &>> two.shift) &* wordCount
        let isShared = one.shift | two.shift > 0
        var found = -1
        var word = 0
        while word < wordCount {
            var bits = left[word] & right[word]
            while bits != 0 {
                let row = word &* 64 &+ bits.trailingZeroBitCount
                bits &= bits &- 1
                if isShared { guard fits(row, first, one), fits(row, second, two) else { continue } }
                if found >= 0 { return (found, row) }
                found = row
                if isFirst { return (found, -1) }
            }
            word &+= 1
        }
        return (found, -1)
    }

    @inline(__always)
    private func region(_ values: UnsafePointer<Value>, _ column: Column) -> Int {
        let value = values + column.input
        let words = value.pointee.words
        if words.kind == .absent { return 0 }
        if !column.currencies.isEmpty, words.kind == .money {
            for place in column.currencies.indices where column.currencies[place].packed == words.packedCurrency {
                return column.lines[place].region(of: value)
            }
        }
        return column.others.region(of: value)
    }

    /// The same in a table of one column.
    @inline(__always)
    private func firstTwo(in column: Column, _ region: Int, isFirst: Bool) -> (first: Int, second: Int) {
        let set = column.sets + (region &>> column.shift) &* wordCount
        var found = -1
        var word = 0
        while word < wordCount {
            var bits = set[word]
            while bits != 0 {
                let row = word &* 64 &+ bits.trailingZeroBitCount
                bits &= bits &- 1
                if column.shift > 0 { guard fits(row, region, column) else { continue } }
                if found >= 0 { return (found, row) }
                found = row
                if isFirst { return (found, -1) }
            }
            word &+= 1
        }
        return (found, -1)
    }

    /// The region of a value in each column.
    private func regions(_ values: [Value]) -> [Int] {
        values.withUnsafeBufferPointer { values in
            guard let base = values.baseAddress else { return [] }
            return columns.map { region(base, $0) }
        }
    }

    @inline(__always)
    private func walk(
        _ one: Column, _ first: Int, _ two: Column, _ second: Int, _ rest: [Int],
        _ body: (Int) throws(RuleError.Kind) -> Bool
    ) throws(RuleError.Kind) {
        let left = (first &>> one.shift) &* wordCount
        let right = (second &>> two.shift) &* wordCount
        var word = 0
        while word < wordCount {
            var bits = one.sets[left &+ word] & two.sets[right &+ word]
            if bits != 0 {
                for index in rest.indices {
                    let column = columns[index &+ 2]
                    bits &= column.sets[(rest[index] &>> column.shift) &* wordCount &+ word]
                }
            }
            while bits != 0 {
                let row = word &* 64 &+ bits.trailingZeroBitCount
                bits &= bits &- 1
                if one.shift > 0 || two.shift > 0 || !rest.isEmpty {
                    guard fits(row, first, one), fits(row, second, two), fits(row, rest) else { continue }
                }
                guard try body(row) else { return }
            }
            word &+= 1
        }
    }

    private func fits(_ row: Int, _ regions: [Int]) -> Bool {
        for index in regions.indices where !fits(row, regions[index], columns[index &+ 2]) { return false }
        return true
    }

    /// Whether a row's cell covers a region.
    private func fits(_ row: Int, _ region: Int, _ column: Column) -> Bool {
        if column.shift == 0 { return true }
        let region = UInt32(truncatingIfNeeded: region)
        var at = Int(column.starts[row])
        let end = Int(column.starts[row + 1])
        while at < end {
            if column.stretches[at] <= region, region <= column.stretches[at + 1] { return true }
            at += 2
        }
        return false
    }
}

extension ValueSet {
    /// All values but some single ones.
    var isAllButPoints: Bool {
        let inverse = complement
        return inverse.ranges.allSatisfy { $0.point != nil }
    }
}
