"""Checking texts beside a bare search for the same words, and beside textlint.

    python -m bench.words [--quick] [--textlint DIR]

Writes {measure, ours, peer, ratio, goal, met} to bench/out/words.json. The texts are the Markdown files of a public
handbook (shared data gitlab_handbook_2022); the 1,000 terms are drawn from them by how many files use a word or pair of
words, so that they are the same on every machine. DIR is where textlint and textlint-rule-terminology are installed
(``npm install textlint textlint-rule-terminology``; or ACCORD_TEXTLINT); without it that part is left out.

Ratios to the bare search are of medians of runs in turn; textlint runs once, as a process of its own, and so do we.
Alerts are compared by file, line and term; each difference gets the one cause that its place in the text shows
(``bench.causes``).
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

import ahocorasick

from accord.language.checking import Alert, Checker, fold, plurals
from accord.language.lexicon import Entry
from bench.causes import NO_CAUSE, Key, differences, pattern
from bench.readers import medians
from bench.result import Result

OUT = Path(__file__).parent / "out" / "words.json"
ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("ACCORD_SHARED", ROOT.parent / "shared"))
HANDBOOK = SHARED / "data" / "gitlab_handbook_2022" / "handbook"
TERMS = 1000
_CANDIDATE = re.compile(r"\b[a-z]{4,}(?: [a-z]{4,})?\b")


@dataclass(frozen=True)
class Handbook:
    """Its files, and the terms that are drawn from them."""

    files: tuple[Path, ...]
    texts: tuple[str, ...]
    terms: tuple[str, ...]

    @classmethod
    def read(cls, count: int | None) -> Handbook:
        files = tuple(sorted(HANDBOOK.rglob("*.md")))
        texts = tuple(file.read_text(encoding="utf-8") for file in files)
        used = Counter(word for text in texts for word in set(_CANDIDATE.findall(text)))
        ranked = sorted(used, key=lambda word: (-used[word], word))
        terms = tuple(sorted(ranked[1000 : 1000 + 5 * TERMS : 5]))
        return cls(files[:count], texts[:count], terms)

    @property
    def megabytes(self) -> float:
        return sum(len(text.encode()) for text in self.texts) / 1e6

    def entries(self) -> Iterator[Entry]:
        for n, term in enumerate(self.terms):
            yield Entry(term, f"term {n}", "a term of the bench", "glossary", may_be_explained=False)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--quick", action="store_true", help="a tenth of the files")
    ask.add_argument("--textlint", type=Path, default=os.environ.get("ACCORD_TEXTLINT"), metavar="DIR")
    asked = ask.parse_args()
    results: list[Result] = []
    causes: dict[str, int] = {}
    if not HANDBOOK.exists():
        print("left out: the handbook is not beside the project (shared data gitlab_handbook_2022)")
    else:
        handbook = Handbook.read(35 if asked.quick else None)
        results.append(beside_bare(handbook, 3 if asked.quick else 9))
        textlint = _textlint(asked.textlint)
        if textlint is None:
            print("left out: textlint and its rule terminology are not installed where --textlint says")
        else:
            more, causes = beside_textlint(handbook, textlint)
            results += more
    versions = {name: version(name) for name in ("pyahocorasick", "pyromark")}
    told = {"quick": asked.quick, "versions": versions, "causes": causes, "results": [asdict(r) for r in results]}
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    for r in results:
        print(f"{r.measure}: {r.ours:.3f} against {r.peer}, ratio {r.ratio}, goal {r.goal}, met {r.met}")
    for cause, count in sorted(causes.items()):
        print(f"  {cause}: {count}")


def beside_bare(handbook: Handbook, runs: int) -> Result:
    """All of a check (markup, words, lines, columns) beside the same search over the bare lower-case text."""
    checker = Checker(handbook.entries())
    bare = ahocorasick.Automaton()
    for term in handbook.terms:
        for form in (term, *plurals(term)):
            bare.add_word(form, len(form))
    bare.make_automaton()
    lowered = [fold(text) for text in handbook.texts]
    ours, peer = medians(
        runs,
        lambda: sum(len(checker.alerts(text, "markdown")) for text in handbook.texts),
        lambda: sum(1 for text in lowered for _ in bare.iter(text)),
    )
    what = f"check {len(handbook.texts)} Markdown files ({handbook.megabytes:.1f} MB) for {TERMS:,} terms"
    ratio = round(ours / peer, 2)
    return Result(f"{what} beside a bare Aho-Corasick pass (s)", ours, f"{peer:.3g}", ratio, "<= 8", ratio <= 8)


def _textlint(folder: Path | str | None) -> Path | None:
    """The program in an installation that has the rule."""
    if folder is None:
        return None
    modules = Path(folder) / "node_modules"
    whole = (modules / "textlint-rule-terminology").exists() and (modules / ".bin" / "textlint").exists()
    return modules / ".bin" / "textlint" if whole else None


def beside_textlint(handbook: Handbook, program: Path) -> tuple[list[Result], dict[str, int]]:
    """The same terms on the same files, both as whole processes."""
    with tempfile.TemporaryDirectory() as folder:
        ours, our_alerts = _run_ours(handbook, Path(folder))
        peer, their_keys = _run_textlint(handbook, program, Path(folder))
    our_keys = Counter((file, alert.line, alert.term) for file, alert in our_alerts)
    same = (our_keys & their_keys).total()
    texts = dict(zip(map(str, handbook.files), handbook.texts, strict=True))
    causes = Counter(differences(texts, our_alerts, their_keys))
    unexplained = sum(n for cause, n in causes.items() if NO_CAUSE in cause)
    ratio = round(peer / ours, 1)
    label = version_of(program)
    return [
        Result(f"the same beside {label} (s, whole process)", ours, f"{peer:.4g}", ratio, ">= 20", ratio >= 20),
        Result(
            f"alerts by file, line and term that {label} gives too, or whose difference has a cause",
            float(our_keys.total() + their_keys.total() - 2 * same - unexplained + same),
            f"{our_keys.total()} ours, {their_keys.total()} theirs, {same} both",
            None,
            "0 without a cause",
            unexplained == 0,
        ),
    ], dict(causes)


def version_of(program: Path) -> str:
    packed = json.loads((program.parent.parent / "textlint" / "package.json").read_text(encoding="utf-8"))
    return f"textlint {packed['version']}"


def _run_ours(handbook: Handbook, folder: Path) -> tuple[float, list[tuple[str, Alert]]]:
    charter = {"glossary": [{"term": e.term, "wording": e.instead} for e in handbook.entries()]}
    (folder / "charter.yaml").write_text(json.dumps(charter), encoding="utf-8")
    command = [str(Path(sys.executable).parent / "accord"), "words", "check", *map(str, handbook.files)]
    command += ["--for", "marketing", "--charter", str(folder / "charter.yaml"), "--json"]
    started = time.perf_counter()
    said = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    took = time.perf_counter() - started
    texts = json.loads(said.stdout)["texts"]
    known = set(handbook.terms)
    return took, [(t["file"], Alert(**a)) for t in texts for a in t["alerts"] if a["term"] in known]


def _run_textlint(handbook: Handbook, program: Path, folder: Path) -> tuple[float, Counter[Key]]:
    terms = [[pattern(term), f"term {n}"] for n, term in enumerate(handbook.terms)]
    rules = {"rules": {"terminology": {"defaultTerms": False, "skip": [], "terms": terms}}}
    (folder / ".textlintrc.json").write_text(json.dumps(rules), encoding="utf-8")
    command = [str(program), "--config", str(folder / ".textlintrc.json"), "--no-color", "-f", "json"]
    started = time.perf_counter()
    with (folder / "said.json").open("w", encoding="utf-8") as out:
        subprocess.run([*command, *map(str, handbook.files)], stdout=out, check=False, cwd=program.parent.parent.parent)
    took = time.perf_counter() - started
    keys: Counter[Key] = Counter()
    for file in json.loads((folder / "said.json").read_text(encoding="utf-8")):
        for message in file["messages"]:
            number = re.search(r"use “[Tt]erm (\d+)” instead", message["message"])
            if number:
                keys[file["filePath"], message["line"], handbook.terms[int(number[1])]] += 1
    return took, keys


if __name__ == "__main__":
    main()
