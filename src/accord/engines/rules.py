"""How allowed words may be put together: the rules over SQLGlot's syntax tree that catch the known traps."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from accord.engines import words
from accord.engines.base import Schema

Node = exp.Expr


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that the engines do not do alike, and what to write in its place."""

    found: str
    instead: str

    def __str__(self) -> str:
        return f"{self.found} is not portable; instead: {self.instead}"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of columns by their names: ``days`` hold dates, ``never_missing`` always hold a value."""

    days: Collection[str] = frozenset()
    never_missing: Collection[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Promised:
    """What the tables promise: their columns' kinds, and which columns may be missing."""

    schema: Schema
    optional: Mapping[str, Collection[str]]

    def known(self, tables: Collection[str]) -> Known:
        """What is known of a column's name in a text over these tables."""
        read = {table: self.schema[table] for table in tables if table in self.schema}
        names = {name for columns in read.values() for name in columns}
        missing = {name for table in read for name in self.optional.get(table, ())}
        other = {name for columns in read.values() for name, kind in columns.items() if kind != "date"}
        return Known(days=names - other, never_missing=names - missing)


def broken(nodes: Iterable[Node], known: Known) -> Iterator[Refusal]:
    """The rules that ``nodes`` break."""
    for node in nodes:
        for kind, rule in RULES:
            if isinstance(node, kind) and (instead := rule(node, known)):
                yield Refusal(shown(node), instead)


def shown(node: Node) -> str:
    """A piece of SQL, short enough for a message."""
    text = node.sql()
    return text if len(text) <= 80 else text[:77] + "..."


def _division(node: Node, _: Known) -> str | None:
    if not (_is_double(node.this) or _is_double(node.expression)):
        return "1e0 * a / nullif(b, 0): integers divide to an integer on one engine only"
    return None if _is_not_zero(node.expression) else "1e0 * a / nullif(b, 0): 0 gives infinity or an error"


def _modulo(node: Node, _: Known) -> str | None:
    return None if _is_not_zero(node.expression) else "mod(a, nullif(b, 0))"


def _is_not_zero(node: Node) -> bool:
    bare = node.unnest()
    if isinstance(bare, exp.Literal):
        return not bare.is_string and float(bare.this) != 0
    return (
        isinstance(bare, exp.Nullif) and isinstance(bare.expression, exp.Literal) and float(bare.expression.this) == 0
    )


_DOUBLES = (exp.Avg, exp.StddevSamp, exp.StddevPop, exp.Variance, exp.VariancePop, exp.Corr, exp.WithinGroup, exp.Div)
_CARRY = (
    exp.Mul,
    exp.Add,
    exp.Sub,
    exp.Neg,
    exp.Paren,
    exp.Sum,
    exp.Min,
    exp.Max,
    exp.Coalesce,
    exp.Nullif,
    exp.Window,
)
_CARRY_TOO = (exp.Filter, exp.Greatest, exp.Least, exp.Abs)


def _is_double(node: Node) -> bool:
    """Whether one can see that a value is a double: it has a literal such as ``1e0`` among its factors."""
    if isinstance(node, exp.Literal):
        return not node.is_string and "e" in node.this.lower()
    if isinstance(node, _DOUBLES):
        return True
    if isinstance(node, (*_CARRY, *_CARRY_TOO)):
        return any(_is_double(child) for child in node.iter_expressions())
    return False


def _decimal(node: Node, _: Known) -> str | None:
    """Spark keeps as few as six decimals of a quotient of decimals; 1.0 * 1 / 3000000 has three digits there."""
    arithmetic = isinstance(node.parent, (exp.Mul, exp.Div, exp.Add, exp.Sub))
    if arithmetic and not node.is_string and "." in node.this and "e" not in node.this.lower():
        return f"{node.this}e0, a double: a decimal loses digits on Spark"
    return None


def _cast(node: Node, _: Known) -> str | None:
    inner, kind = node.this, node.args["to"].this
    if kind is exp.DType.BIGINT:
        fine = isinstance(inner, (exp.Floor, exp.Ceil, exp.Null))
        return None if fine else "cast(floor(x) as bigint), or ceil: a plain cast rounds on two engines and cuts on one"
    if kind in (exp.DType.DATE, exp.DType.TIMESTAMP):
        return None
    if kind is exp.DType.VARCHAR and isinstance(inner, exp.Null) and node.args["to"].expressions:
        return None
    return _CASTS.get(kind, "a cast to bigint, date or timestamp; show and round in Python")


_CASTS = {
    exp.DType.VARCHAR: "cast(null as varchar(20)) for a missing text; other values are shown as text in Python",
    exp.DType.INT: "cast(floor(x) as bigint): a plain cast rounds on two engines and cuts on one",
    exp.DType.DOUBLE: words.DOUBLE,
    exp.DType.FLOAT: words.DOUBLE,
    exp.DType.TIMESTAMPTZ: words.NODE_INSTEAD["AtTimeZone"],
}


def _whole(node: Node, _: Known) -> str | None:
    cast = node.parent
    if isinstance(cast, exp.Cast) and cast.args["to"].this is exp.DType.BIGINT:
        return None
    return f"cast({shown(node).lower()} as bigint): its type differs between engines"


def _spread(node: Node, _: Known) -> str | None:
    return None if _is_double(node.this) else "the same of (1e0 * x): of integers its type differs between engines"


def _truncation(node: Node, _: Known) -> str | None:
    fine = node.args["unit"].name.lower() in words.TRUNCATIONS
    return None if fine else f"date_trunc with one of {', '.join(sorted(words.TRUNCATIONS))}"


def _part(node: Node, _: Known) -> str | None:
    part = node.this.name.lower()
    if _is_length(node.expression):
        return "extract from a difference of two times; intervals are normalised differently"
    if part in words.PARTS:
        return None
    return words.INSTEAD.get(part, f"extract of one of {', '.join(sorted(words.PARTS))}")


def _is_length(node: Node) -> bool:
    """Whether one can see that a value is a length of time and not a moment."""
    bare = node.unnest()
    if isinstance(bare, (exp.Add, exp.Sub)):
        return _is_length(bare.this) and _is_length(bare.expression)
    if isinstance(bare, exp.Mul):
        return _is_length(bare.this) or _is_length(bare.expression)
    return isinstance(bare, exp.Interval)


def _substring(node: Node, _: Known) -> str | None:
    start = node.args.get("start")
    fine = isinstance(start, exp.Literal) and int(start.this) >= 1
    return None if fine else "substring(x, 1, n): a start of 0 or less means three things"


def _frame(node: Node, _: Known) -> str | None:
    return None if node.args.get("kind", "").lower() in ("rows", "range") else "rows or range"


def _days_apart(node: Node, known: Known) -> str | None:
    if _is_day(node.this, known) and _is_day(node.expression, known):
        return "extract(day from cast(a as timestamp) - cast(b as timestamp)): a difference of dates has three types"
    return None


def _is_day(node: Node, known: Known) -> bool:
    if isinstance(node, exp.Cast):
        return bool(node.args["to"].this is exp.DType.DATE)
    return isinstance(node, exp.Column) and node.name in known.days


def _name(node: Node, _: Known) -> str | None:
    plain = node.args.get("quoted") or node.name == node.name.lower()
    return None if plain else f"{node.name.lower()}: one engine makes names small, the others keep them"


def _reserved(node: Node, _: Known) -> str | None:
    bare = node.name.lower() == "at" and not node.args.get("table") and not node.this.args.get("quoted")
    return "t.at: 'at' alone is a reserved word of DuckDB" if bare else None


def _limit(node: Node, _: Known) -> str | None:
    ordered = node.parent is not None and node.parent.args.get("order")
    return None if ordered else "order by before limit, or the rows differ"


def _like(node: Node, _: Known) -> str | None:
    pattern = node.expression
    fine = isinstance(pattern, exp.Literal) and "\\" not in pattern.this
    return None if fine else "a pattern in quotes and without backslashes, which some engines take for an escape"


def _tuple(node: Node, _: Known) -> str | None:
    fine = isinstance(node.parent, (exp.Values, exp.In, exp.Rollup, exp.Cube, exp.GroupingSets))
    return None if fine else "its members as columns of their own"


def _plain(*unwanted: str) -> Callable[[Any, Known], str | None]:
    def rule(node: Node, _: Known) -> str | None:
        found = [name for name in unwanted if node.args.get(name)]
        return f"it without {', '.join(found).rstrip('_')}" if found else None

    return rule


def _key_number(node: Node, _: Known) -> str | None:
    """Of the functions that the parser does not know; another one is refused by its name, unless that is quoted."""
    if isinstance(node.this, str) and node.name.lower() != "key_number":
        return None
    fine = node.this == "key_number" and [type(given) for given in node.expressions] == [exp.Column]
    return None if fine else "key_number(x) in small letters, of one column"


def _distinct(node: Node, _: Known) -> str | None:
    if node.args.get("on"):
        return words.INSTEAD["first"]
    return "count(distinct x) of one column" if len(node.expressions) > 1 else None


RULES: tuple[tuple[type[Node] | tuple[type[Node], ...], Callable[[Any, Known], str | None]], ...] = (
    (exp.Div, _division),
    (exp.Mod, _modulo),
    (exp.Literal, _decimal),
    (exp.Cast, _cast),
    ((exp.Floor, exp.Ceil), _whole),
    ((exp.StddevSamp, exp.StddevPop, exp.Variance, exp.VariancePop), _spread),
    (exp.DateTrunc, _truncation),
    (exp.Extract, _part),
    (exp.Substring, _substring),
    (exp.WindowSpec, _frame),
    (exp.Sub, _days_apart),
    (exp.Identifier, _name),
    (exp.Column, _reserved),
    (exp.Limit, _limit),
    (exp.Like, _like),
    (exp.Tuple, _tuple),
    (exp.Distinct, _distinct),
    (exp.Anonymous, _key_number),
    (exp.Group, _plain("all", "totals")),
    (exp.Star, _plain("except_", "replace", "rename")),
    (exp.Join, _plain("method", "hint")),
    (exp.SetOperation, _plain("by_name", "kind", "side")),
    (exp.WindowSpec, _plain("exclude")),
)
