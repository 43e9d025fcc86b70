"""Whose rows a file holds: two shops may give the same number to two orders, and neither replaces the other's.

Imports replace each other's rows within one reader and one account. The account is what was told (``--shop``). A table
that is read by the names of its columns belongs, where nothing was told, to the shop of all files of that header.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accord.facts.intake import Taken
from accord.facts.manifest import Manifest, Part
from accord.facts.merge import Merger
from accord.facts.reading import Ask
from accord.facts.tables import TABLES, Table

BY_HEADER = frozenset({"mapped", "plain_table"})
"""Readers of many tools' tables, which only the header tells apart."""


def account_of(taken: Taken) -> str:
    """The account that was told, else the header's fingerprint where only that tells one source from another."""
    told = taken.answers.options.get("account", "")
    return told or (taken.parsed.fingerprint if taken.parsed.reader in BY_HEADER else "")


def parts_of(manifest: Manifest, table: str, voice: tuple[str, str], *, final_only: bool = False) -> list[Part]:
    """What is in force of one reader and account; ``final_only`` leaves out what preliminary exports told."""
    theirs = {i.id for i in manifest.imports if i.voice == voice and not (final_only and i.preliminary)}
    return [s.part for s in manifest.tables.get(table, ()) if s.import_id in theirs]


def remembered_of(answers: Mapping[str, Any], account: str | None, known: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as they are kept for a header. Of its accounts all are kept: the next file may be of any of them."""
    options = {k: v for k, v in answers.get("options", {}).items() if k != "account"}
    kept = {k: v for k, v in answers.items() if k != "options"} | ({"options": options} if options else {})
    accounts = sorted({*known.get("accounts", ()), *([account] if account else [])})
    return kept | ({"accounts": accounts} if accounts else {})


def whose(merger: Merger, before: Manifest, taken: Taken, own: Mapping[str, Part]) -> Ask | None:
    """The question that a header seen for the first time raises, where its rows have numbers that are taken already:
    another shop's rows add, the same shop's would count twice."""
    reader, account = taken.parsed.reader, account_of(taken)
    others = {i.voice: i.name for i in before.imports if i.reader == reader}
    if account != taken.parsed.fingerprint or (reader, account) in others:
        return None
    for table, part in own.items():
        for voice, name in others.items():
            standing = parts_of(before, table, voice)
            shared = merger.shared(TABLES[table], part, standing) if standing else 0
            if shared:
                return _question(TABLES[table], shared, name)
    return None


def _question(table: Table, shared: int, name: str) -> Ask:
    rows = f"{shared:,} {'row has' if shared == 1 else 'rows have'} the {', '.join(table.key)} of rows of {name}"
    question = (
        f"{rows}, whose columns are others. Of which shop or account is this file? "
        "Give it a name of its own; where both are of one shop, read both files again under one name."
    )
    return Ask("account", question, (), "--shop")
