"""Take up the clauses that a file offers."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from accord.clauses import yaml_io
from accord.clauses.charter import PERSONAL
from accord.clauses.offers import merge_offer
from accord.facts.parse import parse
from accord.facts.reading import Given
from accord.pages.account import charter_of
from accord.pages.workspaces import begin
from accord.workspace.folder import Workspace
from accord.workspace.safely import write_whole


@dataclass(frozen=True, slots=True)
class Adopted:
    """The charter as it is now (or would be) without what people are paid, and the services or objectives added."""

    text: str
    added: tuple[str, ...]


def adopted(workspace: Workspace, file: Path, *, now: datetime, dry_run: bool) -> Adopted:
    """Merge what ``file`` offers into charter.yaml. The old file stays beside it, named with the moment.

    Comments of the old file are not carried over, which is why it is kept. Raises ``ValueError`` where the file
    offers nothing.
    """
    begin(workspace)
    with tempfile.TemporaryDirectory(prefix="accord-") as folder:
        offers = [o for p in parse(file, Given(), Path(folder)) for o in p.offers]
    if not offers:
        raise ValueError(f"{file.name} offers no clause; OpenSLO and Sloth files do")
    before = charter = charter_of(workspace)
    for offer in offers:
        charter = merge_offer(charter, offer)
    told = Adopted(yaml_io.dump(charter, PERSONAL), _added(before.services, charter.services))
    if not dry_run and told.added:
        kept = workspace.charter.with_name(f"charter.{now:%Y%m%dT%H%M%S}.yaml")
        write_whole(kept, workspace.charter.read_bytes())
        write_whole(workspace.charter, yaml_io.dump(charter).encode())
    return told


def _added(before: tuple[object, ...], after: tuple[object, ...]) -> tuple[str, ...]:
    return tuple(str(getattr(s, "name", s)) for s in after if s not in before)
