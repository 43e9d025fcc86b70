"""Views of shared goals."""

from __future__ import annotations

from accord.pages.goals import scorecard as scores
from accord.pages.goals import tree as trees
from accord.web import door


@door.page("goals/scorecard.html", step="goals", kept=True, alike=True)
def scorecard(asked: door.Asked) -> scores.ScorecardPage:
    return scores.scorecard_page(
        asked.person, asked.workspace, now=asked.now, audience=asked.audience, form=asked.form, made_up=asked.made_up
    )


@door.page("goals/tree.html", step="goals", kept=True, alike=True)
def tree(asked: door.Asked, metric: str) -> trees.TreePage:
    return trees.tree_page(
        asked.person,
        asked.workspace,
        metric,
        now=asked.now,
        audience=asked.audience,
        form=asked.form,
        made_up=asked.made_up,
    )
