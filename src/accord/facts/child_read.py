"""The child's reading of one file: a reader's pieces in, Parquet files and a summary out."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any, TextIO

from accord.facts.child_write import Writer
from accord.facts.fingerprints import fingerprint_of
from accord.facts.limits import Limits
from accord.facts.reading import BadFile, Batch, Given, Note, Offer, Piece, Reader, Reject, Sample, Understood
from accord.facts.sniff_container import Member
from accord.facts.tabular_meter import METER, Meter

_NEWS_EVERY = 0.25


class News:
    """Tells the parent how far reading has come, a few times a second."""

    def __init__(self, said: TextIO) -> None:
        self._said, self._next = said, 0.0

    def tell(self, done: int, size: int, row: int, *, at_once: bool = False) -> None:
        if at_once or time.monotonic() >= self._next:
            self._next = time.monotonic() + _NEWS_EVERY
            self._said.write(json.dumps({"progress": [done, size], "row": row}) + "\n")
            self._said.flush()


class Taken:
    """What a reader has yielded so far."""

    def __init__(self, writer: Writer) -> None:
        self.writer, self.how = writer, Understood()
        self.notes: list[str] = []
        self.offers: list[Offer] = []
        self.first_reject: Reject | None = None

    def take(self, piece: Piece) -> None:
        match piece:
            case Batch():
                self.writer.batch(piece)
            case Reject():
                self.writer.reject(piece)
                self.first_reject = self.first_reject or piece
            case Note():
                self.notes.append(piece.text)
            case Offer():
                self.offers.append(piece)
            case Understood():
                self.how = piece

    def check(self) -> None:
        """A file of which nothing could be read is a bad file, not an empty one."""
        first = self.first_reject
        if first is None or self.offers or sum(self.writer.counts().values()):
            return
        shown = f" ({first.value[:60]})" if first.value else ""
        reason = f"none of its {self.writer.rejected:,} rows can be read; the first{shown} {first.reason}"
        self.writer.discard()
        raise BadFile(reason, "Mend the export, or read it as another kind with --as", first.row, first.column)


def read(
    reader: Reader, one: Member, sample: Sample, given: Given, out: Path, limits: Limits, said: TextIO
) -> dict[str, Any]:
    """Read one plain file. Returns what ``Parsed`` holds, as JSON; raises ``Ask`` and ``BadFile``."""
    meter = Meter(News(said).tell)
    token = METER.set(meter)
    try:
        with Writer(out, one.source_id, limits.memory_bytes) as writer:
            taken = Taken(writer)
            for piece in reader.read(one.path, sample, given):
                taken.take(piece)
            writer.close_tables()
            taken.check()
            return _summary(reader, one, sample, taken, meter)
    finally:
        METER.reset(token)


def _summary(reader: Reader, one: Member, sample: Sample, taken: Taken, meter: Meter) -> dict[str, Any]:
    writer, how = taken.writer, taken.how
    first, last = writer.span()
    counts = writer.counts()
    return {
        "member": one.name,
        "source_id": one.source_id,
        "reader": reader.name,
        "reader_version": getattr(reader, "version", 1),
        "fingerprint": how.fingerprint or fingerprint_of(reader, sample),
        "tables": {name: str(path) for name, path in writer.finish().items()},
        "counts": counts,
        "rejects": str(writer.rejects) if writer.rejects else None,
        "rejected": writer.rejected,
        "rows_read": meter.rows or sum(counts.values()) + writer.rejected,
        "notes": taken.notes,
        "offers": [(offer.clause, offer.data) for offer in taken.offers],
        "first": first and first.isoformat(),
        "last": last and last.isoformat(),
        "money": writer.money(),
        "zone": how.zone,
        "locale": how.locale,
        "encoding": sample.encoding,
        "columns_matched": how.matched,
        "columns_left": how.left,
        "preliminary": how.preliminary,
    }
