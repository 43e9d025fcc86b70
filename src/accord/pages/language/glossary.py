"""The glossary: each word, what either side means by it, and what both write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.text import slugify

from accord.charter import operations, queries
from accord.charter.models import Proposal
from accord.clauses.charter import Side
from accord.clauses.glossary import Status, Term
from accord.findings import archive
from accord.findings.format import Format
from accord.language.exchange.formats import FORMATS, imported
from accord.language.exchange.formats import Format as FileFormat
from accord.language.exchange.shape import Exported
from accord.language.lexicon import plain
from accord.pages.charter.showing import ProposalLine, columns, proposal_line
from accord.pages.glossary import language_of, words_out
from accord.pages.language.known import Known, counting, known
from accord.pages.sheet import Sheet, SheetTable, cell_text
from accord.people.rights import Right, may, require
from accord.workspace.folder import Workspace

if TYPE_CHECKING:
    from accord.people.models import Person

STATUS_WORDS: dict[Status, str] = {"agreed": "agreed", "proposed": "still open", "retired": "no longer used"}
FILES: tuple[tuple[FileFormat, str], ...] = (
    ("tbx", "TBX, for term tools"),
    ("turtle", "SKOS as Turtle"),
    ("rdfxml", "SKOS as RDF/XML"),
    ("jsonld", "SKOS as JSON-LD"),
    ("csv", "CSV"),
    ("vale", "Vale style, for editors"),
)


@dataclass(frozen=True, slots=True)
class TermLine:
    """One word, on the page under its ``anchor``. ``never`` are sentences of what to say to one reader only."""

    term: str
    anchor: str
    variants: str
    marketing: str
    it: str
    wording: str
    finance: str
    never: tuple[str, ...]
    owners: str
    status: str
    examples: tuple[str, ...]
    journey_step: str


@dataclass(frozen=True)
class GlossaryPage:
    """``waiting`` are proposals that would change the glossary."""

    lines: tuple[TermLine, ...]
    signed: bool
    version: int
    waiting: tuple[ProposalLine, ...]
    may_prepare: bool
    form: Format
    made_up: str
    files: tuple[tuple[FileFormat, str], ...] = FILES

    @property
    def says(self) -> str:
        """How much there is, and whether it counts."""
        count = len(self.lines)
        if not count:
            return "No word is agreed yet."
        words = f"{count} word{'' if count == 1 else 's'}"
        return f"{words} that both sides have signed." if self.signed else f"{words} in a draft that nobody has signed."

    def sheet(self) -> Sheet:
        heads = columns(
            "Word", "Also written", "Marketing means", "IT means", "Both write", "Finance reads", "Only for a reader",
            "Owners", "State", "Examples", "Journey step",
        )  # fmt: skip
        rows = tuple(
            tuple(
                cell_text(text)
                for text in (
                    *(one.term, one.variants, one.marketing, one.it, one.wording, one.finance, "; ".join(one.never)),
                    *(one.owners, one.status, "; ".join(one.examples), one.journey_step),
                )
            )
            for one in self.lines
        )
        table = SheetTable("glossary", "Glossary", heads, rows)
        return Sheet("glossary", "Glossary", self.form, made_up=self.made_up, notices=(self.says,), tables=(table,))


def glossary_page(person: Person, workspace: Workspace, *, form: Format, made_up: str = "") -> GlossaryPage:
    """The glossary that counts: the signed one, else the draft. Raises ``NotAllowed``."""
    require(person, Right.READ)
    version = queries.in_force().get("glossary")
    terms = sorted(counting(workspace).glossary, key=lambda t: t.term.casefold())
    return GlossaryPage(
        lines=tuple(line_of(term) for term in terms),
        signed=version is not None,
        version=version.number if version else 0,
        waiting=waiting(form),
        may_prepare=may(person, Right.PREPARE),
        form=form,
        made_up=made_up,
    )


def waiting(form: Format) -> tuple[ProposalLine, ...]:
    """Proposals of the glossary that are open, newest first."""
    return tuple(proposal_line(p, form) for p in queries.proposals("glossary", *Proposal.OPEN, Proposal.OVERTAKEN))


def anchor(word: str) -> str:
    """What an address calls a word on the page of the glossary."""
    return f"word-{slugify(word, allow_unicode=True)}"


def line_of(term: Term) -> TermLine:
    """A term in words."""
    readers = {"marketing": "marketing", "it": "IT", "finance": "finance"}
    return TermLine(
        term=term.term,
        anchor=anchor(term.term),
        variants=", ".join(term.variants),
        marketing=term.marketing or "",
        it=term.it or "",
        wording=term.wording or "",
        finance=term.finance or "",
        never=tuple(f"to {readers[reader]} say {said}" for reader, said in term.instead),
        owners=" and ".join(o for o in (term.owner_marketing, term.owner_it) if o),
        status=STATUS_WORDS[term.status],
        examples=term.examples,
        journey_step=term.journey_step or "",
    )


def export(person: Person, workspace: Workspace, how: str) -> Exported:
    """The glossary as files of another tool. Raises ``NotAllowed``, ``LookupError`` for a format that there is not."""
    require(person, Right.EXPORT)
    found = next((f for f in FORMATS if f == how), None)
    if found is None:
        raise LookupError(f"the glossary has no format {how[:20]}; there are {', '.join(FORMATS)}")
    return words_out(counting(workspace), found)


def take_in(
    person: Person, workspace: Workspace, raw: bytes, file: str, *, side: str = "", reason: str, now: datetime
) -> tuple[Proposal, tuple[str, ...]]:
    """Draft a proposal of the words of a file; also what the file says and the glossary cannot hold.

    ``side`` is whose words they are, for meanings that do not say; '' where the file says it. Raises ``NotAllowed``,
    ``BadWords``, ``ValueError`` for a side that there is not, and ``Unfinished`` where the glossary says all of it
    already.
    """
    require(person, Right.PREPARE)
    whose: dict[str, Side | None] = {"": None, "marketing": "marketing", "it": "it"}
    if side not in whose:
        raise ValueError(f"the words are of {side[:20]!r}; they are of marketing, of it, or the file says whose")
    made = imported(raw, file=file, language=language_of(counting(workspace)), side=whose[side])
    return operations.propose_terms(*made.terms, reason=reason, by=person, now=now), made.unsaid


def propose(person: Person, workspace: Workspace, *, finding: str = "", word: str = "", now: datetime) -> Proposal:
    """Draft a proposal of a word that means two things, by its finding or by itself: what each side means, the wording
    still open.

    What the glossary says of it already stays. Raises ``NotAllowed``, ``NoFinding``, ``LookupError`` for what is no
    such word, ``Unfinished`` where the glossary says as much.
    """
    require(person, Right.PREPARE)
    here = known(workspace)
    term = _lacking(_of_finding(workspace, here, finding) if finding else _of_documents(here, word), here)
    reason = f"{term.term} means one thing to marketing and another to IT."
    return operations.propose_terms(term, reason=reason, by=person, now=now)


def _lacking(term: Term, here: Known) -> Term:
    """What the glossary does not say of the word yet."""
    there = next((t for t in here.glossary if plain(term.term) in map(plain, t.names())), None)
    if there is None:
        return term
    return replace(
        term,
        term=there.term,
        marketing=None if there.marketing else term.marketing,
        it=None if there.it else term.it,
        owner_marketing=None if there.owner_marketing else term.owner_marketing,
        owner_it=None if there.owner_it else term.owner_it,
        status="proposed" if there.status == "retired" else there.status,
    )


def _of_finding(workspace: Workspace, here: Known, name: str) -> Term:
    found = archive.load(workspace.findings, name)
    said = {f.name: str(f.value) for f in found.figures if f.unit == "text"}
    if found.analysis != "collisions" or not {"means_marketing", "means_it"} <= set(said):
        raise LookupError("this finding is about no word")
    shown = here.shown(found.subject)
    usage = shown is not None and shown.kind == "usage"
    means = {} if usage else {side: said[f"means_{side}"] for side in ("marketing", "it")}
    return _term(found.subject, means, found.owner_marketing, found.owner_it)


def _of_documents(here: Known, word: str) -> Term:
    shown = here.shown(word)
    if shown is None:
        raise LookupError(f"the documents of both sides tell of no two meanings of {word[:60]!r}")
    means = {s.side: s.means[0] for s in shown.sides if s.means} if shown.kind == "acronym" else {}
    owner = here.charter.owner("collisions")
    return _term(shown.word, means, owner.marketing, owner.it)


def _term(word: str, means: Mapping[str, str], marketing: str, it: str) -> Term:
    """What words stand beside tells how they are used and is no meaning: people say what they mean."""
    return Term(
        word,
        marketing=means.get("marketing"),
        it=means.get("it"),
        owner_marketing=marketing,
        owner_it=it,
        status="proposed",
    )
