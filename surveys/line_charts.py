"""Lines of results as charts: shares with their intervals, and the three levels of each month.

The same lines as the table beside them, so nothing is told that the table does not tell. They
are plain enough to be written as Plotly.newPlot takes them, without plotly's slow builder.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from surveys.results import Figure, percent

Row = tuple[str, Figure]  # how a line is called, and its figure
Chart = dict[str, Any]
LONGEST_NAME = 26  # letters beside a chart on a telephone; the table has the whole name
TOP, EACH, BOTTOM = 70, 34, 40  # pixels
CLEAR = "rgba(0,0,0,0)"


@dataclass(frozen=True, slots=True)
class LineWords:
    """What the charts say, in the reader's language. levels: the best first. separators: of the
    decimals, then of the thousands.
    """

    percent: str
    interval: str
    levels: tuple[str, str, str]
    separators: str = ",."


def told(rows: Sequence[Row]) -> list[Row]:
    """Lines with a figure; what is too few to be told is in no chart."""
    return [row for row in rows if row[1].n]


def intervals(rows: Sequence[Row], words: LineWords) -> Chart:
    """A point with its interval for each line, in the table's order: where two overlap, none is
    above the other. An empty trace when no line has a figure.
    """
    shown = told(rows)
    shares, lows, highs = _spread(shown)
    trace = {
        "type": "scatter",
        "mode": "markers",
        "name": f"{words.percent}, {words.interval}",
        "x": shares,
        "y": [_named(name, figure) for name, figure in shown],
        "error_x": _bars(shares, lows, highs),
        "meta": "--jade",
    }
    layout = _layout(len(shown), words.separators) | {
        "xaxis": {"range": [_start(lows), 101], "ticksuffix": "%"},
        "yaxis": {"automargin": True, "autorange": "reversed", "type": "category"},
        "showlegend": True,
    }
    return _chart([trace], layout)


def levels(rows: Sequence[Row], words: LineWords) -> Chart:
    """Parts of each level on one another, and the interval of who was satisfied over them."""
    shown = told(rows)
    names = [_named(name, figure) for name, figure in shown]
    parts = [
        [percent(_count(figure, place), figure.n) for _name, figure in shown]
        for place in range(len(words.levels))
    ]
    colours = ("--jade", "--turmeric", "--lacquer")
    traces: list[Chart] = [
        {"type": "bar", "orientation": "h", "name": name, "x": part, "y": names, "meta": colour}
        for name, part, colour in zip(words.levels, parts, colours, strict=True)
    ]
    shares, lows, highs = _spread(shown)
    traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "name": f"{words.percent}, {words.interval}",
            "x": shares,
            "y": names,
            "error_x": _bars(shares, lows, highs),
            "meta": "--ink",
        }
    )
    layout = _layout(len(shown), words.separators) | {
        "barmode": "stack",
        "xaxis": {"range": [0, 101], "ticksuffix": "%"},
        "yaxis": {"automargin": True, "autorange": "reversed", "type": "category"},
    }
    return _chart(traces, layout)


def _count(figure: Figure, place: int) -> int:
    return (figure.counts.very, figure.counts.ok, figure.counts.not_)[place]


def _named(name: str, figure: Figure) -> str:
    short = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
    return f"{short}, n={figure.n}"


def _spread(shown: Sequence[Row]) -> tuple[list[float], list[float], list[float]]:
    """Shares and both ends of their intervals, which every line with a figure has."""
    figures = [figure for _name, figure in shown]
    return (
        [each.percent or 0.0 for each in figures],
        [each.low or 0.0 for each in figures],
        [each.high or 0.0 for each in figures],
    )


def _bars(shares: list[float], lows: list[float], highs: list[float]) -> Chart:
    return {
        "type": "data",
        "symmetric": False,
        "array": [round(high - share, 1) for share, high in zip(shares, highs, strict=True)],
        "arrayminus": [round(share - low, 1) for share, low in zip(shares, lows, strict=True)],
    }


def _start(lows: list[float]) -> int:
    """Half the axis shows more, as long as no interval begins below it."""
    return 50 if min(lows, default=50.0) >= 50 else 0


def _layout(lines: int, separators: str) -> Chart:
    return {
        "legend": {"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0, "xanchor": "left"},
        "margin": {"l": 12, "r": 12, "t": TOP, "b": BOTTOM},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "separators": separators,
        "height": TOP + BOTTOM + EACH * max(lines, 2),
    }


def _chart(traces: list[Chart], layout: Chart) -> Chart:
    config = {"staticPlot": True, "displayModeBar": False, "responsive": True}
    return {"data": traces, "layout": layout, "config": config}
