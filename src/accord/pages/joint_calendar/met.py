"""Clashes with what the latest brief says of their price."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from accord.findings import words
from accord.findings.brief import Brief
from accord.findings.finding import Audience, Figure, Finding
from accord.findings.format import Format
from accord.findings.identity import finding_id
from accord.findings.totals import totals
from accord.methods.calendars import Clash, Entry
from accord.pages.joint_calendar.marks import long_day, mark, when
from accord.pages.shown import AmountShown, Scale, amount_shown
from accord.units.period import Period


@dataclass(frozen=True, slots=True)
class EntryShown:
    """An entry beside another: its title, when it lies, whose it is."""

    id: str
    title: str
    when: str
    classes: str
    owner: str


@dataclass(frozen=True, slots=True)
class ClashLine:
    """Two entries that meet. ``finding`` is empty where the latest brief has none of it; then ``verdict`` says why."""

    finding: str
    one: EntryShown
    other: EntryShown
    title: str
    heading: str
    when: str
    start: datetime
    end: datetime
    amount: AmountShown | None
    verdict: str
    say: str
    moving: str


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A campaign that no capacity check is on record for."""

    finding: str
    title: str
    when: str


NOT_TOLD = "Not priced by itself: told with another clash, or less than the charter lets pass"
NEWER = "Not priced yet: the next brief will tell"


def found_of(brief: Brief | None) -> dict[str, Finding]:
    """The clashes' findings of a brief by their subject."""
    return {f.subject: f for f in brief.findings if f.analysis == "clashes"} if brief else {}


def lines_of(
    met: Sequence[Clash], found: dict[str, Finding], known: set[str], audience: Audience, form: Format
) -> tuple[ClashLine, ...]:
    """Clashes in order of time. ``known`` are the entries of which the brief tells anything."""
    priced = [found[k] for c in met if (k := subject(c)) in found]
    scale = Scale.over(f.amount.interval for f in priced if f.amount)
    return tuple(_line(c, found.get(subject(c)), known, scale, audience, form) for c in met)


def subject(clash: Clash) -> str:
    """What the clash's finding speaks of."""
    return f"{clash.one.id}:{clash.other.id}"


def _line(
    clash: Clash, finding: Finding | None, known: set[str], scale: Scale, audience: Audience, form: Format
) -> ClashLine:
    amount = finding.amount if finding else None
    owners = (finding.owner_marketing, finding.owner_it) if finding else ("", "")
    untold = NOT_TOLD if known & {clash.one.id, clash.other.id} else NEWER
    return ClashLine(
        finding=finding_id(finding) if finding else "",
        one=_entry(clash.one, owners, form),
        other=_entry(clash.other, owners, form),
        title=words.title(finding, audience, form) if finding else f"{clash.one.title} meets {clash.other.title}",
        heading=f"The clash on {long_day(clash.start, form)}",
        when=form.period(Period(clash.start, clash.end)),
        start=clash.start,
        end=clash.end,
        amount=amount_shown("at_risk", amount, form, scale) if amount else None,
        verdict="" if amount else finding.verdict if finding else untold,
        say=words.body(finding, audience, form) if finding else "",
        moving=(clash.one if clash.one.kind == "change" else clash.other).id,
    )


def _entry(entry: Entry, owners: tuple[str, str], form: Format) -> EntryShown:
    classes = mark(entry)
    return EntryShown(entry.id, entry.title, when(entry, form), classes, owners[0 if classes[0] == "m" else 1])


def at_risk(findings: Iterable[Finding], form: Format) -> AmountShown | None:
    """What these findings put at risk together, counted once; None where nothing is told in the reader's currency."""
    told = [t for t in totals([f for f in findings if f.amount]) if t.amount.currency == form.currency]
    if not told:
        return None
    return amount_shown("at_risk", told[0].amount, form, Scale.over([told[0].amount.interval]))


def unchecked(found: dict[str, Finding], now: datetime, form: Format) -> tuple[Unchecked, ...]:
    """Campaigns to come that nobody has checked for load."""
    ahead = [f for k, f in found.items() if k.startswith("unchecked:") and f.period.start > now]
    return tuple(Unchecked(finding_id(f), _text(f.figures, "campaign"), form.day(f.period.start)) for f in ahead)


def _text(figures: Sequence[Figure], name: str) -> str:
    value = next((f.value for f in figures if f.name == name), "")
    return value if isinstance(value, str) else ""
