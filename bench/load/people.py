"""People at their pages, for locust: nineteen of twenty requests read, one writes.

Told by the environment: ``ACCORD_BENCH_TOLD`` names the JSON of ``bench.load.preparing``. Everybody waits for a
second or so between two pages, as somebody does who reads on a hundred screens at once.
"""

from __future__ import annotations

import itertools
import json
import os
import random
from pathlib import Path
from typing import Any

from locust import HttpUser, between, task

TOLD: dict[str, Any] = json.loads(Path(os.environ["ACCORD_BENCH_TOLD"]).read_text())
_NEXT = itertools.count()


class Reader(HttpUser):
    """Somebody who is signed in."""

    wait_time = between(0.8, 1.4)

    def on_start(self) -> None:
        number = next(_NEXT)
        self.draw = random.Random(number)
        session = TOLD["sessions"][number % len(TOLD["sessions"])]
        self.client.cookies.set("sessionid", session)
        self.client.get("/you", name="/you")

    def read(self, path: str, name: str = "") -> None:
        with self.client.get(path, name=name or path, allow_redirects=False, catch_response=True) as answer:
            if answer.status_code != 200:
                answer.failure(f"{answer.status_code}")

    def write(self, path: str, form: dict[str, str], name: str) -> None:
        token = {"X-CSRFToken": self.client.cookies.get("csrftoken", "")}
        with self.client.post(
            path, data=form, headers=token, name=name, allow_redirects=False, catch_response=True
        ) as answer:
            if answer.status_code not in (302, 303):
                answer.failure(f"{answer.status_code}")

    @task(20)
    def today(self) -> None:
        self.read("/today")

    @task(12)
    def findings(self) -> None:
        asked = self.draw.choice(("", "?kind=lost", "?side=it", "?least=1000", "?text=checkout"))
        self.read(f"/findings{asked}", "/findings")

    @task(20)
    def finding(self) -> None:
        self.read(f"/findings/{self.draw.choice(TOLD['findings'])}", "/findings/ID")

    @task(6)
    def evidence(self) -> None:
        self.read(f"/findings/{self.draw.choice(TOLD['findings'][:10])}/evidence", "/findings/ID/evidence")

    @task(10)
    def decisions(self) -> None:
        self.read("/decisions")

    @task(9)
    def decision(self) -> None:
        self.read(f"/decisions/{self.draw.choice(TOLD['decisions'])}", "/decisions/ID")

    @task(8)
    def calendar(self) -> None:
        self.read("/calendar")

    @task(4)
    def charter(self) -> None:
        self.read("/charter")

    @task(4)
    def facts(self) -> None:
        self.read("/facts")

    @task(2)
    def brief(self) -> None:
        self.read("/brief")

    @task(4)
    def comment(self) -> None:
        finding = self.draw.choice(TOLD["findings"])
        self.write(f"/findings/{finding}/comment", {"text": "A made-up word."}, "POST comment")

    @task(1)
    def audience(self) -> None:
        self.write("/you/audience", {"audience": self.draw.choice(("it", "finance", "marketing"))}, "POST audience")
