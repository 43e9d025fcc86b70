"""How parent and child understand each other: one JSON request in, JSON lines out."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from accord.facts.limits import Limits
from accord.facts.mapping_suggest import NotRecognised, Suggestion
from accord.facts.reading import Ask, BadFile, Given


def request_of(action: str, path: Path, given: Given, out: Path, limits: Limits) -> dict[str, Any]:
    """The request. The hash key travels through a pipe, never through arguments or the environment."""
    settled = asdict(given) | {"hash_key": given.hash_key.hex()}
    return {"action": action, "path": str(path), "given": settled, "out": str(out), "limits": asdict(limits)}


def given_of(settled: dict[str, Any]) -> Given:
    return Given(**(settled | {"hash_key": bytes.fromhex(settled["hash_key"])}))


def told_of(error: Exception) -> dict[str, Any]:
    """An error as the child tells it."""
    if isinstance(error, Ask):
        return {"ask": [error.setting, error.question, error.choices, error.flag, error.row, error.column, error.value]}
    if isinstance(error, NotRecognised):
        return {"unknown": [asdict(one) for one in error.suggestions]}
    if isinstance(error, BadFile):
        return {"bad": [error.reason, error.mend, error.row, error.column]}
    raise error


def raise_for(answer: dict[str, Any], path: Path) -> None:
    """Raise again what the child told, with the file's name and that of the member in it."""
    file = path.name + (f"/{answer['member']}" if answer.get("member") else "")
    if "ask" in answer:
        setting, question, choices, flag, row, column, value = answer["ask"]
        raise Ask(setting, question, tuple(choices), flag, row, column, value, file)
    if "unknown" in answer:
        raise NotRecognised([Suggestion.of(one) for one in answer["unknown"]], file)
    if "bad" in answer:
        reason, mend, row, column = answer["bad"]
        raise BadFile(reason, mend, row, column, file)
