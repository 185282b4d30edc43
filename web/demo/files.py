"""The two files that a demo matter carries: a picture and a paper, made here."""

from __future__ import annotations

from io import BytesIO

from dialogue.core import files
from dialogue.matters.actions import attachments

SIDE = (960, 640)  # pixels
SKY, GROUND, RUBBLE = (186, 205, 214), (122, 110, 92), (160, 148, 136)
WALL, BANNER, HEAD, COAT = (214, 208, 190), (150, 40, 36), (64, 52, 46), (70, 96, 110)
PAPER = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R
/Resources<</Font<</F1 5 0 R>>>>>>endobj
4 0 obj<</Length 63>>stream
BT /F1 18 Tf 72 760 Td (Ban do vi tri: noi dung minh hoa) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
xref
0 6
0000000000 65535 f\x20
0000000009 00000 n\x20
0000000052 00000 n\x20
0000000101 00000 n\x20
0000000212 00000 n\x20
0000000321 00000 n\x20
trailer<</Root 1 0 R/Size 6>>
startxref
382
%%EOF
"""


async def attach(ward: int, matter: int) -> None:
    """In the caller's transaction."""
    most = await attachments.most_bytes(ward)
    accepted = [
        files.accept(picture(), "ảnh-bãi-đất.png", most),
        files.accept(PAPER, "vị-trí.pdf", most),
    ]
    await attachments.store(accepted)
    await attachments.add(ward, matter, accepted)


def picture() -> bytes:
    """A heap on open ground under the sky, as PNG: nobody's face, plate or house."""
    # Here, not above: Pillow costs time that only the making of the demo needs.
    from PIL import Image, ImageDraw  # noqa: PLC0415

    image = Image.new("RGB", SIDE, SKY)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 380, *SIDE), fill=GROUND)
    draw.polygon([(240, 470), (420, 300), (560, 360), (720, 470)], fill=RUBBLE)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def hall() -> bytes:
    """A hall from behind: a stage, a banner and rows of people without faces, as PNG."""
    from PIL import Image, ImageDraw  # noqa: PLC0415  see above

    image = Image.new("RGB", SIDE, WALL)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 430, *SIDE), fill=GROUND)
    draw.rectangle((180, 70, 780, 150), fill=BANNER)
    draw.rectangle((300, 270, 660, 330), fill=RUBBLE)
    for row, top in enumerate(range(360, 640, 70)):
        for left in range(30 + 35 * (row % 2), SIDE[0], 90):
            draw.ellipse((left, top, left + 44, top + 44), fill=HEAD)
            draw.rectangle((left - 14, top + 44, left + 58, top + 80), fill=COAT)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
