"""People at work on a site that dies under them: each remembers what was acknowledged, and goes on when it is back."""

from __future__ import annotations

import re
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import requests

from tests.people_made_up import PASSWORD

ROWS = 200
_PATIENCE = 20.0


class Refused(Exception):  # noqa: N818 - says what the site did
    """The site answered, and did not do it."""


@dataclass
class Acknowledged:
    """What the site said it had done."""

    comments: list[str] = field(default_factory=list)
    drafts: list[str] = field(default_factory=list)
    signatures: list[tuple[str, str]] = field(default_factory=list)
    drops: list[str] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class Client:
    """One signed-in browser. Raises ``requests.ConnectionError`` where the site is away."""

    def __init__(self, address: str, email: str) -> None:
        self.address, self.session = address, requests.Session()
        self._post("/account/login/", {"login": email, "password": PASSWORD})
        if "sessionid" not in self.session.cookies:
            raise Refused(f"{email} could not sign in")

    def post(self, path: str, wanted: str, form: dict[str, Any], **more: Any) -> str:
        """Where a form leads. Raises ``Refused`` where ``wanted``, a pattern of success, does not fit it."""
        answer = self._post(path, form, **more)
        to = answer.headers.get("Location", "")
        if answer.status_code >= 500:
            raise AssertionError(f"{path}: {answer.status_code}")
        if not re.search(wanted, to):
            raise Refused(f"{path}: {answer.status_code} {to}")
        return to

    def _post(self, path: str, form: dict[str, Any], **more: Any) -> requests.Response:
        if "csrftoken" not in self.session.cookies:
            self.session.get(self.address + "/account/login/", timeout=_PATIENCE)
        token = {"X-CSRFToken": self.session.cookies["csrftoken"], "Referer": f"{self.address}/today"}
        return self.session.post(
            self.address + path, data=form, headers=token, allow_redirects=False, timeout=_PATIENCE, **more
        )


class Team:
    """Five people, each in a thread; ``at_work`` lets them act between two deaths of the site."""

    def __init__(self, address: str, begun: dict[str, Any]) -> None:
        self.begun, self.said, self._stop = begun, Acknowledged(), threading.Event()
        clients = {role: Client(address, begun["people"][role]) for role in ("marketing", "it", "cmo", "cio")}
        self._acts: list[Iterator[None]] = [
            _comments(clients["marketing"], begun, self.said),
            _drafts(clients["it"], begun, self.said),
            _signs(clients["cmo"], begun, self.said, begun["ids"]["cmo"]),
            _signs(clients["cio"], begun, self.said, begun["ids"]["cio"]),
            _files(clients["marketing"], self.said),
        ]

    def at_work(self) -> list[threading.Thread]:
        self._stop.clear()
        threads = [threading.Thread(target=self._go_on, args=(n,)) for n in range(len(self._acts))]
        for thread in threads:
            thread.start()
        return threads

    def rest(self, threads: list[threading.Thread]) -> None:
        self._stop.set()
        for thread in threads:
            thread.join(timeout=60)
            assert not thread.is_alive(), "a request was neither answered nor refused"

    def _go_on(self, number: int) -> None:
        while not self._stop.is_set():
            try:
                next(self._acts[number])
            except StopIteration:
                return
            except AssertionError as fault:
                self.said.faults.append(str(fault))
                return


def _tried(act: Callable[[], str]) -> str | None:
    """Where it led; None where the site died under it (it may or may not have been done) or refused it."""
    try:
        return act()
    except (requests.ConnectionError, requests.Timeout):
        time.sleep(0.05)
        return None
    except Refused:
        return None


def _comments(client: Client, begun: dict[str, Any], said: Acknowledged) -> Iterator[None]:
    """A comment after another, each with words of its own."""
    finding = begun["findings"][0]
    while True:
        text = f"Made-up comment {uuid.uuid4()}"
        if _tried(lambda text=text: client.post(f"/findings/{finding}/comment", "#said$", {"text": text})):
            said.comments.append(text)
        yield


def _drafts(client: Client, begun: dict[str, Any], said: Acknowledged) -> Iterator[None]:
    """A draft about each finding; where it cannot be known whether it was stored, the next one is drafted."""
    today = datetime.now(UTC).date()
    days = {d: str(today + timedelta(days=n)) for d, n in _DAYS.items()}
    for finding in begun["findings"]:
        form = {"finding": finding, "title": "Made-up shared budget", **_NUMBERS, **days, **begun["owners"]}
        to = _tried(lambda form=form: client.post("/decisions/draft", r"^/decisions/[0-9a-f-]{36}$", form))
        if to:
            said.drafts.append(to.rpartition("/")[2])
        yield


_DAYS = {"counts_from": 1, "counts_to": 90, "checked_on": 92, "final_on": 120}
_NUMBERS = {"mid": "14500", "low": "9800", "high": "19600", "least": "9800"}


def _signs(client: Client, begun: dict[str, Any], said: Acknowledged, person: str) -> Iterator[None]:
    """Signs one decision after another with the password. After a death it is signed once more: that is refused where
    it was stored, and never stored twice."""
    for decision, version in begun["decisions"]:
        for _ in range(2):
            form = {"version": str(version), "password": PASSWORD}
            to = _tried(lambda d=decision, form=form: client.post(f"/decisions/{d}/sign", "#keys$", form))
            yield
            if to:
                said.signatures.append((decision, person))
                break


def _files(client: Client, said: Acknowledged) -> Iterator[None]:
    """Brings a file of orders, and confirms its reading."""
    while True:
        name = uuid.uuid4().hex
        rows = "".join(f"{name}-{n},2026-10-01T10:00:00Z,19.90,EUR,placed\n" for n in range(ROWS))
        text = f"order_id,ordered_at,amount,currency,status\n{rows}"
        given = {"files": (f"orders-{name}.csv", text, "text/csv")}
        to = _tried(lambda g=given: client.post("/facts/files", "^/facts/drops/", {"side": "marketing"}, files=g))
        yield
        if to is None:
            continue
        said.drops.append(name)
        if _tried(lambda to=to: client.post(f"{to}/reading", "^/facts/work/", {})):
            said.confirmed.append(name)
        yield
        time.sleep(0.3)
