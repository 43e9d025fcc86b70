"""Plurals and articles of English noun phrases, as far as an agreed wording needs them."""

from __future__ import annotations

import re

ARTICLES = frozenset({"a", "an", "the"})
DETERMINERS = ARTICLES | frozenset(
    "all any each every his her how its my no our some that their these this those what which who your".split()
)
_SAME_SOUND = re.compile(r"(?:eu|ew|one\b|once\b|uni(?!n|m)|use|usu|util|u[bkrt]i|ur[aeiou])", re.IGNORECASE)
_SILENT = re.compile(r"(?:hour|honou?r|honest|heir)", re.IGNORECASE)
_SPELLED = re.compile(r"[AEFHILMNORSX](?:[A-Z0-9&-]|\b)")
_HEAD = re.compile(r"\s(?:about|at|before|between|by|for|from|in|of|on|that|to|under|when|which|who|with|without)\s")
_ODD = {"person": "people", "child": "children", "man": "men", "woman": "women", "analysis": "analyses"}


def plural(word: str) -> str:
    """The plural of an English noun; what ends in s already stays."""
    low = word.lower()
    for one, many in _ODD.items():
        if low == one:
            return word[0] + many[1:]
    if low.endswith(("x", "z", "ch", "sh", "ss")):
        return word + "es"
    if low.endswith("s"):
        return word
    if len(low) > 2 and low.endswith("y") and low[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def plural_phrase(phrase: str) -> str:
    """Of a phrase its head: 'contact who may buy' gives 'contacts who may buy'.

    'a' and 'an' fall away; what begins with another determiner ('the', 'what', 'our') is taken to fit many as well.
    """
    words = phrase.split(" ")
    if words[0].lower() in ("a", "an") and len(words) > 1:
        phrase = " ".join(words[1:])
    elif words[0].lower() in DETERMINERS:
        return phrase
    head = _HEAD.search(phrase)
    noun, rest = (phrase[: head.start()], phrase[head.start() :]) if head else (phrase, "")
    first, blank, last = noun.rpartition(" ")
    return first + blank + plural(last) + rest


def article(following: str) -> str:
    """'a' or 'an', by how the next word sounds: an hour, a unit, an SLO, a P1."""
    word = following.lstrip("\"'\u2018\u201c(")
    if _SPELLED.match(word) and (word[:2].isupper() or len(word) == 1):
        return "an"
    if re.match(r"[A-Z][A-Z0-9]", word):
        return "a" if word[0] not in "AEFHILMNORSX" else "an"
    if _SILENT.match(word) or word[:1] == "8" or word[:2] in ("11", "18"):
        return "an"
    return "an" if word[:1].lower() in tuple("aeiou") and not _SAME_SOUND.match(word) else "a"
