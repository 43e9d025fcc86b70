"""Why two checkers of texts differ: for each alert that only one of them gives, the one cause that its place shows."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, takewhile

import pyromark

from accord.language.checking import Alert, plurals

Key = tuple[str, int, str]
"""File, line, term."""

_WORD_ENDS = re.compile(r"""(?= |[.,;:!?'"’”)] |[.,;:!?'"’”)]{2}|[.,;:!?'"’”)]$|$)""", re.MULTILINE)
"""What textlint's rule takes as a word's end; copied as a fact, to tell causes apart."""

NO_CAUSE = "no cause found"
_GOES_ON = "where a list item's text goes on without its indent: CommonMark reads on, textlint's parser ends the item"
_COUNTS_OTHERWISE = "below a line separator (U+2028), at which textlint begins a line and editors do not"


def pattern(term: str) -> str:
    """A term for textlint's rule, in singular and plural, as we look for it."""
    *first, last = term.split(" ")
    return r"[-\s]".join([*first, f"(?:{'|'.join((*plurals(last), last))})"])


def differences(texts: Mapping[str, str], alerts: Sequence[tuple[str, Alert]], theirs: Counter[Key]) -> Iterator[str]:
    """A cause for each alert of ours that textlint lacks, and for each of textlint's that we lack.

    ``texts`` by file, ``alerts`` ours with their files, ``theirs`` how often textlint tells a term of a line.
    """
    ours = Counter((file, alert.line, alert.term) for file, alert in alerts)
    by_file: dict[str, list[Alert]] = {file: [] for file in texts}
    for file, alert in alerts:
        by_file[file].append(alert)
    for file, text in texts.items():
        raw, inside, unindented = _raw_html(text), by_file[file], unindented_lines(text)
        for key in dict.fromkeys((file, alert.line, alert.term) for alert in inside):
            whys = sorted(_why_only_ours(text, a, raw, unindented) for a in inside if (a.line, a.term) == key[1:])
            surplus = max(0, ours[key] - theirs[key])
            yield from (f"only ours: {why}" for why in sorted(whys, key=NO_CAUSE.__eq__)[:surplus])
        for key, count in theirs.items():
            if key[0] == file and count > ours[key]:
                why = _why_only_theirs(text, key, inside, unindented)
                yield from [f"only theirs: {why}"] * (count - ours[key])


def _raw_html(text: str) -> list[tuple[int, int]]:
    """Characters of raw HTML blocks."""
    data = text.encode()
    spans = [at for event, at in pyromark.events_with_range(text) if isinstance(event, dict) and "Html" in event]
    return [(len(data[: at["start"]].decode()), len(data[: at["end"]].decode())) for at in spans]


def unindented_lines(text: str) -> set[int]:
    """Lines of each block in which a list item's paragraph goes on further left than it began (CommonMark 0.31, 5.2,
    'Laziness'), from one blank line to the next. micromark 2, which textlint 15 uses, begins a new block there."""
    lines = text.encode().split(b"\n")
    ends = list(accumulate(len(line) + 1 for line in lines))
    items: list[tuple[int, int] | None] = []
    found: set[int] = set()
    for event, at in pyromark.events_with_range(text):
        name, tag = next(iter(event.items())) if isinstance(event, dict) else (event, None)
        if tag == "Item":
            items = [*items, None] if name == "Start" else items[:-1]
        elif items and name in ("Text", "Code", "InlineHtml"):
            first, last = bisect_right(ends, at["start"]), bisect_right(ends, at["end"] - 1)
            begun, column = items[-1] or (first, at["start"] - (ends[first] - len(lines[first]) - 1))
            items[-1] = begun, column
            found |= {n for n in range(max(first, begun + 1), last + 1) if _indent(lines[n]) < column}
    return {n + 1 for line in found for n in _block_of(line, lines)}


def _indent(line: bytes) -> int:
    return len(line) - len(line.lstrip(b" >"))


def _block_of(line: int, lines: list[bytes]) -> range:
    """The lines between two blank ones."""
    begin = end = line
    while begin > 0 and lines[begin - 1].strip():
        begin -= 1
    while end < len(lines) and lines[end].strip():
        end += 1
    return range(begin, end)


def _counts_otherwise(text: str, line: int) -> bool:
    return "\u2028" in "\n".join(text.split("\n")[:line])


def _why_only_ours(text: str, alert: Alert, raw: list[tuple[int, int]], unindented: set[int]) -> str:
    here = text[alert.start : alert.end]
    if _counts_otherwise(text, alert.line):
        return _COUNTS_OTHERWISE
    if any(a <= alert.start < b for a, b in raw):
        return "text in raw HTML, which textlint does not read"
    if re.search(r"!\[[^\[\]]{0,300}$", text[max(0, alert.start - 300) : alert.start]):
        return "the text of an image, which textlint does not read"
    if re.search(r"[*_`<\[\]]|\s\s", here) or "\n" in here:
        return "markup, a line's end or two blanks stand within the term"
    if not _WORD_ENDS.match(text, alert.end):
        return "followed by a sign that its rule does not take as a word's end (/ - … \" or markup)"
    if re.search(r"[-.]$", text[: alert.start]):
        return "preceded by a sign that its rule does not take as a word's beginning"
    if any(line.lstrip(" -*>").startswith("<") for line in text.split("\n")[max(0, alert.line - 3) : alert.line]):
        return "beside a line that begins with a tag, where the two Markdown parsers part blocks otherwise"
    return _GOES_ON if alert.line in unindented else NO_CAUSE


def _why_only_theirs(text: str, key: Key, inside: list[Alert], unindented: set[int]) -> str:
    if _counts_otherwise(text, key[1]):
        return _COUNTS_OTHERWISE
    line = text.split("\n")[key[1] - 1]
    places = _places(text, key)
    if any(a.start <= start and end <= a.end and a.term != key[2] for a in inside for start, end in places):
        return "within a longer term, which is the one that we tell"
    if any(a.start < end and start < a.end and a.term != key[2] for a in inside for start, end in places):
        return "overlaps another term, which begins before it"
    if "://" in line or "www." in line or "@" in line or re.search(r"[#/]\w", line):
        return "in an address, a path, or a name after # or @"
    if "{" in line or "<%" in line:
        return "in a place of a template"
    return _GOES_ON if key[1] in unindented else NO_CAUSE


def _places(text: str, key: Key) -> list[tuple[int, int]]:
    """Where a term begins on a line, as textlint is asked for it."""
    begin = sum(len(line) + 1 for line in text.split("\n")[: key[1] - 1])
    end = text.find("\n", begin)
    found = re.compile(pattern(key[2]), re.IGNORECASE).finditer(text, begin)
    return [m.span() for m in takewhile(lambda m: end < 0 or m.start() < end, found)]
