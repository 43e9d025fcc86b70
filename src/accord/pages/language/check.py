"""A text checked for its reader: what that reader would trip over, and what to say instead. Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from accord.clauses.glossary import READERS
from accord.findings.words import audience_word
from accord.language.checking import Alert, located
from accord.language.lexicon import Entry
from accord.language.markup import read
from accord.language.playback import points
from accord.language.readability import Readability, readability
from accord.language.rewriting import RewriteError, Rewriter
from accord.pages.language.known import Known, Reader, Times, known
from accord.people.rights import Right, require
from accord.workspace.folder import Workspace

if TYPE_CHECKING:
    from accord.people.models import Person

LARGEST_TEXT = 100_000
"""Characters; the page of a text is the text again, so that it stays a page."""
_A_READER: dict[Reader, str] = {"marketing": "a marketing reader", "it": "an IT reader", "finance": "a finance reader"}
_SPOKEN = "No One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve".split()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text; ``number`` is the word's in the list below, 0 where nothing is wrong with it."""

    text: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class WordLine:
    """A word that the reader would trip over. ``marketing`` and ``it`` are how often each side wrote it, and as what.

    ``takes`` tells that ``instead`` can stand in its place.
    """

    number: int
    word: str
    instead: str
    why: str
    places: int
    takes: bool
    marketing: Times
    it: Times


@dataclass(frozen=True, slots=True)
class CheckPage:
    """``stays`` are the numbers, dates and names that no rewriting touches; ``done`` says what was just taken.

    ``documents`` is from how many texts of both sides words were learned.
    """

    text: str
    reader: Reader
    pieces: tuple[Piece, ...]
    words: tuple[WordLine, ...]
    stays: tuple[str, ...]
    reading: Readability | None
    documents: int
    done: str = ""
    fault: str = ""

    @property
    def title(self) -> str:
        if not self.text:
            return "Check a text for its reader"
        count = len(self.words)
        said = _SPOKEN[count] if count < len(_SPOKEN) else str(count)
        return f"{said} word{'' if count == 1 else 's'} that {_A_READER[self.reader]} would trip over"

    @property
    def reader_name(self) -> str:
        return audience_word(self.reader)


def check_page(
    person: Person, workspace: Workspace, text: str = "", *, reader: str, take: str = "", every: bool = False
) -> CheckPage:
    """Check a text, after taking the wording of one word (``take``) or of ``every`` word that has one.

    Raises ``NotAllowed``, ``ValueError`` for a reader that there is not and for a text that is too long.
    """
    require(person, Right.READ)
    if reader not in READERS:
        raise ValueError(f"the reader is {reader[:20]!r}; it is marketing, it or finance")
    if len(text) > LARGEST_TEXT:
        told = f"the text has {len(text):,} characters; this page takes {LARGEST_TEXT:,}"
        raise ValueError(f"{told}. Check longer files with: accord words check FILE")
    here = known(workspace)
    text, done, fault = _taken(text, here.lexicon(reader), take, every)
    return _page(text, reader, here, done, fault)


def _taken(text: str, entries: Sequence[Entry], take: str, every: bool) -> tuple[str, str, str]:
    """The text with the wordings that were taken, what was done, and why not."""
    wanted = [replace(e, replaces=True) for e in entries if e.instead and (every or e.term == take)]
    if not wanted:
        return text, "", ""
    try:
        made = Rewriter(wanted).rewrite(text)
    except RewriteError as fault:
        return text, "", f"Nothing was changed: {fault}"
    left = "".join(f" {one.term} stays: {one.why}." for one in made.left)
    count = len(made.edits)
    return made.text, f"{count} place{'' if count == 1 else 's'} reworded.{left}" if count else left.strip(), ""


def _page(text: str, reader: Reader, here: Known, done: str, fault: str) -> CheckPage:
    seen = read(text, "plain")
    matches = here.checker(reader).matches(seen)
    alerts = located(seen, matches)
    by_term = {match.entry.term: match.entry for match in matches}
    numbers = {term: n for n, term in enumerate(dict.fromkeys(a.term for a in alerts), 1)}
    words = tuple(_line(n, by_term[term], alerts, here) for term, n in numbers.items())
    stays = tuple(dict.fromkeys(p.text for p in points(text) if p.kind != "condition"))
    return CheckPage(
        text=text,
        reader=reader,
        pieces=tuple(_pieces(text, alerts, numbers)),
        words=words,
        stays=stays,
        reading=readability(seen) if text.strip() else None,
        documents=here.documents,
        done=done,
        fault=fault,
    )


def _pieces(text: str, alerts: Sequence[Alert], numbers: dict[str, int]) -> Iterator[Piece]:
    at = 0
    for alert in alerts:
        if alert.start > at:
            yield Piece(text[at : alert.start])
        yield Piece(text[alert.start : alert.end], numbers[alert.term])
        at = alert.end
    if at < len(text):
        yield Piece(text[at:])


def _line(number: int, entry: Entry, alerts: Sequence[Alert], here: Known) -> WordLine:
    places = sum(a.term == entry.term for a in alerts)
    marketing, it = here.written(*entry.spellings)
    return WordLine(number, entry.term, entry.instead, entry.reason, places, bool(entry.instead), marketing, it)
