"""Analyses in their own process: what a page will draw is drawn there."""

from __future__ import annotations

from pathlib import Path

import pytest

from accord.findings import archive
from accord.findings.format import Format
from accord.findings.identity import finding_id
from accord.jobs.apart import analyse
from accord.pages.finding import Context, finding_page
from accord.pages.renderings import chart
from accord.pages.renderings.html import drawn_for
from accord.workspace.folder import Workspace
from tests.pages import made_up


def test_charts_are_drawn_of_findings_as_they_were_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kept number has nine digits: a chart of the number itself would be another one than pages look for."""
    workspace, brief = Workspace(tmp_path).create(), made_up.brief()
    for finding in brief.findings:
        archive.save(workspace.findings, finding)
    monkeypatch.setattr(analyse, "specs_of", made_up.specs)  # no analysis here made these
    analyse._draw_ahead(workspace, brief)

    def drew(ready: object) -> str:
        raise AssertionError("it was left to the first reader to draw this")

    monkeypatch.setattr(chart, "_drawn", drew)
    form = Format(brief.locale, brief.zone, brief.currency)
    kept = tuple(archive.load(workspace.findings, finding_id(f)) for f in brief.findings)
    pages = [finding_page(f, Context(form, specs=made_up.specs(kept)), "it") for f in kept]
    assert all(drawn_for(p.id, p.chart, form, workspace.drawn) for p in pages if p.chart)
    assert any(p.chart for p in pages)
