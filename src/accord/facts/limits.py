"""How much a file may cost us: sizes, counts, memory and time.

The figures follow ASVS 5.0 (5.2.3 archives, 5.2.4 quotas, 15.2.2 resource limits): a hostile file must end in
a message, not in a full disk or a dead machine. An honest file is far below them.
"""

from __future__ import annotations

import resource
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds for one file.

    ``upload_bytes`` is its size as it came, ``expanded_bytes`` unpacked, ``ratio`` of the two (looked at from
    ``ratio_from_bytes`` on: small files may pack well), ``members`` of an archive, ``columns`` of a row,
    ``cell_chars`` of one cell, ``line_chars`` of one line, ``memory_bytes`` resident in the child process,
    ``seconds`` on the wall clock.
    """

    upload_bytes: int = 200_000_000
    expanded_bytes: int = 1_000_000_000
    ratio: int = 100
    ratio_from_bytes: int = 10_000_000
    members: int = 10_000
    columns: int = 16_384
    cell_chars: int = 1_000_000
    line_chars: int = 20_000_000
    memory_bytes: int = 1_000_000_000
    seconds: float = 900.0


DEFAULT = Limits()

# Writable memory that libraries reserve and never touch: thread stacks, allocator arenas.
_RESERVED = 200_000_000


def confine(limits: Limits) -> None:
    """Bind this process to the limits: an allocation beyond them fails, and so does endless work.

    Called by the child before it opens the file. Resident memory is watched by the parent as well, since
    the kernel offers no limit for it.
    """
    _lower(resource.RLIMIT_DATA, limits.memory_bytes + _RESERVED)
    _lower(resource.RLIMIT_CPU, int(limits.seconds * 2) + 5)
    _lower(resource.RLIMIT_CORE, 0)


def _lower(which: int, wanted: int) -> None:
    _, hard = resource.getrlimit(which)
    ceiling = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(which, (ceiling, ceiling))
