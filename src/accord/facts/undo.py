"""Taking imports out again: the tables are then as if they had never been read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accord.facts import manifest as manifests
from accord.facts.manifest import Import, Manifest
from accord.facts.resettle import resettled
from accord.facts.stage import merging, staging, sweep
from accord.workspace import settings as configuration
from accord.workspace.folder import Workspace


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo came to: the imports taken out, and rows in force before and after, by table."""

    imports: tuple[Import, ...]
    rows: dict[str, tuple[int, int]]
    snapshot: str


def undo(workspace: Workspace, import_ids: Sequence[str]) -> Undone:
    """Take out imports, by id or the beginning of it, in one commit; imports read later stay.

    Kept snapshots keep their rows, so what was signed stays as it was signed. The originals go with the next
    write. Raises ``StoreError`` for an unknown id; then nothing was changed.
    """
    with staging(workspace) as stage, workspace.writing():
        before = manifests.load(workspace.manifest)
        out = {before.find(one).id for one in import_ids}
        sweep(workspace, before)
        with merging(stage, configuration.load(workspace)) as merger:
            after = resettled(merger, before, [i for i in before.imports if i.id not in out])
        stage.publish(after)
    gone = tuple(i for i in before.imports if i.id in out)
    return Undone(gone, _rows(before, after), after.snapshot_id)


def _rows(before: Manifest, after: Manifest) -> dict[str, tuple[int, int]]:
    tables = sorted({*before.tables, *after.tables})
    return {t: (_count(before, t), _count(after, t)) for t in tables if _count(before, t) != _count(after, t)}


def _count(manifest: Manifest, table: str) -> int:
    return sum(s.part.rows for s in manifest.tables.get(table, ()))
