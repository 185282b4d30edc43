"""Figures of ratings as charts, built by plotly; never without n and the interval.

No page draws before somebody asks, and a week without a block is a gap. Colours are names of the
site's own tokens (`meta`), so that a chart follows the light and the dark theme.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from surveys.satisfaction import Week

Trace = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ChartWords:
    """What the chart says, in the reader's language. days: each point's, as it is read.
    separators: of the decimals, then of the thousands.
    """

    percent: str
    interval: str
    count: str
    days: Sequence[str]
    separators: str = ",."


def trend(weeks: Sequence[Week], words: ChartWords) -> dict[str, Any]:
    """data, layout and config for Plotly.newPlot: the share with its band above, n below.

    Only lines and bars, no HTML in texts, nothing to press: what our content policy allows.
    """
    # two tenths of a second the first time: whoever never looks at a chart does not wait for it
    from plotly.graph_objects import Bar, Figure, Scatter  # noqa: PLC0415

    figure = Figure(
        [
            Scatter(**_band(weeks, words), fill="toself", mode="lines", line={"width": 1}),
            Scatter(**_line(weeks, words), mode="lines+markers", connectgaps=False),
            Bar(**_bars(weeks, words), yaxis="y2"),
        ]
    )
    figure.update_layout(template=None, **_layout(weeks, words))
    made: dict[str, Any] = json.loads(figure.to_json())
    return made | {"config": {"staticPlot": True, "displayModeBar": False, "responsive": True}}


def _line(weeks: Sequence[Week], words: ChartWords) -> Trace:
    shares = [week.figure.percent for week in weeks]
    return {"x": _days(weeks), "y": shares, "name": words.percent, "meta": "--jade"}


def _bars(weeks: Sequence[Week], words: ChartWords) -> Trace:
    counts = [week.figure.n for week in weeks]
    return {"x": _days(weeks), "y": counts, "name": words.count, "meta": "--indigo"}


def _band(weeks: Sequence[Week], words: ChartWords) -> Trace:
    """A closed outline for each run of weeks without a gap, None between them."""
    x: list[str | None] = []
    y: list[float | None] = []
    for shown, run in groupby(weeks, key=lambda week: week.figure.n > 0):
        part = list(run)
        if shown:
            x += [*_days(part), *reversed(_days(part)), None]
            y += [*(week.figure.high for week in part)]
            y += [*(week.figure.low for week in reversed(part)), None]
    return {"x": x, "y": y, "name": words.interval, "meta": "--jade", "opacity": 0.4}


def _days(weeks: Sequence[Week]) -> list[str]:
    return [week.start.isoformat() for week in weeks]


def _layout(weeks: Sequence[Week], words: ChartWords) -> dict[str, Any]:
    lows = [week.figure.low for week in weeks if week.figure.low is not None]
    start = 50 if min(lows, default=50.0) >= 50 else 0
    clear = "rgba(0,0,0,0)"
    return {
        "xaxis": {"tickvals": _some(_days(weeks)), "ticktext": _some(words.days), "anchor": "y2"},
        "yaxis": {"domain": [0.38, 1], "range": [start, 101], "ticksuffix": "%"},
        "yaxis2": {"domain": [0, 0.26], "rangemode": "tozero", "nticks": 4},
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        "margin": {"l": 48, "r": 12, "t": 48, "b": 36},
        "paper_bgcolor": clear,
        "plot_bgcolor": clear,
        "separators": words.separators,
        "height": 380,
    }


def _some(values: Sequence[str], most: int = 8) -> list[str]:
    """Evenly chosen, so that they stand beside each other on a small screen."""
    return list(values[:: max(1, -(-len(values) // most))])
