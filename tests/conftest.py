"""For all tests: Hypothesis looks at truth, not at the clock, because machines are noisy.

The normal run draws the same cases every time, so that a failure is a change's and not the day's; new cases are drawn
with ``ACCORD_DRAW=1``, and in the soak.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

# Before anything imports numpy: our arrays are small, and a thread for each core would mostly wait.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest
from hypothesis import HealthCheck, settings

from tests.record_home import settle

settle()

fresh = bool(os.environ.get("ACCORD_DRAW")) or "soak" in sys.argv
settings.register_profile("untimed", deadline=None, derandomize=not fresh, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def _no_page_of_another_test() -> Iterator[None]:
    """A test's rows are rolled back and their numbers given out again, which happens nowhere else."""
    yield
    if kept := sys.modules.get("accord.web.kept"):
        kept.ALIKE.clear()
