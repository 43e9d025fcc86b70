"""A style for Vale (vale.sh, 3.x), so that editors which run it hold texts to the glossary.

A folder for each reader, a vocabulary, and a sample configuration a reader. Only keys that Vale documents are written.
Its expressions may hold no group that captures, and it counts brackets to find one, so brackets of a word are written
as their code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import yaml

from accord.clauses.glossary import READERS, Reader, Term, agreed
from accord.language.exchange.shape import Exported, listed

NAMES: dict[Reader, str] = {"marketing": "ForMarketing", "it": "ForIT", "finance": "ForFinance"}
UNSAID = (
    "A Vale style holds what is said instead, for each reader; meanings, owners, examples and the step of the journey "
    "stay here."
)
_LETTERS = re.compile(r"[.^$*+?\[\]{}|\\]")


def export(glossary: tuple[Term, ...], *, name: str = "Accord") -> Exported:
    """``styles/NAMEForREADER/*.yml``, ``styles/config/vocabularies/NAME/*.txt`` and ``for-READER.ini``."""
    binding = tuple(agreed(glossary))
    files: list[tuple[str, str]] = []
    for reader in READERS:
        style = name + NAMES[reader]
        files += [(f"styles/{style}/{rule}.yml", _yaml(said)) for rule, said in _rules(binding, reader)]
        files.append((f"for-{reader}.ini", _configuration(name, style)))
    vocabulary = f"styles/config/vocabularies/{name}"
    files.append((f"{vocabulary}/accept.txt", _lines(_accepted(binding))))
    files.append((f"{vocabulary}/reject.txt", _lines(_rejected(glossary))))
    return Exported(tuple((path, text.encode()) for path, text in sorted(files)), tuple(_unsaid(binding)))


def _unsaid(binding: tuple[Term, ...]) -> Iterator[str]:
    yield UNSAID
    unfit = [t.term for t in binding for r in READERS if not _fits(t.say(r) or "")]
    if unfit:
        yield f"Vale reads a bar or a dollar sign in a wording as its own, so these are left out: {listed(unfit)}."


def _fits(said: str) -> bool:
    return "|" not in said and "$" not in said


def _rules(binding: tuple[Term, ...], reader: Reader) -> Iterator[tuple[str, dict[str, Any]]]:
    """Words to be replaced, capitals of abbreviations minded, and words that mean two things without a wording."""
    swaps = [(name, said) for t in binding if (said := t.say(reader)) and _fits(said) for name in t.names()]
    short, long = (_swap(swaps, test) for test in (_is_short, lambda name: not _is_short(name)))
    for rule, swap, ignorecase in (("Abbreviations", short, False), ("Words", long, True)):
        if swap:
            yield rule, {**_head("substitution", "Say '%s' instead of '%s'.", "warning"), "ignorecase": ignorecase,
                         "nonword": True, "vocab": False, "action": {"name": "replace"}, "swap": swap}  # fmt: skip
    twofold = [name for t in binding if t.marketing and t.it and not t.say(reader) and t.wording is None
               for name in t.names()]  # fmt: skip
    if twofold:
        message = "'%s' means something else to marketing than to IT: say which."
        tokens = sorted(_token(name) for name in twofold)
        yield "Meanings", {**_head("existence", message, "suggestion"), "ignorecase": False, "nonword": True,
                           "vocab": False, "tokens": tokens}  # fmt: skip


def _head(extends: str, message: str, level: str) -> dict[str, Any]:
    return {"extends": extends, "message": message, "level": level}


def _is_short(name: str) -> bool:
    """An abbreviation, whose capitals tell it from a word: CAB is no cab."""
    return bool(re.search(r"[^\W\d_]", name)) and name.rstrip("s").isupper()


def _swap(pairs: list[tuple[str, str]], wanted: Callable[[str], bool]) -> dict[str, str]:
    """Longer words first: Vale takes the first that fits."""
    chosen = sorted((p for p in pairs if wanted(p[0])), key=lambda p: (-len(p[0]), p[0]))
    return {_whole(name, said): said for name, said in chosen}


def _whole(name: str, said: str = "") -> str:
    """An expression for the word as a whole, where it does not stand in its own wording already ('change CAB')."""
    before, after = "", ""
    start = said.casefold().find(name.casefold())
    if start >= 0:
        end = start + len(name)
        before = f"(?<!{escaped(said[:start])})" if said[:start] else ""
        after = f"(?!{escaped(said[end:])})" if said[end:] else ""
    return rf"(?<!\w){before}{escaped(name)}(?!\w){after}"


def _token(name: str) -> str:
    """The word as a whole; one that is no abbreviation may begin a sentence."""
    return _whole(name) if _is_short(name) else rf"(?<!\w){_opening(name)}(?!\w)"


def escaped(text: str) -> str:
    """The text as an expression that matches it and nothing else."""
    plain = _LETTERS.sub(lambda m: f"\\{m[0]}", text)
    return plain.replace("(", r"\x28").replace(")", r"\x29")


def _accepted(binding: tuple[Term, ...]) -> list[str]:
    """What is written from now on; a small first letter may be a capital where a sentence begins."""
    said = {t.say(reader) or t.term for t in binding for reader in READERS}
    return sorted(_opening(text) for text in said)


def _opening(text: str) -> str:
    first, rest = text[0], escaped(text[1:])
    return f"[{first.upper()}{first}]{rest}" if first.islower() and len(first.upper()) == 1 else escaped(first) + rest


def _rejected(glossary: tuple[Term, ...]) -> list[str]:
    return sorted(escaped(name) for t in glossary if t.status == "retired" for name in t.names())


def _lines(texts: list[str]) -> str:
    return "".join(f"{text}\n" for text in texts)


def _yaml(said: dict[str, Any]) -> str:
    return yaml.safe_dump(said, sort_keys=False, allow_unicode=True, width=1000)


def _configuration(name: str, style: str) -> str:
    return (
        "StylesPath = styles\n"
        "MinAlertLevel = suggestion\n"
        f"Vocab = {name}\n\n"
        "[*.{md,mdx,html,txt,rst,adoc}]\n"
        f"BasedOnStyles = Vale, {style}\n"
        "Vale.Spelling = NO\n"
    )
