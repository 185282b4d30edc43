"""Checksums of what is public: a change past our own actions does not fit them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dialogue.core.keys import keys

ANSWER = (
    "number",
    "title",
    "asker",
    "body",
    "answer",
    "summary_en",
    "changed",
    "approver_name",
    "approver_title",
    "round",
    "version",
)
VERSION = ("matter", "round", "version", "text", "summary_en", "reason", "by_name", "by_title")


def answer_seal(row: Mapping[str, Any]) -> str:
    """row: of `published`. Keyed, so that who edits the database cannot renew it."""
    return _seal([row[name] for name in ANSWER])


def version_seal(row: Mapping[str, Any]) -> str:
    """row: of `published_answer`."""
    return _seal([row[name] for name in VERSION])


def _seal(parts: list[Any]) -> str:
    return keys().fixed("texts", json.dumps(parts, ensure_ascii=False))
