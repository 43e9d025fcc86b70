"""Made-up sheets: one of every kind of value, and one whose every text tries to be a formula."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

from accord.findings.finding import Grid
from accord.findings.format import Format
from accord.pages.sheet import (
    NOTHING,
    Cell,
    Sheet,
    SheetTable,
    cell_count,
    cell_day,
    cell_money,
    cell_of,
    cell_share,
    cell_text,
    cell_time,
)
from accord.pages.shown import Chart, Column, table
from accord.pages.slide import Line, Series, Slide, SlideChart
from accord.units.money import Money
from tests.pages import made_up

FORM = Format("en_IE", "Europe/Paris", "EUR")
COLUMNS = (
    Column("what", "What", False),
    Column("at", "When", False),
    Column("day", "Day", False),
    Column("money", "Paid", True),
    Column("count", "Orders", True),
    Column("share", "Share", True),
    Column("lasted", "Lasted", True),
)
PAYLOADS = (
    '=HYPERLINK("http://attacker.example","hit")',
    "+1+cmd|'/c calc'!A0",
    "-2+3+cmd|'/c calc'!A0",
    "@SUM(1+1)*cmd|'/c calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "text;=1+1",
    "line\n=1+1",
    "\uff1d1+1",
    '","=1+1',
    "{=1+1}",
    "=1+1\x00",
)


def row(form: Format = FORM, text: str = "Checkout") -> tuple[Cell, ...]:
    return (
        cell_text(text),
        cell_time(form, datetime(2026, 11, 19, 13)),
        cell_day(form, date(2026, 11, 19)),
        cell_money(form, Money(-2_140_012, "EUR")),
        cell_count(form, 18_204),
        cell_share(form, 0.9995),
        cell_of(form, 2460.0, "seconds"),
    )


def sheet(form: Format = FORM, made_up: str = "") -> Sheet:
    rows = (row(form), (cell_text("Nothing"), *[NOTHING] * 6))
    table = SheetTable("Rows", "All rows", COLUMNS, rows, "As they were read.")
    at = datetime(2026, 11, 20, 7)
    return Sheet("rows", "Rows of a test", form, "Two rows", made_up, (), "data to Friday", at, (), (table,))


def hostile_sheet(attack: str) -> Sheet:
    """Every text of a sheet begins with the attack."""
    columns = tuple(Column(c.name, attack + c.label, c.number) for c in COLUMNS)
    one = SheetTable(attack, attack, columns, (row(text=attack), row(text=f"{attack} again")), attack)
    grid = Grid((("part", attack, "text"), ("value", attack, "money")), ((attack, 1200), (attack + "2", -300)))
    chart = Chart(attack, attack, "EUR", made_up._spec("drivers", made_up.bars_grid()), table(grid, FORM, "EUR"))
    lines = ((attack, attack),)
    return Sheet("rows", attack, FORM, attack, attack, (attack,), attack, None, lines, (one, one), (chart,), attack)


def hostile_slide(attack: str) -> Slide:
    cells = (Cell("1", 1, "count", None, 1.0), Cell("2", 2, "count", None, 2.0))
    chart = SlideChart("bars", attack, attack, (attack, attack + "2"), (Series(attack, "mid", cells),))
    lines = (Line(attack, attack),) * 3
    return Slide(
        attack,
        attack,
        attack,
        attack,
        lines,
        attack,
        chart,
        ((attack, attack),) * 4,
        attack,
        attack,
        (attack,),
        (attack,),
    )


def files(content: bytes) -> dict[str, bytes]:
    """The parts of an archive by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
