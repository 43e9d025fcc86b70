"""Cut an iCalendar text (RFC 5545) into calendars, their time zones and their events, each with its line.

The cutting is ours, so that one broken event costs only itself, so that a row opens to the line of its
``BEGIN:VEVENT``, and so that people (attendees, organisers) are left behind before anything is parsed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

WANTED = frozenset(
    "UID DTSTART DTEND DURATION RRULE RDATE EXDATE EXRULE RECURRENCE-ID SEQUENCE STATUS SUMMARY CATEGORIES CLASS"
    " DTSTAMP CREATED LAST-MODIFIED".split()
)
NAME = re.compile(r"([A-Za-z0-9-]+)[;:]")


@dataclass(slots=True)
class Part:
    """A component's own lines, unfolded, without its nested components unless it is a time zone."""

    name: str
    line: int
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\r\n".join((f"BEGIN:{self.name}", *self.lines, f"END:{self.name}", ""))


@dataclass(slots=True)
class CalendarPart:
    """One ``VCALENDAR``: its own properties (name in capitals to value), zones, events, and a count of the rest."""

    line: int
    properties: dict[str, str] = field(default_factory=dict)
    zones: list[Part] = field(default_factory=list)
    events: list[Part] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)


def calendars(text: str) -> Iterator[CalendarPart]:
    """The calendars of a text; components outside of any calendar belong to one without properties."""
    cutter = _Cutter()
    for line, content in unfolded(text):
        yield from cutter.take(line, content)
    yield from cutter.finished()


def unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Content lines with the number of their first physical line, from 1."""
    first, held = 0, ""
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        if line[:1] in (" ", "\t") and first:
            held += line[1:]
            continue
        if held:
            yield first, held
        first, held = number, line
    if held:
        yield first, held


class _Cutter:
    """Follows BEGIN and END; a missing END is made up for by the next BEGIN of the same kind."""

    def __init__(self) -> None:
        self.calendar: CalendarPart | None = None
        self.part: Part | None = None
        self.inside: list[str] = []  # open components within the part

    def take(self, line: int, content: str) -> Iterator[CalendarPart]:
        upper = content[:60].strip().upper()
        if upper.startswith("BEGIN:"):
            yield from self._begin(line, upper[6:].strip())
        elif upper.startswith("END:"):
            yield from self._end(upper[4:].strip())
        else:
            self._property(content)

    def finished(self) -> Iterator[CalendarPart]:
        self._close_part()
        if self.calendar is not None:
            yield self.calendar
        self.calendar = None

    def _begin(self, line: int, name: str) -> Iterator[CalendarPart]:
        if name == "VCALENDAR":
            yield from self.finished()
            self.calendar = CalendarPart(line)
            return
        if self.part is not None and name in ("VEVENT", "VTIMEZONE"):
            self._close_part()
        if self.part is None:
            self.part, self.inside = Part(name, line), []
            return
        self.inside.append(name)
        if self.part.name == "VTIMEZONE":
            self.part.lines.append(f"BEGIN:{name}")

    def _end(self, name: str) -> Iterator[CalendarPart]:
        if name == "VCALENDAR":
            yield from self.finished()
        elif self.part is not None and name in self.inside:
            self.inside = self.inside[: self.inside.index(name)]
            if self.part.name == "VTIMEZONE":
                self.part.lines.append(f"END:{name}")
        elif self.part is not None and name == self.part.name:
            self._close_part()

    def _property(self, content: str) -> None:
        named = NAME.match(content)
        if named is None:
            return
        name = named[1].upper()
        if self.part is not None:
            if self.part.name == "VTIMEZONE" or (name in WANTED and not self.inside):
                self.part.lines.append(content)
        elif self.calendar is not None:
            self.calendar.properties.setdefault(name, content[named.end() :].strip())

    def _close_part(self) -> None:
        part, self.part = self.part, None
        if part is None:
            return
        self.calendar = self.calendar or CalendarPart(part.line)
        if part.name == "VEVENT":
            self.calendar.events.append(part)
        elif part.name == "VTIMEZONE":
            self.calendar.zones.append(part)
        else:
            self.calendar.others[part.name] += 1
