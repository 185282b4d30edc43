"""What a program sees in an opinion: signs of a denunciation, a complaint, an emergency. Pure.

A person decides; until then what may denounce somebody is for those who triage alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dialogue.core.text import clean
from dialogue.matters.denunciations import Reading, denunciation
from dialogue.matters.phrases import Phrase, Phrases, phrase
from dialogue.matters.syllables import read

FILE = Path(__file__).parent / "data" / "urgent.json"


@dataclass(frozen=True, slots=True)
class Signs:
    """reading: of a denunciation or complaint. alarms: words of an emergency or a threat."""

    reading: Reading
    alarms: tuple[str, ...]

    @property
    def sensitive(self) -> bool:
        return self.reading.hides

    @property
    def urgent(self) -> bool:
        return bool(self.alarms)


@cache
def _phrases() -> Phrases:
    lists: dict[str, list[str]] = json.loads(FILE.read_text("utf-8"))["lists"]
    return Phrases(_rows(lists))


def _rows(lists: dict[str, list[str]]) -> Iterator[Phrase]:
    for name, texts in lists.items():
        yield from (phrase(name, "", text) for text in texts)


def signs(text: str) -> Signs:
    return Signs(denunciation(text), tuple(dict.fromkeys(_alarms(clean(text)))))


def _alarms(text: str) -> Iterator[str]:
    said = read(text, _phrases().vocabulary)
    for found in _phrases().find(said):
        yield text[said[found.first].start : said[found.last].end]
