"""Originals and keys: locked, opened by their owner, and noticed when they are wrong."""

from __future__ import annotations

from pathlib import Path

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.facts import keys as keyring
from accord.facts import originals
from accord.facts.importing import read
from accord.facts.keys import KeysMissing
from accord.facts.originals import OriginalDamaged
from accord.workspace.folder import Workspace
from tests.facts.made_exports import NOW, order, orders, parse, write

KEYS = keyring.fresh()


@settings(max_examples=25, deadline=None)
@given(data=st.binary(max_size=300_000))
def test_an_original_comes_back_byte_for_byte(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("originals")
    (folder / "a.csv").write_bytes(data)
    digest = originals.lock_away(folder / "a.csv", folder, KEYS)
    with originals.opened(digest, folder, KEYS, folder, "b.csv") as plain:
        assert plain.read_bytes() == data
    assert not plain.exists()


def test_the_content_cannot_be_seen_from_outside(workspace: Workspace, tmp_path: Path) -> None:
    read(workspace, [write(tmp_path / "a.json", [order(1, email="ana@example.org")])], now=NOW, parse=parse)
    files = [p for p in workspace.root.rglob("*") if p.is_file()]
    assert files
    assert not [p for p in files if b"ana@example" in p.read_bytes()]


def test_the_owner_opens_an_original_with_age_alone(workspace: Workspace, tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", orders([1]))
    read(workspace, [path], now=NOW, parse=parse)
    (locked,) = workspace.originals.iterdir()
    assert locked.read_bytes().startswith(b"age-encryption.org/v1\n-> X25519 ")
    lines = keyring.identity_file(workspace).read_text().splitlines()
    identity = pyrage.x25519.Identity.from_str(lines[-1])
    assert lines[0] == f"# public key: {identity.to_public()}"
    assert pyrage.decrypt(locked.read_bytes(), [identity]) == path.read_bytes()


def test_another_workspace_s_key_opens_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"1,2")
    digest = originals.lock_away(tmp_path / "a.csv", tmp_path, KEYS)
    with pytest.raises(OriginalDamaged, match="cannot be opened"):
        originals.verify(digest, tmp_path, keyring.fresh())


def test_a_missing_original_is_named(tmp_path: Path) -> None:
    with pytest.raises(OriginalDamaged, match="is missing"):
        originals.verify("0" * 64, tmp_path, KEYS)


def test_an_exchanged_original_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"1,2")
    (tmp_path / "b.csv").write_bytes(b"1,3")
    a = originals.lock_away(tmp_path / "a.csv", tmp_path, KEYS)
    b = originals.lock_away(tmp_path / "b.csv", tmp_path, KEYS)
    (tmp_path / originals.file_name(b)).replace(tmp_path / originals.file_name(a))
    with pytest.raises(OriginalDamaged, match="is not the file its name says"):
        originals.verify(a, tmp_path, KEYS)


def test_keys_are_made_once_and_private(workspace: Workspace) -> None:
    workspace.create()
    made = keyring.make(workspace)
    assert keyring.make(workspace).marks == made.marks
    assert {p.stat().st_mode & 0o777 for p in workspace.keys.iterdir()} == {0o600}
    assert keyring.load(workspace, made.marks).people == made.people


@pytest.mark.parametrize("lost", [keyring.identity_file, keyring.people_file])
def test_a_lost_key_stops_reading_and_is_never_made_anew(workspace: Workspace, tmp_path: Path, lost: object) -> None:
    read(workspace, [write(tmp_path / "a.json", orders([1]))], now=NOW, parse=parse)
    path = lost(workspace)  # type: ignore[operator]
    path.unlink()
    for dry_run in (True, False):
        with pytest.raises(KeysMissing, match="missing or unreadable"):
            read(workspace, [write(tmp_path / "b.json", orders([2]))], now=NOW, parse=parse, dry_run=dry_run)
    assert not path.exists()


@pytest.mark.parametrize("lost", [keyring.identity_file, keyring.people_file])
def test_another_key_is_noticed(workspace: Workspace, tmp_path: Path, lost: object) -> None:
    read(workspace, [write(tmp_path / "a.json", orders([1]))], now=NOW, parse=parse)
    other = Workspace(tmp_path / "other").create()
    keyring.make(other)
    path = lost(workspace)  # type: ignore[operator]
    path.write_bytes(lost(other).read_bytes())  # type: ignore[operator]
    with pytest.raises(KeysMissing, match=f"{path.name} is not the key these facts were made with"):
        read(workspace, [write(tmp_path / "b.json", orders([2]))], now=NOW, parse=parse)


@pytest.mark.parametrize("text", ["", "AGE-SECRET-KEY-1NOTAKEY", "# only a comment"])
def test_a_broken_identity_is_named(workspace: Workspace, text: str) -> None:
    keyring.make(workspace.create())
    keyring.identity_file(workspace).write_text(text)
    with pytest.raises(KeysMissing, match="holds no age identity"):
        keyring.load(workspace, None)


@pytest.mark.parametrize("text", ["", "00ff", "not hexadecimal"])
def test_a_broken_people_key_is_named(workspace: Workspace, text: str) -> None:
    keyring.make(workspace.create())
    keyring.people_file(workspace).write_text(text)
    with pytest.raises(KeysMissing, match="is not 64 hexadecimal digits"):
        keyring.load(workspace, None)
