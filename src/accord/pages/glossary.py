"""The glossary out to other tools and in from them, and the primer made of it and of what was found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from accord.clauses.charter import Charter, Side
from accord.clauses.glossary import joined_with
from accord.facts.store import Store
from accord.findings import archive
from accord.findings.finding import Finding
from accord.findings.format import Format
from accord.findings.words import cell_word, headline, kind_word, say, title
from accord.language.acronyms import Expansion
from accord.language.exchange.formats import Format as WordsFormat
from accord.language.exchange.formats import exported, imported
from accord.language.exchange.shape import Exported
from accord.language.primer import Primer, PrimerFigure, known_words, primer
from accord.pages.learning import learned
from accord.workspace.folder import Workspace

_TIMES = (0.4, 1.8, 3.0)
"""Wrong answers of a quiz are the right one times these: near enough to be thought about."""


def language_of(charter: Charter) -> str:
    """The language in which the glossary is kept: the organisation's ('en' of en_IE)."""
    return charter.organisation.locale.replace("-", "_").split("_")[0]


def words_out(charter: Charter, how: WordsFormat) -> Exported:
    """The glossary as files. Raises ``ValueError`` where the format asks for a word and there is none."""
    title = f"Glossary of {charter.organisation.name}"
    return exported(charter.glossary, how, title=title, language=language_of(charter))


@dataclass(frozen=True, slots=True)
class WordsIn:
    """The charter with the words of a file; ``unsaid`` is what the file says and the glossary cannot hold."""

    charter: Charter
    count: int
    unsaid: tuple[str, ...]


def words_in(standing: Charter, raw: bytes, *, file: str, side: Side | None = None) -> WordsIn:
    """The words of a file put to those that stand: what is there stays, what it says more is added.

    ``side`` is whose words they are, for definitions that do not say. Raises ``BadWords`` with the line and the mend.
    """
    got = imported(raw, file=file, language=language_of(standing), side=side)
    after = replace(standing, glossary=joined_with(standing.glossary, *got.terms))
    return WordsIn(after, len(got.terms), got.unsaid)


def primer_of(
    charter: Charter, findings: Sequence[Finding], reader: Side, day: date, *, form: Format,
    expansions: Sequence[Expansion] = (), quotable: frozenset[str] = frozenset(),
) -> Primer:  # fmt: skip
    """The primer of the week of ``day`` for who reads for a side.

    Findings whose wording for the other side has a word of their trade show it in use.
    """
    other: Side = "it" if reader == "marketing" else "marketing"
    told = [sentence for f in findings for sentence in sentences(say(f, other, form))]
    words = known_words(reader, charter.glossary, expansions, quotable, told)
    return primer(reader, day, words, figures_of(findings, reader, form))


def sentences(text: str) -> list[str]:
    """The sentences of a wording; a point within a number ends none."""
    return [one.strip() for one in re.split(r"(?<=[.!?])\s+(?=[A-Z])", text) if one.strip()]


def heard(workspace: Workspace) -> tuple[tuple[Expansion, ...], frozenset[str]]:
    """Abbreviations that were learned from the documents in force, and the documents that may be quoted."""
    from accord.language.library import quotable_of

    found = learned(workspace)
    if found is None:
        return (), frozenset()
    with Store.reading(workspace) as store:
        return found.expansions, quotable_of(store)


def kept_findings(workspace: Workspace) -> tuple[Finding, ...]:
    """The latest revision of every finding of a workspace."""
    return tuple(archive.every(workspace.findings))


def figures_of(findings: Sequence[Finding], reader: Side, form: Format) -> tuple[PrimerFigure, ...]:
    """Amounts of the other side's work, as this side reads of them; those of its own work only where there are none."""
    priced = [f for f in findings if f.amount is not None and f.amount.interval.mid and f.cell]
    theirs = [f for f in priced if not str(f.cell).startswith(f"{reader}_")] or priced
    return tuple(_figure(f, reader, form) for f in theirs)


def _figure(finding: Finding, reader: Side, form: Format) -> PrimerFigure:
    from accord.findings.identity import finding_id

    if finding.amount is None or finding.cell is None:
        raise ValueError("a figure of the primer needs an amount and a cell")
    about = title(finding, reader, form).rstrip(".")
    mid, currency = finding.amount.interval.mid, finding.amount.currency
    return PrimerFigure(
        says=f"{about}: {headline(finding, form)}",
        asks=f"{cell_word(finding.cell)}. {about}: how much was {kind_word(finding.kind)}?",
        value=form.money(mid, currency),
        others=tuple(form.money(mid * times, currency) for times in _TIMES),
        finding=finding_id(finding),
    )
