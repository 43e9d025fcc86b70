"""Made-up documents of two sides with planted collisions, and with variants that are none; the truth is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from accord.language.document import Document, Part, PartKind

FIRST = (
    "Campaign Customer Brand Channel Media Loyalty Price Market Partner Segment Audience Store Voucher Retail".split()
)
OTHER = "Cluster Change Backup Cable Module Latency Patch Memory Platform Storage Access Server Version Release".split()
MIDDLE = "Advisory Review Quality Delivery Incident Launch Growth Value Service Budget Insight Planning Network".split()
LAST = "Board Team Report Index Manager Office Process Standard Forum Target Register Model Group".split()
NOISE = (
    "The weekly numbers (see the table) came in late.",
    "We moved the old page (again) and told nobody.",
    "Ask Maria (on leave) or write to the desk.",
    "It costs 3.50 per unit, e.g. in May.",
    "Sort it by name (A-Z) before you send it.",
    "Our tool (Ruby) reads the export (CSV).",
    "TODO: send the letters again.",
    "NOTE - nothing is final.",
    "Clear all banners (CAB) and certify a backup (CAB) tonight.",
    "Prices rise by review (PRB), says the press.",
    "IT: 3 of 4 orders came in. PR: see below.",
)
PATTERNS = (
    "We ask the {long} ({short}) first.",
    "We ask the {short} ({long}) first.",
    "The {many} ({short}s) meet in May.",
    "{short}: {long}",
    "{short} - {long}, in short",
    "In our house {short} stands for {long}.",
    "The {long}, or {short}, meets in May.",
    'They call it the "{long}" ("{short}").',
    "All of them (the {long} ({short}) too) agree.",
    "The {long} ({short}, since May) agrees.",
    "Tell the {short}, i.e. the {long}, before you begin.",
    "{short} = {long}",
    "The {low} ({short}) was told by a customer, the backup by a board.",
    "It is the {long}, {short} for short, that asks.",
)
TABLE = "Term | Meaning\nPage | {noise}\n{short} | {long}"
TRANSLATED = (
    ("VPN", "Virtual Private Network", "virtuelles privates Netzwerk"),
    ("PM", "Product Manager", "Produktmanager"),
    ("SLA", "Service Level Agreement", "Service-Level-Abkommen"),
    ("FAQ", "Frequently Asked Questions", "Foire aux questions"),
    ("POS", "Point of Sale", "Point de vente sur place"),
    ("RD", "Research and Development", "recherche et d\u00e9veloppement"),
)


@dataclass(frozen=True)
class Planted:
    """Documents of two sides, the acronyms that collide in them, and those that are only written differently."""

    documents: tuple[Document, ...]
    collisions: frozenset[str]
    variants: frozenset[str]


def planted(rng: np.random.Generator, collisions: int, variants: int, noise: int = 6) -> Planted:
    """A world of so many collisions and variants; ``noise`` sentences stand around each explanation."""
    pairs = _pairs(rng, collisions + variants)
    documents: list[Document] = []
    for n, (short, one, other) in enumerate(pairs):
        left, right = (one, other) if n < collisions else (one, _varied(rng, one))
        documents += _both_sides(rng, n, short, (left, right), noise)
    for n, (short, *longs) in enumerate(TRANSLATED if variants else ()):
        documents += _both_sides(rng, n, short, (longs[0], longs[1]), noise)
    shorts = [short for short, _, _ in pairs]
    same = {*shorts[collisions:], *(short for short, _, _ in TRANSLATED)}
    return Planted(tuple(documents), frozenset(shorts[:collisions]), frozenset(same))


def _pairs(rng: np.random.Generator, wanted: int) -> list[tuple[str, str, str]]:
    """Short forms, each with two long forms of the same letters and other words."""
    found: dict[str, tuple[str, str]] = {}
    while len(found) < wanted:
        two = [" ".join(str(rng.choice(words)) for words in (kind, MIDDLE, LAST)) for kind in (FIRST, OTHER)]
        one = two[0]
        short = "".join(word[0] for word in one.split())
        others = [w for w in OTHER if w[0] == short[0]]
        if not others or short in found:
            continue
        middles = [w for w in MIDDLE if w[0] == short[1]]
        lasts = [w for w in LAST if w[0] == short[2]]
        found[short] = (one, " ".join(str(rng.choice(words)) for words in (others, middles, lasts)))
    return [(short, *longs) for short, longs in found.items()]


def _varied(rng: np.random.Generator, long: str) -> str:
    """The same written differently: never another meaning."""
    first, middle, last = long.split()
    plural = last + "s" if not last.endswith("s") else last + "es"
    ways = [long.lower(), f"{first}-{middle} {last}", f"{first} {middle} {plural}", long.upper().title()]
    swapped = {"Manager": "Management", "Register": "Registers", "Planning": "Planing", "Delivery": "Deliveries"}
    ways.append(" ".join(swapped.get(word, word) for word in long.split()))
    slipped = middle[:3] + middle[4] + middle[3] + middle[5:] if len(middle) > 8 else middle
    ways.append(f"{first} {slipped} {last}")
    return str(rng.choice(ways))


def _both_sides(rng: np.random.Generator, n: int, short: str, longs: tuple[str, str], noise: int) -> list[Document]:
    out = []
    for side, long in zip(("marketing", "it"), longs):
        out.append(_document(rng, f"{side}-{n}", side, [_explained(rng, short, long)], noise))
        out.append(
            _document(rng, f"{side}-{n}-uses", side, [("prose", f"Then the {short} decides, as all {short}s.")], noise)
        )
    return out


def _explained(rng: np.random.Generator, short: str, long: str) -> tuple[PartKind, str]:
    at = int(rng.integers(len(PATTERNS) + 1))
    if at == len(PATTERNS):
        return "table", TABLE.format(short=short, long=long, noise=NOISE[0])
    return "prose", PATTERNS[at].format(
        short=short, long=long, low=long.lower(), many=long if long.endswith("s") else f"{long}s"
    )


def _document(rng: np.random.Generator, name: str, side: str, said: list[tuple[PartKind, str]], noise: int) -> Document:
    """Sentences in an order drawn by chance, each a part; some code that explains wrongly and is not to be read."""
    lines: list[tuple[PartKind, str]] = [*said, *(("prose", str(s)) for s in rng.choice(NOISE, noise))]
    lines.append(("code", "CAB = 'Cable And Box'  # Cable And Box (CAB)"))
    ordered = [lines[i] for i in rng.permutation(len(lines))]
    text, parts = "", []
    for line, (kind, words) in enumerate(ordered, 1):
        start = len(text) + bool(text)
        text = f"{text}\n{words}" if text else words
        parts.append(Part(kind, start, len(text), line))
    return Document(name, side, name, f"{name}.md", text, tuple(parts))
