"""What the mirror check found, in plain words with amounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from accord.clauses.charter import SIDE_WORDS
from accord.clauses.incentives import Incentive
from accord.clauses.objectives import Metric
from accord.findings.format import Format
from accord.methods.incentives.found import Perversity
from accord.methods.incentives.outcomes import OTHER
from accord.methods.incentives.regions import Region
from accord.units.interval import Interval
from accord.units.money import digits

NEARLY_ALL = 0.995
"""A share that reads as all."""
MIRRORED = "Both sides are rewarded for what the company earns by"


@dataclass(frozen=True, slots=True)
class FoundShown:
    """One way in which a reward works against the company. ``gains`` and ``loses`` are what the side is paid and the
    company loses, with intervals; ``often`` how likely a month is to be like that, '' where that cannot be told."""

    kind: str
    side: str
    mark: str
    says: str
    where: str
    gains: str
    loses: str
    often: str
    past: str


@dataclass(frozen=True)
class Speech:
    """How numbers and metrics are said: in the reader's locale, metrics by what the objectives call them."""

    form: Format
    currency: str
    metrics: Mapping[str, Metric]
    months: int

    def money(self, whole: Interval, spec: str = "") -> str:
        """An amount that is given in whole units."""
        minor = whole.scaled(10.0 ** digits(self.currency))
        return self.form.interval(minor, "money", spec, self.currency)

    def title(self, name: str) -> str:
        metric = self.metrics.get(name)
        title = metric.title if metric else name
        return title[0].lower() + title[1:]

    def value(self, name: str, value: float) -> str:
        """A value of a metric with its unit."""
        unit = self.metrics[name].unit if name in self.metrics else "count"
        if unit == "share":
            return self.form.share(value, 2)
        if unit == "money":
            return self.form.money(value * 10.0 ** digits(self.currency), self.currency)
        number = self.form.interval(Interval.exact(value), "ratio")
        return f"{number} {unit}" if unit in ("days", "hours") else number

    def step(self, name: str, value: float) -> str:
        """By how much a metric moves: shares in points."""
        share = name in self.metrics and self.metrics[name].unit == "share"
        return (
            f"{self.form.interval(Interval.exact(100 * value), 'ratio')} points" if share else self.value(name, value)
        )


def found_shown(one: Perversity, speech: Speech) -> FoundShown:
    """One finding as it is read."""
    return FoundShown(
        kind=one.kind,
        side=one.side,
        mark="m" if one.side == "marketing" else "t",
        says=_says(one, speech),
        where=_where(one.region, speech),
        gains=speech.money(one.gains, "full"),
        loses=speech.money(one.loses, "full") if one.loses.mid else "",
        often=speech.form.interval(one.likely, "share", "full") if one.likely else "",
        past=_past(one, speech),
    )


def _says(one: Perversity, speech: Speech) -> str:
    side, gains, loses = called(one.side), speech.money(one.gains), speech.money(one.loses)
    match one.kind:
        case "decision":
            worth = "brings the company" if one.way == "refuse" else "costs the company"
            return f"{side} is paid {gains} to {one.way} “{one.subject}”, which {worth} {loses}"
        case "wrong_way":
            return _wrong_way(one, speech)
        case "together":
            return f"{side} is paid {gains} a year more than usual in months in which the company earns {loses} less"
        case "one_side":
            other = SIDE_WORDS[OTHER[one.side]]
            return f"Of a bad month {SIDE_WORDS[one.side]} alone bears a loss, {gains} a year; {other} bears none"
    frames = f"every {_frame(one.start)}, {SIDE_WORDS[OTHER[one.side]]} every {_frame(one.end)}"
    return f"{side} is paid {frames}: {gains} a year for good months that later ones undo"


def mend_says(before: tuple[Incentive, ...], after: tuple[Incentive, ...], speech: Speech) -> tuple[str, ...]:
    """What a mend changes, a sentence for each line that it touches."""
    known = {line.name: line for line in before}
    return tuple(says for line in after if (says := _changed(known.get(line.name), line, speech)))


def _changed(old: Incentive | None, line: Incentive, speech: Speech) -> str:
    number = speech.form.interval(Interval.exact(line.weight), "ratio")
    if old is None:
        return f"{called(line.side or 'it')} shares in it: “{line.name}” pays {line.pays}, times {number}"
    if (old.weight, old.horizon) == (line.weight, line.horizon):
        return ""
    if not line.weight:
        return f"“{line.name}” is paid no more"
    if not old.weight:
        return f"“{line.name}” is paid, times {number}"
    frame = f" each {line.horizon} instead of each {old.horizon}," if old.horizon != line.horizon else ""
    times = speech.form.interval(Interval.exact(line.weight / line.months / (old.weight / old.months)), "ratio")
    return f"“{line.name}” is paid{frame} {'as much as now' if times == '1' else f'{times} times what it is now'}"


def called(side: str) -> str:
    """A side at the beginning of a sentence."""
    word = SIDE_WORDS[side]
    return word[0].upper() + word[1:]


def _frame(months: float | None) -> str:
    return {1: "month", 3: "quarter"}.get(round(months or 12), "year")


def _wrong_way(one: Perversity, speech: Speech) -> str:
    does = "raise" if one.way == "up" else "lower"
    stretch = f"between {speech.value(one.subject, one.start or 0)} and {speech.value(one.subject, one.end or 0)}"
    step = speech.step(one.subject, one.step or 0)
    pays = f"a step of {step} pays {speech.money(one.gains)} a year and costs the company {speech.money(one.loses)}"
    return f"{called(one.side)} is paid to {does} {speech.title(one.subject)} {stretch}: {pays}"


def _where(region: Region, speech: Speech) -> str:
    """The bounds in words; how well they say it where they do not say it exactly."""
    told = []
    for bound in region.bounds:
        name = speech.title(bound.metric)
        least = speech.value(bound.metric, bound.least) if bound.least is not None else ""
        most = speech.value(bound.metric, bound.most) if bound.most is not None else ""
        if least and most:
            told.append(f"{name} is between {least} and {most}")
        else:
            told.append(f"{name} is at least {least}" if least else f"{name} is at most {most}")
    if not told:
        return ""
    doubt = "" if region.purity >= NEARLY_ALL else f" ({speech.form.share(region.purity, 0)} of such months are meant)"
    return f"While {', '.join(told[:-1]) + ' and ' if told[:-1] else ''}{told[-1]}{doubt}."


def _past(one: Perversity, speech: Speech) -> str:
    if not one.past or not speech.months:
        return ""
    return f"So it was in {len(one.past)} of our own {speech.months} months."
