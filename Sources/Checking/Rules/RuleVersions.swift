import Dates
package import Definitions
import Rules
package import SourceText
import YAMLReading

/// The versions of one rule or price as they stand side by side: which day is whose.
package struct EffectiveVersion: Sendable {
    package let heading: Heading
    package let effective: EffectivePeriod
    let from: CivilDate?
    let until: CivilDate?

    package init(_ heading: Heading, _ effective: EffectivePeriod) {
        self.heading = heading
        self.effective = effective
        from = effective.from?.value
        until = effective.until?.value
    }

    var days: String {
        switch (from, until) {
        case (let from?, let until?): "from \(from) until \(until)"
        case (let from?, nil): "from \(from) on, without end"
        case (nil, let until?): "until \(until)"
        case (nil, nil): "on every day"
        }
    }
}

package enum RuleVersions {
    /// All rules and prices of a library beside their other versions, and a name that both a rule and a price have.
    package static func check(_ library: Library) -> [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        for all in [library.rules.map { VersionSignature($0) }, library.prices.map { VersionSignature($0) }] {
            diagnostics += check(all.map { EffectiveVersion($0.heading, $0.effective) })
            // What could not be read whole says nothing of what the others must be.
            diagnostics += checkSignatures(all.filter { !library.isDamaged($0.heading) })
        }
        for price in library.prices {
            guard let rule = library.rules.first(where: { $0.heading.name.value == price.heading.name.value }) else {
                continue
            }
            diagnostics.append(
                Diagnostic(
                    PriceCodes.nameOfRule, at: price.heading.name.place,
                    "A rule and a price are both called \"\(price.heading.name.value)\".",
                    found: "a price with the name of a rule", expected: "a name of its own for each",
                    help: "Rename one of the two: both are asked by their names.",
                    related: [.init(rule.heading.name.place, "the rule")]))
        }
        return diagnostics
    }

    /// Two versions that claim one day, a day between two that none covers, and versions that no date can tell apart.
    ///
    /// - Parameter versions: of all names of one kind of definition.
    package static func check(_ versions: [EffectiveVersion]) -> [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        for name in Set(versions.map(\.heading.name.value)).sorted() {
            let own = versions.filter { $0.heading.name.value == name }
            if own.count > 1 { check(own, &diagnostics) }
        }
        return diagnostics
    }

    private static func check(_ versions: [EffectiveVersion], _ diagnostics: inout [Diagnostic]) {
        let sorted = versions.sorted(by: begins)
        var isClean = true
        // The version that reaches furthest of those that begin no later is the one that the next can collide with.
        var furthest = sorted[0]
        for later in sorted.dropFirst() {
            if claimsOneDay(furthest, later) {
                isClean = false
                diagnostics.append(overlap(furthest, later))
            } else if let until = furthest.until, let from = later.from, let next = try? until.adding(days: 1),
                next < from
            {
                diagnostics.append(gap(furthest, later, next, from))
            }
            if reachesFurther(later, furthest) { furthest = later }
        }
        guard isClean, versions.allSatisfy({ $0.effective.datedBy == nil }), let last = sorted.last else { return }
        diagnostics.append(
            Diagnostic(
                RuleCodes.undated, at: last.heading.name.place,
                "\"\(last.heading.name.value)\" has \(versions.count) versions and no \"dated_by\".",
                found: "no date among its inputs that picks the version",
                expected: "\"dated_by\" with the name of an input that is a date",
                help: "Add an input with the date of the business fact and name it under \"dated_by\"."))
    }

    private static func begins(_ left: EffectiveVersion, before right: EffectiveVersion) -> Bool {
        if left.from == right.from { return left.heading.version.value < right.heading.version.value }
        guard let a = left.from else { return true }
        guard let b = right.from else { return false }
        return a < b
    }

    private static func claimsOneDay(_ earlier: EffectiveVersion, _ later: EffectiveVersion) -> Bool {
        guard let from = later.from, let until = earlier.until else { return true }
        return from <= until
    }

    private static func reachesFurther(_ left: EffectiveVersion, _ right: EffectiveVersion) -> Bool {
        guard let b = right.until else { return false }
        guard let a = left.until else { return true }
        return a > b
    }

    private static func overlap(_ earlier: EffectiveVersion, _ later: EffectiveVersion) -> Diagnostic {
        let name = later.heading.name.value
        let first = later.from ?? earlier.from
        let canEnd = earlier.until == nil && later.from != nil && later.from != earlier.from
        let end = canEnd ? later.from.flatMap { try? $0.adding(days: -1) } : nil
        return Diagnostic(
            RuleCodes.versionsOverlap, at: later.effective.from?.place ?? later.heading.name.place,
            "Version \(earlier.heading.version.value) and version \(later.heading.version.value) of \"\(name)\" both hold on \(first.map { "\($0)" } ?? "every day").",
            found:
                "version \(earlier.heading.version.value) \(earlier.days), and version \(later.heading.version.value) \(later.days)",
            expected: "each day with one version",
            help: end.map { "Write \"until: \($0)\" in version \(earlier.heading.version.value)." }
                ?? "Let one version end on the day before the other begins.",
            related: [
                .init(
                    earlier.effective.until?.place ?? earlier.effective.from?.place ?? earlier.heading.name.place,
                    "version \(earlier.heading.version.value) holds \(earlier.days)")
            ])
    }

    private static func gap(
        _ earlier: EffectiveVersion, _ later: EffectiveVersion, _ first: CivilDate, _ next: CivilDate
    ) -> Diagnostic {
        let last = (try? next.adding(days: -1)) ?? first
        let days = first == last ? "on \(first)" : "from \(first) until \(last)"
        return Diagnostic(
            RuleCodes.dayUncovered, at: later.effective.from?.place ?? later.heading.name.place,
            "No version of \"\(later.heading.name.value)\" holds \(days).",
            found:
                "version \(earlier.heading.version.value) \(earlier.days), and version \(later.heading.version.value) \(later.days)",
            expected: "a version that begins on the day after the one before it ends",
            help: "Write \"effective: \(first)\", or add a version for these days.",
            related: [
                .init(
                    earlier.effective.until?.place ?? earlier.heading.name.place,
                    "version \(earlier.heading.version.value) ends here")
            ])
    }

    // MARK: One signature

    /// Versions that cannot be asked in one way.
    private static func checkSignatures(_ versions: [VersionSignature]) -> [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        for name in Set(versions.map(\.heading.name.value)).sorted() {
            let own = versions.filter { $0.heading.name.value == name }
            guard own.count > 1, let latest = own.max(by: { $0.heading.version.value < $1.heading.version.value })
            else { continue }
            for other in own where other.heading.version.value != latest.heading.version.value {
                compare(other, latest, &diagnostics)
            }
        }
        return diagnostics
    }

    private static func compare(
        _ other: VersionSignature, _ latest: VersionSignature, _ diagnostics: inout [Diagnostic]
    ) {
        let (old, new) = (other.heading.version.value, latest.heading.version.value)
        func report(_ place: Place, _ message: String, _ found: String, _ expected: String, _ related: Place) {
            diagnostics.append(
                Diagnostic(
                    RuleCodes.versionsDisagree, at: place, message, found: found, expected: expected,
                    help: "Write both versions alike, or give one of them another name.",
                    related: [.init(related, "version \(new)")]))
        }
        func twoTypes(_ name: String, _ field: (WrittenType, Place), _ twin: (WrittenType, Place)) {
            if isWithin(field.0, twin.0) { return }
            report(
                field.1, "\"\(name)\" is of two types in two versions.", "\"\(field.0)\" in version \(old)",
                "\"\(twin.0)\", as in version \(new)", twin.1)
        }
        for field in other.inputs {
            guard let twin = latest.inputs.first(where: { $0.name.value == field.name.value }) else {
                report(
                    field.name.place,
                    "Version \(new) has no input \"\(field.name.value)\", and version \(old) needs it.",
                    "the input \"\(field.name.value)\"", "only inputs that version \(new) has",
                    latest.heading.name.place)
                continue
            }
            twoTypes(field.name.value, (field.type.value, field.type.place), (twin.type.value, twin.type.place))
        }
        let names = other.outputs.map(\.name)
        if names != latest.outputs.map(\.name) || other.isList != latest.isList {
            report(
                other.outputs.first?.place ?? other.heading.name.place,
                "The versions \(old) and \(new) give different outputs.",
                names.map { "\"\($0)\"" }.joined(separator: ", ") + " in version \(old)",
                latest.outputs.map { "\"\($0.name)\"" }.joined(separator: ", ") + ", as in version \(new)",
                latest.outputs.first?.place ?? latest.heading.name.place)
        } else {
            for (output, twin) in zip(other.outputs, latest.outputs) {
                twoTypes(output.name, (output.type, output.typePlace), (twin.type, twin.typePlace))
            }
        }
        if other.effective.datedBy?.value != latest.effective.datedBy?.value {
            report(
                other.effective.datedBy?.place ?? other.heading.name.place,
                "The versions \(old) and \(new) are dated by different inputs.",
                other.effective.datedBy.map { "\"\($0.value)\" in version \(old)" } ?? "no date in version \(old)",
                latest.effective.datedBy.map { "\"\($0.value)\", as in version \(new)" }
                    ?? "none, as in version \(new)",
                latest.effective.datedBy?.place ?? latest.heading.name.place)
        }
    }

    /// Whether a type of an older version is that of the newer one; a newer list of words may have more of them.
    private static func isWithin(_ old: WrittenType, _ new: WrittenType) -> Bool {
        switch (old, new) {
        case (.oneOf(let a), .oneOf(let b)): a.allSatisfy(b.contains)
        case (.optional(let a), .optional(let b)): isWithin(a, b)
        case (.list(let a), .list(let b)): isWithin(a, b)
        default: old == new
        }
    }
}
