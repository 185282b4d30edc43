"""A document as PDF, by Typst: the same words as the DOCX, for reading and printing."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dialogue.core.documents import MOTTO, STATE, Block, Document, Layout, Paragraph, Table

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


def _plain(document: Document, look: Layout) -> dict[str, Any]:
    width, height = look.paper
    return {
        "title": f"{document.kind} {document.summary}".strip(),
        "paper": [height, width] if document.landscape else [width, height],
        "state": STATE,
        "motto": MOTTO,
        "issuer": document.issuer,
        "number_line": document.number_line,
        "place_line": document.place_line,
        "kind": document.kind,
        "summary": document.summary,
        "to": document.to,
        "blocks": [_block(each) for each in document.blocks],
        "signatures": [asdict(each) for each in document.signatures],
        "recipients": document.recipients,
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {"sort": "paragraph", **asdict(block)}
        case Table():
            return {"sort": "table", **asdict(block)}
        case _:
            return {"sort": "page-break"}
