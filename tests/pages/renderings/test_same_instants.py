"""The same moment is the same local day and hour, and the same money the same sum, in every hand-out."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from babel.numbers import parse_decimal

from accord.findings.format import Format
from accord.pages.renderings.hand_out import hand_out
from accord.pages.sheet import Cell, Sheet, SheetTable, cell_day, cell_money, cell_text, cell_time
from accord.pages.shown import Column
from accord.units.money import Money, digits

pytest.importorskip("xlsxwriter", reason="xlsxwriter comes with the extra web")
calamine = pytest.importorskip("python_calamine")

ZONES = ("Europe/Paris", "America/New_York", "Pacific/Auckland", "Australia/Lord_Howe")
LOCALES = ("en_IE", "en_US", "de_DE", "de_CH", "fr_FR", "es_ES", "it_IT", "nl_NL", "pl_PL", "sv_SE")
COLUMNS = (
    Column("row", "Row", False),
    Column("at", "At", False),
    Column("day", "Day", False),
    Column("paid", "Paid", True),
)


@cache
def instants() -> tuple[datetime, ...]:
    """200 moments in UTC: both sides of each change of clocks, ends of days, years, leap days and weeks; and others."""
    edges = [
        datetime(2024, 2, 29, 12),
        datetime(2026, 12, 31, 23, 59),
        datetime(2027, 1, 1),
        datetime(2020, 12, 31, 12),
    ]
    for zone in map(ZoneInfo, ZONES):
        hours = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=i) for i in range(365 * 24)]
        for before, after in pairwise(hours):
            if before.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
                edges += [(before + timedelta(minutes=m)).replace(tzinfo=None) for m in (-60, -1, 0, 1, 59, 60, 61, 90)]
        for day in (datetime(2026, 3, 1), datetime(2026, 11, 19), datetime(2024, 3, 1)):
            midnight = day.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)
            edges += [midnight - timedelta(minutes=1), midnight]
    draw = random.Random(25)
    while len(edges) < 200:
        edges.append(datetime(1990, 1, 1) + timedelta(minutes=draw.randrange(60 * 365 * 24 * 60)))
    return tuple(edges[:200])


def paid(number: int) -> Money:
    return Money(random.Random(number).randrange(-(10**9), 10**9), "EUR")


@dataclass(frozen=True)
class Moments:
    """A page of 200 moments and sums."""

    form: Format
    rows: tuple[tuple[datetime, str, Money, str], ...]

    def sheet(self) -> Sheet:
        cells: list[tuple[Cell, ...]] = [
            (cell_text(f"r{i:03}"), cell_time(self.form, at), cell_day(self.form, at), cell_money(self.form, money))
            for i, (at, _, money, _) in enumerate(self.rows)
        ]
        return Sheet("moments", "Moments", self.form, tables=(SheetTable("Moments", "Moments", COLUMNS, tuple(cells)),))


@cache
def page(zone: str, locale: str = "en_IE") -> Moments:
    form = Format(locale, zone, "EUR")
    told = [(at, paid(i)) for i, at in enumerate(instants())]
    return Moments(form, tuple((at, form.time(at), m, form.exact_money(m.minor, m.currency)) for at, m in told))


def here(at: datetime, zone: str) -> datetime:
    """The local time, worked out apart from the project's own code."""
    return at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))


def screen(at: datetime, zone: str) -> str:
    local = here(at, zone)
    months = "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec".split()
    return f"{local.day} {months[local.month - 1]} {local.year}, {local:%H:%M}"


def test_there_are_200_moments_with_changes_of_clocks_in_each_zone() -> None:
    assert len(instants()) == 200
    for zone in ZONES:
        local = [here(at, zone).replace(tzinfo=None) for at in instants()[:100]]
        assert len(set(local)) < len(set(instants()[:100]))


@pytest.mark.parametrize("zone", ZONES)
def test_the_screen_says_the_local_day_and_hour(zone: str) -> None:
    assert [row[1] for row in page(zone).rows] == [screen(at, zone) for at in instants()]


@pytest.mark.parametrize("zone", ZONES)
def test_csv_says_the_same(zone: str) -> None:
    text = hand_out(page(zone), "csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))[1:]
    for i, (at, row) in enumerate(zip(instants(), rows, strict=True)):
        told = datetime.fromisoformat(row[1])
        assert told.astimezone(UTC).replace(tzinfo=None) == at.replace(second=0)
        assert told.replace(tzinfo=None) == here(at, zone).replace(tzinfo=None)
        assert row[2] == here(at, zone).date().isoformat()
        assert round(float(row[3]) * 100) == paid(i).minor


@pytest.mark.parametrize("zone", ZONES)
def test_xlsx_says_the_same(zone: str) -> None:
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(hand_out(page(zone), "xlsx").content))
    rows = book.get_sheet_by_name("Moments").to_python()[1:]
    for i, (at, row) in enumerate(zip(instants(), rows, strict=True)):
        # The reader tells a moment at midnight as a day.
        told = row[1] if isinstance(row[1], datetime) else datetime.combine(row[1], time())
        assert told == here(at, zone).replace(tzinfo=None)
        assert row[2] == here(at, zone).date()
        assert round(row[3] * 100) == paid(i).minor


@pytest.mark.parametrize("zone", ZONES)
def test_pdf_says_the_same(zone: str) -> None:
    pypdf = pytest.importorskip("pypdf", reason="pypdf reads the PDF back; it is a development dependency")
    content = hand_out(page(zone), "pdf").content
    text = squeezed("".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(content)).pages))
    form = page(zone).form
    lost = [
        row
        for i, at in enumerate(instants())
        if (row := squeezed(f"r{i:03}{screen(at, zone)}{day(at, zone)}{form.exact_money(paid(i).minor)}")) not in text
    ]
    assert lost == []


def day(at: datetime, zone: str) -> str:
    return screen(at, zone).partition(",")[0]


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u2060\u200b]+", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize("zone", ZONES)
def test_json_says_the_same(zone: str) -> None:
    rows = json.loads(hand_out(page(zone), "json").content)["rows"]
    for i, (at, (moment, said, money, money_said)) in enumerate(zip(instants(), rows, strict=True)):
        told = datetime.fromisoformat(moment)
        assert told.astimezone(ZoneInfo(zone)) == here(at, zone)
        assert said == screen(at, zone)
        assert money == {"minor": paid(i).minor, "currency": "EUR"}
        assert money_said == page(zone).form.exact_money(paid(i).minor)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("currency", ["EUR", "JPY", "KWD"])
def test_money_is_one_sum_in_ten_locales(locale: str, currency: str) -> None:
    form = Format(locale, "UTC", currency)
    for i in range(40):
        money = Money(paid(i).minor, currency)
        cell = cell_money(form, money)
        number = re.sub(r"[^\d.,'\u2019\s\xa0\u202f\u2212-]", "", cell.text).strip().replace("\u2212", "-")
        assert float(parse_decimal(re.sub(r"^-\s+", "-", number), locale=locale)) == cell.number
        assert round((cell.number or 0) * 10 ** digits(currency)) == money.minor
