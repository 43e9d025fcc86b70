"""A process of its own in which threads sign at once: ``python -m tests.decisions.racing WORKSPACE ROLE...``.

``key`` stands for a change of the server's key, once one decision is in force and one head has signed another.
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path
from typing import Any

from accord.record.start import prepare
from accord.workspace.folder import Workspace


def main() -> None:
    """Print what became of each signature, the state, the links of the chain and its faults, as JSON."""
    prepare(Workspace(Path(sys.argv[1])))
    from accord.decisions.models import Decision, Signed
    from accord.record import signing
    from accord.record.models import SignedEntry
    from tests.decisions.made import Cast

    cast = Cast()
    row = _half_signed(cast) if "key" in sys.argv[2:] else cast.proposed()
    told = _at_once(cast, row, sys.argv[2:])
    state = Decision.objects.get(pk=row.pk).state
    counts = {"signed": Signed.objects.count(), "entries": SignedEntry.objects.count()}
    print(json.dumps({"told": told, "state": state, **counts, "faults": signing.faults()}))  # noqa: T201


def _half_signed(cast: Any) -> Any:
    """The server's key may change only where something was closed with it."""
    from accord.record import signing
    from tests.decisions.made import again
    from tests.people_made_up import NOW

    both = [signing.sign(p, "decision", "D-0", {"made_up": True}, again(), now=NOW) for p in (cast.cmo, cast.cio)]
    signing.close({"made_up": True}, both, now=NOW)
    row = cast.proposed()
    cast.signed(row, cast.cmo)
    return row


def _one(cast: Any, row: Any, role: str) -> None:
    from accord.record.signing_key import change_key
    from accord.record.writing import HOUSE
    from tests.people_made_up import NOW

    if role == "key":
        change_key(by=HOUSE, reason="The machine was replaced", tell=(), now=NOW)
    else:
        cast.signed(row, getattr(cast, role))


def _at_once(cast: Any, row: Any, roles: list[str]) -> list[str]:
    from django.db import connection

    start, told = threading.Barrier(len(roles)), [""] * len(roles)

    def one(number: int) -> None:
        start.wait()
        try:
            _one(cast, row, roles[number])
            told[number] = "signed"
        except Exception as fault:
            told[number] = type(fault).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(len(roles))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


if __name__ == "__main__":
    main()
