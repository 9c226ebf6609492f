import CSIMDJSON

/// simdjson's first stage behind one owner: where every structural character, string and scalar begins.
///
/// Memory: five bytes for each byte of capacity. The positions of one scan are lent until the next.
final class JSONScanner {
    enum Outcome {
        /// Every string is closed and all bytes are UTF-8.
        case scanned
        case blank
        /// A string stays open or holds a control character, or the bytes are not UTF-8: `JSONDiagnosis` finds where.
        case broken
        /// No memory for a scanner of that size.
        case failed
    }

    private var handle: OpaquePointer?
    private var capacity = 0

    deinit { csimdjson_scanner_destroy(handle) }

    /// Scans `count` bytes at `base`; nothing behind them is read.
    func scan(_ base: UnsafePointer<UInt8>, _ count: Int) -> Outcome {
        if count == 0 { return .blank }
        if count > capacity {
            csimdjson_scanner_destroy(handle)
            let wanted = max(count, 4096)
            handle = csimdjson_scanner_create(wanted)
            capacity = handle == nil ? 0 : wanted
        }
        guard let handle else { return .failed }
        switch Int(csimdjson_scan(handle, base, count)) {
        case CSIMDJSON_OK: return .scanned
        case CSIMDJSON_EMPTY: return .blank
        case CSIMDJSON_UTF8, CSIMDJSON_CONTROL, CSIMDJSON_OPEN_STRING: return .broken
        default: return .failed
        }
    }

    /// The positions of the last scan; one more can be read behind them.
    var positions: UnsafePointer<UInt32>? { handle.flatMap { csimdjson_positions($0) } }
    var positionCount: Int { handle.map { csimdjson_position_count($0) } ?? 0 }
}
