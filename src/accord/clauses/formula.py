"""A small language for rewards: ``40000 * ramp(uptime, 99 %, 99.9 %) - 500 * max(0, late - 2)``. Nothing is run.

Whatever it can say is piecewise linear in the metrics, so that every point at which a reward changes its course is
known. Parsed by lark (LALR, time linear in the text).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from operator import add, mul, sub, truediv
from typing import Any, Literal, NoReturn

LONGEST = 1000
DEEPEST = 30
MOST_OPERATIONS = 100
LARGEST = 1e12
JOINED: dict[str, Callable[[Any, Any], Any]] = {"+": add, "-": sub, "*": mul, "/": truediv}
"""The four operations, of numbers and of arrays alike."""
UNITS = ("%", "days", "hours")
"""What may follow a number, beside the three letters of a currency."""


class FormulaError(ValueError):
    """A formula that cannot be read: ``at`` is the position (from 1), with the reason and the mend."""

    def __init__(self, at: int, reason: str, mend: str) -> None:
        super().__init__(f"position {at}: {reason}. {mend}")
        self.at, self.reason, self.mend = at, reason, mend


@dataclass(frozen=True, slots=True)
class Number:
    """``value`` in plain units: 99.9 % is 0.999. ``unit`` is as written, '' where there is none."""

    value: float
    unit: str = ""
    at: int = 1


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric by its name."""

    name: str
    at: int = 1


@dataclass(frozen=True, slots=True)
class Together:
    """``left`` and ``right`` by one of the four operations."""

    by: Literal["+", "-", "*", "/"]
    left: Formula
    right: Formula
    at: int = 1


@dataclass(frozen=True, slots=True)
class Call:
    """One of the functions in ``FUNCTIONS`` of its parts."""

    of: str
    parts: tuple[Formula, ...]
    at: int = 1


Formula = Number | Metric | Together | Call

FUNCTIONS: dict[str, tuple[int, int, str]] = {
    "min": (2, 8, "min(a, b): the least of two to eight"),
    "max": (2, 8, "max(a, b): the greatest of two to eight"),
    "clamp": (3, 3, "clamp(metric, from, to): never below from, never above to"),
    "ramp": (3, 3, "ramp(metric, from, to): 0 until from, rising evenly to 1 at to"),
    "step": (2, 2, "step(metric, at): 0 below at, 1 from there on"),
}
"""Least and most parts of each function, and how it is written."""

_GRAMMAR = r"""
start: sum
?sum: product | sum PLUS product -> together | sum MINUS product -> together
?product: factor | product TIMES factor -> together | product OVER factor -> together
?factor: atom | MINUS factor -> negative | PLUS factor -> positive
?atom: NUMBER UNIT? -> number | NAME "(" sum ("," sum)* ")" -> call | NAME -> metric | QUOTED -> quoted | "(" sum ")"
PLUS: "+"
MINUS: "-" | "−"
TIMES: "*" | "×"
OVER: "/"
NUMBER: /\d{1,15}(\.\d{1,15})?/
UNIT.2: "%" | /(days|day|hours|hour)\b/ | /[A-Z]{3}\b/
NAME: /[^\W\d]\w*/
QUOTED: /'[^'\n]{1,120}'/ | /"[^"\n]{1,120}"/
%ignore /[ \t]+/
"""


@cache
def _parser() -> Any:
    from lark import Lark

    return Lark(_GRAMMAR, parser="lalr", propagate_positions=True)


def read(text: str) -> Formula:
    """The formula that a text says. Raises ``FormulaError`` with the position and the mend."""
    _refuse_large(text)
    from lark.exceptions import UnexpectedInput

    try:
        tree = _parser().parse(text)
    except UnexpectedInput as fault:
        _unexpected(text, fault)
    formula = _made(tree.children[0])
    _check(formula)
    return formula


def _refuse_large(text: str) -> None:
    if sum(text.count(sign) for sign in "+-−*×/,") > MOST_OPERATIONS:
        raise FormulaError(1, f"the formula has more than {MOST_OPERATIONS} operations", "Write it as several rewards.")
    if len(text) > LONGEST:
        raise FormulaError(LONGEST, f"the formula is longer than {LONGEST} characters", "Write it as several rewards.")
    depth, signs = 0, 0
    for at, letter in enumerate(text, start=1):
        depth += (letter == "(") - (letter == ")")
        signs = signs + 1 if letter in "+-−" else signs if letter in " \t" else 0
        if depth > DEEPEST or signs > DEEPEST:
            raise FormulaError(at, f"brackets or signs are nested deeper than {DEEPEST}", "Write it more simply.")


def _unexpected(text: str, fault: Any) -> NoReturn:
    ended = getattr(getattr(fault, "token", None), "type", "") == "$END"
    at = len(text) + 1 if ended else max(1, int(fault.column))
    wrong = text[at - 1 : at + 9].strip() if at <= len(text) else ""
    if not wrong:
        opened = text.count("(") - text.count(")")
        mend = "Close the bracket with ')'." if opened > 0 else "Write what follows, such as a number or a metric."
        raise FormulaError(len(text) + 1, "the formula ends too early", mend) from None
    reason = f"{wrong.split()[0]} cannot stand here"
    raise FormulaError(at, reason, _advice(wrong)) from None


def _advice(wrong: str) -> str:
    if wrong[0] == ",":
        return "Write numbers without a thousands mark, and parts of a function between its brackets."
    if wrong[0].isalpha() or wrong[0] in "'\"":
        return "Put a sign (+ - * /) before it, or the name in quotes where it has blanks: 'first response'."
    if wrong[0] in "<>=":
        return "For a threshold write step(metric, at)."
    if wrong[0] == "^":
        return "Powers are not known; write ramp or min."
    return "Known are + - * /, brackets, numbers, metrics and min, max, clamp, ramp, step."


def _made(tree: Any) -> Formula:
    at, kind = tree.meta.column, tree.data
    match kind:
        case "number":
            return _number(tree)
        case "metric":
            return _metric(str(tree.children[0]), at)
        case "quoted":
            return Metric(" ".join(str(tree.children[0])[1:-1].split()), at)
        case "call":
            return _call(str(tree.children[0]), tuple(_made(c) for c in tree.children[1:]), at)
        case "negative":
            return Together("*", Number(-1.0, "", at), _made(tree.children[1]), at)
        case "positive":
            return _made(tree.children[1])
    by: Any = {"−": "-", "×": "*"}.get(str(tree.children[1]), str(tree.children[1]))
    return Together(by, _made(tree.children[0]), _made(tree.children[2]), tree.children[1].column)


def _number(tree: Any) -> Number:
    value, at = Decimal(str(tree.children[0])), tree.meta.column
    unit = str(tree.children[1]) if len(tree.children) > 1 and tree.children[1] is not None else ""
    unit = {"day": "days", "hour": "hours"}.get(unit, unit)
    if value > LARGEST:
        raise FormulaError(at, "the number is too large", "Write at most 1000000000000.")
    return Number(float(value / 100 if unit == "%" else value), unit, at)


def _metric(name: str, at: int) -> Metric:
    if name in FUNCTIONS:
        raise FormulaError(at, f"{name} is a function", f"Write {FUNCTIONS[name][2]}.")
    return Metric(name, at)


def _call(name: str, given: tuple[Formula, ...], at: int) -> Call:
    if name not in FUNCTIONS:
        raise FormulaError(at, f"there is no function {name}", f"There are {', '.join(FUNCTIONS)}.")
    least, most, says = FUNCTIONS[name]
    if not least <= len(given) <= most:
        raise FormulaError(at, f"{name} has {len(given)} parts", f"Write {says}.")
    return Call(name, given, at)


def parts(of: Formula) -> Iterator[Formula]:
    """A formula and all within it."""
    yield of
    inner: tuple[Formula, ...] = ()
    if isinstance(of, Together):
        inner = (of.left, of.right)
    elif isinstance(of, Call):
        inner = of.parts
    for one in inner:
        yield from parts(one)


def metrics(of: Formula) -> tuple[str, ...]:
    """The names of the metrics in a formula, sorted."""
    return tuple(sorted({one.name for one in parts(of) if isinstance(one, Metric)}))


def constant(of: Formula) -> float | None:
    """What a formula without metrics comes to; None for one with any."""
    match of:
        case Number():
            return of.value
        case Metric():
            return None
        case Call():
            given = [constant(one) for one in of.parts]
            return None if None in given else _called(of.of, [one for one in given if one is not None])
    left, right = constant(of.left), constant(of.right)
    if left is None or right is None:
        return None
    found: float = math.nan if of.by == "/" and not right else JOINED[of.by](left, right)
    return found


def _called(name: str, given: list[float]) -> float:
    match name:
        case "min":
            return min(given)
        case "max":
            return max(given)
        case "clamp":
            return min(max(given[0], given[1]), given[2])
        case "step":
            return float(given[0] >= given[1])
    share = (given[0] - given[1]) / (given[2] - given[1]) if given[1] != given[2] else math.nan
    return min(max(share, 0.0), 1.0)


def _check(of: Formula) -> None:
    """Raise unless the whole is piecewise linear, with bounds that are numbers."""
    for one in parts(of):
        if isinstance(one, Together):
            _check_together(one)
        elif isinstance(one, Call):
            _check_call(one)


def _check_together(one: Together) -> None:
    left, right = constant(one.left), constant(one.right)
    if one.by == "*" and left is None and right is None:
        raise FormulaError(one.at, "a metric is multiplied by a metric", "Multiply a metric by a number only.")
    if one.by == "/" and right is None:
        raise FormulaError(one.at, "a metric divides", "Divide by a number only.")
    if one.by == "/" and not right:
        raise FormulaError(one.at, "this divides by nothing", "Divide by a number other than 0.")


def _check_call(one: Call) -> None:
    if one.of in ("min", "max"):
        return
    bounds = [constant(part) for part in one.parts[1:]]
    if None in bounds:
        raise FormulaError(one.at, f"a bound of {one.of} is no number", f"Write {FUNCTIONS[one.of][2]}.")
    if one.of == "ramp" and bounds[0] == bounds[1]:
        raise FormulaError(one.at, "the ramp begins where it ends", "Write two different numbers, or step(metric, at).")
    if one.of == "clamp" and (bounds[0] or 0) > (bounds[1] or 0):
        raise FormulaError(one.at, "the lower bound is above the upper one", "Write the smaller number first.")


def moved(of: Formula) -> tuple[str, float] | None:
    """The metric and by how much it moves, for 'uptime - 0.05 %'; None for any other formula."""
    if not isinstance(of, Together) or of.by not in ("+", "-") or not isinstance(of.left, Metric):
        return None
    by = constant(of.right)
    return None if by is None else (of.left.name, by if of.by == "+" else -by)


def checked_units(of: Formula, units: dict[str, str], currency: str) -> None:
    """Raise ``FormulaError`` where a number's unit is not that of the metric it is held against, or of the money.

    ``units`` are those of the metrics that are known: share, days, hours, money, count.
    """
    for one in parts(of):
        if isinstance(one, Number) and len(one.unit) == 3 and one.unit.isupper() and one.unit != currency:
            raise FormulaError(one.at, f"the amount is in {one.unit}", f"This reward is reckoned in {currency}.")
        if isinstance(one, Call) and one.of in ("ramp", "step", "clamp") and isinstance(one.parts[0], Metric):
            _check_bounds(one, one.parts[0].name, units)


_WRITTEN = {"share": ("%", "99.9 %"), "days": ("days", "3 days"), "hours": ("hours", "48 hours")}


def _check_bounds(one: Call, name: str, units: dict[str, str]) -> None:
    if name not in units:
        return
    wanted, written = _WRITTEN.get(units[name], ("", "a plain number"))
    for bound in one.parts[1:]:
        if isinstance(bound, Number) and bound.unit in UNITS and bound.unit != wanted:
            raise FormulaError(bound.at, f"{name} is not reckoned in {bound.unit}", f"Write it as {written}.")
