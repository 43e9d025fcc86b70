"""Who we are on every page: the organisation's name, and how it shows numbers and times."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from accord.clauses.charter import Charter
from accord.clauses.marks import MarksDamaged
from accord.clauses.schema import ClauseError
from accord.findings.format import Format
from accord.pages.account import charter_of
from accord.workspace.folder import Workspace


@dataclass(frozen=True)
class House:
    """The charter in force and what pages show of it."""

    charter: Charter

    @property
    def name(self) -> str:
        return self.charter.organisation.name

    def form_for(self, locale: str, zone: str) -> Format:
        """The organisation's way of showing, with a person's own locale and zone where they chose one."""
        o = self.charter.organisation
        return Format(locale or o.locale, zone or o.zone, o.currency)


def house(workspace: Workspace) -> House:
    """Read anew only when the charter's file was replaced."""
    path = workspace.charter
    stamp = (path.stat().st_mtime_ns, path.stat().st_size) if path.exists() else (0, 0)
    try:
        return _house(workspace, stamp)
    except (ClauseError, MarksDamaged):
        # Somebody broke the file by hand: pages show what is signed, and the charter's page says what to mend.
        from accord.charter.queries import agreed

        return House(agreed(workspace))


@lru_cache(maxsize=8)
def _house(workspace: Workspace, stamp: tuple[int, int]) -> House:
    return House(charter_of(workspace))
