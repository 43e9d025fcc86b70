"""Did it pay? The same analysis over the time before and the time after, and what may be said of the difference."""

from accord.analyses.effects.measured import Before, Decided, Measured, Used
from accord.analyses.effects.measuring import before, measure, subject_of

__all__ = ["Before", "Decided", "Measured", "Used", "before", "measure", "subject_of"]
