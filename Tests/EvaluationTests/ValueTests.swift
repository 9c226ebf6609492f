import Amounts
import Dates
import Encoding
import Evaluation
import TestSupport
import Testing

@Suite struct ValueTests {
    @Test func aValueIsFourWords() {
        #expect(MemoryLayout<Value>.size == 32)
        #expect(MemoryLayout<Value>.stride == 32)
    }

    @Test func theLastRecordIsMadeAnewWhileSomebodyHasIt() throws {
        let shape = try #require(Shape("Invoice", [.init("total", .int), .init("note", .string), .init("x", .bool)]))
        var last = LastRecord()
        #expect(last.value.isAbsent)
        last.slots(shape)[0] = .int(1)
        let first = last.value
        let copy = last
        last.slots(shape)[0] = .int(2)
        #expect(first == .record(shape, [.int(1)]) && copy.value == first)
        #expect(last.value == .record(shape, [.int(2), .absent, .absent]))
        last.slots(shape)[0] = .int(3)
        #expect(last.value == .record(shape, [.int(3)]))
    }

    /// One value of each kind and of each way to store it, with its text.
    private func samples() throws -> [(Value, String)] {
        let dollar = try #require(Currency("USD"))
        let euro = try #require(Currency("EUR"))
        let shape = try #require(Shape("Invoice", [.init("total", .money(nil)), .init("note", .string)]))
        let big = try Ratio(Int128.max, over: 7)
        return [
            (.absent, "absent"), (.null, "null"), (.true, "true"), (.false, "false"),
            (.int(-5), "-5"), (.int(.min), "-9223372036854775808"), (.uint(.max), "18446744073709551615u"),
            (.double(1.5), "double(1.5)"),
            (
                .decimal(try Decimal.parse("-170141183460469231731687303715884105728")),
                "-170141183460469231731687303715884105728"
            ),
            (.decimal(try Decimal.parse("2.50")), "2.50"),
            (.ratio(try Ratio(1, over: -3)), "-1/3"),
            (.ratio(big), big.description),
            (.money(Money(try Decimal.parse("-0.05"), dollar)), "-0.05 USD"),
            (
                .rate(try Rate(from: dollar, to: euro, value: try Decimal.parse("0.9"), source: "ECB", time: 0)),
                "1 USD = 0.9 EUR (ECB)"
            ),
            (.string("US"), "\"US\""),
            (.string("a \"quoted\"\n line that is long"), "\"a \\\"quoted\\\"\\n line that is long\""),
            (.bytes([0, 65, 255]), "b\"\\x00A\\xff\""),
            (.bytes([UInt8](repeating: 66, count: 20)), "b\"BBBBBBBBBBBBBBBBBBBB\""),
            (.list([]), "[]"), (.list([.int(1), .string("x")]), "[1, \"x\"]"),
            (try .map([]), "{}"),
            (try .map([(.string("b"), .int(1)), (.string("a"), .null)]), "{\"a\": null, \"b\": 1}"),
            (.record(shape, [.int(1)]), "Invoice{total: 1}"),
            (.type(named: "google.protobuf.Timestamp"), "google.protobuf.Timestamp"),
            (.timestamp(try Instant(seconds: -1, nanoseconds: 5)), "timestamp(\"1969-12-31T23:59:59.000000005Z\")"),
            (.duration(try ExactDuration(seconds: -1, nanoseconds: -5)), "duration(\"-1.000000005s\")"),
            (.date(try CivilDate(year: 1600, month: 2, day: 29)), "1600-02-29"),
            (.time(try CivilTime(hour: 9)), "09:00"),
            (.period(try Period(months: -1, days: 2, businessDays: -3)), "-1 month 2 days -3 business days"),
            (.none, "optional.none()"), (.optional(.int(1)), "optional.of(1)"),
        ]
    }

    @Test func eachKindKeepsWhatItWasGiven() throws {
        let samples = try samples()
        for (value, text) in samples { #expect(value.description == text) }
        for (index, left) in samples.enumerated() {
            for (other, right) in samples.enumerated() {
                #expect((left.0 == right.0) == (index == other), "\(left.1) and \(right.1)")
            }
        }
    }

    @Test func equalDecimalsAreOneValue() throws {
        let (long, short) = (Value.decimal(try Decimal.parse("2.50")), Value.decimal(try Decimal.parse("2.5")))
        #expect(long == short)
        #expect(long.hashValue == short.hashValue)
        #expect(long != Value.double(2.5))
        #expect(Value.double(.nan) == Value.double(-.nan))
        #expect(Value.int(1) != Value.uint(1))
    }

    @Test func aMapFindsEachKeyAndRefusesTwo() throws {
        var generator = SeededGenerator(seed: 50)
        for size in [0, 1, 2, 7, 24, 25, 300] {
            var keys = (0..<size).map { $0 % 3 == 0 ? Value.string("field\($0)") : .int(Int64($0) - 10) }
            keys.shuffle(using: &generator)
            let map = try Value.map(keys.map { ($0, .list([$0])) })
            let entries = try #require(map.asMap)
            #expect(entries.count == size)
            for key in keys { #expect(entries.value(of: key) == .list([key])) }
            #expect(entries.value(of: .string("field1")) == nil)
            let again = try Value.map(keys.reversed().map { ($0, .list([$0])) })
            #expect(map == again)
            #expect(map.description == again.description)
        }
        #expect(throws: MapError.duplicateKey(.uint(1))) { try Value.map([(.int(1), .null), (.uint(1), .null)]) }
        #expect(throws: MapError.unsupportedKey(.double(1))) { try Value.map([(.double(1), .null)]) }
    }

    @Test func aRecordKnowsItsFieldsByNameAndSlot() throws {
        let shape = try #require(Shape("Customer", [.init("name", .string), .init("country", .string)]))
        let record = Value.record(shape, [.string("Acme")])
        #expect(record["name"] == .string("Acme"))
        #expect(record["country"] == nil)
        #expect(record.slots?[1] == .absent)
        #expect(shape.slot(of: "country") == 1)
        #expect(shape.slot(of: "nam") == nil)
        #expect(Shape("Twice", [.init("a", .int), .init("a", .int)]) == nil)
    }
}
