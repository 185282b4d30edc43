"""Doors of the user guides: see doors.py."""

from __future__ import annotations

GUIDES = {
    "GET /huong-dan": "public",
    "GET /huong-dan/{guide_slug}": "public",
    "GET /huong-dan/anh/{picture_name}": "public",
}
