"""A text checked for its reader: what to say otherwise, where and why"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from accord.cli.door import WRONG, as_json, counted, fail, guarded, show_json, told, workspace_option

if TYPE_CHECKING:
    from accord.pages.texts import Checked

UNREADABLE = 2
"""Exit code: a text could not be read, so that nothing is said of it."""


@click.command(
    epilog="""\b
Examples:
  accord words check brief.md --for marketing
  accord words check docs/ --for it --sarif > words.sarif
  pandoc plan.docx -t markdown | accord words check - --for finance

Ends with 0 where nothing is found, 1 where something is, 2 where a file cannot be read.
"""
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--for", "reader", type=click.Choice(["marketing", "it", "finance"]), required=True, help="Who reads.")
@click.option("--markup", type=click.Choice(["markdown", "html", "plain"]), help="What the text is written in.")
@click.option("--charter", "charter_file", type=click.Path(path_type=Path), help="The glossary of this charter.yaml.")
@click.option("--sarif", "as_sarif", is_flag=True, help="SARIF 2.1.0, for code hosts and editors.")
@workspace_option
@as_json
@guarded
def command(
    files: tuple[str, ...],
    reader: Any,
    markup: Any,
    charter_file: Path | None,
    as_sarif: bool,
    root: Path | None,
    as_json: bool,
) -> None:
    """Words in FILE (Markdown, HTML, plain text, a folder of them, or - for standard input) not to tell this reader."""
    from accord.cli.texts import charter_for, learned_for, texts
    from accord.pages.renderings.as_sarif import as_sarif as sarif
    from accord.pages.texts import checked

    try:
        charter = charter_for(root, charter_file)
        found = checked(texts(files, markup), charter, reader, learned_for(root, charter_file, charter))
    except (ValueError, OSError) as fault:
        fail(told(fault), UNREADABLE)
    if as_sarif or as_json:
        show_json(sarif(found) if as_sarif else found)
    else:
        _show(found)
    if found.count:
        sys.exit(WRONG)


def _show(found: Checked) -> None:
    from accord.pages.texts import reads, says

    for text in found.texts:
        for alert in text.alerts:
            click.echo(f"{text.file}:{alert.line}:{alert.column}: {says(alert)}")
        for line in reads(text.readability):
            click.echo(f"{text.file}: {line}")
    count = f"{found.count:,} to say otherwise" if found.count else "Nothing to say otherwise"
    where = counted(len(found.texts), "text")
    click.echo(f"{count}; {found.words:,} words were looked for in {where}.", err=True)
