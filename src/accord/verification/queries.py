"""What can be asked of verdicts; nothing here changes a row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accord.decisions.models import Decision
from accord.decisions.operations.drafting import terms_of
from accord.units.interval import Interval, total
from accord.units.money import Amount
from accord.verification.comparing import Share, difference
from accord.verification.models import Verification


def of(decision: Decision) -> list[Verification]:
    """Every look at a promise, the first first."""
    return list(Verification.objects.filter(decision=decision).order_by("id"))


def finals() -> list[Verification]:
    """The verdict of each decision that has one, the newest first."""
    return list(Verification.objects.filter(final=True).select_related("decision").order_by("-id"))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many ended how."""

    kept: int = 0
    broken: int = 0
    cannot_tell: int = 0

    @property
    def all(self) -> int:
        return self.kept + self.broken + self.cannot_tell


@dataclass(frozen=True, slots=True)
class Record:
    """The record of promises. ``worth`` is what decisions with a verdict have been worth so far, one amount for each
    currency; ``both`` and ``one`` tally those paid by both sides and by one. ``more_kept`` is how much larger the share
    kept is where both paid; None where there are too few to say.
    """

    tally: Tally
    worth: tuple[Amount, ...]
    counted: int
    both: Tally
    one: Tally
    more_kept: Interval | None


def record() -> Record:
    """The record of promises so far. Effects are taken as independent: two decisions never speak of the same time
    of the same thing (see ``decisions.queries.open_about``)."""
    found = finals()
    paid = [(terms_of(v.decision).paid, v) for v in found]
    both = tally(v for p, v in paid if p.by_both)
    one = tally(v for p, v in paid if p.together > 0 and not p.by_both)
    money = [v for v in found if v.unit == "money" and v.effect is not None]
    return Record(
        tally=tally(found),
        worth=worth(money),
        counted=len(money),
        both=both,
        one=one,
        more_kept=difference(Share(both.kept, both.all), Share(one.kept, one.all)),
    )


def tally(found: Iterable[Verification]) -> Tally:
    verdicts = [v.verdict for v in found]
    return Tally(*(verdicts.count(v) for v in ("kept", "broken", "cannot_tell")))


def worth(found: Iterable[Verification]) -> tuple[Amount, ...]:
    """The sum of measured effects, unlike currencies apart."""
    groups: dict[str, list[Interval]] = {}
    for one in found:
        value = interval(one.effect)
        if value is not None:
            groups.setdefault(one.currency, []).append(value)
    return tuple(Amount(total(values), currency) for currency, values in sorted(groups.items()))


def interval(ends: dict[str, Any] | None) -> Interval | None:
    """The interval that a row keeps."""
    return Interval(ends["mid"], ends["low"], ends["high"]) if ends else None
