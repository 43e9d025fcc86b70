"""What the page of one finding says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accord.findings import words
from accord.findings.finding import AUDIENCES, Audience, Cell, Evidence, Figure, Finding, Kind, Made, Unit
from accord.findings.format import Format
from accord.findings.identity import finding_id, revision_id
from accord.pages.shown import (
    AmountShown,
    Chart,
    Scale,
    Table,
    WordingShown,
    amount_shown,
    measure_shown,
    plural,
    table,
)
from accord.units.interval import Interval


@dataclass(frozen=True, slots=True)
class About:
    """What is said about an analysis: its question, and where it is told how the answer is worked out."""

    question: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Other findings on the same money: ``once`` in the same total, ``beside`` of another kind or cell."""

    once: tuple[str, ...] = ()
    beside: str = ""


@dataclass(frozen=True, slots=True)
class QuoteShown:
    """Where a side says what it means; ``sentence`` is '' where nobody agreed that it is shown."""

    place: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class ProofShown:
    """What proves a side's meaning of a word: ``often`` says how often it writes it, ``told`` why no sentence is shown
    ('' where one is). Sentences stand on pages only and in no finding, so that an agreement can be taken back."""

    side: str
    side_word: str
    means: str
    often: str
    quotes: tuple[QuoteShown, ...]
    told: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What the page of a finding takes from around it: by finding, but ``about`` by analysis.

    ``specs`` are Vega-Lite specifications, ``scales`` the ends of bars, ``overlaps`` what is counted once, ``proofs``
    what proves the two meanings of a word.
    """

    form: Format
    scales: Mapping[str, Scale] = field(default_factory=dict)
    about: Mapping[str, About] = field(default_factory=dict)
    specs: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    overlaps: Mapping[str, Overlap] = field(default_factory=dict)
    proofs: Mapping[str, tuple[ProofShown, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FigureShown:
    """A named figure: ``mid``, ``low`` and ``high`` where it is a number, ``value`` where it is a time or a name."""

    name: str
    label: str
    unit: Unit
    text: str
    range: str
    mid: float | None = None
    low: float | None = None
    high: float | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class EvidenceShown:
    label: str
    table: str
    rows: int
    rows_text: str
    adds_up_to: str


@dataclass(frozen=True, slots=True)
class WaitingShown:
    """What it costs to wait, in minor units a week; ``text`` is empty where waiting is free."""

    text: str
    mid: float
    low: float
    high: float
    until: datetime | None


@dataclass(frozen=True, slots=True)
class FlagShown:
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class FindingPage:
    """One finding in the words of one audience; the other two wordings stand beside it.

    ``measure`` is what was measured in its own unit where nothing has a price; ``verdict`` then says why.
    """

    id: str
    revision: str
    analysis: str
    question: str
    how_link: str
    how: str
    subject: str
    period: str
    start: datetime
    end: datetime
    kind: Kind
    cell: Cell | None
    audience: Audience
    amount: AmountShown | None
    verdict: str
    title: str
    say: str
    ask: str
    playback: str
    wordings: tuple[WordingShown, ...]
    figures: tuple[FigureShown, ...]
    evidence: tuple[EvidenceShown, ...]
    evidence_rows: str
    open_with: str
    flags: tuple[FlagShown, ...]
    held: str
    owner_marketing: str
    owner_it: str
    waiting: WaitingShown
    overlaps: tuple[str, ...]
    beside: str
    chart: Chart | None
    parts: Table | None
    made: Made
    measure: AmountShown | None = None
    proof: tuple[ProofShown, ...] = ()

    @property
    def headline(self) -> AmountShown | None:
        """The number that stands first: the amount, or the measure where there is none."""
        return self.amount or self.measure

    @property
    def tiles(self) -> tuple[FigureShown, ...]:
        """The figures that are shown as such: what each side means stands with the sentences that prove it."""
        told = ("word", "means_", "proof_", "documents_", "mentions_")
        return tuple(f for f in self.figures if not (self.proof and f.name.startswith(told)))


def finding_page(finding: Finding, context: Context, audience: Audience) -> FindingPage:
    """Everything that is told about one finding, as text in the reader's locale with the raw numbers beside it."""
    form, name = context.form, finding_id(finding)
    about = context.about.get(finding.analysis, About(finding.analysis.replace("_", " ").capitalize()))
    evidence = tuple(_evidence(e, finding, form) for e in finding.evidence)
    overlap = context.overlaps.get(name, Overlap())
    return FindingPage(
        id=name,
        revision=revision_id(finding),
        analysis=finding.analysis,
        question=about.question,
        how_link=about.link,
        how=f"Worked out by the analysis {finding.analysis}, version {finding.made.version}.",
        subject=finding.subject,
        period=form.period(finding.period),
        start=finding.period.start,
        end=finding.period.end,
        kind=finding.kind,
        cell=finding.cell,
        audience=audience,
        amount=_amount(finding, context, name),
        verdict="" if finding.amount else finding.verdict,
        title=words.title(finding, audience, form),
        say=words.body(finding, audience, form),
        ask=words.fill(finding.ask, finding, form),
        playback=words.fill(finding.playback, finding, form),
        wordings=tuple(_wording(finding, a, form) for a in AUDIENCES if a in finding.wordings),
        figures=tuple(_figure(f, finding, form) for f in finding.figures),
        evidence=evidence,
        evidence_rows=plural(sum(e.rows for e in evidence), "row", form),
        open_with=f"accord finding {name} --evidence",
        flags=tuple(FlagShown(f.code, f.sentence) for f in finding.flags),
        held=words.held(finding),
        owner_marketing=finding.owner_marketing,
        owner_it=finding.owner_it,
        waiting=_waiting(finding, form),
        overlaps=overlap.once,
        beside=overlap.beside,
        chart=_chart(finding, context, name),
        parts=_parts(finding, form),
        made=finding.made,
        measure=_measure(finding, context, name),
        proof=context.proofs.get(name, ()),
    )


def _amount(finding: Finding, context: Context, name: str) -> AmountShown | None:
    if finding.amount is None:
        return None
    scale = context.scales.get(name) or Scale.over([finding.amount.interval])
    return amount_shown(finding.kind, finding.amount, context.form, scale)


def _measure(finding: Finding, context: Context, name: str) -> AmountShown | None:
    if finding.measured is None:
        return None
    return measure_shown(finding.kind, finding.measured, context.form, context.scales.get(name))


def _wording(finding: Finding, audience: Audience, form: Format) -> WordingShown:
    return WordingShown(
        audience,
        words.audience_word(audience),
        words.title(finding, audience, form),
        words.body(finding, audience, form),
        words.say(finding, audience, form),
    )


def _figure(figure: Figure, finding: Finding, form: Format) -> FigureShown:
    value = figure.value
    if not isinstance(value, Interval):
        raw = value if isinstance(value, str) else value.isoformat()
        return FigureShown(figure.name, figure.label, figure.unit, form.figure(figure), "", value=raw)
    currency = finding.amount.currency if finding.amount else None
    text = form.interval(value, figure.unit, "", currency)
    ends = "" if value.is_exact else form.interval(value, figure.unit, "range", currency)
    return FigureShown(figure.name, figure.label, figure.unit, text, ends, value.mid, value.low, value.high)


def _evidence(evidence: Evidence, finding: Finding, form: Format) -> EvidenceShown:
    adds = finding.figure(evidence.adds_up_to) if evidence.adds_up_to else None
    says = f"{adds.label}: {form.figure(adds)}" if adds else ""
    return EvidenceShown(evidence.label, evidence.table, evidence.rows, form.count_all(evidence.rows), says)


def _waiting(finding: Finding, form: Format) -> WaitingShown:
    weekly = finding.waiting.weekly
    return WaitingShown(words.waiting(finding, form), weekly.mid, weekly.low, weekly.high, finding.waiting.until)


def _parts(finding: Finding, form: Format) -> Table | None:
    """The amount's parts, by segment or channel, as a second small table."""
    currency = finding.amount.currency if finding.amount else None
    return table(finding.breakdown, form, currency) if finding.breakdown else None


def _chart(finding: Finding, context: Context, name: str) -> Chart | None:
    spec = context.specs.get(name)
    if spec is None:
        return None
    currency = finding.amount.currency if finding.amount else None
    period = context.form.period(finding.period)
    description = str(spec.get("description", "")) or str(spec.get("title", "")) or finding.analysis
    title = str(spec.get("title", "")) or description
    twin = table(finding.grid, context.form, currency) if finding.grid else None
    return Chart(title, f"{description}; {period}", currency, spec, twin)
