"""QR codes, and the poster that hangs at a counter: one A4 page each, as PDF.

A printed code must outlive everything: it holds the counter's address and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

QUIET = 4  # modules of white around a code, as ISO/IEC 18004 asks
INK = "#14231f"
TEMPLATE = Path(__file__).with_name("poster.typ")


@dataclass(frozen=True, slots=True)
class Poster:
    """office: "UBND phường Thạch Bàn". kind: "phường". counter: "Quầy 2 · Hộ tịch"."""

    office: str
    kind: str
    counter: str
    url: str
    phone: str = ""

    @property
    def address(self) -> str:
        """What somebody types who cannot scan: the URL without its scheme."""
        return self.url.split("://", 1)[-1]


def counter_url(site: str, code: str) -> str:
    """What the QR code of a counter holds. site: "https://langnghe.example"."""
    return f"{site}/q/{code}"


def counter_name(label: str, name: str) -> str:
    """ "Quầy 2 · Hộ tịch", or the label alone."""
    return f"{label} · {name}" if name else label


@cache
def qr_svg(url: str) -> str:
    """The code as one path, with its quiet zone; no size of its own. Correction level M."""
    import qrcode  # noqa: PLC0415  only a poster or a staff page needs it

    code = qrcode.QRCode(border=QUIET, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(url)
    code.make(fit=True)
    rows = code.get_matrix()
    path = "".join(
        f"M{start} {y}h{length}v1h-{length}z"
        for y, row in enumerate(rows)
        for start, length in _runs(row)
    )
    size = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"'
        f' shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}H0z"/>'
        f'<path fill="{INK}" d="{path}"/></svg>'
    )


def _runs(row: Sequence[bool | None]) -> list[tuple[int, int]]:
    """Start and length of each run of dark modules."""
    runs: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((x, 1))
    return runs


def posters_pdf(posters: Sequence[Poster], title: str = "Lắng Nghe") -> bytes:
    """One A4 page a poster, in their order. About 0.2 s: keep it off the event loop."""
    import typst  # noqa: PLC0415  15 MB that only a poster needs

    sheets = [
        {
            "office": each.office,
            "kind": each.kind,
            "counter": each.counter,
            "address": each.address,
            "phone": each.phone,
            "qr": qr_svg(each.url),
        }
        for each in posters
    ]
    inputs = {"sheets": json.dumps(sheets), "art": json.dumps(ART), "title": title}
    # Embedded fonts only: the same sheet on every machine. They hold every Vietnamese letter.
    made = typst.compile(
        TEMPLATE.read_bytes(), format="pdf", sys_inputs=inputs, ignore_system_fonts=True
    )
    assert isinstance(made, bytes)  # noqa: S101  a PDF is one file
    return made


def _svg(size: str, body: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}">{body}</svg>'


# The drawings of the design kit, with its colours written out.
ART = {
    "logo": _svg(
        "0 0 40 40",
        '<path fill="#fff" d="M9 3h22a6 6 0 0 1 6 6v17a6 6 0 0 1-6 6H20l-9 7v-7H9a6 6 0 0 1-6-6V9a6'
        ' 6 0 0 1 6-6Z"/><g fill="none" stroke="#0a574e" stroke-width="2.2">'
        '<circle cx="20" cy="17.5" r="11"/><circle cx="20" cy="17.5" r="6.6"/></g>'
        '<circle cx="20" cy="17.5" r="3" fill="#e8a530"/>',
    ),
    "scan": _svg(
        "0 0 80 80",
        '<rect x="22" y="6" width="36" height="66" rx="6" fill="#deeee9" stroke="#0a574e"'
        ' stroke-width="3"/><rect x="27" y="14" width="26" height="44" fill="#fff"/>'
        f'<path fill="{INK}" d="M33 22h6v6h-6zM41 22h6v6h-6zM33 30h6v6h-6zM44 33h3v3h-3zM33'
        ' 40h3v3h-3z"/><path d="M10 36h60" stroke="#e8a530" stroke-width="4"'
        ' stroke-linecap="round"/>',
    ),
    "face": _svg(
        "0 0 80 80",
        f'<circle cx="40" cy="40" r="35" fill="#46b09b" stroke="{INK}" stroke-width="2.4"/>'
        f'<path d="M21 33c2-5 9-5 11 0M48 33c2-5 9-5 11 0" fill="none" stroke="{INK}"'
        ' stroke-width="3.2" stroke-linecap="round"/>'
        f'<path fill="{INK}" d="M21 45h38c-1 12-9 18-19 18s-18-6-19-18Z"/>'
        '<path fill="#fff" d="M24.5 48h31l-1.2 4.5H25.7Z"/>',
    ),
    "send": _svg(
        "0 12 80 56",
        '<rect x="6" y="24" width="68" height="32" rx="8" fill="#deeee9" stroke="#0a574e"'
        ' stroke-width="3"/><path d="m28 40 8 8 16-16" fill="none" stroke="#0a574e"'
        ' stroke-width="5" stroke-linecap="round" stroke-linejoin="round"/>',
    ),
}
