"""Branches of a tree of drivers add up to the cent, at every level, whatever the numbers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.clauses.driver_lines import Driver, parse, root
from accord.methods.decomposition.branches import Branch, branches

REVENUE = parse(["revenue = web + app", "web = visits * conversion * value", "app = visits_app * bought", "visits: it"])
amounts = st.one_of(st.just(0.0), st.floats(1e-2, 1e4))


@st.composite
def trees(draw: st.DrawFn) -> dict[str, Driver]:
    """A root with up to three levels of sums and products below it."""
    nodes: dict[str, Driver] = {}
    number = iter(range(1000))

    def grow(name: str, depth: int) -> None:
        width = draw(st.integers(2, 4)) if depth < 3 and (depth == 0 or draw(st.booleans())) else 0
        parts = tuple(f"n{next(number)}" for _ in range(width))
        nodes[name] = Driver(name, parts, draw(st.sampled_from(["*", "+"])) if parts else None)
        for part in parts:
            grow(part, depth + 1)

    grow("top", 0)
    return nodes


def every(branch: Branch) -> Iterator[Branch]:
    yield branch
    for child in branch.children:
        yield from every(child)


@given(trees(), st.data())
def test_effects_add_up_to_the_cent_at_every_branch(nodes: dict[str, Driver], data: st.DataObject) -> None:
    leaves = [n for n, d in nodes.items() if not d.parts]
    ends = [{leaf: data.draw(amounts) for leaf in leaves} for _ in range(2)]
    told = branches(nodes, "top", *ends, step=1.0)
    size = max(abs(told.before), abs(told.after))
    for branch in every(told):
        if branch.children:
            assert sum(c.effect for c in branch.children) == pytest.approx(branch.effect, abs=1e-6 + 1e-15 * size)
    if size < 2**52:
        assert told.effect == round(told.after - told.before)


@given(trees(), st.data())
def test_one_path_is_dominant_and_follows_what_moved_most(nodes: dict[str, Driver], data: st.DataObject) -> None:
    leaves = [n for n, d in nodes.items() if not d.parts]
    ends = [{leaf: data.draw(amounts) for leaf in leaves} for _ in range(2)]
    for branch in every(branches(nodes, "top", *ends)):
        marked = [c for c in branch.children if c.dominant]
        assert len(marked) <= (1 if branch.dominant else 0)
        for child in marked:
            assert abs(child.effect) == max(abs(c.effect) for c in branch.children)


def test_a_tree_is_told_with_its_values_and_who_holds_what() -> None:
    before = {"visits": 1000.0, "conversion": 0.02, "value": 50.0, "visits_app": 100.0, "bought": 3.0}
    told = branches(REVENUE, root(REVENUE) or "", before, {**before, "conversion": 0.03}, step=1.0)
    web, app = told.children
    assert (told.before, told.after, told.effect) == (1300.0, 1800.0, 500)
    assert (web.effect, app.effect, web.dominant, app.dominant) == (500, 0, True, False)
    assert [(c.name, c.effect) for c in web.children] == [("visits", 0), ("conversion", 500), ("value", 0)]
    assert web.children[0].holder == "it"
    assert told.count() == 8
