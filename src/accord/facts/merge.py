"""Which rows are in force when imports overlap, worked out in SQL so that it may be larger than the memory.

Within one table and one reader: a row replaces the row of the same key from an earlier import, unless it says the
same; then the earlier one stays, so that reading a file again moves nothing. Where the table has a ``slice``,
an import that has any row of a slice (a day of an ad platform) tells the slice whole, and what earlier imports
said of it and this one does not is gone. Different readers never replace each other: which of two tools counts
is a clause of the charter. A preliminary export counts as earlier than every final one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accord.engines.files import literal, quoted
from accord.facts.manifest import Part
from accord.facts.parts import Parts, names, order
from accord.facts.tables import Table


@dataclass(frozen=True, slots=True)
class Counts:
    """What an import brings to a table, of ``rows`` that its reader yielded.

    ``new``, ``changed`` (a known key, other content), ``same`` (known word for word) and ``repeated`` (replaced by
    a later row of the same file) and ``passed`` (of a preliminary export: a final one has told its time already) add
    up to ``rows``; ``gone`` are rows of its slices that it no longer has.
    """

    rows: int
    new: int
    changed: int
    same: int
    gone: int
    repeated: int
    passed: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """An import's rows in one table: ``own`` all of them, ``standing`` those in force so far (None: none are).

    ``fresh`` says that it is new here: nothing was in force, and its own rows are the first guess.
    """

    import_id: str
    own: Part
    standing: Part | None
    fresh: bool = False

    @property
    def guess(self) -> Part | None:
        return self.own if self.fresh else self.standing


class Merger(Parts):
    """Settles which rows of overlapping imports are in force. Its own columns in SQL begin with an underscore."""

    def counts(
        self, table: Table, parsed_rows: int, own: Part, standing: Sequence[Part], final: Sequence[Part] = ()
    ) -> Counts:
        """What ``own`` brings over the parts of the same reader that are in force; over ``final`` ones nothing."""
        repeated, told = parsed_rows - own.rows, self.scan([own])
        if final:
            told = f"(select * from {told} o where not {_exists(self.scan(final), 'o', _group(table))})"
        if not standing:
            return Counts(parsed_rows, own.rows, 0, 0, 0, repeated)
        alike = _equal("n", "o", [n for n in table.names if n not in table.key])
        new, changed, same = self.all(
            f"""select count(*) filter (where o._known is null),
                       count(*) filter (where o._known and not ({alike})),
                       count(*) filter (where o._known and ({alike}))
                from {told} n
                left join (select *, true as _known from {self.scan(standing)}) o on {_equal("n", "o", table.key)}"""
        )[0]
        passed = own.rows - new - changed - same
        return Counts(parsed_rows, new, changed, same, self._gone(table, told, standing), repeated, passed)

    def shared(self, table: Table, own: Part, standing: Sequence[Part]) -> int:
        """How many rows have a key that another voice's rows have."""
        return self.one(
            f"select count(*) from {self.scan([own])} o where {_exists(self.scan(standing), 'o', table.key)}"
        )

    def _gone(self, table: Table, told: str, standing: Sequence[Part]) -> int:
        if not table.slice:
            return 0
        anew, kept = _exists(told, "o", table.slice), _exists(told, "o", table.key)
        return self.one(f"select count(*) from {self.scan(standing)} o where {anew} and not {kept}")

    def settle(self, table: Table, pieces: Sequence[Piece], changed: Sequence[Part]) -> dict[str, Part | None]:
        """What of each import is in force, oldest import first in ``pieces``.

        ``changed`` are the own parts that came or went since the standing parts were settled; what they do not
        touch stays as it stands. Returns import id -> part, None where nothing of it is in force.
        """
        result = {p.import_id: p.guess for p in pieces}
        if pieces and self._contested(table, pieces, changed):
            self._remember_what_stood(table, pieces)
            self._judge(table, pieces, _appended(pieces, changed))
            for at in self._moved():
                result[pieces[at].import_id] = self._rewritten(table, pieces[at], at)
        return result

    def _contested(self, table: Table, pieces: Sequence[Piece], changed: Sequence[Part]) -> bool:
        """Find the slices (keys, where the table has none) of ``changed`` whose rows may have to move."""
        columns = names(_group(table))
        touched = _exists(self.scan(changed), "r", _group(table))
        if _appended(pieces, changed):
            standing = [p.standing for p in pieces if p.standing]
            chosen = f"select distinct {columns} from {self.scan(standing)} r where {touched}" if standing else ""
        else:
            self._number([p.own for p in pieces], range(len(pieces)))
            fresh = ", ".join(str(at) for at, p in enumerate(pieces) if p.fresh) or "-1"
            several = f"count(distinct r._at) > 1 or bool_or(r._at not in ({fresh}))"
            rows = f"{self._numbered([p.own for p in pieces])} where {touched}"
            chosen = f"select {columns} from {rows} group by {columns} having {several}"
        if not chosen:
            return False
        self.sql.execute(f"create or replace temp table contested as {chosen}")
        return self.one("select count(*) from contested") > 0

    def _remember_what_stood(self, table: Table, pieces: Sequence[Piece]) -> None:
        guesses = [p.guess for p in pieces]
        some = any(guesses)
        known = guesses if some else [p.own for p in pieces]
        self._number(known, range(len(pieces)))
        among = f"{some} and {_exists('contested', 'r', _group(table))}"
        stood = f"select r._at, {names(table.key)} from {self._numbered(known)} where {among}"
        self.sql.execute(f"create or replace temp table stood as {stood}")

    def _judge(self, table: Table, pieces: Sequence[Piece], appended: bool) -> None:
        """Fill ``verdict``: for each contested row, its import, its key, whether it stood and whether it stands.

        A row stands when its import, or one that repeats it without a break, is the last to tell its slice. For
        one more import at the end, what stands so far speaks with one voice and need not be weighed again.
        """
        key, group = names(table.key), names(_group(table))
        rows = [p.own if p.fresh or not appended else p.standing for p in pieces]
        content = ", ".join(quoted(n) for n in table.names if n not in table.key)
        self._number(rows, [int(p.fresh) for p in pieces] if appended else range(len(pieces)))
        self.sql.execute(
            f"""create or replace temp table verdict as
            with r as (select r._at, r._step, {key}, row({content}) as _content
                       from {self._numbered(rows)} where {_exists("contested", "r", _group(table))}),
            told as (select *, dense_rank() over (partition by {group} order by _step) as _turn from r),
            runs as (select *, max(_turn) over (partition by {group}) as _final,
                            coalesce(lag(_turn) over k <> _turn - 1
                                     or lag(_content) over k is distinct from _content, true) as _breaks
                     from told window k as (partition by {key} order by _turn)),
            numbered as (select *, sum(_breaks::int) over (partition by {key} order by _turn) as _run from runs),
            judged as (select *, _breaks and _run = max(_run) over (partition by {key})
                                 and _final = max(_turn) over (partition by {key}) as _stands from numbered)
            select _at, {key}, _stands,
                   exists (select 1 from stood s where s._at = j._at and {_equal("s", "j", table.key)}) as _stood
            from judged j"""
        )

    def _moved(self) -> list[int]:
        return [at for (at,) in self.all("select distinct _at from verdict where _stood <> _stands order by _at")]

    def _rewritten(self, table: Table, piece: Piece, at: int) -> Part | None:
        match = f"where v._at = {at} and {_equal('v', 'r', table.key)}"
        lost = f"exists (select 1 from verdict v {match} and v._stood and not v._stands)"
        won = f"exists (select 1 from verdict v {match} and v._stands and not v._stood)"
        rows = [f"select * from {self.scan([piece.own])} r where {won}"]
        if piece.guess:
            rows.append(f"select * from {self.scan([piece.guess])} r where not {lost}")
        part = self.write(table, f"select * from ({' union all '.join(rows)}) order by {order(table)}")
        return (piece.own if part.rows == piece.own.rows else part) if part.rows else None

    def _number(self, parts: Sequence[Part | None], steps: Sequence[int]) -> None:
        """Fill ``files``: which file belongs to the import at which place, and when it spoke."""
        numbered = [(p, at, step) for at, (p, step) in enumerate(zip(parts, steps, strict=True)) if p]
        values = ", ".join(f"({literal(str(self.locate(p)))}, {at}, {step})" for p, at, step in numbered)
        self.sql.execute(
            f"create or replace temp table files as select * from (values {values}) as f(filename, _at, _step)"
        )

    def _numbered(self, parts: Sequence[Part | None]) -> str:
        scan = self.scan([p for p in parts if p]).removesuffix(")")
        return f"(select f._at, f._step, t.* from {scan}, filename = true) t join files f using (filename)) r"


def _appended(pieces: Sequence[Piece], changed: Sequence[Part]) -> bool:
    """Whether all that happened is one more import at the end; then what stands is all that must be looked at."""
    return [p.fresh for p in pieces] == [False] * (len(pieces) - 1) + [True] and list(changed) == [pieces[-1].own]


def _group(table: Table) -> tuple[str, ...]:
    return table.slice or table.key


def _equal(a: str, b: str, columns: Sequence[str]) -> str:
    """A missing value equals a missing value: visits without a segment are the same visits next time."""
    return " and ".join(f"{a}.{quoted(c)} is not distinct from {b}.{quoted(c)}" for c in columns)


def _exists(among: str, of: str, columns: Sequence[str]) -> str:
    return f"exists (select 1 from {among} x where {_equal('x', of, columns)})"
