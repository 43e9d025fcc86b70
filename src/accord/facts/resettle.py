"""From one list of imports to another: which Parquet files are in force then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from accord.facts.manifest import Import, Manifest, Part, Standing
from accord.facts.merge import Merger, Piece
from accord.facts.tables import TABLES


def resettled(merger: Merger, before: Manifest, imports: Sequence[Import]) -> Manifest:
    """The state with ``imports`` instead of those of ``before``; what they leave alone keeps its files.

    The result depends on the imports and their order only, not on how one came there: undoing the last import
    gives back the files that were in force before it.
    """
    tables = {}
    for table in sorted({t for i in (*before.imports, *imports) for t in i.own}):
        standing = [s for voice in _voices(imports, table) for s in _of_voice(merger, before, imports, table, voice)]
        order = {one.id: at for at, one in enumerate(imports)}
        if standing:
            tables[table] = tuple(sorted(standing, key=lambda s: order[s.import_id]))
    return replace(before, imports=tuple(imports), tables=tables)


def _voices(imports: Sequence[Import], table: str) -> list[tuple[str, str]]:
    return sorted({i.voice for i in imports if table in i.own})


def _of_voice(
    merger: Merger, before: Manifest, imports: Sequence[Import], table: str, voice: tuple[str, str]
) -> list[Standing]:
    was, will = _own(before.imports, table, voice), _own(imports, table, voice)
    early = [{i.id for i in some if i.preliminary} for some in (before.imports, imports)]
    stood = {s.import_id: s.part for s in before.tables.get(table, ()) if s.import_id in was}
    if list(was.items()) == list(will.items()):
        return [Standing(i, voice[0], part) for i, part in stood.items()]
    kept = {i for i, part in will.items() if was.get(i) == part and (i in early[0]) == (i in early[1])}
    pieces = [Piece(i, part, stood.get(i) if i in kept else None, fresh=i not in kept) for i, part in will.items()]
    changed = [part for i, part in (*was.items(), *will.items()) if i not in kept]
    if not all(merger.is_sound(part) for i, part in was.items() if i not in kept):
        # What the lost file had replaced cannot be asked of it; weigh everything that is left.
        pieces = [Piece(i, part, None, fresh=True) for i, part in will.items()]
        changed = list(will.values())
    settled = merger.settle(TABLES[table], pieces, changed)
    return [Standing(i, voice[0], part) for i, part in settled.items() if part is not None]


def _own(imports: Sequence[Import], table: str, voice: tuple[str, str]) -> dict[str, Part]:
    """The rows of one voice, oldest first; a preliminary export counts as older than every final one."""
    ordered = sorted(imports, key=lambda i: not i.preliminary)
    return {i.id: i.own[table] for i in ordered if i.voice == voice and table in i.own}
