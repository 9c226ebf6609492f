"""Vectors for exact decimal arithmetic, made by Python's decimal and fractions modules.

    oracle.py SEED COUNT

prints COUNT lines of nine fields, parted by tabs:

    operation  a  b  places  rounding  expected  natural  exact  near

where a and b are "coefficient,scale" (or texts, for parsing; or "numerator/denominator"), expected is the result's text or the
name of an error, natural the number of places the result has before it is made to fit, exact the value before rounding as
plain digits (for the roundings), and near a coefficient within 10 of +-2**127 that the line involves (or nothing).

Every context traps Inexact, so nothing here is rounded by accident. Two in five lines are drawn to lie at an edge of 128 bits
or on an exact tie; the test counts them itself.
"""

import decimal
import fractions
import random
import re
import sys

LIMIT = 2**127
PLACES = 38
EXACT = decimal.Context(prec=2000, Emax=10**6, Emin=-(10**6), traps=[decimal.Inexact, decimal.InvalidOperation])
STICKY = decimal.Context(prec=300, Emax=10**6, Emin=-(10**6), rounding=decimal.ROUND_05UP)
MODES = {
    "half_even": decimal.ROUND_HALF_EVEN,
    "half_up": decimal.ROUND_HALF_UP,
    "half_down": decimal.ROUND_HALF_DOWN,
    "up": decimal.ROUND_UP,
    "down": decimal.ROUND_DOWN,
    "ceiling": decimal.ROUND_CEILING,
    "floor": decimal.ROUND_FLOOR,
}
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?", re.ASCII)


decimal.setcontext(EXACT)


def fits(coefficient):
    return -LIMIT <= coefficient < LIMIT


def number(operand):
    coefficient, scale = operand
    return decimal.Decimal(coefficient).scaleb(-scale, EXACT)


def plain(value):
    """The digits of a Decimal without an exponent and without the sign of a zero."""
    return format(value.copy_abs() if value.is_zero() else value, "f")


def integer_at(value, scale):
    """value * 10**scale if that is whole, else None."""
    moved = value.scaleb(scale, EXACT)
    whole = moved.to_integral_value()
    return int(whole) if whole == moved else None


def fitted(value, natural):
    """(coefficient, scale) at the largest scale up to natural at which the value fits, or the name of the error."""
    for scale in range(min(natural, PLACES), -1, -1):
        coefficient = integer_at(value, scale)
        if coefficient is None:
            break
        if fits(coefficient):
            return coefficient, scale
    return "tooManyPlaces" if integer_at(value, PLACES) is None else "overflow"


def shown(result):
    return result if isinstance(result, str) else plain(number(result))


def near(*coefficients):
    for coefficient in coefficients:
        if abs(abs(coefficient) - LIMIT) <= 10:
            return str(coefficient)
    return ""


class Vectors:
    def __init__(self, seed):
        self.random = random.Random(seed)

    # Operands.

    def edge(self):
        return self.random.choice([1, -1]) * LIMIT + self.random.randint(-10, 10)

    def inner_edge(self):
        """Within 10 of the edge and a coefficient."""
        while True:
            value = self.edge()
            if fits(value):
                return value

    def coefficient(self):
        r = self.random
        kind = r.randrange(9)
        sign = r.choice([1, -1])
        if kind <= 2:
            return sign * r.randrange(10 ** r.randint(1, 12))
        if kind <= 4:
            return sign * r.randrange(10 ** r.randint(1, 38))
        if kind == 5:
            return r.randrange(-LIMIT, LIMIT)
        if kind == 6:
            return sign * (10 ** r.randint(0, 38) + r.randint(-1, 1))
        if kind == 7:
            return sign * min(LIMIT - 1, r.randrange(1000) * 10 ** r.randint(0, 36))
        return r.choice([0, 0, 1, -1, 2**63, -(2**63), 2**64, 2**63 - 1, LIMIT - 1, -LIMIT])

    def scale(self):
        r = self.random
        return r.choice([0, 2, 2, 3, 4]) if r.random() < 0.3 else r.randint(0, PLACES)

    def operand(self):
        return self.coefficient(), self.scale()

    # One line each.

    def line(self, operation, a="", b="", places="", mode="", expected="", natural="", exact="", close=""):
        fields = (operation, a, b, places, mode, expected, natural, exact, close)
        return "\t".join(str(f) if not isinstance(f, tuple) else f"{f[0]},{f[1]}" for f in fields)

    def two(self, operation, a, b):
        x, y = number(a), number(b)
        natural = max(a[1], b[1])
        if operation == "add":
            value = EXACT.add(x, y)
        elif operation == "subtract":
            value = EXACT.subtract(x, y)
        elif operation == "multiply":
            value = EXACT.multiply(x, y)
            natural = a[1] + b[1]
        else:
            if y.is_zero():
                return self.line(operation, a, b, expected="divisionByZero")
            value = EXACT.remainder(x, y)
        result = fitted(value, natural)
        at_natural = integer_at(value, natural)
        stripped = at_natural
        for _ in range(natural):
            if stripped % 10 or abs(stripped) < LIMIT - 20:
                break
            stripped //= 10
        return self.line(
            operation, a, b, expected=shown(result), natural=natural, close=near(a[0], b[0], at_natural, stripped)
        )

    def sum_at_edge(self):
        r = self.random
        target = self.edge()
        operation = r.choice(["add", "subtract"])
        kind = r.randrange(3)
        if kind == 0:
            scale = self.scale()
            first = r.randrange(-LIMIT, LIMIT)
            a, b = (first, scale), (target - first, scale)
        elif kind == 1:
            step = r.randint(1, 20)
            scale = r.randint(step, PLACES)
            first = r.randrange(-LIMIT, LIMIT) // 10 ** r.randint(step, 38)
            a, b = (first, scale - step), (target - first * 10**step, scale)
        else:
            # The sum has zeros to lose before it fits, if it does.
            zeros = r.randint(1, 36)
            scale = r.randint(zeros + 1, PLACES)
            sign = 1 if target > 0 else -1
            a = (sign * (abs(target) // 10), scale - zeros - 1)
            b = (sign * (abs(target) % 10) * 10**zeros, scale)
        if operation == "subtract":
            b = (-b[0], b[1])
        if r.random() < 0.5 and operation == "add":
            a, b = b, a
        if not (fits(a[0]) and fits(b[0])):
            return self.two(operation, (self.inner_edge(), self.scale()), self.operand())
        return self.two(operation, a, b)

    def product_at_edge(self):
        r = self.random
        while True:
            target = self.edge()
            factor = r.randint(1, 2000)
            if target % factor:
                continue
            first, second = target // factor, factor * r.choice([1, -1])
            if second < 0:
                first = -first
            power = r.randint(0, 20)
            while power and not (fits(first * 2**power) and fits(second * 5**power)):
                power //= 2
            a = (first * 2**power, self.scale())
            b = (second * 5**power, self.scale())
            if fits(a[0]) and fits(b[0]):
                return self.two("multiply", *r.choice([(a, b), (b, a)]))

    def compare(self, at_edge):
        r = self.random
        a, b = self.operand(), self.operand()
        kind = r.randrange(4)
        if at_edge:
            a = (self.inner_edge(), self.scale())
            if kind == 0:
                b = (self.inner_edge(), a[1])
            elif kind == 1:
                b = (self.inner_edge(), self.scale())
            elif kind == 2:
                step = r.randint(0, a[1])
                b = (a[0] // 10**step + r.randint(-1, 1), a[1] - step)
        elif kind == 0:
            step = r.randint(0, a[1])
            b = (a[0] // 10**step + r.randint(-1, 1), a[1] - step)
        elif kind == 1:
            # Equal in value, of other scales.
            step = r.randint(0, 20)
            small = r.randrange(-(10**18), 10**18)
            scale = r.randint(0, PLACES - step)
            a, b = (small, scale), (small * 10**step, scale + step)
        if not fits(b[0]):
            b = (self.inner_edge(), b[1])
        if r.random() < 0.5:
            a, b = b, a
        return self.line("compare", a, b, expected=int(number(a).compare(number(b), EXACT)), close=near(a[0], b[0]))

    def one(self, operation, a):
        value = number(a)
        natural = a[1]
        if operation == "negate":
            result = fitted(-value, natural)
        elif operation == "absolute":
            result = fitted(abs(value), natural)
        elif operation == "print":
            result = a
        else:
            kept = value.normalize(EXACT)
            result = (int(kept), 0) if kept == kept.to_integral_value() else fitted(kept, -kept.as_tuple().exponent)
        return self.line(operation, a, expected=shown(result), natural=natural, close=near(a[0]))

    def rounded(self, value, places, mode):
        quantum = decimal.Decimal(1).scaleb(-places, EXACT)
        kept = value.quantize(quantum, rounding=MODES[mode], context=decimal.Context(prec=2000, Emax=10**6, Emin=-(10**6)))
        return fitted(kept, max(places, 0))

    def tie(self, most_digits, places):
        """A coefficient of at most 38 digits whose digits below `places` are a five and zeros, and its scale."""
        r = self.random
        dropped = r.randint(1, most_digits)
        scale = places + dropped
        low = max(0, -scale)
        if scale < 0 or scale > PLACES:
            return None
        room = 38 - dropped
        head = r.randrange(10 ** r.randint(0, room)) if room > 0 else 0
        return r.choice([1, -1]) * (head * 10**dropped + 5 * 10 ** (dropped - 1)), scale

    def places(self):
        r = self.random
        return r.choice([0, 2, 2, 3]) if r.random() < 0.4 else r.randint(-PLACES, PLACES)

    def round(self, kind):
        r = self.random
        mode = r.choice(list(MODES))
        while True:
            places = self.places()
            a = self.operand()
            if kind == "edge":
                a = (self.inner_edge(), a[1])
            elif kind == "tie":
                a = self.tie(r.choice([1, 2, 3, 6, 18, 19, 20, 37]), places)
                if a is None:
                    continue
            break
        value = number(a)
        result = self.rounded(value, places, mode)
        return self.line(
            "round", a, "", places, mode, shown(result), max(places, 0), plain(value), near(a[0])
        )

    def multiply_round(self, kind):
        r = self.random
        mode = r.choice(list(MODES))
        while True:
            places = self.places()
            a, b = self.operand(), self.operand()
            if kind == "edge":
                a = (self.inner_edge(), a[1])
            elif kind == "tie":
                whole = self.tie(r.choice([1, 2, 3, 6, 18, 19, 20, 37]), places)
                if whole is None:
                    continue
                factor = r.choice([1, 2, 3, 4, 5, 7, 8, 16, 25, 125, 625, 5**9])
                if whole[0] % factor:
                    continue
                step = r.randint(0, whole[1])
                a, b = (whole[0] // factor, step), (factor, whole[1] - step)
            break
        value = EXACT.multiply(number(a), number(b))
        result = self.rounded(value, places, mode)
        return self.line(
            "multiply_round", a, b, places, mode, shown(result), max(places, 0), plain(value), near(a[0], b[0])
        )

    def ratio_text(self, value):
        if not (fits(value.numerator) and value.denominator < LIMIT):
            return "overflow"
        return str(value.numerator) if value.denominator == 1 else f"{value.numerator}/{value.denominator}"

    def ratio(self, at_edge):
        a, b = self.operand(), self.operand()
        if at_edge:
            if self.random.random() < 0.5:
                a = (self.inner_edge(), a[1])
            else:
                b = (self.inner_edge(), b[1])
        if b[0] == 0:
            return self.line("ratio", a, b, expected="divisionByZero")
        value = fractions.Fraction(number(a)) / fractions.Fraction(number(b))
        return self.line(
            "ratio", a, b, expected=self.ratio_text(value), close=near(a[0], b[0], value.numerator, value.denominator)
        )

    def fraction(self, at_edge=False):
        r = self.random
        while True:
            numerator = self.inner_edge() if at_edge else self.coefficient()
            denominator = r.choice([1, 2, 3, 12, 30, 31, 365, 366, 10**9, r.randrange(1, LIMIT)])
            if at_edge and r.random() < 0.3:
                numerator, denominator = self.coefficient(), LIMIT - r.randint(1, 10)
            value = fractions.Fraction(numerator, denominator)
            if self.ratio_text(value) != "overflow":
                return value

    def two_ratios(self, at_edge):
        r = self.random
        a, b = self.fraction(at_edge), self.fraction()
        operation = r.choice(["ratio_add", "ratio_subtract", "ratio_multiply", "ratio_divide", "ratio_compare"])
        if r.random() < 0.5:
            a, b = b, a
        if operation == "ratio_compare" and r.random() < 0.3:
            b = a
        close = near(a.numerator, a.denominator, b.numerator, b.denominator)
        x, y = f"{a.numerator}/{a.denominator}", f"{b.numerator}/{b.denominator}"
        if operation == "ratio_compare":
            return self.line(operation, x, y, expected=(a > b) - (a < b), close=close)
        if operation == "ratio_divide" and b == 0:
            return self.line(operation, x, y, expected="divisionByZero", close=close)
        value = {
            "ratio_add": lambda: a + b,
            "ratio_subtract": lambda: a - b,
            "ratio_multiply": lambda: a * b,
            "ratio_divide": lambda: a / b,
        }[operation]()
        return self.line(operation, x, y, expected=self.ratio_text(value), close=close)

    def ratio_round(self, kind):
        r = self.random
        mode = r.choice(list(MODES))
        while True:
            places = self.places()
            value = self.fraction(kind == "edge")
            if kind == "tie":
                whole = self.tie(r.choice([1, 2, 3, 6, 18]), places)
                if whole is None:
                    continue
                value = fractions.Fraction(number(whole))
                if self.ratio_text(value) == "overflow":
                    continue
            break
        numerator, denominator = decimal.Decimal(value.numerator), decimal.Decimal(value.denominator)
        # Rounded to 05UP, a long quotient is above, on or below each tie just as the exact one.
        quotient = STICKY.divide(numerator, denominator)
        result = self.rounded(quotient, places, mode)
        exact = plain(quotient) if kind == "tie" else ""
        return self.line(
            "ratio_round", f"{value.numerator}/{value.denominator}", "", places, mode, shown(result), max(places, 0),
            exact, near(value.numerator, value.denominator),
        )

    def parse(self, at_edge):
        r = self.random
        coefficient = self.edge() if at_edge else self.coefficient() * (10 ** r.randint(0, 6) if r.random() < 0.2 else 1)
        value = number((coefficient, self.scale()))
        text = plain(value)
        if r.random() < 0.2:
            text += ("" if "." in text else ".") + "0" * r.choice([1, 2, 20, 60, 150])
        if r.random() < 0.3:
            text += r.choice("eE") + r.choice(["", "+", "-"]) + "0" * r.choice([0, 0, 2]) + str(
                r.choice([r.randint(0, 5), r.randint(0, 45), r.randint(0, 400), 10**30])
            )
        if r.random() < 0.1 and text.lstrip("-") == text:
            text = "-" + text
        if r.random() < 0.15:
            at = r.randrange(len(text) + 1)
            text = r.choice(
                [text[:at] + r.choice(["", ".", "0", "-", "+", "e", " ", "_", "x", "\u0664"]) + text[at + 1 :], text[:at]]
            )
        if not NUMBER.fullmatch(text):
            return self.line("parse", text, expected="notANumber")
        exponent = int(re.split("[eE]", text)[1]) if re.search("[eE]", text) else 0
        mantissa = re.split("[eE]", text)[0]
        fraction = len(mantissa.split(".")[1]) if "." in mantissa else 0
        natural = max(0, fraction - exponent)
        if abs(exponent) > 10**5:
            zero = decimal.Decimal(mantissa) == 0
            result = (0, min(natural, PLACES)) if zero else ("overflow" if exponent > 0 else "tooManyPlaces")
        else:
            result = fitted(decimal.Decimal(mantissa).scaleb(exponent, EXACT), natural)
        return self.line("parse", text, expected=shown(result), natural=natural, close=near(coefficient))

    def draw(self):
        """At an edge, on a tie, or anywhere: 30, 30 and 40 in a hundred."""
        r = self.random
        part = r.random()
        if part < 0.3:
            return r.choice(
                [
                    self.sum_at_edge, self.sum_at_edge, self.product_at_edge, self.product_at_edge,
                    lambda: self.compare(True), lambda: self.round("edge"), lambda: self.multiply_round("edge"),
                    lambda: self.ratio(True), lambda: self.two_ratios(True), lambda: self.ratio_round("edge"),
                    lambda: self.parse(True),
                    lambda: self.two("remainder", (self.inner_edge(), self.scale()), self.operand()),
                    lambda: self.two("remainder", self.operand(), (self.inner_edge(), self.scale())),
                    lambda: self.one(r.choice(["negate", "absolute", "print", "normalize"]), (self.inner_edge(), self.scale())),
                ]
            )()
        if part < 0.6:
            return r.choice([self.round, self.multiply_round, self.ratio_round])("tie")
        return r.choice(
            [
                lambda: self.two(r.choice(["add", "subtract", "multiply", "remainder"]), self.operand(), self.operand()),
                lambda: self.two(r.choice(["add", "subtract", "multiply"]), self.operand(), self.operand()),
                lambda: self.compare(False), lambda: self.round("any"), lambda: self.multiply_round("any"),
                lambda: self.ratio(False), lambda: self.two_ratios(False), lambda: self.ratio_round("any"),
                lambda: self.parse(False),
                lambda: self.one(r.choice(["negate", "absolute", "print", "normalize"]), self.operand()),
            ]
        )()


def main():
    vectors = Vectors(int(sys.argv[1]))
    write = sys.stdout.write
    for _ in range(int(sys.argv[2])):
        write(vectors.draw() + "\n")


main()
