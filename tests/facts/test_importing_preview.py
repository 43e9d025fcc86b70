"""A preview says what a commit does, row for row, and leaves no trace."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.facts.importing import read
from accord.facts.settle import Answers
from accord.facts.store import Store
from accord.workspace.folder import Workspace
from tests.facts.made_exports import NOW, order, parse, result, write

Call = list[tuple[str, list[dict[str, Any]], dict[str, Any]]]

some_orders = st.lists(
    st.builds(order, st.integers(0, 8), st.integers(1, 2), email=st.sampled_from(["a@x", "b@x"])), max_size=8
)
some_results = st.lists(st.builds(result, st.integers(1, 3), st.sampled_from("ab"), st.integers(1, 2)), max_size=5)
files = st.one_of(
    st.tuples(st.just("orders"), some_orders, st.just({})),
    st.tuples(st.just("orders"), some_orders, st.just({"needs_zone": True})),
    st.tuples(st.just("campaign_results"), some_results, st.just({"reader": "made_ads"})),
    st.tuples(st.just("orders"), st.just([]), st.just({"broken": "it is cut off"})),
    st.tuples(st.just("orders"), some_orders, st.just({"rejects": [["3", "Total", "x", "is no number"]]})),
)
calls = st.lists(st.lists(files, min_size=1, max_size=3), min_size=1, max_size=3)


def content(root: Path) -> dict[str, bytes]:
    """Every file of a workspace but the locks, which hold nothing."""
    found = (p for p in root.rglob("*") if p.is_file() and "lock" not in p.name)
    return {str(p.relative_to(root)): p.read_bytes() for p in found}


def check_preview(root: Path, told: Sequence[Call]) -> None:
    workspace, flags = Workspace(root / "workspace"), Answers(zone="Made/Zone")
    for at, call in enumerate(told):
        folder = root / str(at)
        for name, (table, rows, extra) in enumerate(call):
            write(folder / f"{name}.json", rows, table, **{"reader": "made_shop", "number": name} | extra)
        answers = flags if at % 2 else Answers()
        before = content(workspace.root)
        preview = read(workspace, [folder], now=NOW, parse=parse, flags=answers, dry_run=True)
        assert content(workspace.root) == before, "a preview leaves nothing behind"
        commit = read(workspace, [folder], now=NOW, parse=parse, flags=answers)
        assert preview.files == commit.files
        assert Store(workspace).snapshot_id() == commit.snapshot


@settings(max_examples=8, deadline=None)
@given(told=calls)
def test_a_preview_equals_the_commit(told: list[Call]) -> None:
    with TemporaryDirectory() as folder:
        check_preview(Path(folder), told)


@pytest.mark.soak
@settings(max_examples=1000, deadline=None)
@given(told=calls)
def test_a_preview_equals_the_commit_1000_times(told: list[Call]) -> None:
    with TemporaryDirectory() as folder:
        check_preview(Path(folder), told)


def test_a_preview_in_a_new_workspace_makes_no_keys_and_no_manifest(workspace: Workspace, tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", [order(1, email="ana@example.org")])
    report = read(workspace, [path], now=NOW, parse=parse, dry_run=True)
    assert report.files[0].new == 1
    assert not report.committed
    assert content(workspace.root) == {}
