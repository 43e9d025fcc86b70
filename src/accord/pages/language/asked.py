"""What a program asks of the common language: a text checked, rewritten, worded for both sides, or said back.

It is what the commands tell of files. Nothing of a text is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accord.clauses.glossary import Reader
from accord.language.playback import Point, lost_points
from accord.language.rewriting import Edit, Left
from accord.language.spec import Spec
from accord.pages.language.glossary import export
from accord.pages.language.known import known
from accord.pages.learning import WordShown
from accord.pages.texts import Checked, Text, checked, for_both, rewritten
from accord.people.rights import Right, require
from accord.workspace.folder import Workspace

if TYPE_CHECKING:
    from accord.people.models import Person


@dataclass(frozen=True, slots=True)
class RewrittenText:
    """A text for its reader; ``left`` are words that stay, each with why, and ``difference`` is a unified one."""

    reader: Reader
    text: str
    edits: tuple[Edit, ...]
    left: tuple[Left, ...]
    difference: str


@dataclass(frozen=True, slots=True)
class SaidBack:
    """Numbers, dates, names and conditions of the original; ``lost`` counts those missing or changed."""

    lost: int
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class WordsPage:
    """Words that mean two things by the documents of both sides; ``waits``: some came in that were not read yet."""

    documents: int
    waits: bool
    words: tuple[WordShown, ...]


@dataclass(frozen=True, slots=True)
class GlossaryFile:
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class GlossaryFiles:
    """The glossary for another tool; ``cannot_hold`` says what that tool's format has no place for."""

    format: str
    files: tuple[GlossaryFile, ...]
    cannot_hold: tuple[str, ...]


def check_text(person: Person, workspace: Workspace, text: Text, reader: Reader) -> Checked:
    """What a reader should not be told, and what to say instead. Raises ``NotAllowed``."""
    require(person, Right.READ)
    here = known(workspace)
    return checked([text], here.charter, reader, here.jargon)


def rewrite_text(person: Person, workspace: Workspace, text: Text, reader: Reader) -> RewrittenText:
    """The text in the glossary's words for a reader. Raises ``NotAllowed``, ``RewriteError``."""
    require(person, Right.READ)
    told = rewritten(text, known(workspace).charter, reader)
    return RewrittenText(reader, told.text, told.edits, told.left, told.diff(text.name))


def word_for_both(person: Person, workspace: Workspace, text: Text) -> Spec:
    """The text's statements in both sides' wordings, with what is open. Raises ``NotAllowed``."""
    require(person, Right.READ)
    here = known(workspace)
    return for_both(text, here.charter, here.jargon)


def say_back(person: Person, original: str, restated: str) -> SaidBack:
    """What of an original a restatement keeps. Raises ``NotAllowed``."""
    require(person, Right.READ)
    points = lost_points(original, restated)
    return SaidBack(sum(not point.kept for point in points), points)


def words_page(person: Person, workspace: Workspace) -> WordsPage:
    """Words that mean two things, with the places that prove it. Raises ``NotAllowed``."""
    require(person, Right.READ)
    here = known(workspace)
    return WordsPage(here.documents, here.waits, here.heard.shown if here.heard else ())


def glossary_files(person: Person, workspace: Workspace, how: str) -> GlossaryFiles:
    """The glossary in a format of other tools. Raises ``NotAllowed``, ``LookupError``."""
    made = export(person, workspace, how)
    files = tuple(GlossaryFile(name, raw.decode()) for name, raw in made.files)
    return GlossaryFiles(how, files, tuple(made.unsaid))
