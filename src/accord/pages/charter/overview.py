"""The charter: each clause in a sentence, what of it is signed, and what is proposed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from accord.charter import queries
from accord.charter.models import ClauseVersion, Proposal
from accord.charter.sight import may_see, seen
from accord.clauses.charter import SIDE_WORDS
from accord.clauses.fields import CLAUSES
from accord.clauses.leaves import text_id
from accord.findings.format import Format
from accord.pages.charter.showing import ProposalLine, columns, proposal_line, summary
from accord.pages.decisions.showing import Keys, moment
from accord.pages.sheet import Sheet, SheetTable, cell_count, cell_text, cell_time
from accord.people.rights import Right, may, require
from accord.workspace.folder import Workspace

if TYPE_CHECKING:
    from accord.people.models import Person

DRAFT = "What nobody has signed is a draft; findings made with it say so."


@dataclass(frozen=True, slots=True)
class ClauseCard:
    """A clause in the overview. ``version`` is 0 while nobody has signed it; ``by`` who signed, with sides.

    ``differs`` tells that charter.yaml says something else than what is signed.
    """

    clause: str
    label: str
    question: str
    says: str
    version: int
    keys: Keys
    by: str
    since: str
    since_at: datetime | None
    differs: bool
    proposals: tuple[ProposalLine, ...]


@dataclass(frozen=True)
class CharterPage:
    """``waiting`` are proposals that wait for the reader's own signature; ``asked`` clauses have something to sign."""

    cards: tuple[ClauseCard, ...]
    waiting: tuple[ProposalLine, ...]
    signed: int
    asked: int
    differing: tuple[str, ...]
    fault: str
    may_prepare: bool
    form: Format
    made_up: str

    @property
    def notice(self) -> str:
        return "" if self.signed == self.asked else DRAFT

    def sheet(self) -> Sheet:
        rows = tuple(
            (
                cell_text(c.label),
                cell_text(c.says),
                cell_text(c.keys.says),
                cell_count(self.form, c.version),
                cell_text(c.by),
                cell_time(self.form, c.since_at),
            )
            for c in self.cards
        )
        heads = columns("Clause", "Says", "State", "Version", "Signed by", "Since")
        open_ = tuple(
            (cell_text(p.name), cell_text(p.clause_label), cell_text(p.says), cell_text(p.reason), cell_text(p.by),
             cell_text(p.keys.says))
            for c in self.cards for p in c.proposals
        )  # fmt: skip
        tables = [SheetTable("clauses", "Clauses", heads, rows)]
        if open_:
            names = columns("Proposal", "Clause", "First change", "Reason", "By", "State")
            tables.append(SheetTable("proposals", "Proposals", names, open_))
        notices = tuple(n for n in (self.notice, self.fault, *self.differing) if n)
        return Sheet("charter", "Charter", self.form, made_up=self.made_up, notices=notices, tables=tuple(tables))


def waiting_for(person: Person) -> list[Proposal]:
    """The changes of the charter that wait for this person's own signature."""
    if not (may(person, Right.SIGN) and person.side):
        return []
    return [row for row in queries.waiting_for(person.side) if may_see(person, row.clause)]


def charter_page(person: Person, workspace: Workspace, *, form: Format, made_up: str = "") -> CharterPage:
    """The charter as a whole. Raises ``NotAllowed``."""
    require(person, Right.READ)
    stand = seen(person, queries.standing(workspace))
    open_ = list(queries.proposals("", *Proposal.OPEN, Proposal.OVERTAKEN))
    cards = tuple(card_of(one, [p for p in open_ if p.clause == one.clause], form) for one in stand.values())
    return CharterPage(
        cards=cards,
        waiting=tuple(proposal_line(p, form) for p in waiting_for(person)),
        signed=sum(one.signed for one in stand.values()),
        asked=sum(one.asks for one in stand.values()),
        differing=tuple(differs_says(c.label) for c in cards if c.differs),
        fault=queries.file_fault(workspace),
        may_prepare=may(person, Right.PREPARE),
        form=form,
        made_up=made_up,
    )


def differs_says(label: str) -> str:
    """That the file was edited after it was signed."""
    return f"{label}: charter.yaml says something else than what both sides signed; findings made with it are drafts."


def differs(one: queries.Standing) -> bool:
    """Whether the file says something else than the signed text."""
    return one.signed and text_id(one.clause, one.content) != text_id(one.clause, one.in_file)


def card_of(one: queries.Standing, open_: list[Proposal], form: Format) -> ClauseCard:
    of = CLAUSES[one.clause]
    return ClauseCard(
        clause=one.clause,
        label=of.label,
        question=of.question,
        says=summary(one.clause, one.content),
        version=one.number,
        keys=Keys(one.signed, one.signed, _state(one)),
        by=signed_by(one.version),
        since=moment(one.version.since, form) if one.version else "",
        since_at=one.version.since if one.version else None,
        differs=differs(one),
        proposals=tuple(proposal_line(p, form) for p in open_),
    )


def _state(one: queries.Standing) -> str:
    if one.signed:
        return f"in force, version {one.number}"
    return "a draft" if one.asks else "nothing to sign"


def signed_by(version: ClauseVersion | None) -> str:
    """Who signed a version: 'Mara for marketing and Tom for IT'."""
    if version is None or version.proposal is None:
        return ""
    signed = sorted(queries.signatures(version.proposal), key=lambda s: s.side, reverse=True)
    return " and ".join(f"{s.name} for {SIDE_WORDS[s.side]}" for s in signed)
