"""Does a text of SQL keep to the allowed words? Used by tests; SQLGlot reads the text and never changes it.

It lives beside the engines and not among the tests so that the author of a plug-in can ask it too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import sqlglot
from sqlglot import Dialect, Token, TokenType, exp
from sqlglot.errors import SqlglotError

from accord.engines import words
from accord.engines.rules import Known, Promised, Refusal, broken, shown

_ALLOWED = "it with the allowed words (docs/how-to/engines.md)"


class _Small(Dialect):
    NULL_ORDERING = "nulls_are_small"


class _Large(Dialect):
    NULL_ORDERING = "nulls_are_large"


def refusals(sql: str, promised: Promised | None = None) -> list[Refusal]:
    """Everything in ``sql`` that is not among the allowed words; an empty list is a text that every engine reads alike.

    A column of which nothing is promised may be missing and is no date.
    """
    try:
        tokens = sqlglot.tokenize(sql)
    except SqlglotError as error:
        return [_unread(error)]
    spelt = [*_spelt(tokens), *_functions(tokens, _named(sql))]
    try:
        tree, twin = sqlglot.parse_one(sql, dialect=_Small), sqlglot.parse_one(sql, dialect=_Large)
    except SqlglotError as error:
        return list(dict.fromkeys([*spelt, _unread(error)]))
    # A refused function is told once, by the name it was written with.
    nodes = list(tree.walk())
    told = promised.known({t.name for t in tree.find_all(exp.Table)}) if promised else Known()
    untold = [n for n in nodes if not (spelt and isinstance(n, exp.Func))]
    return list(dict.fromkeys([*spelt, *_constructs(untold), *broken(nodes, told), *_orders(tree, twin, told)]))


def _unread(error: Exception) -> Refusal:
    return Refusal(str(error).splitlines()[0], "one plain SELECT")


def _named(sql: str) -> set[str]:
    """Names that the text gives to tables, which may stand before a parenthesis: ``v(x, y)``."""
    try:
        tree = sqlglot.parse_one(sql, dialect=_Small)
    except SqlglotError:
        return set()
    return {a.name.lower() for a in tree.find_all(exp.TableAlias)}


def _spelt(tokens: Sequence[Token]) -> Iterator[Refusal]:
    """What the syntax tree no longer shows: ``x::int`` is a cast there, ``interval '90 minutes'`` a plain step."""
    for at, token in enumerate(tokens):
        word, before, after = token.text.lower(), tokens[max(at - 1, 0) : at], tokens[at + 1 : at + 3]
        if token.token_type is TokenType.DCOLON:
            yield Refusal("::", "cast(x as ...)")
        elif token.token_type is TokenType.SLASH and before and before[0].token_type is TokenType.SLASH:
            yield Refusal("//", words.NODE_INSTEAD["IntDiv"])
        elif token.token_type is TokenType.INTERVAL and not _is_step(after):
            yield Refusal("interval " + " ".join(t.text for t in after), "interval '90' minute")
        elif token.token_type is TokenType.FROM and all(t.token_type is TokenType.L_PAREN for t in before):
            yield Refusal("a query that begins with from", "select first")
        elif token.token_type not in (TokenType.STRING, TokenType.IDENTIFIER) and word in words.SPELLINGS:
            yield Refusal(word, words.SPELLINGS[word])


def _is_step(after: Sequence[Token]) -> bool:
    return (
        len(after) == 2
        and after[0].token_type is TokenType.STRING
        and after[0].text.isdigit()
        and after[1].text.lower() in words.STEPS
    )


def _functions(tokens: Sequence[Token], named: set[str]) -> Iterator[Refusal]:
    allowed = words.FUNCTIONS | words.STRUCTURE | named
    for token, after in pairwise(tokens):
        name = token.text.lower()
        if after.token_type is not TokenType.L_PAREN or not name.isidentifier() or name in allowed:
            continue
        if token.token_type not in (TokenType.STRING, TokenType.IDENTIFIER):
            yield Refusal(f"{name}()", words.INSTEAD.get(name, _ALLOWED))


def _constructs(nodes: Sequence[exp.Expr]) -> Iterator[Refusal]:
    for node in nodes:
        kind = type(node).__name__
        if kind not in words.NODES:
            yield Refusal(shown(node), words.NODE_INSTEAD.get(kind, words.INSTEAD.get(kind.lower(), _ALLOWED)))


def _orders(tree: exp.Expr, twin: exp.Expr, known: Known) -> Iterator[Refusal]:
    """Keys of ``order by`` that may be missing and do not say where the missing ones go.

    SQLGlot fills in what is not said by the dialect's habit; what two opposite habits agree on was said.
    """
    widened = any(j.side for j in tree.find_all(exp.Join)) or tree.find(exp.Rollup, exp.Cube, exp.GroupingSets)
    for one, other in zip(tree.find_all(exp.Ordered), twin.find_all(exp.Ordered), strict=True):
        said = one.args["nulls_first"] == other.args["nulls_first"]
        within = one.find_ancestor(exp.WithinGroup)
        if not said and not within and (widened or not _always_there(one.this, tree, known)):
            yield Refusal(f"order by {shown(one.this)}", f"{shown(one.this)} nulls last")


def _always_there(key: exp.Expr, tree: exp.Expr, known: Known) -> bool:
    """Whether a key is made only of columns that always hold a value, or counts something."""
    if isinstance(key, (exp.Count, exp.RowNumber)):
        return True
    if isinstance(key, exp.Column):
        made = [a.this for a in tree.find_all(exp.Alias) if a.alias == key.name and a.this.name != key.name]
        if made:
            return all(_always_there(m, tree, known) for m in made)
        return key.name in known.never_missing
    kept = isinstance(key, (exp.DateTrunc, exp.Extract))
    return kept and all(_always_there(c, tree, known) for c in key.find_all(exp.Column))
