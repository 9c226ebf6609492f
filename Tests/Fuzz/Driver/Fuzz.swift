import FuzzTargets
import Glibc

// FUZZ_TARGET=name fuzz [arguments of libFuzzer]
//
// Built only under `make fuzz`, instrumented for coverage and addresses. `main` is libFuzzer's and calls the function below.
// The target's name is in the environment, where the processes that libFuzzer starts of itself find it too.

let target: FuzzTarget = {
    let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""
    guard let found = (FuzzTarget.all + FuzzTarget.planted).first(where: { $0.name == name }) else {
        print("FUZZ_TARGET should be one of: \(FuzzTarget.all.map(\.name).joined(separator: ", "))")
        exit(64)
    }
    return found
}()

@_cdecl("LLVMFuzzerTestOneInput")
func run(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    do throws(BrokenProperty) {
        try target.check(UnsafeRawBufferPointer(start: bytes, count: count))
    } catch {
        // An abort makes libFuzzer write the input to a file.
        print("\(target.name): \(error)")
        fflush(nil)
        abort()
    }
    return 0
}
