"""The examination that every analysis sits. A new analysis needs an entry in ``worlds.py`` and nothing here."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from accord.analyses import discovery
from accord.analyses.base import Analysis
from accord.analyses.discovery import load
from accord.clauses.charter import PARTS
from accord.engines.linting import refusals
from accord.facts.tables import TABLES
from accord.findings.evidence import counted
from accord.findings.finding import AUDIENCES, Audience, Figure, Finding, Grid
from accord.findings.format import Format
from accord.findings.identity import plain
from accord.findings.words import fill, headline, measure_ends, say, stray_numbers
from accord.language.checking import check
from accord.units.interval import Interval
from accord.worlds.small import Small
from tests.analyses.sitting import ask
from tests.analyses.worlds import SITTINGS
from tests.engines.promised import PROMISED
from tests.support import engine_of

ROOT = Path(__file__).parent.parent.parent
HEADINGS = ("Question", "Method", "Assumes", "Do not trust it when", "Source")
MONEY_COLUMNS = re.compile(r"_minor$")
SEED = 11
ROUNDING = 151
"""Each stage rounds money to whole minor units; one and a half of them a hundred times, and half of one."""

each = pytest.mark.parametrize("name", discovery.names())


@cache
def planted(name: str) -> Small:
    return SITTINGS[name].planted(np.random.default_rng(SEED))


@cache
def found(name: str) -> tuple[Finding, ...]:
    """What the analysis finds in its planted world; all of it is examined."""
    findings = tuple(ask(load(name), planted(name), seed=SEED))
    assert findings, f"{name} finds nothing in its own world, so there is nothing to examine"
    return findings


def contents(findings: Any) -> str:
    return json.dumps([plain(f) for f in findings], sort_keys=True)


def test_every_analysis_has_worlds_to_be_examined_in() -> None:
    assert sorted(SITTINGS) == discovery.names()


@each
def test_its_docstring_has_the_five_headings_in_their_order(name: str) -> None:
    source = (ROOT / "src/accord/analyses" / f"{name}.py").read_text(encoding="utf-8")
    told = ast.get_docstring(ast.parse(source)) or ""
    places = [re.search(rf"^{heading}\n    \S", told, re.MULTILINE) for heading in HEADINGS]
    assert all(places)
    starts = [p.start() for p in places if p]
    assert starts == sorted(starts)


@each
def test_its_page_and_its_own_tests_exist(name: str) -> None:
    page = (ROOT / "docs/analyses" / f"{name}.md").read_text(encoding="utf-8")
    assert load(name).title in page.splitlines()[0]
    assert "def test_" in (ROOT / "tests/analyses" / f"test_{name}.py").read_text(encoding="utf-8")


@each
def test_its_page_names_every_setting_and_every_flag_that_it_raises(name: str) -> None:
    page = (ROOT / "docs/analyses" / f"{name}.md").read_text(encoding="utf-8")
    source = (ROOT / "src/accord/analyses" / f"{name}.py").read_text(encoding="utf-8")
    settings = {f.name for f in fields(load(name).settings)}
    flags = set(re.findall(r"Flag\(\s*\"(\w+)\"", source)) | {flag.code for f in found(name) for flag in f.flags}
    assert {word for word in settings | flags if f"`{word}`" not in page} == set()


@each
def test_its_sql_uses_the_allowed_words_only(name: str) -> None:
    assert [str(r) for sql in load(name).queries.values() for r in refusals(sql, PROMISED)] == []


@each
def test_what_it_needs_are_tables_and_clauses_that_exist(name: str) -> None:
    needs = load(name).needs
    assert {*needs.tables, *needs.optional} <= set(TABLES)
    assert {*needs.clauses} <= set(PARTS)
    sql = " ".join(load(name).queries.values())
    assert set(re.findall(r"\bfrom (\w+)", sql)) == {*needs.tables, *needs.optional}


@each
def test_its_settings_have_defaults_that_they_accept_themselves(name: str) -> None:
    assert load(name).settings() == load(name).settings()
    assert (load(name).settings.__doc__ or "").strip()


@each
def test_empty_facts_give_no_finding_and_no_error(name: str) -> None:
    world = planted(name)
    assert ask(load(name), Small({"orders": _rows(world.tables["orders"], 0)}, world.start, world.end, {})) == []


@each
@pytest.mark.parametrize("which", [0, -1], ids=["the first", "the last"])
def test_one_row_of_each_table_tells_no_amount_and_gives_no_error(name: str, which: int) -> None:
    world = planted(name)
    one = {table: _rows(columns, 1, which) for table, columns in world.tables.items() if len(columns)}
    assert [f.amount for f in ask(load(name), Small(one, world.start, world.end, {})) if f.amount] == []


@each
def test_each_table_alone_tells_no_amount_and_gives_no_error(name: str) -> None:
    world = planted(name)
    for table in world.tables:
        alone = {"orders": _rows(world.tables["orders"], 0), table: world.tables[table]}
        told = [f.amount for f in ask(load(name), Small(alone, world.start, world.end, {})) if f.amount]
        assert not told or set(load(name).needs.tables) <= {table}


@each
def test_the_order_of_rows_does_not_matter(name: str) -> None:
    world, rng = planted(name), np.random.default_rng(5)
    shuffled = {table: _shuffled(columns, rng) for table, columns in world.tables.items()}
    assert contents(ask(load(name), Small(shuffled, world.start, world.end, {}), seed=SEED)) == contents(found(name))


@each
def test_the_same_seed_gives_the_same_findings(name: str) -> None:
    assert contents(ask(load(name), planted(name), seed=SEED)) == contents(found(name))


@each
def test_a_hundred_times_the_money_is_a_hundred_times_the_amount(name: str) -> None:
    world = planted(name)
    dear = {t: {c: v * 100 if MONEY_COLUMNS.search(c) else v for c, v in cs.items()} for t, cs in world.tables.items()}
    other = ask(load(name), Small(dear, world.start, world.end, {}), seed=SEED)
    pairs = list(zip(found(name), other, strict=True))
    assert [f.amount is None for f, _ in pairs] == [g.amount is None for _, g in pairs]
    for one, hundred in pairs:
        for figure, dearer in zip(one.figures, hundred.figures, strict=True):
            _is_scaled(figure, dearer, 100 if figure.unit == "money" else 1)
        if one.amount and hundred.amount:
            _are_scaled(one.amount.interval, hundred.amount.interval, 100, room=ROUNDING)
        _are_scaled(one.waiting.weekly, hundred.waiting.weekly, 100, room=ROUNDING)


def _is_scaled(figure: Figure, dearer: Figure, by: float) -> None:
    assert (figure.name, figure.unit) == (dearer.name, dearer.unit)
    if isinstance(figure.value, Interval) and isinstance(dearer.value, Interval):
        _are_scaled(figure.value, dearer.value, by, room=ROUNDING if figure.unit == "money" else 1e-9)
    else:
        assert figure.value == dearer.value


def _are_scaled(one: Interval, other: Interval, by: float, room: float) -> None:
    for mine, its in ((one.low, other.low), (one.mid, other.mid), (one.high, other.high)):
        assert its == pytest.approx(mine * by, rel=1e-5, abs=room)


@each
def test_its_evidence_opens_to_as_many_rows_as_it_says_and_adds_up(name: str) -> None:
    engine = engine_of(planted(name).tables)
    opened = 0
    for finding in found(name):
        assert finding.evidence
        for evidence in finding.evidence:
            opening = counted(evidence)
            answer = engine.query(opening.sql, opening.given)
            assert int(answer["found"][0]) == evidence.rows, (finding.subject, evidence.label)
            if evidence.adds_up_to:
                told = finding.figure(evidence.adds_up_to).value
                assert isinstance(told, Interval)
                assert float(answer["total" if evidence.column else "found"][0]) == pytest.approx(told.mid)
            opened += 1
    engine.close()
    assert opened


@each
@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_wording_states_the_headline_and_only_figures_beside_it(name: str, audience: Audience) -> None:
    form = Format()
    for finding in found(name):
        text = say(finding, audience, form)
        assert text.startswith(headline(finding, form).rstrip("."))
        if finding.amount:
            assert form.amount(finding.amount, "") in text
            assert finding.amount.interval.is_exact or form.amount(finding.amount, "range") in text
        if finding.measured:
            assert form.figure(finding.measured) in text
            assert measure_ends(finding.measured, form) in text
        for template in _templates(finding, audience):
            assert stray_numbers(template) == [], template
            assert "{" not in fill(template, finding, form)


@each
@pytest.mark.parametrize("audience", AUDIENCES)
def test_its_words_are_those_of_their_reader(name: str, audience: Audience) -> None:
    for finding in found(name):
        wording = finding.wordings[audience]
        assert [a.term for text in (wording.title, wording.body) for a in check(text, audience)] == []


@each
def test_playback_and_question_can_be_read_by_everyone(name: str) -> None:
    for finding in found(name):
        assert finding.playback.startswith("What I hear is")
        assert finding.playback.endswith("Did I get that right?")
        assert finding.ask.startswith("If ")
        assert finding.ask.endswith("?")
        for reader in AUDIENCES:
            assert check(finding.playback, reader) == check(finding.ask, reader) == []


def _templates(finding: Finding, audience: Audience) -> tuple[str, ...]:
    wording = finding.wordings[audience]
    return (wording.title, wording.body, finding.playback, finding.ask)


@each
def test_a_verdict_stands_exactly_where_no_amount_does(name: str) -> None:
    assert all(bool(f.verdict) == (f.amount is None) for f in found(name))
    assert any(f.headline is not None for f in found(name))


@each
def test_figures_flags_and_tables_have_plain_labels(name: str) -> None:
    for finding in found(name):
        names = [f.name for f in finding.figures]
        assert len(names) == len(set(names))
        for label in (*(f.label for f in finding.figures), *(e.label for e in finding.evidence)):
            assert label[:1].strip()
            assert "_" not in label
        for flag in finding.flags:
            assert re.fullmatch(r"[a-z_]+", flag.code)
            assert flag.sentence.endswith((".", "?"))
            assert flag.sentence[0].isupper()
        for grid in filter(None, (finding.grid, finding.breakdown)):
            assert all(len(row) == len(grid.columns) for row in grid.rows)
            assert not any("_" in label for _, label, _ in grid.columns)


@each
def test_the_chart_is_drawn_from_the_finding_s_own_table(name: str) -> None:
    analysis, drawn = load(name), 0
    for finding in found(name):
        spec = analysis.chart(finding)
        assert (spec is None) == (finding.grid is None)
        if spec is not None and finding.grid is not None:
            assert "vega-lite" in spec["$schema"]
            _holds(spec, finding.grid)
            drawn += 1
    assert drawn


def _holds(spec: Any, grid: Grid) -> None:
    """Every number of the table is drawn."""
    told = {float(v) for row in grid.rows for v in row if isinstance(v, int | float)}
    assert told
    assert told <= set(_numbers(spec))


def _numbers(node: Any) -> Iterator[float]:
    if isinstance(node, dict | list):
        for child in node.values() if isinstance(node, dict) else node:
            yield from _numbers(child)
    elif isinstance(node, int | float):
        yield float(node)


@each
def test_the_number_that_a_decision_moves_is_told(name: str) -> None:
    analysis: Analysis[Any] = load(name)
    assert any(analysis.effect.figure in {g.name for g in f.figures} for f in found(name))


@each
def test_findings_of_one_run_have_names_of_their_own(name: str) -> None:
    told = [(f.analysis, f.subject, f.period) for f in found(name)]
    assert len(told) == len(set(told))
    assert all(f.analysis == name for f in found(name))
    assert all(f.made.version == load(name).version and f.made.rows for f in found(name))


def _rows(columns: dict[str, Any], count: int, which: int = 0) -> dict[str, Any]:
    return {c: v[which:][:count] if which < 0 else v[which : which + count] for c, v in columns.items()}


def _shuffled(columns: dict[str, Any], rng: np.random.Generator) -> dict[str, Any]:
    order = rng.permutation(len(next(iter(columns.values()))))
    return {c: v[order] for c, v in columns.items()}
