"""A clause by itself, as plain data: what a proposal changes and what both sides sign."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import yaml

from accord.clauses import yaml_io
from accord.clauses.charter import PARTS, Charter
from accord.clauses.glossary import Term, joined_with

Content = Any
"""What stands under a clause's name in charter.yaml, as plain JSON: a mapping, or a list of mappings."""


def contents(charter: Charter) -> dict[str, Content]:
    """Each clause's content; ``joined(contents(c))`` equals an unsigned ``c``."""
    return yaml_io.as_data(charter)


def joined(of: Mapping[str, Content], known: Mapping[str, Collection[str]] | None = None) -> Charter:
    """The charter that these clauses make together; a clause left out has its defaults.

    ``known`` as ``yaml_io.load`` takes it. Raises ``ClauseError`` that names the key and the mend.
    """
    text = yaml.safe_dump({p: of[p] for p in PARTS if p in of}, sort_keys=False, allow_unicode=True, width=1000)
    return yaml_io.load(text, known)


def clause_text(clause: str, content: Content) -> str:
    """One clause as YAML, as it stands in charter.yaml."""
    return yaml.safe_dump({clause: content}, sort_keys=False, allow_unicode=True, width=120)


def normal(
    charter: Charter, clause: str, content: Content, known: Mapping[str, Collection[str]] | None = None
) -> Content:
    """The content as it is written, every default said, checked together with the other clauses of ``charter``.

    Raises ``ClauseError``; its key begins with the clause's name wherever that clause is at fault.
    """
    return contents(joined({**contents(charter), clause: content}, known))[clause]


def with_terms(glossary: Content, *terms: Term) -> Content:
    """The content of the clause ``glossary`` with terms put to those that stand, each word once."""
    standing = joined({"glossary": glossary})
    return contents(replace(standing, glossary=joined_with(standing.glossary, *terms)))["glossary"]
