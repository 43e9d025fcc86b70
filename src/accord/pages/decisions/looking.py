"""On the due date: what each verdict would mean, what was found, and how decisions like this one ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accord.findings.format import Format
from accord.pages.decisions.showing import (
    VERDICT_TONES,
    VERDICT_WORDS,
    Estimate,
    estimate,
    moment,
    one,
)
from accord.pages.sheet import SheetTable, cell_text
from accord.pages.shown import Column
from accord.units.interval import Interval

if TYPE_CHECKING:
    from accord.decisions.models import Decision
    from accord.verification.models import Verification


@dataclass(frozen=True, slots=True)
class VerdictBar:
    """What a verdict means, with a bar of an example: ends, the place of nothing and of the least, in percent."""

    word: str
    tone: str
    says: str
    low: float
    high: float
    nil: float
    least: float


@dataclass(frozen=True, slots=True)
class LookShown:
    """One look at the promise. ``pairs`` are (label, text) of what it rests on."""

    word: str
    tone: str
    at: str
    says: str
    effect: Estimate | None
    pairs: tuple[tuple[str, str], ...]
    flags: tuple[str, ...]
    findings: tuple[tuple[str, str], ...]


_LOOKS = tuple(
    Column(n, t, False)
    for n, t in (("at", "When"), ("verdict", "Verdict"), ("effect", "Effect"), ("range", "Range"), ("says", "Says"))
)
_CAME = tuple(Column(n, t, False) for n, t in (("at", "When"), ("what", "What"), ("is", "Found")))


def looks_tables(looks: Sequence[LookShown]) -> tuple[SheetTable, ...]:
    """Each verdict, and what it was worked out from."""
    verdicts = tuple(
        tuple(cell_text(t) for t in (v.at, v.word, v.effect.text if v.effect else "", v.effect.ends if v.effect else "",
                                     v.says))
        for v in looks
    )  # fmt: skip
    came = tuple(
        tuple(cell_text(t) for t in (v.at, what, found))
        for v in looks
        for what, found in (*v.pairs, *(("", flag) for flag in v.flags))
    )
    return (
        SheetTable("looks", "On the due date", _LOOKS, verdicts),
        SheetTable("came", "What came", _CAME, came),
    )


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened on the way, with its day."""

    day: str
    iso: str
    says: str
    tone: str = ""
    small: str = ""


@dataclass(frozen=True, slots=True)
class PathShown:
    """How another decision on the same kind of thing went."""

    id: str
    title: str
    steps: tuple[Step, ...]


_BARS = {"kept": (34.0, 68.0), "broken": (17.0, 38.0), "cannot_tell": (8.6, 60.6)}
_NIL, _LEAST = 14.3, 42.3


def verdicts(least: str, extended: bool) -> tuple[VerdictBar, ...]:
    """The rule that both sign, in three sentences."""
    once = (
        "It stays open; a new decision may promise it anew." if extended else "As long again on the same terms, once."
    )
    says = {
        "kept": f"The whole range is above nothing and its middle is {least} or more, the least that counts.",
        "broken": f"The whole range is below {least}. The finding is back on both owners' list.",
        "cannot_tell": f"Anything else. {once}",
    }
    return tuple(
        VerdictBar(VERDICT_WORDS[v], VERDICT_TONES[v], says[v], *_BARS[v], _NIL, _LEAST) for v in VERDICT_WORDS
    )


def look_shown(row: Verification, form: Format) -> LookShown:
    """One verification as text."""
    effect = interval_of(row.effect)
    told = [
        ("Effect", row.effect),
        ("Expected with nothing changed", row.expected),
        ("The same, as signed", row.signed if row.method_changed or row.facts_changed else None),
        ("What came", row.later),
    ]
    pairs = [(label, _full(v, row, form)) for label, value in told[1:] if (v := interval_of(value)) is not None]
    pairs.append(("Least that counts", one(row.least, row.unit, row.currency, form)))  # type: ignore[arg-type]
    pairs.append(("Facts", f"to {moment(row.as_of, form)}, kept as {row.facts[:12]}"))
    return LookShown(
        word=VERDICT_WORDS[row.verdict],
        tone=VERDICT_TONES[row.verdict],
        at=moment(row.at, form),
        says=_says(row),
        effect=estimate(effect, row.unit, row.currency, form) if effect else None,  # type: ignore[arg-type]
        pairs=tuple(pairs),
        flags=(*_changed(row), *(f["sentence"] for f in row.flags)),
        findings=tuple(dict.fromkeys((u["finding"], u["revision"]) for u in row.used)),
    )


def _says(row: Verification) -> str:
    if row.extends:
        return "It runs as long again on the same terms, once."
    return "" if row.final else "Not final yet: late orders may still come in."


def _changed(row: Verification) -> tuple[str, ...]:
    if row.method_changed:
        return ("The method has changed since this was signed; both baselines stand here.",)
    return ("The facts before the promise have changed since this was signed.",) if row.facts_changed else ()


def interval_of(value: dict[str, Any] | None) -> Interval | None:
    """The interval that a row keeps."""
    return Interval(value["mid"], value["low"], value["high"]) if value else None


def _full(value: Interval, row: Verification, form: Format) -> str:
    return form.interval(value, row.unit, "full", row.currency or None)  # type: ignore[arg-type]


def before_this(row: Decision, form: Format) -> tuple[PathShown, ...]:
    """The last two decisions of the same analysis that have their verdict."""
    from accord.decisions.models import Decision

    states = Decision.VERDICTS
    found = Decision.objects.filter(analysis=row.analysis, state__in=states).exclude(pk=row.pk).order_by("-ended_at")
    return tuple(_path(d, form) for d in found[:2])


def _path(row: Decision, form: Format) -> PathShown:
    from accord.decisions.operations.drafting import terms_of
    from accord.verification import queries

    promise = terms_of(row).promise
    promised = one(promise.effect.mid, promise.unit, promise.currency, form)
    steps = [
        _step(row.drafted_at, "Drafted", form),
        _step(row.in_force_at, f"Signed by both. Promised {promised}.", form),
    ]
    steps += [_verdict_step(v, form) for v in queries.of(row)]
    return PathShown(str(row.id), row.title, tuple(s for s in steps if s))


def _step(at: Any, says: str, form: Format) -> Step | None:
    from accord.pages.sheet import utc

    return Step(form.day(utc(at)), at.date().isoformat(), says) if at else None


def _verdict_step(row: Verification, form: Format) -> Step | None:
    from accord.pages.sheet import utc

    effect = interval_of(row.effect)
    word = VERDICT_WORDS[row.verdict]
    shown = estimate(effect, row.unit, row.currency, form) if effect else None  # type: ignore[arg-type]
    says = f"{word}: {shown.text}" if shown else word
    small = f"{shown.ends}, {form.sure}" if shown and shown.ends else ""
    return Step(form.day(utc(row.at)), row.at.date().isoformat(), says, VERDICT_TONES[row.verdict], small)
