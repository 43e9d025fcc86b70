"""The list of findings: filtered by what stands in the address, so that a copied address shows the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from accord.findings.finding import Audience, Figure
from accord.findings.format import Format
from accord.pages.sheet import MEASURE, Sheet, SheetTable, cell_day, cell_text, cells_amount, cells_measure
from accord.pages.shown import AmountShown, Column, Scale, amount_shown, measure_shown, plural
from accord.units.interval import Interval
from accord.units.money import Amount, digits
from accord.units.period import Period, aware, midnight

if TYPE_CHECKING:
    from accord.decisions.models import Published
    from accord.people.models import Person

MOST = 50
"""So many findings stand on one page of the list."""
KINDS = ("lost", "gained", "at_risk", "changed", "counted")


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for: empty lets everything through. Amounts are in whole units of the currency."""

    analysis: str = ""
    side: str = ""
    kind: str = ""
    first: date | None = None
    last: date | None = None
    least: float | None = None
    most: float | None = None
    text: str = ""
    gone: bool = False
    page: int = 1

    def address(self, page: int) -> str:
        """The same question, another page of its answer."""
        asked = {
            "analysis": self.analysis,
            "side": self.side,
            "kind": self.kind,
            "from": self.first,
            "to": self.last,
            "least": _whole(self.least),
            "most": _whole(self.most),
            "text": self.text,
            "gone": "yes" if self.gone else "",
            "page": page if page > 1 else "",
        }
        return urlencode({k: v for k, v in asked.items() if v not in ("", None)})


def asked_for(query: Mapping[str, str]) -> Filter:
    """Read off an address. Raises ``ValueError`` that names the field and what it takes."""
    side, kind = query.get("side", ""), query.get("kind", "")
    if side not in ("", "marketing", "it"):
        raise ValueError(f"side is {side!r}; it is marketing or it")
    if kind not in ("", *KINDS):
        raise ValueError(f"kind is {kind!r}; it is one of {', '.join(KINDS)}")
    return Filter(
        analysis=query.get("analysis", "")[:60],
        side=side,
        kind=kind,
        first=_day(query, "from"),
        last=_day(query, "to"),
        least=_number(query, "least"),
        most=_number(query, "most"),
        text=query.get("text", "").strip()[:200],
        gone=query.get("gone", "") == "yes",
        page=max(1, int(_number(query, "page") or 1)),
    )


def _day(query: Mapping[str, str], name: str) -> date | None:
    text = query.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as fault:
        raise ValueError(f"{name} is {text!r}; it is a day like 2026-11-21") from fault


def _number(query: Mapping[str, str], name: str) -> float | None:
    text = query.get(name, "")
    try:
        value = float(text) if text else None
    except ValueError as fault:
        raise ValueError(f"{name} is {text!r}; it is a number like 5000") from fault
    if value is not None and not abs(value) < 1e15:
        raise ValueError(f"{name} is {text!r}; it is a number below a thousand million million")
    return value


def _whole(value: float | None) -> str | None:
    return None if value is None else f"{value:g}"


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding in a list, in the words of one audience."""

    id: str
    title: str
    analysis: str
    about: str
    period: str
    start: datetime
    end: datetime
    amount: AmountShown | None
    verdict: str
    owner_marketing: str
    owner_it: str
    side: str
    gone: bool
    measure: AmountShown | None = None


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """Findings that answer a question, and the choices to ask another. ``before`` and ``after`` are addresses."""

    title: str
    asked: Filter
    analyses: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    lines: tuple[FindingLine, ...]
    count: int
    says: str
    before: str
    after: str
    form: Format
    made_up: str

    def sheet(self) -> Sheet:
        columns = [("title", "Finding"), ("about", "Analysis"), ("from", "From"), ("to", "To"), ("kind", "Kind")]
        money = [("mid", "Amount"), ("low", "At least"), ("high", "At most")]
        owners = [
            ("marketing", "Marketing's owner"),
            ("it", "IT's owner"),
            ("why", "Why no amount"),
            ("id", "Finding id"),
        ]
        rows = tuple(self._row(line) for line in self.lines)
        plain, told = (
            [Column(n, label, number) for n, label in of] for of, number in ((columns, False), (money, True))
        )
        table = SheetTable(
            "findings", "Findings", (*plain, *told, *MEASURE, *(Column(n, label, False) for n, label in owners)), rows
        )
        return Sheet("findings", self.title, self.form, lede=self.says, made_up=self.made_up, tables=(table,))

    def _row(self, line: FindingLine) -> tuple[Any, ...]:
        form = self.form
        last = line.end - timedelta(microseconds=1)
        said = (
            line.amount.kind_word if line.amount else "",
            line.owner_marketing,
            line.owner_it,
            line.verdict,
            line.id,
        )
        kind, *others = map(cell_text, said)
        head = (cell_text(line.title), cell_text(line.about), cell_day(form, line.start), cell_day(form, last), kind)
        return (*head, *cells_amount(form, line.amount), *cells_measure(form, line.measure), *others)


def findings_page(person: Person, asked: Filter, *, audience: Audience, form: Format, made_up: str) -> FindingsPage:
    """The list. Raises ``NotAllowed``."""
    from accord.decisions.queries import published
    from accord.findings import words
    from accord.people.rights import Right, require

    require(person, Right.READ)
    scale = 10 ** digits(form.currency)
    found = published(
        analysis=asked.analysis,
        side=asked.side,
        kind=asked.kind,
        start=aware(midnight(asked.first, form.zone)) if asked.first else None,
        end=aware(midnight(asked.last + timedelta(days=1), form.zone)) if asked.last else None,
        least=round(asked.least * scale) if asked.least is not None else None,
        most=round(asked.most * scale) if asked.most is not None else None,
        text=asked.text,
        gone=asked.gone,
    )
    count, offset = found.count(), (asked.page - 1) * MOST
    rows = list(found[offset : offset + MOST])
    return FindingsPage(
        title="Findings",
        asked=asked,
        analyses=tuple(titles().items()),
        kinds=tuple((k, words.kind_word(k)) for k in KINDS),  # type: ignore[arg-type]
        lines=lines(rows, audience, form),
        count=count,
        says=_says(count, asked, form),
        before=asked.address(asked.page - 1) if asked.page > 1 else "",
        after=asked.address(asked.page + 1) if offset + MOST < count else "",
        form=form,
        made_up=made_up,
    )


def _says(count: int, asked: Filter, form: Format) -> str:
    if count == 0:
        return "Nothing was found that answers this" if asked != Filter() else "Nothing was found yet"
    return f"{plural(count, 'finding', form)}, first what costs most to leave as it is"


def lines(rows: list[Published], audience: Audience, form: Format) -> tuple[FindingLine, ...]:
    """Rows as they are shown; bars of one kind share a scale."""
    by_kind: dict[tuple[str, str], list[Interval]] = {}
    for row in rows:
        if row.mid is not None:
            by_kind.setdefault((row.kind, row.currency), []).append(interval(row))
    scales = {key: Scale.over(found) for key, found in by_kind.items()}
    return tuple(_line(row, audience, form, scales.get((row.kind, row.currency))) for row in rows)


def _line(row: Published, audience: Audience, form: Format, scale: Scale | None) -> FindingLine:
    start, end = naive(row.start), naive(row.end)
    amount = None
    if scale is not None and row.mid is not None:
        amount = amount_shown(row.kind, Amount(interval(row), row.currency), form, scale)  # type: ignore[arg-type]
    return FindingLine(
        id=row.finding,
        title=row.title(audience),
        analysis=row.analysis,
        about=titles().get(row.analysis, row.analysis),
        period=form.period(Period(start, end)),
        start=start,
        end=end,
        amount=amount,
        verdict="" if amount else row.verdict,
        owner_marketing=row.owner_marketing,
        owner_it=row.owner_it,
        side=row.cell.partition("_")[0],
        gone=row.gone_at is not None,
        measure=measure(row, form),
    )


def measure(row: Published, form: Format) -> AmountShown | None:
    """What a published finding without money was measured at; None where it has an amount or cannot be told."""
    if row.measured_mid is None:
        return None
    value = Interval(row.measured_mid, row.measured_low or 0.0, row.measured_high or 0.0)
    figure = Figure("measured", row.measured_as, value, row.measured_unit)  # type: ignore[arg-type]
    return measure_shown(row.kind, figure, form)  # type: ignore[arg-type]


def interval(row: Published) -> Interval:
    """A published finding's amount in minor units."""
    return Interval(float(row.mid or 0), float(row.low or 0), float(row.high or 0))


def naive(at: datetime) -> datetime:
    """A row's moment as the engine half has it: naive UTC."""
    from accord.pages.sheet import utc

    return utc(at)


def titles() -> dict[str, str]:
    """Analysis name -> what it is called."""
    from accord.analyses.discovery import load, names

    return {name: load(name).title for name in names()}
