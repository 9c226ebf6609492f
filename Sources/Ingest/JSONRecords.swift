import Amounts
import Dates
import Encoding
import Evaluation

// JSON by a declared shape. A value of the wrong type, a field that is missing or not declared is a problem that is kept, and
// the reading goes on; only what is not JSON ends it.

/// The field whose value is being read, for messages: a record's plan and a slot in it.
struct FieldPlace {
    var record: Int
    var slot: Int
    /// It is one of the values in the field's list or map.
    var isElement = false

    var element: FieldPlace { FieldPlace(record: record, slot: slot, isElement: true) }
}

extension JSONCursor {
    /// The record that comes next.
    mutating func rootRecord(_ layout: RecordLayout) throws(JSONFault) -> Value {
        let offset = next
        if offset >= end { throw JSONFault(.empty, start, start) }
        guard base[offset] == UInt8(ascii: "{") else {
            try skipValue(in: -1)
            note(JSONFault(.wrongType, offset, wordEnd(offset)))
            return .absent
        }
        index &+= 1
        return try record(0, layout, at: offset)
    }

    /// The fields of the object that opens at `object`, each in its slot.
    mutating func record(_ record: Int, _ layout: RecordLayout, at object: Int) throws(JSONFault) -> Value {
        let plan = layout.records + record
        let count = plan.pointee.count
        let first = stack.pushAbsent(count)
        if try !open(object, closing: UInt8(ascii: "}")) {
            var expected = 0
            repeat {
                let name = try nameOffset(in: object)
                let slot = try slot(plan, name, expected: expected)
                try colon(in: object)
                if slot >= 0 {
                    expected = slot &+ 1
                    if !stack.base[first &+ slot].isAbsent { throw duplicateField(plan, slot, name, object) }
                    let type = plan.pointee.names[slot].type
                    let offset = next
                    var value = try value(type, layout, FieldPlace(record: record, slot: slot), in: object)
                    if value.isNull { value = fieldNull(plan, layout, FieldPlace(record: record, slot: slot), offset) }
                    stack.set(first &+ slot, value)
                } else {
                    try unknownField(record, layout, name, object)
                }
            } while try comma(in: object, closing: UInt8(ascii: "}"))
        }
        var slot = 0
        while slot < count {
            let kind = stack.base[first &+ slot].kind
            if kind == .absent {
                if plan.pointee.names[slot].isRequired {
                    note(JSONFault(.missingField, object, object &+ 1, slot: slot, layout: record))
                }
            } else if kind == .optional {
                stack.set(first &+ slot, .absent)
            }
            slot &+= 1
        }
        return stack.takeRecord(plan.pointee.shape, from: first)
    }

    /// The slot of the name at `name`, or -1; most often it is the one after the last.
    @inline(__always)
    private mutating func slot(_ plan: UnsafeMutablePointer<RecordPlan>, _ name: Int, expected: Int) throws(JSONFault)
        -> Int
    {
        if expected < plan.pointee.count {
            let entry = plan.pointee.names + expected
            let length = entry.pointee.length
            // A declared name holds no quote and no backslash, so a quote behind it is the closing one.
            if length >= 0, entry.pointee.matches(base + (name &+ 1)), base[name &+ 1 &+ length] == UInt8(ascii: "\"") {
                return expected
            }
        }
        return try findSlot(plan, name)
    }

    @inline(never)
    private mutating func findSlot(_ plan: UnsafeMutablePointer<RecordPlan>, _ name: Int) throws(JSONFault) -> Int {
        let content = try string(at: name)
        if !content.hasEscapes {
            let slot = plan.pointee.slot(base + content.from, content.to &- content.from)
            if slot >= 0 { return slot }
        }
        let text =
            content.hasEscapes
            ? unescapedText()
            : Text(paddedUTF8: UnsafeRawPointer(base + content.from), count: content.to &- content.from)
        return plan.pointee.shape.slot(of: text) ?? -1
    }

    /// What a field that is null becomes. For a field that need not be there null says that it is not.
    @inline(never)
    private mutating func fieldNull(
        _ plan: UnsafeMutablePointer<RecordPlan>, _ layout: RecordLayout, _ place: FieldPlace, _ offset: Int
    ) -> Value {
        let name = plan.pointee.names + place.slot
        if layout.types[name.pointee.type].code == .dynamic { return .null }
        if name.pointee.isRequired { return noted(.nullField, offset, offset + 4, place) }
        return Self.void
    }

    /// Stands for a value that is not there although its name is: no JSON is read as an optional value.
    private static var void: Value { .none }

    @inline(never)
    private mutating func duplicateField(
        _ plan: UnsafeMutablePointer<RecordPlan>, _ slot: Int, _ name: Int, _ object: Int
    ) -> JSONFault {
        // The first occurrence is found by reading the object's names again.
        let fault = duplicateName(name, related: -1)
        let nameBytes = Array(UnsafeBufferPointer(start: base + fault.start, count: fault.end - fault.start))
        var at = 0
        var level = 0
        while Int(positions[at]) < object { at += 1 }
        while Int(positions[at]) < name {
            let offset = Int(positions[at])
            switch base[offset] {
            case UInt8(ascii: "{"), UInt8(ascii: "["): level += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): level -= 1
            case UInt8(ascii: "\"") where level == 1:
                let candidate = Array(UnsafeBufferPointer(start: base + offset, count: nameBytes.count))
                if candidate == nameBytes, base[Int(positions[at + 1])] == UInt8(ascii: ":") {
                    return duplicateName(name, related: offset)
                }
            default: break
            }
            at += 1
        }
        return fault
    }

    @inline(never)
    private mutating func unknownField(_ record: Int, _ layout: RecordLayout, _ name: Int, _ object: Int)
        throws(JSONFault)
    {
        try skipValue(in: object)
        if layout.unknownFields == .refuse {
            note(JSONFault(.unknownField, name, stringTokenEnd(name), layout: record))
        }
    }

    // MARK: Values by their type

    /// The value that comes next, by its declared type; `void` if it has a problem.
    @inline(__always)
    mutating func value(_ type: Int, _ layout: RecordLayout, _ place: FieldPlace, in container: Int)
        throws(JSONFault) -> Value
    {
        let offset = next
        if offset >= end { throw valueFault(offset, in: container) }
        let byte = base[offset]
        let plan = layout.types + type
        index &+= 1
        switch plan.pointee.code {
        case .string:
            if byte == UInt8(ascii: "\"") { return .string(try text(at: offset)) }
        case .money: return try money(plan, byte, offset, place)
        case .int:
            if byte == UInt8(ascii: "-") || byte &- 0x30 <= 9 { return try integer(offset, place) }
        case .decimal:
            if byte == UInt8(ascii: "-") || byte &- 0x30 <= 9 {
                return .decimal(try decimal(try number(at: offset), at: offset))
            }
            if byte == UInt8(ascii: "\"") { return try decimalText(offset, place) }
        case .bool:
            if isTrue(at: offset) { return .true }
            if isFalse(at: offset) { return .false }
        case .date:
            if byte == UInt8(ascii: "\"") { return try date(offset, place) }
        case .list:
            if byte == UInt8(ascii: "[") { return try list(plan.pointee.inner, layout, place.element, at: offset) }
        case .record:
            if byte == UInt8(ascii: "{") { return try self.record(plan.pointee.inner, layout, at: offset) }
        default: return try otherValue(plan, byte, layout, place, offset, in: container)
        }
        return try misfit(byte, offset, place, in: container)
    }

    /// A value that its type does not allow: noted, read to its end, and dropped.
    @inline(never)
    mutating func misfit(_ byte: UInt8, _ offset: Int, _ place: FieldPlace, in container: Int) throws(JSONFault)
        -> Value
    {
        if byte == UInt8(ascii: "n"), isNull(at: offset) { return .null }
        index &-= 1
        try skipValue(in: container)
        return noted(.wrongType, offset, wordEnd(offset), place)
    }

    @inline(__always)
    private mutating func integer(_ offset: Int, _ place: FieldPlace) throws(JSONFault) -> Value {
        let number = try number(at: offset)
        if number.isPlain, number.isInteger { return .int(number.small) }
        return try unusualInteger(number, offset, place)
    }

    /// An integer with a fraction of zero, with an exponent or with many digits.
    @inline(never)
    private mutating func unusualInteger(_ number: Number, _ offset: Int, _ place: FieldPlace) throws(JSONFault)
        -> Value
    {
        let value = try decimal(number, at: offset)
        guard let whole = value.wholeNumber else { return noted(.notWhole, offset, number.end, place) }
        guard let narrow = Int64(exactly: whole) else { return noted(.integerOutOfRange, offset, number.end, place) }
        return .int(narrow)
    }

    /// Notes a problem of the value from `from` to `to`; the result takes its place.
    @inline(never)
    mutating func noted(_ kind: JSONFault.Kind, _ from: Int, _ to: Int, _ place: FieldPlace) -> Value {
        var fault = JSONFault(kind, from, to, slot: place.slot, layout: place.record)
        fault.isElement = place.isElement
        note(fault)
        return Self.void
    }

    private mutating func list(_ type: Int, _ layout: RecordLayout, _ place: FieldPlace, at offset: Int)
        throws(JSONFault) -> Value
    {
        if try open(offset, closing: UInt8(ascii: "]")) { return .list([]) }
        let first = stack.count
        repeat {
            let at = next
            var element = try value(type, layout, place, in: offset)
            if element.isNull, layout.types[type].code != .dynamic { element = noted(.nullField, at, at + 4, place) }
            stack.push(element)
        } while try comma(in: offset, closing: UInt8(ascii: "]"))
        return stack.takeList(from: first)
    }
}
