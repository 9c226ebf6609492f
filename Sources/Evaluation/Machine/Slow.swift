import Encoding

// What the loop leaves to functions: the uncommon kinds, everything that allocates, and errors.

enum Slow {
    // MARK: Fields

    /// The value of a short name in a map: keys are in order, but while they are few, comparing each is faster.
    @inline(__always)
    static func shortKey(_ field: UnsafePointer<FieldWords>, _ map: Word) -> UnsafePointer<Word>? {
        guard let keys = map.elements else { return nil }
        let count = map.elementCount / 2
        let (low, high) = (field.pointee.low, field.pointee.high)
        var index = 0
        if count > 12 { return longMapKey(keys, count, low, high) }
        while index < count {
            let key = keys + index
            if key.pointee.low == low, key.pointee.high == high, key.pointee.object == nil, key.pointee.isKind(.string)
            {
                return keys + count + index
            }
            index &+= 1
        }
        return nil
    }

    /// The same by halving; texts of up to 15 bytes are ordered by their words.
    @inline(never)
    private static func longMapKey(
        _ keys: UnsafePointer<Word>, _ count: Int, _ low: UInt64, _ high: UInt64
    ) -> UnsafePointer<Word>? {
        var start = 0
        var end = count
        while start < end {
            let middle = (start &+ end) / 2
            let key = keys + middle
            // What is no text comes before all texts.
            let isBelow: Bool
            if !key.pointee.isKind(.string) {
                isBelow = true
            } else if key.pointee.low != low {
                isBelow = key.pointee.low < low
            } else if key.pointee.object == nil {
                if key.pointee.high == high { return keys + count + middle }
                isBelow = key.pointee.high < high
            } else {
                isBelow =
                    Text(words: key.pointee.value.object, key.pointee.low, key.pointee.high)
                    < Text(words: nil, low, high)
            }
            if isBelow { start = middle &+ 1 } else { end = middle }
        }
        return nil
    }

    @inline(never)
    static func field(
        _ code: Code, _ number: UInt32, _ target: UnsafePointer<Word>, isStrict: Bool, _ state: inout RunState
    ) throws(EvaluationError) -> Word {
        let name = code.fields[Int(number)].name
        var value = target.pointee.value
        if case .some(let held) = value.asOptional {
            guard let held else { return Word(.optional) }
            return try optionalField(held, name, &state)
        }
        if value.isAbsent, !isStrict { return .absent }
        switch Access.field(value, name) {
        case .value(let found): value = found
        case .missing:
            if isStrict { throw EvaluationError(.noSuchField, name, [value]) }
            return .absent
        case .unknown: throw EvaluationError(.noSuchField, name, [value])
        case .noFields:
            if value.isNull, !isStrict { return .absent }
            throw EvaluationError(.wrongKinds, name, [value])
        }
        if value.isNull, !isStrict { return .absent }
        return state.own(value)
    }

    /// `value.?name`, or `optional.name`.
    private static func optionalField(
        _ value: Value, _ name: Text, _ state: inout RunState
    ) throws(EvaluationError) -> Word {
        switch Access.field(value, name) {
        case .value(let found): return state.own(try Optionals.some(found, &state.context))
        case .missing: return Word(.optional)
        case .unknown: throw EvaluationError(.noSuchField, name, [value])
        case .noFields:
            if value.isAbsent { return Word(.optional) }
            throw EvaluationError(.wrongKinds, name, [value])
        }
    }

    private static func hasField(_ value: Value, _ name: Text, _ isPlain: Bool) throws(EvaluationError) -> Bool {
        var value = value
        if case .some(let held) = value.asOptional {
            guard let held else { return false }
            value = held
        }
        switch Access.field(value, name) {
        case .value(let found): return isPlain || !found.isNull
        case .missing: return false
        case .unknown: throw EvaluationError(.noSuchField, name, [value])
        case .noFields:
            if !isPlain, value.isAbsent || value.isNull { return false }
            throw EvaluationError(.wrongKinds, name, [value])
        }
    }

    // MARK: Relations and arithmetic

    @inline(never)
    static func relation(
        _ operation: Operation, _ first: UnsafePointer<Word>, _ second: UnsafePointer<Word>, _ state: inout RunState
    ) throws(EvaluationError) -> Word {
        let function: FunctionID
        switch operation {
        case .equal, .notEqual:
            let isEqual = try Equality.equal(first.pointee.value, second.pointee.value, &state.context.meter)
            return .bool(isEqual == (operation == .equal))
        case .less: function = .less
        case .lessOrEqual: function = .lessOrEqual
        case .greater: function = .greater
        default: function = .greaterOrEqual
        }
        return .bool(
            try Ordering.holds(function, first.pointee.value, second.pointee.value, &state.context.meter))
    }

    @inline(never)
    static func arithmetic(
        _ function: FunctionID, _ first: UnsafePointer<Word>, _ second: UnsafePointer<Word>, _ state: inout RunState
    ) throws(EvaluationError) -> Word {
        state.own(try Arithmetic.call(function, first.pointee.value, second.pointee.value, &state.context))
    }

    @inline(never)
    static func negate(_ first: UnsafePointer<Word>, _ state: inout RunState) throws(EvaluationError) -> Word {
        state.own(try Arithmetic.negated(first.pointee.value))
    }

    @inline(never)
    static func isIn(
        _ first: UnsafePointer<Word>, _ second: UnsafePointer<Word>, _ state: inout RunState
    ) throws(EvaluationError) -> Word {
        .bool(try Equality.contains(second.pointee.value, first.pointee.value, &state.context.meter))
    }

    @inline(never)
    static func isInSet(_ code: Code, _ number: UInt32, _ first: UnsafePointer<Word>) -> Bool {
        code.sets[Int(number)].contains(first)
    }

    @inline(never)
    static func notBool(_ word: UnsafePointer<Word>, _ function: FunctionID?) -> EvaluationError {
        let value = word.pointee.value
        return EvaluationError(
            value.isAbsent ? .absent : .wrongKinds, Text(function?.shownName ?? "condition"), [value])
    }

    // MARK: Calls

    @inline(never)
    static func call(
        _ step: Instruction, _ first: UnsafePointer<Word>, _ state: inout RunState
    ) throws(EvaluationError) -> Word {
        guard let function = FunctionID(rawValue: step.function) else { return .absent }
        let count = Int(step.second >> 8)
        for index in 0..<count where first[index].rawKind > ValueKind.network.rawValue {
            throw EvaluationError(.wrongInputs, Text(function.shownName))
        }
        // A word and a value have the same layout; the arguments are borrowed for the call.
        let values = UnsafeRawPointer(first).assumingMemoryBound(to: Value.self)
        let arguments = Arguments(start: values, count: count)
        return state.own(try Library.call(function, arguments, &state.context))
    }

    // MARK: Walks and builders

    private static func iterate(
        _ step: Instruction, _ first: UnsafePointer<Word>
    ) throws(EvaluationError) -> Word {
        let word = first.pointee
        let isMap = word.isKind(.map)
        guard isMap || word.isKind(.list) else {
            let value = word.value
            throw EvaluationError(value.isAbsent ? .absent : .wrongKinds, "list", [value])
        }
        let count = isMap ? word.elementCount / 2 : word.elementCount
        return Word(
            object: word.object, meta: UInt64(Word.Inner.iterator) | (isMap ? 1 << 8 : 0), low: 0, high: UInt64(count))
    }

    /// The next position and element, or key and value.
    static func pair(
        _ walk: UnsafeMutablePointer<Word>, _ elements: UnsafePointer<Word>, _ target: UnsafeMutablePointer<Word>
    ) {
        let index = Int(walk.pointee.low)
        if walk.pointee.meta >> 8 & 1 == 1 {
            target[0] = elements[index]
            target[1] = elements[Int(walk.pointee.high) + index]
        } else {
            target[0] = Word(.int, low: UInt64(index))
            target[1] = elements[index]
        }
        walk.pointee.low &+= 1
    }

    private static func builder(_ word: Word, _ state: RunState) throws(EvaluationError) -> Int {
        guard word.rawKind == Word.Inner.builder, word.low < UInt64(state.builders.count) else {
            throw EvaluationError(.wrongInputs)
        }
        return Int(word.low)
    }

    @inline(never)
    static func append(
        _ target: UnsafeMutablePointer<Word>, _ first: UnsafePointer<Word>, _ state: inout RunState
    ) throws(EvaluationError) {
        let number = try builder(target.pointee, state)
        if first.pointee.isKind(.absent) { throw EvaluationError(.absent, "list", [.absent]) }
        try state.context.meter.allocate(MemoryLayout<Word>.stride)
        state.builders[number].append(first.pointee)
    }

    private static func beginBuilder(_ target: UnsafeMutablePointer<Word>, _ state: inout RunState) {
        // A place inside a loop uses its builder again.
        if target.pointee.rawKind == Word.Inner.builder, target.pointee.low < UInt64(state.builders.count) {
            state.builders[Int(target.pointee.low)].removeAll(keepingCapacity: true)
            return
        }
        state.isUsed = true
        state.builders.append([])
        target.pointee = Word(meta: UInt64(Word.Inner.builder), low: UInt64(state.builders.count - 1))
    }

    private static func list(_ words: UnsafeBufferPointer<Word>, _ state: inout RunState) -> Word {
        guard !words.isEmpty else { return Word(.list) }
        let storage = ValueStorage.uninitialized(words.count)
        storage.withUnsafeMutablePointers { header, elements in
            for index in 0..<words.count { (elements + index).initialize(to: words[index].value) }
            header.pointee.count = words.count
        }
        return state.own(Value(.list, object: storage))
    }

    private static func map(_ words: UnsafeBufferPointer<Word>, _ state: inout RunState) throws(EvaluationError) -> Word
    {
        var entries: ContiguousArray<MapEntry> = []
        entries.reserveCapacity(words.count / 2)
        for index in stride(from: 0, to: words.count - 1, by: 2) {
            if words[index + 1].isKind(.absent) { throw EvaluationError(.absent, "map", [.absent]) }
            entries.append((words[index].value, words[index + 1].value))
        }
        do throws(MapError) {
            return state.own(try Value.map(sorting: &entries))
        } catch {
            switch error {
            case .duplicateKey(let key): throw EvaluationError(.duplicateKey, "map", [key])
            case .unsupportedKey(let key): throw EvaluationError(.unsupportedKey, "map", [key])
            }
        }
    }

    // MARK: Optional values

    /// Whether `first` holds a value, which then is in the target.
    static func takesValue(
        _ step: Instruction, _ first: UnsafePointer<Word>, _ target: UnsafeMutablePointer<Word>
    ) -> Bool {
        if first.pointee.isKind(.optional) {
            guard let held = first.pointee.elements else { return false }
            target.pointee = step.flag == 0 ? first.pointee : held[0]
            return true
        }
        guard step.flag == 2, !first.pointee.isKind(in: Run.absentOrNull) else { return false }
        target.pointee = first.pointee
        return true
    }

    // MARK: The rest

    @inline(never)
    static func other(
        _ code: Code, _ step: Instruction, _ first: UnsafePointer<Word>, _ second: UnsafePointer<Word>,
        _ target: UnsafeMutablePointer<Word>, _ state: inout RunState
    ) throws(EvaluationError) -> Word {
        switch step.operation {
        case .optionalField:
            let value = first.pointee.value
            let name = code.fields[Int(step.second)].name
            guard case .some(let held) = value.asOptional else { return try optionalField(value, name, &state) }
            guard let held else { return Word(.optional) }
            return try optionalField(held, name, &state)
        case .hasField:
            let name = code.fields[Int(step.second)].name
            return .bool(try hasField(first.pointee.value, name, step.flag == 0))
        case .isPresent: return .bool(!first.pointee.isKind(in: Run.absentOrNull))
        case .index: return state.own(try Access.element(first.pointee.value, second.pointee.value))
        case .optionalIndex:
            try state.context.meter.allocate(MemoryLayout<Word>.stride)
            return state.own(try Access.optionalElement(first.pointee.value, second.pointee.value))
        case .list:
            let words = UnsafeBufferPointer(start: first, count: Int(step.second))
            for word in words where word.isKind(.absent) { throw EvaluationError(.absent, "list", [.absent]) }
            try state.context.meter.allocate(words.count * MemoryLayout<Word>.stride)
            return list(words, &state)
        case .map:
            let words = UnsafeBufferPointer(start: first, count: Int(step.second) * 2)
            try state.context.meter.allocate(words.count * MemoryLayout<Word>.stride)
            return try map(words, &state)
        case .iterate: return try iterate(step, first)
        case .wrap: return state.own(try Optionals.some(first.pointee.value, &state.context))
        case .requireOptional:
            guard first.pointee.isKind(.optional) else { throw EvaluationError.wrongKinds(.value, first.pointee.value) }
            return first.pointee
        case .raiseUnknown: throw EvaluationError(.unknownName, first.pointee.value.asText ?? "")
        default: return try build(step, first, second, target, &state)
        }
    }

    private static func build(
        _ step: Instruction, _ first: UnsafePointer<Word>, _ second: UnsafePointer<Word>,
        _ target: UnsafeMutablePointer<Word>, _ state: inout RunState
    ) throws(EvaluationError) -> Word {
        switch step.operation {
        case .beginBuilder: beginBuilder(target, &state)
        case .appendOptional:
            guard first.pointee.isKind(.optional) else { throw EvaluationError.wrongKinds(.value, first.pointee.value) }
            if let held = first.pointee.elements { try append(target, held, &state) }
        case .appendPair, .appendPairOptional:
            var value = second
            if step.operation == .appendPairOptional {
                guard second.pointee.isKind(.optional) else {
                    throw EvaluationError.wrongKinds(.value, second.pointee.value)
                }
                guard let held = second.pointee.elements else { return target.pointee }
                value = held
            }
            try append(target, first, &state)
            try append(target, value, &state)
        case .appendEntries:
            guard first.pointee.isKind(.map) else { throw EvaluationError(.wrongKinds, "map", [first.pointee.value]) }
            let count = first.pointee.elementCount / 2
            guard let elements = first.pointee.elements else { break }
            for index in 0..<count {
                try append(target, elements + index, &state)
                try append(target, elements + count + index, &state)
            }
        case .finishList:
            let number = try builder(first.pointee, state)
            let words = state.builders[number]
            return words.withUnsafeBufferPointer { list($0, &state) }
        case .finishMap:
            let number = try builder(first.pointee, state)
            let words = state.builders[number]
            return try words.withUnsafeBufferPointer { (words) throws(EvaluationError) in try map(words, &state) }
        default: break
        }
        return target.pointee
    }

    // MARK: Errors and traces

    /// Finds where evaluation goes on after an error, or throws it on with its place.
    @inline(never)
    static func recover(
        _ code: Code, _ error: EvaluationError, at instruction: Int, _ frame: Frame, _ state: inout RunState,
        isTracing: Bool
    ) throws(EvaluationError) -> Int {
        var error = error
        // An error that was kept and is raised again keeps its place.
        switch code.instructions[instruction].operation {
        case .endAnd, .endOr, .check: if error.instruction == 0 { error.instruction = instruction }
        default: error.instruction = instruction
        }
        guard !error.kind.isFinal,
            let handler = code.handlers.first(where: { $0.start <= instruction && instruction < $0.end })
        else { throw error }
        let register = frame.registers + handler.register
        if register.pointee.rawKind != Word.Inner.error {
            state.isUsed = true
            state.errors.append(error)
            register.pointee = Word(meta: UInt64(Word.Inner.error), low: UInt64(state.errors.count - 1))
        }
        if isTracing {
            state.trace.append(EvaluationTrace.Step(instruction: instruction, value: .absent, error: error))
        }
        if handler.result != handler.register { frame.registers[handler.result] = .bool(handler.value) }
        do throws(EvaluationError) {
            try state.context.meter.charge(handler.cost)
        } catch let passed {
            error = passed
            error.instruction = instruction
            throw error
        }
        return handler.target
    }

    @inline(never)
    static func trace(_ instruction: Int, _ target: UnsafePointer<Word>, _ state: inout RunState) {
        state.trace.append(EvaluationTrace.Step(instruction: instruction, value: target.pointee.value, error: nil))
    }
}
