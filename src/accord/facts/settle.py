"""What the organisation answered about a file, and in which order answers count. Nothing is assumed silently.

A flag counts first, then what was answered before for the same header, then what the organisation's clause says
for files that carry none (its zone only where the clause says so). What is settled nowhere, the reader asks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from accord.facts.manifest import Import
from accord.facts.reading import Ask, Given


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers about files; None where nothing was answered.

    ``zone`` is an IANA name, ``locale`` like ``de_DE``, ``day_first`` for 03/04/2026, ``currency`` ISO 4217,
    ``side`` marketing or it, ``reader`` the name of the reader, ``options`` what that reader asks for (a mapping).
    """

    zone: str | None = None
    locale: str | None = None
    day_first: bool | None = None
    currency: str | None = None
    side: str | None = None
    reader: str | None = None
    options: dict[str, str] = field(default_factory=dict)

    def __or__(self, later: Answers) -> Answers:
        """These answers, and where they are silent those of ``later``; options are joined name by name."""
        own, other = self.told(), later.told()
        joined = {**other, **own, "options": later.options | self.options}
        return Answers(**joined)

    def told(self) -> dict[str, Any]:
        """What was answered, by name; fit for TOML and JSON."""
        pairs = ((f.name, getattr(self, f.name)) for f in fields(self))
        return {name: value for name, value in pairs if value is not None and value != {}}

    def given(self, hash_key: bytes, path: str = "") -> Given:
        """What a reader is told."""
        options = dict(self.options)
        return Given(self.zone, self.locale, self.day_first, self.currency, self.side, hash_key, options, path)


def answers_of(plain: Mapping[str, Any]) -> Answers:
    """Answers from TOML or JSON; names that are no answers (a file name for people) are passed over."""
    known = {f.name for f in fields(Answers)}
    return Answers(**{k: v for k, v in plain.items() if k in known})


def settle(
    flags: Answers, remembered: Mapping[str, Mapping[str, Any]], fingerprints: Sequence[str], defaults: Answers
) -> Answers:
    """The answers for a file whose header has one of ``fingerprints``, in the order of the module's text."""
    found = flags
    for fingerprint in fingerprints:
        found = found | answers_of(remembered.get(fingerprint, {}))
    return found | defaults


def with_account(answers: Answers, before: Sequence[Import], remembered: Sequence[Mapping[str, Any]]) -> Answers:
    """The answers with the shop or account that the file is of, where one was ever told for its header.

    A file that was read before (``before``) stays what it was. Raises ``Ask`` where files of the same header came
    from several: which of them this is, its header cannot say.
    """
    if "account" in answers.options:
        return answers
    if before:
        known = {before[0].settled.get("options", {}).get("account")} - {None}
    else:
        known = {name for one in remembered for name in one.get("accounts", ())}
    if len(known) > 1:
        question = "Files with this header came from several shops or accounts. Of which is this one?"
        raise Ask("account", question, tuple(sorted(known)), "--shop")
    return replace(answers, options=answers.options | {"account": known.pop()}) if known else answers
