/// One thing that is fuzzed: any bytes go in, and a property either holds or is broken.
///
/// A body has no opinion of bad input, which is most of what it gets; it checks what must hold whatever the bytes are (what
/// is read, written and read again is the same; an order is an order). Reaching a trap is a finding as well.
package struct FuzzTarget: Sendable {
    /// The name of the corpus folder and of the executable behind `fuzz-`.
    package let name: String
    package let check: @Sendable (UnsafeRawBufferPointer) throws(BrokenProperty) -> Void

    package init(
        name: String, check: @escaping @Sendable (UnsafeRawBufferPointer) throws(BrokenProperty) -> Void
    ) {
        self.name = name
        self.check = check
    }

    /// Every target, in the order in which `make fuzz` runs them.
    package static let all: [FuzzTarget] = [decimals, codec, yaml, json, csv]
}

/// A property that did not hold, in words that lead to the place.
package struct BrokenProperty: Error, CustomStringConvertible {
    package var description: String

    package init(_ description: String) { self.description = description }
}

/// Throws unless `condition` holds.
func require(
    _ condition: Bool, _ property: @autoclosure () -> String, line: Int = #line
) throws(BrokenProperty) {
    if !condition { throw BrokenProperty("line \(line): \(property())") }
}
