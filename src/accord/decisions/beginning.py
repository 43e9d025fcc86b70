"""Where the text of a new decision begins: with the finding's own numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from accord.analyses.base import Analysis, Effect
from accord.analyses.effects import Before
from accord.decisions.terms import LEAVE_IT, Option, Promise, Terms
from accord.findings import words
from accord.findings.finding import Finding, Unit
from accord.findings.format import Format
from accord.units.interval import Interval
from accord.units.period import local

USUAL = timedelta(days=91)
"""A promise counts for a quarter unless somebody says otherwise."""


def first_terms(
    finding: Finding, analysis: Analysis[object], form: Format, today: date, usual: timedelta = USUAL
) -> Terms:
    """A draft's text: the finding's title, its effect as the promise, its lower end as the least that counts.

    ``usual`` is how long the promise counts, unless what it speaks of lies ahead.
    """
    effect, unit = promised(finding, analysis.effect)
    counts_from = today + timedelta(days=1)
    counts_to = _last_day(finding, analysis.effect, form, counts_from, usual)
    currency = finding.amount.currency if finding.amount else form.currency
    promise = Promise(
        figure=analysis.effect.figure,
        unit=unit,
        currency=currency if unit == "money" else "",
        effect=effect,
        least=max(effect.low, 0.0),
        counts_from=counts_from,
        counts_to=counts_to,
        checked_on=counts_to,
        final_on=counts_to,
    )
    title = words.title(finding, "finance", form)
    return Terms(title[:160], promise, options=(Option(LEAVE_IT),))


def promised(finding: Finding, effect: Effect) -> tuple[Interval, Unit]:
    """What could at best be won back, above 0 for better: the effect's figure, or the finding's amount."""
    figure = next((f for f in finding.figures if f.name == effect.figure), None)
    if effect.told != "whole" and figure is not None and isinstance(figure.value, Interval):
        return _better(figure.value), figure.unit
    if finding.amount is not None and effect.figure != "extra_minutes":
        return _better(finding.amount.interval), "money"
    if figure is not None and isinstance(figure.value, Interval):
        return _better(figure.value), figure.unit
    return Interval.exact(0), "money"


def _better(value: Interval) -> Interval:
    return value.scaled(-1) if value.mid < 0 else value


def _last_day(finding: Finding, effect: Effect, form: Format, first: date, usual: timedelta) -> date:
    """The usual time; but what lies ahead is checked on the day before it comes."""
    if effect.told != "ahead":
        return first + usual - timedelta(days=1)
    return max(first, local(finding.period.start, form.zone).date() - timedelta(days=1))


def over_its_time(terms: Terms, own: Interval, before: Before) -> Terms | None:
    """The text with a promise that speaks of its whole time, where it still stands as it began; None where it does not.

    A finding may be one outage, its promise speaks of all of a quarter: what such a time costs with nothing changed is
    what could be won back in it, and its lower end the least that counts. ``own`` is the finding's own amount.
    """
    p = terms.promise
    began = (own.mid, own.low, own.high, max(own.low, 0.0))
    untouched = all(abs(a - b) < 1 for a, b in zip((p.effect.mid, p.effect.low, p.effect.high, p.least), began))
    if not untouched or before.baseline is None or before.least is None or p.unit != "money" or before.unit != "money":
        return None
    effect = Interval(*(float(round(v)) for v in (before.baseline.mid, before.baseline.low, before.baseline.high)))
    return replace(terms, promise=replace(p, effect=effect, least=float(round(before.least))))
