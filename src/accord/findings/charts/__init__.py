"""Charts as Vega-Lite specifications over a finding's grid: plain dictionaries, drawn elsewhere.

Numbers and times stay raw: whoever draws a specification puts the labels of its axes and the texts named in
``usermeta.accord`` into the reader's locale, zone and currency. Colours are those of the light look; each has a
name there, so that a drawing can follow the reader's light or dark.

Source: Vega-Lite 5 specification, https://vega.github.io/vega-lite/docs/.
"""

from accord.findings.charts.lines import band
from accord.findings.charts.parts import COLOURS, Spec
from accord.findings.charts.rows import bars, slots

__all__ = ["COLOURS", "Spec", "band", "bars", "slots"]
