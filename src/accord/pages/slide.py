"""A page as a slide: what is said on one, and the numbers that its chart draws."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import singledispatch
from textwrap import shorten
from typing import Any, Literal

from accord.findings.format import Format
from accord.pages.brief import BriefPage, CellShown
from accord.pages.finding import FindingPage
from accord.pages.sheet import NOTHING, Cell, NoHandOut, SheetTable, cells_amount, table_of, utc
from accord.pages.shown import AmountShown, Chart

Role = Literal["mid", "low", "high", "expected", "other"]
MOST = 12
"""So many bars at most stand in a chart of a slide."""


@dataclass(frozen=True, slots=True)
class Series:
    """A row of numbers of a chart, one for each category; ``NOTHING`` where there is none."""

    name: str
    role: Role
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class SlideChart:
    """A chart that PowerPoint draws itself: lines over time, bars, or intervals (low, mid and high).

    ``description`` stands for it where it cannot be seen.
    """

    kind: Literal["lines", "bars", "ranges"]
    title: str
    description: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, with a few words before it that carry weight ('€26,800 at risk')."""

    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: a kicker and a title, an amount and how sure it is, up to three lines, a question, a chart.

    ``strip`` are up to four (label, text) along the foot; ``foot`` says where the numbers come from, ``made_up`` is
    the banner of made-up data, ``notices`` what else a reader must know first; ``notes`` are the speaker's.
    """

    title: str
    kicker: str = ""
    amount: str = ""
    surety: str = ""
    lines: tuple[Line, ...] = ()
    ask: str = ""
    chart: SlideChart | None = None
    strip: tuple[tuple[str, str], ...] = ()
    foot: str = ""
    made_up: str = ""
    notices: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())
    at: datetime | None = None


@singledispatch
def slides_of(page: Any, form: Format, made_up: str = "") -> tuple[Slide, ...]:
    """The slides of a page. One of its own form offers its slide by ``slide()``; one around a finding has that of it.

    Raises ``NoHandOut``.
    """
    if hasattr(page, "slide"):
        return (page.slide(),)
    finding = getattr(page, "finding", None)
    if isinstance(finding, FindingPage):
        return slides_of(finding, form, made_up)
    raise NoHandOut(f"{type(page).__name__} is not handed out as a slide; take PDF or XLSX")


def has_slides(page: Any) -> bool:
    """Whether a page is handed out as slides."""
    told = isinstance(getattr(page, "finding", page), BriefPage | FindingPage)
    return told or hasattr(page, "slide")


@slides_of.register
def _finding(page: FindingPage, form: Format, made_up: str = "") -> tuple[Slide, ...]:
    return (_finding_slide(page, form, made_up, ""),)


def _finding_slide(page: FindingPage, form: Format, made_up: str, organisation: str) -> Slide:
    said = (page.say, "" if page.amount or not page.measure else page.verdict, page.waiting.text, page.held)
    return Slide(
        title=page.title,
        kicker=" / ".join(filter(None, (organisation, page.question, page.period))),
        amount=page.headline.text if page.headline else "",
        surety=" ".join(filter(None, (page.headline.ends, page.headline.surety))) if page.headline else page.verdict,
        lines=tuple(Line(text) for text in said if text),
        ask=page.ask,
        chart=chart_of(page.chart, form) if page.chart else _interval(page, form),
        strip=(
            ("Owner in marketing", page.owner_marketing),
            ("Owner in IT", page.owner_it),
            ("Evidence", page.evidence_rows),
        ),
        foot=f"{page.how} Finding {page.id}, revision {page.revision}.",
        made_up=made_up,
        notes=tuple(_notes(page)),
    )


def _notes(page: FindingPage) -> Iterator[str]:
    for wording in page.wordings:
        yield f"In the words of {wording.audience_word}: {wording.say}"
    yield page.playback
    yield from (flag.sentence for flag in page.flags)
    yield from (*page.overlaps, page.beside)
    for one in page.evidence:
        yield f"Evidence: {one.label}, {one.rows_text} rows of {one.table}."


def _interval(page: FindingPage, form: Format) -> SlideChart | None:
    """A finding without a chart of its own shows its amount's interval."""
    told = page.headline
    if told is None or not told.ends:
        return None
    return intervals(f"{'Amount' if page.amount else 'Measured'}, with its 90 % range", [(told.kind_word, told)], form)


@slides_of.register
def _brief(page: BriefPage, form: Format, made_up: str = "") -> tuple[Slide, ...]:
    """One slide for the brief, and one for each finding on its first page."""
    told = [f for f in page.first if f.amount]
    rows = [(f"{_short(f.title)} ({f.amount.kind_word})", f.amount) for f in told if f.amount]
    same = {amount.currency for _, amount in rows}
    first = Slide(
        title=page.title,
        kicker=" / ".join((page.organisation, page.period, f"in the words of {page.audience_word}")),
        lines=tuple(_line(f) for f in page.first),
        chart=intervals("Amounts, with their 90 % ranges", rows, form) if len(same) == 1 else None,
        strip=tuple((cell.title, _cell_says(cell)) for cell in page.cells),
        foot=f"{page.sources_line}, {page.data_to}.",
        made_up=page.made_up or made_up,
        notices=(page.draft,) if page.draft else (),
        notes=tuple(f.ask for f in page.first) + tuple(f"Not measured: {m.question}" for m in page.missing),
        at=page.as_of,
    )
    return first, *(_finding_slide(f, form, first.made_up, page.organisation) for f in page.first)


def _short(title: str) -> str:
    """A title as a chart's label: its first words."""
    words = shorten(title, 44, placeholder="…")
    return words if words != "…" else f"{title[:43]}…"


def _line(finding: FindingPage) -> Line:
    told = finding.headline
    return Line(finding.title, f"{told.text} {told.kind_word}" if told else finding.verdict)


def _cell_says(cell: CellShown) -> str:
    told = (f"{t.amount.text} {t.amount.kind_word}" for t in cell.totals)
    return ", ".join(told) or cell.says


def intervals(title: str, rows: Sequence[tuple[str, AmountShown]], form: Format) -> SlideChart:
    """Amounts beside each other, each with its 90 % interval; all in one currency."""
    cells = [_filled(cells_amount(form, amount)) for _, amount in rows]
    roles: tuple[tuple[str, Role], ...] = (("At least", "low"), ("Amount", "mid"), ("At most", "high"))
    order = (1, 0, 2)
    series = tuple(Series(name, role, tuple(c[i] for c in cells)) for (name, role), i in zip(roles, order, strict=True))
    says = "; ".join(f"{label}: {amount.line}" for label, amount in rows)
    return SlideChart("ranges", title, f"{title}. {says}", tuple(label for label, _ in rows), series)


def _filled(cells: tuple[Cell, Cell, Cell]) -> tuple[Cell, Cell, Cell]:
    """An exact amount's ends are the amount itself."""
    mid, low, high = cells
    return mid, mid if low is NOTHING else low, mid if high is NOTHING else high


def chart_of(chart: Chart, form: Format) -> SlideChart | None:
    """The numbers that a page's chart draws, for PowerPoint; None where its table is not told or holds no number."""
    if chart.table is None or not chart.table.raw:
        return None
    table = table_of("chart", chart.title, chart.table, form)
    numbers = [i for i, column in enumerate(table.columns) if column.number]
    if not numbers:
        return None
    unit = chart.table.units[numbers[0]]
    drawn = [i for i in numbers if chart.table.units[i] == unit]
    names = {table.columns[i].name for i in drawn}
    in_rows = "rows" in chart.spec.get("usermeta", {}).get("accord", {}) or chart.table.units[0] == "text"
    if not in_rows:
        return _lines(chart, table, drawn, form)
    kind: Literal["bars", "ranges"] = "ranges" if {"low", "high"} <= names else "bars"
    return _rows(kind, chart, table, drawn)


def _lines(chart: Chart, table: SheetTable, drawn: Sequence[int], form: Format) -> SlideChart:
    series = tuple(_series(table, i, "mid" if i == drawn[0] else "other", len(table.rows)) for i in drawn)
    moments = [row[0].value for row in table.rows]
    # PowerPoint's own lines have nothing shaded behind them.
    title = chart.title.partition("; shaded")[0]
    return SlideChart("lines", title, chart.description, tuple(_moments(moments, form)), series)


def _moments(values: Sequence[Any], form: Format) -> Iterator[str]:
    """Times of one day by the clock, others by their day."""
    times = [utc(v) for v in values if isinstance(v, datetime)]
    one_day = bool(times) and max(times) - min(times) < timedelta(days=1)
    for value in values:
        if isinstance(value, datetime):
            yield form.clock(utc(value)) if one_day else form.short_day(utc(value))
        else:
            yield str(value)


def _rows(kind: Literal["bars", "ranges"], chart: Chart, table: SheetTable, drawn: Sequence[int]) -> SlideChart:
    kept = drawn if kind == "ranges" else drawn[:1]
    roles = {"low": 0, "high": 2}
    kept = sorted(kept, key=lambda i: roles.get(table.columns[i].name, 1))
    first = next(i for i in kept if table.columns[i].name not in roles)
    kept = [i for i in kept if i == first or table.columns[i].name in roles]
    more = f" The first {MOST} of {len(table.rows)}." if len(table.rows) > MOST else ""
    labels = tuple(row[0].text for row in table.rows[:MOST])
    series = tuple(_series(table, i, "mid", MOST) for i in kept)
    return SlideChart(kind, chart.title, chart.description + more, labels, series)


def _series(table: SheetTable, at: int, otherwise: Role, most: int) -> Series:
    column = table.columns[at]
    roles: dict[str, Role] = {"low": "low", "high": "high", "expected": "expected"}
    role = roles.get(column.name, otherwise)
    return Series(column.label, role, tuple(row[at] for row in table.rows[:most]))
