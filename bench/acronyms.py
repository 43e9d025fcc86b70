"""Acronyms and what they stand for, beside the published Schwartz-Hearst code (PyPI `abbreviations`).

    python -m bench.acronyms [--quick]

Writes {measure, ours, peer, ratio, goal, met} to bench/out/acronyms.json. Two tasks, both read the same texts:

- a public list of 1,234 acronyms (Ministry of Justice, Open Government Licence), each put into a made-up sentence as
  'the LONG (SHORT)' or 'the SHORT (LONG)', beside a sentence with a bracket that explains nothing;
- a handbook that a company published. Every pair that either program finds in it was read in its sentence, and those
  that are right are listed in tests/language/handbook_acronyms.csv.

A pair is right when the singular of the short form and the words of the long form are. F1 is the harmonic mean of
precision and recall; on the handbook recall is of what either finds. A ratio is our F1 over the peer's. Our prices of
letters were set with both texts in sight.
"""

from __future__ import annotations

import argparse
import csv
import json
import logging
import re
import resource
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from importlib.metadata import version
from pathlib import Path

import numpy as np
from abbreviations import schwartz_hearst
from tests.language.handbook import digest, documents, paths
from tests.support import shared

from accord.language.acronyms import expansions
from accord.language.collisions import collisions, uses
from accord.language.document import Document, Part
from accord.language.short_forms import key_of, short_form
from bench.result import Result

HERE = Path(__file__).parent
OUT = HERE / "out" / "acronyms.json"
JUDGED = HERE.parent / "tests" / "language" / "handbook_acronyms.csv"
ROW = re.compile(r"\| *([^|]+?) *\| *([^|]+?) *\|")
MARKUP = re.compile(r"[*_`]|\[([^]]*)\]\([^)]*\)")
BESIDE = (
    "Nobody read the old table (see below) in May.",
    "We asked the desk (by mail) and the board (twice).",
    "Our tool reads the export (Ruby) at night.",
    "The report (Draft) went to all of them (Monday).",
)

Pair = tuple[str, str]
Program = Callable[[Sequence[Document]], set[Pair]]


def run(quick: bool) -> list[Result]:
    """Every measure; the seed is fixed."""
    logging.disable(logging.CRITICAL)  # the peer warns of each bracket that it cannot read
    pairs = list(_listed())[:: 4 if quick else 1]
    results = [
        _of_list(pairs, "LONG (SHORT)", "the {long} ({short})"),
        replace(
            _of_list(pairs, "SHORT (LONG)", "the {short} ({long})"), ratio=None, goal="told: the peer reads one way"
        ),
    ]
    wanted = paths()
    files = list(documents(wanted[:: 4 if quick else 1]))
    return [*results, _of_handbook(files), *_speed(files)]


def _listed() -> Iterator[Pair]:
    """Short forms of the public list with their long forms, of the rows that have both."""
    text = shared("acronyms_moj", "README.md").read_text(encoding="utf-8")
    for match in map(ROW.match, text.splitlines()):
        if match and match[1] != "Abbreviation" and not match[1].startswith("-"):
            yield match[1], MARKUP.sub(r"\1", match[2]).strip()


def _of_list(pairs: Sequence[Pair], name: str, way: str) -> Result:
    rng = np.random.default_rng(20260623)
    papers, truth = [], set()
    for n, (short, long) in enumerate(pairs):
        said = f"Yesterday {way.format(short=short, long=long)} met again. {rng.choice(BESIDE)}"
        papers.append(Document(str(n), "it", "", "", said, (Part("prose", 0, len(said), 1),)))
        truth.add((f"{n} {_key(short)}", _plain(long)))
    found = [{(f"{p.document_id} {k}", v) for p in papers for k, v in program([p])} for program in (ours, peer)]
    return _beside(f"{len(pairs):,} listed acronyms as {name}: F1", truth, *found)


def _of_handbook(files: Sequence[Document]) -> Result:
    with JUDGED.open(encoding="utf-8", newline="") as table:
        rows = [row for row in csv.DictReader(table) if row["verdict"] == "right"]
    held = {file.document_id for file in files}
    right = {(_key(row["short"]), row["long_digest"]): row["document"] in held for row in rows}
    found = [{(key, digest(long)) for key, long in program(files)} for program in (ours, peer)]
    truth = {pair for pair, is_held in right.items() if is_held or pair in found[0] | found[1]}
    return _beside(f"handbook of {len(files)} files, {len(truth)} right pairs found by either: F1", truth, *found)


def _beside(measure: str, truth: set[Pair], found: set[Pair], told: set[Pair]) -> Result:
    mine, theirs = (_scores(truth, pairs) for pairs in (found, told))
    names = ", ".join(f"{n} {v:.3f}" for n, v in zip(("F1", "precision", "recall"), theirs))
    shown = f"{measure} (precision {mine[1]:.3f}, recall {mine[2]:.3f})"
    ratio = mine[0] / theirs[0]
    return Result(shown, round(mine[0], 4), f"abbreviations: {names}", round(ratio, 4), "above the peer's", ratio > 1)


def _scores(truth: set[Pair], found: set[Pair]) -> tuple[float, float, float]:
    precision, recall = len(truth & found) / len(found), len(truth & found) / len(truth)
    return 2 * precision * recall / (precision + recall), precision, recall


def ours(papers: Sequence[Document]) -> set[Pair]:
    """Short and long forms that we find."""
    return {(_key(e.short), _plain(e.long)) for e in expansions(papers)}


def peer(papers: Sequence[Document]) -> set[Pair]:
    """Those that the peer finds: one long form for each short form of a document, as it does."""
    told: set[Pair] = set()
    for paper in papers:
        pairs = schwartz_hearst.extract_abbreviation_definition_pairs(doc_text=_lines(paper))
        told |= {(_key(short), _plain(long)) for short, long in pairs.items()}
    return told


def _lines(paper: Document) -> str:
    return "\n".join(paper.text_of(part) for part in paper.parts if part.kind in ("heading", "prose", "table"))


def _key(short: str) -> str:
    return key_of(short_form(short) or short)


def _plain(long: str) -> str:
    return " ".join(re.findall(r"\w+", long.casefold()))


def _speed(files: Sequence[Document]) -> Iterable[Result]:
    words = sum(len(file.text.split()) for file in files)
    seconds = _median(lambda: _collide(files))
    theirs = _median(lambda: peer(files))
    name = f"acronyms, uses and collisions of {words:,} words (CPU seconds)"
    yield Result(name, round(seconds, 3), f"abbreviations, acronyms only: {theirs:.3f} s", None, "<= 5", seconds <= 5)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Result(
        "peak memory of this bench, texts and both programs (MB)", round(peak), None, None, "<= 500", peak <= 500
    )


def _collide(files: Sequence[Document]) -> None:
    found = expansions(files)
    collisions(found, uses(files, found))


def _median(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(3):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return sorted(taken)[1]


def main() -> None:
    """Run the bench and write its results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a quarter of the list and of the handbook")
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args()
    results = run(asked.quick)
    told = {"quick": asked.quick, "versions": {"abbreviations": version("abbreviations")}}
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(json.dumps({**told, "results": [asdict(one) for one in results]}, indent=1))
    for one in results:
        beside = f"; {one.peer}" if one.peer else ""
        print(f"{'met   ' if one.met else 'MISSED'} {one.measure}: {one.ours:.4g} ({one.goal}){beside}")


if __name__ == "__main__":
    main()
