import Amounts
import Dates

// Which part of a period is billed, with which quantity, and what share of the period that is.
//
// Days are counted so that the parts of a period always sum to the whole: the days of a part are the difference of two counts from the
// first day of the period. For months of 30 days that is the bond basis (ISDA 2006, 4.16(f)) from the period's first day: in a period
// from the first of a month each day from the 1st to the 30th counts one, the 31st nothing, and the last day of February what its
// month lacks.

/// Days of a period with one quantity.
struct PricePart: Hashable {
    var from: CivilDate
    var until: CivilDate
    var quantity: Exact
    var share: Decimal
}

struct PriceParts {
    var parts: [PricePart]
    /// What the shares of the parts sum to.
    var share: Decimal
}

extension Price.ProrationRule {
    /// The parts of a stretch. There is none if the price has no day in the period.
    func parts(_ stretch: PriceRequest.Stretch, _ quantity: Exact) throws(PriceError) -> PriceParts {
        guard stretch.from <= stretch.until else {
            throw .periodEndsBeforeItBegins(stretch.from, stretch.until)
        }
        for (change, next) in zip(stretch.changes, stretch.changes.dropFirst()) where next.on <= change.on {
            throw .changesOutOfOrder(change.on, next.on)
        }
        // As numbers of days, so that the day after the last one needs no date.
        let start = Int(stretch.from.daysSinceEpoch)
        let end = Int(stretch.until.daysSinceEpoch) + 1
        var first = start
        var last = end
        if let starts = stretch.starts { first = max(first, Int(starts.daysSinceEpoch)) }
        if let ends = stretch.ends { last = min(last, Int(ends.daysSinceEpoch) + 1) }
        if let day = stretch.takesOver { first = max(first, effective(day)) }
        if let day = stretch.isReplaced { last = min(last, effective(day)) }
        let total: Int
        do throws(DateError) { total = try count(stretch.from, end) } catch { throw .date(error) }
        guard total > 0 else { throw .emptyPeriod(stretch.from, stretch.until) }
        guard first < last else { return PriceParts(parts: [], share: .zero) }
        return try split(stretch, quantity, first..<last, total)
    }

    /// The first day of what comes after a change.
    private func effective(_ day: CivilDate) -> Int { Int(day.daysSinceEpoch) + (changeDayIsNew ? 0 : 1) }

    private func split(
        _ stretch: PriceRequest.Stretch, _ quantity: Exact, _ days: Range<Int>, _ total: Int
    ) throws(PriceError) -> PriceParts {
        var bounds = [days.lowerBound]
        var quantities = [quantity]
        for change in stretch.changes {
            let day = effective(change.on)
            if day <= days.lowerBound {
                quantities[0] = change.quantity
            } else if day < days.upperBound {
                bounds.append(day)
                quantities.append(change.quantity)
            }
        }
        bounds.append(days.upperBound)
        let counts: [Int]
        do throws(DateError) {
            counts = try bounds.map { day throws(DateError) in try count(stretch.from, day) }
        } catch { throw .date(error) }
        let lengths = zip(counts.dropFirst(), counts).map { $0 - $1 }
        let used = lengths.reduce(0, +)
        let (whole, shares) = try shares(lengths, used, total)
        do throws(DateError) {
            let parts = try lengths.indices.map { index throws(DateError) in
                PricePart(
                    from: try CivilDate(daysSinceEpoch: bounds[index]),
                    until: try CivilDate(daysSinceEpoch: bounds[index + 1] - 1), quantity: quantities[index],
                    share: shares[index])
            }
            return PriceParts(parts: parts, share: whole)
        } catch { throw .date(error) }
    }

    /// The share of all days used, and of it each part's, by largest remainder.
    private func shares(
        _ lengths: [Int], _ used: Int, _ total: Int
    ) throws(PriceError) -> (whole: Decimal, parts: [Decimal]) {
        guard used > 0 else { return (.zero, lengths.map { _ in .zero }) }
        do throws(AmountError) {
            let whole = try Ratio(Int128(used), over: Int128(total)).rounded(places: ratioPlaces, ratioMode)
            return (whole, try whole.allocated(by: lengths.map { Decimal($0) }, places: ratioPlaces))
        } catch { throw .amount(error) }
    }

    /// The days from the first day of the period to before a day, given by its number.
    private func count(_ start: CivilDate, _ end: Int) throws(DateError) -> Int {
        let actual = end - Int(start.daysSinceEpoch)
        guard days == .thirty360, actual > 0 else { return actual }
        return DayCount.thirty360.days(from: start, to: try CivilDate(daysSinceEpoch: end - 1), end: .included)
    }
}
