"""The days on which trade is unlike other days."""

from __future__ import annotations

from datetime import date, timedelta

from accord.clauses.charter import Charter


def special_days(charter: Charter, start: date, end: date) -> frozenset[date]:
    """Local days with ``start <= day < end``: public holidays of the calendar clause and its listed days.

    Public holidays are those of the ``holidays`` package for the clause's country and region.
    """
    rules = charter.calendar
    listed = {date.fromisoformat(day) for day in rules.special_days}
    public = _public(rules.country, rules.region, start, end) if rules.country else set()
    return frozenset(day for day in listed | public if start <= day < end)


def _public(country: str, region: str | None, start: date, end: date) -> set[date]:
    if end <= start:
        return set()
    from holidays import country_holidays

    years = range(start.year, (end - timedelta(days=1)).year + 1)
    return set(country_holidays(country, subdiv=region, years=years))
