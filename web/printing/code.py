"""A QR code as a picture: PNG for a DOCX, SVG for a PDF."""

from __future__ import annotations

from io import BytesIO

from dialogue.core.documents import Code
from surveys.posters import qr_svg

SIDE = 30.0  # mm: read from an arm's length
DOTS = 8  # pixels of one module: sharp at SIDE in print


def as_svg(code: Code) -> str:
    return qr_svg(code.address)


def as_png(code: Code) -> bytes:
    import qrcode  # noqa: PLC0415  only a document needs it

    made = BytesIO()
    qrcode.make(code.address, box_size=DOTS).save(made)
    return made.getvalue()
