"""The process that opens a file. Started by ``parse`` for one request, confined, and gone afterwards.

Run as ``python -m accord.facts.child``: a JSON request on standard input, JSON lines on standard output.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TextIO

from accord.facts.child_documents import documents_among, documents_reader
from accord.facts.child_read import read
from accord.facts.convert_text import deceit_in
from accord.facts.limits import Limits, confine
from accord.facts.mapping_suggest import NotRecognised, suggest
from accord.facts.parse_answer import given_of, told_of
from accord.facts.parse_discovery import reader_named, readers
from accord.facts.reading import Ask, BadFile, Reader, Sample
from accord.facts.sniff import sample_of
from accord.facts.sniff_container import Member, unpack


def main() -> int:
    """Answer one request."""
    said = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    job = Job(json.load(sys.stdin), said)
    confine(job.limits)
    gc.disable()  # rows are millions of lists without cycles: looking for cycles among them costs half of the time
    said.write(json.dumps(job.answer()) + "\n")
    said.flush()
    return 0


class Job:
    """One request: what is asked, of which file, within which limits."""

    def __init__(self, request: dict[str, Any], said: TextIO) -> None:
        self.limits, self.given = Limits(**request["limits"]), given_of(request["given"])
        self.path, self.out = Path(request["path"]), Path(request["out"])
        self.request, self.said, self.member = request, said, ""

    def answer(self) -> dict[str, Any]:
        """The answer, or the error with the member that it was found in."""
        actions: dict[str, Callable[[], dict[str, Any]]] = {"recognise": self._recognise, "parse": self._parse}
        try:
            return actions[self.request["action"]]()
        except (Ask, BadFile) as error:
            return told_of(error) | {"member": self.member}
        except MemoryError:
            reason = f"reading needed more than {self.limits.memory_bytes // 1_000_000} MB of memory"
            return {"bad": [reason, "Export a shorter period, or as CSV", 0, ""], "member": self.member}
        except RecursionError:
            return {"bad": ["the document is nested too deep", "Is this an export?", 1, ""], "member": self.member}

    def _samples(self, folder: str) -> Iterator[tuple[Member, Sample]]:
        for one in unpack(self.path, Path(folder), self.limits):
            self.member = one.name
            yield one, sample_of(one.path, self.limits)

    def _recognise(self) -> dict[str, Any]:
        found: list[tuple[str, str, float]] = []
        with TemporaryDirectory(dir=self.out) as folder:
            for one, sample in self._samples(folder):
                found += [(one.name, reader.name, c) for reader, c in certain(sample, self.request["readers"])]
        return {"recognised": found}

    def _parse(self) -> dict[str, Any]:
        parsed, unknown = [], []
        with TemporaryDirectory(dir=self.out) as folder:
            members = list(unpack(self.path, Path(folder), self.limits))
            sorted_out = documents_among(members, self.limits) if members[0].name else None
            if sorted_out:
                parsed.append(self._read(documents_reader(), *sorted_out.whole(self.path)))
                members = sorted_out.others
            for one in members:
                self.member = one.name
                sample = sample_of(one.path, self.limits)
                reader = self._reader(sample)
                if reader is None or (one.name and reader.name == "documents"):  # a note beside exports
                    unknown.append((one, sample))
                else:
                    parsed.append(self._read(reader, one, sample))
        for one, sample in unknown:
            refuse_deceit(one, sample)
        if not parsed:
            raise NotRecognised([guess for one, sample in unknown for guess in suggest(one.name, sample.rows)])
        parsed[0]["notes"] += [f"{one.name} is not recognised and left out" for one, _ in unknown]
        return {"parsed": parsed}

    def _read(self, reader: Reader, one: Member, sample: Sample) -> dict[str, Any]:
        return read(reader, one, sample, self.given, self.out, self.limits, self.said)

    def _reader(self, sample: Sample) -> Reader | None:
        named = self.request["reader"]
        if not named:
            return most_certain(sample)
        try:
            return reader_named(named)
        except KeyError as error:
            raise BadFile(str(error.args[0]), "Name one of these with --reader") from error


def refuse_deceit(one: Member, sample: Sample) -> None:
    """A header that looks like a known one and is not, because of characters that nobody sees."""
    for number, row in enumerate(sample.rows, 1):
        for at, cell in enumerate(row, 1):
            deceit = deceit_in(cell)
            if deceit:
                mend = "Remove it, or export the file again"
                raise BadFile(f"its text {deceit}, so that no reader recognises it", mend, number, f"no. {at}")


def certain(sample: Sample, names: list[str] | None) -> list[tuple[Reader, float]]:
    """The readers that know the file, most certain first."""
    scored = [(reader, reader.recognise(sample)) for reader in readers(names)]
    return sorted(((r, c) for r, c in scored if c > 0), key=lambda pair: (-pair[1], pair[0].name))


def most_certain(sample: Sample) -> Reader | None:
    """The reader to take; None where none knows the file. Raises ``Ask`` where two are equally certain."""
    found = certain(sample, None)
    if len(found) > 1 and found[0][1] == found[1][1]:
        names = tuple(reader.name for reader, c in found if c == found[0][1])
        raise Ask("reader", "Which export is this?", names, "--as")
    return found[0][0] if found else None


if __name__ == "__main__":
    sys.exit(main())
