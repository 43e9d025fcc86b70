"""What every command shares: the workspace option, --json, errors on stderr, exit codes."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

_WEB = ("django", "allauth", "dj_database_url", "granian", "whitenoise", "csp", "ninja", "structlog")
_LANGUAGE = ("ahocorasick", "pyromark", "pyphen")
F = TypeVar("F", bound=Callable[..., Any])

WRONG = 1
"""Exit code: the work could not be done (bad file, nothing found); 2 is click's for wrong usage."""
ASKED = 3
"""Exit code: a question must be answered first; the message names the flag."""

as_json = click.option("--json", "as_json", is_flag=True, help="Machine-readable answer on standard output.")

workspace_option = click.option(
    "--workspace",
    "root",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="ACCORD_WORKSPACE",
    help="The organisation's data folder (default: the platform's data folder).",
)


def fail(message: str, code: int = WRONG) -> NoReturn:
    """Say what is wrong on standard error and end."""
    click.echo(f"accord: {message}", err=True)
    sys.exit(code)


def show_json(value: Any) -> None:
    """Print as JSON. Raises ``ValueError`` for a number that JSON has no word for (nan)."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False, default=_plain, allow_nan=False))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat() + ("Z" if value.tzinfo is None else "")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if hasattr(value, "__dataclass_fields__"):
        return {name: getattr(value, name) for name in value.__dataclass_fields__}
    raise TypeError(f"no plain form for {type(value).__name__}")


def guarded(function: F) -> F:
    """Turn the faults that a person can mend into one line on standard error; others keep their trace."""

    @functools.wraps(function)
    def inner(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except Exception as fault:
            _say_or_raise(fault)

    return inner  # type: ignore[return-value]


def _say_or_raise(fault: Exception) -> NoReturn:
    """Our own errors name what is wrong and the mend; so do those about values and files that a person gave."""
    if type(fault).__name__ == "Ask" and type(fault).__module__ == "accord.facts.reading":
        fail(str(fault), ASKED)
    if isinstance(fault, BrokenPipeError):
        raise fault
    if isinstance(fault, ModuleNotFoundError) and (fault.name or "").partition(".")[0] in _WEB:
        fail(f"this needs the web part, and {fault.name} is not installed: pipx install 'accord[web]'")
    if isinstance(fault, ModuleNotFoundError) and (fault.name or "").partition(".")[0] in _LANGUAGE:
        fail(f"this needs the part for words, and {fault.name} is not installed: pipx install 'accord[language]'")
    if "psycopg" in str(fault) and type(fault).__name__ == "ImproperlyConfigured":
        fail("the record is to live in PostgreSQL, and psycopg is not installed: pipx install 'accord[web,postgres]'")
    if type(fault).__module__.startswith("accord.") or isinstance(fault, ValueError | OSError):
        fail(told(fault))
    raise fault


def told(fault: Exception) -> str:
    """A fault in the words of people: of a file, which and what is wrong with it."""
    if isinstance(fault, OSError) and fault.strerror and fault.filename:
        return f"{fault.filename}: {fault.strerror}"
    # Whoever runs a command has the files, and what stands in them.
    return str(getattr(fault, "whole", fault))


def counted(count: int, one: str, many: str = "") -> str:
    """'1 document', '1,283 documents'."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
