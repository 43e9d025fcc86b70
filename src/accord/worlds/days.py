"""The made-up retailer's calendar: French public holidays, sale days and change freezes, for any year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

MEMBER_DAY = "Member day"


@dataclass(frozen=True, slots=True)
class Entry:
    """Whole local days ``first <= day < last`` of one kind: ``holiday``, ``sale`` or ``freeze``.

    ``factor`` is what a day of it does to the number of orders (1 = nothing).
    """

    entry_id: str
    kind: str
    title: str
    first: date
    last: date
    factor: float = 1.0


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Gauss's method as completed by Butcher, 1876)."""
    century, rest = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (year % 19 + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The ``nth`` (1-based; -1 is the last) given weekday (Monday is 0) of a month."""
    if nth < 0:
        after = date(year + month // 12, month % 12 + 1, 1)
        return after - timedelta(days=(after.weekday() - weekday - 1) % 7 + 1)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def black_friday(year: int) -> date:
    """The day after the fourth Thursday of November."""
    return nth_weekday(year, 11, 3, 4) + timedelta(days=1)


def winter_sale(year: int) -> date:
    """First day of the French winter sales: second Wednesday of January, the first if that is after the 12th."""
    second = nth_weekday(year, 1, 2, 2)
    return second if second.day <= 12 else second - timedelta(days=7)


def summer_sale(year: int) -> date:
    """First day of the French summer sales: last Wednesday of June, the week before if that is after the 28th."""
    last = nth_weekday(year, 6, 2, -1)
    return last if last.day <= 28 else last - timedelta(days=7)


def public_holidays(year: int) -> tuple[Entry, ...]:
    """The eleven public holidays of metropolitan France, with what they do to orders."""
    spring = easter(year)
    fixed = [
        ("New Year's Day", date(year, 1, 1), 0.7),
        ("Easter Monday", spring + timedelta(days=1), 0.9),
        ("Labour Day", date(year, 5, 1), 0.85),
        ("Victory Day", date(year, 5, 8), 0.9),
        ("Ascension Day", spring + timedelta(days=39), 0.9),
        ("Whit Monday", spring + timedelta(days=50), 0.9),
        ("National Day", date(year, 7, 14), 0.8),
        ("Assumption Day", date(year, 8, 15), 0.85),
        ("All Saints' Day", date(year, 11, 1), 0.95),
        ("Armistice Day", date(year, 11, 11), 0.95),
        ("Christmas Day", date(year, 12, 25), 0.5),
    ]
    return tuple(_one("holiday", title, day, factor) for title, day, factor in fixed)


def member_days(year: int) -> tuple[date, ...]:
    """First Thursday of each month, but not in August and December (the exceptions of the calendar file)."""
    return tuple(nth_weekday(year, month, 3, 1) for month in range(1, 13) if month not in (8, 12))


def sale_days(year: int) -> tuple[Entry, ...]:
    """Days on which the shop sells at other prices."""
    friday, winter, summer = black_friday(year), winter_sale(year), summer_sale(year)
    special = [
        _one("sale", "Black Friday", friday, 2.1),
        _one("sale", "Cyber Monday", friday + timedelta(days=3), 1.6),
        _one("sale", "Winter sale, first day", winter, 1.5),
        _one("sale", "Summer sale, first day", summer, 1.4),
    ]
    return (*special, *(_one("sale", MEMBER_DAY, day, 1.25) for day in member_days(year)))


def freezes(year: int) -> tuple[Entry, ...]:
    """Days on which IT changes nothing that customers touch."""
    friday = black_friday(year)
    return (
        Entry(
            f"freeze-peak-{year}",
            "freeze",
            "Change freeze: peak week",
            friday - timedelta(days=4),
            friday + timedelta(days=5),
        ),
        Entry(
            f"freeze-christmas-{year}",
            "freeze",
            "Change freeze: Christmas",
            date(year, 12, 15),
            date(year + 1, 1, 2),
        ),
        Entry(
            f"freeze-summer-sale-{year}",
            "freeze",
            "Change freeze: summer sale",
            summer_sale(year) - timedelta(days=1),
            summer_sale(year) + timedelta(days=3),
        ),
    )


def entries(first: date, last: date) -> tuple[Entry, ...]:
    """All entries that touch ``first <= day < last``, in order of their first day."""
    years = range(first.year - 1, last.year + 1)
    found = [e for y in years for e in (*public_holidays(y), *sale_days(y), *freezes(y))]
    return tuple(sorted((e for e in found if e.first < last and e.last > first), key=lambda e: (e.first, e.entry_id)))


def _one(kind: str, title: str, day: date, factor: float) -> Entry:
    return Entry(f"{kind}-{day.isoformat()}", kind, title, day, day + timedelta(days=1), factor)
