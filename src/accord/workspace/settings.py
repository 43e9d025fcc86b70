"""The settings of a workspace: ``accord.toml``, overruled by ``ACCORD_*``, and the answers it remembers."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from accord.workspace.folder import Workspace
from accord.workspace.safely import write_whole

_TABLES = ("answers", "language", "oidc", "saml")  # read by quoting and single_sign_on
_LINE = "# Below this line: answers about files, kept by accord. What you write above it stays as you wrote it."


class BadSetting(Exception):  # noqa: N818 - the file or the environment is at fault, and the message says how
    """A setting that cannot be taken: which, where it stood, and the mend."""


def _setting(default: Any, meaning: str, unit: str = "", least: int | None = None, shape: str = "") -> Any:
    return field(default=default, metadata={"meaning": meaning, "unit": unit, "least": least, "shape": shape})


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting of a workspace. ``ACCORD_NAME`` in the environment overrules ``name`` in accord.toml."""

    engine: str = _setting("duckdb", "where SQL runs: duckdb, postgres, spark, or the name of a plug-in")
    engine_url: str = _setting("", "the engine's server: postgresql://..., spark://host:7077; empty: in this process")
    memory_mb: int = _setting(512, "what DuckDB may hold in memory before it uses the disk", "MB", 64)
    threads: int = _setting(0, "threads of DuckDB; 0 is one for each core", "", 0)
    keep_originals_days: int = _setting(0, "days after which a kept original is deleted; 0 is never", "days", 0)
    limit_upload_mb: int = _setting(200, "largest file that is read", "MB", 1)
    limit_unpacked_mb: int = _setting(1000, "largest size of a packed file when unpacked", "MB", 1)
    limit_memory_mb: int = _setting(1000, "memory that reading one file may take", "MB", 64)
    limit_seconds: int = _setting(900, "time that reading one file may take", "s", 1)
    database_url: str = _setting("", "the record's database: postgresql://...; empty: SQLite in the workspace")
    site_url: str = _setting("http://localhost:8000", "the address under which people reach the site")
    allowed_hosts: str = _setting("", "further host names that the site answers to, with spaces between them")
    smtp_url: str = _setting("", "where mail is handed over: smtp+starttls://name@host:587; empty: nothing is mailed")
    smtp_password: str = _setting("", "the password there; better given as ACCORD_SMTP_PASSWORD")
    mail_from: str = _setting("", "the address that mail comes from; empty: accord@ and the site's host")
    trusted_proxies: int = _setting(0, "proxies in front of the site whose headers are believed", "", 0)
    watched_folder: str = _setting("", "a folder whose new files are read every night; empty: none")
    nightly_at: str = _setting(
        "02:30", "when the nightly round begins, in the organisation's zone", "HH:MM", shape=r"([01]\d|2[0-3]):[0-5]\d"
    )


def load(workspace: Workspace, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings in force. Raises ``BadSetting`` for an unknown name, a wrong type or a value out of bounds."""
    written = {k: v for k, v in document(workspace).items() if k not in _TABLES}
    unknown = sorted(set(written) - {f.name for f in fields(Settings)})
    if unknown:
        known = ", ".join(f.name for f in fields(Settings))
        raise BadSetting(f"{workspace.settings}: there is no setting {unknown[0]}. The settings are {known}")
    for name, value in written.items():
        _check(name, value, str(workspace.settings))
    return Settings(**(written | _from_environment(os.environ if environment is None else environment)))


def remembered(workspace: Workspace) -> dict[str, dict[str, Any]]:
    """What was answered before, by header fingerprint. Raises ``BadSetting`` when the file is not TOML."""
    answers: dict[str, dict[str, Any]] = document(workspace).get("answers", {})
    return answers


def remember(workspace: Workspace, new: Mapping[str, Mapping[str, Any]]) -> None:
    """Add answers to those of the same fingerprint. What a person wrote above the line is never changed."""
    head, _, tail = _text(workspace).partition(_LINE)
    by_hand = tomllib.loads(head).get("answers", {})
    kept: dict[str, dict[str, Any]] = tomllib.loads(tail).get("answers", {})
    for fingerprint, answers in new.items():
        if fingerprint not in by_hand:
            kept[fingerprint] = kept.get(fingerprint, {}) | dict(answers)
    if new and kept:
        blocks = [_block(fingerprint, kept[fingerprint]) for fingerprint in sorted(kept)]
        text = "\n".join([head.rstrip("\n") + "\n" if head.strip() else "", _LINE, *blocks]).lstrip("\n")
        write_whole(workspace.settings, text.encode())


def _text(workspace: Workspace) -> str:
    return workspace.settings.read_text(encoding="utf-8") if workspace.settings.exists() else ""


def document(workspace: Workspace) -> dict[str, Any]:
    """All of accord.toml. Raises ``BadSetting`` when it is not TOML."""
    try:
        return tomllib.loads(_text(workspace))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise BadSetting(f"{workspace.settings} is not TOML: {fault}. Mend that line, nothing was read") from fault


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for setting in fields(Settings):
        name = f"ACCORD_{setting.name.upper()}"
        if name in environment:
            text = environment[name]
            found[setting.name] = _whole_number(name, text) if setting.type == "int" else text
            _check(setting.name, found[setting.name], name)
    return found


def _whole_number(name: str, text: str) -> int:
    try:
        return int(text)
    except ValueError as fault:
        raise BadSetting(f"{name} is {text!r}; it needs a whole number") from fault


def _check(name: str, value: Any, where: str) -> None:
    setting = next(f for f in fields(Settings) if f.name == name)
    wanted = int if setting.type == "int" else str
    if type(value) is not wanted:
        raise BadSetting(f"{where}: {name} is {value!r}; it needs {'a whole number' if wanted is int else 'text'}")
    shape = setting.metadata["shape"]
    if isinstance(value, str) and shape and not re.fullmatch(shape, str(value)):
        raise BadSetting(f"{where}: {name} is {value!r}; write it as {setting.metadata['unit']}")
    least = setting.metadata["least"]
    if least is not None and value < least:
        raise BadSetting(f"{where}: {name} is {value}; it is at least {least} {setting.metadata['unit']}".rstrip())


def _block(fingerprint: str, answers: Mapping[str, Any]) -> str:
    plain = {k: v for k, v in answers.items() if not isinstance(v, Mapping)}
    nested = {k: v for k, v in answers.items() if isinstance(v, Mapping)}
    head = f"answers.{_quoted(fingerprint)}"
    lines = [f"[{head}]", *(f"{_quoted(k)} = {_value(v)}" for k, v in sorted(plain.items()))]
    for name, inner in sorted(nested.items()):
        lines += [f"[{head}.{_quoted(name)}]", *(f"{_quoted(k)} = {_value(v)}" for k, v in sorted(inner.items()))]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    return _quoted(value) if isinstance(value, str) else json.dumps(value)


def _quoted(text: str) -> str:
    # A JSON string is a TOML basic string, but for DEL, which TOML wants escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
