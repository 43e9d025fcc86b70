"""Making the tables anew from the originals: after damage, or when a reader has learned something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from accord.facts import keys as keyring
from accord.facts import manifest as manifests
from accord.facts import originals
from accord.facts.importing import keep_rejects
from accord.facts.intake import Parse, Progress, limits_of
from accord.facts.keys import Keys
from accord.facts.manifest import Import, Manifest, Part, StoreError
from accord.facts.merge import Merger
from accord.facts.originals import OriginalDamaged
from accord.facts.parse import parse
from accord.facts.parts import BadRows
from accord.facts.reading import Ask, BadFile
from accord.facts.resettle import resettled
from accord.facts.settle import answers_of
from accord.facts.stage import Stage, merging, staging, sweep
from accord.facts.tables import TABLES
from accord.workspace import settings as configuration
from accord.workspace.folder import Workspace
from accord.workspace.settings import Settings

Outcome = Literal["equal", "changed", "kept"]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What became of one import: its rows are ``equal`` to before, ``changed``, or ``kept`` because ``why``."""

    import_id: str
    name: str
    outcome: Outcome
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Work:
    stage: Stage
    keys: Keys
    settings: Settings
    merger: Merger
    parse: Parse
    forgotten: tuple[str, ...]


def rebuild(workspace: Workspace, *, progress: Progress | None = None, parse: Parse = parse) -> tuple[Rebuilt, ...]:
    """Parse every kept original again, with the answers it was read with, and settle all tables from the start.

    Rows whose original is gone, or can no longer be read, are kept as they are. Raises ``StoreError`` naming the
    imports for which neither an original nor undamaged rows are left; then nothing was changed.
    """
    settings = configuration.load(workspace)
    with staging(workspace) as stage, workspace.writing(), merging(stage, settings) as merger:
        before = manifests.load(workspace.manifest)
        sweep(workspace, before)
        if not before.imports:
            return ()
        keys = keyring.load(workspace, before.keys)
        work = _Work(stage, keys, settings, merger, parse, before.forgotten)
        made = [_again(work, one, at, len(before.imports), progress) for at, one in enumerate(before.imports)]
        _refuse_lost(merger, [told for _, told in made], [one for one, _ in made])
        fresh = resettled(merger, Manifest(), [one for one, _ in made])
        stage.publish(replace(before, imports=fresh.imports, tables=fresh.tables))
    return tuple(told for _, told in made)


def _again(work: _Work, one: Import, at: int, of: int, progress: Progress | None) -> tuple[Import, Rebuilt]:
    if progress:
        progress(one.name, at, of)
    if one.original_state != "kept":
        return one, Rebuilt(one.id, one.name, "kept", f"its original is {one.original_state}")
    try:
        new = _parsed_again(work, one, at)
    except (Ask, BadFile, BadRows, OriginalDamaged) as fault:
        return one, Rebuilt(one.id, one.name, "kept", str(fault))
    return new, Rebuilt(one.id, one.name, "equal" if new.own == one.own else "changed")


def _parsed_again(work: _Work, one: Import, at: int) -> Import:
    out = work.stage.scratch / str(at)
    out.mkdir()
    folder = work.stage.workspace.originals
    given = answers_of(one.settled).given(work.keys.people, one.place)
    with originals.opened(one.original, folder, work.keys, out, one.name) as plain:
        found = work.parse(plain, given, out / "rows", reader=one.reader, limits=limits_of(work.settings))
    parsed = next((p for p in found if p.source_id == one.source_id), None)
    if parsed is None:
        raise BadFile(f"{one.name} no longer holds what was read from it", "Undo the import and read the export again")
    own: dict[str, Part] = {}
    for table, path in sorted(parsed.tables.items()):
        own[table], _ = work.merger.own(TABLES[table], path, parsed.source_id, work.forgotten)
    return replace(
        one,
        own=own,
        yielded=parsed.counts,
        reader_version=parsed.reader_version,
        rows_read=parsed.rows_read,
        rejected=parsed.rejected,
        rejects=keep_rejects(work.stage, parsed.rejects),
        notes=parsed.notes,
        first=parsed.first,
        last=parsed.last,
        money=parsed.money,
        preliminary=parsed.preliminary,
    )


def _refuse_lost(merger: Merger, told: Sequence[Rebuilt], imports: Sequence[Import]) -> None:
    kept = {t.import_id for t in told if t.outcome == "kept"}
    lost = [i.name for i in imports if i.id in kept and not all(merger.is_sound(p) for p in i.own.values())]
    if lost:
        raise StoreError(
            f"neither the original nor the rows of {', '.join(lost)} are left. "
            "Undo these imports and read the exports again; nothing was changed"
        )
