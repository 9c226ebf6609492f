import SourceText

/// The notation's rules that need the tree: what libyaml reads without complaint and these files refuse.
struct NotationRules {
    let tree: LocatedTree
    var diagnostics: [Diagnostic] = []
    private var scratch: [UInt32] = []

    init(tree: LocatedTree) { self.tree = tree }

    mutating func check() {
        let records = tree.records
        tree.file.bytes.withUnsafeBufferPointer { source in
            tree.sideText.withUnsafeBufferPointer { side in
                var keys = KeyTable(records: records, source: source, side: side)
                for index in records.indices {
                    let record = records[index]
                    if !record.flags.isDisjoint(with: [.anchored, .tagged, .alias]) { checkDecoration(index) }
                    switch record.kind {
                    case .scalar:
                        if record.extent > UInt32(YAMLLimits.maximumScalarBytes) { tooLong(index) }
                    case .mapping, .sequence:
                        if record.flags.contains(.key) { keyNotText(index) }
                    }
                    if record.kind == .mapping {
                        keys.duplicates(in: index) { first, second in duplicate(first, second) }
                    }
                }
            }
        }
    }

    private func node(_ index: Int) -> LocatedNode { LocatedNode(tree: tree, index: index) }

    private mutating func report(_ diagnostic: Diagnostic) {
        diagnostics.append(diagnostic)
    }

    private mutating func duplicate(_ first: Int, _ second: Int) {
        let key = node(second)
        if key.isDamaged { return }
        let name = key.text
        if name.isEmpty {
            return
        }
        let line = tree.file.position(at: Int(node(first).span.start)).line
        report(
            Diagnostic(
                YAMLCodes.duplicateKey, at: key.place, "The key \"\(name)\" is given twice in one block.",
                found: "a second \"\(name)\"", expected: "each key once",
                help: "Delete this one or the one in line \(line), or rename one if both were meant.",
                related: [.init(node(first).place, "\"\(name)\" was given here first")]))
    }

    private mutating func tooLong(_ index: Int) {
        let node = node(index)
        report(
            Diagnostic(
                YAMLCodes.scalarTooLong, at: node.place, "This value is too long.", found: "\(node.utf8Count) bytes",
                expected: "at most \(YAMLLimits.maximumScalarBytes) bytes (the limit on one value)",
                help: "Put the rows of a table into a CSV file beside the definition."))
    }

    private mutating func keyNotText(_ index: Int) {
        let node = node(index)
        report(
            Diagnostic(
                YAMLCodes.keyNotText, at: node.place,
                "A key cannot be a \(node.isMapping ? "group in braces" : "list").",
                found: node.isMapping ? "a group of keys before the colon" : "a list before the colon",
                expected: "a word or a text on one line before the colon",
                help: "Write a name before the colon, or put the whole in quotation marks if it is text."))
    }

    private mutating func checkDecoration(_ index: Int) {
        let node = node(index)
        let flags = tree.records[index].flags
        let (code, what, sign): (DiagnosticCode, String, String) =
            flags.contains(.alias)
            ? (YAMLCodes.alias, "an alias", "*")
            : flags.contains(.anchored)
                ? (YAMLCodes.anchor, "an anchor", "&") : (YAMLCodes.tag, "a type", "!")
        report(
            Diagnostic(
                code, at: node.place,
                "A value that begins with \"\(sign)\" is \(what) to YAML, which these files do not use.",
                found: "\"\(tree.file.text(in: node.span))\"", expected: "the value itself",
                help: "Write the value out, or put it in quotation marks if \"\(sign)\" belongs to a text."))
    }
}

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
