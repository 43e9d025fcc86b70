"""Under which fingerprints a file's answers may be remembered, looked up before it is read.

The file is opened in a child process with limits, as for reading. Run as ``python -m accord.facts.fingerprints``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from accord.facts.limits import DEFAULT, Limits, confine
from accord.facts.reading import BadFile, Reader, Sample


def fingerprints_of(path: Path, scratch: Path, limits: Limits = DEFAULT) -> tuple[str, ...]:
    """Fingerprints that the file's header may have; none where it cannot be opened, which reading will say better."""
    request = json.dumps({"path": str(path), "scratch": str(scratch), "limits": asdict(limits)})
    command = [sys.executable, "-P", "-m", "accord.facts.fingerprints"]
    try:
        told = subprocess.run(
            command, input=request, capture_output=True, text=True, timeout=limits.seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return ()
    return tuple(json.loads(told.stdout)) if told.returncode == 0 else ()


def main() -> int:
    """Answer one request."""
    request = json.load(sys.stdin)
    limits = Limits(**request["limits"])
    confine(limits)
    sys.stdout.write(json.dumps(_fingerprints(Path(request["path"]), Path(request["scratch"]), limits)))
    return 0


def _fingerprints(path: Path, scratch: Path, limits: Limits) -> list[str]:
    from accord.facts.sniff import sample_of
    from accord.facts.sniff_container import unpack

    found: list[str] = []
    with TemporaryDirectory(dir=scratch) as folder:
        try:
            for member in unpack(path, Path(folder), limits):
                found += _of(sample_of(member.path, limits))
        except BadFile:
            return []  # reading the file will tell what is wrong with it
    return found


def _of(sample: Sample) -> list[str]:
    """Of a table, a fingerprint for each line that may be its header; else the readers that know the document."""
    from accord.facts.parse_discovery import readers
    from accord.facts.tabular import Header

    lines = [Header(at, row, {}).fingerprint for at, row in enumerate(sample.rows)]
    return lines + [fingerprint_of(reader, sample) for reader in readers() if reader.recognise(sample) > 0]


def fingerprint_of(reader: Reader, sample: Sample) -> str:
    """Under what answers about a document are remembered: the reader's own word for its source, else its name."""
    own = getattr(reader, "fingerprint", None)
    return str(own(sample)) if own else reader.name


if __name__ == "__main__":
    sys.exit(main())
