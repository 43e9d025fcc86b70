"""Shared goals, as JSON."""

from __future__ import annotations

from accord.api.asked import Asked
from accord.api.doors import reads
from accord.pages.goals import scorecard as scores
from accord.pages.goals import tree as trees


@reads("/goals", "goals")
def goals(asked: Asked) -> scores.ScorecardPage:
    """Each shared number with its target, its forecast, what moved it and who answers for it."""
    return scores.scorecard_page(
        asked.person, asked.workspace, now=asked.now, audience=asked.audience, form=asked.form, made_up=asked.made_up
    )


@reads("/goals/{metric}/tree", "goals")
def goal_tree(asked: Asked, metric: str) -> trees.TreePage:
    """What a shared number is made of, and what each part did to its change."""
    return trees.tree_page(
        asked.person,
        asked.workspace,
        metric,
        now=asked.now,
        audience=asked.audience,
        form=asked.form,
        made_up=asked.made_up,
    )
