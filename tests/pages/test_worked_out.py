"""What many people read is worked out once, also where they all ask for it in the same moment."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from accord.pages.worked_out import worked_out_once


def test_many_who_ask_at_once_are_given_the_same_answer_made_once() -> None:
    begun, asked = threading.Event(), []

    @worked_out_once(most=4)
    def double(n: int) -> list[int]:
        asked.append(n)
        begun.wait(5)
        return [2 * n]

    with ThreadPoolExecutor(8) as pool:
        waiting = [pool.submit(double, 21) for _ in range(8)]
        begun.set()
        answers = [one.result() for one in waiting]
    assert asked == [21]
    assert all(answer is answers[0] for answer in answers)


def test_a_fault_is_told_and_not_kept() -> None:
    asked: list[int] = []

    @worked_out_once(most=4)
    def inverse(n: int) -> float:
        asked.append(n)
        return 1 / (n if len(asked) > 1 else 0)

    with pytest.raises(ZeroDivisionError):
        inverse(4)
    assert inverse(4) == 0.25
    assert asked == [4, 4]


def test_answers_used_longest_ago_are_let_go() -> None:
    asked: list[int] = []

    @worked_out_once(most=2)
    def same(n: int) -> int:
        asked.append(n)
        return n

    assert [same(n) for n in (1, 2, 1, 3, 1, 2)] == [1, 2, 1, 3, 1, 2]
    assert asked == [1, 2, 3, 2]


def test_other_arguments_do_not_wait_for_each_other() -> None:
    end = threading.Event()

    @worked_out_once(most=2)
    def slow(n: int) -> int:
        if n == 1:
            end.wait(5)
        return n

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(slow, 1)
        assert slow(2) == 2
        end.set()
        assert first.result() == 1
