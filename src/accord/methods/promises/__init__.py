"""Did the promise pay? What would have come without it, what came, and what may be said of the difference."""

from accord.methods.promises.baseline import Baseline, shrunk_baseline
from accord.methods.promises.effect import Level, effect_of, level_of
from accord.methods.promises.happened import Happened
from accord.methods.promises.verdicts import Verdict, verdict

__all__ = ["Baseline", "Happened", "Level", "Verdict", "effect_of", "level_of", "shrunk_baseline", "verdict"]
