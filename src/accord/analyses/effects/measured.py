"""The words of a measurement: what was before, what came later, and the effect between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from accord.findings.finding import Flag, Unit
from accord.methods.promises import Verdict, verdict
from accord.units.interval import Interval
from accord.units.period import Period


@dataclass(frozen=True, slots=True)
class Used:
    """A finding that went in: its name, its revision, when, and what it told (None: no number)."""

    finding: str
    revision: str
    period: Period
    told: float | None


@dataclass(frozen=True, slots=True)
class Decided:
    """What a signed promise started from: the baseline of a stretch of ``seconds``, by that version of the analysis."""

    baseline: Interval
    seconds: float
    version: int


@dataclass(frozen=True, slots=True)
class Before:
    """What a figure would come to over a stretch of ``seconds`` with nothing changed.

    ``baseline`` is the earlier period shrunk towards the full history, ``earlier`` what it came to as it was, and
    ``usual`` what the whole history did, all of the same stretch and in ``unit`` (money in minor units of
    ``currency``; a share over a window is not scaled). They are None where ``cannot`` says why; ``cautions`` are
    reasons to trust them less. ``history`` is the time they were told from, ``findings`` what was told of it.
    """

    subject: str
    figure: str
    better: Literal["up", "down"]
    unit: Unit
    currency: str
    seconds: float
    version: int
    baseline: Interval | None = None
    earlier: float | None = None
    usual: float | None = None
    history: Period | None = None
    findings: tuple[Used, ...] = ()
    cannot: tuple[Flag, ...] = ()
    cautions: tuple[Flag, ...] = ()

    @property
    def least(self) -> float | None:
        """The least that counts where the two sides name none: the lower end of what is lost now. None where more is
        better, or where it may be nothing."""
        if self.baseline is None or self.better == "up" or not self.baseline.low > 0:
            return None
        return self.baseline.low

    def decided(self) -> Decided:
        """What a promise made on this keeps of it. Raises ``ValueError`` where there is no baseline."""
        if self.baseline is None:
            raise ValueError(" ".join(flag.sentence for flag in self.cannot))
        return Decided(self.baseline, self.seconds, self.version)


@dataclass(frozen=True, slots=True)
class Measured:
    """The effect of a promise: ``before``, ``later`` and ``effect`` speak of one stretch, in one unit.

    ``later`` is what the later period came to, with the interval of what such a period is to be expected to bring.
    ``effect`` is above 0 where it got better, whichever way better is; None where ``cannot`` says why. ``decided`` is
    the baseline that was signed, scaled to the stretch; ``method_changed`` where another version of the analysis
    now gives another baseline, ``facts_changed`` where the same version does.
    """

    before: Before
    later: Interval | None = None
    effect: Interval | None = None
    findings: tuple[Used, ...] = ()
    decided: Interval | None = None
    method_changed: bool = False
    facts_changed: bool = False
    cannot: tuple[Flag, ...] = ()
    cautions: tuple[Flag, ...] = ()

    def verdict(self, least: float, *, over: float | None = None) -> Verdict:
        """By the promise's least that counts; cannot tell where there is no effect.

        ``least`` is in the effect's unit, over the same stretch, or over so many seconds as ``over`` says: an
        extension on the same terms asks as much of each week. A share is a share of any stretch.
        """
        if self.effect is None:
            return "cannot_tell"
        grows = over is not None and self.before.unit not in ("share", "ratio")
        return verdict(self.effect, least * self.before.seconds / over if grows and over else least)
