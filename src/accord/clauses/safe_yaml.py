"""YAML from strangers: parsed only after its size, depth and expansion are known to be small.

A YAML alias repeats a whole part of the document, so nine short lines can stand for a billion values. The guard
walks the parser's events, which costs no more than the text is long, and counts what the aliases would unfold to.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

LARGEST = 4_000_000
DEEPEST = 60
MOST_VALUES = 200_000

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class UnsafeYaml(Exception):  # noqa: N818 - the text is at fault
    """The text is no YAML, or more than a file of its kind can be: ``reason`` and ``line`` (from 1, 0 unknown)."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(f"line {line}: {reason}" if line else reason)
        self.reason, self.line = reason, line


class _Tally:
    """What the events seen so far unfold to: open nodes, and the size of each anchored part."""

    def __init__(self) -> None:
        self.open: list[tuple[str | None, int]] = []
        self.size_of: dict[str, int] = {}
        self.values = 0

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self.size_of:
                raise UnsafeYaml(f"*{event.anchor} points to itself or to nothing", line)
            self.values += self.size_of[event.anchor]
        elif isinstance(event, yaml.ScalarEvent):
            self.values += 1
            if event.anchor:
                self.size_of[event.anchor] = 1
        elif isinstance(event, yaml.CollectionStartEvent):
            self.open.append((event.anchor, self.values))
            self.values += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = self.open.pop()
            if anchor:
                self.size_of[anchor] = self.values - before
        if len(self.open) > DEEPEST:
            raise UnsafeYaml(f"nested more than {DEEPEST} deep", line)
        if self.values > MOST_VALUES:
            raise UnsafeYaml(f"unfolds to more than {MOST_VALUES:,} values", line)


def check(text: str) -> None:
    """Raises ``UnsafeYaml`` where the text is too large, too deep, unfolds to too much, or is not YAML."""
    if len(text) > LARGEST:
        raise UnsafeYaml(f"longer than {LARGEST:,} characters")
    tally = _Tally()
    try:
        for event in yaml.parse(text, Loader=Loader):
            tally.take(event)
    except yaml.YAMLError as error:
        raise _told(error) from error


def nodes(text: str) -> Iterator[yaml.Node]:
    """The root node of each document, after ``check``; an empty document has none."""
    check(text)
    try:
        yield from (node for node in yaml.compose_all(text, Loader=Loader) if node is not None)
    except yaml.YAMLError as error:
        raise _told(error) from error


def documents(text: str) -> Iterator[tuple[int, Any]]:
    """Each document's first line (from 1) and its value, built with the safe constructor."""
    for node in nodes(text):
        line = node.start_mark.line + 1
        try:
            yield line, yaml.constructor.SafeConstructor().construct_document(node)
        except yaml.YAMLError as error:
            raise _told(error) from error
        except (ValueError, OverflowError, TypeError) as error:  # 2024-13-45 looks like a date to YAML
            raise UnsafeYaml(f"a value cannot be read ({error})", line) from error


def _told(error: yaml.YAMLError) -> UnsafeYaml:
    mark = getattr(error, "problem_mark", None)
    reason = getattr(error, "problem", None) or str(error).splitlines()[0]
    return UnsafeYaml(f"not YAML: {reason}", mark.line + 1 if mark else 0)
