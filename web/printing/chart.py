"""A chart of shares as a picture, by Typst: PNG for a DOCX, SVG for a PDF."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from dialogue.core.documents import Chart, Layout

TEMPLATE = Path(__file__).with_name("chart.typ")
FINE = 220  # points an inch: sharp in print, some tens of kilobytes


def as_png(chart: Chart, look: Layout, width: float) -> bytes:
    """width: mm. Some tenths of a second: keep it off the event loop."""
    return _compiled(chart, look, width, "png")


def as_svg(chart: Chart, look: Layout, width: float) -> str:
    return _compiled(chart, look, width, "svg").decode("utf-8")


def _compiled(chart: Chart, look: Layout, width: float, form: Literal["png", "svg"]) -> bytes:
    import typst  # noqa: PLC0415  15 MB that only a document needs

    inputs = {
        "width": width,
        "fonts": look.fonts,
        "size": look.sizes["table"],
        "start": chart.start,
        "bars": [
            {
                "label": bar.label,
                "shown": bar.shown,
                "percent": max(bar.percent, chart.start),
                "low": max(bar.low, chart.start),
                "high": max(bar.high, chart.start),
            }
            for bar in chart.bars
        ],
    }
    made = typst.compile(
        TEMPLATE.read_bytes(), format=form, ppi=FINE, sys_inputs={"chart": json.dumps(inputs)}
    )
    assert isinstance(made, bytes)  # noqa: S101  one page is one file
    return made


def told(chart: Chart) -> str:
    """For who does not see the picture."""
    return f"{chart.caption}: " + "; ".join(f"{bar.label} {bar.shown}" for bar in chart.bars)
