import Amounts
import Dates
import Encoding
import Rules
import Testing

/// A price and a request as fields `key=value`, the form of the oracle, which is described there.
struct PriceVector {
    var price: Price
    var request: PriceRequest
    private var fields: [String: String] = [:]

    init(_ text: some StringProtocol) throws {
        for field in text.split(separator: " ") {
            let parts = field.split(separator: "=", maxSplits: 1)
            fields[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
        }
        let fields = fields
        func required(_ key: String) throws -> String { try #require(fields[key], "\(key) in \(text)") }
        func decimal(_ key: String) throws -> Decimal? { try fields[key].map(Self.decimal) }
        func date(_ key: String) throws -> CivilDate? { try fields[key].map { try CivilDate($0) } }
        func mode(_ key: String) throws -> Rounding { try #require(Rounding(name: try required(key))) }

        let tiers = try fields["tiers"]?.split(separator: "|").map { tier -> Price.Tier in
            let parts = tier.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            return Price.Tier(
                upTo: parts[0].isEmpty ? nil : try Self.decimal(parts[0]), price: try Self.decimal(parts[1]),
                flatFee: parts[2].isEmpty ? nil : try Self.decimal(parts[2]))
        }
        let unit = try decimal("unit") ?? .zero
        let model: Price.Model =
            switch try required("model") {
            case "per_unit": .perUnit(unit)
            case "graduated": .graduated(tiers ?? [])
            case "volume": .volume(tiers ?? [])
            case "package":
                .package(
                    size: try Self.decimal(try required("size")), price: unit, begunCounts: fields["begun"] == "full")
            case "percentage": .percentage(unit)
            default: .graduatedPercentage(tiers ?? [])
            }
        price = Price(
            title: "Test", currency: try #require(Currency("USD")), model: model, freeUnits: try decimal("free"),
            flatFee: try decimal("flat_fee"), minimum: try decimal("minimum"), maximum: try decimal("maximum"),
            rounding: .init(
                places: try #require(Int(try required("places"))), mode: try mode("mode"),
                each: fields["each"] == "line" ? .line : .invoice))
        request = PriceRequest(quantity: try Self.exact(try required("quantity")))
        if let days = fields["days"] {
            var prorated: Price.Prorated = []
            for word in fields["prorated"]?.split(separator: "+") ?? [] {
                switch word {
                case "units": prorated.insert(.units)
                case "flat_fee": prorated.insert(.flatFee)
                case "minimum": prorated.insert(.minimum)
                default: prorated.insert(.maximum)
                }
            }
            price.proration = .init(
                days: days == "actual" ? .actual : .thirty360, changeDayIsNew: fields["change"] == "new",
                ratioPlaces: try #require(Int(try required("ratio_places"))), ratioMode: try mode("ratio_mode"),
                prorated: prorated)
            request.stretch = .init(
                from: try CivilDate(try required("from")), until: try CivilDate(try required("until")),
                starts: try date("starts"), ends: try date("ends"), takesOver: try date("over"),
                isReplaced: try date("replaced"))
            for change in fields["changes"]?.split(separator: "|") ?? [] {
                let parts = change.split(separator: ":").map(String.init)
                request.stretch?.changes.append(.init(on: try CivilDate(parts[0]), quantity: try Self.exact(parts[1])))
            }
        }
        if let tax = fields["tax"] {
            price.tax = .init(
                isIncluded: tax == "include", each: fields["tax_each"] == "line" ? .line : .invoice,
                residue: fields["residue"] == "first"
                    ? .firstLine : fields["residue"] == "last" ? .lastLine : .largestLine)
            request.taxRate = try Self.exact(try required("rate"))
        }
        request.billedBefore = try fields["before"].map(Self.exact)
        request.alreadyBilled = try decimal("billed").map { Money($0, price.currency) }
    }

    static func exact(_ text: String) throws -> Exact {
        let parts = text.split(separator: "/").map(String.init)
        let upper = try #require(Int128(parts[0]))
        let ratio = try Ratio(upper, over: parts.count > 1 ? try #require(Int128(parts[1])) : 1)
        return ratio.exactDecimal.map { .decimal($0) } ?? .ratio(ratio)
    }

    static func decimal(_ text: String) throws -> Decimal { try #require(try exact(text).exactDecimal) }

    /// What the case is for.
    func traits(_ expected: String) -> [String] {
        var traits = ["model \(fields["model"] ?? "")"]
        if let days = fields["days"] { traits.append(days) }
        for key in ["changes", "before", "billed", "tax"] where fields[key] != nil { traits.append(key) }
        if request.quantity.signum < 0 { traits.append("credit") }
        if case .ratio = request.quantity { traits.append("ratio") }
        for word in ["minimum", "maximum", "noTier"] where expected.contains(word) { traits.append(word) }
        return traits
    }

    /// The sums and the lines as the oracle writes them, or the name of the error.
    func answer() throws -> String {
        let priced: PricedLines
        do throws(PriceError) { priced = try price.lines(request) } catch {
            return String("\(error)".prefix { $0 != "(" })
        }
        let lines = priced.lines.map { line in
            let quantity = (line.quantity ?? line.base).map { "\($0.fraction)" } ?? "-"
            let amounts = [line.amount, line.net, line.tax, line.gross].map { "\(Ratio($0))" }
            return ([line.kind.word, "\(line.tier ?? 0)", quantity] + amounts).joined(separator: " ")
        }
        let sums = [priced.amount, priced.net, priced.tax, priced.total].map { "\(Ratio($0))" }
        return ([sums.joined(separator: " ")] + lines).joined(separator: "; ")
    }
}

extension Exact {
    fileprivate var fraction: Ratio {
        switch self {
        case .decimal(let value): Ratio(value)
        case .ratio(let value): value
        }
    }
}
