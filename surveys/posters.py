"""QR codes, and what is printed with them for a counter: posters, table tents, stickers, as PDF.

A printed code must outlive everything: it holds the counter's address and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dialogue.core.codes import grouped
from surveys.poster_art import ART, INK

if TYPE_CHECKING:  # the code itself is drawn without a database
    from dialogue.ward.cards import WardCard
    from surveys.queries.counters import CounterCard

QUIET = 4  # modules of white around a code, as ISO/IEC 18004 asks
TEMPLATE = Path(__file__).with_name("poster.typ")


KIND_EN = {"phường": "ward", "xã": "commune", "đặc khu": "special zone"}


class Paper(StrEnum):
    """What a counter's code is printed on."""

    A4 = "a4"
    A5 = "a5"
    TENT = "tent"  # A4, folded across its middle: both sides read
    STICKERS = "stickers"  # fifteen of 50 × 50 mm on A4, with marks to cut along


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

    @property
    def spoken(self) -> str:
        """The code in two groups, to be read out: its letters are hard to mishear."""
        return grouped(self.url.rsplit("/", 1)[-1])


def poster_of(ward: WardCard, counter: CounterCard, site: str) -> Poster:
    """site: "https://langnghe.example"."""
    return Poster(
        office=f"UBND {ward.kind} {ward.name}",
        kind=ward.kind,
        counter=counter.title,
        url=counter_url(site, counter.code),
        phone=ward.phone,
    )


def counter_url(site: str, code: str) -> str:
    """What the QR code of a counter holds. site: "https://langnghe.example"."""
    return f"{site}/q/{code}"


def counter_name(label: str, name: str) -> str:
    """ "Quầy 2 · Hộ tịch", or the label alone."""
    return f"{label} · {name}" if name else label


@cache
def qr_svg(url: str, *, worn: bool = False) -> str:
    """The code as one path, with its quiet zone; no size of its own. Correction level M.

    worn: level H, for what hangs for years: it still reads with a tenth of it blotted out.
    """
    import qrcode  # noqa: PLC0415  only a poster or a staff page needs it

    level = qrcode.constants.ERROR_CORRECT_H if worn else qrcode.constants.ERROR_CORRECT_M
    code = qrcode.QRCode(border=QUIET, error_correction=level)
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


def posters_pdf(
    posters: Sequence[Poster], title: str = "Lắng Nghe", paper: Paper = Paper.A4
) -> bytes:
    """One page a poster, in their order. About 0.2 s: keep it off the event loop."""
    import typst  # noqa: PLC0415  15 MB that only a poster needs

    sheets = [
        {
            "office": each.office,
            "kind": each.kind,
            "kind_en": KIND_EN.get(each.kind, "ward"),
            "counter": each.counter,
            "address": each.address,
            "spoken": each.spoken,
            "phone": each.phone,
            "qr": qr_svg(each.url, worn=True),
        }
        for each in posters
    ]
    inputs = {
        "sheets": json.dumps(sheets),
        "art": json.dumps(ART),
        "title": title,
        "paper": paper.value,
    }
    # Embedded fonts only: the same sheet on every machine. They hold every Vietnamese letter.
    made = typst.compile(
        TEMPLATE.read_bytes(), format="pdf", sys_inputs=inputs, ignore_system_fonts=True
    )
    assert isinstance(made, bytes)  # noqa: S101  a PDF is one file
    return made
