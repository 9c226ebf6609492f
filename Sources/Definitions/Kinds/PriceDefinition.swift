package import YAMLReading

/// A rate card. Numbers and amounts are kept as they are written; whoever computes reads them exactly.
package struct PriceDefinition: Sendable {
    package enum Model: Sendable {
        case perUnit(Written<String>)
        case graduated([TierDefinition])
        case volume([TierDefinition])
        case package(PackageDefinition)
        case percentage(Written<String>)
        case graduatedPercentage([TierDefinition])
    }

    package let heading: Heading
    package let effective: EffectivePeriod
    package let currency: WrittenName
    package let inputs: [FieldDefinition]
    /// The quantity, or for percentages the amount.
    package let base: Excerpt
    package let model: Model
    package let freeUnits: Written<String>?
    package let flatFee: Written<String>?
    package let minimum: Written<String>?
    package let maximum: Written<String>?
    package let billedBefore: Excerpt?
    package let alreadyBilled: Excerpt?
    package let rounding: RoundingDefinition
    package let proration: ProrationDefinition?
    package let tax: TaxDefinition?
    package let node: LocatedNode

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        self.node = node
        heading = try Heading(group, .price)
        effective = try EffectivePeriod(group)
        currency = try group.read("currency", Take.name)
        inputs = try FieldDefinition.list(group, "inputs")
        base = try group.read(group.has("quantity") ? "quantity" : "amount", Take.expression)
        model = try Self.model(group)
        freeUnits = try group.readIfPresent("free_units", Take.text)
        flatFee = try group.readIfPresent("flat_fee", Take.text)
        minimum = try group.readIfPresent("minimum", Take.text)
        maximum = try group.readIfPresent("maximum", Take.text)
        billedBefore = try group.readIfPresent("billed_before", Take.expression)
        alreadyBilled = try group.readIfPresent("already_billed", Take.expression)
        rounding = try group.read("rounding", RoundingDefinition.init)
        proration = try group.readIfPresent("proration", ProrationDefinition.init)
        tax = try group.readIfPresent("tax", TaxDefinition.init)
    }

    private static func model(_ group: GroupReader) throws(Unreadable) -> Model {
        func tiers(_ key: StaticString) throws(Unreadable) -> [TierDefinition] {
            try Take.list(try group.required(key), TierDefinition.init)
        }
        if group.has("per_unit") { return .perUnit(try group.read("per_unit", Take.text)) }
        if group.has("graduated") { return .graduated(try tiers("graduated")) }
        if group.has("volume") { return .volume(try tiers("volume")) }
        if group.has("package") { return .package(try group.read("package", PackageDefinition.init)) }
        if group.has("percentage") { return .percentage(try group.read("percentage", Take.text)) }
        return .graduatedPercentage(try tiers("graduated_percentage"))
    }
}

package struct TierDefinition: Sendable {
    /// Nil for a tier without an end.
    package let upTo: Written<String>?
    package let unit: Written<String>?
    package let percentage: Written<String>?
    package let flatFee: Written<String>?
    package let node: LocatedNode

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        self.node = node
        upTo = try group.readIfPresent("up_to", Take.text)
        unit = try group.readIfPresent("unit", Take.text)
        percentage = try group.readIfPresent("percentage", Take.text)
        flatFee = try group.readIfPresent("flat_fee", Take.text)
    }
}

package struct PackageDefinition: Sendable {
    /// What a package costs that is begun.
    package enum Begun: String, Sendable {
        case full, free
    }

    package let size: Written<String>
    package let price: Written<String>
    package let begun: Written<Begun>

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        size = try group.read("size", Take.text)
        price = try group.read("price", Take.text)
        begun = try group.read("begun") { node throws(Unreadable) in try Take.word(node) }
    }
}

package enum LineOrInvoice: String, Sendable {
    case line, invoice
}

package struct RoundingDefinition: Sendable {
    package let places: Written<Parametric<Int>>
    /// A rounding mode by its name: `half_even`.
    package let mode: WrittenName
    package let each: Written<LineOrInvoice>

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        places = try group.read("places", Take.integer)
        mode = try group.read("mode", Take.name)
        each = try group.read("each") { node throws(Unreadable) in try Take.word(node) }
    }
}

package struct ProrationDefinition: Sendable {
    package enum Days: String, Sendable {
        case actual
        case thirty360 = "30/360"
    }

    /// Which plan has the day of a change.
    package enum ChangeDay: String, Sendable {
        case old, new
    }

    package enum Prorated: String, Sendable {
        case units, minimum, maximum
        case flatFee = "flat_fee"
    }

    /// The first and the last day of the period.
    package let from: Excerpt
    package let until: Excerpt
    package let starts: Excerpt?
    package let ends: Excerpt?
    package let takesOver: Excerpt?
    package let isReplaced: Excerpt?
    package let changes: Excerpt?
    package let prorated: [Written<Prorated>]
    package let days: Written<Days>
    package let changeDay: Written<ChangeDay>
    package let ratioPlaces: Written<Parametric<Int>>
    package let ratioMode: WrittenName

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        from = try group.read("from", Take.expression)
        until = try group.read("until", Take.expression)
        starts = try group.readIfPresent("starts", Take.expression)
        ends = try group.readIfPresent("ends", Take.expression)
        takesOver = try group.readIfPresent("takes_over", Take.expression)
        isReplaced = try group.readIfPresent("is_replaced", Take.expression)
        changes = try group.readIfPresent("changes", Take.expression)
        prorated = try group.list("prorated") { node throws(Unreadable) in try Take.word(node) }
        days = try group.read("days") { node throws(Unreadable) in try Take.word(node) }
        changeDay = try group.read("change_day") { node throws(Unreadable) in try Take.word(node) }
        ratioPlaces = try group.read("ratio_places", Take.integer)
        ratioMode = try group.read("ratio_mode", Take.name)
    }
}

package struct TaxDefinition: Sendable {
    package enum Prices: String, Sendable {
        case includeTax = "include_tax"
        case excludeTax = "exclude_tax"
    }

    /// Where a difference of rounding goes.
    package enum Residue: String, Sendable {
        case firstLine = "first_line"
        case lastLine = "last_line"
        case largestLine = "largest_line"
    }

    package let rate: Excerpt
    package let prices: Written<Prices>
    package let each: Written<LineOrInvoice>
    package let residue: Written<Residue>

    init(_ node: LocatedNode) throws(Unreadable) {
        let group = try GroupReader(node)
        rate = try group.read("rate", Take.expression)
        prices = try group.read("prices") { node throws(Unreadable) in try Take.word(node) }
        each = try group.read("each") { node throws(Unreadable) in try Take.word(node) }
        residue = try group.read("residue") { node throws(Unreadable) in try Take.word(node) }
    }
}
