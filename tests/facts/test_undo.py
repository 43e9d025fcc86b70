"""Undo: the tables are as if the import had never been read."""

from __future__ import annotations

from pathlib import Path

import pytest

from accord.facts.importing import read
from accord.facts.manifest import Damaged, StoreError
from accord.facts.snapshots import pin, unpin
from accord.facts.store import Store
from accord.facts.undo import undo
from accord.workspace.folder import Workspace
from tests.facts.made_exports import NOW, order, orders, parse, result, write


def take(workspace: Workspace, path: Path) -> str:
    """Read one file and return its import's id."""
    (import_id,) = read(workspace, [path], now=NOW, parse=parse).imports
    return import_id


def test_undoing_the_last_import_restores_the_tables_exactly(workspace: Workspace, tmp_path: Path) -> None:
    take(workspace, write(tmp_path / "a.json", orders(range(10))))
    before = Store(workspace)
    last = take(workspace, write(tmp_path / "b.json", orders(range(5, 12), amount=7)))
    undone = undo(workspace, [last])
    after = Store(workspace)
    assert after.table_hash("orders") == before.table_hash("orders")
    assert after.snapshot_id() == before.snapshot_id() == undone.snapshot
    assert undone.rows == {"orders": (12, 10)}
    assert [i.name for i in undone.imports] == ["b.json"]


def test_undoing_an_earlier_import_keeps_what_was_read_later(workspace: Workspace, tmp_path: Path) -> None:
    a, b = write(tmp_path / "a.json", orders(range(10))), write(tmp_path / "b.json", orders(range(8, 12), amount=7))
    first = take(workspace, a)
    take(workspace, b)
    undo(workspace, [first])
    alone = Workspace(tmp_path / "alone")
    take(alone, b)
    assert Store(workspace).table_hash("orders") == Store(alone).table_hash("orders")


def test_rows_that_an_import_repeated_stand_on_it_after_the_first_is_undone(
    workspace: Workspace, tmp_path: Path
) -> None:
    first = take(workspace, write(tmp_path / "a.json", orders([1, 2])))
    second = take(workspace, write(tmp_path / "b.json", orders([1, 2, 3])))
    assert [s.part.rows for s in Store(workspace).manifest.tables["orders"]] == [2, 1]
    undo(workspace, [first])
    (standing,) = Store(workspace).manifest.tables["orders"]
    assert (standing.import_id, standing.part.rows) == (second, 3)


def test_undo_brings_back_a_day_that_was_told_anew(workspace: Workspace, tmp_path: Path) -> None:
    take(workspace, write(tmp_path / "a.json", [result(1, "a", 10), result(1, "b", 20)], "campaign_results"))
    before = Store(workspace).table_hash("campaign_results")
    again = take(workspace, write(tmp_path / "b.json", [result(1, "a", 11)], "campaign_results"))
    assert Store(workspace).state().tables["campaign_results"].rows == 1
    undo(workspace, [again])
    assert Store(workspace).table_hash("campaign_results") == before


def test_several_imports_are_undone_together(workspace: Workspace, tmp_path: Path) -> None:
    ids = [take(workspace, write(tmp_path / f"{n}.json", orders([n]))) for n in range(3)]
    undo(workspace, ids[:2])
    assert [i.id for i in Store(workspace).state().imports] == ids[2:]


def test_all_imports_can_be_undone(workspace: Workspace, tmp_path: Path) -> None:
    undo(workspace, [take(workspace, write(tmp_path / "a.json", orders([1])))])
    assert Store(workspace).state().tables == {}
    assert Store(workspace).files("orders") == []


def test_an_undone_file_can_be_read_again(workspace: Workspace, tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", orders([1]))
    first = take(workspace, path)
    before = Store(workspace).snapshot_id()
    undo(workspace, [first])
    assert take(workspace, path) == first
    assert Store(workspace).snapshot_id() == before


def test_the_beginning_of_an_id_is_enough(workspace: Workspace, tmp_path: Path) -> None:
    first = take(workspace, write(tmp_path / "a.json", orders([1])))
    assert undo(workspace, [first[:6]]).imports[0].id == first


@pytest.mark.parametrize("unknown", ["", "zzz"])
def test_an_unknown_import_changes_nothing(workspace: Workspace, tmp_path: Path, unknown: str) -> None:
    take(workspace, write(tmp_path / "a.json", orders([1])))
    before = workspace.manifest.read_bytes()
    with pytest.raises(StoreError, match="no import has an id that begins"):
        undo(workspace, [unknown])
    assert workspace.manifest.read_bytes() == before


def test_the_original_is_deleted_by_the_next_write(workspace: Workspace, tmp_path: Path) -> None:
    first = take(workspace, write(tmp_path / "a.json", orders([1])))
    undo(workspace, [first])
    take(workspace, write(tmp_path / "b.json", orders([2])))
    assert len(list(workspace.originals.iterdir())) == 1
    assert len(list(workspace.facts.iterdir())) == 1


def test_a_pinned_snapshot_outlives_undo_and_replacement(workspace: Workspace, tmp_path: Path) -> None:
    first = take(workspace, write(tmp_path / "a.json", [order(1, amount=10)]))
    signed = Store(workspace).snapshot_id()
    pin(workspace, signed)
    told = Store(workspace).table_hash("orders")
    take(workspace, write(tmp_path / "b.json", [order(1, amount=11)]))
    undo(workspace, [first])
    take(workspace, write(tmp_path / "c.json", [order(2)]))
    with Store.reading(workspace, signed) as kept:
        assert kept.table_hash("orders") == told
        assert kept.snapshot_id() == signed
        (one,) = kept.state().imports
        assert kept.source(one.source_id, 1).facts[0][1]["amount_minor"] == 10
        assert kept.take_out(one.id, tmp_path / "workspace").read_bytes() == (tmp_path / "a.json").read_bytes()


def test_an_unpinned_snapshot_is_let_go(workspace: Workspace, tmp_path: Path) -> None:
    first = take(workspace, write(tmp_path / "a.json", [order(1)]))
    signed = Store(workspace).snapshot_id()
    pin(workspace, signed)
    pin(workspace, signed)
    undo(workspace, [first])
    unpin(workspace, signed)
    unpin(workspace, signed)
    take(workspace, write(tmp_path / "b.json", [order(2)]))
    assert len(list(workspace.facts.iterdir())) == 1
    with pytest.raises(StoreError, match="no facts are kept"):
        Store(workspace, signed)


def test_a_snapshot_that_is_no_longer_in_force_cannot_be_pinned(workspace: Workspace, tmp_path: Path) -> None:
    take(workspace, write(tmp_path / "a.json", [order(1)]))
    old = Store(workspace).snapshot_id()
    take(workspace, write(tmp_path / "b.json", [order(2)]))
    with pytest.raises(StoreError, match="no longer in force"):
        pin(workspace, old)


def test_a_lost_snapshot_is_named(workspace: Workspace, tmp_path: Path) -> None:
    first = take(workspace, write(tmp_path / "a.json", [order(1)]))
    signed = Store(workspace).snapshot_id()
    pin(workspace, signed)
    undo(workspace, [first])
    for path in workspace.facts.glob("*.snapshot.json"):
        path.unlink()
    with pytest.raises(Damaged, match=r"snapshot\.json is missing"):
        Store(workspace, signed)
