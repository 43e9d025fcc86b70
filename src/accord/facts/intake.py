"""Parsing what a call found: each file by itself, with the answers that hold for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from accord.facts import originals
from accord.facts.bundles import bundle, bundled
from accord.facts.fingerprints import fingerprints_of
from accord.facts.found import Found
from accord.facts.keys import Keys
from accord.facts.limits import DEFAULT, Limits
from accord.facts.manifest import Import, Manifest
from accord.facts.mapping_suggest import NotRecognised
from accord.facts.parse import Overrun, Parsed
from accord.facts.parse_discovery import reader_named, reader_names
from accord.facts.reading import Ask, BadFile, Given
from accord.facts.report import FileReport, Question
from accord.facts.settle import Answers, settle, with_account
from accord.facts.stage import Stage
from accord.workspace import settings as configuration
from accord.workspace.folder import Workspace
from accord.workspace.settings import Settings

DOCUMENTS = "documents"
"""The reader of documents, whose files tell nothing of where they belong."""

Progress = Callable[[str, int, int], None]
"""Called with the file's name, bytes read and bytes in all."""


class Parse(Protocol):
    """How a file is parsed: as ``accord.facts.parse.parse`` does it."""

    def __call__(
        self,
        path: Path,
        given: Given,
        out: Path,
        *,
        reader: str | None = None,
        limits: Limits = DEFAULT,
        progress: Callable[[int, int], None] | None = None,
    ) -> list[Parsed]: ...


@dataclass(frozen=True, slots=True)
class Call:
    """What was asked for: see ``accord.facts.importing.read``."""

    workspace: Workspace
    now: datetime
    flags: Answers
    defaults: Answers
    settings: Settings
    parse: Parse
    progress: Progress | None
    dry_run: bool
    each: Mapping[str, Answers] = field(default_factory=dict)

    def answers_for(self, one: Found) -> Answers:
        """What was answered for this file, and where that is silent, for all files of the call."""
        return self.each.get(one.shown, Answers()) | self.flags | Answers(side=one.side)


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was parsed: where it came from, with which answers, and the digest of its bytes."""

    found: Found
    parsed: Parsed
    answers: Answers
    original: str


@dataclass(slots=True)
class Intake:
    """What became of the files found: ``taken`` were parsed, those that tell of the latest times last; ``known`` are
    here already, read with the same answers by the same reader; ``failed`` ask or were refused."""

    taken: list[Taken] = field(default_factory=list)
    known: list[tuple[Found, Import]] = field(default_factory=list)
    failed: list[FileReport] = field(default_factory=list)


def parse_all(call: Call, stage: Stage, keys: Keys, found: Sequence[Found], manifest: Manifest) -> Intake:
    """Parse the files that are not here already. ``manifest`` is the state at the beginning of the call."""
    remembered = configuration.remembered(call.workspace)
    intake = Intake()
    waiting = bundled(found, stage.scratch)[::-1]
    at = 0
    while waiting:
        one, at = waiting.pop(), at + 1
        out = stage.scratch / str(at)
        out.mkdir()
        try:
            _take(call, stage, keys, one, out, remembered, manifest, intake)
        except (Ask, BadFile, PermissionError) as problem:
            guilty, rest = _without_guilty(one, problem, out)
            intake.failed.append(told(guilty, problem, _zones(manifest)))
            waiting += rest
    intake.taken.sort(key=_lateness)
    return intake


def _without_guilty(one: Found, problem: Exception, out: Path) -> tuple[Found, list[Found]]:
    """Of a bundle that had to be stopped at one document: that document, and the bundle without it."""
    if not (one.holds and isinstance(problem, Overrun) and 0 < problem.row <= len(one.holds)):
        return one, []
    guilty = one.holds[problem.row - 1]
    problem.file, problem.row, problem.mend = guilty.shown, 0, "Save it again, or split it"
    rest = [held for held in one.holds if held is not guilty]
    return guilty, [bundle(rest, out / one.path.name, one.side)] if rest else []


def _take(
    call: Call,
    stage: Stage,
    keys: Keys,
    one: Found,
    out: Path,
    remembered: Mapping[str, Mapping[str, Any]],
    manifest: Manifest,
    intake: Intake,
) -> None:
    limits, digest = limits_of(call.settings), originals.digest_of(one.path)
    before = [i for i in manifest.imports if i.original == digest and _is_same(i, one)]
    fingerprints = tuple(i.fingerprint for i in before)
    if remembered and not before and not one.holds:
        fingerprints = fingerprints_of(one.path, out, limits)
    answers = settle(call.answers_for(one), remembered, fingerprints, call.defaults)
    answers = with_account(answers, before, [remembered.get(f, {}) for f in fingerprints])
    if before and all(i.settled == answers.told() and _is_current(i) for i in before):
        intake.known += [(one, i) for i in before]
        return
    news, given = _named(call.progress, one.shown), answers.given(keys.people, one.within)
    parsed = call.parse(one.path, given, out, reader=answers.reader, limits=limits, progress=news)
    after = originals.digest_of(one.path) if call.dry_run else originals.lock_away(one.path, stage.originals, keys)
    if after != digest:
        raise BadFile("the file changed while it was read", "Read it again when its export is complete", file=one.shown)
    intake.taken += [Taken(one, p, answers, digest) for p in parsed]


def _is_same(known: Import, one: Found) -> bool:
    """Of documents, two with the same bytes in two places are two."""
    return known.reader != DOCUMENTS or (known.place, known.side) == (place_of(one), one.side or known.side)


def place_of(one: Found) -> str:
    """Where a document belongs; an archive tells it of its members itself, whatever it is called."""
    return "" if one.within.lower().endswith(".zip") else one.within


def _is_current(one: Import) -> bool:
    """Whether the reader that read it is still the same; a reader that learned something reads again."""
    return one.reader in reader_names() and getattr(reader_named(one.reader), "version", 1) == one.reader_version


def limits_of(settings: Settings) -> Limits:
    """The settings' limits for one file, as the child process wants them."""
    return replace(
        DEFAULT,
        upload_bytes=settings.limit_upload_mb * 1_000_000,
        expanded_bytes=settings.limit_unpacked_mb * 1_000_000,
        memory_bytes=settings.limit_memory_mb * 1_000_000,
        seconds=float(settings.limit_seconds),
    )


def _named(progress: Progress | None, name: str) -> Callable[[int, int], None] | None:
    return None if progress is None else lambda done, total: progress(name, done, total)


def _lateness(one: Taken) -> tuple[datetime, str, str]:
    """A fresher export replaces an older one, whatever their names."""
    return one.parsed.last or datetime.min, one.found.shown, one.parsed.member  # noqa: DTZ901 - naive UTC throughout


def _zones(manifest: Manifest) -> tuple[str, ...]:
    """The zones that were told of other files, the usual one first."""
    zones = Counter(zone for i in manifest.imports if (zone := i.settled.get("zone")))
    return tuple(zone for zone, _ in zones.most_common(3))


def told(one: Found, problem: Ask | BadFile | PermissionError, zones: tuple[str, ...] = ()) -> FileReport:
    """A file that was not read, in words; ``zones`` are those that its zone may well be."""
    if not isinstance(problem, Ask):
        fitting = problem.suggestions if isinstance(problem, NotRecognised) else ()
        return FileReport(one.shown, "", one.side, "refused", error=str(problem), suggestions=fitting)
    where = (problem.row, problem.column, problem.value)
    likely = zones if problem.setting == "zone" else ()
    asked = Question(problem.setting, problem.question, problem.choices, problem.flag, *where, likely=likely)
    return FileReport(one.shown, "", one.side, "asks", question=asked, error=str(problem))
