"""Docs that cannot rot: whatever users can name has a page, and what pages show runs."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from accord.analyses.discovery import names
from accord.cli import Commands, main
from accord.facts.parse_discovery import readers
from accord.facts.tables import TABLES

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
MARKDOWN = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
COMMANDS = Commands(name="accord").list_commands(click.Context(main))


@pytest.mark.parametrize("name", names())
def test_every_analysis_has_a_page(name: str) -> None:
    assert (DOCS / "analyses" / f"{name}.md").is_file()


@pytest.mark.parametrize("name", [r.name for r in readers()])
def test_every_reader_has_a_page(name: str) -> None:
    assert (DOCS / "facts" / "readers" / f"{name}.md").is_file()


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_fact_table_has_a_page_that_names_its_columns(name: str) -> None:
    page = (DOCS / "facts" / f"{name}.md").read_text(encoding="utf-8")
    assert [c for c in TABLES[name].names if f"`{c}`" not in page] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_on_the_page_of_commands(name: str) -> None:
    assert f"## accord {name}\n" in (DOCS / "how-to" / "commands.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_helps_with_examples_and_has_json(name: str) -> None:
    said = CliRunner().invoke(main, [name, "--help"])
    assert said.exit_code == 0
    assert "Examples:" in said.output
    command = main.get_command(click.Context(main), name)
    context = click.Context(main)
    inner = [command]
    if isinstance(command, click.Group):
        inner = [command.get_command(context, one) for one in command.list_commands(context)]
    if name != "run":
        assert all("--json" in {o for p in c.params for o in p.opts} for c in inner if c)


@pytest.mark.parametrize("page", MARKDOWN, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_of_a_page_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    dead = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert dead == []


def _commands_shown() -> list[tuple[str, str]]:
    """Every ``accord ...`` line that a page shows in an indented or fenced block."""
    shown = []
    for page in MARKDOWN:
        for line in page.read_text(encoding="utf-8").splitlines():
            match = re.match(r"(?:    |\$ |)(accord [a-z]+[^|`]*)$", line)
            if match and (line.startswith(("    ", "$ ")) or match[1].split()[1] in COMMANDS):
                shown.append((page.name, match[1].split("#")[0].split("  ")[0].strip()))
    return sorted(set(shown))


@pytest.mark.parametrize(("page", "line"), _commands_shown())
def test_a_command_that_a_page_shows_exists_with_those_options(page: str, line: str) -> None:
    words = line.split()[1:]
    command: click.Command | None = main.get_command(click.Context(main), words[0])
    assert command is not None, f"{page} shows {line}"
    rest = words[1:]
    if isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        command, rest = command.get_command(click.Context(command), rest[0]), rest[1:]
    assert command is not None, f"{page} shows {line}"
    known = {o for p in command.params for o in (*p.opts, *p.secondary_opts)} | {"--help"}
    assert [w for w in rest if w.startswith("--") and w.split("=")[0] not in known] == [], f"{page} shows {line}"


def test_the_version_is_told_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert CliRunner().invoke(main, ["--version"]).output.strip().endswith(project["version"])


def test_decision_records_are_titled_with_the_decision() -> None:
    for record in (DOCS / "adr").glob("*.md"):
        first = record.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("# "), record.name
        assert len(first.split()) >= 5, record.name
