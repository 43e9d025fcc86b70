"""Every hostile file ends in a message that names it, within its limits, and leaves nothing behind."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from accord.facts import parse as parsing
from accord.facts.limits import Limits
from accord.facts.parse import parse
from accord.facts.reading import Ask, BadFile, Given
from tests.facts.hostile import CORPUS, VARIANTS, Hostile

LIMITS = Limits(memory_bytes=512_000_000, seconds=30)
GIVEN = Given(zone="UTC", hash_key=b"a made-up key")


@pytest.fixture
def resident(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """What the parent sees of the child's memory, look by look."""
    looks: list[int] = []
    look = parsing._resident

    def kept(pid: int) -> int:
        looks.append(look(pid))
        return looks[-1]

    monkeypatch.setattr(parsing, "_resident", kept)
    return looks


def ends_in_a_message(hostile: Hostile, folder: Path, resident: list[int]) -> str:
    path, out = folder / hostile.name, folder / "out"
    path.write_bytes(hostile.make())
    started = time.monotonic()
    with pytest.raises((BadFile, Ask)) as ended:
        parse(path, GIVEN, out, limits=LIMITS)
    assert time.monotonic() - started < LIMITS.seconds + 30
    assert max(resident) < 1.1 * LIMITS.memory_bytes
    assert list(out.iterdir()) == []
    message = str(ended.value)
    assert hostile.name in message
    assert "Traceback" not in message
    assert "Report it" not in message, message
    return message


@pytest.mark.parametrize("hostile", CORPUS, ids=str)
def test_a_hostile_file_ends_in_a_message_and_no_row(hostile: Hostile, tmp_path: Path, resident: list[int]) -> None:
    assert hostile.told in ends_in_a_message(hostile, tmp_path, resident)


@pytest.mark.soak
@pytest.mark.parametrize("hostile", VARIANTS, ids=str)
def test_its_variants_end_alike(hostile: Hostile, tmp_path: Path, resident: list[int]) -> None:
    assert hostile.told in ends_in_a_message(hostile, tmp_path, resident)


def test_there_are_enough_of_them() -> None:
    assert len(CORPUS) >= 60
    assert len(CORPUS) + len(VARIANTS) >= 200
    assert len({hostile.name for hostile in [*CORPUS, *VARIANTS]}) == len(CORPUS) + len(VARIANTS)
