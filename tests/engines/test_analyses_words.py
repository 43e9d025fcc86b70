"""Every analysis keeps to the allowed words."""

from __future__ import annotations

from pathlib import Path

import pytest

import accord.analyses
from accord.analyses import discovery
from accord.engines.linting import refusals
from tests.engines.promised import PROMISED

QUERIES = [(a.name, name, sql) for a in discovery.discover() for name, sql in a.queries.items()]


@pytest.mark.parametrize(("analysis", "query", "sql"), QUERIES, ids=[f"{a}-{q}" for a, q, _ in QUERIES])
def test_the_analysis_uses_allowed_words_only(analysis: str, query: str, sql: str) -> None:
    assert [str(r) for r in refusals(sql, PROMISED)] == []


def test_no_analysis_goes_unseen() -> None:
    """A file that defines an analysis, and is not discovered, or brings no query, would pass unread."""
    folder = Path(accord.analyses.__file__).parent
    files = {p.stem for p in folder.glob("*.py") if "(Analysis" in p.read_text()}
    assert files <= {analysis for analysis, _, _ in QUERIES}
