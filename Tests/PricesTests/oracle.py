"""What prices come to, computed apart from the program: Python's fractions, dates and decimals.

    oracle.py prices SEED COUNT     one price and one request a line, with the lines that it must come to
    oracle.py logistic SEED COUNT   x = the logistic function of x to 36 places

A line of `prices` is fields `key=value` parted by blanks, then ` => `, then the sums and the lines, or the name of an error.
Everything is a fraction until it is rounded, and it is rounded where Documentation/Prices.md says so.
"""

import datetime
import decimal
import random
import sys
from fractions import Fraction

MODES = ["half_even", "half_up", "half_down", "up", "down", "ceiling", "floor"]
DAY = datetime.timedelta(days=1)


def rounded(value, places, mode):
    scaled = Fraction(value) * 10**places
    low = scaled.numerator // scaled.denominator
    rest = scaled - low
    if rest:
        toward_zero = low if scaled > 0 else low + 1
        away = low + 1 if scaled > 0 else low
        near = low if rest < Fraction(1, 2) else low + 1
        half = rest == Fraction(1, 2)
        low = {
            "half_even": (low if low % 2 == 0 else low + 1) if half else near,
            "half_up": away if half else near,
            "half_down": toward_zero if half else near,
            "up": away,
            "down": toward_zero,
            "ceiling": low + 1,
            "floor": low,
        }[mode]
    return Fraction(low, 10**places)


def largest_remainder(total, weights, places):
    """Parts of `total` in proportion to the weights, each in whole units of the last place."""
    unit = Fraction(1, 10**places)
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [rounded(part, places, "floor") for part in exact]
    left = int((total - sum(parts)) / unit)
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in order[:left]:
        parts[i] += unit
    return parts


class Refused(Exception):
    pass


# Days. Months of 30 days by the bond basis (ISDA 2006, section 4.16(f)), always from the first day of the period, so that parts add up.


def count(kind, start, end):
    """The days from `start` to before `end`."""
    if kind == "actual" or end <= start:
        return (end - start).days
    d1, d2 = start.day, end.day
    d1 = min(d1, 30)
    if d2 == 31 and d1 == 30:
        d2 = 30
    return 360 * (end.year - start.year) + 30 * (end.month - start.month) + d2 - d1


def parts_of(price, request):
    start, end = request["from"], request["until"]
    if end < start:
        raise Refused("periodEndsBeforeItBegins")
    shift = DAY * (0 if price["change"] == "new" else 1)
    total = count(price["days"], start, end + DAY)
    if total <= 0:
        raise Refused("emptyPeriod")
    days = []
    day = start
    while day <= end:
        inside = True
        if request.get("starts"):
            inside = inside and day >= request["starts"]
        if request.get("ends"):
            inside = inside and day <= request["ends"]
        if request.get("over"):
            inside = inside and day >= request["over"] + shift
        if request.get("replaced"):
            inside = inside and day < request["replaced"] + shift
        if inside:
            reached = [c for c in enumerate(request["changes"]) if c[1][0] + shift <= day]
            days.append((day, reached[-1][0] if reached else -1))
        day += DAY
    stretches = []
    for day, change in days:
        if stretches and stretches[-1][2] == change:
            stretches[-1][1] = day
        else:
            stretches.append([day, day, change])
    if not stretches:
        return [], Fraction(0)
    lengths = [
        count(price["days"], start, until + DAY) - count(price["days"], start, since) for since, until, _ in stretches
    ]
    used = sum(lengths)
    share = rounded(Fraction(used, total), price["ratio_places"], price["ratio_mode"])
    shares = largest_remainder(share, lengths, price["ratio_places"]) if used else [Fraction(0)] * len(lengths)
    quantities = [request["quantity"] if c < 0 else request["changes"][c][1] for _, _, c in stretches]
    return list(zip(stretches, quantities, shares)), share


def rate(price, quantity):
    """Lines as (kind, tier, quantity, amount)."""
    lines = []
    free = min(quantity, price.get("free") or 0)
    if free > 0:
        lines.append(("free_units", 0, free, Fraction(0)))
        quantity -= free
    if quantity <= 0:
        return lines
    model = price["model"]
    if model == "per_unit":
        lines.append(("units", 0, quantity, quantity * price["unit"]))
    elif model == "percentage":
        lines.append(("percentage", 0, quantity, quantity * price["unit"]))
    elif model == "package":
        packages = quantity / price["size"]
        packages = rounded(packages, 0, "ceiling" if price["begun"] == "full" else "floor")
        if packages:
            lines.append(("packages", 0, packages, packages * price["unit"]))
    else:
        tiers = price["tiers"]
        if tiers[-1][0] is not None and quantity > tiers[-1][0]:
            raise Refused("noTier")
        kind = "percentage" if model == "graduated_percentage" else "tier"
        below = Fraction(0)
        for number, (up_to, unit, fee) in enumerate(tiers, 1):
            inside = quantity if up_to is None else min(quantity, up_to)
            last = up_to is None or quantity <= up_to
            if model != "volume" or last:
                amount = quantity if model == "volume" else inside - below
                lines.append((kind, number, amount, amount * unit))
                if fee:
                    lines.append(("tier_fee", number, None, fee))
            if last:
                break
            below = up_to
    return lines


def bill(price, request, quantity):
    each_line = price["each"] == "line"

    def fix(value):
        return rounded(value, price["places"], price["mode"]) if each_line else value

    share = Fraction(1)
    prorated = price.get("prorated") or []
    lines = []
    if price.get("days"):
        stretches, share = parts_of(price, dict(request, quantity=quantity))
        if not stretches:
            return [], Fraction(0)
        if "units" in prorated:
            for index, (_, part_quantity, part_share) in enumerate(stretches):
                for kind, tier, units, amount in rate(price, part_quantity):
                    lines.append([kind, tier, units, fix(amount * part_share), index])
    if not price.get("days") or "units" not in prorated:
        lines = [[kind, tier, units, fix(amount), 0] for kind, tier, units, amount in rate(price, quantity)]

    def stated(what):
        return fix(price[what] * (share if what in prorated else 1))

    if price.get("flat_fee"):
        lines.append(["flat_fee", 0, None, stated("flat_fee"), 0])
    total = sum((line[3] for line in lines), Fraction(0))
    if price.get("minimum") is not None and total < stated("minimum"):
        lines.append(["minimum", 0, None, stated("minimum") - total, 0])
        total = stated("minimum")
    if price.get("maximum") is not None and total > stated("maximum"):
        lines.append(["maximum", 0, None, stated("maximum") - total, 0])
        total = stated("maximum")
    return lines, rounded(total, price["places"], price["mode"])


def finish(price, lines, total):
    if price["each"] == "line":
        return lines
    unit = Fraction(1, 10 ** price["places"])
    cut = [rounded(line[3], price["places"], "floor") for line in lines]
    lost = [line[3] - low for line, low in zip(lines, cut)]
    order = [i for i, line in enumerate(lines) if line[3]] or list(range(len(lines)))
    order.sort(key=lambda i: (-lost[i], i))
    left = int((total - sum(cut, Fraction(0))) / unit)
    step = unit if left > 0 else -unit
    turn = order if left > 0 else order[::-1]
    for n in range(abs(left)):
        cut[turn[n % len(turn)]] += step
    return [line[:3] + [amount] + line[4:] for line, amount in zip(lines, cut)]


def answer(price, request):
    quantity, before, billed = request["quantity"], request.get("before"), request.get("billed")
    if before is not None:
        if before < 0:
            raise Refused("negativeBilledBefore")
        if billed is not None:
            raise Refused("billedTwice")
        if request["changes"]:
            raise Refused("billedBeforeWithChanges")
    if request["changes"] and min([quantity] + [c[1] for c in request["changes"]]) < 0:
        raise Refused("negativeQuantity")
    if request["changes"] and "units" not in price["prorated"]:
        raise Refused("changesWithoutUnits")
    if billed is not None and rounded(billed, price["places"], "down") != billed:
        raise Refused("finerThanBilled")
    sign = 1
    if before:
        if quantity + before < 0:
            raise Refused("negativeQuantity")
        lines, total = bill(price, request, quantity + before)
        former, former_total = bill(price, request, before)
        for line in former:
            twin = [l for l in lines if (l[0], l[1], l[4]) == (line[0], line[1], line[4])]
            if twin:
                twin[0][3] -= line[3]
                if line[2] is not None:
                    twin[0][2] -= line[2]
            else:
                lines.append([line[0], line[1], None if line[2] is None else -line[2], -line[3], line[4]])
        lines = [line for line in lines if line[3] or line[2]]
        lines = finish(price, lines, total - former_total)
    else:
        sign = -1 if quantity < 0 else 1
        lines, total = bill(price, request, abs(quantity))
        lines = finish(price, lines, total)
    if billed:
        lines = lines + [["already_billed", 0, None, -billed * sign, 0]]
    taxes = [Fraction(0)] * len(lines)
    if price.get("tax"):
        r = request["rate"]

        def tax(amount):
            if price["tax"] == "exclude":
                return rounded(amount * r, price["places"], price["mode"])
            return amount - rounded(amount / (1 + r), price["places"], price["mode"])

        taxes = [tax(line[3]) for line in lines]
        if price["tax_each"] == "invoice":
            rest = tax(sum((line[3] for line in lines), Fraction(0))) - sum(taxes, Fraction(0))
            charged = [i for i, line in enumerate(lines) if line[3]]
            if rest and charged:
                if price["residue"] == "largest":
                    goes = max(charged, key=lambda i: (abs(lines[i][3]), -i))
                else:
                    goes = charged[0] if price["residue"] == "first" else charged[-1]
                taxes[goes] += rest
    out = []
    sums = [Fraction(0)] * 4
    for (kind, tier, units, amount, _), t in zip(lines, taxes):
        net, gross = (amount - t, amount) if price.get("tax") == "include" else (amount, amount + t)
        values = [amount, net, t, gross]
        sums = [a + b for a, b in zip(sums, values)]
        shown = "-" if units is None else text(units * sign)
        out.append(" ".join([kind, str(tier), shown] + [text(v * sign) for v in values]))
    return "; ".join([" ".join(text(v * sign) for v in sums)] + out)


def text(value):
    value = Fraction(value)
    return str(value.numerator) if value.denominator == 1 else f"{value.numerator}/{value.denominator}"


# Drawing cases. Bounds are hit on purpose: a third of the quantities lie on the end of a tier or a package, or one step beside it.


def draw_amount(r, high, places):
    return Fraction(r.randint(0, high * 10**places), 10**places)


def draw(r):
    price = {"model": r.choice(["per_unit", "graduated", "volume", "package", "percentage", "graduated_percentage"])}
    price["places"] = r.choice([0, 2, 2, 2, 3, 4])
    price["mode"] = r.choice(MODES)
    price["each"] = r.choice(["line", "invoice"])
    of_amount = "percentage" in price["model"]
    marks = [Fraction(0), Fraction(1)]
    if "graduated" in price["model"] or price["model"] == "volume":
        bounds, below = [], Fraction(0)
        for _ in range(r.randint(0, 3)):
            below += draw_amount(r, 500, r.choice([0, 0, 1])) + 1
            bounds.append(below)
        if not bounds or r.random() < 0.8:
            bounds.append(None)
        marks += [b for b in bounds if b]
        price["tiers"] = [
            (
                b,
                draw_amount(r, 1, 4) if of_amount else draw_amount(r, 9, r.choice([0, 2, 4])),
                draw_amount(r, 20, 2) if r.random() < 0.3 else None,
            )
            for b in bounds
        ]
    else:
        price["unit"] = draw_amount(r, 1, 4) if of_amount else draw_amount(r, 90, r.choice([0, 2, 5]))
    if price["model"] == "package":
        price["size"] = draw_amount(r, 100, r.choice([0, 0, 1])) + 1
        price["begun"] = r.choice(["full", "free"])
        marks += [price["size"], 3 * price["size"]]
    if not of_amount and r.random() < 0.3:
        price["free"] = Fraction(r.randint(0, 60))
        marks += [m + price["free"] for m in marks]
    if r.random() < 0.3:
        price["flat_fee"] = draw_amount(r, 30, 2)
    if r.random() < 0.3:
        price["minimum"] = draw_amount(r, 200, 2)
    if r.random() < 0.3:
        price["maximum"] = (price.get("minimum") or 0) + draw_amount(r, 900, 2)

    def quantity():
        if r.random() < 0.35:
            return max(Fraction(0), r.choice(marks) + r.choice([0, 0, Fraction(1, 10), Fraction(-1, 10), 1]))
        if r.random() < 0.08 and not of_amount:
            return Fraction(r.randint(0, 5000), r.randint(1, 12))
        return draw_amount(r, r.choice([10, 300, 3000]), r.choice([0, 1, 2]))

    request = {"quantity": quantity(), "changes": []}
    if r.random() < 0.15:
        request["quantity"] = -request["quantity"]
    if r.random() < 0.4:
        price["days"] = r.choice(["actual", "30/360"])
        price["change"] = r.choice(["old", "new"])
        price["ratio_places"] = r.choice([2, 4, 6, 8, 12])
        price["ratio_mode"] = r.choice(MODES)
        price["prorated"] = [
            w for w in ["units", "flat_fee", "minimum", "maximum"] if r.random() < (0.9 if w == "units" else 0.5)
        ]
        year, month = r.choice([2023, 2024, 2026, 2028]), r.randint(1, 12)
        start = datetime.date(year, month, r.choice([1, 1, 1, 15, 28, r.randint(1, 28)]))
        if r.random() < 0.15:
            start = (datetime.date(year, month, 28) + 4 * DAY).replace(day=1) - DAY
        length = r.choice([28, 29, 30, 31, 59, 90, 365, 366, r.randint(1, 400)])
        end = start + DAY * (length - 1)
        if r.random() < 0.5:
            end = (start + 31 * DAY).replace(day=1) - DAY
        if end < start:
            end = start

        def inside():
            return start + DAY * r.randint(-3, (end - start).days + 3)

        request["from"], request["until"] = start, end
        for key in ["starts", "ends", "over", "replaced"]:
            if r.random() < 0.25:
                request[key] = inside()
        if request["quantity"] >= 0 and r.random() < 0.5:
            dates = sorted({inside() for _ in range(r.randint(1, 4))})
            request["changes"] = [(d, quantity()) for d in dates]
    if not request["changes"] and r.random() < 0.25:
        request["before"] = quantity()
    elif r.random() < 0.2:
        request["billed"] = draw_amount(r, 100, min(2, price["places"]))
    if r.random() < 0.5:
        price["tax"] = r.choice(["include", "exclude"])
        price["tax_each"] = r.choice(["line", "invoice"])
        price["residue"] = r.choice(["first", "last", "largest"])
        request["rate"] = Fraction(r.choice([0, 7, 19, 20, 25, 77, 825]), r.choice([100, 100, 1000]))
    return price, request


def written(price, request):
    fields = []
    for key, value in list(price.items()) + list(request.items()):
        if key == "tiers":
            value = "|".join(":".join("" if v is None else text(v) for v in tier) for tier in value)
        elif key == "prorated":
            value = "+".join(value)
        elif key == "changes":
            if not value:
                continue
            value = "|".join(f"{day}:{text(units)}" for day, units in value)
        elif isinstance(value, Fraction):
            value = text(value)
        elif value is None:
            continue
        fields.append(f"{key}={value}")
    return " ".join(fields)


def main():
    kind, seed, cases = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    r = random.Random(seed)
    if kind == "prices":
        for _ in range(cases):
            price, request = draw(r)
            try:
                result = answer(price, request)
            except Refused as refused:
                result = str(refused)
            print(f"{written(price, request)} => {result}")
    else:
        decimal.getcontext().prec = 60
        for _ in range(cases):
            x = decimal.Decimal(r.randint(-(10**9), 10**9)) / decimal.Decimal(10) ** r.choice([7, 8, 8, 9, 12])
            result = 1 / (1 + (-x).exp())
            print(f"{x:f} = {result:.36f}")


main()
