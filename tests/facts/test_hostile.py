"""Every hostile file ends in a message that names it, within its limits, and leaves nothing behind."""

from __future__ import annotations

import resource
import time
from pathlib import Path

import pytest

from accord.facts.limits import Limits
from accord.facts.parse import parse
from accord.facts.reading import Ask, BadFile, Given
from tests.facts.hostile import CORPUS, VARIANTS, Hostile

LIMITS = Limits(memory_bytes=512_000_000, seconds=30)
GIVEN = Given(zone="UTC", hash_key=b"a made-up key")


def ends_in_a_message(hostile: Hostile, folder: Path) -> str:
    path, out = folder / hostile.name, folder / "out"
    path.write_bytes(hostile.make())
    started = time.monotonic()
    with pytest.raises((BadFile, Ask)) as ended:
        parse(path, GIVEN, out, limits=LIMITS)
    assert time.monotonic() - started < LIMITS.seconds + 5
    assert list(out.iterdir()) == []
    message = str(ended.value)
    assert hostile.name in message
    assert "Traceback" not in message
    assert "Report it" not in message, message
    return message


@pytest.mark.parametrize("hostile", CORPUS, ids=str)
def test_a_hostile_file_ends_in_a_message_and_no_row(hostile: Hostile, tmp_path: Path) -> None:
    assert hostile.told in ends_in_a_message(hostile, tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("hostile", VARIANTS, ids=str)
def test_its_variants_end_alike(hostile: Hostile, tmp_path: Path) -> None:
    assert hostile.told in ends_in_a_message(hostile, tmp_path)


def test_there_are_enough_of_them() -> None:
    assert len(CORPUS) >= 60
    assert len(CORPUS) + len(VARIANTS) >= 200
    assert len({hostile.name for hostile in [*CORPUS, *VARIANTS]}) == len(CORPUS) + len(VARIANTS)


def test_no_child_took_more_memory_than_allowed() -> None:
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    assert used < 1.1 * LIMITS.memory_bytes
