"""Error budgets: how much failure an objective allows, and how much of it is spent.

The three budgeting methods of OpenSLO v1. Samples of good and total events on a regular grid become
slices; a slice counts in units of its method:

- Occurrences: events. Bad are the failed ones.
- Timeslices: slices. Bad is one whose good share is below the slice target.
- RatioTimeslices: slices. Each is bad by its failed share.

Not measured (NaN) is neither good nor bad, and is told apart as coverage; nor is a slice without events.
Failure in planned maintenance is a line of its own: ``bad`` is what was not planned, ``planned`` the rest.
A slice is bad by plan if it would not be bad without its planned samples.

Sources: OpenSLO specification v1, budgetingMethod; Beyer et al. (2018), The Site Reliability Workbook,
chapter 5 (multiwindow, multi-burn-rate alerts). Times are seconds since 1970-01-01 UTC.
"""

from accord.methods.budgets.burn import WORKBOOK, BurnRule, burn_rate, fires, stretches
from accord.methods.budgets.edges import Unit, calendar_edges
from accord.methods.budgets.slices import BudgetingMethod, Objective, Slices, slices
from accord.methods.budgets.windows import Budgets, between, calendar, rolling, running

__all__ = [
    "WORKBOOK",
    "BudgetingMethod",
    "Budgets",
    "BurnRule",
    "Objective",
    "Slices",
    "Unit",
    "between",
    "burn_rate",
    "calendar",
    "calendar_edges",
    "fires",
    "rolling",
    "running",
    "slices",
    "stretches",
]
