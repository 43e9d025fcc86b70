"""A text in the words of its reader: each term of the glossary becomes what the glossary says for that reader.

No model and no chance: the same text, glossary and reader give the same bytes. Only agreed wordings are put in; words
that are merely explained (trade terms, learned jargon) are left to the writer. Each result is proved before it is
given out: nothing but the replaced words differs, markup, links and code stand byte for byte, every number, date and
name is there, and a second pass would change nothing. What fails is refused with the reason.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from html import escape

from accord.language.checking import Checker, Match, located
from accord.language.english import ARTICLES, DETERMINERS, article, plural_phrase
from accord.language.lexicon import Entry
from accord.language.markup import Markup, read
from accord.language.pieces import WALL, Read
from accord.language.playback import Found, points

_BEFORE = re.compile(r"(?:^|(?<=[\s(\0]))([A-Za-z]+)( )$")
_SENTENCE_START = re.compile(r"(?:^|[.!?:\0]|^\s*[-*])[\"'\u2018\u201c(\s]*$")
_PROVED = ("amount", "share", "date", "time", "number", "name")


class RewriteError(ValueError):
    """The text could not be rewritten without changing more than words; nothing was."""


@dataclass(frozen=True, slots=True)
class Edit:
    """``old`` at ``start <= i < end`` of the original became ``new``; ``line`` and ``column`` count from 1."""

    term: str
    old: str
    new: str
    start: int
    end: int
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Left:
    """A term that stands in the text still, and why."""

    term: str
    line: int
    column: int
    why: str


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The new text, what was replaced and what was left to the writer."""

    original: str
    text: str
    edits: tuple[Edit, ...]
    left: tuple[Left, ...]

    def diff(self, name: str = "text") -> str:
        """A unified diff; empty where nothing changed."""
        before, after = self.original.splitlines(keepends=True), self.text.splitlines(keepends=True)
        lines = unified_diff(before, after, f"{name} (before)", f"{name} (after)")
        return "".join(line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in lines)


class Rewriter:
    """Rewrites for the reader of a lexicon; build once, use for many texts."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        held = [entry for entry in entries if entry.replaces or entry.accepted]
        self._checker = Checker(held)
        self._circular = {entry.term: again[0].term for entry in held if (again := self._checker.alerts(entry.instead))}

    def rewrite(self, text: str, markup: Markup = "plain") -> Rewritten:
        """Replace what the glossary says otherwise. Raises ``RewriteError``."""
        seen = read(text, markup)
        edits, left = self._edits(seen, markup)
        done = Rewritten(text, _applied(text, edits), tuple(edits), tuple(left))
        if done.edits:
            _prove(done, seen, markup)
            self._prove_settled(done, markup)
        return done

    def _edits(self, seen: Read, markup: Markup) -> tuple[list[Edit], list[Left]]:
        edits: list[Edit] = []
        left: list[Left] = []
        matches = self._checker.matches(seen)
        for match, alert in zip(matches, located(seen, matches), strict=True):
            why = self._why_left(seen, match)
            if why:
                left.append(Left(alert.term, alert.line, alert.column, why))
                continue
            new, first = _replacement(seen, match, markup)
            start, _ = seen.span(first, first + 1)
            column = alert.column - (alert.start - start)
            edits.append(Edit(alert.term, seen.source[start : alert.end], new, start, alert.end, alert.line, column))
        return edits, left

    def _why_left(self, seen: Read, match: Match) -> str:
        if match.entry.term in self._circular:
            inner = self._circular[match.entry.term]
            return f"its wording '{match.entry.instead}' holds '{inner}', which the glossary replaces too"
        gaps = seen.gaps(match.start, match.end)
        if gaps is None:
            return "markup stands within it"
        if len(gaps) > 1 or (gaps and " " not in match.entry.instead):
            return "it runs over a line's end, and its wording has no place to break"
        return ""

    def _prove_settled(self, done: Rewritten, markup: Markup) -> None:
        again, _ = self._edits(read(done.text, markup), markup)
        if again:
            one = again[0]
            raise RewriteError(
                f"line {one.line}: the new wording makes '{one.term}', which the glossary replaces too; "
                "reword the sentence or the glossary's entry"
            )


def _applied(text: str, edits: Sequence[Edit]) -> str:
    out, at = [], 0
    for edit in edits:
        out += [text[at : edit.start], edit.new]
        at = edit.end
    return "".join([*out, text[at:]])


def _replacement(seen: Read, match: Match, markup: Markup) -> tuple[str, int]:
    """What stands in a match's place, and from where on in what is read: an article before it may be taken along."""
    said = plural_phrase(match.entry.instead) if match.plural else match.entry.instead
    said, first = _with_article(seen, match, said)
    starts = bool(_SENTENCE_START.search(seen.text[max(0, first - 20) : first]))
    said = _cased(said, seen.text[first : match.end], starts)
    gaps = seen.gaps(match.start, match.end)
    if markup == "html":
        said = escape(said, quote=False)
    if gaps:
        said = said.replace(" ", gaps[0], 1)
    return said, first


def _with_article(seen: Read, match: Match, said: str) -> tuple[str, int]:
    """'an SLO' with 'service promise' is 'a service promise'; with 'what we promised' the article falls away."""
    before = _BEFORE.search(seen.text[max(0, match.start - 20) : match.start])
    word = before[1].lower() if before else ""
    first = match.start - len(before[0]) if before else match.start
    opening = said.split(" ", 1)[0].lower()
    if word in DETERMINERS and opening in ARTICLES and word not in ("a", "an") and " " in said:
        return said.split(" ", 1)[1], match.start
    if word not in ARTICLES or seen.gaps(first, match.end) is None:
        return said, match.start
    if opening in DETERMINERS:
        return said, first
    if word == "the" or match.plural:
        return said, match.start
    return f"{article(said)} {said}", first


def _cased(said: str, found: str, starts: bool) -> str:
    """Capital letters as the text has them: at a sentence's start, in a heading, or throughout."""
    letters = [c for c in found if c.isalpha()]
    shouted = len(letters) > 4 and all(c.isupper() for c in letters) and " " in found
    if shouted:
        return said.upper()
    titled = found[:1].isupper() and found[1:2].islower()
    return said[:1].upper() + said[1:] if said and (titled or (starts and found[:1].isupper())) else said


def _prove(done: Rewritten, seen: Read, markup: Markup) -> None:
    """Raises ``RewriteError`` unless only words changed."""
    after = read(done.text, markup)
    if seen.unread() != after.unread() or done.original.count("\n") != done.text.count("\n"):
        raise RewriteError(f"a new wording would change markup, a link or code: {_first_wording(done)}")
    lost = _counted(seen, _old_places(done)) - _counted(after, _new_places(done))
    more = _counted(after, _new_places(done)) - _counted(seen, _old_places(done))
    if lost or more:
        kind, value = next(iter(lost or more))
        what = "lose" if lost else "add"
        raise RewriteError(f"a new wording would {what} a {kind}, {value}: {_first_wording(done)}")


def _first_wording(done: Rewritten) -> str:
    return ", ".join(f"'{e.old}' to '{e.new}' in line {e.line}" for e in done.edits[:3])


def _old_places(done: Rewritten) -> list[tuple[int, int]]:
    return [(e.start, e.end) for e in done.edits]


def _new_places(done: Rewritten) -> list[tuple[int, int]]:
    out, moved = [], 0
    for edit in done.edits:
        out.append((edit.start + moved, edit.start + moved + len(edit.new)))
        moved += len(edit.new) - (edit.end - edit.start)
    return out


def _counted(seen: Read, replaced: list[tuple[int, int]]) -> Counter[tuple[str, str]]:
    """Numbers, dates and names, but not those that are part of a replaced term or of its wording."""
    proved = [f for f in points(seen.text.replace(WALL, "\n")) if f.kind in _PROVED]
    return Counter((f.kind, str(f.value)) for f in proved if not _belongs(f, seen, replaced))


def _belongs(found: Found, seen: Read, replaced: list[tuple[int, int]]) -> bool:
    """Whether it stands within a replaced term, or is a name that runs into one."""
    start, end = seen.span(found.start, max(found.end, found.start + 1))
    near = bisect_right(replaced, (end, 0))
    for opens, closes in replaced[max(0, near - 2) : near]:
        if opens <= start and end <= closes:
            return True
        if found.kind == "name" and start < closes and opens < end:
            return True
    return False
