"""A half-year review as a document: the draft, and what was published, from the same content."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogue.core.documents import Document
from dialogue.core.frozen import thawed
from dialogue.ward.cards import WardCard


def document(ward: WardCard, content: Mapping[str, Any], year: int) -> Document:
    """content: summary, and blocks as `frozen` made them. year: in which it is signed."""
    return Document(
        issuer=("ỦY BAN NHÂN DÂN", ward.full_name.upper()),
        place=ward.name,
        year=year,
        kind="BÁO CÁO",
        summary=content["summary"],
        blocks=thawed(content["blocks"]),
        symbol="BC-UBND",
        recipients=("UBND cấp trên (để b/c);", "Lưu: VT, VP."),
    )
