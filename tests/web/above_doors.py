"""Doors of what stands above one ward: a province's page, a ward on one page."""

from __future__ import annotations

ABOVE = {
    "GET /tinh/{slug}": "public",
    "GET /tinh/{slug}/so-lieu.csv": "public",
    "GET /tinh/{slug}/so-lieu.xlsx": "public",
}
FIGURE_DESK = (  # who reads figures
    "GET /quan-tri/hai-long.csv",
    "GET /quan-tri/hai-long.xlsx",
    "GET /quan-tri/hai-long/bieu-do.json",
    "GET /quan-tri/mot-trang",
    "GET /quan-tri/mot-trang.pdf",
)
