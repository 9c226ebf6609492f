import Amounts
import Billing
import Dates
import Encoding
import Evaluation
import Hosting
import Machine
import Program
import Simulation

/// The tally of one worker while it counts. What there is one of for each event and each call is counted in tables of its own: Swift's take longer to hash a key
/// than there is to count.
struct DryRunCounters {
    private var events = CounterTable<Text, Int>()
    private var calls = CounterTable<DryRunTally.Call, Int>()
    private var ends = CounterTable<DryRunTally.Item, Int>()
    private var inEvents = CounterTable<DryRunTally.Amount, Money?>()
    private var inCalls = CounterTable<DryRunTally.Amount, Money?>()
    private var days = CounterTable<CivilDate, Int>()
    private var others = DryRunTally()
    private let accepted: Text = "accepted"

    /// All that was counted.
    var tally: DryRunTally {
        var tally = others
        tally.events = events.dictionary
        tally.calls = calls.dictionary
        tally.ends.merge(ends.dictionary, uniquingKeysWith: +)
        (tally.inEvents, tally.inCalls) = (inEvents.dictionary, inCalls.dictionary)
        tally.days = days.dictionary
        return tally
    }

    /// Counts an event of the history.
    mutating func count(_ type: Text, _ data: Value) {
        events.change(type.mark) {
            $0 == type
        } new: {
            (type, 0)
        } by: {
            $0 += 1
        }
        guard let shape = data.shape, let slots = data.slots else { return }
        for slot in slots.indices {
            if let money = slots[slot].asMoney { Self.add(money, to: &inEvents, of: type, shape.fields[slot].name) }
        }
    }

    mutating func count(_ call: Call, _ answer: Answer, of workflow: Text, at: Instant) {
        let name = answer.name
        calls.change(workflow.mark ^ call.step.mark) {
            $0.step == call.step && $0.answer == name && $0.primitive == call.primitive && $0.workflow == workflow
        } new: {
            (DryRunTally.Call(workflow: workflow, primitive: call.primitive, step: call.step, answer: name), 0)
        } by: {
            $0 += 1
        }
        let day = at.utc.date
        days.change(UInt64(truncatingIfNeeded: day.daysSinceEpoch) &* 0x9E37_79B9_7F4A_7C15) {
            $0 == day
        } new: {
            (day, 0)
        } by: {
            $0 += 1
        }
        guard case .outcome = answer, name == accepted else { return }
        for index in call.inputs.indices {
            if let money = call.inputs[index].value.asMoney {
                Self.add(money, to: &inCalls, of: call.primitive, call.inputs[index].name)
            }
        }
    }

    /// Counts what is no call.
    mutating func count(_ happening: Simulation.Happening) {
        let workflow = happening.run?.workflow ?? Text()
        switch happening.kind {
        case .call: break
        case .ended(let result):
            ends.change(workflow.mark ^ result.mark) {
                $0.name == result && $0.workflow == workflow && $0.more.isEmpty
            } new: {
                (DryRunTally.Item(workflow, result), 0)
            } by: {
                $0 += 1
            }
        case .asked(let request): others.asked[DryRunTally.Item(workflow, request.step, request.role), default: 0] += 1
        case .reminded: break
        case .escalated(let request):
            others.escalated[DryRunTally.Item(workflow, request.step, request.role), default: 0] += 1
        case .denied(let step, _, let denial):
            others.denied[DryRunTally.Item(workflow, step, Text(denial.rawValue)), default: 0] += 1
        case .flagged(let request):
            others.flagged[DryRunTally.Item(workflow, request.step, request.to), default: 0] += 1
        case .sent(let type, _): others.sent[type, default: 0] += 1
        case .told(let type, _): others.told[type, default: 0] += 1
        case .knownFact(let type): others.known[type, default: 0] += 1
        case .endless(let type): others.endless[DryRunTally.Item(workflow, type), default: 0] += 1
        case .suspended(let reason, let step):
            others.suspended[DryRunTally.Item(workflow, step ?? Text(), reason), default: 0] += 1
        case .dormant: others.ends[DryRunTally.Item(workflow, "can be reopened"), default: 0] += 1
        case .missed(let stage): others.missed[DryRunTally.Item(workflow, stage), default: 0] += 1
        case .refused(let refusal):
            others.refused[DryRunTally.Item(Text(), refusal.outcome, refusal.field ?? Text()), default: 0] += 1
        case .duplicate: others.refused[DryRunTally.Item(Text(), "taken_before"), default: 0] += 1
        }
    }

    private static func add(
        _ money: Money, to sums: inout CounterTable<DryRunTally.Amount, Money?>, of name: Text, _ field: Text
    ) {
        sums.change(name.mark ^ field.mark &+ UInt64(money.currency.packed) << 48) {
            $0.field == field && $0.of == name && $0.currency == money.currency
        } new: {
            (DryRunTally.Amount(of: name, field: field, currency: money.currency), Money(.zero, money.currency))
        } by: {
            $0 = DryRunTally.sum($0, money)
        }
    }
}

/// What is counted, by keys that are few beside the times that they are counted: a table of places by a number that is made of the key, and the keys in the
/// order in which they came.
struct CounterTable<Key: Hashable, Count> {
    private var keys: [Key] = []
    private var marks: [UInt64] = []
    private var counts: [Count] = []
    /// Open addressing, at most half full; -1 is free.
    private var places = [Int32](repeating: -1, count: 16)

    var dictionary: [Key: Count] { Dictionary(uniqueKeysWithValues: zip(keys, counts)) }

    /// - Parameters:
    ///   - mark: of the key; the upper bits count.
    ///   - isKey: whether a key with this mark is the one.
    ///   - new: the key, and what its count begins with.
    @inline(__always)
    mutating func change(
        _ mark: UInt64, isKey: (Key) -> Bool, new: () -> (Key, Count), by change: (inout Count) -> Void
    ) {
        let mask = places.count &- 1
        var place = Int(truncatingIfNeeded: mark >> 32) & mask
        while true {
            let index = Int(places[place])
            guard index >= 0 else { break }
            if isKey(keys[index]) { return change(&counts[index]) }
            place = (place &+ 1) & mask
        }
        let (key, count) = new()
        places[place] = Int32(keys.count)
        marks.append(mark)
        keys.append(key)
        counts.append(count)
        change(&counts[keys.count - 1])
        if keys.count * 2 > places.count { grow() }
    }

    private mutating func grow() {
        places = [Int32](repeating: -1, count: 2 * places.count)
        for (index, mark) in marks.enumerated() {
            var place = Int(truncatingIfNeeded: mark >> 32) & (places.count - 1)
            while places[place] >= 0 { place = (place + 1) & (places.count - 1) }
            places[place] = Int32(index)
        }
    }
}
