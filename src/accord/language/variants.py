"""When two long forms of one acronym are one meaning written differently, and no collision."""

from __future__ import annotations

from functools import lru_cache

from accord.language.letters import SMALL, words_of
from accord.language.spellings import alike, plain
from accord.language.translations import tongue_of, translated


@lru_cache(maxsize=100_000)
def same_meaning(a: str, b: str) -> bool | None:
    """Whether two long forms of one acronym mean the same; None where they are of two languages and too little of
    the one is known to tell.

    The same are: plural and singular, other hyphens, capitals, spelling (British and American, accents, one slip in a
    long word), words in another order, shortened or inflected words, one form with words before or after the other,
    and the German or French of it.
    """
    first, second = _content(a), _content(b)
    if "".join(first) == "".join(second) or _paired(first, second) or _part_of(first, second):
        return True
    return _across(a, b)


def _content(long: str) -> list[str]:
    return [plain(word.text) for word in words_of(long) if not word.small and word.text != "&"]


def _paired(first: list[str], second: list[str]) -> bool:
    """Each word of the one is a form of a word of the other, in whatever order."""
    if len(first) != len(second) or not first:
        return False
    left = list(second)
    for word in first:
        at = next((i for i, other in enumerate(left) if alike(word, other)), None)
        if at is None:
            return False
        left.pop(at)
    return True


def _part_of(first: list[str], second: list[str]) -> bool:
    """The shorter, of two words or more, begins or ends the longer."""
    short, long = sorted((first, second), key=len)
    return len(short) >= 2 and (_paired(short, long[: len(short)]) or _paired(short, long[-len(short) :]))


def _across(a: str, b: str) -> bool | None:
    """Of two languages; of one language, other words are another meaning."""
    first, second = ([word.text for word in words_of(long)] for long in (a, b))
    one, other = tongue_of(first), tongue_of(second)
    if one == other:
        return False
    if "en" not in (one, other):
        return None
    foreign, tongue, english = (second, other, first) if one == "en" else (first, one, second)
    return translated(foreign, tongue, [w for w in english if w not in SMALL])
