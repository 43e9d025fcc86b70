"""Words that mean two things, each with the sentences that prove it: those that were found and those only learned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accord.clauses.glossary import agreed
from accord.findings import archive
from accord.findings.archive import NoFinding
from accord.findings.finding import Finding
from accord.findings.format import Format
from accord.language.lexicon import plain
from accord.pages.language.known import Known
from accord.pages.shown import plural
from accord.units.interval import Interval
from accord.workspace.folder import Workspace

if TYPE_CHECKING:
    from accord.pages.learning import SideShown, WordShown

SIDES = ("marketing", "it")


@dataclass(frozen=True, slots=True)
class Meant:
    """What one side means by a word. ``proof`` is a sentence of theirs, '' where it may not be quoted, and ``place``
    where it stands."""

    side: str
    means: str
    proof: str
    place: str
    often: str


@dataclass(frozen=True, slots=True)
class TwofoldShown:
    """A word that means two things, or one that is only used differently (``usage``), where ``means`` are the words
    that it stands beside. ``met`` says where both meet it and ``when``; ``finding`` is where all of it is told, ''
    where no finding tells of it; ``agreed`` is what both write. It stands in so many ``places``: ``documents``, records
    and other findings, as far as they are known."""

    word: str
    usage: bool
    finding: str
    meant: tuple[Meant, Meant]
    met: str
    when: str
    agreed: str
    places: int
    documents: int


def twofold_shown(workspace: Workspace, here: Known, form: Format) -> tuple[TwofoldShown, ...]:
    """All of them, first the one that both sides meet most; words merely used differently behind what was explained."""
    found = {plain(one.word): one for one in _found(workspace, here, form)}
    rest = (_learned(word, form) for word in here.unsettled() if plain(word.word) not in found)
    told = (*found.values(), *(one for one in rest if one))
    return tuple(sorted(told, key=lambda one: (one.usage, -one.places, one.word.casefold())))


def _found(workspace: Workspace, here: Known, form: Format) -> Iterator[TwofoldShown]:
    from accord.decisions.queries import published

    settled = {plain(name) for term in agreed(here.glossary) for name in term.names()}
    for name in published(analysis="collisions").values_list("finding", flat=True):
        try:
            finding = archive.load(workspace.findings, name)
        except NoFinding:
            continue
        if not _text(finding, "means_marketing", form):
            continue
        if plain(finding.subject) in settled and not _text(finding, "agreed", form):
            continue  # worked out before it was agreed
        shown = here.shown(finding.subject)
        first, second = (_meant(finding, side, shown, form) for side in SIDES)
        usage = bool(shown and shown.kind == "usage")
        yield TwofoldShown(
            word=finding.subject,
            usage=usage,
            finding=name,
            meant=(first, second),
            met=_met(finding, form),
            when=form.period(finding.period) if _number(finding, "met") or _number(finding, "findings") else "",
            agreed=_text(finding, "agreed", form),
            places=sum(_number(finding, name) for name in ("met", "written_in", "findings")),
            documents=_number(finding, "written_in"),
        )


def _meant(finding: Finding, side: str, shown: WordShown | None, form: Format) -> Meant:
    times, held = (_number(finding, f"{what}_{side}") for what in ("mentions", "documents"))
    proof, place = _proof(_side(shown, side)) if shown else ("", "")
    told = place or _text(finding, f"proof_{side}", form).partition("; ")[0]
    return Meant(side, _text(finding, f"means_{side}", form), proof, told, _often(times, held, form))


def _learned(shown: WordShown, form: Format) -> TwofoldShown | None:
    """A word of which no finding tells yet: the documents alone know of it."""
    sides = [_side(shown, side) for side in SIDES]
    meant = [_of_documents(side, form) for side in sides if side and side.means]
    if len(meant) < len(SIDES):
        return None
    documents = sum(side.documents for side in sides if side)
    met = f"In {form.count_all(documents)} documents of both sides"
    return TwofoldShown(shown.word, shown.kind == "usage", "", (meant[0], meant[1]), met, "", "", documents, documents)


def _of_documents(side: SideShown, form: Format) -> Meant:
    proof, place = _proof(side)
    said = " or ".join(side.means[:2]) if side.places and len(side.means) < 3 else ", ".join(side.means)
    return Meant(side.side, said, proof, place, _often(side.mentions, side.documents, form))


def _side(shown: WordShown | None, name: str) -> SideShown | None:
    return next((side for side in shown.sides if side.side == name), None) if shown else None


def _proof(side: SideShown | None) -> tuple[str, str]:
    """The first sentence that may be shown with its place, else the first place."""
    places = sorted(side.places, key=lambda p: not p.sentence) if side else []
    if not places:
        return "", ""
    first = places[0]
    return first.sentence, f"{first.title}, {first.counted_by} {first.line}"


def _often(times: int, documents: int, form: Format) -> str:
    if not times:
        return ""
    said = "Once" if times == 1 else f"{form.count_all(times)} times"
    return f"{said} in {form.count_all(documents)} document{'' if documents == 1 else 's'}"


def _met(finding: Finding, form: Format) -> str:
    """Where both sides meet the word, each kind of place counted."""
    records, findings = _number(finding, "met"), _number(finding, "findings")
    told = [f"in {plural(_number(finding, 'written_in'), 'document', form)} of both sides"]
    told += [f"{plural(records, 'time', form)} in incidents, changes and campaigns"] if records else []
    told += [f"in {plural(findings, 'other finding', form)}"] if findings else []
    said = ", ".join(told[:-1]) + " and " + told[-1] if len(told) > 1 else told[0]
    return said[:1].upper() + said[1:]


def _number(finding: Finding, name: str) -> int:
    figure = next((f for f in finding.figures if f.name == name), None)
    return round(figure.value.mid) if figure and isinstance(figure.value, Interval) else 0


def _text(finding: Finding, name: str, form: Format) -> str:
    figure = next((f for f in finding.figures if f.name == name), None)
    return form.figure(figure) if figure else ""
