"""A chart as a page's script takes it: its data, and where what draws it lies on our own host."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dialogue.core.errors import NotFound
from dialogue.core.i18n import signs
from surveys.line_charts import LineWords, Row, intervals, levels
from surveys.statement import Cut
from web.assets import asset_url, plotly_marks
from web.i18n import gettext_lazy as _
from web.i18n import language
from web.words import LEVEL

SHARE, INTERVAL = _("Tỷ lệ hài lòng"), _("Khoảng tin cậy 95%")


def drawing(figure: dict[str, Any]) -> dict[str, Any]:
    """figure: data, layout and config for Plotly.newPlot.

    marks: ids of elements by which the script sees that it need not write further rules itself.
    The first one reads and compresses plotly's script, which takes long: call it in a thread.
    """
    return {
        "figure": figure,
        "script": asset_url("plotly.js"),
        "style": asset_url("plotly.css"),
        "marks": plotly_marks(),
    }


def cut_of(asked: str) -> Cut:
    """Raises NotFound for what no table is cut by."""
    if asked not in set(Cut) - {Cut.WARD}:
        raise NotFound(f"no cut {asked!r}")
    return Cut(asked)


def lines_drawn(cut: Cut, rows: Sequence[Row]) -> dict[str, Any]:
    """Of the table of one cut: months by their levels, everything else as points in intervals."""
    made = levels if cut is Cut.MONTH else intervals
    return drawing(made(rows, _words()))


def _words() -> LineWords:
    very, ok, bad = (str(each) for each in LEVEL.values())
    return LineWords(str(SHARE), str(INTERVAL), (very, ok, bad), "".join(signs(language())))
