/// How far a list has been gone through (S9).
struct EachState {
    var step: ModelStep
    /// The last item that was begun.
    var item = ""
    var hasBegun = false
    var isActing = false
    var value = ModelValue.absent
    var begun = 0
    var failed: [(item: String, reason: String)] = []
    /// Those that a person wants done again.
    var again: [String]?
}

extension ModelRun {
    /// The items by identity, in order; nil and why if there is no such list.
    private func items(of each: ModelEach) -> ([(id: String, value: ModelValue, record: ModelRecord?)]?, String) {
        switch each.source {
        case .list(let name):
            guard let records = lists.first(where: { $0.name == name })?.records else { return (nil, "list") }
            return (records.map { ($0.id, .record($0.type, $0.id), $0) }, "")
        case .value(let expression):
            switch expression(scope) {
            case .absent: return ([], "")
            case .list(let values):
                let items = values.map { value -> (id: String, value: ModelValue, record: ModelRecord?) in
                    (value.text ?? value.description, value, nil)
                }
                return (items.sorted { precedes($0.id, $1.id) }, "")
            default: return (nil, "expression")
            }
        }
    }

    mutating func enter(_ step: ModelStep, _ each: ModelEach, _ lines: inout [String]) {
        let (found, reason) = items(of: each)
        guard let found else { return suspend(reason, &lines) }
        if found.count > each.atMost { return suspend("too_many_items", &lines) }
        for (index, item) in found.enumerated() where found[..<index].contains(where: { $0.id == item.id }) {
            return suspend("same_item", &lines)
        }
        frames.append(Frame(each: EachState(step: step)))
    }

    /// A wake at a list. Returns whether there is more to do.
    mutating func wakeEach(_ entry: EachState, _ lines: inout [String]) -> Bool {
        guard let each = entry.step.each else { return false }
        var state = entry
        if state.isActing {
            leaveItem()
            return true
        }
        let (found, reason) = items(of: each)
        guard let found else {
            suspend(reason, &lines)
            return true
        }
        var next: (id: String, value: ModelValue, record: ModelRecord?)?
        if var again = state.again {
            while next == nil, !again.isEmpty {
                let id = again.removeFirst()
                next = found.first { $0.id == id }
            }
            state.again = again
        } else {
            next = found.first { !state.hasBegun || precedes(state.item, $0.id) }
            if next != nil { state.begun += 1 }
        }
        guard let next else {
            state.again = nil
            frames[frames.count - 1].each = state
            if state.failed.isEmpty { frames.removeLast() } else { suspend("items", &lines) }
            return true
        }
        if state.begun > each.atMost {
            suspend("too_many_items", &lines)
            return true
        }
        state.item = next.id
        state.hasBegun = true
        state.isActing = true
        if case .value = each.source { state.value = next.value }
        frames[frames.count - 1].each = state
        if let record = next.record { snapshot.append((each.item, record)) }
        perform(state.step, &lines)
        return true
    }

    /// The item under way is over; what was found for it is not there for the next.
    mutating func leaveItem() {
        guard let top = frames.indices.last, let state = frames[top].each, let each = state.step.each else { return }
        frames[top].each?.isActing = false
        frames[top].each?.value = .absent
        snapshot.removeAll { $0.name == each.item }
        forget(state.step)
    }

    private mutating func forget(_ step: ModelStep) {
        results.removeAll { $0.name == step.name }
        for branch in step.outcomes { for inner in branch.steps { forget(inner) } }
        switch step.action {
        case .group(let inner): for inner in inner { forget(inner) }
        case .choose(let cases): for item in cases { for inner in item.then { forget(inner) } }
        case .bind(let inputs): for input in inputs { bound.removeAll { $0.name == input.name } }
        default: break
        }
    }

    /// What suspends one item suspends only that item. Returns false if no item is under way.
    mutating func fail(_ reason: String, _ lines: inout [String]) -> Bool {
        let own = ["limit", "zone", "items", "list", "too_many_items", "same_item"]
        guard !own.contains(reason),
            let index = frames.lastIndex(where: { $0.each?.isActing == true }), let state = frames[index].each
        else { return false }
        lines.append("failed \(name) \(state.step.name)[\(state.item)] \(reason)")
        frames.removeSubrange((index + 1)...)
        frames[index].each?.failed.append((state.item, reason))
        activity = .none
        leaveItem()
        return true
    }

    /// "Do again" of what failed.
    mutating func retryItems() {
        guard let top = frames.indices.last, let state = frames[top].each, !state.failed.isEmpty else { return }
        frames[top].each?.again = state.failed.map(\.item).sorted(by: precedes)
        frames[top].each?.failed = []
    }

    /// `[INV-1]` for each list that is gone through.
    var itemPart: String {
        frames.map { frame in
            guard let each = frame.each, each.isActing else { return "" }
            return "[\(ModelRun.encoded(each.item))]"
        }.joined()
    }
}
