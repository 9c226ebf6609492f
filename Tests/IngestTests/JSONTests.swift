import Evaluation
import Ingest
import SourceText
import TestSupport
import Testing

@Suite struct JSONTests {
    private func read(_ bytes: [UInt8]) -> Reading {
        var reader = JSONReader()
        return reader.value(of: SourceFile(name: "input.json", bytes: bytes))
    }

    @Test func documentsAreReadExactly() throws {
        try checkCases("Cases/json-values.cases") { describe(read(rawBytes($0))) }
    }

    @Test func whatIsNotJSONIsToldWithItsPlace() throws {
        try checkCases("Cases/json-refused.cases") { describe(read(rawBytes($0))) }
    }

    @Test func aTenMegabyteDocumentIsRead() throws {
        let text = "[" + String(repeating: "1234567890.12,", count: 750_000) + "0]"
        let reading = read(Array(text.utf8))
        #expect(reading.diagnostics.isEmpty)
        #expect(reading.value?.asList?.count == 750_001)
    }

    @Test func deepNestingIsRefused() {
        for open in ["[", "{\"a\":"] {
            let reading = read(Array(String(repeating: open, count: 10_000).utf8))
            #expect(reading.diagnostics.map(\.code.id) == ["E1313"])
        }
        let allowed = String(repeating: "[", count: 48) + String(repeating: "]", count: 48)
        #expect(read(Array(allowed.utf8)).value != nil)
        #expect(read(Array("[\(allowed)]".utf8)).value == nil)
    }

    @Test func aSampleCutAnywhereIsRefused() {
        let sample = Array(#"{"id":"é😀\n\u00e9","n":[1,-2.50,1e3,true,false,null],"o":{"k":""}}"#.utf8)
        #expect(read(sample).value != nil)
        for length in 0..<sample.count {
            let reading = read(Array(sample[..<length]))
            #expect(reading.value == nil && reading.diagnostics.count == 1, "cut after \(length) bytes")
            for diagnostic in reading.diagnostics {
                #expect(Int(diagnostic.place.span.end) <= length)
                #expect(diagnostic.place.span.start <= diagnostic.place.span.end)
            }
        }
    }

    /// Any byte anywhere in a sample: an answer, and never a crash.
    @Test func aSampleWithAnyByteChangedHasAnAnswer() {
        let sample = Array(#"{"a":["\u00e9x",-1.5e2],"b":{"c":true}}"#.utf8)
        for index in sample.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = sample
                changed[index] = byte
                let reading = read(changed)
                #expect((reading.value == nil) != reading.diagnostics.isEmpty)
            }
        }
    }

    @Test func aReaderKeepsNothingOfAnEarlierDocument() {
        var reader = JSONReader()
        for _ in 0..<3 {
            let bad = reader.value(of: SourceFile(name: "a", text: "[1, [2, {\"x\": [3, "))
            #expect(bad.diagnostics.count == 1)
            let good = reader.value(of: SourceFile(name: "b", text: "[{\"a\": 1}, 12]"))
            #expect(good.value.map { describe($0) } == "[{\"a\": 1}, 12]")
        }
    }
}
