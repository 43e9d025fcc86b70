"""Starting the site: the database, the address, the server and the worker beside it.

The server and the worker are other doors; both are started by name, and nothing else is asked of them here.
"""

from __future__ import annotations

import ipaddress
import json
import os
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from accord.cli.ends import Ends
from accord.workspace.folder import Workspace

if TYPE_CHECKING:
    from accord.findings.brief import Brief
    from accord.pages.demo_company import Company

SERVER = "accord.web.wsgi:application"
WORKER = "accord.jobs.worker"
NIGHTLY = "accord.jobs.nightly"
PARENT = "ACCORD_SERVED_BY"
"""Names the process whose children end with it."""
COUNTS = "PROMETHEUS_MULTIPROC_DIR"
MOST_PROCESSES = 4
"""More are for whoever asks for them: each takes 250 MB and more."""


class NotSafe(Exception):  # noqa: N818 - says what it is
    """The site would be reachable by others before it is ready for them; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Serving:
    """How to serve. ``port`` 0 takes any that is free; ``threads`` are those of each of the ``workers`` processes."""

    host: str = "127.0.0.1"
    port: int = 8000
    threads: int = 8
    workers: int = field(default_factory=lambda: processes())
    worker: bool = True
    as_json: bool = False


def processes() -> int:
    """So many processes serve where nobody says how many: one for each processor that may be used, at most one for each
    GB of memory, at most four."""
    from accord.record.queue import SEVERAL

    able = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(able, _memory() >> 30, MOST_PROCESSES)) if SEVERAL else 1


def _memory() -> int:
    """The machine's memory in bytes."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def prepare(workspace: Workspace, *, without_backup: bool = False) -> None:
    """A workspace with a charter, a database in this version's shape."""
    from accord.pages.workspaces import begin
    from accord.record.upgrading import upgrade

    begin(workspace)
    backup = upgrade(workspace, without_backup=without_backup)
    if backup:
        click.echo(f"The database was brought to this version; as it was: {backup}", err=True)


def show_demo(workspace: Workspace, brief: Brief, company: Company) -> None:
    """Publish a demo's brief, and print how its made-up people sign in; their passwords are kept nowhere."""
    from accord.decisions.operations import publish
    from accord.pages.facts.demo_site import populate
    from accord.people.queries import somebody
    from accord.record import clock

    if somebody():
        click.echo("The demo's people have their passwords from before; remove its folder to begin anew.")
        return
    people = populate(workspace, company, with_facts=False)
    publish(brief, now=clock.now())
    click.echo("Sign in as one of these made-up people; the passwords are shown this once:")
    for one in people:
        click.echo(f"  {one.email:<28} {one.password:<18} {one.role}")


def serve(workspace: Workspace, how: Serving) -> None:
    """Serve until somebody stops it, and say who did. The workspace is prepared already.

    Raises ``NotSafe``, ``ValueError``, and ``Ended`` where nobody did.
    """
    from django.conf import settings

    from accord.record.logs import to_stderr

    check(how, workspace, settings.ACCORD)
    to_stderr()
    port = how.port or _free_port(how.host)
    _lead_to(how.host, port)
    stop = threading.Event()
    threading.Thread(target=_greet_when_open, args=(workspace, how, port, stop), daemon=True).start()
    worker = _worker(stop) if how.worker else None
    os.environ[PARENT] = str(os.getpid())
    try:
        with _counted_together(how.workers):
            Ends(_server(how, port)).serve()
    finally:
        stop.set()
        if worker:
            worker.join(timeout=10)


def _lead_to(host: str, port: int) -> None:
    """Where nobody has named its address, mails lead to where the site is served: at another port they led nowhere."""
    from django.conf import settings

    from accord.workspace.settings import Settings

    if settings.ACCORD.site_url == Settings().site_url:
        address = _address(host, port)
        os.environ["ACCORD_SITE_URL"] = address  # for the processes that are started from here
        settings.ACCORD = replace(settings.ACCORD, site_url=address)


@contextmanager
def _counted_together(workers: int) -> Iterator[None]:
    """Several processes count into one folder, so that /metrics is of all of them, whichever answers."""
    if workers == 1 or os.environ.get(COUNTS):
        yield
        return
    with tempfile.TemporaryDirectory(prefix="accord-counts-") as folder:
        os.environ[COUNTS] = folder
        yield
        del os.environ[COUNTS]


def check(how: Serving, workspace: Workspace, settings: Any) -> None:
    """Raise ``NotSafe`` for an address that others reach too early, ``ValueError`` for processes that cannot queue."""
    from accord.people.queries import somebody
    from accord.record.queue import SEVERAL
    from accord.workspace.settings import Settings

    if how.workers > 1 and not settings.database_url and not SEVERAL:
        raise ValueError("here SQLite is served by one process; for more, name PostgreSQL in ACCORD_DATABASE_URL")
    if _is_loopback(how.host):
        return
    if workspace.made_up:
        raise NotSafe("a demo is served on this machine only; leave --host out")
    if not somebody():
        raise NotSafe(f"begin on this machine first (accord serve, without --host); then others may reach {how.host}")
    if settings.site_url == Settings().site_url:
        raise NotSafe("name the address under which people reach the site as site_url in accord.toml, then try again")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _free_port(host: str) -> int:
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def _greet_when_open(workspace: Workspace, how: Serving, port: int, stop: threading.Event) -> None:
    """Nobody is sent to an address that does not answer yet."""
    while not stop.is_set():
        with socket.socket(socket.AF_INET6 if ":" in how.host else socket.AF_INET) as probe:
            if probe.connect_ex((how.host, port)) == 0:
                _greet(workspace, how, port)
                return
        stop.wait(0.1)


def _greet(workspace: Workspace, how: Serving, port: int) -> None:
    from accord.people.operations import first_run_token
    from accord.record import clock

    address = _address(how.host, port)
    token = first_run_token(clock.now())
    begin = f"{address}/first-run?token={token}" if token else ""
    if how.as_json:
        told = {"address": address, "workspace": str(workspace.root), "begin": begin, "token": token}
        click.echo(json.dumps(told))
        return
    click.echo(f"Workspace: {workspace.root}", err=True)
    if token:
        click.echo(f"Nobody has an account yet. Begin here, once: {begin}")
        click.echo(f"The word, if you are asked for it: {token}")
    click.echo(f"Serving {address} (Ctrl-C ends it)")


def _address(host: str, port: int) -> str:
    return f"http://{_name(host)}:{port}"


def _name(host: str) -> str:
    """As a browser is told: by name where it is this machine, because a passkey belongs to a name."""
    if host == "127.0.0.1":
        return "localhost"
    return f"[{host}]" if ":" in host else host


def _worker(stop: threading.Event) -> threading.Thread:
    thread = threading.Thread(target=import_module(WORKER).Worker(stop).run, name="accord-worker")
    thread.start()
    return thread


def _server(how: Serving, port: int) -> Any:
    """Processes with threads; on SQLite, too, whose writers take turns over all of them (``record.queue``)."""
    import multiprocessing

    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    # A forked child would share the database's connections and the worker's locks.
    multiprocessing.set_start_method("spawn", force=True)
    return Granian(
        SERVER,
        address=how.host,
        port=port,
        interface=Interfaces.WSGI,
        workers=how.workers,
        blocking_threads=how.threads,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.error,
        process_name=None,
    )


def work(stop: threading.Event) -> int:
    """Be a worker until ``stop`` is set; returns how many jobs were done."""
    from accord.record.logs import to_stderr

    to_stderr()
    done: int = import_module(WORKER).Worker(stop).run()
    return done


def tick(*, work_now: bool) -> tuple[list[str], int]:
    """Queue the nightly round, and with ``work_now`` do all that is due. Returns the kinds, and how many were done."""
    from accord.record import clock

    queued: list[str] = import_module(NIGHTLY).queue_round(now=clock.now())
    done = import_module(WORKER).Worker().until_idle() if work_now else 0
    return queued, done


def folder_of(root: Path | None) -> Workspace:
    from accord.pages.workspaces import named

    return named(root)
