"""The counter's form on paper: A5, large type, the same questions as on the screen."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from dialogue.ward.cards import WardCard
from surveys.paper.questions import levels, reasons
from surveys.paper.slips import LETTERS
from surveys.poster_art import ART
from surveys.posters import KIND_EN
from surveys.queries.counters import CounterCard

TEMPLATE = Path(__file__).with_name("form.typ")


def paper_forms_pdf(ward: WardCard, counters: Sequence[CounterCard]) -> bytes:
    """A page a counter, to print as often as needed. About 0.2 s: keep it off the event loop."""
    import typst  # noqa: PLC0415  15 MB that only a document needs

    forms = [
        {
            "office": f"UBND {ward.kind} {ward.name}",
            "kind": ward.kind,
            "kind_en": KIND_EN.get(ward.kind, "ward"),
            "counter": counter.title,
            "levels": [asdict(each) for each in levels()],
            "reasons": [asdict(each) for each in reasons()],
            "fields": [
                {"key": letter.upper(), "vi": each.short, "en": each.name_en}
                for letter, each in zip(LETTERS, counter.fields, strict=False)
            ],
            "phone": ward.phone,
        }
        for counter in counters
    ]
    inputs = {"forms": json.dumps(forms), "art": json.dumps(ART)}
    made = typst.compile(
        TEMPLATE.read_bytes(), format="pdf", sys_inputs=inputs, ignore_system_fonts=True
    )
    assert isinstance(made, bytes)  # noqa: S101  a PDF is one file
    return made
