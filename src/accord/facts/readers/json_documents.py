"""JSON documents from strangers: parsed within limits, with a fault that names its line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from accord.facts.reading import BadFile, Sample

LARGEST = 256 * 2**20
"""Bytes of a document that is parsed whole."""


def text_of(sample: Sample, largest: int = LARGEST) -> str:
    """The whole file as text. Raises ``BadFile``."""
    if sample.path.stat().st_size > largest:
        raise BadFile(f"The file is larger than {largest // 2**20} MB", "Export a shorter period at a time.")
    data = sample.path.read_bytes()
    try:
        return data.decode(sample.encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadFile(f"A byte is not {sample.encoding}", "Save the file as UTF-8.", line) from error


def parsed(sample: Sample) -> Any:
    """The whole document. Raises ``BadFile`` with the line where it is not JSON."""
    if sample.data is not None:
        return sample.data
    try:
        return json.loads(text_of(sample))
    except json.JSONDecodeError as error:
        mend = "The file is cut short or damaged: export it again."
        raise BadFile(f"Not JSON: {error.msg} at character {error.colno}", mend, error.lineno) from error
    except (RecursionError, ValueError) as error:
        raise BadFile("The JSON is nested too deep or holds a number too long", "Export it again.") from error


def objects(data: Any, *keys: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a list with their index from 1: the document itself, or the first of its keys that is one."""
    if isinstance(data, dict):
        data = next((data[key] for key in keys if isinstance(data.get(key), list)), [])
    for index, item in enumerate(data if isinstance(data, list) else [], start=1):
        if isinstance(item, dict):
            yield index, item


def text_at(item: Any, *path: str) -> str | None:
    """The text under nested keys, stripped; a number as its text; None where there is none."""
    for key in path:
        item = item.get(key) if isinstance(item, dict) else None
    if isinstance(item, int | float) and not isinstance(item, bool):
        item = str(item)
    return (item.strip() or None) if isinstance(item, str) else None
