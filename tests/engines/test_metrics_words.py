"""The metrics' SQL keeps to the words that every engine reads alike."""

from __future__ import annotations

import pytest

from accord.engines.linting import refusals
from accord.methods.metrics.reduced import QUERIES
from tests.engines.promised import PROMISED


@pytest.mark.parametrize("query", QUERIES)
def test_the_metrics_use_allowed_words_only(query: str) -> None:
    assert [str(r) for r in refusals(QUERIES[query], PROMISED)] == []
