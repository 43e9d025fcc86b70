"""When two words are one word spelled, inflected or shortened differently."""

from __future__ import annotations

import re
import unicodedata

_FOLDS = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"i[sz]ation(al|s)?$", "ization"),
        (r"(?<=[a-z]{3})is(?=(e|es|ed|er|ers|ing)$)", "iz"),
        (r"(?<=[a-z]{2})ys(?=(e|es|ed|er|ers|ing)$)", "yz"),
        (r"(?<=[a-z]{3})our(?=(s|ed|ing|al|able|ful|ite|ites|ist)?$)", "or"),
        (r"(?<=[a-z]{2})([tb])re(?=s?$)", r"\1er"),
        (r"(?<=[a-z]{3})ogue(?=s?$)", "og"),
        (r"(?<=gr)amme(?=s?$)", "am"),
        (r"(?<=[a-z])ence(?=s?$)", "ense"),
        (r"\bpractise", "practice"),
        (r"\bcheque", "check"),
        (r"judgement", "judgment"),
        (r"([a-z])\1", r"\1"),
        (r"(?<=[a-z])ae|(?<=[a-z])oe(?=[a-z]{3})", "e"),
    )
)
"""British to American spelling; both sides of a comparison go through it, so that it may fold more than it needs,
as it does doubled letters."""
_FULL = {
    "acct": "account",
    "admin": "administration",
    "app": "application",
    "apps": "application",
    "biz": "business",
    "comms": "communication",
    "config": "configuration",
    "corp": "corporate",
    "db": "database",
    "dept": "department",
    "dev": "development",
    "doc": "document",
    "docs": "document",
    "env": "environment",
    "eval": "evaluation",
    "exec": "executive",
    "gov": "government",
    "govt": "government",
    "info": "information",
    "infra": "infrastructure",
    "intl": "international",
    "mgmt": "management",
    "mgr": "manager",
    "mktg": "marketing",
    "natl": "national",
    "ops": "operation",
    "org": "organization",
    "perf": "performance",
    "prod": "production",
    "rep": "representative",
    "reps": "representative",
    "repo": "repository",
    "req": "request",
    "sec": "security",
    "spec": "specification",
    "specs": "specification",
    "svc": "service",
    "sys": "system",
    "tech": "technology",
}
_ENDINGS = (
    frozenset(("", "s", "es", "e", "ed", "d", "ing", "ings")),
    frozenset(("e", "er", "ers", "ing", "ings", "ement", "ements", "es", "ed")),
    frozenset(("ment", "ments", "ing", "er", "ers", "ed")),
    frozenset(("ion", "ions", "ional", "ive", "ing", "e", "ed", "es")),
    frozenset(("y", "ies", "ied", "ying", "ier")),
    frozenset(("al", "um")),
    frozenset(("", "al")),
    frozenset(("", "y", "ies")),
)
"""Endings that may stand for one another behind one stem; not 'product' and 'production', 'custom' and 'customer'."""
_STEM = 4
_TYPO = 9
"""Letters from which one wrong letter is a slip and not another word: 'contract' and 'contact' are shorter."""


def plain(word: str) -> str:
    """Small letters without accents, American, shortened words written out."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    bare = re.sub(r"['\u2019](s|$)", "", bare)
    full = _FULL.get(bare, bare)
    for pattern, to in _FOLDS:
        full = pattern.sub(to, full)
    return full


def alike(a: str, b: str) -> bool:
    """Two words, both ``plain``, are forms of one: another ending, or one slip of the pen in a long word."""
    return a == b or _inflected(a, b) or _slip(a.removesuffix("s"), b.removesuffix("s"))


def _inflected(a: str, b: str) -> bool:
    shared = 0
    while shared < min(len(a), len(b)) and a[shared] == b[shared]:
        shared += 1
    if shared < min(_STEM, len(a), len(b)) or shared < 3:
        return False
    cuts = range(max(_STEM, shared - 3) if shared > 3 else shared, shared + 1)
    return any({a[cut:], b[cut:]} <= endings for cut in cuts for endings in _ENDINGS)


def _slip(a: str, b: str) -> bool:
    """One letter too many, too few, wrong, or two changed about (F. Damerau 1964)."""
    if max(len(a), len(b)) < _TYPO or a[:1] != b[:1] or abs(len(a) - len(b)) > 1:
        return False
    at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    swapped = a[at + 1 : at + 2] + a[at : at + 1] + a[at + 2 :]
    return b[at:] in (a[at + 1 :], swapped) or a[at:] == b[at + 1 :] or a[at + 1 :] == b[at + 1 :]
