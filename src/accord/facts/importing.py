"""Reading exports into the store: every file by itself, all good ones of a call in one commit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from accord.facts import keys as keyring
from accord.facts import manifest as manifests
from accord.facts import originals
from accord.facts.accounts import account_of, parts_of, remembered_of, whose
from accord.facts.found import Found, files_in
from accord.facts.intake import DOCUMENTS, Call, Intake, Parse, Progress, Taken, parse_all, place_of, told
from accord.facts.keys import Keys
from accord.facts.manifest import Import, Manifest, Part, StoreError
from accord.facts.merge import Counts, Merger
from accord.facts.parse import parse
from accord.facts.parts import BadRows
from accord.facts.report import FileReport, Report, report_of
from accord.facts.resettle import resettled
from accord.facts.retention import expired
from accord.facts.settle import Answers
from accord.facts.stage import Stage, merging, readers_lock, staging, sweep
from accord.facts.tables import TABLES
from accord.workspace import settings as configuration
from accord.workspace.folder import Workspace
from accord.workspace.settings import Settings


@dataclass(frozen=True, slots=True)
class Rows:
    """A parsed file's rows as the store keeps them, by table; ``forgotten`` tells that a forgotten person was in it."""

    taken: Taken
    own: dict[str, Part]
    forgotten: bool

    @property
    def import_id(self) -> str:
        """One file read by one reader is one import, whatever its name and whenever it is read; a document is one in
        each place. Whose it is does not tell it apart where that was answered: another answer puts it right."""
        parsed, taken = self.taken.parsed, self.taken
        place = f"\n{taken.found.side}\n{place_of(taken.found)}" if parsed.reader == DOCUMENTS else ""
        return hashlib.sha256(f"{parsed.source_id}\n{parsed.reader}{place}".encode()).hexdigest()[:12]


def read(
    workspace: Workspace,
    paths: Sequence[Path],
    *,
    now: datetime,
    flags: Answers | None = None,
    defaults: Answers | None = None,
    dry_run: bool = False,
    strict: bool = False,
    progress: Progress | None = None,
    settings: Settings | None = None,
    parse: Parse = parse,
    each: Mapping[str, Answers] | None = None,
) -> Report:
    """Read files and folders into the workspace.

    ``now`` is naive UTC. ``flags`` are answers for this call, which are then remembered for files of the same
    header; ``each`` are answers for single files, by the name that the report shows; ``defaults`` what the
    organisation's clause says for files that carry none. A file that asks or is
    refused does not stop the others, unless ``strict``. Of the files of one call those that tell of later times
    count as later. ``dry_run`` gives the same report and stores nothing.

    Raises ``FileNotFoundError`` for a path that is not there, ``KeysMissing``, ``BadSetting``, and
    ``StoreError`` when the store cannot take it; then nothing was changed.
    """
    settings = settings or configuration.load(workspace)
    call = Call(
        workspace, now, flags or Answers(), defaults or Answers(), settings, parse, progress, dry_run, each or {}
    )
    found = files_in(paths)
    with staging(workspace) as stage:
        keys = _keys(workspace, dry_run)
        intake = parse_all(call, stage, keys, found, manifests.load(workspace.manifest))
        with _turn(workspace, dry_run) as before, merging(stage, settings) as merger:
            rows, unfit = _rows_of_all(merger, before, intake.taken)
            failed = intake.failed + unfit
            is_off = strict and bool(failed)
            after, reports, asking = _merge_all(call, stage, merger, before, [] if is_off else rows)
            failed += asking
            if strict and asking:
                after, reports, is_off = before, [], True
            reports += [_here_already(workspace, one, again) for one, again in intake.known]
            if not dry_run and after != before:
                stage.publish(replace(after, keys=keys.marks))
    if not dry_run:
        _remember(call, intake)
    ordered = sorted(failed + reports, key=lambda r: (r.file, r.member))
    return Report(tuple(ordered), not dry_run and not is_off, (before if dry_run else after).snapshot_id)


def _keys(workspace: Workspace, dry_run: bool) -> Keys:
    """The workspace's keys; a workspace without facts gets them now, and its preview goes without."""
    expected = manifests.load(workspace.manifest).keys
    if expected:
        return keyring.load(workspace, expected)
    if dry_run:
        return keyring.fresh()
    with workspace.writing():
        return keyring.make(workspace)


@contextmanager
def _turn(workspace: Workspace, dry_run: bool) -> Iterator[Manifest]:
    """The state to build on, which nobody changes meanwhile: a writer has its turn, a preview keeps the files."""
    if dry_run:
        with readers_lock(workspace):
            yield manifests.load(workspace.manifest)
        return
    with workspace.writing():
        manifest = manifests.load(workspace.manifest)
        sweep(workspace, manifest)
        yield manifest


def _rows_of_all(merger: Merger, before: Manifest, taken: Sequence[Taken]) -> tuple[list[Rows], list[FileReport]]:
    rows, unfit = [], []
    for one in taken:
        try:
            rows.append(_rows_of(merger, before, one))
        except BadRows as fault:
            unfit.append(FileReport(one.found.shown, one.parsed.member, one.answers.side, "refused", error=str(fault)))
    return rows, unfit


def _rows_of(merger: Merger, before: Manifest, one: Taken) -> Rows:
    own, forgotten = {}, False
    for table, path in sorted(one.parsed.tables.items()):
        own[table], found = merger.own(TABLES[table], path, one.parsed.source_id, before.forgotten)
        forgotten = forgotten or found
    return Rows(one, own, forgotten)


def _merge_all(
    call: Call, stage: Stage, merger: Merger, before: Manifest, rows: Sequence[Rows]
) -> tuple[Manifest, list[FileReport], list[FileReport]]:
    """The state with all rows, what became of each file, and the files that ask whose rows they hold."""
    after = before
    reports: list[FileReport] = []
    asking: list[FileReport] = []
    for one in rows:
        question = whose(merger, after, one.taken, one.own)
        if question:
            asking.append(told(one.taken.found, question))
            continue
        after, report = _merge(call, stage, merger, after, one)
        reports.append(report)
    return expired(after, call.now, call.settings.keep_originals_days), reports, asking


def _merge(call: Call, stage: Stage, merger: Merger, before: Manifest, one: Rows) -> tuple[Manifest, FileReport]:
    counts = {table: _counts(merger, before, one, table) for table in one.own}
    new = _import(call, stage, one)
    known = next((i for i in before.imports if i.id == new.id), None)
    found, folder = one.taken.found, stage.rejects
    if known and (known.own, known.voice, known.preliminary) == (one.own, new.voice, new.preliminary):
        return before, report_of(new, found, "here already", _nothing_new(new), folder)
    imports = [new if i.id == new.id else i for i in before.imports] + ([] if known else [new])
    report = report_of(new, found, "read", counts, folder)
    return resettled(merger, before, imports), replace(report, replaces=known is not None)


def _counts(merger: Merger, before: Manifest, one: Rows, table: str) -> Counts:
    parsed = one.taken.parsed
    voice = (parsed.reader, account_of(one.taken))
    standing = parts_of(before, table, voice)
    final = parts_of(before, table, voice, final_only=True) if parsed.preliminary else []
    return merger.counts(TABLES[table], parsed.counts[table], one.own[table], standing, final)


def _here_already(workspace: Workspace, found: Found, one: Import) -> FileReport:
    return report_of(one, found, "here already", _nothing_new(one), workspace.rejects)


def _nothing_new(one: Import) -> dict[str, Counts]:
    """A file that is here already brings nothing, even where a later one has replaced its rows."""
    return {t: Counts(one.yielded[t], 0, 0, p.rows, 0, one.yielded[t] - p.rows) for t, p in one.own.items()}


def _import(call: Call, stage: Stage, one: Rows) -> Import:
    parsed, taken = one.taken.parsed, one.taken
    return Import(
        id=one.import_id,
        name=taken.found.shown,
        member=parsed.member,
        side=taken.answers.side,
        source_id=parsed.source_id,
        original=taken.original,
        original_state="forgotten" if one.forgotten else "kept",
        reader=parsed.reader,
        reader_version=parsed.reader_version,
        fingerprint=parsed.fingerprint,
        settled=taken.answers.told(),
        zone=parsed.zone,
        locale=parsed.locale,
        encoding=parsed.encoding,
        rows_read=parsed.rows_read,
        rejected=parsed.rejected,
        rejects=None if one.forgotten else keep_rejects(stage, parsed.rejects),
        notes=parsed.notes,
        columns_matched=parsed.columns_matched,
        columns_left=parsed.columns_left,
        offers=tuple({"clause": o.clause, "data": o.data} for o in parsed.offers),
        first=parsed.first,
        last=parsed.last,
        money=parsed.money,
        imported_at=call.now,
        yielded=parsed.counts,
        own=one.own,
        account=account_of(taken),
        preliminary=parsed.preliminary,
        place=place_of(taken.found) if parsed.reader == DOCUMENTS else "",
    )


def keep_rejects(stage: Stage, rejects: Path | None) -> str | None:
    """Stage a reject file under its digest, which it returns."""
    if rejects is None:
        return None
    digest = originals.digest_of(rejects)
    rejects.chmod(0o600)
    rejects.rename(stage.rejects / f"{digest}.csv")
    return digest


def _remember(call: Call, intake: Intake) -> None:
    """An answer that was given for a file holds for all files of the same header. The facts are stored by then."""
    found = [(t.parsed.fingerprint, t.found) for t in intake.taken]
    found += [(one.fingerprint, one_found) for one_found, one in intake.known]
    known = configuration.remembered(call.workspace) if found else {}
    new: dict[str, dict[str, Any]] = {}
    for fingerprint, one in found:
        answers = call.each.get(one.shown, Answers()) | call.flags
        if answered := answers.told():
            before = new.get(fingerprint, known.get(fingerprint, {}))
            told = remembered_of(answered, answers.options.get("account"), before)
            new[fingerprint] = new.get(fingerprint, {}) | told | {"seen": one.shown}
    try:
        configuration.remember(call.workspace, new)
    except OSError as fault:
        why = f"{call.workspace.settings} could not be written: {fault.strerror}"
        raise StoreError(f"the facts are stored, but the answers will be asked again: {why}") from fault
