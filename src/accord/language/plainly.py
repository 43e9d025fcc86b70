"""Frozen dataclasses from plain values, as JSON gives them back: lists become tuples, mappings the classes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def made(wanted: type[T], value: Any) -> T:
    """A value of the dataclass ``wanted``. Raises ``KeyError`` or ``TypeError`` where fields are missing."""
    maker: Callable[[Any], T] = _maker(wanted)  # type: ignore[arg-type] # a class is hashable
    return maker(value)


@cache
def _maker(wanted: Any) -> Callable[[Any], Any]:
    if is_dataclass(wanted):
        return _dataclass(wanted)
    if get_origin(wanted) in (Union, UnionType):
        [inner] = [_maker(a) for a in get_args(wanted) if a is not NoneType]
        return lambda value: None if value is None else inner(value)
    if get_origin(wanted) is tuple:
        return _tuple(get_args(wanted))
    return _same


def _dataclass(wanted: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(wanted)
    makers = [(f.name, _maker(hints[f.name])) for f in fields(wanted)]
    return lambda value: wanted(*(make(value[name]) for name, make in makers))


def _tuple(parts: tuple[Any, ...]) -> Callable[[Any], Any]:
    if len(parts) == 2 and parts[1] is Ellipsis:
        inner = _maker(parts[0])
        return tuple if inner is _same else lambda value: tuple(map(inner, value))
    makers = [_maker(part) for part in parts]
    return lambda value: tuple(make(v) for make, v in zip(makers, value, strict=True))


def _same(value: Any) -> Any:
    return value
