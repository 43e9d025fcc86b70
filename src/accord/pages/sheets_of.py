"""The brief and a finding in the form of which hand-outs are made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import singledispatch
from typing import Any

from accord.findings.format import Format
from accord.pages.brief import BriefPage, CellShown, MissingShown
from accord.pages.finding import FigureShown, FindingPage, QuoteShown
from accord.pages.sheet import (
    MEASURE,
    NOTHING,
    Cell,
    NoHandOut,
    Sheet,
    SheetTable,
    cell_count,
    cell_text,
    cells_amount,
    cells_interval,
    cells_measure,
    table_of,
)
from accord.pages.shown import Column
from accord.units.interval import Interval


@singledispatch
def sheet_of(page: Any, form: Format | None = None, made_up: str = "") -> Sheet:
    """What a hand-out of a page holds; a page of its own form offers it by ``sheet()``.

    ``form`` is how its reader sees numbers, and ``made_up`` the banner of made-up data, for a page that does not say
    so itself (a finding alone). Raises ``NoHandOut``.
    """
    make = getattr(page, "sheet", None)
    if make is None:
        raise NoHandOut(f"{type(page).__name__} is not handed out as a file")
    made = make()
    if not isinstance(made, Sheet):
        raise NoHandOut(f"{type(page).__name__}.sheet() makes no Sheet")
    return made


@sheet_of.register
def _brief(page: BriefPage, form: Format | None = None, made_up: str = "") -> Sheet:
    form = form or Format(page.locale, page.zone, page.currency)
    tables = (
        _cells_table(page, form),
        _findings_table(page, form),
        _figures_table(page, form),
        *_proofs_tables(page.findings),
        _missing_table(page.missing),
        _sources_table(page, form),
    )
    return Sheet(
        name="brief",
        title=f"{page.organisation}, {page.period}",
        form=form,
        lede=page.title,
        made_up=page.made_up or made_up,
        notices=(page.draft,) if page.draft else (),
        as_of=page.data_to,
        at=page.as_of,
        lines=_brief_lines(page),
        tables=tables,
        charts=tuple(f.chart for f in page.findings if f.chart),
    )


def _brief_lines(page: BriefPage) -> tuple[tuple[str, str], ...]:
    told = [("In the words of", page.audience_word), ("Facts", page.sources_line)]
    told += [("Checked", text) for text in page.checks] + [("Note", text) for text in page.notes]
    return tuple(told)


_AMOUNT = (Column("amount", "Amount", True), Column("low", "At least", True), Column("high", "At most", True))
_WAITING = (
    Column("waiting", "Waiting costs a week", True),
    Column("waiting_low", "Waiting, at least", True),
    Column("waiting_high", "Waiting, at most", True),
)


def _cells_table(page: BriefPage, form: Format) -> SheetTable:
    first = (Column("cell", "Cell", False), Column("kind", "What it is", False))
    rows = tuple(row for cell in page.cells for row in _cell_rows(cell, form))
    return SheetTable(
        "Four cells", "What each cost and earned the other", (*first, *_AMOUNT, Column("says", "Made of", False)), rows
    )


def _cell_rows(cell: CellShown, form: Format) -> list[tuple[Cell, ...]]:
    name = cell_text(cell.title)
    if not cell.totals:
        return [(name, NOTHING, NOTHING, NOTHING, NOTHING, cell_text(cell.says))]
    return [
        (name, cell_text(t.amount.kind_word), *cells_amount(form, t.amount), cell_text(t.says)) for t in cell.totals
    ]


def _findings_table(page: BriefPage, form: Format) -> SheetTable:
    columns = (
        Column("place", "Rank", True),
        Column("title", "Finding", False),
        Column("period", "When", False),
        Column("kind", "What it is", False),
        *_AMOUNT,
        *_WAITING,
        *MEASURE,
        Column("verdict", "Why no amount", False),
        Column("ask", "Question", False),
        Column("owner_marketing", "Owner in marketing", False),
        Column("owner_it", "Owner in IT", False),
        Column("id", "Id", False),
    )
    rows = tuple(_finding_row(i, f, page, form) for i, f in enumerate(page.findings, 1))
    return SheetTable("Findings", "Findings, by what waiting costs", columns, rows)


def _finding_row(place: int, finding: FindingPage, page: BriefPage, form: Format) -> tuple[Cell, ...]:
    return (
        cell_count(form, place),
        cell_text(finding.title),
        cell_text(finding.period),
        cell_text(finding.amount.kind_word if finding.amount else ""),
        *cells_amount(form, finding.amount),
        *_waiting(finding, page.currency, form),
        *cells_measure(form, finding.measure),
        *map(cell_text, (finding.verdict, finding.ask, finding.owner_marketing, finding.owner_it, finding.id)),
    )


def _waiting(finding: FindingPage, currency: str, form: Format) -> tuple[Cell, Cell, Cell]:
    """Nothing where waiting is free."""
    if not finding.waiting.text:
        return NOTHING, NOTHING, NOTHING
    weekly = Interval(finding.waiting.mid, finding.waiting.low, finding.waiting.high)
    return cells_interval(form, weekly, "money", finding.amount.currency if finding.amount else currency)


_FIGURE = (
    Column("figure", "Figure", False),
    Column("value", "Value", True),
    Column("low", "At least", True),
    Column("high", "At most", True),
)


def _figures_table(page: BriefPage, form: Format) -> SheetTable:
    rows = tuple(
        (cell_text(finding.title), *_figure_row(figure, finding.amount.currency if finding.amount else None, form))
        for finding in page.findings
        for figure in finding.figures
    )
    return SheetTable("Figures", "Every figure of every finding", (Column("title", "Finding", False), *_FIGURE), rows)


def _figure_row(figure: FigureShown, currency: str | None, form: Format) -> tuple[Cell, ...]:
    name = cell_text(figure.label)
    if figure.mid is None or figure.low is None or figure.high is None:
        return name, _told(figure), NOTHING, NOTHING
    value = Interval(figure.mid, figure.low, figure.high)
    return name, *cells_interval(form, value, figure.unit, currency)


def _told(figure: FigureShown) -> Cell:
    """A figure that is a time or a name."""
    if figure.unit not in ("time", "day") or figure.value is None:
        return cell_text(figure.text)
    return Cell(figure.text, datetime.fromisoformat(figure.value), figure.unit)


def _missing_table(missing: tuple[MissingShown, ...]) -> SheetTable:
    columns = (
        Column("question", "Question", False),
        Column("needs", "It takes", False),
        Column("how_to_get", "Where it is found", False),
    )
    rows = tuple(tuple(map(cell_text, (m.question, m.needs, m.how_to_get))) for m in missing)
    return SheetTable("Not measured", "Not measured yet", columns, rows)


def _sources_table(page: BriefPage, form: Format) -> SheetTable:
    columns = (
        Column("file", "File", False),
        Column("recognised_as", "Read as", False),
        Column("side", "From", False),
        Column("rows", "Rows", True),
        Column("first", "First day", False),
        Column("last", "Last day", False),
    )
    rows = tuple(
        (
            *map(cell_text, (s.file, s.recognised_as, s.side)),
            cell_count(form, s.rows),
            *map(cell_text, (s.first, s.last)),
        )
        for s in page.sources
    )
    return SheetTable("Sources", "Where the numbers come from", columns, rows)


@sheet_of.register
def _finding(page: FindingPage, form: Format | None = None, made_up: str = "") -> Sheet:
    if form is None:
        raise NoHandOut("a finding alone does not say its reader's locale: give the form")
    currency = page.amount.currency if page.amount else None
    figures = tuple(_figure_row(f, currency, form) for f in page.figures)
    tables = [SheetTable("Figures", "Figures", _FIGURE, figures), _wordings_table(page), _evidence_table(page, form)]
    tables += _proofs_tables((page,))
    if page.parts:
        tables.insert(1, table_of("Parts", "In parts", page.parts, form))
    return Sheet(
        name="finding",
        title=page.title,
        form=form,
        lede=page.headline.line if page.headline else page.verdict,
        made_up=made_up,
        lines=_finding_lines(page),
        tables=tuple(tables),
        charts=(page.chart,) if page.chart else (),
        key=page.id,
    )


def _finding_lines(page: FindingPage) -> tuple[tuple[str, str], ...]:
    told = [("Question", page.question), ("When", page.period), ("Says", page.say), ("Played back", page.playback)]
    told += [("We ask", page.ask), ("Waiting", page.waiting.text)]
    told += [("Why no amount", page.verdict if page.measure else "")]
    told += [("Owner in marketing", page.owner_marketing), ("Owner in IT", page.owner_it)]
    told += [("Trust", flag.sentence) for flag in page.flags]
    told += [("Trust", page.held), *(("Counted once", text) for text in page.overlaps), ("Beside", page.beside)]
    told += [("Worked out", page.how), ("Finding", page.id), ("Revision", page.revision)]
    return tuple((label, text) for label, text in told if text)


def _wordings_table(page: FindingPage) -> SheetTable:
    columns = (Column("audience", "In the words of", False), Column("say", "It says", False))
    rows = tuple((cell_text(w.audience_word), cell_text(w.say)) for w in page.wordings)
    return SheetTable("Wordings", "In three wordings", columns, rows)


def _proofs_tables(pages: Sequence[FindingPage]) -> list[SheetTable]:
    """What proves the two meanings of words, a row a place; no table where no finding is about a word."""
    columns = (
        Column("title", "Finding", False),
        Column("side", "Side", False),
        Column("means", "Means", False),
        Column("often", "How often", False),
        Column("sentence", "Sentence", False),
        Column("place", "Document and line", False),
    )
    rows = tuple(
        tuple(map(cell_text, (page.title, side.side_word, side.means, side.often, quote.sentence, quote.place)))
        for page in pages
        for side in page.proof
        for quote in side.quotes or (QuoteShown(""),)
    )
    return [SheetTable("Proof", "In their own words", columns, rows)] if rows else []


def _evidence_table(page: FindingPage, form: Format) -> SheetTable:
    columns = (
        Column("label", "Evidence", False),
        Column("table", "Table", False),
        Column("rows", "Rows", True),
        Column("adds_up_to", "Adds up to", False),
    )
    rows = tuple(
        (cell_text(e.label), cell_text(e.table), cell_count(form, e.rows), cell_text(e.adds_up_to))
        for e in page.evidence
    )
    return SheetTable("Evidence", f"Evidence, {page.evidence_rows}", columns, rows)
