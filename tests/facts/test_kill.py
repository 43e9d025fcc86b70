"""Crashes: whatever moment the power goes, the store holds the old state or the new one."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import duckdb
import pytest

from accord.facts.forget import forget_import
from accord.facts.importing import read
from accord.facts.manifest import StoreError
from accord.facts.parts import Parts
from accord.facts.snapshots import pin
from accord.facts.stage import staging
from accord.facts.store import Store
from accord.workspace.folder import Workspace
from tests.facts.made_exports import NOW, orders, parse, write

ROWS = 2000

IMPORTER = """
import sys
from pathlib import Path
from accord.facts.importing import read
from accord.workspace.folder import Workspace
from tests.facts.made_exports import NOW, orders, parse, write

workspace, folder, first = Workspace(Path(sys.argv[1])), Path(sys.argv[2]), int(sys.argv[3])
for number in range(first, first + 1000):
    path = write(folder / f"{number}.json", orders(range(number * 2000, number * 2000 + 2000)))
    (done,) = read(workspace, [path], now=NOW, parse=parse).imports
    print(number, done, flush=True)
"""

# Dies at the n-th of the steps that make something durable; n in the third argument.
FALTERER = """
import os, sys, pathlib
from accord.facts.importing import read
from accord.workspace.folder import Workspace
from tests.facts.made_exports import NOW, parse

left = int(sys.argv[3])

def faltering(step):
    def call(*given, **more):
        global left
        left -= 1
        if left < 0:
            os._exit(9)
        return step(*given, **more)
    return call

os.fsync = faltering(os.fsync)
pathlib.Path.replace = faltering(pathlib.Path.replace)
pathlib.Path.rename = faltering(pathlib.Path.rename)
pathlib.Path.unlink = faltering(pathlib.Path.unlink)
read(Workspace(pathlib.Path(sys.argv[1])), [pathlib.Path(sys.argv[2])], now=NOW, parse=parse)
"""


def run(script: str, *given: object, **more: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", script, *map(str, given)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2], **more)  # type: ignore[call-overload, no-any-return]


def in_a_namespace(script: str, *given: object) -> None:
    """Run a shell script that mounts what it needs; skip where that is not allowed."""
    command = ["unshare", "-rm", "sh", "-c", script, "sh", *map(str, given)]
    try:
        told = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("needs unshare (util-linux) for a disk of its own")
    if told.returncode == 77 or "unshare" in told.stderr:
        pytest.skip(f"needs a user namespace that may mount: {told.stderr.strip()}")
    assert told.returncode == 0, told.stderr


def check_whole(workspace: Workspace, acknowledged: set[str]) -> None:
    """Every import is there with all of its rows, none that was acknowledged is missing, nothing is damaged."""
    store = Store(workspace)
    imports = store.state().imports
    assert acknowledged <= {i.id for i in imports}
    assert {i.own["orders"].rows for i in imports} <= {ROWS}
    rows = store.state().tables["orders"].rows if imports else 0
    assert rows == ROWS * len(imports)
    assert store.damaged(originals_too=True) == ()


def kill_at_random(tmp_path: Path, times: int) -> None:
    workspace, acknowledged, chance = Workspace(tmp_path / "workspace"), set[str](), random.Random(20260301)
    for cycle in range(times):
        importer = run(IMPORTER, workspace.root, tmp_path, cycle * 1000)
        assert importer.stdout is not None
        acknowledged.add(importer.stdout.readline().decode().split()[1])
        time.sleep(chance.random() * 0.5)
        importer.send_signal(signal.SIGKILL)
        rest, _ = importer.communicate()
        acknowledged |= {line.split()[1] for line in rest.decode().splitlines()}
        check_whole(workspace, acknowledged)
    read(workspace, [write(tmp_path / "last.json", orders(range(10)))], now=NOW, parse=parse)
    named = {p.file for i in Store(workspace).state().imports for p in i.own.values()}
    assert {p.stem for p in workspace.facts.iterdir()} == named, "the next write sweeps what the dead left"
    assert list((workspace.root / "staging").iterdir()) == []


def test_an_import_killed_at_random_is_whole_or_absent_10_times(tmp_path: Path) -> None:
    kill_at_random(tmp_path, 10)


@pytest.mark.soak
def test_an_import_killed_at_random_is_whole_or_absent_100_times(tmp_path: Path) -> None:
    kill_at_random(tmp_path, 100)


def test_an_import_that_dies_at_any_step_leaves_the_old_state_or_the_new(tmp_path: Path) -> None:
    workspace, path = Workspace(tmp_path / "workspace"), write(tmp_path / "b.json", orders(range(5, 15), amount=7))
    read(workspace, [write(tmp_path / "a.json", orders(range(10)))], now=NOW, parse=parse)
    old = Store(workspace).snapshot_id()
    seen = []
    for step in range(60):
        dying = run(FALTERER, workspace.root, path, step)
        dying.communicate()
        seen.append(Store(workspace).snapshot_id())
        assert Store(workspace).damaged(originals_too=True) == ()
        if dying.returncode == 0:
            break
    assert dying.returncode == 0, "it comes to its end when nothing stops it"
    assert len(seen) > 10
    assert seen.count(old) >= 8
    new = read(workspace, [path], now=NOW, parse=parse)
    assert new.files[0].status == "here already"
    assert set(seen) == {old, new.snapshot}


FULL = """
mount -t tmpfs -o size=1500k tmpfs "$1" || exit 77
cd "$2" && exec "$3" -c "$4" "$1/workspace" "$5"
"""

FILLER = """
import sys
from pathlib import Path
from accord.facts.importing import read
from accord.facts.manifest import StoreError
from accord.facts.store import Store
from accord.workspace.folder import Workspace
from tests.facts.made_exports import NOW, orders, parse, write

workspace, folder = Workspace(Path(sys.argv[1])), Path(sys.argv[2])
done = []
for number in range(100):
    rows = orders(range(number * 2000, number * 2000 + 2000), channel=str(number) * 50)
    path = write(folder / f"{number}.json", rows)
    before = workspace.manifest.read_bytes() if workspace.manifest.exists() else b""
    try:
        done += read(workspace, [path], now=NOW, parse=parse).imports
    except StoreError as full:
        assert "nothing was changed" in str(full), full
        assert workspace.manifest.read_bytes() == before
        break
else:
    sys.exit("the disk never filled")
store = Store(workspace)
assert [i.id for i in store.state().imports] == done and len(done) >= 1, done
assert store.damaged(originals_too=True) == ()
assert list((workspace.root / "staging").iterdir()) == []
(Path(sys.argv[1]).parent / "ballast").unlink()
assert read(workspace, [path], now=NOW, parse=parse).imports, "with room again it works without a restart"
"""


def test_a_full_disk_is_told_and_changes_nothing(tmp_path: Path) -> None:
    disk, exports = tmp_path / "disk", tmp_path / "exports"
    disk.mkdir()
    exports.mkdir()
    mounted = FULL.replace('cd "$2"', 'dd if=/dev/zero of="$1/ballast" bs=1k count=700 2>/dev/null; cd "$2"')
    in_a_namespace(mounted, disk, Path(__file__).parents[2], sys.executable, FILLER, exports)


def test_a_refused_fsync_is_told_and_not_tried_again(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(workspace, [write(tmp_path / "a.json", orders([1]))], now=NOW, parse=parse)
    before, calls = workspace.manifest.read_bytes(), []

    def refuse(handle: int) -> None:
        calls.append(handle)
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(StoreError, match=r"Input/output error.*nothing was changed"):
        read(workspace, [write(tmp_path / "b.json", orders([2]))], now=NOW, parse=parse)
    assert len(calls) == 1
    assert workspace.manifest.read_bytes() == before


READ_ONLY = """
mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" || exit 77
cd "$2" && exec "$3" -c "$4" "$1" "$5"
"""

LOOKER = """
import sys
from pathlib import Path
from accord.facts.importing import read
from accord.facts.manifest import StoreError
from accord.facts.store import Store
from accord.workspace.folder import Workspace
from tests.facts.made_exports import NOW, parse

workspace = Workspace(Path(sys.argv[1]))
with Store.reading(workspace) as store:
    assert store.state().tables["orders"].rows == 10
    assert store.table_hash("orders")
try:
    read(workspace, [Path(sys.argv[2])], now=NOW, parse=parse)
except StoreError as refused:
    assert "Read-only file system" in str(refused) and "nothing was changed" in str(refused), refused
else:
    sys.exit("it was written")
"""


def test_on_a_read_only_disk_facts_are_read_and_none_is_taken(workspace: Workspace, tmp_path: Path) -> None:
    read(workspace, [write(tmp_path / "a.json", orders(range(10)))], now=NOW, parse=parse)
    path = write(tmp_path / "b.json", orders(range(20)))
    in_a_namespace(READ_ONLY, workspace.root, Path(__file__).parents[2], sys.executable, LOOKER, path)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (duckdb.IOException, "refused: it will not go on. Make room"),
        (duckdb.OutOfMemoryException, r"more than memory_mb allows \(it will not go on\)"),
    ],
)
def test_what_stops_the_engine_is_told(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: type[Exception], told: str
) -> None:
    def stop(*given: object, **more: object) -> None:
        raise fault("it will not go on\nand says more")

    monkeypatch.setattr(Parts, "write", stop)
    monkeypatch.setattr(Parts, "own", stop)
    with pytest.raises(StoreError, match=told):
        read(workspace, [write(tmp_path / "a.json", orders([1]))], now=NOW, parse=parse)
    assert not workspace.manifest.exists()


def test_another_fault_of_the_system_is_not_taken_for_a_full_disk(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(handle: int) -> None:
        raise OSError(24, "Too many open files")

    path = write(tmp_path / "a.json", orders([1]))
    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(OSError, match="Too many open files"):
        read(workspace, [path], now=NOW, parse=parse)


def test_a_live_stage_is_never_swept_and_a_dead_one_is(workspace: Workspace, tmp_path: Path) -> None:
    dead = workspace.create().root / "staging/gone.files"
    (dead / "scratch").mkdir(parents=True)
    with staging(workspace) as live:
        read(workspace, [write(tmp_path / "a.json", orders([1]))], now=NOW, parse=parse)
        assert live.scratch.exists()
        assert not dead.exists()
    assert list((workspace.root / "staging").iterdir()) == []


def test_forgetting_waits_for_readers_and_lets_them_write(workspace: Workspace, tmp_path: Path) -> None:
    (first,) = read(workspace, [write(tmp_path / "a.json", orders([1]))], now=NOW, parse=parse).imports
    with Store.reading(workspace) as store:
        waiting = threading.Thread(target=forget_import, args=(workspace, first))
        waiting.start()
        time.sleep(0.5)
        pin(workspace, Store(workspace).snapshot_id())
        assert waiting.is_alive()
        assert all(path.exists() for path in store.files("orders"))
    waiting.join(20)
    assert not waiting.is_alive()
    assert list(workspace.originals.iterdir()) == []


def test_two_writers_at_once_both_get_their_turn(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "workspace")
    writers = [run(IMPORTER.replace("+ 1000", "+ 4"), workspace.root, tmp_path, first) for first in (0, 100)]
    done = {line.split()[1] for w in writers for line in w.communicate()[0].decode().splitlines()}
    assert [w.returncode for w in writers] == [0, 0]
    assert len(done) == 8
    assert done == {i.id for i in Store(workspace).state().imports}
    check_whole(workspace, done)
