"""The language of both sides on one page: check a text, words that mean two things, what waits, five words to learn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from accord.findings import archive
from accord.findings.archive import NoFinding
from accord.findings.finding import Audience, Finding
from accord.findings.format import Format
from accord.pages.charter.showing import ProposalLine, columns
from accord.pages.findings import FindingLine, lines
from accord.pages.house import house
from accord.pages.language.check import CheckPage, check_page
from accord.pages.language.glossary import waiting
from accord.pages.language.primer import PrimerShown, primer_shown
from accord.pages.sheet import Sheet, SheetTable, cell_text
from accord.people.rights import Right, may, require
from accord.workspace.folder import Workspace

if TYPE_CHECKING:
    from accord.people.models import Person

MOST = 12
"""So many words stand beside the one that is met most."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What one side means by a word: ``proof`` is a sentence of theirs and where it stands, or only the place."""

    side: str
    means: str
    proof: str
    often: str


@dataclass(frozen=True, slots=True)
class TwofoldShown:
    """A word that means two things. ``met`` says how often both meet it; ``finding`` is where all of it is told."""

    word: str
    finding: str
    meant: tuple[Meant, Meant]
    met: str
    agreed: str


@dataclass(frozen=True)
class LanguagePage:
    """``first`` is the word that both meet most; ``words`` are the signed or drafted words of the glossary."""

    check: CheckPage
    first: TwofoldShown | None
    others: tuple[TwofoldShown, ...]
    waiting: tuple[ProposalLine, ...]
    primer: PrimerShown
    words: int
    signed: bool
    documents: int
    may_prepare: bool
    form: Format
    made_up: str

    @property
    def title(self) -> str:
        count = len(self.others) + (self.first is not None)
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
        names = columns("Word", "Meaning")
        learn = tuple((cell_text(w.word), cell_text(w.meaning)) for w in self.primer.words)
        tables.append(SheetTable("primer", self.primer.title, names, learn))
        return Sheet("language", self.title, self.form, made_up=self.made_up, tables=tuple(tables))


def language_page(
    person: Person, workspace: Workspace, *, audience: Audience, today: date, form: Format, made_up: str = ""
) -> LanguagePage:
    """The page of the language. Raises ``NotAllowed``."""
    from accord.decisions.queries import published

    require(person, Right.READ)
    rows = list(published(analysis="collisions")[: MOST + 1])
    told = [one for line in lines(rows, audience, form) if (one := _twofold(workspace, line, form))]
    glossary = house(workspace).charter
    check = check_page(person, workspace, reader="marketing" if person.side == "it" else "it")
    return LanguagePage(
        check=check,
        first=told[0] if told else None,
        others=tuple(told[1:]),
        waiting=waiting(form),
        primer=primer_shown(person, workspace, audience=audience, today=today, form=form),
        words=len(glossary.glossary),
        signed=glossary.is_signed("glossary"),
        documents=check.documents,
        may_prepare=may(person, Right.PREPARE),
        form=form,
        made_up=made_up,
    )


def _twofold(workspace: Workspace, line: FindingLine, form: Format) -> TwofoldShown | None:
    try:
        finding = archive.load(workspace.findings, line.id)
    except NoFinding:
        return None
    return TwofoldShown(
        word=finding.subject,
        finding=line.id,
        meant=(_meant(finding, "marketing", form), _meant(finding, "it", form)),
        met=line.measure.line if line.measure else "",
        agreed=_text(finding, "agreed", form),
    )


def _meant(finding: Finding, side: str, form: Format) -> Meant:
    times, held = _text(finding, f"mentions_{side}", form), _text(finding, f"documents_{side}", form)
    often = f"{times} time{'' if times == '1' else 's'} in {held} document{'' if held == '1' else 's'}" if times else ""
    return Meant(side, _text(finding, f"means_{side}", form), _text(finding, f"proof_{side}", form), often)


def _text(finding: Finding, name: str, form: Format) -> str:
    figure = next((f for f in finding.figures if f.name == name), None)
    return form.figure(figure) if figure else ""
