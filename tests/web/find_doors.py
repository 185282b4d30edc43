"""The doors of the search, of what it leads to, and of near answers: see doors.py."""

from __future__ import annotations

FINDING = {
    "POST /{ward}/gop-y/gan-giong": "public",
    "POST /{ward}/gop-y/da-ro": "public",
    "GET /{ward}/gop-y/da-ro/{number}": "public",
    "GET /{slug}/tim": "public",
    "POST /{slug}/tim/goi-y": "public",
    "GET /{slug}/thu-tuc": "public",
    "GET /{slug}/thu-tuc/{procedure}": "public",
    "GET /{slug}/linh-vuc/{code}": "public",
}
