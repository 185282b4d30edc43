"""Blocks of documents as JSON and back: what was published stays as it was, and can be drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from dialogue.core.documents import (
    Align,
    Bar,
    Block,
    Chart,
    Code,
    Column,
    PageBreak,
    Paragraph,
    Run,
    Table,
)

KINDS = {"paragraph": Paragraph, "table": Table, "chart": Chart, "code": Code, "break": PageBreak}
_NAMES = {made: name for name, made in KINDS.items()}


def frozen(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """Each as a dict with its `kind`."""
    return [{"kind": _NAMES[type(each)], **asdict(each)} for each in blocks]


def thawed(rows: Iterable[Mapping[str, Any]]) -> tuple[Block, ...]:
    """What `frozen` made, also after a way through JSON."""
    return tuple(_thawed(row) for row in rows)


def _thawed(row: Mapping[str, Any]) -> Block:
    match row["kind"]:
        case "paragraph":
            runs = tuple(Run(**each) for each in row["runs"])
            return Paragraph(runs, Align(row["align"]), row["keep"])
        case "table":
            columns = tuple(
                Column(each["title"], each["share"], Align(each["align"]))
                for each in row["columns"]
            )
            return Table(columns, tuple(map(tuple, row["rows"])))
        case "chart":
            bars = tuple(Bar(**each) for each in row["bars"])
            return Chart(row["caption"], bars, row["start"])
        case "code":
            return Code(row["address"], row["words"])
    return PageBreak()
