"""What the brief says: three numbers, four cells, what we ask you to decide, and what is not measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from accord.findings import words
from accord.findings.brief import Brief, CellAnswer, Missing, Source, rank
from accord.findings.finding import Audience, Cell, Finding
from accord.findings.format import Format
from accord.findings.identity import finding_id
from accord.findings.totals import Total, meet
from accord.pages.finding import About, Context, FindingPage, Overlap, ProofShown, finding_page
from accord.pages.shown import AmountShown, Scale, amount_shown, plural

FIRST = 3
"""So many findings stand on the first page: whoever decides reads three numbers."""

_SPELT = ("Nothing", "One thing", "Two things", "Three things")
MADE_UP = "Made up: this company does not exist, and its numbers show how a brief reads."
DRAFT = "A draft: made with clauses that nobody has signed yet."


@dataclass(frozen=True, slots=True)
class TotalShown:
    """One total of a cell: what it adds up, and what it leaves out so that nothing is counted twice."""

    amount: AmountShown
    findings: int
    counted: tuple[str, ...]
    left_out: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True)
class MissingShown:
    analysis: str
    question: str
    needs: str
    how_to_get: str
    partly: bool


@dataclass(frozen=True, slots=True)
class CellShown:
    """One of the four cells; ``says`` is its sentence where it has no sum of money."""

    cell: Cell
    title: str
    measured: bool
    totals: tuple[TotalShown, ...]
    findings: int
    says: str
    missing: tuple[MissingShown, ...]


@dataclass(frozen=True, slots=True)
class SourceShown:
    file: str
    recognised_as: str
    side: str
    rows: int
    rows_text: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class ExportShown:
    """All files of one kind from one side, taken together."""

    recognised_as: str
    side: str
    files: int
    rows: int
    says: str


@dataclass(frozen=True, slots=True)
class BriefPage:
    """The brief in the words of one audience. ``first`` and ``others`` together are all findings, in rank."""

    organisation: str
    audience: Audience
    audience_word: str
    title: str
    period: str
    start: datetime
    end: datetime
    as_of: datetime
    data_to: str
    currency: str
    locale: str
    zone: str
    made_up: str
    draft: str
    numbers: tuple[str, ...]
    cells: tuple[CellShown, ...]
    first: tuple[FindingPage, ...]
    others: tuple[FindingPage, ...]
    missing: tuple[MissingShown, ...]
    sources: tuple[SourceShown, ...]
    sources_line: str
    exports: tuple[ExportShown, ...]
    checks: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def findings(self) -> tuple[FindingPage, ...]:
        return self.first + self.others

    @property
    def told(self) -> tuple[FindingPage, ...]:
        """Findings beyond the first that have a sum of money, then those with a number in another unit."""
        return tuple(f for f in self.others if f.headline)

    @property
    def untold(self) -> tuple[FindingPage, ...]:
        """Findings beyond the first of which no number can be told."""
        return tuple(f for f in self.others if not f.headline)


def brief_page(
    brief: Brief,
    audience: Audience,
    about: Mapping[str, About] | None = None,
    specs: Mapping[str, dict[str, Any]] | None = None,
    form: Format | None = None,
    proofs: Mapping[str, tuple[ProofShown, ...]] | None = None,
) -> BriefPage:
    """The whole brief as text in its locale, raw numbers beside it.

    ``about`` tells the question of each analysis, by its name; ``specs`` are Vega-Lite specifications by finding;
    ``form`` shows numbers and times in another way than the organisation's; ``proofs`` are what proves the two
    meanings of a word, by finding.
    """
    form = form or Format(brief.locale, brief.zone, brief.currency)
    ranked = rank(brief.findings)
    context = replace(context_of(brief, audience, form, about or {}, specs or {}), proofs=proofs or {})
    findings = tuple(finding_page(f, context, audience) for f in ranked)
    first, others = findings[:FIRST], findings[FIRST:]
    return BriefPage(
        organisation=brief.organisation,
        audience=audience,
        audience_word=words.audience_word(audience),
        title=f"{_SPELT[len(first)]} to decide",
        period=form.period(brief.period),
        start=brief.period.start,
        end=brief.period.end,
        as_of=brief.as_of,
        data_to=f"data to {form.time(brief.as_of)}, {_place(form.zone)}",
        currency=brief.currency,
        locale=form.locale,
        zone=form.zone,
        made_up=MADE_UP if brief.made_up else "",
        draft="" if brief.signed else DRAFT,
        numbers=tuple(f"{f.amount.text} {f.amount.kind_word}" for f in first if f.amount),
        cells=tuple(_cell(c, context) for c in brief.cells),
        first=first,
        others=others,
        missing=tuple(_missing(m) for m in brief.missing),
        sources=tuple(_source(s, form) for s in brief.sources),
        sources_line=_sources_line(brief.sources, form),
        exports=_exports(brief.sources, form),
        checks=brief.checks,
        notes=brief.notes,
    )


def context_of(
    brief: Brief, audience: Audience, form: Format, about: Mapping[str, About], specs: Mapping[str, dict[str, Any]]
) -> Context:
    """What the page of each of a brief's findings takes from the others: scales of bars, and what is counted once."""
    return Context(form, _scales(rank(brief.findings)), about, specs, _overlaps(brief, audience, form))


def _scales(ranked: Sequence[Finding]) -> dict[str, Scale]:
    """Bars that stand together share a scale: those of the first page, and beyond it those of one kind."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for place, finding in enumerate(ranked):
        if finding.amount:
            group = "first" if place < FIRST else finding.kind
            groups.setdefault((group, finding.amount.currency), []).append(finding)
        elif finding.measure:
            groups.setdefault((finding.analysis, finding.measure), []).append(finding)
    scales = [(found, Scale.over(f.headline for f in found if f.headline)) for found in groups.values()]
    return {finding_id(f): scale for found, scale in scales for f in found}


def _cell(answer: CellAnswer, context: Context) -> CellShown:
    missing = tuple(_missing(m) for m in answer.missing)
    return CellShown(
        cell=answer.cell,
        title=words.cell_word(answer.cell),
        measured=answer.measured,
        totals=tuple(_total(t, context) for t in answer.totals),
        findings=answer.findings,
        says=_cell_says(answer, context.form),
        missing=missing,
    )


def _cell_says(answer: CellAnswer, form: Format) -> str:
    if not answer.measured:
        return "Not measured"
    if answer.findings == 0:
        return "Nothing found"
    return "" if answer.totals else f"{plural(answer.findings, 'finding', form)}, none with a sum of money"


def _total(total: Total, context: Context) -> TotalShown:
    own = Scale.over([total.amount.interval])
    amount = amount_shown(total.kind, total.amount, context.form, own)
    says = plural(len(total.counted), "finding", context.form)
    if total.left_out:
        says += f"; {context.form.count_all(len(total.left_out))} more on the same money, counted once"
    return TotalShown(amount, len(total.counted), total.counted, total.left_out, says)


def _overlaps(brief: Brief, audience: Audience, form: Format) -> dict[str, Overlap]:
    """For each finding whose claims meet another's, that their money is counted once or not added at all."""
    left = {name for cell in brief.cells for total in cell.totals for name in total.left_out}
    found = {}
    for finding in brief.findings:
        others = [o for o in brief.findings if o is not finding and o.amount and finding.amount and meet(finding, o)]
        same = [o for o in others if _in_one_total(finding, o)]
        once = tuple(_counted_once(finding, o, left, audience, form) for o in same)
        unlike = rank([o for o in others if o not in same])
        found[finding_id(finding)] = Overlap(once, _beside(unlike, audience, form) if unlike else "")
    return found


def _in_one_total(one: Finding, other: Finding) -> bool:
    return one.cell is not None and one.cell == other.cell and one.kind == other.kind


def _counted_once(finding: Finding, other: Finding, left: set[str], audience: Audience, form: Format) -> str:
    name = words.title(other, audience, form)
    if finding_id(finding) in left:
        return f"Speaks of the same as “{name}” and is not added to it: counted once."
    return f"“{name}” speaks of the same: counted once."


def _beside(others: Sequence[Finding], audience: Audience, form: Format) -> str:
    more = f" and {form.count_all(len(others) - 1)} more" if len(others) > 1 else ""
    return f"Speaks of the same as “{words.title(others[0], audience, form)}”{more}; unlike amounts are not added."


def _missing(missing: Missing) -> MissingShown:
    return MissingShown(missing.analysis, missing.question, missing.needs, missing.how_to_get, missing.partly)


def _source(source: Source, form: Format) -> SourceShown:
    first, last = (form.day(t) if t else "" for t in (source.first, source.last))
    rows, side = form.count_all(source.rows), _side(source.side)
    return SourceShown(source.file, source.recognised_as, side, source.rows, rows, first, last)


def _side(side: str | None) -> str:
    return "" if side is None else "IT" if side == "it" else side.capitalize()


def _exports(sources: Sequence[Source], form: Format) -> tuple[ExportShown, ...]:
    """The files by kind and side, largest first."""
    groups: dict[tuple[str, str], list[Source]] = {}
    for source in sources:
        groups.setdefault((source.recognised_as, _side(source.side)), []).append(source)
    shown = (_export(*kind, files, form) for kind, files in groups.items())
    return tuple(sorted(shown, key=lambda e: (-e.rows, e.recognised_as, e.side)))


def _export(recognised_as: str, side: str, files: Sequence[Source], form: Format) -> ExportShown:
    rows = sum(f.rows for f in files)
    firsts, lasts = [f.first for f in files if f.first], [f.last for f in files if f.last]
    days = f", {form.day(min(firsts))} to {form.day(max(lasts))}" if firsts and lasts else ""
    # A file of clauses tells no rows.
    where = plural(len(files), "file", form)
    says = f"{plural(rows, 'row', form)} in {where}{days}" if rows else where
    return ExportShown(recognised_as, side, len(files), rows, says)


def _sources_line(sources: Sequence[Source], form: Format) -> str:
    rows, files = sum(s.rows for s in sources), len(sources)
    return f"{plural(rows, 'row', form)} in {plural(files, 'file', form)}" if files else "No files were read"


def _place(zone: str) -> str:
    """'Paris time' for Europe/Paris: nobody reads identifiers."""
    return zone if "/" not in zone else f"{zone.rsplit('/', 1)[1].replace('_', ' ')} time"
