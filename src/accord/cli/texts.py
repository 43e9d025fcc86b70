"""What commands share that read texts: files or standard input, and the charter whose glossary counts."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accord.clauses.charter import Charter
    from accord.language.markup import Markup
    from accord.pages.texts import Learned, Text


def texts(files: Sequence[str], markup: Markup | None) -> Iterator[Text]:
    """The texts of files and folders; ``-`` is standard input, which is Markdown unless said otherwise."""
    from accord.pages.texts import text_of, texts_of

    for file in files:
        if file == "-":
            yield text_of("-", sys.stdin.buffer.read(), markup or "markdown")
        else:
            yield from texts_of([Path(file)], markup)


def one_text(file: str, markup: Markup | None) -> Text:
    """The one text of a file or of standard input. Raises ``ValueError`` for a folder."""
    if Path(file).is_dir():
        raise ValueError(f"{file} is a folder; name one of its files")
    [text] = texts([file], markup)
    return text


def charter_for(root: Path | None, file: Path | None) -> Charter:
    """The charter of a file that was named, else the workspace's as it counts.

    Raises ``ValueError`` for a workspace that is named and not there: a build would pass by its glossary.
    """
    if file is not None:
        from accord.clauses import yaml_io

        return yaml_io.load(file)
    if root is not None and not root.is_dir():
        raise ValueError(f"{root}: there is no workspace; begin one with accord init --workspace {root}")
    from accord.cli.standing import agreed
    from accord.pages.workspaces import named

    return agreed(named(root))


def learned_for(root: Path | None, file: Path | None, charter: Charter) -> Learned:
    """Jargon learned in the workspace; none where only a charter's file was named."""
    if file is not None and root is None:
        return {}
    from accord.pages.language.known import known
    from accord.pages.workspaces import named

    return known(named(root), charter).jargon
