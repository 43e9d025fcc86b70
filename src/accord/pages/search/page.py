"""What was found: in groups, the best group first, what was looked for marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from accord.findings.finding import Audience
from accord.findings.format import Format
from accord.pages.search.matching import Piece, pieces, score, words_of
from accord.pages.search.places import PLACES, Asking, Found
from accord.pages.sheet import Sheet, SheetTable, cell_text, utc
from accord.pages.shown import Column, plural
from accord.workspace.folder import Workspace

if TYPE_CHECKING:
    from accord.people.models import Person

MOST, MOST_OF_PART = 50, 5
"""So many of a group stand on the page, and in the list that opens over another page."""
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer; no route, no link."""

    title: tuple[Piece, ...]
    says: tuple[Piece, ...]
    route: str
    args: tuple[Any, ...]
    query: dict[str, str]
    fragment: str
    score: int


@dataclass(frozen=True, slots=True)
class Group:
    """Answers of one place, the best first; ``more`` were found and are not shown."""

    name: str
    label: str
    hits: tuple[Hit, ...]
    more: int


@dataclass(frozen=True, slots=True)
class SearchPage:
    """``part`` is only the list, for the dialog over another page."""

    query: str
    groups: tuple[Group, ...]
    says: str
    part: bool
    form: Format
    made_up: str

    def sheet(self) -> Sheet:
        columns = tuple(Column(n, t, False) for n, t in (("place", "Place"), ("title", "Title"), ("says", "Says")))
        rows = tuple(
            (cell_text(g.label), cell_text(_text(h.title)), cell_text(_text(h.says)))
            for g in self.groups
            for h in g.hits
        )
        tables = (SheetTable("found", "Found", columns, rows),)
        return Sheet("search", self.says, self.form, made_up=self.made_up, tables=tables)


def search_page(
    person: Person,
    workspace: Workspace,
    query: str,
    *,
    now: datetime,
    audience: Audience,
    form: Format,
    made_up: str,
    part: bool = False,
) -> SearchPage:
    """Look everywhere the person may (``now`` aware). Raises ``NotAllowed`` and ``ValueError`` for too long a query."""
    from accord.people.rights import Right, require

    require(person, Right.READ)
    if len(query) > LONGEST:
        raise ValueError(f"the query is {len(query)} characters long; {LONGEST} are enough to find anything")
    words = words_of(query)
    asking = Asking(person, workspace, audience, form, utc(now))
    groups: list[Group] = []
    if words:
        groups = [g for name, label, of in PLACES if (g := _group(name, label, of(asking), words, part)).hits]
    # The sort is stable: groups whose best answers are equally good stay in the order of the places.
    groups.sort(key=lambda g: -g.hits[0].score)
    count = sum(len(g.hits) + g.more for g in groups)
    return SearchPage(query, tuple(groups), _says(query, bool(words), count, form), part, form, made_up)


def _says(query: str, asked: bool, count: int, form: Format) -> str:
    if not asked:
        return "Search"
    return f"{plural(count, 'answer', form)} for “{query.strip()}”" if count else f"Nothing is called “{query.strip()}”"


def _group(name: str, label: str, found: Iterable[Found], words: tuple[str, ...], part: bool) -> Group:
    scored = [(s, f) for f in found if (s := score(words, f.title, f"{f.says} {f.more}"))]
    scored.sort(key=lambda one: -one[0])
    most = MOST_OF_PART if part else MOST
    return Group(name, label, tuple(_hit(s, f, words) for s, f in scored[:most]), max(0, len(scored) - most))


def _hit(score: int, found: Found, words: tuple[str, ...]) -> Hit:
    below = ". ".join(part for part in (found.when() if found.when else "", found.says) if part)
    title, says = pieces(words, found.title), pieces(words, below)
    return Hit(title, says, found.route, found.args, dict(found.query), found.fragment, score)


def _text(found: tuple[Piece, ...]) -> str:
    return "".join(p.text for p in found)
