"""The activities of both departments by class: what each brings, what is not known, and what to test first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accord.findings.finding import Finding, Grid
from accord.findings.format import Format
from accord.findings.identity import finding_id
from accord.pages.sheet import Sheet, cell_of, table_of
from accord.pages.shown import AmountShown, Scale, Track, amount_shown, chance_says, table
from accord.units.interval import Interval
from accord.workspace.folder import Workspace

if TYPE_CHECKING:
    from accord.people.models import Person

CLASSES = {
    "crucial": ("Crucial", "To stop one of these would cost more than it saves, many times over."),
    "secondary": ("Secondary", "Each brings more than it costs."),
    "nice-to-have": ("Nice to have", "Each brings less than it costs."),
    "not known": ("Not known: to be tested", "Nobody has stopped or tested these long enough to tell."),
}
RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """An activity. ``ratio`` with its ``ends`` is incremental revenue for each unit of cost, '' where nothing tells
    it; ``track`` is its interval on the scale of the page; ``described`` is what attribution says, rule by rule."""

    name: str
    side: str
    mark: str
    sure: str
    ratio: str
    ends: str
    track: Track | None
    cost: str
    worth: str
    rests_on: str
    described: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ClassShown:
    """A class and its activities."""

    key: str
    label: str
    says: str
    lines: tuple[ActivityLine, ...]


@dataclass(frozen=True, slots=True)
class Pointer:
    """A finding that stands above the classes: what to test first, or how to move budgets."""

    id: str
    title: str
    amount: AmountShown | None
    verdict: str


@dataclass(frozen=True, slots=True)
class ActivitiesPage:
    """``finding`` is the finding on classes, '' where there is none yet; ``rules`` head the table of attribution."""

    title: str
    lede: str
    classes: tuple[ClassShown, ...]
    pointers: tuple[Pointer, ...]
    rules: tuple[str, ...]
    finding: str
    grid: Grid | None
    data_to: str
    form: Format
    made_up: str

    @property
    def described(self) -> tuple[ActivityLine, ...]:
        """Activities that touches tell of, in the order of the page."""
        return tuple(line for c in self.classes for line in c.lines if any(text for _, text in line.described))

    def sheet(self) -> Sheet:
        grid, form = self.grid, self.form
        tables = (table_of("activities", "Activities", table(grid, form, form.currency), form),) if grid else ()
        return Sheet(
            "activities",
            self.title,
            self.form,
            lede=self.lede,
            made_up=self.made_up,
            as_of=self.data_to,
            tables=tables,
        )


def activities_page(
    person: Person, workspace: Workspace, *, audience: Any, form: Format, made_up: str
) -> ActivitiesPage:
    """The page for a person, from the brief in force. Raises ``NotAllowed``."""
    from accord.decisions import queries
    from accord.people.rights import Right, require

    require(person, Right.READ)
    brief = queries.latest_brief(workspace)
    found = [f for f in brief.findings if f.analysis == "activities"] if brief else []
    data_to = f"data to {form.time(brief.as_of)}" if brief else ""
    return shown(found, audience=audience, form=form, made_up=made_up, data_to=data_to)


def shown(found: Iterable[Finding], *, audience: Any, form: Format, made_up: str, data_to: str = "") -> ActivitiesPage:
    """The page of these findings; without any it says so."""
    from accord.findings.words import fill

    told = list(found)
    classes = next((f for f in told if f.subject == "classes"), None)
    grid = classes.breakdown if classes else None
    rows = [dict(zip((c[0] for c in grid.columns), row, strict=True)) for row in grid.rows] if grid else []
    reach = {key: Scale.over([_ends(r) for r in rows if r["class"] == key and r[RATIO] is not None]) for key in CLASSES}
    rules = _rules(grid)
    lines = [(str(row["class"]), _line(row, rules, reach[str(row["class"])], form)) for row in rows]
    pointers = tuple(
        Pointer(
            finding_id(f),
            fill(f.wordings[audience].title, f, form),
            amount_shown(f.kind, f.amount, form, Scale.over([f.amount.interval])) if f.amount else None,
            f.verdict,
        )
        for f in told
        if f.subject != "classes"
    )
    return ActivitiesPage(
        "What each activity brings",
        fill(classes.wordings[audience].title, classes, form) + "."
        if classes
        else "Nothing is known of any activity yet.",
        tuple(
            ClassShown(key, label, says, mine)
            for key, (label, says) in CLASSES.items()
            if (mine := tuple(line for of, line in lines if of == key))
        ),
        pointers,
        tuple(label for _, label in rules),
        finding_id(classes) if classes else "",
        grid,
        data_to,
        form,
        made_up,
    )


def _ends(row: dict[str, Any]) -> Interval:
    return Interval(row[RATIO], row["low"], row["high"])


def _rules(grid: Grid | None) -> tuple[tuple[str, str], ...]:
    """The columns of attribution: key and label."""
    keys = ("last", "first", "linear", "time_decay", "position", "shapley", "removal_1", "removal_2", "removal_3")
    labels = {key: label for key, label, _ in grid.columns} if grid else {}
    return tuple((key, labels[key]) for key in keys if key in labels)


def _line(row: dict[str, Any], rules: tuple[tuple[str, str], ...], reach: Scale, form: Format) -> ActivityLine:
    def text(key: str, unit: Any) -> str:
        return cell_of(form, row[key], unit, form.currency).text

    known = row[RATIO] is not None
    return ActivityLine(
        str(row["activity"]),
        str(row["side"]),
        "m" if row["side"] == "marketing" else "t",
        chance_says(float(row["chance"]), form) if known else "",
        text(RATIO, "ratio") if known else "",
        f"{text('low', 'ratio')} to {text('high', 'ratio')}" if known else "",
        reach.track(_ends(row)) if known else None,
        text("cost", "money"),
        text("worth", "money"),
        str(row["studies"]),
        tuple((label, text(key, "share")) for key, label in rules),
    )
