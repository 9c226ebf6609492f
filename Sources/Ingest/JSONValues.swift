import Encoding
import Evaluation

// JSON without a declared shape: objects become maps, arrays lists.

extension JSONCursor {
    /// The value that comes next.
    mutating func value(in container: Int) throws(JSONFault) -> Value {
        let offset = next
        if offset >= end { throw valueFault(offset, in: container) }
        let byte = base[offset]
        switch byte {
        case UInt8(ascii: "\""):
            index &+= 1
            return .string(try text(at: offset))
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            index &+= 1
            return try undeclaredNumber(at: offset)
        case UInt8(ascii: "{"):
            index &+= 1
            return try map(at: offset) { (cursor) throws(JSONFault) in try cursor.value(in: offset) }
        case UInt8(ascii: "["):
            index &+= 1
            return try list(at: offset)
        default:
            index &+= 1
            if isTrue(at: offset) { return .true }
            if isFalse(at: offset) { return .false }
            if isNull(at: offset) { return .null }
            index &-= 1
            throw valueFault(offset, in: container)
        }
    }

    private mutating func list(at offset: Int) throws(JSONFault) -> Value {
        if try open(offset, closing: UInt8(ascii: "]")) { return .list([]) }
        let first = stack.count
        repeat { stack.push(try value(in: offset)) } while try comma(in: offset, closing: UInt8(ascii: "]"))
        return stack.takeList(from: first)
    }

    /// The object that opens at `offset` as a map, its values read by `read`.
    mutating func map(
        at offset: Int, _ read: (inout JSONCursor) throws(JSONFault) -> Value
    ) throws(JSONFault) -> Value {
        let firstName = nameOffsets.count
        let first = stack.count
        if try !open(offset, closing: UInt8(ascii: "}")) {
            repeat {
                let name = try nameOffset(in: offset)
                nameOffsets.append(name)
                stack.push(.string(try text(at: name)))
                try colon(in: offset)
                stack.push(try read(&self))
            } while try comma(in: offset, closing: UInt8(ascii: "}"))
        }
        entries.removeAll(keepingCapacity: true)
        var at = first
        while at < stack.count {
            entries.append((stack.base[at], stack.base[at + 1]))
            at += 2
        }
        defer {
            stack.truncate(to: first)
            nameOffsets.removeSubrange(firstName...)
        }
        do throws(MapError) {
            return try .map(sorting: &entries)
        } catch { throw duplicateName(firstName, first) }
    }

    /// Two names of one object are the same: the first pair of them in the order of the text.
    private func duplicateName(_ firstName: Int, _ firstValue: Int) -> JSONFault {
        var seen: [Text: Int] = [:]
        for index in firstName..<nameOffsets.count {
            guard let name = stack.base[firstValue + 2 * (index - firstName)].asText else { continue }
            if let earlier = seen[name] { return duplicateName(nameOffsets[index], related: earlier) }
            seen[name] = nameOffsets[index]
        }
        return JSONFault(.duplicateName, start, start)
    }

    func duplicateName(_ offset: Int, related: Int) -> JSONFault {
        return JSONFault(.duplicateName, offset, stringTokenEnd(offset), related: related)
    }

    /// Reads a value that is not wanted, by every rule, and keeps nothing of it.
    mutating func skipValue(in container: Int) throws(JSONFault) { _ = try value(in: container) }
}
