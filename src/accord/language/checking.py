"""Finds in a text the words that its reader should not be told, and says where and what to say instead.

All words are looked for in one pass (Aho and Corasick, 'Efficient string matching', CACM 18, 1975). A term is found as
whole words, in singular and plural, joined by blanks, a hyphen or a line's end; acronyms in their own case only. Of
terms that overlap the longest counts, and of equally long ones the first.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

import ahocorasick

from accord.clauses.glossary import Reader
from accord.language.explained import explained
from accord.language.lexicon import Entry, Source, lexicon
from accord.language.markup import Markup, read
from accord.language.pieces import ASIDE, WALL, Read
from accord.language.short_forms import key_of, short_form, strong

_EXPLAINED = re.compile(r"\s*(\(|, (that is|which is|meaning)\b)")
_BREAKS = re.compile(r"[\s-]+")
_SAME = {"\u2011": " ", "\u00a0": " ", "\u202f": " ", "\n": " ", "\t": " ", "-": " ", "\u2019": "'"}
_REACH = 400
"""Characters before a word in which the beginning of an address is looked for."""


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found at ``start <= i < end`` of what is read."""

    entry: Entry
    start: int
    end: int
    plural: bool


@dataclass(frozen=True, slots=True)
class Alert:
    """A term found at ``start <= i < end`` of the source; lines and columns count characters from 1, and
    ``end_column`` is that of the character behind the term.

    ``found`` is how the text writes it, ``instead`` what to say (empty: nothing is agreed), ``reason`` why.
    """

    term: str
    found: str
    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int
    instead: str
    reason: str
    source: Source


@dataclass(frozen=True, slots=True)
class _Use:
    """One way to write an entry; ``exact`` are its acronyms with their places."""

    entry: Entry
    plural: bool
    exact: tuple[tuple[int, str], ...]


class Checker:
    """Looks for the entries of a lexicon; build once, use for many texts."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        known: dict[str, list[_Use]] = {}
        for entry in entries:
            for spelling in entry.spellings:
                exact = tuple(_exact(spelling))
                for written, plural in _forms(spelling):
                    known.setdefault(written, []).append(_Use(entry, plural, exact))
        self._words = ahocorasick.Automaton()
        for written, uses in known.items():
            self._words.add_word(written, (len(written), tuple(sorted(uses, key=lambda use: use.plural))))
        if known:
            self._words.make_automaton()

    def alerts(self, text: str, markup: Markup = "plain", *, places: bool = False) -> list[Alert]:
        """What to say otherwise in a text, in its order. ``places`` also passes over ``{figure}``."""
        seen = read(text, markup, places=places)
        return located(seen, self.matches(seen))

    def matches(self, seen: Read) -> list[Match]:
        """What is found in what is read, in its order; no two overlap."""
        found = _longest(self._all(seen.text)) if len(self._words) else []
        return _without_explained(seen, [match for match in found if not match.entry.accepted])

    def _all(self, text: str) -> Iterator[Match]:
        around = text + " "
        for last, (size, uses) in self._words.iter(fold(text)):
            start, end = last + 1 - size, last + 1
            before, after = around[start - 1], around[end]
            if before.isalnum() or after.isalnum():
                continue
            if (before != " " or after != " ") and not _is_word(text, start, end):
                continue
            if (use := _use(uses, text, start, end)) and not _is_explained(use.entry, text, end):
                yield Match(use.entry, start, end, use.plural)


def check(text: str, reader: Reader, markup: Markup = "plain") -> list[Alert]:
    """Terms of the other side's trade that stand unexplained in a wording, in the order of the text.

    Places of a template, ``{burn_rate}``, are not read: what stands there is a figure.
    """
    return _trade_checker(reader).alerts(text, markup, places=True)


@cache
def _trade_checker(reader: Reader) -> Checker:
    return Checker(lexicon(reader))


def located(seen: Read, matches: Sequence[Match]) -> list[Alert]:
    """Matches as alerts, with their places in the source."""
    if not matches:
        return []
    lines = list(accumulate((len(line) + 1 for line in seen.source.split("\n")), initial=0))
    out = []
    for match in matches:
        start, end = seen.span(match.start, match.end)
        entry, found = match.entry, seen.text[match.start : match.end]
        line, last = bisect_right(lines, start), bisect_right(lines, end - 1)
        columns = start - lines[line - 1] + 1, end - lines[last - 1] + 1
        place = start, end, line, columns[0], last, columns[1]
        out.append(Alert(entry.term, found, *place, entry.instead, entry.reason, entry.source))
    return out


def fold(text: str) -> str:
    """Lower case, blanks and hyphens alike; each character keeps its place."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    for one, other in _SAME.items():
        if one in low:
            low = low.replace(one, other)
    return low


def _is_word(text: str, start: int, end: int) -> bool:
    """Not a part of a hyphenated word, of a name (#channel, @person), of a file's name or of an address."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if before and (before[-1] in "_-\u2011#@$\\" or (before[-1] in "./" and not before[:-1].strip())):
        return False
    if before and before[-1] == "." and before[0].isalnum():
        return False
    if after and (after[0] in "_-\u2011@" or (after[0] == "." and after[1:].isalnum())):
        return False
    near = text[max(0, start - _REACH) : start]
    first = max(near.rfind(" "), near.rfind(WALL), near.rfind(ASIDE)) + 1
    return not _in_address(near[first:], after)


def _in_address(before: str, after: str) -> bool:
    """Whether what stands before a word, without a blank between, makes an address or a path of it."""
    slashes = before.count("/") + after.startswith("/")
    return slashes > 1 or "@" in before or "://" in before or "www." in before


def _is_explained(entry: Entry, text: str, end: int) -> bool:
    return entry.may_be_explained and bool(_EXPLAINED.match(text, end))


def _without_explained(seen: Read, matches: list[Match]) -> list[Match]:
    """Without acronyms that the text itself has written out: 'Customer Advisory Board (CAB)', and each CAB after it."""
    asked = {m: short_form(seen.text[m.start : m.end]) for m in matches if m.entry.may_be_explained}
    shorts = {m: short for m, short in asked.items() if short and strong(short)}
    first = explained(seen, set(shorts.values())) if shorts else {}
    return [m for m in matches if m not in shorts or m.start < first.get(key_of(shorts[m]), m.end)]


def _use(uses: tuple[_Use, ...], text: str, start: int, end: int) -> _Use | None:
    """The first entry whose acronyms stand in the text in their own case, with a small s for a plural."""
    for use in uses:
        if not use.exact:
            return use
        in_case = all(text.startswith(word, start + at) for at, word in use.exact)
        if in_case and not (use.plural and text[end - 1] == "S"):
            return use
    return None


def _exact(spelling: str) -> Iterator[tuple[int, str]]:
    """The acronyms of a term with their places: they are looked for in their own case."""
    at = 0
    for word in _BREAKS.split(spelling.strip()):
        capitals = sum(c.isupper() for c in word)
        if capitals > 1 or (capitals == 1 and len(word) > 1 and word.upper() == word):
            yield at, word
        at += len(word) + 1


def _forms(spelling: str) -> Iterator[tuple[str, bool]]:
    """How a term is written: singular and plural (True), hyphens as blanks or left out."""
    words = [w for w in _BREAKS.split(spelling.strip()) if w]
    if not words:
        return
    joined = fold(" ".join(words))
    forms = [joined] + ([fold(spelling.strip().replace("-", ""))] if "-" in spelling else [])
    for form in dict.fromkeys(forms):
        yield form, False
        for plural in plurals(form):
            yield plural, True


def plurals(word: str) -> tuple[str, ...]:
    """How the plural of an English word may be written; none where it ends in s already."""
    if word.endswith(("x", "z", "ch", "sh", "ss")):
        return (word + "es",)
    if word.endswith("s"):
        return ()
    if len(word) > 2 and word.endswith("y") and word[-2] not in "aeiou ":
        return (word[:-1] + "ies", word + "s")
    return (word + "s",)


def _longest(matches: Iterable[Match]) -> list[Match]:
    """Leftmost first, then longest; what overlaps an earlier one is dropped."""
    out: list[Match] = []
    end = -1
    for match in sorted(matches, key=lambda m: (m.start, -m.end)):
        if match.start >= end:
            out.append(match)
            end = match.end
    return out
