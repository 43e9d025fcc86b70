"""One browser and two sites for all tests of this folder: one full, one with nothing in it yet."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = os.environ.get("ACCORD_CHROMIUM") or shutil.which("chromium")
ROOT = Path(__file__).parents[2]
ORDERS = 12_000
CMO, CIO = "lena.moreau@demo.example", "anders.vik@demo.example"
NEWCOMER, PASSWORD = "mara@made-up.example", "lilac teapot orbit 41"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            # Pipes of the browser and the server are closed when Python says so, after the last test.
            item.add_marker(pytest.mark.filterwarnings("ignore::ResourceWarning"))
            item.add_marker(pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"))


@dataclass
class Place:
    """A site that answers, what is in it, and how its people sign in; ``before`` is its workspace before it began."""

    address: str
    rows: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    before: Path = Path()

    def context(self, browser: Any, who: str = "", **how: Any) -> Any:
        """A window of its own, in which ``who`` has signed in (nobody: ``""``)."""
        if who and who not in self.kept:
            self.kept[who] = self._sign_in(browser, who)
        return browser.new_context(storage_state=self.kept.get(who), **{"locale": "en-IE", **how})

    def _sign_in(self, browser: Any, who: str) -> Any:
        context = browser.new_context(locale="en-IE")
        page = context.new_page()
        page.goto(f"{self.address}/account/login/")
        page.fill("input[name=login]", who)
        page.fill("input[name=password]", self.rows["ways"][who])
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url("**/today")
        state = context.storage_state()
        context.close()
        return state


@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright drives the browser; it comes with dev")
    if CHROMIUM is None:
        pytest.skip("no Chromium here: install it, or name it in ACCORD_CHROMIUM")
    with sync_api.sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="package")
def full(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A made-up company with findings, decisions in each state, remarks, proposals, links and files."""
    from tests.web.served import site  # needs Django, which is not ready when this file is read

    folder = tmp_path_factory.mktemp("full") / "workspace"
    rows = _prepared(folder)
    before = shutil.copytree(folder, folder.with_name("before"))
    # Without a worker: nothing changes under a test but what the test does.
    with site(folder, "--no-worker") as served:
        yield Place(served.address, rows, before=before)


@pytest.fixture(scope="package")
def unpriced(browser: Any, full: Place, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The same company before anybody said which of its services carry orders."""
    from accord.clauses import marks
    from accord.clauses.defaults import default_text
    from tests.web.served import site

    folder = tmp_path_factory.mktemp("unpriced") / "workspace"
    shutil.copytree(full.before, folder)
    charter = folder / "charter.yaml"
    charter.write_text(default_text())
    marks.beside(charter).unlink(missing_ok=True)
    with site(folder, "--no-worker") as served:
        yield Place(served.address, full.rows)


@pytest.fixture(scope="package")
def empty(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A site in which one person has begun, and nothing else."""
    from tests.web.served import site

    with site(tmp_path_factory.mktemp("empty") / "workspace", "--no-worker") as served:
        place = Place(served.address, {"ways": {NEWCOMER: PASSWORD}})
        context = place.context(browser)
        place.kept[NEWCOMER] = _begun(context.new_page(), served.begin)
        context.close()
        yield place


@pytest.fixture(scope="package")
def fresh(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where somebody begins in a site that nobody has begun."""
    from tests.web.served import site

    with site(tmp_path_factory.mktemp("fresh") / "workspace", "--no-worker") as served:
        yield served.begin


def _prepared(folder: Path) -> dict[str, Any]:
    """``ACCORD_TEST_SITE`` may name a workspace and what was told of it, prepared before, to try things quickly."""
    ready = os.environ.get("ACCORD_TEST_SITE")
    if ready:
        shutil.copytree(Path(ready) / "workspace", folder)
        return dict(json.loads((Path(ready) / "told.json").read_text(encoding="utf-8")))
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("ACCORD_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-m", "tests.browser.world", str(ORDERS)],
        cwd=ROOT,
        env=plain | {"ACCORD_WORKSPACE": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _begun(page: Any, address: str) -> Any:
    page.goto(address)
    form = page.locator("form").first
    form.locator("input[name=name]").fill("Made-up Mara")
    form.locator("input[name=email]").fill(NEWCOMER)
    form.locator("input[name=password]").fill(PASSWORD)
    form.locator("select[name=role]").select_option("cmo")
    form.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/today")
    return page.context.storage_state()
