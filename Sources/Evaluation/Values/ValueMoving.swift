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
