"""The manifest: what it remembers, and what it notices."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.facts.importing import read
from accord.facts.manifest import Damaged, Manifest, StoreError, decode, encode, load, load_named, rows_id, save
from accord.workspace.folder import Workspace
from tests.facts.made_exports import NOW, orders, parse, write


@pytest.fixture
def written(workspace: Workspace, tmp_path: Path) -> bytes:
    read(workspace, [write(tmp_path / "a.json", orders(range(3)), notes=["été"])], now=NOW, parse=parse)
    return workspace.manifest.read_bytes()


def test_what_is_written_is_read_back(written: bytes) -> None:
    assert encode(decode(written)) == written


def test_it_is_canonical_json(written: bytes) -> None:
    document = json.loads(written)
    plain = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert written == plain.encode() + b"\n"
    assert document["version"] == 1


def test_it_remembers_how_a_file_was_read(written: bytes) -> None:
    (one,) = decode(written).imports
    assert (one.name, one.reader, one.reader_version, one.imported_at) == ("a.json", "made_shop", 1, NOW)
    assert (one.rows_read, one.money, one.notes) == (3, {"EUR": 3000}, ("été",))


def test_a_version_that_never_was_is_noticed() -> None:
    with pytest.raises(ValueError, match="never was"):
        decode(_SMALL.replace(b'"version":1', b'"version":0'))


@settings(deadline=None)
@given(at=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_any_flipped_bit_is_noticed(at: int, bit: int) -> None:
    data = bytearray(_SMALL)
    data[at % (len(data) - 1)] ^= 1 << bit
    with pytest.raises((ValueError, KeyError, TypeError, StoreError)):
        decode(bytes(data))


_SMALL = encode(Manifest(pins={"0123456789abcdef": "f" * 64}, forgotten=("a",)))


def test_a_damaged_manifest_is_named_and_nothing_is_changed(
    workspace: Workspace, written: bytes, tmp_path: Path
) -> None:
    workspace.manifest.write_bytes(written[:-20])
    with pytest.raises(Damaged, match=r"manifest\.json is damaged .* Restore it from a backup"):
        read(workspace, [write(tmp_path / "b.json", orders([9]))], now=NOW, parse=parse)
    assert workspace.manifest.read_bytes() == written[:-20]


def test_a_manifest_of_a_later_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_text('{"version":2}')
    with pytest.raises(StoreError, match="later accord"):
        load(path)


def test_no_manifest_is_an_empty_one(tmp_path: Path) -> None:
    assert load(tmp_path / "manifest.json") == Manifest()


def test_a_snapshot_is_named_by_the_files_in_force_only(tmp_path: Path) -> None:
    assert Manifest(forgotten=("a",)).snapshot_id == Manifest().snapshot_id


def test_a_manifest_is_read_once_and_again_when_it_was_replaced_or_touched(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    save(path, Manifest())
    assert load(path) is load(path)
    save(path, Manifest(forgotten=("a",)))
    assert load(path).forgotten == ("a",)
    os.utime(path, (1, 1))
    path.write_bytes(b"{}")
    with pytest.raises(Damaged):
        load(path)


def test_a_snapshots_name_is_the_digest_of_its_tables_as_the_file_has_them(
    written: bytes, workspace: Workspace
) -> None:
    tables = json.dumps(
        json.loads(written)["content"]["tables"], sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    name = hashlib.sha256(tables.encode()).hexdigest()[:16]
    assert load_named(workspace.manifest) == (load(workspace.manifest), name)
    assert load(workspace.manifest).snapshot_id == name


def test_saving_leaves_no_spare_file(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    save(path, Manifest())
    save(path, Manifest(forgotten=("a",)))
    assert load(path).forgotten == ("a",)
    assert list(tmp_path.iterdir()) == [path]


def test_rows_have_a_name_that_only_their_own_tables_change(workspace: Workspace, tmp_path: Path) -> None:
    def names() -> tuple[str, str]:
        return rows_id(workspace.manifest, "orders"), rows_id(workspace.manifest, "documents", "document_parts")

    none = names()
    assert none == ("", "")
    read(workspace, [write(tmp_path / "a.json", orders(range(3)))], now=NOW, parse=parse)
    first = names()
    read(workspace, [write(tmp_path / "b.json", orders(range(3, 5)))], now=NOW, parse=parse)
    second = names()
    assert first[0] != second[0]
    assert first[1] == second[1]
    os.utime(workspace.manifest)
    assert names() == second


def test_rows_of_a_manifest_that_cannot_be_read_have_a_name_too(tmp_path: Path) -> None:
    broken = tmp_path / "manifest.json"
    broken.write_bytes(b"{")
    assert rows_id(broken, "orders")
    assert not rows_id(tmp_path / "none.json", "orders")
