"""Forgetting for good: a person in every file, or a whole import with its original."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from accord.facts import keys as keyring
from accord.facts import manifest as manifests
from accord.facts import originals, snapshots
from accord.facts.convert_text import person_key
from accord.facts.keys import Keys
from accord.facts.manifest import Import, Manifest, Part
from accord.facts.merge import Merger
from accord.facts.parts import mark_of
from accord.facts.resettle import resettled
from accord.facts.stage import Stage, merging, staging, sweep_for_good
from accord.facts.tables import TABLES
from accord.workspace import settings as configuration
from accord.workspace.folder import Workspace


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was forgotten: how many Parquet files were written anew, and the imports whose original was deleted."""

    files: int
    originals: tuple[Import, ...]


def forget_person(workspace: Workspace, person: str) -> Forgotten:
    """Remove a person, named as exports name them (an e-mail, a customer number).

    Their keyed hash is taken out of every row, kept snapshots included; the rows themselves stay, as rows of
    nobody. An original that holds the person (by its rows, or by a search of its text) is deleted with its reject
    file; its rows stay, and a rebuild keeps them. A mark keeps the person out of later imports, whose originals
    are then not kept either. Waits for readers, so that the files are off the disk on return.
    """
    with staging(workspace) as stage, workspace.writing():
        before = manifests.load(workspace.manifest)
        if before.keys is None:
            return Forgotten(0, ())
        keys = keyring.load(workspace, before.keys)
        hidden = person_key(keys.people, person)
        states = [before, *(snapshots.kept(workspace, before, s) for s in before.pins)]
        with merging(stage, configuration.load(workspace)) as merger:
            changed = _without(merger, states, hidden)
        touched = {i.original for i in before.imports if any(p.file in changed for p in i.own.values())}
        touched |= _originals_with(stage, states, keys, person) - touched
        forgotten = tuple(dict.fromkeys([*before.forgotten, mark_of(hidden)]))

        def change(state: Manifest) -> Manifest:
            return _no_originals(snapshots.with_parts(state, changed), touched)

        _commit(stage, replace(before, forgotten=forgotten), change)
    sweep_for_good(workspace)
    lost = tuple(i for i in before.imports if i.original in touched and i.original_state == "kept")
    return Forgotten(len(changed), lost)


def forget_import(workspace: Workspace, import_id: str) -> Forgotten:
    """Remove an import: its rows, also from kept snapshots, its original and its reject file.

    Where the original is an archive that other imports came from, they keep their rows without an original.
    Raises ``StoreError`` for an unknown id. Waits for readers, as ``forget_person`` does.
    """
    with staging(workspace) as stage, workspace.writing():
        before = manifests.load(workspace.manifest)
        out = before.find(import_id)
        with merging(stage, configuration.load(workspace)) as merger:
            rest = resettled(merger, before, [i for i in before.imports if i.id != out.id])

        def change(state: Manifest) -> Manifest:
            return _no_originals(snapshots.without(state, out.id), {out.original})

        _commit(stage, rest, change)
    sweep_for_good(workspace)
    return Forgotten(0, (out,))


def _without(merger: Merger, states: Sequence[Manifest], hidden: str) -> dict[str, Part]:
    """The parts that held the person, by file, as they are without."""
    parts = {file: found for state in states for file, found in snapshots.parts_of(state).items()}
    clean = {file: merger.without_person(TABLES[table], part, hidden) for file, (table, part) in parts.items()}
    return {file: part for file, part in clean.items() if part is not None}


def _originals_with(stage: Stage, states: Sequence[Manifest], keys: Keys, person: str) -> set[str]:
    """Originals whose text holds the person, also in columns that nothing was taken from."""
    kept = {i.original: i.name for state in states for i in state.imports if i.original_state == "kept"}
    found = set()
    for digest, name in kept.items():
        with originals.opened(digest, stage.workspace.originals, keys, stage.scratch, name) as plain:
            if originals.holds(plain, person.strip()):
                found.add(digest)
    return found


def _no_originals(state: Manifest, gone: set[str]) -> Manifest:
    def told(one: Import) -> Import:
        is_kept = one.original in gone and one.original_state == "kept"
        return replace(one, original_state="forgotten", rejects=None) if is_kept else one

    return replace(state, imports=tuple(told(i) for i in state.imports))


def _commit(stage: Stage, before: Manifest, change: Callable[[Manifest], Manifest]) -> None:
    pins = snapshots.rewrite(stage.workspace, before, stage.facts, change)
    after = replace(change(before), pins=pins)
    stage.publish(after, also={path.name for path in stage.facts.iterdir()})
