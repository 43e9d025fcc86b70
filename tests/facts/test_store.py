"""What the store shows, how it notices damage, and how it is made anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from accord.facts.forget import forget_person
from accord.facts.importing import read
from accord.facts.manifest import Damaged, StoreError
from accord.facts.rebuild import rebuild
from accord.facts.store import Store
from accord.facts.tables import TABLES
from accord.facts.undo import undo
from accord.workspace.folder import Workspace
from tests.facts.made_exports import NOW, order, orders, parse, result, write


@pytest.fixture
def filled(workspace: Workspace, tmp_path: Path) -> Workspace:
    """Three imports, the second of which replaces some of the first."""
    for name, rows, table, reader in (
        ("a", orders(range(10)), "orders", "made_shop"),
        ("b", [*orders(range(5, 8), amount=7), order(20, email="ana@example.org")], "orders", "made_shop"),
        ("c", [result(1, "brand", 5)], "campaign_results", "made_ads"),
    ):
        read(workspace, [write(tmp_path / f"{name}.json", rows, table, reader)], now=NOW, parse=parse)
    return workspace


def hashes(workspace: Workspace) -> dict[str, str]:
    return {table: Store(workspace).table_hash(table) for table in TABLES}


def test_an_empty_workspace_has_every_table_and_no_row(workspace: Workspace) -> None:
    store = Store(workspace)
    assert store.tables() == {table: [] for table in TABLES}
    assert store.state().tables == {}
    assert not workspace.root.exists(), "looking makes nothing"


def test_the_state_says_what_there_is(filled: Workspace) -> None:
    state = Store(filled).state()
    assert state.tables["orders"].rows == 11
    assert (state.tables["orders"].first, state.tables["orders"].last) == (
        datetime(2026, 1, 1),
        datetime(2026, 1, 1, 0, 20),
    )
    assert state.tables["campaign_results"].readers == ("made_ads",)
    assert [i.name for i in state.imports] == ["a.json", "b.json", "c.json"]


def test_an_unknown_table_is_an_error_that_names_those_there_are(filled: Workspace) -> None:
    with pytest.raises(KeyError, match="there is no table order; there are orders"):
        Store(filled).files("order")


def test_a_row_opens_to_its_file_and_line_without_people(filled: Workspace) -> None:
    one = Store(filled).state().imports[1]
    evidence = Store(filled).source(one.source_id, 4)
    assert (evidence.file, evidence.line, evidence.import_id) == ("b.json", 4, one.id)
    ((table, row),) = evidence.facts
    assert (table, row["order_id"]) == ("orders", "N20")
    assert "customer_key" not in row


def test_a_row_that_was_replaced_still_opens(filled: Workspace) -> None:
    first = Store(filled).state().imports[0]
    ((_, row),) = Store(filled).source(first.source_id, 6).facts
    assert row["amount_minor"] == 1000


def test_an_unknown_source_is_an_error(filled: Workspace) -> None:
    with pytest.raises(StoreError, match="no import has the source"):
        Store(filled).source("f" * 64, 1)


def test_an_original_comes_back_byte_for_byte(filled: Workspace, tmp_path: Path) -> None:
    one = Store(filled).state().imports[0]
    (tmp_path / "out").mkdir()
    assert Store(filled).take_out(one.id, tmp_path / "out").read_bytes() == (tmp_path / "a.json").read_bytes()
    with pytest.raises(StoreError, match="is there already"):
        Store(filled).take_out(one.id, tmp_path / "out")


def test_readers_see_one_state_while_others_write(filled: Workspace, tmp_path: Path) -> None:
    with Store.reading(filled) as store:
        before = store.table_hash("orders")
        undo(filled, [store.state().imports[0].id])
        read(filled, [write(tmp_path / "d.json", orders([30]))], now=NOW, parse=parse)
        read(filled, [write(tmp_path / "e.json", orders([31]))], now=NOW, parse=parse)
        assert store.table_hash("orders") == before, "no file was swept away under a reader"
    read(filled, [write(tmp_path / "f.json", orders([32]))], now=NOW, parse=parse)
    with pytest.raises(Damaged):
        store.files("orders")


def test_a_rebuild_gives_equal_tables(filled: Workspace) -> None:
    before, snapshot = hashes(filled), Store(filled).snapshot_id()
    assert {r.outcome for r in rebuild(filled, parse=parse)} == {"equal"}
    assert hashes(filled) == before
    assert Store(filled).snapshot_id() == snapshot


def test_a_rebuild_tells_its_progress(filled: Workspace) -> None:
    told: list[tuple[str, int, int]] = []
    rebuild(filled, parse=parse, progress=lambda *news: told.append(news))
    assert told == [("a.json", 0, 3), ("b.json", 1, 3), ("c.json", 2, 3)]


def test_a_file_that_no_longer_holds_what_was_read_keeps_its_rows(filled: Workspace) -> None:
    before = hashes(filled)
    told = rebuild(filled, parse=lambda *given, **more: [])
    assert {r.outcome for r in told} == {"kept"}
    assert "no longer holds what was read from it" in told[0].why
    assert hashes(filled) == before


def test_a_reader_that_learned_something_changes_its_rows_only(filled: Workspace) -> None:
    def learned(*given: Any, **more: Any) -> Any:
        return [replace(p, reader_version=2) for p in parse(*given, **more)]

    before = hashes(filled)
    rebuild(filled, parse=learned)
    assert {i.reader_version for i in Store(filled).state().imports} == {2}
    assert hashes(filled) == before


def test_an_original_that_was_let_go_cannot_be_taken_out(filled: Workspace, tmp_path: Path) -> None:
    forget_person(filled, "ana@example.org")
    with pytest.raises(StoreError, match="no longer kept"):
        Store(filled).take_out(Store(filled).state().imports[1].id, tmp_path)


def test_an_empty_workspace_rebuilds_to_nothing(workspace: Workspace) -> None:
    assert rebuild(workspace, parse=parse) == ()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-10])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[40] ^= 0xFF
    path.write_bytes(data)


@pytest.mark.parametrize("harm", [cut, flip, Path.unlink])
def test_a_damaged_file_is_named_and_a_rebuild_mends_it(filled: Workspace, harm: Callable[[Path], object]) -> None:
    before = hashes(filled)
    victims = Store(filled).files("orders")
    for victim in victims:
        harm(victim)
    told = Store(filled).damaged()
    assert all(any(str(v) in problem and "accord facts rebuild" in problem for problem in told) for v in victims)
    with pytest.raises(Damaged, match="accord facts rebuild"):
        Store(filled).table_hash("orders")
    rebuild(filled, parse=parse)
    assert Store(filled).damaged() == ()
    assert hashes(filled) == before


@pytest.mark.parametrize("harm", [cut, flip, Path.unlink])
def test_importing_over_a_damaged_file_names_it_and_changes_nothing(
    filled: Workspace, tmp_path: Path, harm: Callable[[Path], object]
) -> None:
    for victim in Store(filled).files("orders"):
        harm(victim)
    before = filled.manifest.read_bytes()
    with pytest.raises(Damaged, match="accord facts rebuild"):
        read(filled, [write(tmp_path / "d.json", orders(range(3, 9), amount=3))], now=NOW, parse=parse)
    assert filled.manifest.read_bytes() == before


def test_rows_lost_with_their_original_are_named(filled: Workspace) -> None:
    for path in (*filled.originals.iterdir(), *Store(filled).files("campaign_results")):
        path.unlink()
    with pytest.raises(StoreError, match=r"neither the original nor the rows of c\.json are left"):
        rebuild(filled, parse=parse)


def test_a_lost_import_can_be_undone_and_the_rest_is_kept(filled: Workspace) -> None:
    for path in (*filled.originals.iterdir(), *Store(filled).files("campaign_results")):
        path.unlink()
    undo(filled, [Store(filled).state().imports[2].id])
    assert {r.outcome for r in rebuild(filled, parse=parse)} == {"kept"}
    assert Store(filled).state().tables["orders"].rows == 11


@pytest.mark.parametrize("harm", [cut, flip, Path.unlink])
def test_a_lost_import_can_be_undone_under_others_of_its_kind(
    filled: Workspace, tmp_path: Path, harm: Callable[[Path], object]
) -> None:
    own = Store(filled).state().imports[1].own["orders"]
    harm(filled.facts / f"{own.file}.parquet")
    undo(filled, [Store(filled).state().imports[1].id])
    alone = Workspace(tmp_path / "alone")
    read(alone, [tmp_path / "a.json"], now=NOW, parse=parse)
    assert Store(filled).table_hash("orders") == Store(alone).table_hash("orders")


def test_a_damaged_original_is_named(filled: Workspace) -> None:
    victim = sorted(filled.originals.iterdir())[0]
    flip(victim)
    assert Store(filled).damaged() == ()
    (problem,) = Store(filled).damaged(originals_too=True)
    assert str(victim) in problem


def test_everything_is_private_to_the_account(filled: Workspace) -> None:
    modes = {p: p.stat().st_mode & 0o777 for p in (filled.root, *filled.root.rglob("*")) if "lock" not in p.name}
    assert {mode for p, mode in modes.items() if p.is_dir()} == {0o700}
    assert {mode for p, mode in modes.items() if p.is_file()} == {0o600}
