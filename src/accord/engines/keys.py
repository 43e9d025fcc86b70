"""Numbers of keys (``key_number`` in SQL), and the same numbers for the same rows whichever engine gave them."""

from __future__ import annotations

from typing import Any, NewType

import numpy as np
from numpy.typing import NDArray

from accord.engines.base import Columns

KeyNumber = NewType("KeyNumber", int)
"""A whole number that stands for a key: it tells which rows belong together, and nothing else."""
_Words = NDArray[np.uint64]


def renumbered(columns: Columns, key: str) -> Columns:
    """Rows with 0, 1, 2, ... for the key numbers in column ``key``, by what the rows of each say.

    Engines number keys each in its own way. Here a key's place is that of a checksum of its rows (their number, order
    and key do not enter), so that the same facts give the same rows once they are in order. Keys with the same rows get
    places of their own; which gets which shows nowhere. Texts, times, whole numbers and yes/no are told apart; two of
    n different histories share a checksum with a chance of n**2 / 2**65.
    """
    numbers = columns[key]
    if not len(numbers):
        return columns
    order = np.argsort(numbers, kind="stable")
    new = np.concatenate([[True], np.diff(numbers[order]) != 0])
    checks = np.add.reduceat(_checked(columns, key)[order], np.flatnonzero(new))
    place = np.empty(len(checks), np.int64)
    place[np.argsort(checks, kind="stable")] = np.arange(len(checks))
    given = np.empty(len(numbers), np.int64)
    given[order] = place[np.cumsum(new) - 1]
    return {**columns, key: given}


def _checked(columns: Columns, key: str) -> _Words:
    """A word of 64 bits for each row, of all its columns but the key's."""
    word = np.zeros(len(columns[key]), np.uint64)
    for name, column in columns.items():
        if name != key:
            word = _mixed(word ^ _mixed(_word(column)))
    return word


def _word(column: NDArray[Any]) -> _Words:
    """A text is its place among all texts of the column; a missing whole number is 0."""
    if column.dtype.kind == "O":
        column = np.unique(np.array([str(value) for value in column.tolist()], str), return_inverse=True)[1]
    if column.dtype.kind == "f":
        column = np.nan_to_num(column)
    return column.astype(np.int64).view(np.uint64)


def _mixed(word: _Words) -> _Words:
    """One word to another, each bit depending on all.

    Source: Steele, G.L., Lea, D. and Flood, C.H. (2014), Fast splittable pseudorandom number generators.
    """
    word = word + np.uint64(0x9E3779B97F4A7C15)
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return word ^ (word >> np.uint64(31))
