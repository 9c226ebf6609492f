import Encoding

// A value without an owner: the same 32 bytes, moved as plain bits.
//
// Registers are words. What a word points to is kept alive by somebody else for the whole evaluation: by the caller's inputs,
// by the code's constants, or by `RunState.owned`. Besides the kinds of values a register can hold four things that are
// none; an instruction that meets one of them where it wants a value treats it as absent.

@usableFromInline
struct Word {
    @usableFromInline var object: UnsafeRawPointer?
    @usableFromInline var meta: UInt64
    @usableFromInline var low: UInt64
    @usableFromInline var high: UInt64

    /// What a register can hold that is no value, as kinds.
    enum Inner {
        /// A walk over a list or map: object the storage or nothing, low the next position, high the end.
        static let iterator: UInt8 = 240
        /// A list or map in the making: low the number of the builder.
        static let builder: UInt8 = 241
        /// An error that was absorbed for now: low its number.
        static let error: UInt8 = 242
        /// No error so far.
        static let clear: UInt8 = 243
    }

    @inline(__always)
    init(object: UnsafeRawPointer? = nil, meta: UInt64, low: UInt64 = 0, high: UInt64 = 0) {
        self.object = object
        self.meta = meta
        self.low = low
        self.high = high
    }

    @inline(__always)
    init(_ kind: ValueKind, low: UInt64 = 0) { self.init(meta: UInt64(kind.rawValue), low: low) }

    @inline(__always)
    static func bool(_ value: Bool) -> Word { Word(.bool, low: value ? 1 : 0) }

    static var absent: Word { @inline(__always) get { Word(.absent) } }

    @inline(__always)
    var rawKind: UInt8 { UInt8(truncatingIfNeeded: meta) }

    @inline(__always)
    func isKind(_ kind: ValueKind) -> Bool { rawKind == kind.rawValue }

    /// Whether the kind is one of a set of kinds, given as bits.
    @inline(__always)
    func isKind(in set: UInt64) -> Bool { rawKind < 64 && set &>> UInt64(rawKind) & 1 == 1 }

    @inline(__always)
    var coefficient: Int128 { Int128(truncatingIfNeeded: high) &<< 64 | Int128(low) }

    /// The number of decimal places.
    @inline(__always)
    var scale: Int8 { Int8(truncatingIfNeeded: meta &>> 8) }

    /// The coefficient, if it fits 64 bits.
    @inline(__always)
    var shortCoefficient: Int64? {
        let short = Int64(bitPattern: low)
        return Int64(bitPattern: high) == short &>> 63 ? short : nil
    }

    @inline(__always)
    init(meta: UInt64, coefficient: Int128) {
        self.init(
            meta: meta, low: UInt64(truncatingIfNeeded: coefficient),
            high: UInt64(truncatingIfNeeded: coefficient &>> 64))
    }

    /// The word of a value that somebody keeps alive.
    @inline(__always)
    init(borrowing value: borrowing Value) {
        object = value.object.map { UnsafeRawPointer(Unmanaged.passUnretained($0).toOpaque()) }
        meta = value.meta
        low = value.low
        high = value.high
    }

    /// The value with a reference of its own.
    var value: Value {
        guard rawKind <= ValueKind.network.rawValue else { return .absent }
        return Value(
            object: object.map { Unmanaged<AnyObject>.fromOpaque($0).takeUnretainedValue() }, meta: meta, low: low,
            high: high)
    }

    /// The elements behind the reference. The kind must be one that is kept in `ValueStorage`.
    @inline(__always)
    var elements: UnsafePointer<Word>? {
        guard let object else { return nil }
        return UnsafeRawPointer(Unmanaged<ValueStorage>.fromOpaque(object)._withUnsafeGuaranteedRef { $0.base })
            .assumingMemoryBound(to: Word.self)
    }

    /// The number of elements behind the reference.
    @inline(__always)
    var elementCount: Int {
        guard let object else { return 0 }
        return Unmanaged<ValueStorage>.fromOpaque(object)._withUnsafeGuaranteedRef { $0.count }
    }

    /// The shape of a record, for comparing only.
    @inline(__always)
    var shapePointer: UnsafeRawPointer? {
        guard let object else { return nil }
        let shape = Unmanaged<ValueStorage>.fromOpaque(object)._withUnsafeGuaranteedRef { $0.retainedShape }
        return shape.map { UnsafeRawPointer($0.toOpaque()) }
    }
}

/// Sets of kinds as bits.
enum KindSet {
    static func of(_ kinds: ValueKind...) -> UInt64 { kinds.reduce(0) { $0 | 1 << UInt64($1.rawValue) } }

    /// Kinds whose values are equal exactly if all bits are, provided neither has a reference.
    static var bitwiseEqual: UInt64 {
        @inline(__always) get {
            1 << 2 | 1 << 3 | 1 << 4 | 1 << 6 | 1 << 7 | 1 << 8 | 1 << 10 | 1 << 11 | 1 << 15 | 1 << 16 | 1 << 17
                | 1 << 18 | 1 << 19 | 1 << 20 | 1 << 22 | 1 << 23
        }
    }
    /// Kinds with a coefficient.
    static var decimalOrMoney: UInt64 { @inline(__always) get { 1 << 6 | 1 << 8 } }
}
