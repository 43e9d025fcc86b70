"""The command line: the same pages as text.

Commands are the files of ``commands/``, groups of many commands its folders; none is imported before it is called, so
that help comes at once.
"""

from __future__ import annotations

import importlib
import os
from pathlib import Path

import click

# Our arrays are small: with a thread for each core, numpy spends more time waiting than counting.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

_HELP = """Marketing and IT, one account: what each costs and earns the other, in money.

\b
Examples:
  accord brief exports/                  read both departments' exports, answer with one page
  accord brief exports/ --audience it --format pdf --out brief.pdf
  accord read exports/ --dry-run         say what each file is, change nothing
  accord finding 3f9a1c2b7d --evidence   the rows behind a number
  accord price orders.csv --incidents incidents.csv
  accord demo                            a made-up retailer, the estimates beside the truth
"""


class Commands(click.Group):
    """Finds commands by listing a folder; reads only their first line for help."""

    package = "accord.cli.commands"

    @property
    def folder(self) -> Path:
        return Path(__file__).parent.joinpath(*self.package.split(".")[2:])

    def list_commands(self, ctx: click.Context) -> list[str]:
        found = [*self.folder.glob("*.py"), *(p.parent for p in self.folder.glob("*/__init__.py"))]
        return sorted(p.stem.strip("_").replace("_", "-") for p in found if p.stem != "__init__")

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command = importlib.import_module(f"{self.package}.{self._source(cmd_name)[0]}").command
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in self.list_commands(ctx):
            ctx.fail(self._unknown(ctx, args[0]))
        return super().resolve_command(ctx, args)

    def _unknown(self, ctx: click.Context, name: str) -> str:
        from difflib import get_close_matches

        near = get_close_matches(name, self.list_commands(ctx), n=1)
        return f"No such command '{name}'." + (f" Did you mean '{near[0]}'?" if near else "")

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, _first_line(self._source(name)[1])) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def _source(self, name: str) -> tuple[str, Path]:
        """Module and file: ``move-to-postgres`` is ``move_to_postgres.py``, ``list`` ``list_.py``, a group a folder."""
        for module in (name.replace("-", "_"), f"{name}_"):
            for file in (self.folder / f"{module}.py", self.folder / module / "__init__.py"):
                if file.exists():
                    return module, file
        raise LookupError(f"there is no command {name}")


def _first_line(path: Path) -> str:
    with path.open(encoding="utf-8") as source:
        return source.readline().strip().strip('"').rstrip(".")


@click.group(cls=Commands, help=_HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="accord")
def main() -> None:
    """The entry point."""
