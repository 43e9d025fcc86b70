"""What kind of calendar entry it is, by the words of its categories and title in four languages."""

from __future__ import annotations

import re
import unicodedata

STEMS = {
    "freeze": "freez frozen codefreeze einfrier anderungsstopp anderungssperre releasestopp congelac congelam",
    "maintenance": "mainten wartung manten entretien downtime",
    "holiday": "feiertag ferie feriado festivo",
    "sale": "schlussverkauf ausverkauf rabattaktion solde rebaja ofertas",
    "campaign": "campaign kampagne campagne campana newsletter werbeaktion",
    "change": "changement deploy despliegu rollout anderung",
}
"""Matched at the start of a word. The order decides: a 'change freeze' is a freeze."""

WHOLE = {
    "freeze": ("gel des", "zone gelee", "change stop"),
    "holiday": ("holiday", "holidays", "jour chome", "fete nationale"),
    "sale": (
        *("sale", "promo", "promotion", "promocion", "black friday", "cyber monday"),
        *("cyber week", "prime day", "singles day"),
    ),
    "campaign": ("mailing",),
    "change": (
        *("change", "changes", "release", "releases", "cambio", "cambios", "migration", "go live"),
        *("mise en production", "mise a jour", "puesta en produccion"),
    ),
}
"""Matched as whole words, because they are common inside others (exchange, wholesale, sales)."""


def _pattern(kind: str) -> re.Pattern[str]:
    whole = [rf"\b{re.escape(words)}\b" for words in WHOLE.get(kind, ())]
    return re.compile("|".join(whole + [rf"\b{stem}" for stem in STEMS[kind].split()]))


PATTERNS = {kind: _pattern(kind) for kind in STEMS}


def folded(text: str) -> str:
    """Lower case without accents: Änderungsstopp becomes anderungsstopp."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))


def kind_of(categories: list[str], title: str) -> str:
    """freeze, maintenance, holiday, sale, campaign or change; other where no word tells. Categories come first."""
    for text in (" ; ".join(categories), title):
        plain = folded(text)
        for kind, pattern in PATTERNS.items():
            if pattern.search(plain):
                return kind
    return "other"
