"""What the house knows of its words: the glossary in force, and what was learned from both sides' documents.

Pages, commands and the API all ask here, so that a text is told the same by each of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from accord.clauses.charter import Charter
from accord.clauses.glossary import READERS, Reader, Term, agreed
from accord.facts.manifest import rows_id
from accord.facts.store import Store
from accord.language.acronyms import Expansion
from accord.language.lexicon import SAY_WHICH, Entry, lexicon, plain
from accord.language.library import LEARNED_FROM
from accord.language.short_forms import key_of
from accord.pages.house import house
from accord.workspace.folder import Workspace

if TYPE_CHECKING:
    from accord.language.checking import Checker
    from accord.language.learned import Learned
    from accord.pages.learning import SideShown, WordShown

SIDES = ("marketing", "it")
HALF = 0.5
"""A word in different company is marked in a text where its two uses are surely less than half alike: 'data' is told
apart by many documents, and marking it in every text would help nobody."""
__all__ = ["Heard", "Known", "Reader", "Times", "counting", "known"]


@dataclass(frozen=True, slots=True)
class Times:
    """How often a side wrote a word: '96 times', 'never', and as what, where it means something of its own by it."""

    says: str
    meaning: str = ""


@dataclass(frozen=True, eq=False)
class Heard:
    """What was learned: ``shown`` are words with two meanings and their proof, ``quotable`` the documents whose
    sentences may be shown."""

    learned: Learned
    shown: tuple[WordShown, ...] = ()
    quotable: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Known:
    """``heard`` is None where nothing was learned; ``waits`` where documents came in that were not learned from yet."""

    charter: Charter
    heard: Heard | None = None
    waits: bool = False

    @property
    def glossary(self) -> tuple[Term, ...]:
        return self.charter.glossary

    @property
    def documents(self) -> int:
        """From how many documents of both sides words were learned."""
        return sum(count for _, count in self.heard.learned.documents) if self.heard else 0

    @cached_property
    def expansions(self) -> tuple[Expansion, ...]:
        """Abbreviations with what they stand for; those that both sides write out alike teach nobody anything."""
        if not self.heard:
            return ()
        told = self.heard.learned.expansions
        apart = {c.short for c in self.heard.learned.collisions if c.apart}
        shared = {key_of(e.short) for e in told if e.side == "marketing"} & {
            key_of(e.short) for e in told if e.side == "it"
        }
        return tuple(e for e in told if e.short in apart or key_of(e.short) not in shared)

    @property
    def quotable(self) -> frozenset[str]:
        return self.heard.quotable if self.heard else frozenset()

    @cached_property
    def jargon(self) -> Mapping[Reader, Mapping[str, str]]:
        """Learned words not to say, by reader, with why: the other side's jargon, and words that mean two things."""
        return {r: _strange(self.heard, self.glossary, r) for r in READERS} if self.heard else {}

    def lexicon(self, reader: Reader) -> tuple[Entry, ...]:
        """What not to say to a reader."""
        return _lexicon(self.heard, self.glossary, reader)

    def checker(self, reader: Reader) -> Checker:
        """Looks for the lexicon of a reader."""
        return _checker(self.heard, self.glossary, reader)

    def unsettled(self) -> tuple[WordShown, ...]:
        """Words that mean two things, those that the glossary settles left out."""
        return _unsettled(self.heard, self.glossary) if self.heard else ()

    def shown(self, word: str) -> WordShown | None:
        """A word with two meanings and its proof; None where the documents tell of none."""
        return next((w for w in self.heard.shown if plain(w.word) == plain(word)), None) if self.heard else None

    def written(self, *spellings: str) -> tuple[Times, Times]:
        """How often marketing and IT wrote a word, its spellings together; empty where it cannot be told."""
        if not self.heard:
            return Times(""), Times("")
        meant = {side.side: side for side in _sides(self.shown(spellings[0]))}
        return self._times("marketing", spellings, meant), self._times("it", spellings, meant)

    def _times(self, side: str, spellings: tuple[str, ...], meant: Mapping[str, SideShown]) -> Times:
        if side in meant:
            return Times(_times(meant[side].mentions), _as(meant[side], self.shown(spellings[0])))
        assert self.heard is not None
        words = self.heard.learned.vocabulary
        found = {at for one in spellings if (at := words.find(one)) is not None}
        if not found or side not in words.sides:
            # A word of a single document is not counted, so that nothing is known of it.
            return Times("")
        row = words.counts[words.sides.index(side)]
        return Times(_times(sum(row[at] for at in found)))


def _sides(shown: WordShown | None) -> Iterator[SideShown]:
    yield from shown.sides if shown else ()


def _times(count: int) -> str:
    if not count:
        return "never"
    return "once" if count == 1 else f"{count:,} times"


def _as(side: SideShown, shown: WordShown | None) -> str:
    if not side.means or shown is None:
        return ""
    return f"as {side.means[0]}" if shown.kind == "acronym" else f"beside {', '.join(side.means[:2])}"


def _unsettled(heard: Heard, glossary: tuple[Term, ...]) -> tuple[WordShown, ...]:
    settled = {plain(name) for term in agreed(glossary) for name in term.names()}
    return tuple(w for w in heard.shown if plain(w.word) not in settled)


def _strange(heard: Heard, glossary: tuple[Term, ...], reader: Reader) -> Mapping[str, str]:
    clear = {f.word for f in heard.learned.friends if f.high < HALF}
    both = {w.word: _two(w) for w in _unsettled(heard, glossary) if w.kind == "acronym" or w.word in clear}
    return {**heard.learned.strange(reader, glossary), **both}


def _two(word: WordShown) -> str:
    meant = {side.side: side.means for side in word.sides}
    marketing, it = (", ".join(meant.get(side, ())[: 1 if word.kind == "acronym" else 3]) for side in SIDES)
    if word.kind == "acronym":
        told = f"means '{marketing or 'something else'}' to marketing and '{it or 'something else'}' to IT"
    else:
        told = f"stands beside '{marketing}' in marketing and beside '{it}' in IT"
    return f"{told}{SAY_WHICH}"


@lru_cache(maxsize=12)
def _lexicon(heard: Heard | None, glossary: tuple[Term, ...], reader: Reader) -> tuple[Entry, ...]:
    return lexicon(reader, glossary, _strange(heard, glossary, reader) if heard else None)


@lru_cache(maxsize=12)
def _checker(heard: Heard | None, glossary: tuple[Term, ...], reader: Reader) -> Checker:
    from accord.language.checking import Checker

    return Checker(_lexicon(heard, glossary, reader))


def known(workspace: Workspace, charter: Charter | None = None) -> Known:
    """What is known now; ``charter`` is another than the workspace's own. Nothing is read twice while it stands."""
    heard, waits = _heard(workspace, stamps_of(workspace))
    return Known(charter or counting(workspace), heard, waits)


def counting(workspace: Workspace) -> Charter:
    """The charter whose glossary counts: the signed one, whatever somebody writes into charter.yaml meanwhile."""
    from accord.charter.queries import agreed, in_force

    standing = house(workspace).charter
    return standing if standing.is_signed("glossary") or "glossary" not in in_force() else agreed(workspace)


def stamps_of(workspace: Workspace) -> tuple[object, ...]:
    """Change whenever documents come in or go, what may be quoted of them does, or they were learned from."""
    documents = rows_id(workspace.manifest, *LEARNED_FROM)
    return (documents, *(_stamp(file) for file in (workspace.root / "language.json", workspace.settings)))


def _stamp(path: Path) -> tuple[int, int]:
    found = path.stat() if path.exists() else None
    return (found.st_mtime_ns, found.st_size) if found else (0, 0)


@lru_cache(maxsize=2)
def _heard(workspace: Workspace, stamps: tuple[object, ...]) -> tuple[Heard | None, bool]:
    """What was learned last, and whether documents came in since. ``stamps`` tell one state from another."""
    from accord.language.learned import from_json, path_of  # loads what learning needs
    from accord.pages.glossary import heard
    from accord.pages.learning import learned, words_shown

    path = path_of(workspace)
    if workspace.manifest.exists():
        with Store.reading(workspace) as store:
            if not store.files("documents"):
                return None, False
        if found := learned(workspace):
            return Heard(found, words_shown(workspace), heard(workspace)[1]), False
    # Jargon stays jargon when a page is added; what proves a word is shown again once all has been read.
    last = from_json(path.read_bytes()) if path.is_file() else None
    return (Heard(last) if last else None), workspace.manifest.exists()
