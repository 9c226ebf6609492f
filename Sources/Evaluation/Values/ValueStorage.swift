/// The elements of a list, the keys and values of a map or the slots of a record, in one allocation.
///
/// Never changed once it is shared: whoever makes it fills it and lets go. A map has its keys in rising order, then their
/// values in the same order, so `header.count` is twice the number of its entries.
@usableFromInline
final class ValueStorage: ManagedBuffer<ValueStorage.Header, Value> {
    @usableFromInline
    struct Header {
        @usableFromInline var count: Int
        /// Owned; a bare pointer so that the evaluator can compare it without counting references.
        @usableFromInline let retainedShape: Unmanaged<Shape>?

        @inlinable
        init(count: Int, shape: Shape?) {
            self.count = count
            retainedShape = shape.map { Unmanaged.passRetained($0) }
        }
    }

    @inlinable
    deinit {
        withUnsafeMutablePointers { header, elements in
            _ = elements.deinitialize(count: header.pointee.count)
            header.pointee.retainedShape?.release()
        }
    }

    /// Storage for `capacity` values, of which none is initialised and none is counted yet.
    @inlinable
    static func uninitialized(_ capacity: Int, shape: Shape? = nil) -> ValueStorage {
        unsafeDowncast(
            ValueStorage.create(minimumCapacity: capacity) { _ in Header(count: 0, shape: shape) },
            to: ValueStorage.self)
    }

    @inlinable
    static func make(_ values: some Collection<Value>, shape: Shape? = nil) -> ValueStorage {
        let storage = uninitialized(values.count, shape: shape)
        storage.withUnsafeMutablePointers { header, elements in
            var index = 0
            for value in values {
                (elements + index).initialize(to: value)
                index += 1
            }
            header.pointee.count = index
        }
        return storage
    }

    @inlinable
    @inline(__always)
    var count: Int { withUnsafeMutablePointerToHeader { $0.pointee.count } }

    // The header is read through its pointer: as a property each reading would be checked for overlapping writes.

    @inlinable
    @inline(__always)
    var retainedShape: Unmanaged<Shape>? { withUnsafeMutablePointerToHeader { $0.pointee.retainedShape } }

    @inlinable
    var shape: Shape? { retainedShape?.takeUnretainedValue() }

    /// The values; valid as long as the storage lives.
    @inlinable
    @inline(__always)
    var base: UnsafeMutablePointer<Value> { withUnsafeMutablePointerToElements { $0 } }

    @inlinable
    subscript(index: Int) -> Value {
        precondition(index >= 0 && index < count, "an element outside of its storage")
        return base[index]
    }
}

extension Value {
    /// The storage of a list, map, record or optional value that has one.
    @inlinable
    @inline(__always)
    var storage: ValueStorage? { object.map { unsafeDowncast($0, to: ValueStorage.self) } }
}

// MARK: Lists

/// The elements of a list, without a copy.
@frozen
public struct ValueElements: RandomAccessCollection, @unchecked Sendable {
    @usableFromInline let storage: ValueStorage?
    public let startIndex: Int
    public let endIndex: Int

    @inlinable
    init(_ storage: ValueStorage?, _ range: Range<Int>) {
        self.storage = storage
        startIndex = range.lowerBound
        endIndex = range.upperBound
    }

    @inlinable
    public subscript(index: Int) -> Value {
        precondition(index >= startIndex && index < endIndex, "an element outside of its list")
        return storage.unsafelyUnwrapped.base[index]
    }
}

extension Value {
    /// A list of values in their order.
    @inlinable
    public static func list(_ elements: some Collection<Value>) -> Value {
        Value(.list, object: elements.isEmpty ? nil : ValueStorage.make(elements))
    }

    /// The elements of a list.
    @inlinable
    public var asList: ValueElements? {
        guard kind == .list else { return nil }
        return ValueElements(storage, 0..<(storage?.count ?? 0))
    }
}

// MARK: Records

extension Value {
    /// A record: one value for each field of its shape, in the shape's order, `absent` where a field is not there.
    ///
    /// Missing values at the end are taken as absent, and values beyond the last field are dropped.
    @inlinable
    public static func record(_ shape: Shape, _ slots: some Collection<Value>) -> Value {
        let storage = ValueStorage.uninitialized(shape.fields.count, shape: shape)
        storage.withUnsafeMutablePointers { header, elements in
            var index = 0
            for slot in slots.prefix(shape.fields.count) {
                (elements + index).initialize(to: slot)
                index += 1
            }
            while index < shape.fields.count {
                (elements + index).initialize(to: .absent)
                index += 1
            }
            header.pointee.count = index
        }
        return Value(.record, object: storage)
    }

    /// A record whose fields' values are made one after the other.
    @inlinable
    public static func record(_ shape: Shape, _ value: (Int) -> Value) -> Value {
        let count = shape.fields.count
        let storage = ValueStorage.uninitialized(count, shape: shape)
        storage.withUnsafeMutablePointers { header, elements in
            for slot in 0..<count {
                (elements + slot).initialize(to: value(slot))
                header.pointee.count = slot + 1
            }
        }
        return Value(.record, object: storage)
    }

    /// The shape of a record.
    @inlinable
    public var shape: Shape? { kind == .record ? storage?.shape : nil }

    /// The values of a record's fields, in the order of its shape.
    @inlinable
    public var slots: ValueElements? {
        guard kind == .record else { return nil }
        return ValueElements(storage, 0..<(storage?.count ?? 0))
    }
}
