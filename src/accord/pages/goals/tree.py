"""The tree behind a shared number: what it is made of, what each part did to its change, and which side holds it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from accord.clauses.objectives import Unit, key_results
from accord.findings.finding import Audience
from accord.findings.format import Format
from accord.methods.decomposition.branches import Branch
from accord.methods.metrics.moved import Moved, NotTold
from accord.pages.goals.scorecard import ScoreLine, months_say, score_line, value_change
from accord.pages.goals.values import cell_value, value_says
from accord.pages.goals.worked import Goals, goals_of
from accord.pages.sheet import Sheet, SheetTable, cell_count, cell_text, utc
from accord.pages.shown import Column
from accord.workspace.folder import Workspace

if TYPE_CHECKING:
    from accord.people.models import Person

HOLDERS = {"marketing": "Marketing", "it": "IT", "both": "Both", "": ""}
OPEN_DEPTH = 1
"""So many levels stand open, and the dominant path with them: the rest of a large tree is opened by hand."""
BAR = 100


@dataclass(frozen=True, slots=True)
class NodeShown:
    """A part: its values before and after, its effect on the whole's change as a bar (0 to 100 of the largest), and
    whether it lies on the dominant path. ``holder`` is the side that holds it, '' where nobody said."""

    name: str
    label: str
    depth: int
    before: str
    after: str
    effect: str
    bar: float
    sinks: bool
    share: str
    dominant: bool
    holder: str
    holder_word: str
    target: str
    joins: str
    open: bool
    children: tuple[NodeShown, ...]
    raw: tuple[float, float, float]
    unit: Unit


@dataclass(frozen=True, slots=True)
class TreePage:
    """``root`` is None where ``cannot`` says why."""

    title: str
    line: ScoreLine
    root: NodeShown | None
    nodes: int
    path: str
    compared: str
    cannot: str
    unit: Unit
    form: Format
    made_up: str

    def every(self) -> Iterator[NodeShown]:
        """All nodes from the root down, in the order of the page."""
        if self.root is not None:
            yield from _every(self.root)

    def sheet(self) -> Sheet:
        rows = tuple(
            (
                cell_count(self.form, n.depth),
                cell_text(n.label),
                cell_value(n.raw[0], n.unit, self.form),
                cell_value(n.raw[1], n.unit, self.form),
                cell_value(n.raw[2], self.unit, self.form),
                cell_text("yes" if n.dominant else ""),
                cell_text(n.holder_word),
                cell_text(n.target),
            )
            for n in self.every()
        )
        lede = self.cannot or self.compared
        table = SheetTable("tree", "What it is made of", COLUMNS, rows)
        return Sheet("goals-tree", self.title, self.form, lede=lede, made_up=self.made_up, tables=(table,))


def _columns(*labels: str) -> tuple[Column, ...]:
    numbers = ("Level", "Before", "Now", "Effect")
    return tuple(Column(label.lower().replace(" ", "_"), label, label in numbers) for label in labels)


COLUMNS = _columns("Level", "Part", "Before", "Now", "Effect", "Most of it", "Side", "Target")


def tree_page(
    person: Person, workspace: Workspace, metric: str, *, now: datetime, audience: Audience, form: Format, made_up: str
) -> TreePage:
    """The tree of a key result by its metric's name (``now`` aware). Raises ``NotAllowed``, and ``LookupError`` for a
    metric without a key result."""
    from accord.people.rights import Right, require

    require(person, Right.READ)
    return tree(workspace, metric, utc(now), audience, form, made_up)


def tree(workspace: Workspace, metric: str, now: datetime, audience: Audience, form: Format, made_up: str) -> TreePage:
    """The same without a person; ``now`` is naive UTC. Needs no database."""
    return tree_of(goals_of(workspace, now), metric, audience, form, made_up)


def tree_of(goals: Goals, metric: str, audience: Audience, form: Format, made_up: str) -> TreePage:
    """The tree of goals that were worked out. Raises ``LookupError`` for a metric without a key result."""
    result = next((r for r in key_results(goals.charter.objectives) if r.name == metric), None)
    if result is None:
        raise LookupError(f"no key result is told by {metric}; the objectives of the charter name those there are")
    line = score_line(result, goals, audience, form)
    one = goals.standings.get(metric)
    told = one.moved if one else NotTold("No facts were read yet.")
    title = f"What {line.title[0].lower()}{line.title[1:]} is made of"
    if isinstance(told, NotTold):
        return TreePage(title, line, None, 0, "", "", told.reason, result.metric.unit, form, made_up)
    targets = _targets(goals, form)
    most = max((abs(b.effect) for b in _branches(told.root)), default=0.0) or 1.0
    root = _node(told.root, told, form, targets, most, 0)
    compared = f"{months_say(told.after, form)} against {months_say(told.before, form)}"
    return TreePage(title, line, root, told.root.count(), line.moved_most, compared, "", told.unit, form, made_up)


def _targets(goals: Goals, form: Format) -> dict[str, str]:
    """Targets by the name of the metric, for parts that are key results themselves."""
    return {
        r.name: value_says(r.target, r.metric.unit, form)
        for r in key_results(goals.charter.objectives)
        if r.target is not None
    }


def _branches(branch: Branch) -> Iterator[Branch]:
    yield branch
    for child in branch.children:
        yield from _branches(child)


def _every(node: NodeShown) -> Iterator[NodeShown]:
    yield node
    for child in node.children:
        yield from _every(child)


def _node(branch: Branch, told: Moved, form: Format, targets: dict[str, str], most: float, depth: int) -> NodeShown:
    unit: Unit = told.units.get(branch.name, told.unit if depth == 0 else "count")
    like = max(abs(branch.before), abs(branch.after))
    before, after = (value_says(v, unit, form, like if unit != "share" else v) for v in (branch.before, branch.after))
    return NodeShown(
        name=branch.name,
        label=told.labels.get(branch.name, branch.name.replace("_", " ").capitalize()),
        depth=depth,
        before=before,
        after=after,
        effect=value_change(branch.effect, told.unit, form),
        bar=round(BAR * abs(branch.effect) / most, 1),
        sinks=branch.effect < 0,
        share=form.share(branch.share, 0),
        dominant=branch.dominant and depth > 0,
        holder=branch.holder,
        holder_word=HOLDERS.get(branch.holder, ""),
        target=targets.get(branch.name, ""),
        joins={"*": "multiplied", "+": "added up", "": ""}[branch.join],
        open=depth < OPEN_DEPTH or branch.dominant,
        children=tuple(_node(c, told, form, targets, most, depth + 1) for c in branch.children),
        raw=(branch.before, branch.after, branch.effect),
        unit=unit,
    )
