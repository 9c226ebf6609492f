import FuzzTargets

extension FuzzTarget {
    /// Faults planted to see that the instruments see: `make fuzz` begins with them and stops if one is not found.
    static let planted: [FuzzTarget] = [
        FuzzTarget(name: "planted-overrun") { (bytes) throws(BrokenProperty) in
            let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
            defer { copy.deallocate() }
            copy.copyMemory(from: bytes)
            // One byte behind the allocation, and only behind a word that coverage has to lead to.
            if let start = copy.baseAddress, copy.starts(with: "FUZZ".utf8),
                start.load(fromByteOffset: copy.count, as: UInt8.self) == 7
            {
                throw BrokenProperty("read what is not there")
            }
        },
        FuzzTarget(name: "planted-leak") { (bytes) throws(BrokenProperty) in
            guard bytes.count > 3 else { return }
            UnsafeMutableRawPointer.allocate(byteCount: 16 + bytes.count, alignment: 8)
                .storeBytes(of: bytes[0], as: UInt8.self)
        },
        FuzzTarget(name: "planted-property") { (bytes) throws(BrokenProperty) in
            if bytes.starts(with: "no".utf8) { throw BrokenProperty("planted") }
        },
    ]
}
