"""A chart that was drawn ahead is the chart that a page would draw, and never anything else."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from accord.findings.format import Format
from accord.pages.finding import Context, FindingPage, finding_page
from accord.pages.renderings import chart
from accord.pages.renderings.html import KEPT_FOR, draw_ahead, drawn_for
from tests.pages.made_up import findings, specs

FORM = Format("en_GB", "Europe/Berlin", "EUR")


@pytest.fixture(scope="module")
def pages() -> list[FindingPage]:
    found = findings()
    context = Context(FORM, specs=specs(found))
    return [p for p in (finding_page(f, context, "finance") for f in found) if p.chart][:2]


def test_a_page_shows_what_was_drawn_ahead_and_draws_nothing(
    pages: list[FindingPage], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw_ahead(pages, FORM, tmp_path)
    plain = [drawn_for(p.id, p.chart, FORM) for p in pages]

    def drew(ready: object) -> str:
        raise AssertionError("it was drawn ahead")

    monkeypatch.setattr(chart, "_drawn", drew)
    assert [drawn_for(p.id, p.chart, FORM, tmp_path) for p in pages] == plain


def test_another_locale_or_zone_is_another_drawing(pages: list[FindingPage], tmp_path: Path) -> None:
    draw_ahead(pages[:1], FORM, tmp_path)
    german = Format("de_DE", "America/New_York", "EUR")
    assert drawn_for(pages[0].id, pages[0].chart, german, tmp_path) == drawn_for(pages[0].id, pages[0].chart, german)
    assert len(list(tmp_path.iterdir())) == 2


def test_a_drawing_that_somebody_changed_brings_no_script_onto_the_page(
    pages: list[FindingPage], tmp_path: Path
) -> None:
    draw_ahead(pages[:1], FORM, tmp_path)
    for one in tmp_path.iterdir():
        one.write_text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><text>x</text></svg>')
    drawn = drawn_for("made-up", pages[0].chart, FORM, tmp_path)
    assert drawn is not None
    assert "script" not in drawn.wide + drawn.slim


def test_old_drawings_are_let_go(pages: list[FindingPage], tmp_path: Path) -> None:
    old = tmp_path / "old.svg"
    old.write_text(json.dumps("old"))
    os.utime(old, (time.time() - KEPT_FOR - 60,) * 2)
    draw_ahead(pages[:1], FORM, tmp_path)
    assert not old.exists()
    assert len(list(tmp_path.iterdir())) == 2
