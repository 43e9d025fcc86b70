"""Kept states of the tables: a signed decision keeps the facts that it was signed on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from accord.facts import manifest as manifests
from accord.facts.manifest import Damaged, Import, Manifest, Part, StoreError
from accord.facts.originals import file_name as original_name
from accord.facts.parts import file_name
from accord.workspace.folder import Workspace
from accord.workspace.safely import write_whole


def snapshot_name(digest: str) -> str:
    """A kept snapshot's name in ``facts/``."""
    return f"{digest}.snapshot.json"


def pin(workspace: Workspace, snapshot_id: str) -> None:
    """Keep the tables as they are now, whatever is imported, undone or replaced later.

    Pinning twice is harmless. Raises ``StoreError`` when ``snapshot_id`` is neither in force nor kept already.
    """
    with workspace.writing():
        manifest = manifests.load(workspace.manifest)
        if snapshot_id in manifest.pins:
            return
        if snapshot_id != manifest.snapshot_id:
            raise StoreError(f"the facts {snapshot_id} are no longer in force and were not kept. Work it out anew")
        digest = _store(_snapshot_of(manifest), workspace.facts)
        manifests.save(workspace.manifest, replace(manifest, pins=manifest.pins | {snapshot_id: digest}))


def unpin(workspace: Workspace, snapshot_id: str) -> None:
    """Let a kept snapshot go; its files are deleted by the next write. Unknown ones are let go already."""
    with workspace.writing():
        manifest = manifests.load(workspace.manifest)
        pins = {k: v for k, v in manifest.pins.items() if k != snapshot_id}
        if pins != manifest.pins:
            manifests.save(workspace.manifest, replace(manifest, pins=pins))


def kept(workspace: Workspace, manifest: Manifest, snapshot_id: str) -> Manifest:
    """The kept snapshot, as a manifest of its own. Raises ``StoreError`` when it is not kept, ``Damaged`` when lost."""
    if snapshot_id not in manifest.pins:
        raise StoreError(f"no facts are kept under {snapshot_id}")
    path = workspace.facts / snapshot_name(manifest.pins[snapshot_id])
    if not path.exists():
        raise Damaged(f"{path} is missing. Restore it from a backup")
    return manifests.load(path)


def rewrite(
    workspace: Workspace, manifest: Manifest, folder: Path, change: Callable[[Manifest], Manifest]
) -> dict[str, str]:
    """The pins after ``change`` to every kept snapshot; new snapshot files go into ``folder``. Ids stay."""
    pins = {}
    for snapshot_id, digest in manifest.pins.items():
        before = kept(workspace, manifest, snapshot_id)
        after = change(before)
        pins[snapshot_id] = digest if after == before else _store(after, folder)
    return pins


def without(snapshot: Manifest, import_id: str) -> Manifest:
    """A state without an import's rows."""
    tables = {t: tuple(s for s in rows if s.import_id != import_id) for t, rows in snapshot.tables.items()}
    imports = tuple(i for i in snapshot.imports if i.id != import_id)
    return replace(snapshot, imports=imports, tables={t: rows for t, rows in tables.items() if rows})


def with_parts(snapshot: Manifest, changed: dict[str, Part]) -> Manifest:
    """A state in which parts are exchanged, by their file."""

    def exchanged(part: Part) -> Part:
        return changed.get(part.file, part)

    def of_import(one: Import) -> Import:
        return replace(one, own={t: exchanged(p) for t, p in one.own.items()})

    tables = {t: tuple(replace(s, part=exchanged(s.part)) for s in rows) for t, rows in snapshot.tables.items()}
    return replace(snapshot, imports=tuple(of_import(i) for i in snapshot.imports), tables=tables)


def parts_of(manifest: Manifest) -> dict[str, tuple[str, Part]]:
    """Every part that a state names: file -> (table, part)."""
    own = {p.file: (t, p) for i in manifest.imports for t, p in i.own.items()}
    return own | {s.part.file: (t, s.part) for t, rows in manifest.tables.items() for s in rows}


def files_of(workspace: Workspace, manifest: Manifest) -> set[str]:
    """Names of all files that must stay, those of kept snapshots included."""
    wanted = names_of(manifest)
    for snapshot_id in manifest.pins:
        wanted |= names_of(kept(workspace, manifest, snapshot_id))
    return wanted


def names_of(manifest: Manifest) -> set[str]:
    """Names of the files that a state names itself."""
    parts = {file_name(part) for _, part in parts_of(manifest).values()}
    kept_originals = {original_name(i.original) for i in manifest.imports if i.original_state == "kept"}
    rejects = {f"{i.rejects}.csv" for i in manifest.imports if i.rejects}
    return parts | kept_originals | rejects | {snapshot_name(digest) for digest in manifest.pins.values()}


def _snapshot_of(manifest: Manifest) -> Manifest:
    """The tables, and the imports that they rest on."""
    standing = {s.import_id for rows in manifest.tables.values() for s in rows}
    # Rows that were replaced are no part of the state; only what stands is kept.
    imports = tuple(replace(i, own={}) for i in manifest.imports if i.id in standing)
    return Manifest(imports, manifest.tables)


def _store(snapshot: Manifest, folder: Path) -> str:
    data = manifests.encode(snapshot)
    digest = hashlib.sha256(data).hexdigest()
    write_whole(folder / snapshot_name(digest), data)
    return digest
