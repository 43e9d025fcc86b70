"""Which format a file of words has, and one door to all of them."""

from __future__ import annotations

from pathlib import PurePath
from typing import Literal

from accord.clauses.glossary import Term
from accord.language.exchange.apart import imported
from accord.language.exchange.shape import BadWords, Exported, Imported, decoded

__all__ = ["ENDINGS", "FORMATS", "Format", "exported", "imported", "read_here"]

Format = Literal["tbx", "turtle", "rdfxml", "jsonld", "csv", "vale"]
FORMATS: tuple[Format, ...] = ("tbx", "turtle", "rdfxml", "jsonld", "csv", "vale")
ENDINGS = {
    ".tbx": "tbx",
    ".xml": "tbx",
    ".ttl": "turtle",
    ".rdf": "rdfxml",
    ".jsonld": "jsonld",
    ".json": "jsonld",
    ".csv": "csv",
    ".tsv": "csv",
}


def exported(glossary: tuple[Term, ...], how: Format, *, title: str, language: str = "en") -> Exported:
    """The glossary in a format. Raises ``ValueError`` where the format asks for more than there is."""
    from accord.language.exchange import csv_file, skos, tbx, vale

    if how == "tbx":
        return tbx.export(glossary, title=title, language=language)
    if how == "csv":
        return csv_file.export(glossary)
    if how == "vale":
        return vale.export(glossary)
    return skos.export(glossary, title=title, language=language, syntax=how)


def read_here(
    raw: bytes, *, file: str, language: str = "en", side: Literal["marketing", "it"] | None = None
) -> Imported:
    """As ``imported``, in this process: for files that are known to be well. Raises ``BadWords``."""
    from accord.language.exchange import csv_file, skos_in, tbx_in

    how = ENDINGS.get(PurePath(file).suffix.casefold())
    if how == "tbx" and "<rdf:RDF" in decoded(raw, file)[:5_000]:
        how = "rdfxml"
    if how == "tbx":
        return tbx_in.read(raw, file=file, language=language, side=side)
    if how == "csv":
        return csv_file.read(raw, file=file)
    if how in ("turtle", "rdfxml", "jsonld"):
        return skos_in.read(raw, file=file, syntax=how, language=language, side=side)  # type: ignore[arg-type]
    raise BadWords(file, 0, "its ending names no format of words", f"Give one of {', '.join(ENDINGS)}.")
