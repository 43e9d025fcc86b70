"""The language of both sides on one page: check a text, words that mean two things, what waits, five words to learn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from accord.findings.finding import Audience
from accord.findings.format import Format
from accord.language.lexicon import plain
from accord.language.synonyms import Synonym
from accord.pages.charter.showing import ProposalLine, columns
from accord.pages.language.check import CheckPage, check_page
from accord.pages.language.entry import EntryShown, entry_shown
from accord.pages.language.glossary import waiting
from accord.pages.language.known import Known, known
from accord.pages.language.primer import PrimerShown, primer_shown
from accord.pages.language.twofold import TwofoldShown, twofold_shown
from accord.pages.sheet import Sheet, SheetTable, cell_text
from accord.people.rights import Right, may, require
from accord.workspace.folder import Workspace

if TYPE_CHECKING:
    from accord.people.models import Person

MOST = 12
"""So many words stand beside the one that is met most; the findings have them all."""
PAIRS = 6


@dataclass(frozen=True, slots=True)
class PairShown:
    """One thing with two names, and how often each side writes its own: '54 times'."""

    marketing: str
    it: str
    marketing_often: str
    it_often: str


@dataclass(frozen=True)
class LanguagePage:
    """``first`` is the word that both meet most, ``others`` come after it and ``more`` are not shown. ``pairs`` are two
    words for one thing. ``entry`` is the newest proposal with its words, ``waiting`` all other proposals.

    ``words`` counts those of the glossary; ``settled`` tells that words with two meanings were found and that all are
    agreed; ``waits`` tells that documents came in which nobody has learned from yet.
    """

    check: CheckPage
    first: TwofoldShown | None
    others: tuple[TwofoldShown, ...]
    more: int
    pairs: tuple[PairShown, ...]
    entry: EntryShown | None
    waiting: tuple[ProposalLine, ...]
    primer: PrimerShown
    words: int
    signed: bool
    documents: int
    settled: bool
    waits: bool
    may_prepare: bool
    may_import: bool
    form: Format
    made_up: str

    @property
    def title(self) -> str:
        count = len(self.others) + self.more + (self.first is not None)
        if not count:
            return "One word, one meaning"
        return f"{count} word{' means' if count == 1 else 's mean'} one thing to marketing and another to IT"

    def sheet(self) -> Sheet:
        heads = columns("Word", "Marketing means", "IT means", "How often", "Finding id")
        told = [self.first, *self.others] if self.first else []
        rows = tuple(
            tuple(cell_text(t) for t in (one.word, one.meant[0].means, one.meant[1].means, one.met, one.finding))
            for one in told
        )
        tables = [SheetTable("words", "Words that mean two things", heads, rows)]
        if self.pairs:
            two = tuple(
                tuple(cell_text(t) for t in (p.marketing, p.marketing_often, p.it, p.it_often)) for p in self.pairs
            )
            heads = columns("Marketing writes", "Marketing, how often", "IT writes", "IT, how often")
            tables.append(SheetTable("pairs", "One thing, two names", heads, two))
        names = columns("Word", "Meaning")
        learn = tuple((cell_text(w.word), cell_text(w.meaning)) for w in self.primer.words)
        tables.append(SheetTable("primer", self.primer.title, names, learn))
        return Sheet("language", self.title, self.form, made_up=self.made_up, tables=tuple(tables))


def language_page(
    person: Person, workspace: Workspace, *, audience: Audience, today: date, form: Format, made_up: str = ""
) -> LanguagePage:
    """The page of the language. Raises ``NotAllowed``."""
    require(person, Right.READ)
    here = known(workspace)
    told = twofold_shown(workspace, here, form)
    check = check_page(person, workspace, reader="marketing" if person.side == "it" else "it")
    entry = entry_shown(form)
    return LanguagePage(
        check=check,
        first=told[0] if told else None,
        others=told[1 : MOST + 1],
        more=max(0, len(told) - MOST - 1),
        pairs=tuple(_pairs(here)),
        entry=entry,
        waiting=tuple(p for p in waiting(form) if entry is None or p.id != entry.id),
        primer=primer_shown(person, workspace, audience=audience, today=today, form=form),
        words=len(here.glossary),
        signed=here.charter.is_signed("glossary"),
        documents=here.documents,
        settled=not told and bool(here.heard and here.heard.shown),
        waits=here.waits,
        may_prepare=may(person, Right.PREPARE),
        may_import=may(person, Right.IMPORT),
        form=form,
        made_up=made_up,
    )


def _pairs(here: Known) -> Iterator[PairShown]:
    """Of which the documents leave no doubt, and of which the glossary says nothing."""
    settled = {plain(name) for term in here.glossary for name in term.names()}
    found = here.heard.learned.synonyms if here.heard else ()
    sure = [s for s in found if s.verdict == "same" and not settled & {plain(word) for word in s.words}]
    yield from (_pair(s) for s in sorted(sure, key=lambda s: -min(s.counts))[:PAIRS])


def _pair(same: Synonym) -> PairShown:
    return PairShown(*same.words, *(f"{n:,} times" for n in same.counts))
