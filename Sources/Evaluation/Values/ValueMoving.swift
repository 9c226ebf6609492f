// For readers of data: lists and records made of values that lie in the reader's own memory, without a copy of each.

extension Value {
    /// A list of the `count` values at `values`, which are moved out of there.
    @inlinable
    package static func list(moving values: UnsafeMutablePointer<Value>, count: Int) -> Value {
        count == 0 ? Value(.list) : Value(.list, object: storage(moving: values, count, nil))
    }

    /// A record of the `count` values at `values`, which are moved out of there: one for each field of `shape`.
    @inlinable
    package static func record(_ shape: Shape, moving values: UnsafeMutablePointer<Value>, count: Int) -> Value {
        precondition(count == shape.fields.count, "a record has one value for each field")
        return Value(.record, object: storage(moving: values, count, shape))
    }

    @inlinable
    static func storage(moving values: UnsafeMutablePointer<Value>, _ count: Int, _ shape: Shape?) -> ValueStorage {
        let storage = ValueStorage.uninitialized(count, shape: shape)
        storage.withUnsafeMutablePointers { header, elements in
            elements.moveInitialize(from: values, count: count)
            header.pointee.count = count
        }
        return storage
    }
}

/// The record that was made last for readers who look at one after the other: where they have let go of it, the next one is made in
/// its memory.
package struct LastRecord: @unchecked Sendable {
    // Unchecked since storage is not Sendable; it is changed only while nobody else refers to it.
    @usableFromInline var storage: ValueStorage?

    @inlinable
    package init() {}

    /// The slots of a record that is to be made: absent at first, and where another was made before, as they were for that. They are valid
    /// until this is used again.
    @inlinable
    package mutating func slots(_ shape: Shape) -> UnsafeMutablePointer<Value> {
        if isKnownUniquelyReferenced(&storage), let storage,
            storage.retainedShape?.toOpaque() == Unmanaged.passUnretained(shape).toOpaque()
        {
            return storage.base
        }
        let new = ValueStorage.uninitialized(shape.fields.count, shape: shape)
        new.withUnsafeMutablePointers { header, elements in
            elements.initialize(repeating: .absent, count: shape.fields.count)
            header.pointee.count = shape.fields.count
        }
        storage = new
        return new.base
    }

    /// The record; absent before one was made.
    @inlinable
    @inline(__always)
    package var value: Value { storage.map { Value(.record, object: $0) } ?? .absent }
}
