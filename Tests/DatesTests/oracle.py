"""Answers about dates and zones from Python's datetime, calendar and zoneinfo, to be compared with ours.

    oracle.py dates SEED COUNT          one case a line: the question, then the answer after ` = `
    oracle.py instants SEED COUNT       likewise
    oracle.py durations SEED COUNT      likewise
    oracle.py daycounts SEED COUNT      likewise
    oracle.py calendars SEED COUNT      likewise; a line `calendar ...` holds for the lines after it
    oracle.py zones SEED PATH NAME...   for each zone `Z name`, then `o`, `l` and `m` lines

`o instant offset` gives the offset of an instant; `l wall first second` gives, for a local time, the instants of fold=0
and fold=1 and nothing more: what is skipped and what is doubled follows from them; `m instant days moved` moves an
instant by days on the wall. Zones whose files are equal byte for byte are asked about once.
"""

import calendar
import hashlib
import random
import sys
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from zoneinfo import ZoneInfo
import zoneinfo

EPOCH = datetime(1970, 1, 1)
FIRST = date(1, 1, 1).toordinal()
LAST = date(9999, 12, 31).toordinal()


def some_date(rng):
    """Uniform, near the ends, near a month's end, or near a leap day."""
    kind = rng.randrange(5)
    if kind == 0:
        return date.fromordinal(rng.choice([FIRST, LAST]) if rng.random() < 0.2
                                else rng.choice([FIRST + rng.randrange(800), LAST - rng.randrange(800)]))
    if kind == 1:
        return date.fromordinal(rng.randint(FIRST, LAST))
    if kind == 2:
        year, month = rng.randint(1, 9999), rng.randint(1, 12)
        return date(year, month, calendar.monthrange(year, month)[1])
    if kind == 3:
        year = rng.choice([y for y in (rng.randint(1, 9999) // 100 * 100, rng.randint(1, 2499) * 4) if y > 0] or [4])
        return date(year, 2, 29 if calendar.isleap(year) else 28)
    return date(rng.randint(1950, 2100), rng.randint(1, 12), rng.randint(1, 28))


def plus_months(day, months):
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    month += 1
    if not 1 <= year <= 9999:
        return None
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def plus_days(day, days):
    return date.fromordinal(day.toordinal() + days) if FIRST <= day.toordinal() + days <= LAST else None


def dates(seed, count):
    rng = random.Random(seed)
    for _ in range(count):
        day = some_date(rng)
        kind = rng.randrange(4)
        if kind == 0:
            iso = day.isocalendar()
            print("parts", day, "=", day.toordinal() - date(1970, 1, 1).toordinal(), day.isoweekday(), iso[0], iso[1],
                  day.timetuple().tm_yday)
        elif kind == 1:
            days = rng.choice([rng.randint(-400, 400), rng.randint(-4_000_000, 4_000_000)])
            print("days", day, days, "=", plus_days(day, days) or "none")
        elif kind == 2:
            months = rng.choice([rng.randint(-30, 30), rng.randint(-130_000, 130_000)])
            print("months", day, months, "=", plus_months(day, months) or "none")
        else:
            months, days = rng.randint(-40, 40), rng.randint(-100, 100)
            there = plus_months(day, months)
            print("period", day, months, days, "=", (there and plus_days(there, days)) or "none")


def offset(zone, seconds):
    moment = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=seconds)
    return int(moment.astimezone(zone).utcoffset().total_seconds())


def changes(zone, year):
    """The moments of a year at which the offset changes, by halving."""
    start = int((datetime(year, 1, 1) - EPOCH).total_seconds())
    step = 86_400 * 14
    found = []
    low, at_low = start, offset(zone, start)
    for part in range(1, 28):
        high = start + part * step
        at_high = offset(zone, high)
        if at_high != at_low:
            left, right = low, high
            while right - left > 1:
                middle = (left + right) // 2
                if offset(zone, middle) == at_low:
                    left = middle
                else:
                    right = middle
            found.append(right)
        low, at_low = high, at_high
    return found


def zones(seed, path, names):
    rng = random.Random(seed)
    zoneinfo.reset_tzpath([path])
    lower = int((datetime(1900, 1, 1) - EPOCH).total_seconds())
    upper = int((datetime(2101, 1, 1) - EPOCH).total_seconds())
    out = []
    seen = set()
    for name in names:
        with open(path + "/" + name, "rb") as file:
            digest = hashlib.sha256(file.read()).digest()
        if digest in seen:
            continue
        seen.add(digest)
        zone = ZoneInfo(name)
        out.append("Z " + name)
        moments = [m for year in range(1900, 2039) for m in changes_of_file(path, name, year)]
        for year in rng.sample(range(2038, 2101), 3) + [rng.randint(2101, 9998)]:
            moments += changes(zone, year)
        asked = [rng.randint(lower, upper) for _ in range(10)]
        for moment in moments:
            asked += [moment - 1, moment, moment + 1, moment + rng.randint(-100_000, 100_000)]
        for seconds in asked:
            out.append("o %d %d" % (seconds, offset(zone, seconds)))
        for moment in moments:
            before, after = offset(zone, moment - 1), offset(zone, moment)
            edges = [moment + before, moment + after]
            walls = [edge + delta for edge in edges for delta in (-1, 0, 1)]
            walls += [rng.randint(min(edges), max(edges)), moment + rng.randint(-100_000, 100_000)]
            for wall in walls:
                local = EPOCH + timedelta(seconds=wall)
                answers = [int((local - local.replace(tzinfo=zone, fold=fold).utcoffset() - EPOCH).total_seconds())
                           for fold in (0, 1)]
                out.append("l %d %d %d" % (wall, *answers))
            days = rng.choice([-2, -1, 1, 2, rng.randint(-400, -1), rng.randint(1, 400)])
            asked = moment - 86_400 * days + rng.randint(-4000, 4000)
            there = (EPOCH + timedelta(seconds=asked)).replace(tzinfo=timezone.utc).astimezone(zone)
            moved = (there.replace(fold=0) + timedelta(days=days)).astimezone(timezone.utc).replace(tzinfo=None)
            out.append("m %d %d %d" % (asked, days, (moved - EPOCH).total_seconds()))
        if len(out) > 100_000:
            sys.stdout.write("\n".join(out) + "\n")
            out = []
    sys.stdout.write("\n".join(out) + "\n")


FILES = {}


def changes_of_file(path, name, year):
    """The transitions that the file writes out, read by Python's own reader; they only choose what is asked."""
    if name not in FILES:
        from zoneinfo import _common
        with open(path + "/" + name, "rb") as file:
            FILES.clear()
            per_year = {}
            for moment in _common.load_data(file)[1]:
                if -2_300_000_000 < moment < 4_200_000_000:
                    per_year.setdefault((EPOCH + timedelta(seconds=moment)).year, []).append(moment)
            FILES[name] = per_year
    return FILES[name].get(year, [])


def instants(seed, count):
    rng = random.Random(seed)
    lower, upper = -62_135_596_800, 253_402_300_799
    for _ in range(count):
        day = some_date(rng)
        second = rng.choice([0, 86_399, rng.randrange(86_400)])
        fraction = "".join(rng.choice("0123456789") for _ in range(rng.choice([0, 0, 1, 3, 6, 9])))
        minutes = rng.choice([0, rng.randint(-1439, 1439)])
        zone = rng.choice("Zz") if not minutes else "%s%02d:%02d" % ("-" if minutes < 0 else "+", *divmod(abs(minutes), 60))
        text = "%s%s%02d:%02d:%02d%s%s" % (day, rng.choice("TTt"), second // 3600, second // 60 % 60, second % 60,
                                          "." + fraction if fraction else "", zone)
        seconds = (day - date(1970, 1, 1)).days * 86_400 + second - minutes * 60
        if not lower <= seconds <= upper:
            print(text, "= none")
            continue
        printed = (datetime(1, 1, 1) + timedelta(seconds=seconds - lower)).isoformat()
        shown = fraction.rstrip("0")
        print("%s = %d %s%sZ" % (text, seconds, printed, "." + shown if shown else ""))


# Durations

UNITS = {"h": 3_600_000_000_000, "m": 60_000_000_000, "s": 1_000_000_000, "ms": 1_000_000, "us": 1_000, "ns": 1}
LONGEST = 315_576_000_000 * 1_000_000_000


def number(rng):
    whole = str(rng.choice([0, rng.randrange(10), rng.randrange(1000), rng.randrange(10 ** rng.randint(1, 24))]))
    places = rng.choice([0, 0, 1, 2, 3, rng.randint(1, 20)])
    if not places:
        return whole + rng.choice(["", "", "."])
    digits = "".join(rng.choice("0123456789") for _ in range(rng.randint(1, places))).ljust(places, "0")
    return rng.choice([whole, whole, ""]) + "." + digits


def durations(seed, count):
    rng = random.Random(seed)
    for _ in range(count):
        parts = [(number(rng), rng.choice(list(UNITS))) for _ in range(rng.choice([1, 1, 2, 3]))]
        sign = rng.choice(["", "", "-", "+"])
        values = [Fraction(("0" + text).rstrip(".") or "0") * UNITS[unit] for text, unit in parts]
        total = sum(values)
        answer = "none"
        if all(value.denominator == 1 for value in values) and total <= LONGEST:
            size = int(total)
            seconds, nanoseconds = divmod(size, 1_000_000_000)
            flip = -1 if sign == "-" else 1
            answer = "%d %d" % (seconds * flip, nanoseconds * flip)
        print("%s%s = %s" % (sign, "".join(text + unit for text, unit in parts), answer))


# Day counts

def last_of_february(day):
    return day.month == 2 and day.day == calendar.monthrange(day.year, 2)[1]


def days360(kind, start, end, termination):
    d1, d2 = start.day, end.day
    if kind == "thirty360":
        if d1 == 31:
            d1 = 30
        if d2 == 31 and d1 == 30:
            d2 = 30
    elif kind == "thirtyE360":
        d1, d2 = min(d1, 30), min(d2, 30)
    elif kind == "thirtyE360ISDA":
        if last_of_february(start) or d1 == 31:
            d1 = 30
        if (last_of_february(end) and end != termination) or d2 == 31:
            d2 = 30
    else:
        if last_of_february(start) and last_of_february(end):
            d2 = 30
        if last_of_february(start):
            d1 = 30
        if d2 == 31 and d1 >= 30:
            d2 = 30
        if d1 == 31:
            d1 = 30
    return 360 * (end.year - start.year) + 30 * (end.month - start.month) + d2 - d1


def actual_actual(start, end):
    if start.year == end.year:
        return Fraction((end - start).days, 366 if calendar.isleap(start.year) else 365)
    first = Fraction((date(start.year, 12, 31) - start).days + 1, 366 if calendar.isleap(start.year) else 365)
    last = Fraction((end - date(end.year, 1, 1)).days, 366 if calendar.isleap(end.year) else 365)
    return first + (end.year - start.year - 1) + last


def daycounts(seed, count):
    rng = random.Random(seed)
    kinds = ["thirty360", "thirty360US", "thirtyE360", "thirtyE360ISDA"]
    for _ in range(count):
        start = some_date(rng)
        end = rng.choice([some_date(rng), plus_days(start, rng.randint(0, 800)) or start])
        if end.month == 2 and rng.random() < 0.5:
            end = date(end.year, 2, calendar.monthrange(end.year, 2)[1])
        if end < start:
            start, end = end, start
        termination = rng.choice([end, date(9999, 12, 31)])
        kind = rng.choice(kinds + ["actual360", "actual365Fixed", "actualActualISDA"])
        included = rng.random() < 0.3 and end < date(9999, 12, 31)
        stop = end + timedelta(days=1) if included else end
        if kind in kinds:
            # With the end included the contract ends on the day after as well.
            ends = date(1, 1, 1) if end != termination else stop
            days = days360(kind, start, stop, ends)
            part = Fraction(days, 360)
        else:
            days = (stop - start).days
            part = (actual_actual(start, stop) if kind == "actualActualISDA"
                    else Fraction(days, 360 if kind == "actual360" else 365))
        print(kind, start, end, "included" if included else "excluded", termination, "=", days,
              "%d/%d" % (part.numerator, part.denominator))


# Business calendars and schedules, by looking at every day

WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
ORDINALS = ["first", "second", "third", "fourth", "fifth"]
MONTHS = [name.lower() for name in calendar.month_name[1:]]
ONE = timedelta(days=1)


class Calendar:
    def __init__(self, rng):
        self.first = date(rng.randint(1, 9996), rng.randint(1, 12), rng.randint(1, 28))
        self.last = self.first + timedelta(days=rng.randint(400, 900))
        self.weekend = set(rng.choice([[5, 6], [5, 6], [4, 5], [6], []]))
        self.holidays = set()
        for _ in range(rng.choice([0, 5, 20, 60])):
            day = self.first + timedelta(days=rng.randint(0, (self.last - self.first).days))
            for step in range(rng.choice([1, 1, 2, 9])):
                if day + step * ONE <= self.last:
                    self.holidays.add(day + step * ONE)

    def line(self):
        return "calendar %s | %s | %s | %s" % (
            " ".join(WEEKDAYS[day] for day in sorted(self.weekend)), self.first, self.last,
            " ".join(str(day) for day in sorted(self.holidays)))

    def covers(self, day):
        return self.first <= day <= self.last

    def is_open(self, day):
        return day.weekday() not in self.weekend and day not in self.holidays

    def plus(self, day, count):
        step = ONE if count > 0 else -ONE
        while count:
            if not self.covers(day) or (day + step if day < date(9999, 12, 31) else day) == day:
                return None
            day += step
            if not self.covers(day):
                return None
            if self.is_open(day):
                count -= 1 if step == ONE else -1
        return day

    def count(self, start, end):
        if start <= end:
            return sum(self.is_open(start + n * ONE) for n in range(1, (end - start).days + 1))
        return -sum(self.is_open(end + n * ONE) for n in range((start - end).days))

    def nearest(self, day, step):
        while self.covers(day) and not self.is_open(day):
            day += step
        return day if self.covers(day) else None

    def roll(self, day, convention):
        if convention == "none":
            return day
        step = ONE if "ollowing" in convention else -ONE
        found = self.nearest(day, step)
        if convention.startswith("modified") and (found is None or found.month != day.month):
            found = self.nearest(day, -step)
        return found


def some_schedule(rng):
    """The text of a schedule, whether a date is an occurrence before rolling, and its rolling."""
    chosen = sorted(rng.sample(range(1, 13), rng.choice([1, 2, 5]))) if rng.random() < 0.3 else list(range(1, 13))
    names = [MONTHS[month - 1] for month in chosen]
    listed = names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
    kind = rng.randrange(4)
    if kind == 0:
        days = sorted(rng.sample(range(7), rng.choice([1, 2])))
        text = "every " + " and ".join(WEEKDAYS[day] for day in days)
        text += " in " + listed if len(chosen) < 12 else ""
        return text, lambda cal, day: day.month in chosen and day.weekday() in days
    ordinal = rng.randint(1, 5)
    back = rng.random() < 0.5
    word = ("last" if ordinal == 1 else ORDINALS[ordinal - 1] + " to last") if back else ORDINALS[ordinal - 1]
    if kind == 1 and rng.random() < 0.7:
        ordinal = rng.randint(6, 31)
        word = "%d%s" % (ordinal, "th" if 10 < ordinal < 14 else {1: "st", 2: "nd", 3: "rd"}.get(ordinal % 10, "th"))
        word += " to last" if back else ""
    of = " of " + (listed if len(chosen) < 12 else "the month")

    def month_days(day):
        return [date(day.year, day.month, n + 1) for n in range(calendar.monthrange(day.year, day.month)[1])]

    def picked(days, day, strict):
        days = days[::-1] if back else days
        if ordinal > len(days):
            return not strict and days[-1] == day
        return days[ordinal - 1] == day

    if kind == 1:
        return word + " day" + of, lambda cal, day: day.month in chosen and picked(month_days(day), day, False)
    if kind == 2:
        weekday = rng.randrange(7)
        return word + " " + WEEKDAYS[weekday] + of, lambda cal, day: day.month in chosen and picked(
            [d for d in month_days(day) if d.weekday() == weekday], day, True)
    return word + " business day" + of, lambda cal, day: day.month in chosen and picked(
        [d for d in month_days(day) if cal.is_open(d)], day, True)


ROLLS = {"none": "", "following": ", or the next business day", "preceding": ", or the previous business day",
         "modifiedFollowing": ", or the next business day of that month",
         "modifiedPreceding": ", or the previous business day of that month"}


def next_occurrence(cal, is_raw, roll, day):
    """The first rolled occurrence after a day that is far from both ends of the calendar; "skip" if it is not known."""
    best = None
    look = day - 45 * ONE
    while look <= cal.last and (best is None or look <= best + 45 * ONE):
        if is_raw(cal, look):
            rolled = cal.roll(look, roll)
            if rolled is None:
                return "skip"
            if rolled > day and (best is None or rolled < best):
                best = rolled
        look += ONE
    if best is None or best > cal.last - 45 * ONE:
        return "skip"
    return best


def calendars(seed, count):
    rng = random.Random(seed)
    done = 0
    while done < count:
        cal = Calendar(rng)
        print(cal.line())
        size = (cal.last - cal.first).days

        def inside(margin=0):
            return cal.first + timedelta(days=rng.randint(margin, size - margin))

        for _ in range(100):
            day, kind = inside(), rng.randrange(5)
            convention = rng.choice(list(ROLLS))
            if kind == 0:
                print("is %s = %s" % (day, "yes" if cal.is_open(day) else "no"))
            elif kind == 1:
                number = rng.choice([rng.randint(-5, 5), rng.randint(-40, 40), rng.randint(-800, 800)])
                print("plus %s | %d = %s" % (day, number, cal.plus(day, number) or "none"))
            elif kind == 2:
                other = inside()
                print("count %s | %s = %d" % (day, other, cal.count(day, other)))
            elif kind == 3:
                print("roll %s | %s = %s" % (day, convention, cal.roll(day, convention) or "none"))
            else:
                day = inside(60)
                text, is_raw = some_schedule(rng)
                if "business" in text:
                    convention = "none"
                found = next_occurrence(cal, is_raw, convention, day)
                if found == "skip":
                    continue
                print("next %s%s | %s = %s" % (text, ROLLS[convention], day, found))
            done += 1


if __name__ == "__main__":
    if sys.argv[1] == "zones":
        zones(int(sys.argv[2]), sys.argv[3], sys.argv[4:])
    else:
        globals()[sys.argv[1]](int(sys.argv[2]), int(sys.argv[3]))
