"""A requirement for two readers: the same statements as marketing and as IT read them, and what is still open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accord.language.spec import Spec
from accord.pages.language.check import LARGEST_TEXT
from accord.pages.language.known import known
from accord.pages.texts import Text, for_both
from accord.people.rights import Right, require
from accord.workspace.folder import Workspace

if TYPE_CHECKING:
    from accord.people.models import Person


@dataclass(frozen=True, slots=True)
class SpecPage:
    """``spec`` is None while nothing was given."""

    text: str
    spec: Spec | None

    @property
    def title(self) -> str:
        if self.spec is None:
            return "A requirement for two readers"
        count = len(self.spec.questions)
        if not count:
            return "Both sides read the same, and nothing is open"
        return f"{count} question{'' if count == 1 else 's'} to settle before anybody builds it"


def spec_page(person: Person, workspace: Workspace, text: str = "") -> SpecPage:
    """Word a requirement for both sides; nothing of it is kept.

    Raises ``NotAllowed``, ``ValueError`` for a text that is too long.
    """
    require(person, Right.READ)
    if len(text) > LARGEST_TEXT:
        told = f"the text has {len(text):,} characters; this page takes {LARGEST_TEXT:,}"
        raise ValueError(f"{told}. Word longer files with: accord words spec FILE")
    if not text.strip():
        return SpecPage(text, None)
    here = known(workspace)
    return SpecPage(text, for_both(Text("text", text, "markdown"), here.charter, here.jargon))
