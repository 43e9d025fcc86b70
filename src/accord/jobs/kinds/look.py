"""Looking what the files would bring."""

from __future__ import annotations

from typing import Any

from accord.jobs.aside import aside
from accord.jobs.doing import CannotBeDone, Work
from accord.pages.facts.waiting import drop


def run(work: Work) -> dict[str, Any]:
    """Read the waiting files of a drop without storing anything."""
    folder = drop(work.workspace, work.given["drop"])
    if not folder.files():
        work.tell(0, 0, "")  # cancelled meanwhile: somebody confirmed without waiting for this look
        raise CannotBeDone("The files no longer wait here. Drop them again.")
    return aside(work, "bring", {"paths": [str(folder.path)], "answers": work.given["answers"], "preview": True})
