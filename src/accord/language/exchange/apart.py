"""A stranger's file of words read in a process of its own; see ``accord.facts.apart``."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Any, Literal

from accord.clauses.glossary import Term
from accord.facts.apart import LIMITS, TooMuch, answer, answer_of
from accord.facts.limits import Limits
from accord.language.exchange.shape import LARGEST, BadWords, Imported


def imported(
    raw: bytes, *, file: str, language: str = "en", side: Literal["marketing", "it"] | None = None,
    limits: Limits = LIMITS,
) -> Imported:  # fmt: skip
    """The terms of a file, whose format its ending tells. Raises ``BadWords`` with the line and the mend."""
    if len(raw) > LARGEST:
        raise BadWords(file, 0, f"larger than {LARGEST // 1_000_000} MB", "Take it in in parts.")
    request = {"file": file, "language": language, "side": side}
    try:
        said = answer_of("accord.language.exchange.apart", raw, request, limits)
    except TooMuch as fault:
        raise BadWords(file, 0, str(fault), "Take it in in parts, or as CSV.") from fault
    if "bad" in said:
        raise BadWords(file, *said["bad"])
    return Imported(tuple(_term(values) for values in said["terms"]), tuple(said["unsaid"]))


def _term(values: dict[str, Any]) -> Term:
    lists = {key: tuple(values[key]) for key in ("examples", "variants")}
    return Term(**{**values, **lists, "instead": tuple((reader, text) for reader, text in values["instead"])})


def main() -> int:
    """Answer one request. What reads is loaded before memory is short."""
    from accord.language.exchange.formats import read_here

    def said(raw: bytes, **request: Any) -> dict[str, Any]:
        try:
            got = read_here(raw, **request)
        except BadWords as bad:
            return {"bad": [bad.line, bad.reason, bad.mend]}
        return {"terms": [asdict(term) for term in got.terms], "unsaid": got.unsaid}

    return answer(said)


if __name__ == "__main__":
    sys.exit(main())
