"""Forgetting a person or an import, and how long originals are kept."""

from __future__ import annotations

import gzip
import zipfile
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from accord.facts import keys as keyring
from accord.facts import originals
from accord.facts.convert_text import person_key
from accord.facts.forget import forget_import, forget_person
from accord.facts.importing import read
from accord.facts.rebuild import rebuild
from accord.facts.report import Report
from accord.facts.snapshots import pin
from accord.facts.store import Store
from accord.facts.undo import undo
from accord.workspace.folder import Workspace
from accord.workspace.settings import Settings
from tests.facts.made_exports import NOW, order, parse, write

ANA, BEN = "ana@example.org", "ben@example.org"


def take(workspace: Workspace, *paths: Path, **more: object) -> Report:
    return read(workspace, paths, now=NOW, parse=parse, **more)  # type: ignore[arg-type]


def customers(workspace: Workspace) -> dict[str, str | None]:
    """Customer keys in every Parquet file on the disk, whether in force or not."""
    files = [str(f) for f in workspace.facts.glob("*.parquet")]
    with duckdb.connect() as connection:
        return dict(connection.execute("select order_id, customer_key from read_parquet($1)", [files]).fetchall())


def key_of(workspace: Workspace, person: str) -> str:
    return person_key(keyring.load(workspace, None).people, person)


def test_a_forgotten_person_is_in_no_row_and_in_no_original(workspace: Workspace, tmp_path: Path) -> None:
    take(
        workspace,
        write(tmp_path / "a.json", [order(1, email=ANA), order(2, email=BEN)], rejects=[["3", "x", ANA, "?"]]),
    )
    take(workspace, write(tmp_path / "b.json", [order(3, email=BEN)]))
    ana, ben = key_of(workspace, ANA), key_of(workspace, BEN)
    assert customers(workspace) == {"N1": ana, "N2": ben, "N3": ben}
    told = forget_person(workspace, " Ana@Example.org ")
    assert customers(workspace) == {"N1": None, "N2": ben, "N3": ben}
    assert [i.name for i in told.originals] == ["a.json"]
    states = {i.name: i.original_state for i in Store(workspace).state().imports}
    assert states == {"a.json": "forgotten", "b.json": "kept"}
    assert len(list(workspace.originals.iterdir())) == 1
    assert list(workspace.rejects.iterdir()) == []
    assert ana not in workspace.manifest.read_text()


def test_money_does_not_change_when_a_person_is_forgotten(workspace: Workspace, tmp_path: Path) -> None:
    take(workspace, write(tmp_path / "a.json", [order(1, amount=10, email=ANA), order(2, amount=5)]))
    forget_person(workspace, ANA)
    (file,) = Store(workspace).files("orders")
    with duckdb.connect() as connection:
        assert connection.execute("select sum(amount_minor) from read_parquet($1)", [str(file)]).fetchall() == [(15,)]


def test_a_person_in_an_unused_column_is_found_in_the_original(workspace: Workspace, tmp_path: Path) -> None:
    take(workspace, write(tmp_path / "a.json", [order(1)], note=f"called by {ANA.upper()}"))
    assert [i.name for i in forget_person(workspace, ANA).originals] == ["a.json"]


def test_a_forgotten_person_stays_out_of_later_imports(workspace: Workspace, tmp_path: Path) -> None:
    take(workspace, write(tmp_path / "a.json", [order(1, email=ANA)]))
    forget_person(workspace, ANA)
    take(workspace, write(tmp_path / "b.json", [order(2, email=ANA), order(3, email=BEN)]))
    assert customers(workspace) == {"N1": None, "N2": None, "N3": key_of(workspace, BEN)}
    assert {i.original_state for i in Store(workspace).state().imports} == {"forgotten"}
    assert list(workspace.originals.iterdir()) == []


def test_a_rebuild_keeps_the_rows_of_a_forgotten_original(workspace: Workspace, tmp_path: Path) -> None:
    take(workspace, write(tmp_path / "a.json", [order(1, email=ANA), order(2)]))
    take(workspace, write(tmp_path / "b.json", [order(2, amount=3)]))
    forget_person(workspace, ANA)
    before = Store(workspace).snapshot_id()
    assert {r.name: r.outcome for r in rebuild(workspace, parse=parse)} == {"a.json": "kept", "b.json": "equal"}
    assert Store(workspace).snapshot_id() == before


def test_undo_after_forgetting_does_not_bring_the_person_back(workspace: Workspace, tmp_path: Path) -> None:
    take(workspace, write(tmp_path / "a.json", [order(1, amount=1, email=ANA)]))
    (second,) = take(workspace, write(tmp_path / "b.json", [order(1, amount=2, email=ANA)])).imports
    forget_person(workspace, ANA)
    undo(workspace, [second])
    take(workspace, write(tmp_path / "c.json", [order(9)]))
    assert customers(workspace) == {"N1": None, "N9": None}


def test_a_pinned_snapshot_keeps_its_name_and_loses_the_person(workspace: Workspace, tmp_path: Path) -> None:
    (first,) = take(workspace, write(tmp_path / "a.json", [order(1, email=ANA)])).imports
    signed = Store(workspace).snapshot_id()
    pin(workspace, signed)
    undo(workspace, [first])
    forget_person(workspace, ANA)
    assert customers(workspace) == {"N1": None}
    kept = Store(workspace, signed)
    assert kept.state().tables["orders"].rows == 1
    assert kept.damaged(originals_too=True) == ()
    assert list(workspace.originals.iterdir()) == []


def test_somebody_unknown_changes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    assert forget_person(workspace, ANA).files == 0
    take(workspace, write(tmp_path / "a.json", [order(1, email=BEN)]))
    before = Store(workspace).snapshot_id()
    told = forget_person(workspace, ANA)
    assert (told.files, told.originals, Store(workspace).snapshot_id()) == (0, (), before)


def test_a_forgotten_import_leaves_nothing_behind(workspace: Workspace, tmp_path: Path) -> None:
    (first,) = take(workspace, write(tmp_path / "a.json", [order(1), order(2)], rejects=[["3", "x", "y", "?"]])).imports
    signed = Store(workspace).snapshot_id()
    pin(workspace, signed)
    take(workspace, write(tmp_path / "b.json", [order(2, amount=5)]))
    forget_import(workspace, first)
    assert set(customers(workspace)) == {"N2"}
    assert [i.name for i in Store(workspace).state().imports] == ["b.json"]
    assert Store(workspace, signed).state().tables == {}
    assert len(list(workspace.originals.iterdir())) == 1
    assert list(workspace.rejects.iterdir()) == []


def test_an_original_past_its_time_is_deleted_and_its_rows_stay(workspace: Workspace, tmp_path: Path) -> None:
    take(workspace, write(tmp_path / "a.json", [order(1)]))
    aging = Settings(keep_originals_days=30)
    later = NOW + timedelta(days=31)
    read(workspace, [write(tmp_path / "b.json", [order(2)])], now=later, parse=parse, settings=aging)
    read(workspace, [write(tmp_path / "c.json", [order(3)])], now=later, parse=parse, settings=aging)
    states = {i.name: i.original_state for i in Store(workspace).state().imports}
    assert states == {"a.json": "expired", "b.json": "kept", "c.json": "kept"}
    assert len(list(workspace.originals.iterdir())) == 2
    assert Store(workspace).state().tables["orders"].rows == 3
    assert {r.outcome for r in rebuild(workspace, parse=parse)} == {"kept", "equal"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "latin-1"])
def test_text_is_found_in_whatever_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(("x" * 3_000_000 + "ANA@example.org,1").encode(encoding))
    assert originals.holds(path, ANA)
    assert not originals.holds(path, BEN)


def test_text_is_found_across_the_blocks_in_which_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"x" * ((1 << 20) - 5) + ANA.encode())
    assert originals.holds(path, ANA)


def test_text_is_found_in_packed_files(tmp_path: Path) -> None:
    line = f"1,{ANA}\n" * 1000
    with gzip.open(tmp_path / "a.csv.gz", "wt") as file:
        file.write(line)
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("one.csv", "1,2")
        archive.writestr("two.csv", line)
    with duckdb.connect() as connection:
        connection.execute(f"copy (select 'Ana@example.org' as who from range(1000)) to '{tmp_path / 'a.parquet'}'")
    for name in ("a.csv.gz", "a.zip", "a.parquet"):
        assert originals.holds(tmp_path / name, ANA), name
        assert not originals.holds(tmp_path / name, BEN), name
