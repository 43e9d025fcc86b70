"""Five words and two figures of the other side, for the week in which somebody reads, and three questions on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from accord.clauses.charter import SIDE_WORDS
from accord.findings.finding import Audience
from accord.findings.format import Format
from accord.language.primer import Primer, PrimerFigure, PrimerWord, Question
from accord.pages.charter.showing import columns
from accord.pages.glossary import kept_findings, primer_of
from accord.pages.language.known import known
from accord.pages.sheet import Sheet, SheetTable, cell_text
from accord.people.rights import Right, require
from accord.workspace.folder import Workspace

if TYPE_CHECKING:
    from accord.people.models import Person

Side = Literal["marketing", "it"]


@dataclass(frozen=True, slots=True)
class AskedShown:
    """A question; ``chosen`` is the reader's answer, -1 while there is none."""

    asks: str
    options: tuple[str, ...]
    chosen: int
    right: bool
    because: str


@dataclass(frozen=True)
class PrimerShown:
    """The primer of a week; ``answered`` where the reader has just answered. Their answers are kept nowhere."""

    week: str
    other: str
    words: tuple[PrimerWord, ...]
    figures: tuple[PrimerFigure, ...]
    asked: tuple[AskedShown, ...]
    answered: bool
    form: Format
    made_up: str = ""

    @property
    def title(self) -> str:
        return f"Five words of {SIDE_WORDS[self.other]}, this week"

    @property
    def result(self) -> str:
        """How many were right, in a sentence."""
        right = sum(one.right for one in self.asked)
        return f"{right} of {len(self.asked)} right." if self.answered else ""

    def sheet(self) -> Sheet:
        words = tuple(tuple(cell_text(t) for t in (w.word, w.meaning, w.sentence, w.write)) for w in self.words)
        figures = tuple((cell_text(f.says), cell_text(f.value)) for f in self.figures)
        tables = (
            SheetTable("words", self.title, columns("Word", "Meaning", "In use", "Both write"), words),
            SheetTable("figures", "Figures", columns("Figure", "Amount"), figures),
        )
        return Sheet(f"primer-{self.week}", self.title, self.form, made_up=self.made_up, tables=tables)


def primer_shown(
    person: Person,
    workspace: Workspace,
    *,
    audience: Audience,
    today: date,
    form: Format,
    answers: Mapping[str, str] | None = None,
    made_up: str = "",
) -> PrimerShown:
    """The primer for a side's reader; who has no side reads of the two in turn, week by week.

    ``answers`` are question -> number of the option, both from 0. Raises ``NotAllowed``.
    """
    require(person, Right.READ)
    reader = _reader(person.side or audience, today)
    here = known(workspace)
    made = primer_of(
        here.charter,
        kept_findings(workspace),
        reader,
        today,
        form=form,
        expansions=here.expansions,
        quotable=here.quotable,
    )
    return _shown(made, answers, form, made_up)


def _reader(side: str, today: date) -> Side:
    if side in ("marketing", "it"):
        return "marketing" if side == "marketing" else "it"
    return "marketing" if (today.toordinal() - 1) // 7 % 2 else "it"


def _shown(made: Primer, answers: Mapping[str, str] | None, form: Format, made_up: str) -> PrimerShown:
    asked = tuple(_asked(n, q, answers or {}) for n, q in enumerate(made.questions))
    return PrimerShown(made.week, made.other, made.words, made.figures, asked, answers is not None, form, made_up)


def _asked(number: int, question: Question, answers: Mapping[str, str]) -> AskedShown:
    text = answers.get(f"question-{number}", "")
    chosen = int(text) if text.isascii() and text.isdigit() and int(text[:3]) < len(question.options) else -1
    return AskedShown(question.asks, question.options, chosen, chosen == question.right, question.because)
