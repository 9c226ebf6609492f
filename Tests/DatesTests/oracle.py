"""Answers about dates and zones from Python's datetime, calendar and zoneinfo, to be compared with ours.

    oracle.py dates SEED COUNT      one case a line: the question, then the answer
    oracle.py zones SEED PATH NAME...   for each zone `Z name`, then `o` and `l` lines

`o instant offset` gives the offset of an instant; `l wall first second` gives, for a local time, the instants of
fold=0 and fold=1 and nothing more: what is skipped and what is doubled follows from them.
"""

import calendar
import random
import sys
from datetime import date, datetime, timedelta, timezone
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
    for name in names:
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


if __name__ == "__main__":
    if sys.argv[1] == "dates":
        dates(int(sys.argv[2]), int(sys.argv[3]))
    else:
        zones(int(sys.argv[2]), sys.argv[3], sys.argv[4:])
