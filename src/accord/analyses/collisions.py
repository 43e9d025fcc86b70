"""Words that mean two things.

Question
    Which words do the two sides use for different things, and how often do both meet them?

Method
    Acronyms are found with the words that they stand for (Schwartz and Hearst), by side; one whose long forms differ is
    a collision, and plurals, hyphens, spellings and translations are not. A word that both use often is a false friend
    where the words beside it differ by more than chance (shuffled sides, false discovery rate) and by much. How often
    both meet a word is counted in places: documents of either side that write it, incidents, campaigns and changes
    asked for in the period by their titles and reasons, and other findings of the period that say it. How often a week
    is counted in those records alone, which have a time; the interval is that of a Poisson rate. What the glossary has
    agreed on is told only where the word alone is still written in them.

Assumes
    The documents are those by which each side works, and records and findings are read by both sides.

Do not trust it when
    A side's folder holds few documents, or the other side's; or when titles are written by machines.

Source
    Schwartz and Hearst 2003 (Pacific Symposium on Biocomputing); Benjamini and Hochberg 1995 (JRSS B 57:289); Brown,
    Cai and DasGupta 2003 (Statistica Sinica 13:19).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from accord.analyses.base import Analysis, Effect, Given, Needs, Rows, setting
from accord.clauses.glossary import Term, agreed
from accord.findings import words
from accord.findings.finding import AUDIENCES, Audience, Condition, Evidence, Figure, Finding, Flag, Grid, Unit, Wording
from accord.findings.format import Format
from accord.language.document import Document
from accord.language.twofold import SIDES, Proof, Twofold, mentioned, twofold
from accord.methods.often import expected
from accord.methods.written import (
    CAMPAIGN_NAMES,
    DOCUMENTS,
    INCIDENT_TITLES,
    PARTS,
    REQUESTS,
    DocumentRow,
    PartRow,
    RequestRow,
    TitleRow,
    documents_of,
    lined,
    titled,
)
from accord.units.interval import Interval

NO_PRICE = "No amount: no fact gives this a price yet."
PLACES, USES = "places", "uses"
"""By what a word is ranked, in this order: where both explain it, and where both merely use it."""
RECORDS = {"incidents": "incident_id", "changes": "change_id", "campaigns": "campaign_id"}
WEEK_SECONDS = 7 * 86400


@dataclass(frozen=True)
class Settings:
    """``least_documents``: a word in fewer documents of a side is not told (1 to 1000); ``most``: so many words at most
    (1 to 500), those met most often; ``false_friends``: 1 looks for words in different company too, 0 for acronyms
    only."""

    least_documents: int = setting(1, "a word in fewer documents of a side is not told", "documents", 1, 1000)
    false_friends: int = setting(1, "1 tells words that keep different company too, 0 acronyms only", "", 0, 1)
    most: int = setting(40, "so many words are told, those met most often", "words", 1, 500)

    def __post_init__(self) -> None:
        if not 1 <= self.least_documents <= 1000:
            raise ValueError(f"least_documents is {self.least_documents}; give 1 to 1000")
        if self.false_friends not in (0, 1):
            raise ValueError(f"false_friends is {self.false_friends}; give 0 or 1")
        if not 1 <= self.most <= 500:
            raise ValueError(f"most is {self.most}; give 1 to 500")


@dataclass(frozen=True)
class Met:
    """A word with where it is met: ids of records by table with the rows that have them; how many ``times`` that is,
    one told by several tools counted once; and how many other ``findings`` say it."""

    clash: Twofold
    term: Term | None
    records: dict[str, tuple[tuple[str, ...], int]]
    times: int
    findings: int

    @property
    def documents(self) -> int:
        return sum(len(self.clash.documents[side]) for side in SIDES)

    @property
    def places(self) -> int:
        return self.times + self.documents + self.findings


class Collisions(Analysis[Settings]):
    """Words that mean two things."""

    name = "collisions"
    title = "Words that mean two things"
    question = "Which words do the two sides use for different things, and how often do both meet them?"
    version = 2
    hears = True
    needs = Needs(
        tables=("documents", "document_parts"),
        optional=("incidents", "changes", "campaigns"),
        clauses=("organisation", "owners", "glossary"),
    )
    rows = {
        "documents": DocumentRow,
        "parts": PartRow,
        "incidents": TitleRow,
        "changes": RequestRow,
        "campaigns": TitleRow,
    }
    queries = {
        "documents": DOCUMENTS,
        "parts": PARTS,
        "incidents": INCIDENT_TITLES,
        "changes": REQUESTS,
        "campaigns": CAMPAIGN_NAMES,
    }
    effect = Effect("met", "down", "times that both read the word", told="whole", dated=tuple(RECORDS))
    settings = Settings

    def estimate(self, rows: Rows, given: Given[Settings], rng: np.random.Generator) -> list[Finding]:
        """One finding for each word, those that both meet most often first; acronyms that both sides explained are kept
        before words in other company, which are many and are no proof of another meaning."""
        # Places only are told, which needs nobody's agreement; sentences are looked up by pages.
        documents = tuple(replace(d, quotable=True) for d in documents_of(rows["documents"], rows["parts"]))
        settings = given.settings
        found = [
            clash
            for clash in twofold(documents, friends=bool(settings.false_friends))
            if min(len(clash.documents[side]) for side in SIDES) >= settings.least_documents
        ]
        met = [m for m in _met(found, rows, given) if not _settled(m)]
        dated = any(len(rows[table]["title"]) for table in RECORDS)
        kept = sorted(met, key=lambda m: (not m.clash.explained, -m.places, -m.times, m.clash.word))
        kept = kept[: settings.most]
        places = {d.document_id: d for d in documents}
        return [_finding(m, places, dated, given) for m in kept]

    def chart(self, finding: Finding) -> dict[str, Any] | None:
        from accord.findings import charts

        if finding.grid is None:
            return None
        return charts.bars(finding.grid, label="who", value="mentions", title="Where it is written")


def _met(found: Sequence[Twofold], rows: Rows, given: Given[Settings]) -> Iterator[Met]:
    terms = {name.casefold(): term for term in agreed(given.charter.glossary) for name in term.names()}
    held = {table: mentioned(found, titled(rows[table], table)) for table in RECORDS}
    said = mentioned(found, tuple(_said(given)))
    for clash in found:
        ids = {table: tuple(sorted({d.document_id for d in held[table][clash.word]})) for table in RECORDS}
        of = {t: (told, int(np.isin(rows[t]["record_id"].astype(str), told).sum())) for t, told in ids.items() if told}
        times = sum(len(held[table][clash.word]) for table in RECORDS)
        yield Met(clash, terms.get(clash.word.casefold()), of, times, len(said[clash.word]))


def _said(given: Given[Settings]) -> Iterator[Document]:
    """What each of the other findings says to its three readers, with playback and question."""
    about = given.charter.organisation
    form = Format(about.locale, about.zone, about.currency)
    for number, finding in enumerate(given.told):
        told = [text for a in AUDIENCES for text in (words.title(finding, a, form), words.body(finding, a, form))]
        told += [words.fill(text, finding, form) for text in (finding.playback, finding.ask)]
        yield lined(str(number), "findings", told)


def _settled(met: Met) -> bool:
    """Agreed on, and either meant to be written as it is or written nowhere that both read any more."""
    return met.term is not None and (not _wording(met.term) or not met.times)


def _wording(term: Term) -> str:
    """The wording that stands for the word; '' where the word itself is agreed."""
    said = term.wording or ""
    return said if said.casefold() not in {n.casefold() for n in term.names()} else ""


def _finding(met: Met, places: dict[str, Document], dated: bool, given: Given[Settings]) -> Finding:
    clash, term = met.clash, met.term
    count = expected(met.times)
    owner = given.charter.owner("collisions")
    return Finding(
        analysis="collisions",
        subject=clash.word,
        period=given.period,
        kind="counted",
        amount=None,
        verdict=NO_PRICE,
        figures=(*_figures(met, count, given), *_proofs(clash, places)),
        wordings=_followed(term) if term else _wordings(clash),
        playback=_PLAYBACK if clash.explained else _PLAYBACK_USED,
        ask=_ASK_AGREED if term else _ASK,
        evidence=tuple(_evidence(met)),
        owner_marketing=(term.owner_marketing if term else None) or owner.marketing,
        owner_it=(term.owner_it if term else None) or owner.it,
        flags=tuple(_flags(met, dated)),
        grid=_grid(met),
        measure=PLACES if clash.explained else USES,
    )


def _figures(met: Met, count: Interval, given: Given[Settings]) -> Iterator[Figure]:
    clash = met.clash
    places = Interval.exact(met.places)
    yield Figure(PLACES if clash.explained else USES, "Places where both sides meet it", places, "count")
    yield Figure("met_weekly", "Times a week in records that both sides read",
                 count.scaled(WEEK_SECONDS / given.period.seconds), "ratio")  # fmt: skip
    yield Figure("met", "Times in records that both sides read", count, "count")
    yield Figure("written_in", "Documents that it is written in", Interval.exact(met.documents), "count")
    yield Figure("findings", "Other findings that say it", Interval.exact(met.findings), "count")
    yield Figure("word", "Word", clash.word, "text")
    for side, name in (("marketing", "marketing"), ("it", "IT")):
        yield Figure(f"documents_{side}", f"Documents of {name} that use it",
                     Interval.exact(len(clash.documents[side])), "count")  # fmt: skip
        yield Figure(f"mentions_{side}", f"Mentions in them, {name}", Interval.exact(clash.mentions[side]), "count")
        yield Figure(f"means_{side}", f"What {name} means", clash.said[side], "text")
    if met.term:
        yield Figure("agreed", "What both agreed to write", _wording(met.term), "text")


def _proofs(clash: Twofold, places: dict[str, Document]) -> Iterator[Figure]:
    for side, name in (("marketing", "marketing"), ("it", "IT")):
        if clash.proofs[side]:
            told = dict.fromkeys(_place(proof, places) for proof in clash.proofs[side])
            yield Figure(f"proof_{side}", f"Where {name} says so", "; ".join(told), "text")


def _place(proof: Proof, places: dict[str, Document]) -> str:
    """Where it stands. A finding is kept for good and an agreement to quote can be taken back, so that the sentence
    itself is looked up when somebody asks for it."""
    document = places[proof.document_id]
    return f"{document.path or document.title}, {document.counted_by} {document.line_of(proof.start)}"


def _evidence(met: Met) -> Iterator[Evidence]:
    for side, name in (("marketing", "Marketing's"), ("it", "IT's")):
        held = met.clash.documents[side]
        yield Evidence(f"{name} documents that use it", "documents", (Condition("document_id", "in", held),), len(held),
                       f"documents_{side}")  # fmt: skip
    for table, (ids, rows) in met.records.items():
        yield Evidence(f"{table.capitalize()} that say it", table, (Condition(RECORDS[table], "in", ids),), rows)


def _flags(met: Met, dated: bool) -> Iterator[Flag]:
    if not dated:
        yield Flag(
            "no_titles",
            "No incident, change or campaign of the period is known: only documents and findings were counted.",
        )
    if met.clash.explained and any(len({p.document_id for p in met.clash.proofs[side]}) == 1 for side in SIDES):
        yield Flag("one_proof", "One side says in a single document what it means.")


def _grid(met: Met) -> Grid:
    columns: tuple[tuple[str, str, Unit], ...] = (("who", "Where", "text"), ("mentions", "Mentions", "count"))
    mentions = met.clash.mentions
    return Grid(columns, (("Marketing's documents", mentions["marketing"]), ("IT's documents", mentions["it"]),
                          ("Records that both read", met.times), ("Other findings", met.findings)))  # fmt: skip


_PLAYBACK = "What I hear is that {word} is {means_marketing} to marketing and {means_it} to IT. Did I get that right?"
_PLAYBACK_USED = (
    "What I hear is that {word} goes with {means_marketing} in marketing and with {means_it} in IT. "
    "Did I get that right?"
)
_ASK = "If each side wrote the words out, which sentence of yours would the other still read wrongly?"
_ASK_AGREED = "If {agreed} is still not what people write, what keeps them from it?"


def _wordings(clash: Twofold) -> dict[Audience, Wording]:
    title = "{word} means two things" if clash.explained else "{word} may mean two things"
    link = "means" if clash.explained else "goes with"
    where = "It stands in {documents_marketing} of marketing's documents and {documents_it} of IT's."
    return {
        "marketing": Wording(title, f"To you it {link} {{means_marketing}}; to IT it {link} {{means_it}}. {where}"),
        "it": Wording(title, f"To you it {link} {{means_it}}; to marketing it {link} {{means_marketing}}. {where}"),
        "finance": Wording(
            title, f"To marketing it {link} {{means_marketing}}, to IT {{means_it}}. {where} It has no price."
        ),
    }


def _followed(term: Term) -> dict[Audience, Wording]:
    title = "{word} was agreed and is still written alone"
    body = "Both sides agreed to write {agreed}. {word} alone still stands in {met} records that both read."
    return {"marketing": Wording(title, body), "it": Wording(title, body), "finance": Wording(title, body)}


ANALYSIS = Collisions()
