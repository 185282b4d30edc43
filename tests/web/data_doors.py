"""Doors to what people follow and take away: feeds, downloads, and what search engines read."""

from __future__ import annotations

DATA = dict.fromkeys(
    (
        "GET /api",
        "GET /{slug}/hoi-dap.atom",
        "GET /{slug}/hoi-dap.csv",
        "GET /{slug}/hoi-dap.jsonl",
        "GET /{slug}/hoi-dap.xlsx",
        "GET /{slug}/cam-ket.atom",
        "GET /{slug}/lich.atom",
        "GET /{slug}/du-lieu",
        "GET /{slug}/sitemap.xml",
        "GET /{slug}/du-lieu.json",
        "GET /{slug}/hai-long/so-cai.atom",
        "GET /{slug}/hai-long.csv",
        "GET /{slug}/lich.ics",
        "GET /{slug}/man-hinh",
        "GET /{slug}/man-hinh.js",
    ),
    "public",
)
ENGINES = dict.fromkeys(
    ("GET /sitemap.xml", "GET /robots.txt", "GET /.well-known/security.txt"), "public"
)
