"""Every fact table has a page, and the page says what the table is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from accord.facts.tables import PROVENANCE, TABLES, Table

PAGES = Path(__file__).parents[2] / "docs/facts"


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda t: t.name)
def test_a_table_s_page_has_a_row_for_each_column_and_no_other(table: Table) -> None:
    page = (PAGES / f"{table.name}.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("| ").split(" | ")] for line in page.splitlines() if line.startswith("| `")
    ]
    told = {row[0].strip("`"): row[1:] for row in rows}
    assert list(told) == [c.name for c in (*table.columns, *PROVENANCE)]
    for column in (*table.columns, *PROVENANCE):
        row = " | ".join(told[column.name])
        assert row.startswith(column.type.value), column.name
        assert column.meaning in row, column.name
        assert ("yes" in told[column.name]) == column.optional, column.name


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda t: t.name)
def test_a_table_s_page_names_its_key_and_its_time(table: Table) -> None:
    page = (PAGES / f"{table.name}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {table.name}: {table.row}\n")
    key = re.search(r"\*\*Key\*\*: (.*?)\.", page)
    assert key is not None
    assert tuple(re.findall(r"`(\w+)`", key.group(1))) == table.key
    assert (f"periods select on `{table.time}`" if table.time else "**Time**: none") in page
    assert all(f"`{column}`" in page for column in table.slice)
