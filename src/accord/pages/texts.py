"""Texts as they lie in files: checked for a reader, rewritten for one, and worded for both sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from accord.clauses.charter import Charter
from accord.clauses.glossary import Reader
from accord.language.checking import Alert, Checker, located
from accord.language.lexicon import lexicon
from accord.language.markup import Markup, markup_of, read
from accord.language.readability import Readability, readability
from accord.language.rewriting import Rewriter, Rewritten
from accord.language.spec import Spec, spec

LARGEST = 50_000_000
"""Bytes of one text; more is no text that somebody reads."""
ENDINGS = (".md", ".markdown", ".html", ".htm", ".txt")
"""What is looked for in a folder."""
_MARK = "\ufeff"

Learned = Mapping[Reader, Mapping[str, str]]
"""Jargon by the reader to whom it is: word -> why."""


@dataclass(frozen=True, slots=True)
class Text:
    """What a file holds; ``mark`` is the byte order mark that some programs put before it."""

    name: str
    text: str
    markup: Markup
    mark: str = ""


@dataclass(frozen=True, slots=True)
class CheckedText:
    """One text: what its reader should not be told, and how hard it is to read."""

    file: str
    alerts: tuple[Alert, ...]
    readability: Readability


@dataclass(frozen=True, slots=True)
class Checked:
    """Texts checked for a reader; ``words`` is how many words were looked for."""

    reader: Reader
    words: int
    texts: tuple[CheckedText, ...]

    @property
    def count(self) -> int:
        """Alerts of all texts."""
        return sum(len(text.alerts) for text in self.texts)


def text_of(name: str, raw: bytes, markup: Markup) -> Text:
    """A text from its bytes. Raises ``ValueError`` that names the file and the mend."""
    if len(raw) > LARGEST:
        raise ValueError(f"{name}: {len(raw):,} bytes; a text may have {LARGEST:,}. Part it into several")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        raise ValueError(f"{name}, line {line}: not UTF-8; save the file as UTF-8") from None
    return Text(name, text.removeprefix(_MARK), markup, _MARK if text.startswith(_MARK) else "")


def texts_of(paths: Iterable[Path], markup: Markup | None = None) -> Iterator[Text]:
    """The texts of files and folders, in order. ``markup`` is what they are written in, else their endings tell.

    Raises ``ValueError`` for a file that is no text, ``OSError`` for one that cannot be opened.
    """
    for path in paths:
        for file in _files(path):
            yield text_of(str(file), file.read_bytes(), markup or markup_of(file))


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(p for p in path.rglob("*") if p.suffix.lower() in ENDINGS and p.is_file())
    if not found:
        raise ValueError(f"{path}: no text in this folder ({', '.join(ENDINGS)})")
    return found


def checked(texts: Iterable[Text], charter: Charter, reader: Reader, learned: Learned | None = None) -> Checked:
    """Each text checked for its reader."""
    entries = lexicon(reader, charter.glossary, (learned or {}).get(reader))
    checker = Checker(entries)
    return Checked(reader, sum(not e.accepted for e in entries), tuple(_checked(text, checker) for text in texts))


def _checked(text: Text, checker: Checker) -> CheckedText:
    seen = read(text.text, text.markup)
    return CheckedText(text.name, tuple(located(seen, checker.matches(seen))), readability(seen))


def rewritten(text: Text, charter: Charter, reader: Reader) -> Rewritten:
    """The text in the glossary's words for a reader. Raises ``RewriteError``."""
    return Rewriter(lexicon(reader, charter.glossary)).rewrite(text.text, text.markup)


def for_both(text: Text, charter: Charter, learned: Learned | None = None) -> Spec:
    """The text's statements in both sides' wordings, with what is open."""
    return spec(text.text, text.markup, charter.glossary, learned)


def says(alert: Alert) -> str:
    """An alert in one line: what to say instead, and why."""
    if alert.instead:
        return f"{alert.found}: say '{alert.instead}' ({alert.reason})"
    return f"{alert.found}: {alert.reason}"


def reads(told: Readability) -> Sequence[str]:
    """How hard a text is, in sentences; none where it is too short to tell."""
    out = [] if told.grade is None else [f"grade {told.grade:.1f} ({told.words:,} words, {told.sentences:,} sentences)"]
    return [*out, *(f"line {s.line}: a sentence of {s.words} words, '{s.begins} ...'" for s in told.long)]
