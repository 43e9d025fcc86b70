"""German and French words of trade in English, as far as long forms of acronyms need them."""

from __future__ import annotations

import csv
import re
from difflib import SequenceMatcher
from pathlib import Path
from typing import Literal

Tongue = Literal["en", "de", "fr"]


_Unit = tuple[frozenset[str], ...]
"""The senses of a word or of a part of it, each as English words."""


def _read(tongue: Tongue) -> dict[str, _Unit]:
    """The table beside this module: ``|`` between senses, ``+`` between the words of one."""
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as table:
        rows = [row for row in csv.DictReader(table) if row["language"] == tongue]
    return {row["word"]: tuple(frozenset(sense.split("+")) for sense in row["english"].split("|")) for row in rows}


_WORDS: dict[Tongue, dict[str, _Unit]] = {"de": _read("de"), "fr": _read("fr")}
_ENGLISH = frozenset(w for words in _WORDS.values() for senses in words.values() for sense in senses for w in sense)
_ENDINGS: dict[Tongue, tuple[str, ...]] = {
    "de": ("innen", "ern", "en", "er", "es", "em", "e", "n", "s"),
    "fr": ("elles", "elle", "ives", "ive", "ales", "ale", "aux", "es", "s", "e", "x"),
}
_GERMAN_ENDING = re.compile(r"(?<=\w{4})(ung|ungen|heit|keit|schaft|t\u00e4t|wesen|lich|isch|liche[nrs]?|ische[nrs]?)$")
_LINKS = ("s", "n", "en", "es", "er", "e", "")
_SMALL: dict[Tongue, frozenset[str]] = {
    "de": frozenset(
        "der die das des dem den und f\u00fcr von vom zu zum zur im mit auf \u00fcber eine einer ein".split()
    ),
    "fr": frozenset("le la les de des du et pour au aux sur dans par un une d l".split()),
}
_BOTH = frozenset("avis base chef direction image mise offre point rat stand tag ware".split())
"""Words that are English as well, with another meaning or none; they prove no language."""
_JOINING = frozenset(("of", "the", "and", "for", "to", "a", "in", "&"))
_ALMOST = 0.75
"""Share of letters that a word and its translation have in common where no table is needed: virtuelles, virtual."""


def tongue_of(words: list[str]) -> Tongue:
    """The language of a long form, from its words in small letters: English unless something in it is not."""
    for tongue, small in _SMALL.items():
        if any(w in small for w in words) or any(_foreign(w, tongue) for w in words):
            return tongue
    return "en"


def _foreign(word: str, tongue: Tongue) -> bool:
    if word in _BOTH or not _ENGLISH.isdisjoint((word, word.removesuffix("s"), word.removesuffix("es"))):
        return False
    if tongue == "de" and _GERMAN_ENDING.search(word):
        return True
    letters = "\u00e4\u00f6\u00fc\u00df" if tongue == "de" else "\u00e9\u00e8\u00ea\u00e0\u00e7\u00f4\u00fb\u00ee"
    return any(c in letters for c in word) or bool(_units(word, tongue))


def translated(foreign: list[str], tongue: Tongue, english: list[str]) -> bool | None:
    """Whether a German or French long form says the same as an English one; None where too little of it is known.

    Both as words in small letters. The same: at least half of the English words are met and no known word of the
    foreign form is left over. Another: a known word is left over.
    """
    wanted = [w for w in english if w not in _JOINING]
    met: set[str] = set()
    left_over = False
    for word in (w for w in foreign if w not in _SMALL[tongue]):
        for unit in _units(word, tongue) or [()]:
            hits = {w for w in wanted if _meets(word, unit, w)}
            met |= hits
            left_over |= not hits and (word in _ENGLISH or bool(unit))
    if left_over:
        return False
    return True if 2 * len(met) >= len(wanted) else None


def _meets(word: str, unit: _Unit, english: str) -> bool:
    if unit:
        return any(_near(part, english) for sense in unit for part in sense)
    return SequenceMatcher(None, word, english).ratio() >= _ALMOST


def _near(a: str, b: str) -> bool:
    return a.rstrip("s") == b.rstrip("s") or (len(a) > 5 and a[:6] == b[:6])


def _units(word: str, tongue: Tongue) -> list[_Unit]:
    """The parts of a word with their English: one, or those of a German compound; none where it is not in the table."""
    if known := _known(word, tongue):
        return [known]
    return _compound(word) if tongue == "de" else []


def _known(word: str, tongue: Tongue) -> _Unit:
    table = _WORDS[tongue]
    endings = (e for e in ("", *_ENDINGS[tongue]) if word.endswith(e) and len(word) > len(e) + 2)
    stems = (word.removesuffix(e) + more for e in endings for more in (("", "e") if e else ("",)))
    return next((table[stem] for stem in stems if stem in table), ())


def _compound(word: str) -> list[_Unit]:
    for cut in range(len(word) - 3, 2, -1):
        head = _WORDS["de"].get(word[:cut]) or _WORDS["de"].get(word[:cut] + "e")
        tails = (word[cut:].removeprefix(link) for link in _LINKS if head and word[cut:].startswith(link))
        rest = next((units for tail in tails if len(tail) > 2 and (units := _units(tail, "de"))), [])
        if head and rest:
            return [head, *rest]
    return []
