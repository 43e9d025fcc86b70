"""A slot that was tried on the calendar, as an option of the decision about that clash."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from accord.decisions.terms import LONGEST, Option
from accord.findings import archive
from accord.findings.format import Format
from accord.pages.decisions.numbers import typed
from accord.pages.decisions.together import OptionFields, TogetherPage
from accord.pages.joint_calendar.asked import Asked
from accord.pages.joint_calendar.slot import Tried, try_slot
from accord.pages.sheet import utc
from accord.units.interval import Interval
from accord.units.period import Period
from accord.workspace.folder import Workspace


def with_slot(page: TogetherPage, workspace: Workspace, asked: Asked, *, now: datetime, form: Format) -> TogetherPage:
    """The form with the slot as its chosen option, priced anew; as it is where no slot was carried along.

    Raises ``ValueError``, ``LookupError`` for a slot or a plan that cannot be tried.
    """
    slot = asked.slot(form.zone) if asked.entry else None
    if slot is None:
        return page
    tried = try_slot(workspace, asked.entry, *slot, now=utc(now))
    at_risk = archive.load(workspace.findings, page.finding).amount
    option = option_of(tried, at_risk.interval if at_risk else None, form)
    low, mid, high = (typed(v, "money", page.currency, form) for v in (option.low, option.mid, option.high))
    fields = OptionFields(option.name, option.note, "", low, mid, high, chosen=True)
    return replace(page, options=(fields, *page.options))


def option_of(tried: Tried, at_risk: Interval | None, form: Format) -> Option:
    """What moving the plan brings back: what is at risk where it lies now, less what is at risk there.

    The two are of the same market, so their ends are taken apart end by end; a slot without a price brings nothing
    that could be told.
    """
    entry = tried.entry
    when = form.period(Period(entry.start, entry.end))
    name = f"Move {entry.title} to {when}"[: LONGEST["name"]]
    if tried.risk is None or at_risk is None:
        return Option(name, note=tried.why[: LONGEST["text"]])
    there = tried.risk.interval
    low, mid, high = sorted(max(0, round(a - b)) for a, b in zip(_ends(at_risk), _ends(there), strict=True))
    return Option(name, low=low, mid=mid, high=high, note=f"At risk there: {form.amount(tried.risk)}")


def _ends(value: Interval) -> tuple[float, float, float]:
    return value.low, value.mid, value.high
