"""A document as PDF, by Typst: the same words as the DOCX, for reading and printing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Any

from dialogue.core.documents import (
    MOTTO,
    STATE,
    Block,
    Chart,
    Code,
    Document,
    Layout,
    Paragraph,
    Table,
)
from web.printing import code
from web.printing.chart import as_svg, told

TEMPLATE = Path(__file__).with_name("document.typ")


def as_pdf(document: Document, look: Layout) -> bytes:
    """Some tenths of a second: keep it off the event loop."""
    import typst  # noqa: PLC0415  15 MB that only a document needs

    inputs = {
        "document": json.dumps(_plain(document, look)),
        "look": json.dumps(
            {
                "fonts": look.fonts,
                "sizes": look.sizes,
                "margins": look.margins,
                "first_line": look.first_line,
                "paragraph_gap": look.paragraph_gap,
                "line_spacing": look.line_spacing,
            }
        ),
    }
    made = typst.compile(TEMPLATE.read_bytes(), format="pdf", sys_inputs=inputs)
    assert isinstance(made, bytes)  # noqa: S101  a PDF is one file
    return made


def as_one_pdf(documents: Sequence[Document], look: Layout) -> bytes:
    """Each on pages of its own, one after the other. Some tenths of a second for each."""
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415  which most servers never need

    writer, kept = PdfWriter(), BytesIO()
    for each in documents:
        writer.append(PdfReader(BytesIO(as_pdf(each, look))))
    writer.write(kept)
    return kept.getvalue()


def _plain(document: Document, look: Layout) -> dict[str, Any]:
    width, height = reversed(look.paper) if document.landscape else look.paper
    return {
        "title": f"{document.kind} {document.summary}".strip(),
        "paper": [width, height],
        "state": STATE,
        "motto": MOTTO,
        "issuer": document.issuer,
        "number_line": document.number_line,
        "place_line": document.place_line,
        "kind": document.kind,
        "summary": document.summary,
        "to": document.to,
        "blocks": [_block(each, look, width) for each in document.blocks],
        "signatures": [asdict(each) for each in document.signatures],
        "recipients": document.recipients,
    }


def _block(block: Block, look: Layout, width: float) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {"sort": "paragraph", **asdict(block)}
        case Table():
            return {"sort": "table", **asdict(block)}
        case Chart():
            room = width - look.margins["left"] - look.margins["right"]
            drawn = as_svg(block, look, room)
            return _picture(block.caption, drawn, told(block), room)
        case Code():
            return _picture(block.caption, code.as_svg(block), block.address, code.SIDE)
        case _:
            return {"sort": "page-break"}


def _picture(caption: str, svg: str, alt: str, width: float) -> dict[str, Any]:
    """width: mm."""
    return {"sort": "picture", "caption": caption, "svg": svg, "told": alt, "width": width}
