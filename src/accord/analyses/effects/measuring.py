"""The later period against what it would have brought: one sequence for every analysis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from accord.analyses.base import Analysis
from accord.analyses.effects import coverage, telling
from accord.analyses.effects.asking import Asked, subject_of
from accord.analyses.effects.coverage import Reach
from accord.analyses.effects.measured import Before, Decided, Measured
from accord.analyses.effects.stretches import Stretches, alike, cut
from accord.analyses.effects.telling import Told
from accord.clauses.charter import Charter
from accord.engines.base import Engine
from accord.findings.finding import Flag
from accord.methods.promises import Baseline, effect_of, level_of, shrunk_baseline
from accord.methods.promises.baseline import FEWEST
from accord.units.interval import Interval
from accord.units.period import Period

__all__ = ["before", "measure", "subject_of"]

LONGEST = timedelta(days=1000)
"""So far back the history is looked for."""
MOST_UNTOLD = 1 / 3
"""Where a larger share of findings tells no number, nothing can be told."""
SAME = 1e-4
"""Baselines that differ by less than this part of themselves are the same."""


def before(
    analysis: Analysis[Any],
    engine: Engine,
    charter: Charter,
    *,
    subject: str,
    baseline: Period,
    later: Period,
    as_of: datetime,
    settings: Any = None,
    seed: int = 0,
    figure: str | None = None,
) -> Before:
    """What the later period would bring with nothing changed; for the page on which a promise is made.

    ``later`` may still lie ahead; the rest is as for ``measure``. Raises ``ValueError`` for a subject or period that
    nothing can be promised about.
    """
    asked = Asked(analysis, engine, charter, subject, as_of, settings, seed, figure)
    if analysis.effect.told == "ahead":
        return _standing(asked, baseline)
    return _past(asked, baseline, later).before


def measure(
    analysis: Analysis[Any],
    engine: Engine,
    charter: Charter,
    *,
    subject: str,
    baseline: Period,
    later: Period,
    as_of: datetime,
    settings: Any = None,
    seed: int = 0,
    figure: str | None = None,
    decided: Decided | None = None,
    told_to: Mapping[str, datetime] | None = None,
) -> Measured:
    """Run an analysis over the history and over the later period, and tell the effect between them.

    ``subject`` is ``subject_of`` the finding that was decided on. ``baseline`` is the earlier period (for what lies
    ahead: the finding's own), ``later`` the promise's. ``as_of`` is the moment that the facts reach to; ``figure``
    another figure of the findings than the analysis's effect (``margin_lost``, say); ``decided`` what was signed;
    ``told_to`` says by table how far its exports are known to reach, where the last row does not tell. The same
    facts, clauses, settings and seed give the same answer. Raises ``ValueError`` for a subject or period that nothing
    can be promised about.
    """
    asked = Asked(analysis, engine, charter, subject, as_of, settings, seed, figure)
    if analysis.effect.told == "ahead":
        return _ahead(asked, baseline, later, decided)
    past = _past(asked, baseline, later)
    found = _compared(asked, past, later, told_to or {})
    return found if decided is None else _beside(found, decided, scaled=analysis.effect.told != "window")


@dataclass(frozen=True)
class _Past:
    """The history: what is said of it, and what the later period is held against."""

    before: Before
    reach: tuple[Reach, ...] = ()
    cut: Stretches | None = None
    told: Told | None = None
    level: Baseline | None = None


def _past(asked: Asked, baseline: Period, later: Period) -> _Past:
    if later.start < baseline.end:
        raise ValueError(f"the promise counts from {later.start}, before its earlier period ends ({baseline.end})")
    said = Before(asked.subject, asked.figure, asked.effect.better, "money", asked.currency, later.seconds,
                  asked.analysis.version)  # fmt: skip
    if asked.effect.seasonal:
        return _Past(replace(said, cannot=(_season(asked),)))
    wide = Period(baseline.start - LONGEST, max(later.end, baseline.end))
    reach = _reaches(asked, wide, later.start)
    begun = coverage.begun(reach)
    if begun is None or begun >= baseline.end:
        return _Past(replace(said, cannot=(Flag("no_history", "The facts do not reach into the earlier period."),)))
    slices, told = _history(asked, begun, baseline, later, reach)
    said = replace(said, findings=told.used, cautions=told.cautions, unit=told.unit,
                   currency=asked.currency if told.unit == "money" else "")  # fmt: skip
    reasons = _too_little(told, slices)
    if slices is None or reasons:
        return _Past(replace(said, cannot=reasons), reach)
    level = shrunk_baseline(told.happened, slices.chosen, later=slices.numbers, rng=asked.rng("baseline"))
    scale = _scale(asked, slices)
    said = replace(said, baseline=level.shrunk.scaled(scale), earlier=level.earlier * scale,
                   usual=level.usual * scale, history=slices.history)  # fmt: skip
    return _Past(said, reach, slices, told, level)


def _reaches(asked: Asked, wide: Period, promise: datetime) -> tuple[Reach, ...]:
    dated = asked.effect.dated
    found = coverage.reaches(asked.engine, dated or asked.analysis.needs.tables, wide, promise)
    if not dated:
        return found
    # What happens by chance is told daily by chance only: a day without any is no gap in its export.
    return tuple(replace(r, usual_gap=max(r.usual_gap, coverage.DAILY + 1)) for r in found if len(r.days))


def _season(asked: Asked) -> Flag:
    return Flag("season", f"The time of year moves {asked.effect.says} as much as any decision does, and nothing here "
                "tells one from the other. Promise about what is to move it: outages, campaigns.")  # fmt: skip


def _scale(asked: Asked, slices: Stretches) -> float:
    """From a slice of the history to the later period; a share is a share of any stretch."""
    return 1.0 if asked.effect.told == "window" else slices.per


def _history(
    asked: Asked, begun: datetime, baseline: Period, later: Period, reach: tuple[Reach, ...]
) -> tuple[Stretches | None, Told]:
    if asked.effect.told == "window":
        slices, told = telling.windows(asked, begun, min(later.start, asked.as_of))
        chosen = np.array([_mostly(p, baseline) for p in slices], dtype=bool)
        return (alike(slices, chosen, later) if slices else None), told
    parts = cut(begun, baseline, later, asked.as_of)
    known = coverage.known(reach, parts.before)
    return parts, (telling.each if asked.effect.told == "each" else telling.whole)(asked, parts.before, known)


def _mostly(one: Period, other: Period) -> bool:
    shared = (min(one.end, other.end) - max(one.start, other.start)).total_seconds()
    return shared > one.seconds / 2


def _too_little(told: Told, slices: Stretches | None) -> tuple[Flag, ...]:
    known = int(told.happened.known.sum())
    if slices is None or known < FEWEST or not (slices.chosen & told.happened.known).any():
        what = "No stretch" if not known else f"Only {known} stretches"
        return (Flag("short_history", f"{what} of the history can be told, too few to say what is usual."),)
    if _too_many_untold(told):
        return (_untold_flag(told, "the history"),)
    if not told.used or not told.happened.sums.any():
        return (Flag("nothing_before", "Nothing of the kind was found before, so nothing can get better."),)
    return ()


def _compared(asked: Asked, past: _Past, later: Period, told_to: Mapping[str, datetime]) -> Measured:
    if past.cut is None or past.told is None or past.level is None:
        return Measured(past.before, cannot=past.before.cannot)
    cannot = _not_reached(asked, past, later, told_to)
    if cannot:
        return Measured(past.before, cannot=cannot)
    told = _later(asked, past, past.cut, past.told, later)
    cannot = _untold(told)
    if cannot:
        return Measured(past.before, findings=told.used, cannot=cannot, cautions=told.cautions)
    scale = _scale(asked, past.cut)
    level = level_of(told.happened, past.told.happened, rng=asked.rng("later"))
    effect = effect_of(past.level, level, asked.effect.better)
    return Measured(past.before, level.came.scaled(scale), effect.scaled(scale), told.used, cautions=told.cautions)


def _not_reached(asked: Asked, past: _Past, later: Period, told_to: Mapping[str, datetime]) -> tuple[Flag, ...]:
    if asked.as_of < later.end - coverage.SLACK:
        return (Flag("too_early", f"The period ends on {later.end:%Y-%m-%d %H:%M} UTC, and the facts reach to "
                                  f"{asked.as_of:%Y-%m-%d %H:%M} UTC."),)  # fmt: skip
    return coverage.holes(past.reach, later, told_to)


def _later(asked: Asked, past: _Past, parts: Stretches, history: Told, later: Period) -> Told:
    if asked.effect.told == "window":
        return telling.windows(asked, later.start, later.end)[1]
    known = np.ones(len(parts.later), dtype=bool)
    if asked.effect.told == "each":
        told = telling.each(asked, parts.later, known, rate=history.rate)
    else:
        told = telling.whole(asked, parts.later, known)
    # Later slices may be a little longer or shorter than the history's: amounts of one of the latter.
    return replace(told, happened=told.happened.times(parts.ratio))


def _untold(told: Told) -> tuple[Flag, ...]:
    unknown = int((~told.happened.known).sum())
    if not len(told.happened.known) or unknown:
        return (Flag("not_told", "The analysis cannot tell the figure of the whole later period."),)
    return (_untold_flag(told, "the later period"),) if _too_many_untold(told) else ()


def _too_many_untold(told: Told) -> bool:
    return told.untold > MOST_UNTOLD * len(told.used)


def _untold_flag(told: Told, when: str) -> Flag:
    return Flag("untold", f"{told.untold} of {len(told.used)} findings of {when} tell no number.")


def _beside(found: Measured, decided: Decided, *, scaled: bool) -> Measured:
    """The baseline that was signed beside the one of today."""
    signed = decided.baseline.scaled(found.before.seconds / decided.seconds if scaled else 1.0)
    now = found.before.baseline
    moved = now is None or abs(now.mid - signed.mid) > SAME * max(abs(now.mid), abs(signed.mid))
    other = decided.version != found.before.version
    return replace(found, decided=signed, method_changed=moved and other, facts_changed=moved and not other)


def _standing(asked: Asked, own: Period) -> Before:
    """Of what lies ahead, one look is all there is: no history, and so nothing to shrink."""
    found = asked.findings(Period(min(asked.as_of, own.start) - timedelta(days=1), own.end))
    told = next((v for f in found if (v := asked.value(f)) is not None), None)
    unit = asked.unit(found)
    return Before(
        asked.subject,
        asked.figure,
        asked.effect.better,
        unit,
        asked.currency if unit == "money" else "",
        own.seconds,
        asked.analysis.version,
        baseline=told,
        findings=asked.used(found),
        cannot=() if told else (Flag("nothing_ahead", "No such plan lies ahead any more."),),
    )


def _ahead(asked: Asked, own: Period, later: Period, decided: Decided | None) -> Measured:
    """One planned thing: is it still planned, and what is at risk? Told only while it still lies ahead."""
    now = _standing(asked, own)
    if decided is None:
        return Measured(now, cannot=(Flag("not_signed", "What was at risk at the decision is not on record."),))
    if min(asked.as_of, later.end) > own.start:
        return Measured(now, decided=decided.baseline, cannot=(Flag(
            "past", "Its time has passed, and past plans are no longer told; check it before it comes."),))  # fmt: skip
    later_value = now.baseline or Interval.exact(0)
    base = decided.baseline
    # Chance and sales behind both looks are the same, so only what changed between them is an effect.
    left = later_value.mid / base.mid if base.mid else 1.0
    return Measured(replace(now, baseline=base, cannot=()), later_value, base.scaled(1 - left), now.findings,
                    base, method_changed=decided.version != asked.analysis.version)  # fmt: skip
