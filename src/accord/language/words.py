"""Words of a text, with their places: one careful way of cutting, for everything that counts words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from accord.language.code_spans import CODE

_LINKS = "|".join(
    (
        r"(?:https?://|www\.)\S+",
        r"[\w.+-]{1,64}@[\w-]+\.[\w.-]+",
        r"[@#][\w./-]+",
        r"(?:[\w.-]*/){2,}[\w.-]*",
        r"\w+(?:\.\w+)*\.[a-z]{2,4}\b(?!\.)(?:['\u2019]s\b)?",
    )
)
_LETTER = r"[^\W\d_]"
_PIECE = rf"{_LETTER}(?:{_LETTER}|\d)*"
_WORD = rf"{_PIECE}(?:['\u2019]{_LETTER}+)*(?:[-\u2010\u2011]{_PIECE})*"
_TOKEN = re.compile(
    rf"{CODE}|(?P<link>(?<![\w.+/-])(?:{_LINKS}))|(?<![\w@#])(?P<word>{_WORD})(?![\w@])|\d[\w.,:%-]*|(?P<stop>[.!?;:](?=\s|$)|[()\u2022|\n])"
)
_POSSESSIVE = re.compile(r"['\u2019](?:s|S)?$")
_SHORT = re.compile(r"(?:[A-Z][A-Z0-9]{1,7})(?:s|es)?")
_SEVERAL = re.compile(r"(?<=[A-Z0-9])(?:s|es)$")

# Words that carry no company: they stand beside every word, so that what they stand beside says nothing about it.
FUNCTION_WORDS = frozenset(
    """
    a about above across after again against all almost along already also although always am among an and another
    any anyone anything are aren't around as at away back be became because become been before being below best
    better between both but by can can't cannot could couldn't did didn't do does doesn't doing don't done down due
    during each e.g eg either else enough etc even ever every everyone everything few first following for from
    further get gets getting give given go goes going gone got had has hasn't have haven't having he he's her here
    here's hers herself him himself his how however i i'd i'll i'm i've i.e ie if in instead into is isn't it it's
    its itself just keep kept last least less let let's like likely made make makes making many may maybe me might
    more most much must my myself near need needed needs neither never new next no nor not nothing now of off often
    on once one ones only onto or other others our ours ourselves out over own per perhaps please put quite rather
    re same see seen several shall she should shouldn't since so some someone something still such sure take taken
    than that that's the their theirs them themselves then there there's therefore these they they'll they're
    they've thing things third this those though through throughout thus to together too toward towards two under
    until up upon us use used uses using usually very via vs was wasn't way ways we we'd we'll we're we've well
    went were weren't what what's whatever when whenever where whether which while who who's whom whose why will
    with within without won't would wouldn't yes yet you you'd you'll you're you've your yours yourself want wants
    able whichever unless except including include includes included second three four five six seven eight nine
    ten zero ok okay january february march april june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday
    """.split()
)

# In these the last s is no sign of several.
_SINGULAR = frozenset(
    "news means series species goods customs always perhaps physics mathematics politics economics ethics lens gas bus "
    "plus bonus campus canvas atlas bias virus chaos focus corpus census consensus christmas texas pass sales".split()
)

_IRREGULAR = {
    "statuses": "status", "aliases": "alias", "biases": "bias", "bonuses": "bonus", "buses": "bus", "caches": "cache",
    "campuses": "campus", "focuses": "focus", "lenses": "lens", "quizzes": "quiz", "viruses": "virus", "menus": "menu",
    "people": "person", "children": "child", "women": "woman", "men": "man", "movies": "movie", "ties": "tie",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A word at ``start <= i < end`` of its text; ``key`` is what counts as the same word. ``first`` says that it opens
    a sentence, where a capital letter says nothing; a ``break_before`` parts it from the word before."""

    text: str
    key: str
    start: int
    end: int
    first: bool
    break_before: bool


def words(text: str) -> Iterator[Word]:
    """The words of a text in order. Numbers, code in backticks, addresses, file paths, handles and hash tags are none;
    they part the words beside them. 'CI/CD' is two words, 'go-to-market' one; 'SLAs' and 'SLA' have one key, 'it' and
    'IT' two.
    """
    shouted = text.isupper()
    parted, first = False, True
    for match in _TOKEN.finditer(text):
        if match["word"] is None or match.end() - match.start() == 1:
            parted, first = True, first or match[0] in ".!?\n"
            continue
        found = _POSSESSIVE.sub("", match["word"])
        yield Word(
            found, key(found.lower() if shouted else found), match.start(), match.start() + len(found), first, parted
        )
        parted = first = False


@lru_cache(maxsize=200_000)
def key(word: str) -> str:
    """What counts as the same word: case and plurals put aside, but an abbreviation kept in capitals."""
    if _SHORT.fullmatch(word):
        return _SEVERAL.sub("", word)
    return singular(word.casefold().replace("\u2019", "'").replace("\u2010", "-").replace("\u2011", "-"))


def singular(word: str) -> str:
    """The word without the s of a plural or of the third person.

    The three rules of Harman, 'How effective is suffixing?' (JASIS 42, 1991), with words that only look so left alone.
    """
    if len(word) < 4 or not word.endswith("s") or word in _SINGULAR or word in FUNCTION_WORDS:
        return word
    if word.endswith(("ss", "us", "is", "'s", "ics", "ous")):
        return word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1]


def is_short(word_key: str) -> bool:
    """Whether a key is an abbreviation in capitals."""
    return len(word_key) > 1 and word_key.isupper()
