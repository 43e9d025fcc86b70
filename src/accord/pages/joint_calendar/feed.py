"""The joint calendar as an iCalendar feed (RFC 5545, RFC 7986), for whoever holds its address. Times are in UTC."""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from accord.methods.calendars import Clash, Entry
from accord.pages.joint_calendar.marks import KIND_WORDS
from accord.pages.outlook import plans_of, side_of
from accord.pages.sheet import utc
from accord.workspace.folder import Workspace

if TYPE_CHECKING:
    from accord.decisions.models import Decision

MOST_BYTES = 1_000_000
"""What clients take without complaint; plans furthest ahead are left out where there are more."""
PAST = timedelta(days=31)
EVERY = timedelta(hours=1)
_NAMES = {"": "Accord: both sides", "marketing": "Accord: marketing", "it": "Accord: IT"}
_SPACE = uuid.UUID("6f1c4a0e-7d0b-5a55-9a86-1f0f0a4c4d01")


class NoFeed(LookupError):  # noqa: N818 - says what there is not
    """No feed has this address: never had, revoked, over, or its owner is no longer here."""


@dataclass(frozen=True, slots=True)
class Feed:
    """``content`` as UTF-8; ``changed`` (aware) is when any of it last changed, ``etag`` what names its content."""

    content: bytes
    etag: str
    changed: datetime


def feed(
    workspace: Workspace, secret: str, *, now: datetime, address: Callable[[uuid.UUID], str], made_up: str
) -> Feed:
    """What a feed's secret opens (``now`` aware). ``address`` gives a decision's page. Raises ``NoFeed``."""
    from accord.decisions.queries import decisions, in_force
    from accord.people.models import Token
    from accord.people.queries import token
    from accord.people.rights import Right, may

    held = token(secret, Token.FEED, now)
    if held is None or not may(held.owner, Right.READ):
        raise NoFeed("no feed has this address; it may have been revoked")
    side = str(held.about.get("side", ""))
    every, met = plans_of(workspace)
    entries = [e for e in every if side in ("", side_of(e)) and e.end > utc(now) - PAST]
    decided = list(in_force())
    since = _facts_at(workspace, held.made_at)
    events = _events(entries, met, decided, since, address)
    content = _calendar(_NAMES[side], made_up, events)
    # Of all decisions: one that ends leaves the feed, which changes it too.
    changed = max([since, *decisions().order_by("-changed_at").values_list("changed_at", flat=True)[:1]])
    return Feed(content, f'"{hashlib.sha256(content).hexdigest()[:32]}"', changed)


def _facts_at(workspace: Workspace, otherwise: datetime) -> datetime:
    """When facts last changed, to the second."""
    if not workspace.manifest.exists():
        return otherwise.replace(microsecond=0)
    return datetime.fromtimestamp(int(workspace.manifest.stat().st_mtime), UTC)


def _calendar(name: str, made_up: str, events: Iterable[Any]) -> bytes:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Accord//Joint calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("uid", str(uuid.uuid5(_SPACE, name)))
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    if made_up:
        calendar.add("description", made_up)
    calendar.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    size = len(calendar.to_ical())
    for event in events:
        size += len(event.to_ical())
        if size > MOST_BYTES:
            break
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(
    entries: Sequence[Entry],
    met: Sequence[Clash],
    decided: Sequence[Decision],
    since: datetime,
    address: Callable[[uuid.UUID], str],
) -> Iterator[Any]:
    """Promises first, then plans in order of time."""
    for decision in decided:
        yield _due(decision, address(decision.id))
    shared = Counter((_table(e), e.id) for e in entries)
    clashing = _clashing(met)
    for entry in entries:
        often = shared[_table(entry), entry.id] > 1
        yield _plan(entry, clashing.get(entry, []), since, often)


def _clashing(met: Sequence[Clash]) -> dict[Entry, list[str]]:
    found: dict[Entry, list[str]] = {}
    for clash in met:
        found.setdefault(clash.one, []).append(clash.other.title)
        found.setdefault(clash.other, []).append(clash.one.title)
    return found


def _plan(entry: Entry, clashes_with: Sequence[str], since: datetime, often: bool) -> Any:
    event = _event(_uid(entry, often), entry.title, entry.start, since)
    if entry.end > entry.start:
        event.add("dtend", entry.end.replace(tzinfo=UTC))
    event.add("categories", [KIND_WORDS[entry.kind]])
    says = [f"{_SIDES[side_of(entry)]}, {KIND_WORDS[entry.kind]}" + (f" of {entry.service}" if entry.service else "")]
    says += [f"Clashes with {', '.join(dict.fromkeys(clashes_with))}"] if clashes_with else []
    event.add("description", ". ".join(says))
    return event


_SIDES = {"marketing": "Marketing", "it": "IT"}


def _due(decision: Decision, address: str) -> Any:
    title = f"Promise {decision.name} is checked: {decision.title}"
    event = _event(str(uuid.uuid5(_SPACE, f"decision {decision.id}")), title, utc(decision.due), decision.changed_at)
    event.add("url", address)
    event.add("categories", ["decision"])
    return event


def _event(uid: str, title: str, start: datetime, since: datetime) -> Any:
    from icalendar import Event

    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", since.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", start.replace(tzinfo=UTC))
    event.add("summary", title)
    event.add("transp", "TRANSPARENT")
    return event


def _uid(entry: Entry, often: bool) -> str:
    """The same for a plan that is moved; the days of a series that share an id are told apart by their start."""
    name = f"{_table(entry)} {entry.id}" + (f" {entry.start.isoformat()}" if often else "")
    return str(uuid.uuid5(_SPACE, name))


def _table(entry: Entry) -> str:
    return {"campaign": "campaigns", "change": "changes"}.get(entry.kind, "calendar")
