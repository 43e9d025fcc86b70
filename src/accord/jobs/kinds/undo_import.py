"""Taking an import out again."""

from __future__ import annotations

from typing import Any

from accord.jobs.after import facts_changed
from accord.jobs.aside import aside
from accord.jobs.doing import Work
from accord.record.writing import change


def run(work: Work) -> dict[str, Any]:
    """Take imports out of the facts; what is signed keeps the facts that it was signed on."""
    imports = work.given["imports"]
    told = aside(work, "undo", {"imports": imports})
    with work.finishing(told):
        says = f"took {', '.join(told['files']) or 'an import'} out of the facts"
        with change(work.by, "undid", "import", imports[0], says, now=work.now()):
            facts_changed(by=work.by, now=work.now())
    return told
