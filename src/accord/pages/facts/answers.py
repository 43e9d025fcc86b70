"""Answers to questions about files, from form fields named ``FILE|SETTING``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

SETTINGS = ("zone", "locale", "day_first", "currency", "side", "reader")
"""What may be answered directly; every other name is an option of the reader."""
AGAIN = "again"
"""The field by which earlier answers about a file are taken back."""
_SKIPPED = ("csrfmiddlewaretoken", "next")


def answered(given: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """By file, answers as ``facts.settle.answers_of`` takes them. Empty fields answer nothing.

    A mapping comes as fields ``FILE|as`` (the table) and ``FILE|map:FIELD`` (a column or an expression).
    Raises ``ValueError`` naming the file for a zone, locale or currency that there is not.
    """
    found: dict[str, dict[str, Any]] = {}
    for name, value in given.items():
        file, bar, setting = name.rpartition("|")
        if bar and value.strip() and name not in _SKIPPED and setting != AGAIN:
            _take(found.setdefault(file, {}), file, setting, value.strip())
    for answers in found.values():
        _join_mapping(answers)
    return {file: answers for file, answers in found.items() if answers}


def taken_back(given: Mapping[str, str]) -> frozenset[str]:
    """The files whose earlier answers are to be forgotten, by a field ``FILE|again`` each."""
    return frozenset(
        file for file, bar, setting in (name.rpartition("|") for name in given) if bar and setting == AGAIN
    )


def _take(answers: dict[str, Any], file: str, setting: str, value: str) -> None:
    if setting.startswith("map:"):
        answers.setdefault("mapping", {})[setting.removeprefix("map:")] = value
    elif setting in SETTINGS:
        answers[setting] = _checked(file, setting, value)
    else:
        answers.setdefault("options", {})[setting] = value


def _join_mapping(answers: dict[str, Any]) -> None:
    """A table and its columns are an option of the reader of mapped tables."""
    fields: dict[str, str] = answers.pop("mapping", {})
    options = answers.get("options", {})
    if fields and "as" in options:
        options["map"] = ",".join(f"{field}={source}" for field, source in fields.items())
    if {"as", "map"} <= set(options):
        answers["reader"] = "mapped"
    else:
        options.pop("as", None)
    if "options" in answers and not options:
        answers.pop("options")


def _checked(file: str, setting: str, value: str) -> Any:
    match setting:
        case "zone" if value not in available_timezones():
            raise ValueError(f"{file}: there is no time zone {value}; write it like Europe/Paris")
        case "locale":
            return _locale(file, value)
        case "currency":
            return _currency(file, value.upper())
        case "day_first":
            return value == "day"
        case "side" if value not in ("marketing", "it"):
            raise ValueError(f"{file}: a side is marketing or it")
    return value


def _locale(file: str, value: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(value.replace("-", "_")))
    except (ValueError, UnknownLocaleError) as fault:
        raise ValueError(f"{file}: {value} is no locale; write it like en_US or de_DE") from fault


def _currency(file: str, value: str) -> str:
    from babel.numbers import list_currencies

    if value not in list_currencies():
        raise ValueError(f"{file}: {value} is no currency code; write it like EUR or USD")
    return value
