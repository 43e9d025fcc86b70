"""A page as text: a brief fits a terminal page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from accord.pages.brief import BriefPage, CellShown, MissingShown, TotalShown
from accord.pages.finding import FigureShown, FindingPage
from accord.pages.renderings.terminal import Terminal, padded, safe, wrap
from accord.pages.shown import AmountShown, Table, Track

_LEFT = 22
_CELL = 26
_TWO_COLUMNS = 72
_BAR = 20
_PAGE = 48
"""Lines of a terminal page; what else was found gets what the rest leaves of it."""
_ALSO = 2
"""So many of the other findings stand there at least."""
_MISSING = 4
_WAYS = "Where each is found: accord read --list"


def brief_text(page: BriefPage, terminal: Terminal | None = None) -> str:
    """The brief in one terminal page: four cells, three findings in full, the others in a line each."""
    t = terminal or Terminal()
    above = [_head(page, t), _cells(page, t), _title(page, t), *(_card(f, t) for f in page.first)]
    below = [_missing(page, t), _foot(page, t)]
    above, below = [list(part) for part in above], [list(part) for part in below]
    room = _PAGE - len(list(_spaced([*above, *below, _more(page, len(page.told), t)]))) - 2
    also = min(len(page.told), max(_ALSO, room))
    return t.finish(_spaced([*above, _others(page, also, t), *below, _more(page, also, t)]))


def finding_text(page: FindingPage, terminal: Terminal | None = None) -> str:
    """One finding whole: its figures, its three wordings, its evidence and how far to trust it."""
    t = terminal or Terminal()
    head = [t.dim(line) for line in wrap(f"{page.question} · {page.period}", t.columns)]
    parts = [
        head,
        _card(page, t),
        _figures(page, t),
        _parts(page, t),
        _wordings(page, t),
        _proof(page, t),
        _back(page, t),
        _evidence(page, t),
    ]
    return t.finish(_spaced([*parts, _trust(page, t)]))


def table_text(table: Table, terminal: Terminal | None = None) -> str:
    """A table in columns, numbers flush right."""
    numbers = [c.number for c in table.columns]
    return (terminal or Terminal()).finish(_columns([tuple(c.label for c in table.columns), *table.rows], numbers))


def _spaced(parts: Iterable[Iterable[str]]) -> Iterator[str]:
    """Parts with an empty line between them; parts that say nothing are left out."""
    for number, part in enumerate(p for p in map(list, parts) if p):
        yield from ([""] if number else [])
        yield from part


def _head(page: BriefPage, t: Terminal) -> Iterator[str]:
    name = f"{page.organisation}, {page.period}, in the words of {page.audience_word}"
    yield from (t.bold(line) for line in wrap(name, t.columns))
    yield from (t.dim(line) for line in wrap(f"{page.data_to}; {page.sources_line}", t.columns))
    for notice in filter(None, (page.made_up, page.draft)):
        yield from wrap(notice, t.columns)


def _cells(page: BriefPage, t: Terminal) -> Iterator[str]:
    for cell in page.cells:
        says = _paragraphs(_cell_says(cell, _right(t, _CELL)), t, _CELL)
        yield from _beside([t.bold(cell.title)], says, t, _CELL)


def _cell_says(cell: CellShown, width: int) -> list[str]:
    if cell.totals:
        return [_total_says(total) for total in cell.totals]
    # What each takes is told in full, and where it is found, further down.
    needs = "; ".join(dict.fromkeys(m.needs for m in cell.missing))
    return [_cut(f"{cell.says}: it takes {needs}" if needs else cell.says, width)]


def _total_says(total: TotalShown) -> str:
    return f"{total.amount.line}; {total.says}"


def _title(page: BriefPage, t: Terminal) -> list[str]:
    numbers = f": {', '.join(page.numbers)}" if page.numbers else ""
    return [t.bold(line) for line in wrap(page.title + numbers, t.columns)]


def _card(page: FindingPage, t: Terminal) -> Iterator[str]:
    """The amount with its range and bar on the left, what it means on the right."""
    title = [t.bold(line) for line in wrap(page.title, _right(t))]
    says = _paragraphs([" ".join(filter(None, [page.say, page.ask, page.waiting.text, *page.overlaps]))], t)
    foot = [t.dim(line) for line in _by_whom(page, _right(t))]
    yield from _beside(_amount(page, t), [*title, *says, *foot], t)


def owners(page: FindingPage) -> str:
    return f"{page.owner_marketing} and {page.owner_it}"


def _by_whom(page: FindingPage, width: int) -> list[str]:
    """Owners, and how to open the finding: its evidence at once where that fits the line."""
    commands = (page.open_with, page.open_with.removesuffix(" --evidence"))
    told = [wrap(f"{owners(page)}. {_together(command)}", width) for command in commands]
    return min(told, key=len)


def _together(command: str) -> str:
    """A command that is not broken at the end of a line."""
    return command.replace(" ", "\N{NO-BREAK SPACE}")


def _amount(page: FindingPage, t: Terminal) -> list[str]:
    when = [t.dim(line) for line in wrap(page.period, _LEFT - 2)]
    told = page.headline
    if told is None:
        return [*(t.bold(line) for line in wrap(page.verdict, _LEFT - 2)), *when]
    why = [] if page.amount else wrap(page.verdict, _LEFT - 2)
    return [t.bold(safe(told.text)), *_ends(told), _bar(told.track), *why, *when]


def _ends(amount: AmountShown) -> list[str]:
    return [line for text in (amount.ends, amount.surety) if text for line in wrap(text, _LEFT - 2)]


def _bar(track: Track) -> str:
    """Where the range lies between nothing and the largest of the page."""
    low, mid, high = (round(v / 100 * (_BAR - 1)) for v in (track.low, track.mid, track.high))
    return "".join("┃" if i == mid else "━" if low <= i <= high else "·" for i in range(_BAR))


def _paragraphs(texts: Iterable[str], t: Terminal, left: int = _LEFT) -> list[str]:
    return [line for text in texts if text for line in wrap(text, _right(t, left))]


def _right(t: Terminal, left: int = _LEFT) -> int:
    return t.columns - (left if t.columns >= _TWO_COLUMNS else 2)


def _beside(left: Sequence[str], right: Sequence[str], t: Terminal, width: int = _LEFT) -> Iterator[str]:
    """Two columns, or one below the other where the terminal is narrow."""
    if t.columns < _TWO_COLUMNS:
        yield from left
        yield from (f"  {line}" for line in right)
        return
    for one, other in zip_longest(left, right, fillvalue=""):
        yield padded(one, width) + other


def _others(page: BriefPage, also: int, t: Terminal) -> Iterator[str]:
    """What else was found, a line each, as far as a page reaches."""
    if also:
        yield t.bold("Also found, with 90 % ranges")
    for finding in page.told[:also]:
        if told := finding.headline:
            # What a number without money counts would not fit the column, and stands behind the title.
            amount = safe(f"{told.text} {told.kind_word}" if finding.amount else told.text)
            title = finding.title if finding.amount else f"{finding.title}: {told.kind_word}"
            yield from _beside([amount], [_line(title, told.ends, finding.period, _right(t))], t)


def _line(title: str, ends: str, period: str, width: int) -> str:
    """A finding in one line: its range always, its days where they fit, and of its title what fits."""
    whole = safe(f"{title} ({'; '.join(filter(None, (ends, period)))})")
    if len(whole) <= width or not ends:
        return _cut(whole, width)
    tail = safe(f"({ends})")
    return f"{_cut(title, width - len(tail) - 1)} {tail}"


def _cut(text: str, width: int) -> str:
    """As much of a text as one line holds."""
    text = safe(text)
    return text if len(text) <= width else text[: max(0, width - 1)].rstrip() + "…"


def _missing(page: BriefPage, t: Terminal) -> list[str]:
    """Each question that waits, what it takes and where that is found: as much of it as a few lines hold."""
    if not page.missing:
        return []
    by_question: dict[str, list[MissingShown]] = {}
    for one in page.missing:
        by_question.setdefault(one.question, []).append(one)
    ways = {m.needs: f"{m.needs} ({m.how_to_get})" for m in page.missing}
    described = [f"{question} {_takes(needs, ways)}." for question, needs in by_question.items()]
    waiting = [f"{question} {_takes(needs, {})}." for question, needs in by_question.items()]
    count = f"{len(waiting)} {'question waits' if len(waiting) == 1 else 'questions wait'}"
    short = f"{count} for {'; '.join(dict.fromkeys(m.needs for m in page.missing))}. {_WAYS}"
    told = [_wrapped(form, t) for form in (described, [" ".join(described)], [f"{' '.join(waiting)} {_WAYS}"], [short])]
    fitting = next((lines for lines in told if len(lines) < _MISSING), None)
    return [t.bold("Not measured yet"), *(fitting or [*told[-1][: _MISSING - 2], _WAYS])]


def _wrapped(texts: Iterable[str], t: Terminal) -> list[str]:
    return [line for text in texts for line in wrap(text, t.columns)]


def _takes(needs: Sequence[MissingShown], ways: dict[str, str]) -> str:
    """What a question cannot do without, then what would complete its answer; each with its way, told once."""
    none, partly = ("; ".join(ways.pop(m.needs, m.needs) for m in needs if m.partly is p) for p in (False, True))
    return ". ".join(
        f"{says} {told}" for says, told in (("It takes", none), ("Answered in part without", partly)) if told
    )


def _more(page: BriefPage, also: int, t: Terminal) -> list[str]:
    """How to see what the page leaves out."""
    beyond, untold = len(page.told) - also, len(page.untold)
    parts = ([f"{beyond} more"] if beyond else []) + ([f"{untold} that cannot be told in money"] if untold else [])
    rest = f"{' and '.join(parts)}: {_together('accord findings')}. " if parts else ""
    return wrap(f"{rest}In full: {_together('accord brief --format html')}", t.columns)


def _foot(page: BriefPage, t: Terminal) -> Iterator[str]:
    for sentence in (*page.checks, *page.notes):
        yield from (t.dim(line) for line in wrap(sentence, t.columns))


def _figures(page: FindingPage, t: Terminal) -> list[str]:
    if not page.tiles:
        return []
    return [t.bold("Figures"), *_columns([_figure(f) for f in page.tiles], [False, True, False])]


def _figure(figure: FigureShown) -> tuple[str, str, str]:
    return (figure.label, figure.text, figure.range)


def _columns(rows: Sequence[tuple[str, ...]], numbers: Sequence[bool]) -> list[str]:
    """Rows in columns two spaces apart, each as wide as its widest cell."""
    cells = [[safe(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lined = ([c.rjust(w) if n else c.ljust(w) for c, w, n in zip(row, widths, numbers, strict=True)] for row in cells)
    return ["  ".join(row) for row in lined]


def _parts(page: FindingPage, t: Terminal) -> list[str]:
    """The amount's parts in columns; nothing where it has none, or the terminal is too narrow for them."""
    if page.parts is None:
        return []
    told = table_text(page.parts).splitlines()
    return [t.bold("In parts"), *told] if max(map(len, told)) <= t.columns else []


def _wordings(page: FindingPage, t: Terminal) -> Iterator[str]:
    yield t.bold("The same numbers, in three languages")
    for wording in page.wordings:
        yield from _beside([wording.audience_word], _paragraphs([wording.say], t), t)


def _proof(page: FindingPage, t: Terminal) -> Iterator[str]:
    if page.proof:
        yield t.bold("In their own words")
    for side in page.proof:
        said = [f"“{q.sentence}” {q.place}" if q.sentence else q.place for q in side.quotes]
        told = [f"{side.means} ({side.often})", *said, side.told]
        yield from _beside([side.side_word], _paragraphs(told, t), t)


def _back(page: FindingPage, t: Terminal) -> list[str]:
    return [t.bold("Say it back, then ask"), *wrap(f"{page.playback} {page.ask}", t.columns)]


def _evidence(page: FindingPage, t: Terminal) -> Iterator[str]:
    if page.evidence:
        yield t.bold("Evidence")
        yield from _columns(
            [(e.label, e.rows_text, e.table, e.adds_up_to) for e in page.evidence], [False, True, False, False]
        )


def _trust(page: FindingPage, t: Terminal) -> Iterator[str]:
    for sentence in (*(flag.sentence for flag in page.flags), page.beside, page.held, page.how):
        yield from (wrap(sentence, t.columns) if sentence else [])
